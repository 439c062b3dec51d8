"""From the scores of pieces to an answer: the best span of each sentence, on whole words.

A span's margin is its score above that of "no answer": start + end scores of the span, less those
of the window's first token (Devlin et al., 2018, for SQuAD 2.0).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST_ANSWER = 60  # pieces
_OUTSIDE = " \t\r\n\u00a0\u202f,;:.!?…"
_PAIRS = {"(": ")", "[": "]", "«": "»", "“": "”", "„": "“"}
_WORD = re.compile(r"\w")
Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` as an answer; `margin` is its score above "no answer"."""

    start: int
    end: int
    sentence: int
    margin: float


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

    The result lies in `sentence` and is never empty where the span has a letter or digit.
    """
    while start > sentence[0] and _joined(text, start):
        start -= 1
    while end < sentence[1] and _joined(text, end):
        end += 1
    if _WORD.search(text, start, end) is None:
        return start, end
    while text[start] in _OUTSIDE:
        start += 1
    while text[end - 1] in _OUTSIDE:
        end -= 1
    closing = _PAIRS.get(text[start])
    if closing and closing not in text[start:end]:
        start += 1
    opening = {value: key for key, value in _PAIRS.items()}.get(text[end - 1])
    if opening and opening not in text[start:end]:
        end -= 1
    while text[start] in _OUTSIDE:
        start += 1
    while text[end - 1] in _OUTSIDE:
        end -= 1
    return start, end


def _joined(text: str, at: int) -> bool:
    """Return whether the characters on both sides of `at` belong to one word."""
    return text[at - 1].isalnum() and text[at].isalnum()
