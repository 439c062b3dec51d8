"""Why a sentence is where it is in a ranking: value x weight of each feature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.answering.citing import Place, Role
from index.answering.differing import find_differing
from index.ranking.features import FEATURES
from index.ranking.ranker import RankedSentence
from index.ranking.sentence_index import Values
from index.reading.choosing import CHOICE
from index.reading.ranking import Ranking
from index.reading.weights import Weights

ASKS, HEADING, CLAUSE = "asks itself", "is a heading", "clause asked for"
LACKS = "names lacking"
MOVED = (ASKS, HEADING, CLAUSE, LACKS)  # why a sentence is elsewhere than its features put it
_ROUNDING = 1e-6  # two sums of the same numbers differ by less


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a feature adds to a sentence's score: `value` x `weight`.

    The feature `ASKS` takes a sentence that is a question behind all that are none, `HEADING` a
    heading behind all text or, where it alone answers, before it; `CLAUSE` takes the clause that
    is asked for by its number before all others; by `LACKS` a sentence loses whose article is not
    about whom or what the question names.
    """

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

    `role` is what it is quoted as; None where it is no part of an answer.
    """

    role: Role | None
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
    answer; `sentences` are those that the answer shows, best first. `conflict`: articles differ;
    what others than the best article answer comes last where it was not among the best.
    """

    question: str
    language: str
    unknown: tuple[str, ...]
    kinds: tuple[str, ...]
    confidence: float
    threshold: float
    sentences: tuple[ExplainedSentence, ...]
    conflict: bool = False


def explain(
    ranking: Ranking,
    weights: Weights,
    *,
    shown: Mapping[Place, Role | None] | None,
) -> Explanation:
    """Return what decided `ranking`: of the sentences at the places `shown`, or of all.

    `shown` gives the role of each.
    """
    conflict = ranking.is_answered and find_differing(ranking) is not None
    # As they were read once it was known that another article answers too.
    rivals = {r.ranked.sentence.place: r.ranked for r in ranking.rivals if conflict}
    sentences = [rivals.pop(ranked.sentence.place, ranked) for ranked in ranking.sentences]
    sentences += rivals.values()
    return Explanation(
        question=ranking.question.normalised,
        language=ranking.question.language,
        unknown=ranking.unknown,
        kinds=tuple(sorted(ranking.question.kinds)),
        confidence=ranking.confidence,
        threshold=ranking.threshold,
        sentences=tuple(
            _explained(rank, ranked, weights, shown.get(ranked.sentence.place) if shown else None)
            for rank, ranked in enumerate(sentences, 1)
            if shown is None or ranked.sentence.place in shown
        ),
        conflict=conflict,
    )


def _explained(
    rank: int, ranked: RankedSentence, weights: Weights, role: Role | None
) -> ExplainedSentence:
    words = _contributions(FEATURES, ranked.contributions, weights.ranker)
    if ranked.lack:
        words += (Contribution(LACKS, ranked.lack, -1.0),)
        words = tuple(sorted(words, key=_weight))
    read = _contributions(CHOICE, ranked.reading, weights.choice)
    sentence = ranked.sentence
    moved = ranked.score - sum(part.product for part in read or words)
    if sentence.asks or abs(moved) > _ROUNDING:
        why = ASKS if sentence.asks else HEADING if sentence.is_heading else CLAUSE
        added = (Contribution(why, 1.0, moved),)
        words, read = (words, read + added) if read else (words + added, read)
    return ExplainedSentence(
        role,
        rank,
        sentence.start,
        sentence.end,
        sentence.text,
        ranked.probability,
        ranked.score,
        words,
        read,
    )


def _contributions(
    names: Sequence[str], products: Values, weights: Values
) -> tuple[Contribution, ...]:
    found = [
        Contribution(name, float(product / weight), float(weight))
        for name, product, weight in zip(names, products, weights, strict=False)
        if product
    ]
    return tuple(sorted(found, key=_weight))


def _weight(contribution: Contribution) -> tuple[float, str]:
    """What orders contributions, the weightiest first."""
    return -abs(contribution.product), contribution.feature
