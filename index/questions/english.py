"""English follow-ups as questions of their own.

A name or noun takes a pronoun's place ("How old is he?": "How old is Dario Amodei?"), another
question word comes before a clause that is complete without it. Whatever would need another form
of a verb is asked in full.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.questions.previous import (
    ASK_IN_FULL,
    CAPITAL,
    Made,
    PreviousTurn,
    Thing,
    exchange,
    find_names,
    gender_of,
    is_nominal,
    kinds_of,
    outermost,
    patterns,
)
from index.text.folding import fold
from index.text.lexicon import words_of
from index.text.tokens import analyzer_for

_P = patterns("en")
_SINGULAR = {"do": "does", "have": "has", "are": "is", "were": "was"}
_SUBJECTS = {"him": "he", "his": "he", "her": "she", "it": "it", "its": "it"}
_SAME_AS = {
    "who with": "with whom", "with who": "with whom", "who by": "by whom", "by who": "by whom"
}  # fmt: skip
_BE = frozenset({"is", "are", "was", "were"})
_NO_TOPIC = frozenset({"you", "me", "i", "we", "us", "then", "so", "what", "now", "else"})


def read_english(text: str, turn: PreviousTurn | None) -> Made | None:
    """Return the question that `text` stands for, None if it is complete or not English."""
    own = _P["leads"].sub("", text)
    if _P["impersonal"].search(own):
        return None
    bare = _P["fillers"].sub("", own).lower()
    if _P["bare"].match(bare):
        clause = _clause(turn, asked := _SAME_AS.get(bare, bare))
        return Made(clause and f"{asked} {clause}", "en")
    other = _P["other"].match(text)
    if other and is_nominal(other["x"], "en") and other["x"].lower() not in _NO_TOPIC:
        if owned := _P["owned"].match(other["x"]):
            return _attribute(owned["poss"], owned["noun"], turn)
        exchanged = exchange(other["x"], turn, "en", is_small=text == text.lower())
        return _exchange(other["x"], turn) if exchanged is None and turn else exchanged
    if _P["explained"].search(own):
        return None
    made = _explain_pronoun(own, turn)
    # A question that says more than "Where is he?" finds something without its antecedent too.
    is_rich = made is not None and not made.question and len(analyzer_for("en").terms(own)) > 1
    return None if is_rich else made


def _clause(turn: PreviousTurn | None, asked: str) -> str:
    """Return the question without its question words if `asked` can come before it, else ""."""
    if turn is None or turn.language != "en" or not _P["adjunct"].match(asked):
        return ""
    match = _P["clause"].match(_P["leads"].sub("", turn.text))
    if match is None or asked in ("how long", "since when", "until when"):
        return ""  # whether something lasts is in the verb's meaning
    wh, clause = (match["wh"] or "").strip().lower(), match["clause"]
    is_be = match["aux"].lower() in _BE
    is_done = is_be and _P["participles"].search(clause)
    if wh == asked or _P["incomplete"].match(wh) or _P["pronoun"].match(clause):
        return ""
    if wh in ("who", "whom"):
        stranded = _P["stranded"].search(clause)
        return clause[: stranded.start()] if stranded and not is_be else ""
    if (is_be and wh and not is_done) or (asked == "by whom" and not is_done):
        return ""  # "Where is he?": the place belongs to the verb
    return clause[0].lower() + clause[1:]


def _exchange(x: str, turn: PreviousTurn) -> Made:
    """Read "And the amount?", "And in May?" or "What about weapons?"."""
    if parted := _P["parted"].match(x):
        tail = rf" {parted['prep']} (?:the |an? )?[^\W_]+(?: [^\W\d_]+){{0,2}}$"
        last = re.search(tail, turn.text, re.IGNORECASE)
        return Made(f"{turn.text[: last.start()]} {x}" if last else "", "en")
    noun = x.removeprefix("the ")
    if noun != x and (kinds := kinds_of(noun, "en")) and "person" not in kinds:
        thing = _antecedent(turn, "it")
        return Made(f"what is {x} of {thing.text}" if thing and not thing.is_name else "", "en")
    about = _P["opinion"].match(turn.text)
    return Made(f"{about['pre']}{x}" if about and noun == x else "", "en")


def _explain_pronoun(own: str, turn: PreviousTurn | None) -> Made | None:
    """Return the question with what its pronoun stands for, None if it has none to explain."""
    if _P["said"].match(own):
        quotation = turn.quotation if turn and turn.language == "en" else ""
        is_english = re.search(r"\b(?:the|of|and|to|is|in|we|that)\b", quotation)
        return Made(f"who said “{quotation}”" if is_english else "", "en")
    if _P["who_is_it"].match(own):
        return Made(f"who is {turn.found}" if turn and turn.found else "", "en")
    if match := _P["pronoun"].match(own):
        aux, pronoun, rest = match["aux"].lower(), match["pron"].lower(), match["rest"]
        is_passive = bool(aux in _BE and _P["participles"].search(rest))
        thing = _antecedent(turn, pronoun, allow_objects=is_passive)
        if thing and pronoun == "they" and not thing.is_plural:
            aux = _SINGULAR.get(aux, aux)
        pre, negated = match["pre"], match["neg"] or ""
        return Made(f"{pre}{aux}{negated} {thing.text}{rest}" if thing else "", "en")
    if match := _P["possessive"].match(own):
        owner = _antecedent(turn, _SUBJECTS.get(match["poss"].lower(), "they"))
        return Made(f"{match['pre']}{owner.text}'s {match['rest']}" if owner else "", "en")
    if match := _P["object"].match(own):
        pronoun = _SUBJECTS.get(match["pron"].lower(), "they")
        thing = _antecedent(turn, pronoun, allow_objects=True)
        if thing and thing.is_name and _P["not_of_names"].search(own):
            thing = None
        return Made(f"{match['pre']} {thing.text}" if thing else "", "en")
    return ASK_IN_FULL if _P["leaning"].match(own) else None


def _attribute(possessive: str, noun: str, turn: PreviousTurn | None) -> Made:
    """Read "And his wife?" as "Who is Pete Hegseth's wife?"."""
    owner = _antecedent(turn, _SUBJECTS.get(possessive.lower(), "they"))
    kinds = kinds_of(noun, "en")
    asks = "who" if "person" in kinds else "what"
    return Made(f"{asks} is {owner.text}'s {noun}" if owner and kinds else "", "en")


def _antecedent(
    turn: PreviousTurn | None, pronoun: str, *, allow_objects: bool = False
) -> Thing | None:
    """Return the one whom or what `pronoun` can stand for, None in doubt.

    The name that the question was answered with comes first, but "it" is no name of two words.
    """
    if turn is None:
        return None
    things = _things(turn, allow_objects=allow_objects)
    if turn.found:
        things.append(Thing(-1, -1, turn.found, is_name=True))
    names = [thing for thing in things if thing.is_name]
    people = [thing for thing in names if " " in thing.text]
    nouns = [
        thing
        for thing in things
        if not thing.is_name and not thing.is_plural and not _is_person(thing.text)
    ]
    if pronoun in ("he", "she"):
        is_person = re.match(r"(?:who|qui) (?:is|est) ", turn.text, re.IGNORECASE)
        fitting = people or (names if is_person else [])
        other = "f" if pronoun == "he" else "m"
        fitting = [thing for thing in fitting if gender_of(thing.text) != other]
    elif pronoun == "they":
        plural = [thing for thing in things if thing.is_plural]
        fitting = plural or [thing for thing in names if not gender_of(thing.text)]
    else:
        fitting = nouns or [thing for thing in names if thing not in people]
    if turn.found and fitting and fitting[-1].start < 0:
        return fitting[-1]
    is_known = len(fitting) == 1 and (fitting[0].is_name or turn.language == "en")
    return fitting[0] if is_known and fitting[0].text else None


def _is_person(noun: str) -> bool:
    return any(fold(word) in words_of("en", "role") for word in noun.split())


def _things(turn: PreviousTurn, *, allow_objects: bool) -> list[Thing]:
    """Return the names and the nouns with an article in the question of `turn`.

    Those that it is not about ("near Aubusson", "its constitution") have no `text`; nor have
    objects, unless `allow_objects`.
    """
    text, names = turn.text, find_names(turn)
    if turn.language != "en":
        return names
    if _P["pronoun"].match(text):
        return []  # whom it is about is not said there
    match = _P["clause"].match(text)
    after = match.end("aux") + 1 if match else -1
    things: list[Thing] = []
    for found in _P["thing"].finditer(text):
        stop = _P["noun_end"].search(text, found.end())
        end = stop.start() if stop else len(text)
        before = text[: found.start()]
        is_topic = found.start() == after or before.endswith(" of ") or allow_objects
        if found.start() == after:
            # The verb is the last word before what follows; which one where there are more?
            small = [word for word in text[found.end() : end].split() if not CAPITAL.match(word)]
            is_topic = len(small) < 3
            end = text.rindex(" ", 0, end) if len(small) == 2 else end
        noun = text[found.end() : end]
        if any(name.start == found.end() and name.end == end for name in names):
            continue  # "the Pentagon" is a name
        is_known = found["det"].lower() in ("the", "a", "an") and not _P["outside"].search(before)
        is_plural = noun.endswith("s") and not noun.endswith("ss")
        phrase = f"the {noun}" if is_topic and is_known else ""
        things.append(Thing(found.start(), end, phrase, is_plural=is_plural))
    for name in names:
        is_topic = not _P["outside"].search(text[: name.start])
        named = f"the {name.text}" if text[: name.start].endswith("the ") else name.text
        things.append(replace(name, text=named if is_topic else ""))
    return outermost(things)
