"""From features to probabilities: a conditional logit over the sentences of one question.

    P(sentence i answers | question) = exp(w . x_i) / sum_j exp(w . x_j)

(McFadden, 1974, "Conditional logit analysis of qualitative choice behavior".) Linear, so that
every score explains itself as a sum of feature x weight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.documents.document import Document
from index.documents.passages import Passage
from index.documents.sentences import Sentence
from index.ranking.features import Matrix
from index.ranking.sentence_view import Candidate


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence with its place in the ranking of one question.

    `score` is the linear score, comparable within the question only; `probability` its share
    among the candidates, which sum to 1. `contributions` are each feature's value x weight, in
    the order of `index.ranking.features.FEATURES`.
    """

    document: Document
    passage: Passage
    sentence: Sentence
    candidate: Candidate
    score: float
    probability: float
    contributions: Matrix

    @property
    def text(self) -> str:
        """The quote: the document's own characters from `sentence.start` to `sentence.end`."""
        return self.document.text[self.sentence.start : self.sentence.end]


def softmax(scores: Matrix) -> Matrix:
    """The scores as probabilities that sum to 1; shape kept."""
    shifted = np.exp(scores - scores.max())
    return np.asarray(shifted / shifted.sum())
