"""The places nearest to a quote that no article has: candidates by words, then an alignment.

A word of the quote that an article has votes for where the quote would begin there, the rarer the
more (seed and extend, as BLAST finds sequences: Altschul et al. 1990). The places with most votes
are aligned word by word: the whole quote with any stretch of the article (Smith and Waterman
1981, with the affine gaps of Gotoh 1982, so that a clause left out costs little more than a word).
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
_MAX_CELLS = 3_000_000  # of all alignments of a quote

# Of what costs about the same, a word added is likelier than another word, and that than none.
_ADDED = 1.0  # cost of a word of the article that the quote does not have
_ADDED_FURTHER = 0.2  # of each after the first
_OTHER = 1.05  # of another word instead of this one
_ALIKE = 0.7  # of another word with the same beginning: another tense, another number
_DROPPED = 1.1  # of a word of the quote that the article does not have
_LEFT_OUT = 0.01  # of each that the quote says it leaves out
_EQUAL = 1e-3  # costs that differ by less are the same


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `first` to `last`, exclusive, of the index, all in one document."""

    document: int
    first: int
    last: int


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

    Each is longer than the quote, by `spare` words more than a few.
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
    width = max(3, size // 8)
    votes_at = np.bincount(np.concatenate(starts) // width, np.concatenate(weights))
    near = votes_at + np.append(votes_at[1:], 0.0)  # of two strips, next to each other
    # A candidate costs its length times the quote's.
    slack = max(4, size // 4) + 2 * width
    length = size + 2 * slack + spare
    most = int(np.clip(_MAX_CELLS // (size * length), 1, _MAX_CANDIDATES))
    top = np.argpartition(-near, min(3 * most, len(near) - 1))[: 3 * most]
    order = top[np.lexsort((top, -near[top]))]
    found: list[Candidate] = []
    for strip in order.tolist():
        if near[strip] <= 0 or len(found) == most:
            break
        start = strip * width - size
        middle = min(max(start + width + size // 2, 0), total - 1)
        number = index.document_of(middle) if document is None else document
        first = max(index.first_words[number], start - slack)
        last = min(index.first_words[number + 1], start + size + slack + spare)
        is_new = not any(abs(first - c.first) < width + 1 and c.document == number for c in found)
        if first < last and is_new:
            found.append(Candidate(number, first, last))
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
    size, length = len(words), max(c.last - c.first for c in candidates)
    rows = np.full((len(candidates), length), UNKNOWN - 1, np.int32)
    for row, c in zip(rows, candidates, strict=True):
        row[: c.last - c.first] = index.words[c.first : c.last]
    stems = np.append(index.stems, [UNKNOWN - 1, UNKNOWN])  # of the numbers -2 and -1
    row_stems = stems[rows]
    costs = np.zeros((size + 1, len(candidates), length + 1), np.float32)
    steps = np.arange(length + 1, dtype=np.float32)
    for i, word in enumerate(words):
        before = costs[i]
        other = np.where(row_stems == word.stem, np.float32(_ALIKE), np.float32(_OTHER))
        other[rows == word.number] = 0
        row = before + _DROPPED
        np.minimum(row[:, 1:], before[:, :-1] + other, out=row[:, 1:])
        if i + 1 < size:  # what follows the quote costs nothing
            first, further = _gap(i, cuts)
            least = np.minimum.accumulate(row - steps * further, axis=1)
            np.minimum(
                row[:, 1:], least[:, :-1] + steps[1:] * further + first - further, out=row[:, 1:]
            )
        costs[i + 1] = row
    return [
        _trace(index, words, c, costs[:, n, : c.last - c.first + 1], cuts)
        for n, c in enumerate(candidates)
    ]


def _gap(i: int, cuts: frozenset[int]) -> tuple[float, float]:
    """Return what the first and each further word costs that is added after word `i`."""
    return (_LEFT_OUT, _LEFT_OUT) if i in cuts else (_ADDED, _ADDED_FURTHER)


def _trace(
    index: ArticleIndex,
    words: Sequence[Word],
    candidate: Candidate,
    costs: Floats,
    cuts: frozenset[int],
) -> Alignment:
    """Return the cheapest alignment by its `costs`, of the first i words with the first j."""

    def is_pair(i: int, j: int) -> bool:
        """Tell whether words i - 1 and j - 1 are next to each other in a cheapest alignment."""
        other = int(index.words[candidate.first + j - 1])
        is_alike = int(index.stems[other]) == words[i - 1].stem
        pair = 0.0 if words[i - 1].number == other else _ALIKE if is_alike else _OTHER
        return bool(abs(costs[i - 1, j - 1] + pair - costs[i, j]) < _EQUAL)

    i, j = len(words), int(np.argmin(costs[-1]))
    cost = float(costs[-1, j])
    pairs: list[tuple[int, int]] = []
    if j + 1 < costs.shape[1] and costs[i, j + 1] - cost < _EQUAL and is_pair(i, j + 1):
        j += 1  # rather another last word than none
    while i:
        if j and is_pair(i, j):
            i, j = i - 1, j - 1
            pairs.append((i, candidate.first + j))
            continue
        if j and i < len(words):
            # Words added after word i - 1: back to where the gap began.
            first, further = _gap(i - 1, cuts)
            gaps = costs[i, :j] + first + further * np.arange(j - 1, -1, -1)
            opened = int(np.argmin(gaps))
            if gaps[opened] - costs[i, j] < _EQUAL:
                j = opened
                continue
        i -= 1
    return Alignment(candidate.document, cost, tuple(reversed(pairs)))
