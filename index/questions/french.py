"""French follow-ups as questions of their own.

They are rewritten by what French allows without changing a word's form: a subject before an
inverted verb ("Quand a-t-il été signé ?": "Quand le contrat a-t-il été signé ?"), another question
word before a clause that is complete without it, another name in the same place. Whatever would
need another form of a word is asked in full.
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

_P = patterns("fr")
_I = re.IGNORECASE
# As typed: "a t il", "a t'il", "est il".
_PARTED = re.compile(r"\b([^\W_]+)[ -]t['’ -](ils?|elles?|on)\b", _I)
_JOINED = re.compile(
    r"\b(est|sont|ont|étai(?:en)?t|avai(?:en)?t|peut|doit|fait|sera) (ils?|elles?)(?![^\W_])", _I
)
_CLITICS = frozenset(("", "se", "s'", "s’", "ne", "n'", "n’"))
_BE = frozenset(("est", "sont", "était", "étaient", "fut", "furent", "sera", "seront"))
_HAVE = frozenset(("a", "ont", "avait", "avaient", "aura", "auront"))
_GENDERS = {"il": "m", "ils": "m", "le": "m", "elle": "f", "elles": "f", "la": "f"}
_DEFINITE = {"un": "le", "une": "la", "du": "le", "au": "le", "des": "les", "aux": "les"}
_MASCULINE, _FEMININE = frozenset(("le", "un", "du")), frozenset(("la", "une"))
_POINTING = frozenset(("son", "sa", "ses", "ce", "cet", "cette", "ces"))
_FEMININE_NOUN = re.compile(
    r"(?:[^aiu]e|ie|ue|ion|té)$(?<!nombre)(?<!âge)(?<!age)(?<!titre)(?<!poste)"
)
_VOWEL = re.compile(r"[aeiouéèêàâîôœh]", _I)


def read_french(text: str, turn: PreviousTurn | None) -> Made | None:
    """Return the question that `text` stands for, None if it is complete or not French."""
    text = _JOINED.sub(r"\1-\2", _PARTED.sub(r"\1-t-\2", text))
    own = _P["leads"].sub("", text)
    if _P["impersonal"].search(own):
        return None
    bare = _P["fillers"].sub("", own)
    if _P["bare"].match(bare):
        return _ask_anew(bare, turn)
    if (other := _P["other"].match(text)) and is_nominal(other["x"], "fr"):
        if owned := _P["owned"].match(other["x"]):
            return _attribute(owned["poss"], owned["noun"], turn)
        made = exchange(other["x"], turn, "fr", is_small=text == text.lower())
        return _exchange(other["x"], turn) if made is None and turn else made
    if owned := _P["owned"].match(own):
        return _attribute(owned["poss"], owned["noun"], turn)
    if _P["explained"].search(own):
        return None
    made = _explain_pronoun(own, turn)
    # A question that says more than "Où est-il ?" finds something without its antecedent too.
    return None if made == ASK_IN_FULL and len(analyzer_for("fr").terms(own)) > 1 else made


def _ask_anew(asked: str, turn: PreviousTurn | None) -> Made:
    """Read "Et quand ?": the question before with other question words."""
    if turn is None or turn.language != "fr" or not _P["adjunct"].match(asked):
        return ASK_IN_FULL
    asked = "où" if asked.lower() == "ou" else asked.lower()
    clause = _clause(turn, _P["leads"].sub("", turn.text), asked)
    return Made(f"{asked} {clause}") if clause else ASK_IN_FULL


def _clause(turn: PreviousTurn, text: str, asked: str) -> str:
    """Return the question without its question words if it is complete without them, else ""."""
    match = _P["question_words"].match(text)
    wh = match[0].lower() if match else ""
    clause = text[len(wh) :].strip()
    lasting = re.search("depuis|pendant|jusqu", asked)  # whether it lasts is in the verb's meaning
    by_whom = asked == "par qui" and not re.search(r"\b(?:été|fut|furent)\b", clause)
    if lasting or by_whom or ("où" if wh == "ou" else wh) == asked:
        return ""
    if wh == "qui" and turn.found and re.match(r"(?:a|avait|va|doit|veut) ", clause):
        return f"est-ce que {turn.found} {clause}"
    if _P["incomplete"].match(wh):
        return ""  # the clause lacks its subject or object
    if re.match(r"est-ce qu(?:e |['’])(?!(?:il|elle)s?\b)", clause, _I):
        return clause
    if match := _P["subject"].match(clause):
        verb = match["verb"].lower()
        at_place = wh and verb in _BE and not _P["participle"].match(match["rest"])
        if at_place or _P["no_place"].match(verb):
            return ""  # "Où est-il ?": the place belongs to the verb
        return clause if wh or find_names(turn) else clause[0].lower() + clause[1:]
    is_passive = re.match(r"(?:a|ont) été \w|(?:est|sont) née?s? ", clause) and asked != "pourquoi"
    is_direct = re.match(r"[^\W_]+(?: [A-Z]\w+)? (?:a|ont|va|vont|avait) \w", clause)
    return clause if wh and (is_passive or is_direct) else ""


def _exchange(x: str, turn: PreviousTurn) -> Made:
    """Read "Et la date ?", "Et la piscine ?" or "Et des armes ?"."""
    focus, match = _P["focus"].match(turn.text), _P["subject"].match(turn.text)
    asks, det = _asks_for(x), _P["article"].match(x)
    if focus and asks:
        return Made(f"{asks} {x}{turn.text[focus.end() :]}")
    if match and det and _P["article"].match(match["subject"]):
        if asks:
            owner = next((t for t in _things(turn, "") if t.end == match.end("subject")), None)
            is_noun = owner and owner.text and not owner.is_name
            return Made(f"{asks} {x} de {owner.text}" if owner and is_noun else "")
        is_alike = _GENDERS.get(match["pron"].lower(), "-") == _GENDERS.get(det[0].strip().lower())
        made = f"{match['wh'] or ''} {x} {turn.text[match.start('cl') :]}"
        return Made(made if is_alike and not match["pron"].endswith("s") else "")
    if parted := _P["parted"].match(x):
        preposition = parted["prep"].lower()
        family = r"(?:de|du|des|d['’])" if preposition[0] == "d" else preposition
        for found in re.finditer(rf" {family}(?:(?<=['’])| )(?=(.+)$)", turn.text, _I):
            np = re.sub(r"^(?:la |l['’])", "", found[1])
            if re.fullmatch(rf"[\w-]+(?:{_P['tail'].pattern})?", np) and not CAPITAL.search(np):
                return Made(f"{turn.text[: found.start()]} {x}")
    return ASK_IN_FULL


def _attribute(possessive: str, noun: str, turn: PreviousTurn | None) -> Made:
    """Read "Et son patron ?" as "Qui est le patron de Sorelec ?"."""
    owned = _owned(possessive, noun)
    owner, asks = _antecedent(turn, "", owned), _asks_for(owned)
    return Made(f"{asks} {owned} de {owner.text}") if owner and asks else ASK_IN_FULL


def _asks_for(phrase: str) -> str:
    """Return how one asks for "le montant", "la date" or "le patron"; "" for what is not asked."""
    det = _P["article"].match(phrase)
    noun = phrase[det.end() :] if det else ""
    kinds = kinds_of(noun, "fr") if noun else frozenset()
    if not kinds or (det and det[0] == "les "):
        return ""
    if "person" in kinds:
        return "qui est"
    is_feminine = det and (det[0] == "la " or (det[0][0] == "l" and _FEMININE_NOUN.search(noun)))
    return "quelle est" if is_feminine and det and det[0] != "le " else "quel est"


def _owned(possessive: str, noun: str) -> str:
    article = {"son": "le", "sa": "la", "ses": "les"}[possessive.lower()]
    return f"{article} {noun}" if article == "les" or not _VOWEL.match(noun) else f"l'{noun}"


def _explain_pronoun(own: str, turn: PreviousTurn | None) -> Made | None:
    """Return the question with what its pronoun stands for, None if it has none to explain."""
    if _P["said"].match(own):
        quotation = turn.quotation if turn and turn.language == "fr" else ""
        return Made(f"qui a dit « {quotation} »") if quotation else ASK_IN_FULL
    if _P["who_is_it"].match(own):
        return Made(f"qui est {turn.found}") if turn and turn.found else ASK_IN_FULL
    if match := _P["possessive"].match(own):
        owned = _owned(match["poss"], match["noun"])
        owner = _antecedent(turn, "", own)
        asked = f"{match['pre']} {owned} de {owner.text}{match['rest'] or ''}" if owner else ""
        return Made(asked)
    if match := _P["object"].match(own):
        pronoun, participle = match["cl"].strip().lower(), match["pp"] or ""
        thing = _antecedent(turn, pronoun, own)
        if thing is None or (match["verb"].lower() in _HAVE) != bool(participle):
            return ASK_IN_FULL
        return Made(f"qui {match['verb']}{participle} {thing.text}")
    if match := _P["inverted"].match(own):
        return _with_subject(match, turn)
    if match := _P["est_ce_que"].match(own):
        subject = _subject_of(match, turn)
        return Made(subject and f"{match['pre']}e {subject}{match['rest']}")
    if match := _P["stated"].match(own):
        subject, wh, rest = _subject_of(match, turn), match["wh"] or "", match["rest"]
        if wh.lower().startswith("quel"):
            return Made(f"{wh}{rest} {subject}" if subject and " " not in rest else "")
        return Made(subject and f"{wh}{subject} {rest}")
    return ASK_IN_FULL if _P["leaning"].match(own) else None


def _with_subject(match: re.Match[str], turn: PreviousTurn | None) -> Made:
    """Return a question with an inverted verb and what its subject pronoun stands for."""
    wh, clitics, verb, rest = match["wh"] or "", match["cl"], match["verb"], match["rest"]
    subject = _subject_of(match, turn)
    is_naming = re.match(r"appel|nomm", verb, _I)  # who is named already is not asked for the name
    if not subject or is_naming or clitics.strip().lower() not in _CLITICS:
        return ASK_IN_FULL
    if wh.lower() in ("que", "qu'", "qu’"):
        return Made(f"qu'est-ce que {subject} {clitics}{verb}{rest}")
    if wh and not rest and wh.lower() != "pourquoi":
        return Made(f"{wh} {clitics}{verb} {subject}")
    verb_on = match.string[match.start("cl") :]
    return Made(f"{wh} {subject} {verb_on if wh else verb_on[0].lower() + verb_on[1:]}")


def _subject_of(match: re.Match[str], turn: PreviousTurn | None) -> str:
    """Return what the subject pronoun of `match` stands for, or ""."""
    thing = _antecedent(turn, match["pron"].lower(), match.string)
    said = set(analyzer_for("fr").terms(match.string))
    is_said = thing and said.intersection(analyzer_for("fr").terms(thing.text))
    return "" if thing is None or is_said else thing.text


def _antecedent(turn: PreviousTurn | None, pronoun: str, own: str) -> Thing | None:
    """Return the one whom or what `pronoun` can stand for in the question `own`, None in doubt.

    The name that the question was answered with comes first, but for what is done to a thing.
    """
    if turn is None:
        return None
    gender, is_plural = _GENDERS.get(pronoun, ""), pronoun in ("ils", "elles", "les")
    is_subject = pronoun in ("il", "elle", "ils", "elles")
    things = _things(turn, own if is_subject else "")
    if turn.found and not is_plural:
        things.insert(0, Thing(-1, -1, turn.found, gender_of(turn.found), is_name=True))
    if _P["of_people"].search(own):
        is_asked = turn.text.lower().startswith("qui est ")
        things = [t for t in things if _is_person(t) or (is_asked and t.is_name) or t.start < 0]
    elif _P["of_things"].search(own) and (not is_subject or _P["passive"].search(own)):
        is_thing = _P["not_of_names"].search(own)
        things = [t for t in things if not _is_person(t) and not (t.is_name and is_thing)]
    fitting = outermost(
        [t for t in things if t.is_plural == is_plural and (not gender or t.gender in ("", gender))]
    )
    if not fitting or (turn.language != "fr" and not fitting[0].is_name):
        return None
    if fitting[0].start < 0:
        return fitting[0]
    if len(fitting) > 1:
        match = _P["subject"].match(turn.text)
        subject = [t for t in fitting if match and t.is_name and t.end == match.end("subject")]
        if not subject or any(t.gender for t in fitting if t is not subject[0]):
            return None
        fitting = subject
    return fitting[0] if fitting[0].text else None


def _is_person(thing: Thing) -> bool:
    """Whether `thing` is a name of two words, or a noun for a person."""
    if thing.is_name:
        return " " in _P["article"].sub("", thing.text)
    return any(fold(word) in words_of("fr", "role") for word in thing.text[2:].split()[:2])


def _things(turn: PreviousTurn, own: str) -> list[Thing]:
    """Return the names and the nouns with an article in the question of `turn`.

    Those that it is not about ("à la direction", "sa constitution") have no `text`: what is asked
    of a subject in `own` must have been the topic, unless something was done to it.
    """
    text, names = turn.text, find_names(turn)
    if turn.language != "fr":
        return names
    if _P["inverted"].match(text):
        return []  # whom it is about is not said there
    match, focus = _P["subject"].match(text), _P["focus"].match(text)
    things: list[Thing] = []
    for name in names:
        is_subject = match and name.end == match.end("subject")
        gender = _GENDERS.get(match["pron"].lower(), "") if match and is_subject else ""
        known, article = name.text, _P["det"].search(text[: name.start])
        if article and article["elided"]:
            known = f"l'{known}"
        elif article:
            definite = _DEFINITE.get(article["det"].lower(), article["det"].lower())
            known, gender = f"{definite} {known}", _GENDERS.get(definite, gender)
        if _P["outside"].search(text[: article.start() if article else name.start]):
            known = ""
        things.append(replace(name, text=known, gender=gender or gender_of(name.text)))
    for found in _P["thing"].finditer(text):
        noun, det = found["noun"] or found["noun2"], (found["det"] or found["elided"]).lower()
        start, before = found.start(), text[: found.start()]
        is_verb = re.search(r"[^i]er$", noun) or not is_nominal(re.split("[ -]", noun)[0], "fr")
        if is_verb or _P["no_thing"].search(before) or (focus and start == focus.start("np")):
            continue
        if any(name.start <= found.start("noun") < name.end for name in names):
            continue
        tail = _P["tail"].match(text, found.end())
        end = tail.end() if tail else found.end()
        is_subject = match and match.start("subject") == start
        if match and is_subject:
            end = match.end("subject")
        of_focus = focus and not text[focus.end() : start].strip(" del'’")
        is_topic = is_subject or of_focus or _P["topic"].search(before)
        is_topic = is_topic or not own or _P["passive"].search(own)
        definite, rest = _DEFINITE.get(det, det), text[found.end() - len(noun) : end]
        if definite == "l" or (definite in ("le", "la") and _VOWEL.match(rest)):
            phrase = f"l'{rest}"
        else:
            phrase = f"{definite} {rest}"
        if not is_topic or det in _POINTING or _P["outside"].search(before) or det in ("au", "aux"):
            phrase = ""
        gender = "m" if det in _MASCULINE else "f" if det in _FEMININE else ""
        gender = {"son": "m", "ce": "m", "cet": "m", "au": "m", "sa": "f", "cette": "f"}.get(
            det, gender
        )
        is_plural = definite in ("les", "ces", "ses")
        things.append(Thing(start, end, phrase, gender, is_plural))
    return things
