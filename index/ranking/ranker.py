"""From features to probabilities: a conditional logit over the sentences of one question.

    P(sentence i answers | question) = exp(w . x_i) / sum_j exp(w . x_j)

(McFadden, 1974, "Conditional logit analysis of qualitative choice behavior".) Linear, so that
every score explains itself as a sum of feature x weight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.annotations.indexed import IndexedSentence
from index.ranking.sentence_index import Values


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence with its place in the ranking of one question.

    `score` is the linear score, comparable within the question only; `probability` its share
    among the candidates, which sum to 1. `contributions` are each feature's value x weight, in
    the order of `index.ranking.features.FEATURES`.
    """

    sentence: IndexedSentence
    score: float
    probability: float
    contributions: Values


def softmax(scores: Values) -> Values:
    """Return the scores as probabilities that sum to 1; shape kept."""
    shifted = np.exp(scores - scores.max())
    return np.asarray(shifted / shifted.sum())
