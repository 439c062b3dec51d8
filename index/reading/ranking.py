"""What ranking and reading make of a question, before anything is cited."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.questions.analysis import Question
from index.ranking.ranker import RankedSentence, StageOne
from index.ranking.sentence_index import Values
from index.reading.choosing import CHOICE
from index.reading.weights import Weights
from index.retrieval.limits import AppliedLimits


@dataclass(frozen=True, slots=True)
class Rival:
    """A sentence of another article that answers too, and where in it the short answer is.

    Its score is comparable with that of the ranking's first, its probability is what it would be
    in its article alone, and so is `confidence`.
    """

    ranked: RankedSentence
    short_answer: tuple[int, int]
    confidence: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best sentences for one question, best first, and the chance that the first answers.

    Of all candidates, `sentences` are the `index.engine.TOP_SENTENCES` best. `confidence` is
    calibrated, 0 to 1; where it is at least `threshold` the question is answered. `short_answer`
    is the place of the short answer in the first sentence's document, where there is one;
    `matched` says whether anything of the question occurs in the articles, in its words or in
    others, `unknown` which of its words do not, as the reader wrote them. `limits` are those that
    the candidates were inside; None where there were none. `rivals` are what other articles on
    the same answer, where the first does.
    """

    question: Question
    sentences: tuple[RankedSentence, ...]
    confidence: float
    threshold: float
    short_answer: tuple[int, int] | None
    matched: bool
    unknown: tuple[str, ...]
    limits: AppliedLimits | None = None
    rivals: tuple[Rival, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether the articles are taken to answer."""
        return bool(self.sentences) and self.confidence >= self.threshold


def ranked_sentence(
    stage: StageOne,
    position: int,
    scores: Values,
    probabilities: Values,
    choice: Values,
    weights: Weights,
) -> RankedSentence:
    """Return the candidate at `position` of `stage`, ranked by `scores`.

    `probabilities` and `choice` (`index.reading.choosing`) are those of all candidates.
    """
    is_read = bool((choice[:, CHOICE.index("unread")] == 0).any())
    return RankedSentence(
        stage.groups[0].matches.candidates.index.sentences[int(stage.rows[position])],
        float(scores[position]),
        float(probabilities[position]),
        stage.features[position] * weights.ranker,
        choice[position] * weights.choice if is_read else np.zeros(0),
        float(stage.lacks[position]),
    )
