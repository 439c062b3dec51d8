"""The question before, taken apart: what asks in it, what it names, what it was answered with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from bot.follow_ups import LANGUAGES, Word, joined, rules, split_words
from index import Answer
from index.engine import Engine
from index.text.lexicon import word_classes
from index.text.tokens import Token

ARTICLES = frozenset({"le", "la", "les", "l", "the", "un", "une"})

Place = tuple[int, int]  # start and end in a text

_KNOWN_IN = 10  # sentences that tell whether a word without a capital is a name
_QUOTED = re.compile('«[^»]*»?|“[^”]*”?|"[^"]*"?')
_END = " ?!.…\u00a0\u202f"
_APOSTROPHES = " '’"
_NAME_KINDS = frozenset({"name", "organisation", "person", "place"})
_JOINER = re.compile(r"[ \u00a0\u202f]?[-'’&.]?[ \u00a0\u202f]?")


@dataclass(frozen=True, slots=True)
class Previous:
    """A question that was answered, and its parts as places in `text`.

    `text` has no mark at its end. `content` are the starts of its words that are no function
    words, `names` the runs of words that name someone or something, `asked` the question words,
    `focus` the noun that names what was wanted; None where there are none. `found` is the name
    it was answered with, or "".
    """

    text: str
    words: tuple[Word, ...]
    content: frozenset[int]
    names: tuple[Place, ...]
    asked: Place | None
    focus: Place | None
    answer: Answer
    found: str

    @property
    def things(self) -> tuple[str, ...]:
        """What it was about: runs of content words, with an article that stands before them.

        The noun that names what was wanted is left out where it was found.
        """
        skipped = [place for place in (self.asked, self._settled) if place]
        things: list[Place] = []
        last = -1
        for index, word in enumerate(self.words):
            if word.start not in self.content or _within(word.start, skipped):
                continue
            if things and index == last + 1 and _touches(self.text, things[-1][1], word.start):
                things[-1] = things[-1][0], word.end
            else:
                before = self.words[index - 1]
                has_article = index > 0 and before.folded in ARTICLES
                things.append((before.start if has_article else word.start, word.end))
            last = index
        return tuple(f"{self._contracted(start)}{self.text[start:end]}" for start, end in things)

    @property
    def rest(self) -> str:
        """The question without its question words, ready to stand behind others.

        The noun that names what was wanted is left out where it was found: of "Quel est le
        montant du contrat" remains "le contrat".
        """
        start, end = self.asked or (0, 0)
        ends = max(end, self._settled[1]) if self._settled else end
        rest = f"{self.text[:start].rstrip()} {self.text[ends:].lstrip()}".strip(" ,-'’")
        opening = split_words(rest)
        asked_for_number = bool(opening) and self.text[start:end].lower().endswith("combien")
        if opening and (ends != end or asked_for_number):
            for lists in rules().values():
                article = lists["of"].get(opening[0].folded)
                if article is not None:
                    return f"{article}{rest[opening[0].end :].lstrip(_APOSTROPHES)}"
        if opening and not self.asked and not any(place[0] == 0 for place in self.names):
            return rest[0].lower() + rest[1:]
        return rest

    @property
    def things_with_article(self) -> Iterator[Place]:
        """The places of things, no names, that have an article, with it."""
        for article, word in zip(self.words, self.words[1:], strict=False):
            is_thing = word.start in self.content and not _within(word.start, self.names)
            if is_thing and article.folded in ARTICLES:
                yield article.start, word.end

    def _contracted(self, place: int) -> str:
        """The article that is hidden in "du" before a place, or ""."""
        return "le " if self.text[:place].lower().endswith((" du ", " au ")) else ""

    @property
    def _settled(self) -> Place | None:
        return self.focus if self.answer.answer else None


def look_back(engine: Engine, previous: str) -> Previous:
    """`previous` as a `Previous`. Raises `InputError` for what is no question."""
    ranking = engine.rank(previous)
    answer = engine.ask(previous)
    question = ranking.question
    text = question.text.rstrip(_END)
    words = tuple(split_words(text))
    content = frozenset(token.start for token in question.tokens)
    asked, focus = _find_asked(words, content)
    found = answer.answer or ""
    if not question.kinds & _NAME_KINDS or found == found.lower():
        found = ""
    # A quote is not to be changed.
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    names = find_names(engine, text, question.tokens)
    names = tuple(place for place in names if not _within(place[0], quoted))
    return Previous(text, words, content, names, asked, focus, answer, found)


def find_names(engine: Engine, text: str, tokens: tuple[Token, ...]) -> tuple[Place, ...]:
    """The places of the names in `text`: runs of `tokens` with a capital, no months or days.

    The word that opens the text, and any word where no other has a capital, is a name where the
    articles write it with a capital inside a sentence.
    """
    content = [t for t in tokens if t.end <= len(text) and t.surface not in _dates()]
    first = split_words(text)[0].start
    names = {token.start for token in content if token.is_name and token.start > first}
    doubtful = [t for t in content if not names or (t.is_name and t.start == first)]
    if doubtful:
        best = engine.rank(text).sentences[:_KNOWN_IN]
        known = frozenset().union(*(sentence.candidate.names for sentence in best))
        names |= {token.start for token in doubtful if token.term in known}
    runs: list[Place] = []
    for token in content:
        if token.start not in names:
            continue
        if runs and _touches(text, runs[-1][1], token.start):
            runs[-1] = runs[-1][0], token.end
        else:
            runs.append((token.start, token.end))
    return tuple(runs)


def _find_asked(
    words: tuple[Word, ...], content: frozenset[int]
) -> tuple[Place | None, Place | None]:
    """The places of the question words and of the noun that names what is wanted."""
    folded = joined(words)
    # Those that open a question before those that close it: "ou" and "comment" are also other
    # words in the other language.
    for patterns in zip_longest(*(rules()[language]["asked"] for language in LANGUAGES)):
        for language, pattern in zip(LANGUAGES, patterns, strict=True):
            match = re.search(pattern, folded) if pattern else None
            if not match:
                continue
            first = folded[: match.start()].count(" ")
            last = first + match.group().count(" ")
            behind = list(words[last + 1 : last + 3])
            wanting = any(
                word.folded in rules()[language]["with_noun"] for word in words[first : last + 1]
            )
            if words[last].folded == "combien":
                wanting = bool(behind) and behind.pop(0).folded in {"de", "d"}
            focus = None
            if wanting and behind and behind[0].start in content:
                focus = behind[0].start, behind[0].end
            return (words[first].start, words[last].end), focus
    return None, None


def _touches(text: str, end: int, start: int) -> bool:
    """Whether nothing but a space or a hyphen stands between two places of `text`."""
    return _JOINER.fullmatch(text, end, start) is not None


def _within(place: int, spans: list[Place] | tuple[Place, ...]) -> bool:
    return any(start <= place < end for start, end in spans)


@cache
def _dates() -> frozenset[str]:
    """Months and weekdays, folded: a capital makes no name of them."""
    classes = [word_classes(language) for language in LANGUAGES]
    return frozenset().union(*(c[name] for c in classes for name in ("month", "weekday")))
