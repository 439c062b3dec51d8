"""Which sentence answers: stage one and what was read, weighed together.

A second conditional logit (`index.ranking.ranker`) over the same candidates. Only the windows
round the first sentences of stage one are read; the other candidates are `unread`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from index.ranking.ranker import StageOne
from index.ranking.sentence_index import Values
from index.reading.reader import SentenceReading

CHOICE = ("stage one", "margin", "unread")


def choice_features(stage: StageOne, readings: Mapping[int, SentenceReading]) -> Values:
    """Return `CHOICE` of each candidate of `stage`; shape (candidates, `CHOICE`).

    `readings` are by row: the log-probability in stage one, and of what was read the margin of
    the best words over no answer.
    """
    values = np.zeros((len(stage.rows), len(CHOICE)))
    values[:, 0] = stage.log_probabilities
    values[:, 2] = 1.0
    for position, row in enumerate(stage.rows.tolist()):
        if reading := readings.get(row):
            values[position, 1:] = reading.margin, 0.0
    return values


def choice_scores(stage: StageOne, choice: Values, weights: Values) -> Values:
    """Return the score of each candidate from its `CHOICE`; stage one's where nothing was read."""
    if choice[:, CHOICE.index("unread")].all():
        return stage.scores
    return stage.demoted(choice @ weights)
