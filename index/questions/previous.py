"""The last answered question of a conversation, and whom or what a follow-up may mean in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from index.questions.conversation import load_conversation_words
from index.text.folding import fold
from index.text.lexicon import first_names, load_lexicon, word_classes, words_of
from index.text.quotation_marks import find_quotations

END = " ?!.…\u00a0\u202f"
_CAPITAL = re.compile(r"[^\W\d_a-zà-ÿ]")
_WORD = re.compile(r"[^\W_]+(?:\.(?= [^\W\d_]))?")
_JOINER = re.compile(r" |-|\.|['’]")
_INSIDE = re.compile(r"(?<=[\w,;] )[^\W\d_a-z][\w-]*|(?<=['’])[^\W\d_a-z][\w-]*")
_ARTICLE = re.compile(r"^(?:(?:the|le|la|les) |l['’])")
_BEFORE = re.compile(r"(?:\b(?:(?P<du>du|au)|le|la|les|the) |\bl['’])$", re.IGNORECASE)
_LONE_NAME = re.compile(r"[^\W\d_a-zà-ÿ][^\s\d]*(?: [^\s\d]+){0,4}")
_SMALL_IN_NAMES = frozenset({"de", "du", "des", "la", "le", "van", "von", "of", "the", "al", "bin"})
_ASKS_WHO = re.compile(
    r"(?:et |and )?(?:(?:avec|par|à|de|chez|pour) )?(?:(?:qui|quel(?:le)?) (?!est (?-i:[A-Z]))"
    r"|who\b(?! is (?-i:[A-Z]))|(?:which|what) (?!is\b))", re.IGNORECASE
)  # fmt: skip
_WHO_IS = re.compile(r"(?:who is|qui est) (?-i:[A-Z])", re.IGNORECASE)
_GENDERS = {"il": "m", "le": "m", "he": "m", "his": "m", "him": "m", "elle": "f", "la": "f",
            "she": "f", "her": "f"}  # fmt: skip
_PEOPLE = frozenset({"he", "his", "him", "she", "her"})


@dataclass(frozen=True, slots=True)
class PreviousTurn:
    """What is kept of the last question that was answered.

    `question` is the one that was ranked, `answer` the short answer, `cited` the quoted sentences,
    the best first.
    """

    question: str
    language: str
    answer: str | None = None
    cited: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The question without the mark at its end."""
        return self.question.rstrip(END)

    @property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """The patterns of its language, English for any but French."""
        return patterns("fr" if self.language == "fr" else "en")

    @property
    def found(self) -> str:
        """The one name that the question was answered with, if it asked for somebody, or "".

        Of "le ministre de la Défense Pete Hegseth" it is the person.
        """
        answer = (self.answer or "").strip(END)
        words = answer.split()
        for number, word in enumerate(words[:-1]):
            if number and _CAPITAL.match(word) and fold(word) in first_names():
                answer = " ".join(words[number:])
                break
        name = _ARTICLE.sub("", answer)
        if not _LONE_NAME.fullmatch(name) or answer.isupper() or answer in self.question:
            return ""
        small = (w for w in name.split() if not _CAPITAL.match(re.split("['’]", w)[-1]))
        is_one = all(word in _SMALL_IN_NAMES for word in small)
        return answer if is_one and _ASKS_WHO.match(self.text) else ""

    @property
    def quotation(self) -> str:
        """The only quotation in the best sentence that was quoted, without its marks, or ""."""
        text = self.cited[0] if self.cited else ""
        found = find_quotations(text, 0, len(text))
        if len(found) != 1 or found[0].is_open:
            return ""
        return text[found[0].start : found[0].end].strip('"“”«»\u00a0\u202f ')


@dataclass(frozen=True, slots=True)
class Thing:
    """Whom or what a question names at `question[start:end]`.

    `text` is how another question would name it ("le contrat" for "du contrat"). `gender` is "m",
    "f" or "" if it does not show. `role` is "subject", "object", or "" for neither.
    """

    start: int
    end: int
    text: str
    role: str = ""
    gender: str = ""
    is_name: bool = False

    @property
    def is_person(self) -> bool:
        """Whether it is a name of two words, or a noun for a person."""
        words = _ARTICLE.sub("", self.text).split()
        roles = words_of("fr", "role") | words_of("en", "role")
        return len(words) > 1 if self.is_name else any(fold(word) in roles for word in words[:2])


@cache
def patterns(language: str) -> dict[str, re.Pattern[str]]:
    """Return the patterns of follow-ups in `language`, over a question without its mark."""
    raw = load_conversation_words()[language]["patterns"]
    return {name: _compile(pattern, language) for name, pattern in raw.items()}


@cache
def forms(language: str, kind: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns of a `kind` with what becomes of what they fit."""
    raw = load_conversation_words()[language][kind]
    return tuple((_compile(pattern, language), made) for pattern, made in raw)


def _compile(pattern: str, language: str) -> re.Pattern[str]:
    """Compile a pattern of `conversation.json`, its `{parts}` put in."""
    parts = load_conversation_words()[language]["parts"]
    for _ in range(2):  # parts of parts
        for name, part in parts.items():
            pattern = pattern.replace(f"{{{name}}}", part)
    return re.compile(pattern, re.IGNORECASE)


def find_antecedent(
    turn: PreviousTurn, pronoun: str, role: str, own: str, language: str
) -> Thing | None:
    """Return the one whom or what `pronoun` can stand for, None in doubt.

    The name that the question was answered with comes first. `role` is "thing" for a subject,
    "object" or "owner", `own` the new question, in `language`.
    """
    if pronoun in ("ils", "elles"):
        return None
    said, gender = patterns(language), _GENDERS.get(pronoun, "")
    is_done = bool(said["passive"].search(own))
    things = list(_things(turn, with_objects=role == "object" or is_done))
    if turn.found:
        things.insert(0, Thing(-1, -1, turn.found, gender=gender_of(turn.found), is_name=True))
    if pronoun in _PEOPLE or said["of_people"].search(own):
        is_asked = _WHO_IS.match(turn.text)
        things = [t for t in things if t.is_person or (t.is_name and (is_asked or t.start < 0))]
    elif pronoun in ("it", "its"):
        things = [t for t in things if not t.is_person]
        things = [t for t in things if not t.is_name] or things
    elif pronoun in ("they", "their"):
        things = [t for t in things if t.is_name and not gender_of(t.text)]
    elif said["of_things"].search(own) and (is_done or role == "object"):
        things = [t for t in things if not t.is_person]
    if role == "object" and said["not_of_names"].search(own):
        things = [t for t in things if not t.is_name]
    if turn.language != language:
        things = [t for t in things if t.is_name]  # languages are not mixed
    things = [t for t in things if not gender or t.gender in ("", gender)]
    things = [
        t
        for t in things
        if not any(o is not t and o.start <= t.start and t.end <= o.end for o in things)
    ]
    if len(things) > 1 and things[0].start >= 0:
        things = [t for t in things if t.role == "subject" and t.is_name]
    if not things or (things[0].start >= 0 and len(things) > 1):
        return None
    rival = turn.patterns.get(f"rival_{gender}")  # "sa constitution" may be meant as well
    is_doubtful = things[0].start >= 0 and rival is not None and rival.search(turn.text)
    return None if is_doubtful else things[0]


def _things(turn: PreviousTurn, *, with_objects: bool) -> Iterator[Thing]:
    """Yield the names in the question of `turn` and the nouns that it is about."""
    text, own, names = turn.text, turn.patterns, find_names(turn)
    if own["unsaid"].match(text):
        return  # whom it is about is not said there
    subject = own["subject"].match(text) if turn.language == "fr" else None
    for name in names:
        before = text[: name.start]
        is_nested = own["nested"].search(before) and not own["owner"].search(before)
        if own["outside"].search(before) or is_nested:
            continue
        role, gender = "", gender_of(name.text)
        if subject and name.end == subject.end("subject"):
            role, gender = "subject", _GENDERS.get(subject["pron"].lower(), "")
        if found := _BEFORE.search(before):
            article = "le " if found["du"] else found[0].lower()
            name = replace(name, text=f"{article}{name.text}")
            gender = _GENDERS.get(article.strip(), gender)
        yield replace(name, role=role, gender=gender)
    yield from _topics(turn, with_objects=with_objects)


def _topics(turn: PreviousTurn, *, with_objects: bool) -> Iterator[Thing]:
    """Yield the nouns that the question of `turn` is about, and its object if asked for."""
    language = turn.language if turn.language in ("fr", "en") else "en"
    names = find_names(turn)
    for pattern, role in forms(language, "topics"):
        match = pattern.search(turn.text)
        if match is None or (role == "object" and not with_objects):
            continue
        text, start = match["thing"].strip(), match.start("thing")
        if role == "object" and turn.patterns["outside"].search(turn.text[:start]):
            continue
        if any(name.end == match.end("thing") and name.start <= start + 4 for name in names):
            continue  # "le Pentagone" is a name
        text = text[0].lower() + text[1:]  # an article
        for old, new in load_conversation_words()[language]["articles"]:
            text = re.sub(old, new, text, flags=re.IGNORECASE)
        yield Thing(start, match.end("thing"), text, role, _GENDERS.get(text.split()[0], ""))
        return


def find_names(turn: PreviousTurn) -> list[Thing]:
    """Return the names in the question of `turn`, in order; nothing inside a quotation.

    A name has a capital. A question typed without any has the names that are written with one in
    the answer and the quoted sentences.
    """
    text = turn.text
    shown = [m[0] for sentence in turn.cited for m in _INSIDE.finditer(sentence)]
    parts = (p[0] for word in (*shown, turn.answer or "") for p in _WORD.finditer(word))
    known = {fold(part) for part in parts if _CAPITAL.match(part)}
    has_no_case = text == text.lower()
    quoted = find_quotations(text, 0, len(text))
    words = [
        m for m in _WORD.finditer(text) if not any(q.start <= m.start() < q.end for q in quoted)
    ]
    names: list[tuple[int, int]] = []
    for number, word in enumerate(words):
        folded = fold(word[0])
        is_name = bool(_CAPITAL.match(word[0])) or (has_no_case and folded in known)
        if not is_name or folded in _no_names():
            continue
        if word.start() == 0 and folded not in known and not _opens(words[number : number + 2]):
            continue
        if names and _JOINER.fullmatch(text, names[-1][1], word.start()):
            names[-1] = names[-1][0], word.end()
        else:
            names.append(word.span())
    return [Thing(start, end, text[start:end], is_name=True) for start, end in names]


def _opens(words: list[re.Match[str]]) -> bool:
    """Whether the first word of a question is a name: what follows is a verb, or a name too."""
    following = words[1][0] if len(words) > 1 else ""
    is_verb = following.lower() in ("a", "est", "va", "avait", "était", "is", "was", "has")
    return bool(_CAPITAL.search(words[0][0], 1) or _CAPITAL.match(following) or is_verb)


@cache
def _no_names() -> frozenset[str]:
    """Words that are no names though they may have a capital: function words, months and days."""
    words: set[str] = set()
    for language in ("fr", "en"):
        words.update(fold(word) for word in load_lexicon(language).stop_words)
        words.update(
            fold(word)
            for word in load_conversation_words()[language]["parts"]["function"][3:-1].split("|")
        )
        words.update(*(word_classes(language).get(name, ()) for name in ("month", "weekday")))
    return frozenset(words)


def has_name(text: str) -> bool:
    """Whether a word of `text` has a capital that is no month's or day's."""
    return any(_CAPITAL.match(m[0]) and fold(m[0]) not in _no_names() for m in _WORD.finditer(text))


def may_be_name(word: str, language: str) -> bool:
    """Whether a word that was typed without a capital may name somebody."""
    is_word = fold(word) in words_of(language, "time") | _no_names()
    return re.fullmatch(r"[^\W_]+", word) is not None and not is_word


def gender_of(name: str) -> str:
    """Return the gender of the first name that `name` opens with: "m", "f", or "" for none."""
    first = _WORD.match(name)
    return first_names().get(fold(first[0]), "") if first and " " in name else ""
