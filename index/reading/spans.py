"""From the scores of pieces to an answer: the best span of each sentence, on whole words.

A span's margin is its score above that of "no answer": start + end scores of the span, less those
of the window's first token (Devlin et al., 2018, for SQuAD 2.0).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.annotations.corrections import errors_told

LONGEST_ANSWER = 60  # pieces
_OUTSIDE = ",;:.!?…"
_PAIRS = {"(": ")", "[": "]", "«": "»", "“": "”", "„": "“"}
_QUOTATIONS = (('"', '"'), ("«", "»"), ("“", "”"))
_WORD = re.compile(r"\w")
# "1 500,5" with any of the spaces that French typography puts there, "1.500", "20:45".
_NUMBER = re.compile(
    r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?(?!\w)|\d+(?:[.,:]\d+)+"
)
_RATE = re.compile(r"(?<=[^\W_])/[^\W\d_]{1,5}[²³]?(?!\w)")  # "148 km/h", "3 euros/kg"
# What is said not to be so: "15 et non 17", "15, not 17", "15 instead of 17".
_DENIED = re.compile(
    r"\b(?:(?:et|mais) (?:non|pas)(?: pas)?|(?:and |but )?not|instead of|rather than"
    r"|au lieu d[eu]s?|plutôt que) (?:d[eu] |les? |the |£|€|\$)?"
    r"\d[\d.,]*(?:[ \u00a0\u202f]\d{3})*(?<![.,])",
    re.IGNORECASE,
)
Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` as an answer; `margin` is its score above "no answer"."""

    start: int
    end: int
    sentence: int
    margin: float


def not_denied(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of `text[start:end]` beside what it says not to be right.

    That is a number, or an error that is told again.
    """
    found, at = [], start
    denied = [match.span() for match in _DENIED.finditer(text, start, end)]
    for first, last in sorted([*denied, *errors_told(text, start, end)]):
        if at < first:
            found.append((at, first))
        at = max(at, last)
    if at < end:
        found.append((at, end))
    return found


def best_spans(
    scores: Floats,
    nothing: float,
    starts: Ints,
    ends: Ints,
    sentences: Sequence[tuple[int, int]],
) -> list[Span]:
    """Return the best span of each sentence of which a window has pieces.

    `scores`: (pieces, 2), start and end scores of the window's pieces. `nothing`: the sum of both
    for "no answer". `starts`, `ends`: the pieces' places in the text. `sentences`: (start, end) in
    the text; a span's `sentence` is a number among them.
    """
    found: list[Span] = []
    for number, (begin, stop) in enumerate(sentences):
        first = int(np.searchsorted(starts, begin, side="left"))
        last = int(np.searchsorted(starts, stop, side="left"))
        # A piece that only marks the beginning of a word has no characters to quote.
        places = first + np.flatnonzero(ends[first:last] > starts[first:last])
        if not len(places):
            continue
        sums = scores[places, 0][:, None] + scores[places, 1][None, :]
        gap = places[None, :] - places[:, None]
        sums = np.where((gap >= 0) & (gap < LONGEST_ANSWER), sums, -np.inf)
        a, b = divmod(int(sums.argmax()), len(places))
        start, end = int(starts[places[a]]), min(int(ends[places[b]]), stop)
        found.append(Span(start, end, number, float(sums[a, b]) - nothing))
    return found


def whole_words(text: str, start: int, end: int, sentence: tuple[int, int]) -> tuple[int, int]:
    """Return `start`, `end` moved outwards to whole words and inwards over outer punctuation.

    A word keeps its accents, a number its groups and decimals. The result lies in `sentence` and is
    never empty where the span has a letter or digit.
    """
    for number in _NUMBER.finditer(text, *sentence):
        if number.start() < start < number.end():
            start = number.start()
        if number.start() < end < number.end():
            end = number.end()
    while start > sentence[0] and _is_joined(text, start):
        start -= 1
    while end < sentence[1] and _is_joined(text, end):
        end += 1
    if rate := _RATE.match(text, end, sentence[1]):
        end = rate.end() if text[start].isdecimal() else end
    if _WORD.search(text, start, end) is None:
        return start, end
    start, end = _trimmed(text, *_in_one_quotation(text, start, end, sentence))
    closing = _PAIRS.get(text[start])
    if closing and closing not in text[start:end]:
        start += 1
    opening = {value: key for key, value in _PAIRS.items()}.get(text[end - 1])
    if opening and opening not in text[start:end]:
        end -= 1
    return _trimmed(text, start, end)


def _in_one_quotation(
    text: str, start: int, end: int, sentence: tuple[int, int]
) -> tuple[int, int]:
    """Return the span without what is behind a quotation that it begins in the middle of.

    One that ends just before the mark that closes what it opens takes the mark along.
    """
    for opening, closing in _QUOTATIONS:
        before = text[sentence[0] : start]
        is_inside = (
            before.count(opening) % 2 == 1
            if opening == closing
            else before.rfind(opening) > before.rfind(closing)
        )
        first = text.find(closing, start, end)
        if is_inside and first > start and _WORD.search(text, start, first):
            end = first
        elif not is_inside and end < sentence[1] and text[end] == closing:
            opened = text.count(opening, start, end)
            closed = 0 if opening == closing else text.count(closing, start, end)
            end += (opened - closed) % 2
    return start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `start`, `end` without outer white space and punctuation; a word is between them."""
    while text[start].isspace() or text[start] in _OUTSIDE:
        start += 1
    while text[end - 1].isspace() or text[end - 1] in _OUTSIDE:
        end -= 1
    return start, end


def _is_joined(text: str, at: int) -> bool:
    """Return whether the characters on both sides of `at` belong to one word."""
    return _is_mark(text[at]) or (
        text[at].isalnum() and (text[at - 1].isalnum() or _is_mark(text[at - 1]))
    )


def _is_mark(character: str) -> bool:
    """Return whether `character` belongs to the one before it: an accent, a soft hyphen."""
    category = unicodedata.category(character)
    return category.startswith("M") or (category == "Cf" and character != "\ufeff")
