"""Why a sentence is where it is in a ranking: value x weight of each feature."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from index.ranking.features import FEATURES
from index.ranking.ranker import RankedSentence
from index.ranking.sentence_index import Values
from index.reading.choosing import CHOICE
from index.reading.ranking import Ranking
from index.reading.weights import Weights


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a feature adds to a sentence's score: `value` x `weight`."""

    feature: str
    value: float
    weight: float

    @property
    def product(self) -> float:
        """What it adds."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class ExplainedSentence:
    """A sentence of a ranking and all that decided its place, the weightiest first.

    `contributions` are those of stage one, `reading` what the reader and stage one add together;
    `score` is the sum of the latter where there is a reader, of the former where there is none.
    """

    rank: int
    start: int
    end: int
    text: str
    probability: float
    score: float
    contributions: tuple[Contribution, ...]
    reading: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an answer is what it is.

    `question` is as it was understood, in `language`, `kinds` are the kinds of answer asked for,
    `unknown` the words that the articles do not use; `confidence` and `threshold` decide whether to
    answer; `sentences` are those that the answer shows, best first.
    """

    question: str
    language: str
    unknown: tuple[str, ...]
    kinds: tuple[str, ...]
    confidence: float
    threshold: float
    sentences: tuple[ExplainedSentence, ...]


def explain(
    ranking: Ranking,
    weights: Weights,
    *,
    shown: Container[tuple[str, int]] | None,
) -> Explanation:
    """Return what decided `ranking`: of the sentences at the places `shown`, or of all."""
    return Explanation(
        question=ranking.question.normalised,
        language=ranking.question.language,
        unknown=ranking.unknown,
        kinds=tuple(sorted(ranking.question.kinds)),
        confidence=ranking.confidence,
        threshold=ranking.threshold,
        sentences=tuple(
            _explained(rank, ranked, weights)
            for rank, ranked in enumerate(ranking.sentences, 1)
            if shown is None or ranked.sentence.place in shown
        ),
    )


def _explained(rank: int, ranked: RankedSentence, weights: Weights) -> ExplainedSentence:
    sentence = ranked.sentence
    return ExplainedSentence(
        rank,
        sentence.start,
        sentence.end,
        sentence.text,
        ranked.probability,
        ranked.score,
        _contributions(FEATURES, ranked.contributions, weights.ranker),
        _contributions(CHOICE, ranked.reading, weights.choice),
    )


def _contributions(
    names: Sequence[str], products: Values, weights: Values
) -> tuple[Contribution, ...]:
    found = [
        Contribution(name, float(product / weight), float(weight))
        for name, product, weight in zip(names, products, weights, strict=False)
        if product
    ]
    return tuple(sorted(found, key=lambda c: (-abs(c.product), c.feature)))
