"""From features to probabilities: a conditional logit over the sentences of one question.

    P(sentence i answers | question) = exp(w . x_i) / sum_j exp(w . x_j)

(McFadden, 1974, "Conditional logit analysis of qualitative choice behavior".) Linear, so that
every score explains itself as a sum of feature x weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.annotations.indexed import IndexedSentence
from index.questions.analysis import Question
from index.ranking.matching import Matches
from index.ranking.sentence_index import Rows, Values


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence with its place in the ranking of one question.

    `score` is the linear score, comparable within the question only; `probability` its share
    among the candidates, which sum to 1. `contributions` are each feature's value x weight, in
    the order of `index.ranking.features.FEATURES`, and `reading` those of what was read, in the
    order of `index.reading.choosing.CHOICE`; empty without a reader. `lack` is what it loses by
    what its article is not about (`index.ranking.subjects`), 0 or above.
    """

    sentence: IndexedSentence
    score: float
    probability: float
    contributions: Values
    reading: Values
    lack: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """The candidates in one language, in reading order, and the question as analysed for it.

    `features` is of shape (candidates, `FEATURES`), `lacks`, of (candidates,), is what each loses
    by what its article is not about (`index.ranking.subjects`).
    """

    question: Question
    matches: Matches
    features: Values
    lacks: Values

    @property
    def rows(self) -> Rows:
        """The candidates' rows in the sentence index."""
        return self.matches.candidates.rows


class StageOne:
    """All candidates of one question with their linear scores: what is read is chosen by them.

    `rows`, `asks`, `is_heading`, `lacks`, `raw`, `scores` and `log_probabilities` are of shape
    (candidates,), `features` of (candidates, `FEATURES`); one group after the other. A sentence
    that asks is no answer, however alike it is, and a heading shares its words with the text under
    it: in `scores`, unlike `raw`, headings are below all text, and what asks below all others.
    """

    def __init__(self, groups: Sequence[Group], weights: Values) -> None:
        self.groups = tuple(groups)
        self.rows: Rows = np.concatenate([group.rows for group in groups])
        self.features: Values = np.concatenate([group.features for group in groups])
        self.asks = np.concatenate([group.matches.candidates.asks for group in groups])
        self.is_heading = np.concatenate([g.matches.candidates.is_heading for g in groups])
        self.lacks: Values = np.concatenate([group.lacks for group in groups])
        self.raw: Values = self.features @ weights
        self.scores = self.demoted(self.raw - self.lacks)
        self.log_probabilities: Values = log_softmax(self.scores)

    def demoted(self, scores: Values) -> Values:
        """Return `scores`, one for each candidate, with headings, then those that ask, last."""
        heads = self.is_heading & ~self.asks
        text = ~self.is_heading & ~self.asks
        if heads.any() and text.any():
            drop = max(0.0, float(scores[heads].max() - scores[text].min()) + 1)
            scores = np.where(heads, scores - drop, scores)
        return np.where(self.asks, scores.min() - 1, scores)

    def order(self, scores: Values) -> list[int]:
        """Return the candidates' positions, best of `scores` first, ties in reading order.

        Those that ask come last.
        """
        order: list[int] = np.lexsort((self.rows, -scores, self.asks)).tolist()
        return order

    def group_of(self, position: int) -> tuple[Group, int]:
        """Return the group of the candidate at `position`, and its position there."""
        for group in self.groups:
            if position < len(group.rows):
                return group, position
            position -= len(group.rows)
        raise IndexError(position)


def softmax(scores: Values) -> Values:
    """Return the scores as probabilities that sum to 1; shape kept."""
    return np.asarray(np.exp(log_softmax(scores)))


def log_softmax(scores: Values) -> Values:
    """Return the logarithms of `softmax(scores)`."""
    shifted = scores - scores.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()))
