"""The places nearest to a quote that no article has: candidates by words, then an alignment.

A word of the quote that an article has votes for where the quote would begin there, the rarer the
more (seed and extend, as BLAST finds sequences: Altschul et al. 1990). The places with most votes
are aligned word by word: the whole quote with any stretch of the article (Smith and Waterman
1981, with the affine gaps of Gotoh 1982, so that a clause left out costs little more than a word;
in a band round the diagonal, so that the time is linear in the quote's length).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.verifying.article_index import UNKNOWN, ArticleIndex, Word

Floats = NDArray[np.float32]

_MAX_VOTES = 200_000  # of all words of a quote together: about 3 ms
_MAX_CANDIDATES = 8
_MAX_CELLS = 1_000_000  # of all alignments of a quote together, unless one alone has more
_MAX_SLACK = 120  # words by which a place may begin before or after where the votes say
_MAX_WIDTH = 40  # words of a strip in which votes are counted together

# Of what costs about the same, a word added is likelier than another word, and that than none.
_ADDED = 1.0  # cost of a word of the article that the quote does not have
_ADDED_FURTHER = 0.2  # of each after the first
_OTHER = 1.05  # of another word instead of this one
_ALIKE = 0.7  # of another word with the same beginning: another tense, another number
_DROPPED = 1.1  # of a word of the quote that the article does not have
_LEFT_OUT = 0.01  # of each that the quote says it leaves out
_NEVER = 9.0  # of a word of another document
_EQUAL = 1e-3  # costs that differ by less are the same


@dataclass(frozen=True, slots=True)
class Candidate:
    """The quote may begin at one of `band` words of the index, from `first` on, which may be < 0.

    The likeliest of these is the one of number `likeliest`. Words before `low` and from `high` on
    are another document's.
    """

    document: int
    first: int
    likeliest: int
    band: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The quote's words next to an article's: `pairs` of (quote's, article's), in order.

    Words of the article count in the index. A word without a counterpart is in no pair. A pair
    may be of two different words.
    """

    document: int
    cost: float
    pairs: tuple[tuple[int, int], ...]


def find_candidates(
    index: ArticleIndex, words: Sequence[Word], document: int | None, spare: int
) -> list[Candidate]:
    """Return where a quote with the words of these numbers may be, the likeliest first.

    Up to `spare` words more than a few may be added to it.
    """
    size = len(words)
    known = sorted(
        (int(index.counts[word.number]), i)
        for i, word in enumerate(words)
        if word.number != UNKNOWN
    )
    total = len(index.words)
    starts: list[NDArray[np.int64]] = []
    weights: list[NDArray[np.float64]] = []
    votes = 0
    for count, i in known:
        positions = index.positions(words[i].number, document)
        votes += len(positions)
        if votes > _MAX_VOTES and starts:
            break
        starts.append(positions.astype(np.int64) - i + size)  # from 0 on
        weights.append(np.full(len(positions), np.log1p(total / count)))
    if not starts:
        return []
    width = min(max(3, size // 8), _MAX_WIDTH)
    strips = np.bincount(np.concatenate(starts) // width, np.concatenate(weights))
    near = strips + np.append(strips[1:], 0.0)  # of two strips, next to each other
    slack = min(max(4, size // 4), _MAX_SLACK)
    band = 2 * (slack + width) + spare
    most = int(np.clip(_MAX_CELLS // (size * band), 1, _MAX_CANDIDATES))
    top = np.argpartition(-near, min(3 * most, len(near) - 1))[: 3 * most]
    found: list[Candidate] = []
    for strip in top[np.lexsort((top, -near[top]))].tolist():
        if near[strip] <= 0 or len(found) == most:
            break
        start = strip * width - size
        middle = min(max(start + width + size // 2, 0), total - 1)
        number = index.document_of(middle) if document is None else document
        low, high = index.first_words[number : number + 2]
        first = start - slack
        is_new = all(c.document != number or abs(first - c.first) > width for c in found)
        if is_new and first < high and low < first + size + band:
            found.append(Candidate(number, first, slack + width // 2, band, low, high))
    return found


def align(
    index: ArticleIndex,
    words: Sequence[Word],
    candidates: Sequence[Candidate],
    cuts: frozenset[int] = frozenset(),
) -> list[Alignment]:
    """Align the words of a quote with each candidate; after the words `cuts` some are left out."""
    if not candidates:
        return []
    size, band = len(words), candidates[0].band
    rows = np.stack([_row(index, c, size + band) for c in candidates])
    row_stems = np.append(index.stems, [UNKNOWN - 1, UNKNOWN])[rows]  # of -2 and -1 too
    # costs[i, n, k]: the first i words of the quote with what ends before word i + k of row n.
    costs = np.zeros((size + 1, len(candidates), band + 1), np.float32)
    steps = np.arange(band + 1, dtype=np.float32)
    for i, word in enumerate(words):
        before = costs[i]
        near = slice(i, i + band + 1)
        other = np.where(row_stems[:, near] == word.stem, np.float32(_ALIKE), np.float32(_OTHER))
        other[rows[:, near] == word.number] = 0
        other[rows[:, near] < 0] = _NEVER
        row = before + other
        np.minimum(row[:, :-1], before[:, 1:] + _DROPPED, out=row[:, :-1])
        if i + 1 < size:  # what follows the quote costs nothing
            first, further = _gap(i, cuts)
            least = np.minimum.accumulate(row - steps * further, axis=1)
            added = least[:, :-1] + steps[1:] * further + (first - further)
            np.minimum(row[:, 1:], added, out=row[:, 1:])
        costs[i + 1] = row
    return [_trace(index, words, c, costs[:, n], rows[n], cuts) for n, c in enumerate(candidates)]


def _row(index: ArticleIndex, candidate: Candidate, length: int) -> NDArray[np.int32]:
    """Return the words of the index from the candidate's first on, -2 for another document's."""
    row = np.full(length + 1, UNKNOWN - 1, np.int32)
    start = max(candidate.first, candidate.low)
    stop = min(candidate.first + length, candidate.high)
    if start < stop:
        row[start - candidate.first : stop - candidate.first] = index.words[start:stop]
    return row


def _gap(i: int, cuts: frozenset[int]) -> tuple[float, float]:
    """Return what the first and each further word costs that is added after word `i`."""
    return (_LEFT_OUT, _LEFT_OUT) if i in cuts else (_ADDED, _ADDED_FURTHER)


def _trace(
    index: ArticleIndex,
    words: Sequence[Word],
    candidate: Candidate,
    costs: Floats,
    row: NDArray[np.int32],
    cuts: frozenset[int],
) -> Alignment:
    """Return the cheapest alignment by its `costs`, from its end back."""

    def is_pair(i: int, k: int) -> bool:
        """Tell whether word i - 1 is next to the last word here in a cheapest alignment."""
        other = int(row[i - 1 + k])
        if other < 0:
            return False
        is_alike = int(index.stems[other]) == words[i - 1].stem
        pair = 0.0 if words[i - 1].number == other else _ALIKE if is_alike else _OTHER
        return bool(abs(costs[i - 1, k] + pair - costs[i, k]) < _EQUAL)

    i, cost = len(words), float(costs[-1].min())
    ends = np.flatnonzero(costs[-1] - cost < _EQUAL)
    k = int(ends[np.argmin(np.abs(ends - candidate.likeliest))])
    if k + 1 < costs.shape[1] and costs[i, k + 1] - cost < _EQUAL and is_pair(i, k + 1):
        k += 1  # rather another last word than none
    pairs: list[tuple[int, int]] = []
    while i:
        if is_pair(i, k):
            i -= 1
            pairs.append((i, candidate.first + i + k))
            continue
        if k and i < len(words):
            # Words added after word i - 1: back to where the gap began.
            first, further = _gap(i - 1, cuts)
            gaps = costs[i, :k] + (first + further * np.arange(k - 1, -1, -1))
            opened = int(np.argmin(gaps))
            if gaps[opened] - costs[i, k] < _EQUAL:
                k = opened
                continue
        i, k = i - 1, min(k + 1, costs.shape[1] - 1)  # a word of the quote alone
    return Alignment(candidate.document, cost, tuple(reversed(pairs)))
