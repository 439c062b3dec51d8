"""What ranking and reading make of a question, before anything is cited."""

from __future__ import annotations

from dataclasses import dataclass

from index.questions.analysis import Question
from index.ranking.ranker import RankedSentence
from index.retrieval.limits import AppliedLimits


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best sentences for one question, best first, and the chance that the first answers.

    Of all candidates, `sentences` are the `index.engine.TOP_SENTENCES` best. `confidence` is
    calibrated, 0 to 1; where it is at least `threshold` the question is answered. `short_answer`
    is the place of the short answer in the first sentence's document, where there is one;
    `matched` says whether anything of the question occurs in the articles, in its words or in
    others, `unknown` which of its words do not, as the reader wrote them. `limits` are those that
    the candidates were inside; None where there were none.
    """

    question: Question
    sentences: tuple[RankedSentence, ...]
    confidence: float
    threshold: float
    short_answer: tuple[int, int] | None
    matched: bool
    unknown: tuple[str, ...]
    limits: AppliedLimits | None = None

    @property
    def is_answered(self) -> bool:
        """Whether the articles are taken to answer."""
        return bool(self.sentences) and self.confidence >= self.threshold
