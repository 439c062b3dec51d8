"""The last answered question of a conversation, and what a follow-up may refer to in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from index.questions.conversation import load_conversation_words
from index.questions.normalising import load_habits
from index.text.folding import fold
from index.text.lexicon import first_names, load_lexicon, word_classes, words_of
from index.text.quotation_marks import find_quotations

END = " ?!.…\u00a0\u202f"
CAPITAL = re.compile(r"[^\W\d_a-zà-ÿ]")
_WORD = re.compile(r"[^\W_]+(?:\.(?= [^\W\d_]))?")
_JOINER = re.compile(r" |-|\.|['’]")
_INSIDE = re.compile(r"(?<=[\w,;] )[^\W\d_a-z][\w-]*|(?<=['’])[^\W\d_a-z][\w-]*")
_ARTICLE = re.compile(r"^(?:(?:the|le|la|les) |l['’])")
_LONE_NAME = re.compile(r"[^\W\d_a-zà-ÿ][^\s\d]*(?: [^\s\d]+){0,4}")
_SMALL_IN_NAMES = frozenset({"de", "du", "des", "la", "le", "van", "von", "of", "the", "al", "bin"})
_ASKS_WHO = re.compile(
    r"(?:et |and )?(?:(?:avec|par|à|de|chez|pour) )?(?:(?:qui|quel(?:le)?) (?!est (?-i:[A-Z]))"
    r"|who\b(?! is (?-i:[A-Z]))|(?:which|what) (?!is\b))", re.IGNORECASE
)  # fmt: skip


class Made(NamedTuple):
    """A question made of a follow-up, without its mark; "" where the reader is to ask in full."""

    question: str
    language: str = "fr"


ASK_IN_FULL = Made("")


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
    def found(self) -> str:
        """The one name that the question was answered with, if it asked for somebody, or "".

        Of "le ministre de la Défense Pete Hegseth" it is the person.
        """
        answer = (self.answer or "").strip(END)
        words = answer.split()
        for number, word in enumerate(words[:-1]):
            if number and CAPITAL.match(word) and fold(word) in first_names():
                answer = " ".join(words[number:])
                break
        name = _ARTICLE.sub("", answer)
        if not _LONE_NAME.fullmatch(name) or answer.isupper() or answer in self.question:
            return ""
        small = (w for w in name.split() if not CAPITAL.match(re.split("['’]", w)[-1]))
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

    `text` is how another question would name it ("le contrat" for "du contrat"), "" if the
    question is not about it. `gender` is the French one, "m", "f" or "" if it does not show.
    """

    start: int
    end: int
    text: str
    gender: str = ""
    is_plural: bool = False
    is_name: bool = False

    def is_modifier_in(self, text: str) -> bool:
        """Whether it belongs to a noun after it: "the Larkspur contract"."""
        after = patterns("en")["alone"].match(text, self.end)
        return bool(re.search(r"\b(?:the|an?) $", text[: self.start])) and not after


def outermost(things: Sequence[Thing]) -> list[Thing]:
    """Return those of `things` that are no part of another."""
    return [
        thing
        for thing in things
        if not any(o is not thing and o.start <= thing.start and thing.end <= o.end for o in things)
    ]


@cache
def patterns(language: str) -> dict[str, re.Pattern[str]]:
    """Return the patterns of follow-ups in `language`, over a question without its mark."""
    words = load_conversation_words()[language]
    made: dict[str, re.Pattern[str]] = {}
    for name, pattern in words["patterns"].items():
        for part, text in words["parts"].items():
            pattern = pattern.replace(f"{{{part}}}", text)
        made[name] = re.compile(pattern, re.IGNORECASE)
    return made


def is_nominal(x: str, language: str) -> bool:
    """Whether `x` names something and says nothing of it."""
    words = re.split(r"[ '’-]", x.lower())
    function = _function_words(language)
    return (
        len(words) <= 6
        and not re.search(r",|\b\d{1,2}(?:er)? [^\W\d_]", x)
        and (words[0] in ("a", "en") or words[0] not in function)
        and function.isdisjoint(words[1:])
    )


@cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(load_conversation_words()[language]["function"].split())


def kinds_of(noun: str, language: str) -> frozenset[str]:
    """Return which kinds of answers `noun` asks for by itself, such as "date"."""
    habits = load_habits(language)
    kinds = {kind for kind, nouns in habits.nouns.items() if fold(noun) in nouns}
    people = load_conversation_words()[language]["people"].split()
    return frozenset(kinds | {"person"} if noun.lower() in people else kinds)


def may_be_name(word: str, language: str) -> bool:
    """Whether a word that was typed without a capital may name somebody."""
    is_word = fold(word) in words_of(language, "time") | _no_names() or kinds_of(word, language)
    return re.fullmatch(r"[^\W_]+", word) is not None and not is_word


def has_name(text: str) -> bool:
    """Whether a word of `text` has a capital that is no month's or day's."""
    return any(CAPITAL.match(m[0]) and fold(m[0]) not in _no_names() for m in _WORD.finditer(text))


def gender_of(name: str) -> str:
    """Return the gender of the first name that `name` opens with: "m", "f", or "" for none."""
    first = _WORD.match(name)
    return first_names().get(fold(first[0]), "") if first and " " in name else ""


def find_names(turn: PreviousTurn) -> list[Thing]:
    """Return the names in the question of `turn`, in order; nothing inside a quotation.

    A name has a capital. A question typed without any has the names that are written with one in
    the answer and the quoted sentences.
    """
    text = turn.text
    shown = [m[0] for sentence in turn.cited for m in _INSIDE.finditer(sentence)]
    parts = (p[0] for word in (*shown, turn.answer or "") for p in _WORD.finditer(word))
    known = {fold(part) for part in parts if CAPITAL.match(part)}
    has_no_case = text == text.lower()
    quoted = find_quotations(text, 0, len(text))
    words = [
        m for m in _WORD.finditer(text) if not any(q.start <= m.start() < q.end for q in quoted)
    ]
    names: list[tuple[int, int]] = []
    for number, word in enumerate(words):
        folded = fold(word[0])
        is_name = bool(CAPITAL.match(word[0])) or (has_no_case and folded in known)
        if not is_name or folded in _no_names():
            continue
        if word.start() == 0 and folded not in known and not _opens(words[number : number + 2]):
            continue
        if names and _JOINER.fullmatch(text, names[-1][1], word.start()):
            names[-1] = names[-1][0], word.end()
        else:
            names.append(word.span())
    return [Thing(start, end, text[start:end], is_name=True) for start, end in names]


def _opens(words: Sequence[re.Match[str]]) -> bool:
    """Whether the first word of a question is a name: what follows is a verb, or a name too."""
    following = words[1][0] if len(words) > 1 else ""
    is_verb = following.lower() in ("a", "est", "va", "avait", "était", "is", "was", "has")
    return bool(CAPITAL.search(words[0][0], 1) or CAPITAL.match(following) or is_verb)


@cache
def _no_names() -> frozenset[str]:
    """Words that are no names though they may have a capital: function words, months and days."""
    words: set[str] = set()
    for language in ("fr", "en"):
        words.update(fold(word) for word in load_lexicon(language).stop_words)
        words.update(fold(word) for word in _function_words(language))
        words.update(*(word_classes(language).get(name, ()) for name in ("month", "weekday")))
    return frozenset(words)


def exchange(x: str, turn: PreviousTurn | None, language: str, *, is_small: bool) -> Made | None:
    """Read "Et OpenAI ?": the question of `turn` with the name `x` in the place of another.

    `language` is that of the follow-up; `is_small` says that its reader types no capitals. Returns
    None if `x` is no name, but something that may be asked of the same.
    """
    if turn is None:
        return ASK_IN_FULL
    own = patterns(language)
    parted = own["parted"].match(x)
    bare, preposition = (parted["np"], parted["prep"].lower()) if parted else (x, "")
    is_small = is_small and preposition not in ("des", "du", "aux", "au")
    if own["leaning"].match(bare):
        return ASK_IN_FULL
    if has_name(bare) or (is_small and may_be_name(bare, language) and find_names(turn)):
        return _exchange_name(bare, turn)
    leans = patterns(language)["inverted" if language == "fr" else "pronoun"].match(turn.text)
    return ASK_IN_FULL if leans or turn.language != language else None


def _exchange_name(new: str, turn: PreviousTurn) -> Made:
    """Return the question with the name `new` in place of its only name, or of its subject."""
    text, names, is_french = turn.text, find_names(turn), turn.language == "fr"
    own = patterns("fr" if is_french else "en")
    match = own["subject" if is_french else "clause"].match(text)
    subjects = [
        name
        for name in names
        if match
        and (name.end == match.end("subject") if is_french else name.start == match.end("aux") + 1)
    ]
    others = [name for name in names if name not in subjects]
    if len(names) > 1 and all(own["after_preposition"].search(text[: n.start]) for n in others):
        names = subjects
    article = _ARTICLE.match(new)
    is_foreign = article and (article[0] == "the ") == is_french
    if len(names) != 1 or is_foreign or names[0].is_modifier_in(text):
        return ASK_IN_FULL
    before, rest = text[: names[0].start], text[names[0].end :]
    agrees = is_french and (subjects or re.search(r"\b(?:été|est|sont) \w+e?s? ", before))
    if agrees and (article or " " in new) and not text.lower().startswith("qui est "):
        return ASK_IN_FULL  # of another gender, it would need other forms
    for ending, kept in _ENDINGS:
        if ending.search(before):
            before = ending.sub(kept, before)
            break
    return Made(f"{before}{new}{rest}", turn.language)


# Articles and elisions before a name that goes: "du Pentagone", "d'OpenAI", "the Pentagon".
_ENDINGS = tuple(
    (re.compile(ending, re.IGNORECASE), kept)
    for ending, kept in (
        (r"\bd['’]$|\bdu $", "de "), (r"\bau $", "à "), (r"\bqu['’]$", "que "),
        (r"\b(?:le|la|les|the) $|\bl['’]$", ""),
    )
)  # fmt: skip
