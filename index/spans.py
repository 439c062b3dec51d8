"""The spans of a sentence that may be its key words, and what they are made of.

The answer to a question is a run of words inside the quoted sentence: "200 millions de dollars".
Every run that may be one is listed here once, whatever will be asked: which kinds of word it
begins and ends with, what stands around it, and whether it is a date, a name, a quantity or a
phrase. Kinds of word, not words, so that what is learned in one language holds in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.analysis import YEAR, Token
from index.candidates import Candidate
from index.folding import fold
from index.lexicon import load_lexicon, word_classes
from index.quantities import quantities, quantity_kind

Matrix = NDArray[np.float64]
Index = NDArray[np.intp]

MAX_TOKENS = 14  # of a span; nine of ten answers of open question sets are not longer

FUNCTION_WORDS = (
    "article", "of", "in", "to", "by", "for", "from", "with", "and", "relative", "be", "have",
)  # fmt: skip
WORDS = (*FUNCTION_WORDS, "pronoun", "stop", "number", "year", "month", "part", "unit", "called",
         "role", "name", "word")  # fmt: skip
# What may stand between two words beside white space, told from its characters, the first first.
MARKS = {
    "opening": "«“„",
    "closing": "»”",
    "bracket": "([)]",
    "stop mark": ";.!?…",
    "colon": ":",
    "comma": ",",
    "dash": "–—",
}
AROUND = ("edge", "joined", *MARKS, *WORDS)
SHAPES = (
    "year", "date", "money", "percentage", "duration", "quantity", "number", "name", "names",
    "phrase with name", "quoted", "word", "phrase", "clause",
)  # fmt: skip
LENGTHS = (1, 2, 3, 5, 8, MAX_TOKENS)  # tokens, at most
TRAITS = ("verb", "relative", "and", "comma", "whole sentence", "in quotes")

_ENDS = frozenset(MARKS["stop mark"] + MARKS["colon"])
_APOSTROPHES = frozenset("'’")
_OPENING = ("«", "“", "„", '"', "(", "[")
_PERCENT = re.compile(r"[ \u00a0\u202f]?%")
_MONEY = re.compile(r"[$€£][ \u00a0\u202f]?\Z")
_JOINERS = frozenset(("", "'", "’", "-", "‑", "&", ".", "/"))
_NO_FIRST_WORD = frozenset(("of", "and", "relative", "be", "have"))
_NO_LAST_WORD = frozenset((*FUNCTION_WORDS, "stop"))
_SHORT = 6  # tokens of a date or quantity, at most
# The kind of word that the words of a lexicon's class are, the first that has one.
_CLASSES = (
    ("month", "month"),
    ("month", "weekday"),
    *((kind, kind) for kind in (*FUNCTION_WORDS, "pronoun")),
    ("number", "number_word"),
    ("part", "date_part"),
    ("unit", "unit"),
    ("called", "called"),
    ("role", "role"),
)


@dataclass(frozen=True, slots=True)
class Spans:
    """The spans of one sentence, in order of their first and last token.

    Arrays of shape (spans,): `first` and `last` token, both included, in `tokens`; `start` and
    `end` in the document; `left`, `right`: places in `AROUND`; `begins`, `ends`: in `WORDS`;
    `shape` and `length`: in `SHAPES` and `LENGTHS`. `traits` has shape (spans, `TRAITS`).
    """

    tokens: tuple[Token, ...]
    first: Index
    last: Index
    start: Index
    end: Index
    left: Index
    right: Index
    begins: Index
    ends: Index
    shape: Index
    length: Index
    traits: Matrix


def find_spans(candidate: Candidate) -> Spans:
    """All spans of `candidate` that may answer a question; none where it has no content word.

    They begin and end with a word, never inside one that an apostrophe or hyphen joins, nor
    inside a name or quantity, and do not go over a colon or semicolon. What they hold of a
    quotation or bracket they hold to its end, marks included, or they lie within it.
    """
    rows = list(_Finder(candidate).find())
    columns = np.array([row[:10] for row in rows], dtype=np.intp).reshape(len(rows), 10).T
    traits = np.array([row[10:] for row in rows], dtype=float).reshape(len(rows), len(TRAITS))
    first, last, start, end, left, right, begins, ends, shape, length = columns
    return Spans(
        candidate.tokens,
        first,
        last,
        start,
        end,
        left,
        right,
        begins,
        ends,
        shape,
        length,
        traits,
    )


class _Finder:
    """Words, marks, quotations and brackets of one sentence, token by token."""

    def __init__(self, candidate: Candidate) -> None:
        self.tokens = candidate.tokens
        self.text, self.sentence = candidate.document.text, candidate.sentence
        language = candidate.document.language
        self.kinds = [
            _kind(token, i, self.text[token.start : token.end], language)
            for i, token in enumerate(self.tokens)
        ]
        starts = [token.start for token in self.tokens] + [self.sentence.end]
        ends = [self.sentence.start] + [token.end for token in self.tokens]
        # What stands before each token, and behind the last.
        between = [self.text[end:start] for end, start in zip(ends, starts, strict=True)]
        self.gaps = [
            _mark(gap, is_edge=i in (0, len(self.tokens))) for i, gap in enumerate(between)
        ]
        # "M. Dupont" does not end with "M".
        self.is_abbreviated = [gap.rstrip() == "." != gap for gap in between[1:]]
        self.kinds = [
            "role" if is_abbreviated and kind == "unit" else kind  # "M." is no metre
            for kind, is_abbreviated in zip(self.kinds, self.is_abbreviated, strict=True)
        ]
        particles = word_classes(language).get("particle", frozenset()) - _kinds(language).keys()
        for i, token in enumerate(self.tokens[1:-1], 1):
            if token.surface in particles and self.kinds[i - 1] == self.kinds[i + 1] == "name":
                self.kinds[i] = "name"  # "John von Neumann"
        self.is_end = [
            any(c in _ENDS for c in gap) and not is_abbreviated
            for gap, is_abbreviated in zip(between[1:], self.is_abbreviated, strict=True)
        ]
        # "l'armée" may do without its article; "Val-de-Marne" is one word.
        self.is_joined = [
            gap == "joined" and not (apart in _APOSTROPHES and _is_elided(self.tokens[i - 1]))
            for i, (gap, apart) in enumerate(zip(self.gaps, between, strict=True))
        ]
        self.enclosures = _enclosures(self.text, ends, starts)
        self.measures: dict[tuple[int, int], str] = {}
        inside: set[int] = set()  # where a word of a quantity stands that does not open it
        for quantity in quantities(
            self.text,
            self.sentence.start,
            self.sentence.end,
            language,
            tokens=self.tokens,
        ):
            if kind := quantity_kind(quantity):
                self.measures[quantity.start, quantity.end] = kind
            of = [t.start for t in self.tokens if quantity.start <= t.start < quantity.end]
            inside.update(of[1:])
        # "Sam Altman", "200 millions de dollars": no answer begins or ends within.
        self.goes_on = [
            token.start in inside
            or (i > 0 and not self.gaps[i] and self.kinds[i - 1] == self.kinds[i] == "name")
            for i, token in enumerate(self.tokens)
        ]
        self.goes_on.append(False)

    def find(self) -> Iterator[tuple[float, ...]]:
        """The columns of `Spans`, then `TRAITS`, of each span."""
        for i, kind in enumerate(self.kinds):
            if not (self.is_joined[i] or kind in _NO_FIRST_WORD or self.goes_on[i]):
                yield from self._beginning_at(i)

    def _beginning_at(self, i: int) -> Iterator[tuple[float, ...]]:
        counts = dict.fromkeys((*WORDS, "comma"), 0)
        content = 0
        for j in range(i, min(len(self.tokens), i + MAX_TOKENS)):
            kind, following = self.kinds[j], self.gaps[j + 1]
            if j > i and self.is_end[j - 1]:
                return
            counts["comma"] += j > i and self.gaps[j] == "comma"
            counts[kind] += 1
            content += bool(self.tokens[j].term)
            inside_word = following == "joined" or self.is_abbreviated[j]
            if inside_word and j + 1 < len(self.tokens):
                continue
            if self.goes_on[j + 1]:
                continue
            if kind in _NO_LAST_WORD or not (content or kind == "number"):
                continue
            place = self._place(i, j)
            if not place:
                continue
            width = j - i + 1
            verb = counts["be"] + counts["have"] + counts["pronoun"] * (width > 1)
            yield (
                i,
                j,
                *place,
                AROUND.index(self._left(i)),
                AROUND.index(self._right(j)),
                WORDS.index(self.kinds[i]),
                WORDS.index(kind),
                SHAPES.index(self._shape(i, j, place, counts, content, is_clause=verb > 0)),
                next(n for n, most in enumerate(LENGTHS) if width <= most),
                verb > 0,
                counts["relative"] > 0,
                counts["and"] > 0,
                counts["comma"],
                width == len(self.tokens),
                any(enclosure.is_quotation for enclosure in self.enclosures[i]),
            )

    def _place(self, i: int, j: int) -> tuple[int, int] | None:
        """Where the tokens i to j begin and end; None where they are half in, half out."""
        start, end = self.tokens[i].start, self.tokens[j].end
        if percent := _PERCENT.match(self.text, end, self.sentence.end):
            end = percent.end()
        if money := _MONEY.search(self.text, max(self.sentence.start, start - 2), start):
            start = money.start()
        outer, inner = self.enclosures[i], self.enclosures[j]
        while outer != inner:
            if len(outer) >= len(inner) and outer[-1].first == i and outer[-1].last <= j:
                start, outer = outer[-1].start, outer[:-1]
            elif len(inner) >= len(outer) and inner[-1].last == j and inner[-1].first >= i:
                end, inner = inner[-1].end, inner[:-1]
            else:
                return None
        return start, end

    def _left(self, i: int) -> str:
        if self.gaps[i] and self.gaps[i] != "joined":
            return self.gaps[i]
        return self.kinds[i - 1] if i else "edge"

    def _right(self, j: int) -> str:
        return self.gaps[j + 1] or self.kinds[j + 1]

    def _shape(
        self,
        i: int,
        j: int,
        place: tuple[int, int],
        counts: Mapping[str, int],
        content: int,
        *,
        is_clause: bool,
    ) -> str:
        """Which of `SHAPES` the tokens i to j are, from and to `place`."""
        width = j - i + 1
        if place in self.measures:
            return self.measures[place]
        names, figures = counts["name"], counts["number"] + counts["year"]
        if width > 1 and any(
            e.is_quotation and (e.first, e.last) == (i, j) for e in self.enclosures[i]
        ):
            return "quoted"
        if width == 1 and counts["year"]:
            return "year"
        if counts["year"] + counts["month"] and not names and width <= _SHORT and not is_clause:
            return "date"
        if figures and width <= _SHORT and (counts["unit"] or self.kinds[j] == "number"):
            return "quantity" if width > 1 else "number"
        if names and names == content:
            return "name" if names == 1 else "names"
        if is_clause or counts["relative"]:
            return "clause"
        if figures and width < _SHORT:
            return "quantity"
        if names:
            return "phrase with name"
        return "word" if content == 1 else "phrase"


def _kind(token: Token, number: int, written: str, language: str) -> str:
    """Which of `WORDS` a token is, the `number`th of its sentence, where it is `written` so."""
    if token.is_number:
        is_year = token.end - token.start == 4 and YEAR.fullmatch(token.term)
        return "year" if is_year else "number"
    kinds = _kinds(language)
    kind = kinds.get(written.lower()) or kinds.get(token.surface, "")
    if kind != "month" and token.is_name and token.term and (number or not kind):
        return "name"
    return kind or ("word" if token.term else "stop")


@cache
def _kinds(language: str) -> Mapping[str, str]:
    """Which of `WORDS` a word of `language` is; as it is spelt, "à" beside "a", or else folded."""
    classes = load_lexicon(language).classes
    kinds: dict[str, str] = {}
    for change in (str, fold):
        for kind, name in _CLASSES:
            for word in classes.get(name, ()):
                kinds.setdefault(change(word), kind)
    return kinds


def _mark(between: str, *, is_edge: bool) -> str:
    """What stands between two tokens or at an edge of the sentence, "" for white space alone."""
    bare = between.rstrip()
    if is_edge:
        return "opening" if bare[-1:] in _OPENING else "edge"
    if not bare or (bare == "." != between):  # sentences are cut: the stop is an abbreviation's
        return ""
    if '"' in bare:
        return "opening" if between[0].isspace() else "closing"
    for mark, characters in MARKS.items():
        if any(c in characters for c in bare):
            return mark
    return "joined" if between in _JOINERS else "dash"


@dataclass(slots=True, eq=False)
class _Enclosure:
    """A quotation or bracket: its first and last token, and where its marks begin and end."""

    is_quotation: bool
    first: int
    start: int
    last: int = -1
    end: int = -1


def _enclosures(
    text: str, ends: Sequence[int], starts: Sequence[int]
) -> list[tuple[_Enclosure, ...]]:
    """What each token stands in, the innermost last; `text[ends[i]:starts[i]]` is before token i.

    What is closed but was not opened began with the sentence or before; what is never closed
    ends with it.
    """
    found: list[tuple[_Enclosure, ...]] = []
    opened: list[_Enclosure] = []
    for i, (end, start) in enumerate(zip(ends, starts, strict=True)):
        for place in range(end, start):
            mark = text[place]
            opens = mark in "«“„(["
            if mark == '"':
                opens = text[place + 1 : place + 2].isalnum() and (
                    place == ends[0] or not text[place - 1].isalnum()
                )
            is_quotation = mark not in "([)]"
            if opens:
                opened.append(_Enclosure(is_quotation, i, place))
            elif mark in '»”)]"' and i:
                if not opened:
                    opened.append(_Enclosure(is_quotation, 0, ends[0]))
                    found = [(opened[0], *stack) for stack in found]
                closed = opened.pop()
                closed.last, closed.end = i - 1, place + 1
        if i < len(starts) - 1:
            found.append(tuple(opened))
    for enclosure in opened:
        enclosure.last, enclosure.end = len(found) - 1, starts[-1]
    return found


def _is_elided(token: Token) -> bool:
    """Whether a span may begin behind the token and an apostrophe: "l", "d", "qu"."""
    return token.end - token.start <= 2 or token.surface in ("jusqu", "lorsqu", "puisqu", "quelqu")
