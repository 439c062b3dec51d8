"""The ranked sentences of one question and the chance of an answer: what answering starts from."""

from __future__ import annotations

from dataclasses import dataclass

from index.questions.analysis import Question
from index.ranking.ranker import RankedSentence


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidate sentences of one question, best first, and the chance that one answers.

    `confidence` is calibrated, 0 to 1; `key_words` is the place of the best sentence's key words
    in its document, where it has any; `matched` says whether any word of the question stands
    in the articles, `unknown` which of its words do not, as the reader wrote them.
    """

    question: Question
    sentences: tuple[RankedSentence, ...]
    confidence: float
    key_words: tuple[int, int] | None
    matched: bool
    unknown: tuple[str, ...]
