"""A follow-up as a question of its own: "Et quand ?", "What about OpenAI?", "Quel âge a-t-il ?".

Nothing is ranked and no article is looked at: the new question is made from the reader's words
and the last answered question, by what the language allows without changing a word's form: a noun
for a pronoun, other question words before a clause that is complete without them, another name in
the same place. `conversation.json` has these forms as patterns, each with what becomes of it.
Where no sentence comes out that a reader would write, the reader is asked for the whole question.
A complete question is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.errors import InputError
from index.questions.checking import check_question
from index.questions.conversation import load_conversation_words, small_talk
from index.questions.language import detect_question_language
from index.questions.normalising import load_habits, normalise
from index.questions.previous import (
    END,
    PreviousTurn,
    find_antecedent,
    find_names,
    forms,
    has_name,
    may_be_name,
    patterns,
)
from index.text.folding import fold
from index.text.lexicon import words_of
from index.text.tokens import analyzer_for

Reply = Literal["thanks", "greeting", "ok", "sure", "more", "invite", "in_full"]

_MAX_WORDS = 12  # of a follow-up; a longer question says what it is about
_MAX_NAMED = 6  # words of what is put in the place of something
_NEEDS_GROUND = ("sure", "more")
_VOWELS = "AEIOUÉÈÊÎÔŒaeiouéèêàâîôœ"
# Articles and elisions before a name that goes: "du Pentagone", "d'OpenAI", "the Pentagon".
_ENDINGS = (
    (re.compile(r"\bd['’]$|\bdu $", re.IGNORECASE), "de "),
    (re.compile(r"\bau $", re.IGNORECASE), "à "),
    (re.compile(r"\bqu['’]$", re.IGNORECASE), "que "),
    (re.compile(r"\b(?:le|la|les|the) $|\bl['’]$", re.IGNORECASE), ""),
)
_ARTICLES = {"au": "le ", "du": "le ", "aux": "les ", "des": "les "}  # that they hold
_SAME = ("à|a|au|aux", "de|d'|d’|du|des")  # prepositions
_IS_ONE = re.compile(r"\b(?:est|était|sera) $", re.IGNORECASE)
# French elides and contracts what now comes together: "d'Google", "de OpenAI", "de le".
_CONTRACTED = (
    (re.compile(rf"\b([Dd]|[Qq]u)['’](?=[^\W\d_{_VOWELS}Hh])"), r"\1e "),
    (re.compile(rf"\bl[ea] (?=[{_VOWELS}])"), "l'"),
    (re.compile(r"\b([Dd])e le (?=\w)"), r"\1u "),
    (re.compile(r"\b([Dd])e les (?=\w)"), r"\1es "),
    (re.compile(r"(?<= )à le (?=\w)"), "au "),
    (re.compile(r"(?<= )à les (?=\w)"), "aux "),
    (re.compile(rf"\b([Dd]|[Qq]u)e (?=[{_VOWELS}]|H(?:élène|enri|ubert|ugo|ervé))"), r"\1'"),
)
# Said two ways: as typed, and as it is written.
_WRITTEN = (
    (re.compile(r"\b([^\W_]+)[ -]t['’ -](ils?|elles?|on)\b", re.IGNORECASE), r"\1-t-\2"),
    (
        re.compile(
            r"\b(est|sont|ont|étai(?:en)?t|avai(?:en)?t|peut|doit|fait|sera)"
            r" (ils?|elles?)(?![^\W_])", re.IGNORECASE
        ),
        r"\1-\2",
    ),
    (re.compile(r"^(?:who with|with who)$", re.IGNORECASE), "with whom"),
    (re.compile(r"^(?:who by|by who)$", re.IGNORECASE), "by whom"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message in a conversation was taken for.

    `question` is what to rank. `interpreted_as` is the same if it is not what was typed, else
    None. With a `reply`, nothing is ranked: the face answers with a sentence of its own.
    """

    question: str
    interpreted_as: str | None = None
    reply: Reply | None = None


def read_follow_up(text: str, previous: PreviousTurn | None, *, language: str = "") -> Reading:
    """Read `text` after the last answered question, `previous`; None if there was none.

    `language` is the language that decides if the words of `text` may be of two. Raises
    `InputError` for what is no question.
    """
    if talk := small_talk(text):
        return Reading(text, reply="invite" if not previous and talk in _NEEDS_GROUND else talk)
    text = check_question(text)
    if len(text.split()) > _MAX_WORDS:
        return Reading(text)
    is_english = (language or (previous.language if previous else "")) == "en"
    for code in ("en", "fr") if is_english else ("fr", "en"):
        typed = text
        if text == text.lower():  # typed in haste, perhaps in shorthand
            typed = normalise(text, language=code, articles=code).text.strip()
        made = _read(typed.rstrip(END), previous, code)
        if made is None:
            continue
        spoken = previous.language if previous and made.is_in_language_before else code
        return _written(text, made.question, spoken)
    return Reading(text)


@dataclass(frozen=True, slots=True)
class _Made:
    """A question without its mark; "" if the reader is to ask in full."""

    question: str = ""
    is_in_language_before: bool = False


def _written(text: str, made: str, language: str) -> Reading:
    """Return what was `made` of `text` as a question, or ask in full."""
    if language == "fr":
        for pattern, contracted in _CONTRACTED:
            made = pattern.sub(contracted, made)
    made = " ".join(made.split())
    try:
        mark = " ?" if language == "fr" else "?"
        question = check_question(made[:1].upper() + made[1:] + mark)
    except InputError:
        return Reading(text, reply="in_full")
    return Reading(question, interpreted_as=question)


def _read(text: str, turn: PreviousTurn | None, language: str) -> _Made | None:
    """Return the question that `text` stands for, None if it is complete or not in `language`."""
    own = patterns(language)
    for pattern, written in _WRITTEN[:2]:
        text = pattern.sub(written, text)
    asked = own["leads"].sub("", text)
    if own["impersonal"].search(asked):
        return None
    bare = own["fillers"].sub("", asked)
    if own["bare"].match(bare):
        return _Made(_ask_anew(bare.lower(), turn, language))
    other = own["other"].match(text)
    named = (own["fillers"].sub("", other["x"]) or other["x"]) if other else asked
    if owned := _fill(named, turn, language, "owned"):
        return _attribute(owned.question, language)
    if other and _names_something(named, language):
        return _exchange(named, turn, language, is_small=text == text.lower())
    if own["explained"].search(asked):
        return None
    made = _fill(asked, turn, language, "forms")
    if made is None and own["leaning"].match(asked):
        made = _Made()
    # A question that says more than "Où est-il ?" finds something without its antecedent too.
    is_rich = len(analyzer_for(language).terms(asked)) > 1
    return None if made and not made.question and is_rich else made


def _ask_anew(asked: str, turn: PreviousTurn | None, language: str) -> str:
    """Read "Et quand ?": the question before with other question words; "" if it has no place."""
    own = patterns(language)
    for pattern, written in _WRITTEN[2:]:
        asked = pattern.sub(written, asked)
    asked = "où" if asked == "ou" else asked
    if turn is None or turn.language != language or not own["adjunct"].match(asked):
        return ""
    text = own["leads"].sub("", turn.text)
    before = own["question_words"].match(text)
    is_same = before and before[0].lower().replace("ou", "où") == asked.replace("ou", "où")
    if is_same or own["lasting"].search(asked):
        return ""  # whether something lasts is in the verb's meaning
    for pattern, template in forms(language, "clauses"):
        if match := pattern.match(text):
            clause = match["clause"]
            if own["by_whom"].match(asked) and not own["passive"].search(clause):
                return ""
            if "{found}" in template and not turn.found:
                return ""
            if not before and not any(name.start == 0 for name in find_names(turn)):
                clause = clause[0].lower() + clause[1:]
            return f"{asked} {template.format(clause=clause, found=turn.found)}"
    return ""


def _fill(own: str, turn: PreviousTurn | None, language: str, kind: str) -> _Made | None:
    """Return what the first pattern of a `kind` that fits makes of `own`; None if none fits."""
    for pattern, template in forms(language, kind):
        if not (match := pattern.match(own)):
            continue
        values = {name: value or "" for name, value in match.groupdict().items()}
        role = next((r for r in ("thing", "object", "owner") if f"{{{r}}}" in template), "")
        if turn is None or not template:
            return _Made()
        if role:
            pronoun = values.get("pron", "").lower()
            thing = find_antecedent(turn, pronoun, role, own, language)
            terms = set(analyzer_for(language).terms(own))
            if thing is None or terms.intersection(analyzer_for(language).terms(thing.text)):
                return _Made()
            values[role] = thing.text
        elif "{found}" in template:
            values["found"] = turn.found
        else:
            spoken = detect_question_language(turn.quotation, default=turn.language)
            values["quotation"] = turn.quotation if spoken == turn.language == language else ""
        if not all(
            values.get(name) for name in ("found", "quotation") if f"{{{name}}}" in template
        ):
            return _Made()
        if "on" in values and not values["wh"].strip():
            values["on"] = values["on"][0].lower() + values["on"][1:]
        return _Made(template.format(**values))
    return None


def _attribute(owned: str, language: str) -> _Made:
    """Read "Et son patron ?", of whom `owned` says whose, as "Qui est le patron de …"."""
    words = load_conversation_words()[language]["people"].split()
    noun = re.split(r"^(?:le|la|the) |'s ", owned)[-1].split()[0] if owned else ""
    kinds = {kind for kind, nouns in load_habits(language).nouns.items() if fold(noun) in nouns}
    if "person" in kinds or noun.lower() in words:
        return _Made(f"{'who is' if language == 'en' else 'qui est'} {owned}")
    if not kinds or (language == "fr" and noun[0] in _VOWELS and "duration" not in kinds):
        return _Made()
    asks = "what is" if language == "en" else "quelle est" if owned[:2] == "la" else "quel est"
    return _Made(f"{asks} {owned}")


def _names_something(x: str, language: str) -> bool:
    """Whether `x` names something and says nothing of it."""
    words = re.split(r"[ '’-]", x.lower())
    rest = " ".join(words[1:]) if words[0] in ("a", "en") else " ".join(words)
    is_date = re.search(r",|\b\d{1,2}(?:er)? [^\W\d_]", x)
    leaning = patterns(language)["leaning"].match(x)
    says = patterns(language)["no_topic"].search(rest)
    return len(words) <= _MAX_NAMED and not is_date and bool(leaning or not says)


def _exchange(x: str, turn: PreviousTurn | None, language: str, *, is_small: bool) -> _Made:
    """Read "Et OpenAI ?": the question of `turn` with `x` in the place of something.

    `is_small` says that the reader types no capitals.
    """
    own = patterns(language)
    if turn is None or own["leaning"].match(x) or turn.patterns["unsaid"].match(turn.text):
        return _Made()
    parted = own["parted"].match(x)
    bare, preposition = (parted["np"], parted["prep"].lower()) if parted else (x, "")
    is_small = is_small and preposition not in ("des", "du", "aux", "au")
    if has_name(bare) or (is_small and may_be_name(bare, language) and find_names(turn)):
        name = f"{_ARTICLES.get(preposition, '')}{bare}"
        return _Made(_exchange_name(name, turn, preposition), is_in_language_before=True)
    text = turn.text
    if turn.language != language:
        return _Made()
    if re.match(r"(?:le|la|the) ", x) and not preposition:
        thing = find_antecedent(turn, "", "owner", x, language)
        of = "of" if language == "en" else "de"
        is_noun = thing is not None and not thing.is_name and not thing.is_person
        return _attribute(f"{x} {of} {thing.text}" if thing and is_noun else "", language)
    # "Et des armes ?" in the place of the last words with the same preposition.
    family = r"(?:de|du|des|d['’])" if preposition[:1] == "d" else preposition
    tail = rf" (?:{family})(?:(?<=['’])| )((?:la |l['’])?[^\W\d_]\S*(?: (?:d\S+ )?[^\W\d_]\S*)?)$"
    last = re.search(tail, text, re.IGNORECASE) if preposition and language == "fr" else None
    if last and not has_name(last[1]):
        return _Made(f"{text[: last.start()]} {x}")
    about = re.match(r"(what (?:do|does|did) .+? (?:think|say) (?:of|about) )", text, re.IGNORECASE)
    return _Made(f"{about[1]}{x}" if about and language == "en" and not parted else "")


def _exchange_name(new: str, turn: PreviousTurn, preposition: str) -> str:
    """Return the question with the name `new` in place of its only name, or of its subject.

    What is said after a `preposition` stands only where one of the same kind does.
    """
    text, names, own, is_french = turn.text, find_names(turn), turn.patterns, turn.language == "fr"
    match = own["subject"].match(text)
    subjects = []
    if match:
        at = match.end("subject") if is_french else match.start("subject")
        subjects = [name for name in names if at in (name.end if is_french else name.start,)]
    others = [name for name in names if name not in subjects]
    if len(names) > 1 and all(own["after_preposition"].search(text[: n.start]) for n in others):
        names = subjects
    article = re.match(r"(?:le|la|les|the) |l['’]", new, re.IGNORECASE)
    if len(names) != 1 or (article and (article[0].lower() == "the ") == is_french):
        return ""
    before, rest = text[: names[0].start], text[names[0].end :]
    if preposition and not _has_preposition(preposition, before):
        return ""  # "Et à Paris ?" after "Qui dirige OpenAI ?"
    if _ends_with_role(before) or (article and _ends_with_role(new)):
        return ""  # "la ministre Google", "le président du Premier ministre"
    if is_french and re.match("les ", new, re.IGNORECASE) and _IS_ONE.search(before):
        return ""  # "Qui est les États-Unis"
    if re.search(r"\b(?:the|an?) $", before) and re.match(r" (?!is\b|was\b)[a-z]", rest):
        return ""  # "the Larkspur contract"
    agrees = is_french and (subjects or re.search(r"\b(?:été|est|sont) \w+e?s? ", before))
    if agrees and (article or " " in new) and not text.lower().startswith("qui est "):
        return ""  # of another gender, it would need other forms
    for ending, kept in _ENDINGS:
        if ending.search(before):
            before = ending.sub(kept, before)
            break
    return f"{before}{new}{rest}"


def _has_preposition(preposition: str, before: str) -> bool:
    """Whether `before` ends with `preposition`, or with the same one in another form."""
    kind = next((kind for kind in _SAME if preposition in kind.split("|")), preposition)
    return bool(re.search(rf"\b(?:{kind})(?: (?:la |the )?(?:l['’])?|(?<=['’]))$", before))


def _ends_with_role(text: str) -> bool:
    """Whether the last word of `text` is a role, which a name may come after: "la ministre"."""
    words = text.split()
    return bool(words) and fold(words[-1]) in words_of("fr", "role") | words_of("en", "role")
