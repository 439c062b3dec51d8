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

import numpy as np
from numpy.typing import NDArray

from index.annotations.indexed import IndexedSentence
from index.annotations.quantities import Quantity, quantity_kind
from index.reading.span_words import (
    FUNCTION_WORDS,
    MARKS,
    WORDS,
    Enclosure,
    find_enclosures,
    is_abbreviated,
    is_elided,
    kinds_of_words,
    mark_between,
)
from index.text.tokens import Token

Matrix = NDArray[np.float64]
Index = NDArray[np.intp]

MAX_TOKENS = 14  # of a span; nine of ten answers of open question sets are not longer

AROUND = ("edge", "joined", *MARKS, *WORDS)
SHAPES = (
    "year", "date", "money", "percentage", "duration", "quantity", "number", "name", "names",
    "phrase with name", "quoted", "word", "phrase", "clause",
)  # fmt: skip
LENGTHS = (1, 2, 3, 5, 8, MAX_TOKENS)  # tokens, at most
TRAITS = ("verb", "relative", "and", "comma", "whole sentence", "in quotes")

_ENDS = frozenset(MARKS["stop mark"] + MARKS["colon"])
_SIGN_BEHIND = re.compile("[ \u00a0\u202f\u2009]?[%‰€£¥°]")
_SIGN_BEFORE = frozenset("-−+")
_NO_FIRST_WORD = frozenset(("of", "and", "relative", "be", "have"))
_NO_LAST_WORD = frozenset((*FUNCTION_WORDS, "stop"))
_SHORT = 6  # tokens of a date or quantity, at most


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


def find_spans(sentence: IndexedSentence) -> Spans:
    """Return all spans of `sentence` that may answer; none where it has no content word.

    They begin and end with a word, never inside one that an apostrophe or hyphen joins, nor
    inside a name or quantity, and do not go over a colon or semicolon. What they hold of a
    quotation or bracket they hold to its end, marks included, or they lie within it, and they do
    not end with a bracket.
    """
    rows = list(_Finder(sentence).find())
    columns = np.array([row[:10] for row in rows], dtype=np.intp).reshape(len(rows), 10).T
    traits = np.array([row[10:] for row in rows], dtype=float).reshape(len(rows), len(TRAITS))
    first, last, start, end, left, right, begins, ends, shape, length = columns
    return Spans(
        sentence.tokens,
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

    def __init__(self, sentence: IndexedSentence) -> None:
        self.tokens = sentence.tokens
        text, language = sentence.document.text, sentence.document.language
        written = [text[token.start : token.end] for token in self.tokens]
        starts = [token.start for token in self.tokens] + [sentence.end]
        ends = [sentence.start] + [token.end for token in self.tokens]
        # What stands before each token, and behind the last.
        between = [text[end:start] for end, start in zip(ends, starts, strict=True)]
        is_short = [
            is_abbreviated(word, behind, text[start : start + 1], language)
            for word, behind, start in zip(written, between[1:], starts[1:], strict=True)
        ]
        self.gaps = [
            "" if i and is_short[i - 1] else mark_between(gap, is_edge=i in (0, len(self.tokens)))
            for i, gap in enumerate(between)
        ]
        self.kinds = kinds_of_words(self.tokens, written, self.gaps, is_short, language)
        is_time = [
            gap == ":" and i > 0 and self.tokens[i - 1].is_number and self.tokens[i].is_number
            for i, gap in enumerate(between[:-1])
        ]
        self.is_joined = [
            is_time[i]
            or (gap == "joined" and not (i and is_elided(written[i - 1 : i + 1], language)))
            for i, gap in enumerate(self.gaps[:-1])
        ]
        enclosures, unmatched = find_enclosures(text, ends, starts)
        self.enclosures: list[tuple[Enclosure, ...]] = [
            tuple(e for e in enclosures if e.first <= i <= e.last) for i in range(len(self.tokens))
        ]
        # No answer goes on beyond these: what ends a clause, or a mark without its other half.
        self.is_end = [
            i + 1 in unmatched
            or (
                not is_short[i]
                and not (i + 1 < len(is_time) and is_time[i + 1])
                and self.gaps[i + 1] != "joined"
                and not _ENDS.isdisjoint(between[i + 1])
            )
            for i in range(len(self.tokens))
        ]
        self.starts, self.ends = starts[:-1], ends[1:]
        self.measures: dict[tuple[int, int], str] = {}
        self.goes_on = [
            i > 0 and not self.gaps[i] and self.kinds[i - 1] == self.kinds[i] == "name"
            for i in range(len(self.tokens))
        ]
        self._join_quantities(text, sentence.start, sentence.end, sentence.quantities)
        for i, is_one in enumerate(is_short):
            if is_one and self.is_joined[i]:  # "the U.S. and"
                self.ends[i] += 1
        # "M. Dupont" does not end with "M", unlike "in the U.S. and".
        self.is_open = [is_one and not self.is_joined[i] for i, is_one in enumerate(is_short)]
        self.goes_on.append(False)
        self.is_joined.append(False)

    def _join_quantities(self, text: str, begin: int, stop: int, found: Sequence[Quantity]) -> None:
        """No answer begins or ends within a quantity, and its signs belong to it."""
        tokens = self.tokens
        for quantity in found:
            of = [i for i, t in enumerate(tokens) if quantity.start <= t.start < quantity.end]
            if not of:
                continue
            for i in of[1:]:
                self.goes_on[i] = True
            self.starts[of[0]] = min(self.starts[of[0]], quantity.start)
            self.ends[of[-1]] = max(self.ends[of[-1]], quantity.end)
            if kind := quantity_kind(quantity):
                self.measures[of[0], of[-1]] = kind
        for i, token in enumerate(tokens):
            if not token.is_number:
                # "44 BC": no answer ends before it.
                is_era = self.kinds[i] == "part" and text[token.start : token.end].isupper()
                self.goes_on[i] = self.goes_on[i] or (i > 0 and is_era and tokens[i - 1].is_number)
                continue
            if sign := _SIGN_BEHIND.match(text, self.ends[i], stop):
                self.ends[i] = sign.end()
            before = self.starts[i] - 1
            is_first = before == begin or text[before - 1 : before].isspace()
            if before >= begin and text[before] in _SIGN_BEFORE and is_first:
                self.starts[i] = before

    def find(self) -> Iterator[tuple[float, ...]]:
        """The columns of `Spans`, then `TRAITS`, of each span."""
        for i, kind in enumerate(self.kinds):
            if not (self.is_joined[i] or kind in _NO_FIRST_WORD or self.goes_on[i]):
                yield from self._beginning_at(i)

    def _beginning_at(self, i: int) -> Iterator[tuple[float, ...]]:
        counts = dict.fromkeys((*WORDS, "comma"), 0)
        content = 0
        for j in range(i, min(len(self.tokens), i + MAX_TOKENS)):
            kind = self.kinds[j]
            if j > i and self.is_end[j - 1]:
                return
            counts["comma"] += j > i and self.gaps[j] == "comma"
            counts[kind] += 1
            content += bool(self.tokens[j].term) or kind == "name"
            if self.is_joined[j + 1] or self.is_open[j] or self.goes_on[j + 1]:
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
                SHAPES.index(self._shape(i, j, counts, content, is_clause=verb > 0)),
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
        start, end = self.starts[i], self.ends[j]
        outer, inner = self.enclosures[i], self.enclosures[j]
        while outer != inner:
            if len(outer) >= len(inner) and outer[-1].first == i and outer[-1].last <= j:
                start, outer = outer[-1].start, outer[:-1]
            elif len(inner) >= len(outer) and inner[-1].last == j and inner[-1].first >= i:
                if not inner[-1].is_quotation:
                    return None  # "Suisse ( AFP / … )": what stands behind in brackets explains
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
        counts: Mapping[str, int],
        content: int,
        *,
        is_clause: bool,
    ) -> str:
        """Which of `SHAPES` the tokens i to j are."""
        width = j - i + 1
        if (i, j) in self.measures:
            return self.measures[i, j]
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
