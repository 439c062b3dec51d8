"""Passages by what they mean: cosines of vectors, and how they are merged with BM25's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_RANK_OFFSET = 60  # reciprocal rank fusion's k, as Cormack et al. (2009) set it


class DenseRetriever:
    """The vectors of sentences, each of length 1, and the passage that each is in.

    vectors: (rows, width)
    passage: (rows,), ascending
    """

    def __init__(self, vectors: Vectors, passage: NDArray[np.intp]) -> None:
        self._vectors = vectors
        self._starts = np.flatnonzero(np.diff(passage, prepend=-1))

    def cosines(self, question: Vectors) -> NDArray[np.float64]:
        """Return the cosine of each row with the vector of a question; shape (rows,)."""
        return (self._vectors @ question).astype(np.float64)

    def passages(self, cosines: NDArray[np.float64], top_k: int) -> list[int]:
        """Return the `top_k` passages whose best sentence is nearest, best first.

        Ties come in order of position.
        """
        if not len(self._starts):
            return []
        best = np.maximum.reduceat(cosines, self._starts)
        order: list[int] = np.lexsort((np.arange(len(best)), -best))[:top_k].tolist()
        return order


def merge(rankings: Sequence[Sequence[int]], top_k: int) -> list[int]:
    """Return the `top_k` best of several rankings by reciprocal rank fusion, best first.

    (Cormack, Clarke and Büttcher, 2009, "Reciprocal rank fusion outperforms Condorcet and
    individual rank learning methods".) Each ranking lists positions, best first; ties come in
    order of position.
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, position in enumerate(ranking, 1):
            scores[position] = scores.get(position, 0.0) + 1 / (_RANK_OFFSET + rank)
    return sorted(scores, key=lambda position: (-scores[position], position))[:top_k]
