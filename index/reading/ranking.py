"""What ranking and reading make of a question, before anything is cited."""

from __future__ import annotations

from dataclasses import dataclass

from index.questions.analysis import Question
from index.ranking.ranker import RankedSentence


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best sentences for one question, best first, and the chance that the first answers.

    Of all candidates, `sentences` are the `index.engine.TOP_SENTENCES` best. `confidence` is
    calibrated, 0 to 1; `short_answer` is the place of the short answer in the first sentence's
    document, where there is one; `matched` says whether any word of the question occurs in the
    articles, `unknown` which of its words do not, as the reader wrote them.
    """

    question: Question
    sentences: tuple[RankedSentence, ...]
    confidence: float
    short_answer: tuple[int, int] | None
    matched: bool
    unknown: tuple[str, ...]
