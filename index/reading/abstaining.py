"""Whether the articles answer at all: one calibrated probability per question.

Raw retrieval scores do not separate questions that an article answers from those it does not.
What does is the whole ranking: how far the best sentence stands out, how much of the question
it and its neighbourhood cover, and which words and names of the question the articles never
use. A logistic regression over these gives the probability; a question is answered from
`THRESHOLD` on. It is trained with answerable and unanswerable questions weighing the same, most
of the latter about what the article is about, so 0.5 is where one is as likely as the other.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Sequence
from itertools import compress
from operator import and_, not_

import numpy as np

from index.questions.analysis import KINDS, Question
from index.questions.spelling import ALIKE
from index.ranking.matching import MEASURES, Matches
from index.ranking.ranker import softmax
from index.ranking.sentence_index import VIEWS, Values
from index.reading.short_answer import GIVEN

THRESHOLD = 0.5

_COVERAGE = [i * len(MEASURES) + MEASURES.index("coverage") for i in range(len(VIEWS))]
_RELATED = 0.7  # what a related word counts beside the word itself

ABSTAIN_FEATURES: tuple[str, ...] = (
    "top score",
    "top probability",
    "gap to second",
    "entropy",
    "spread",
    "candidates",
    "terms",
    "words",
    "unknown share",
    "unknown terms",
    "unknown names",
    "unknown name share",
    "unknown numbers",
    "not alike terms",
    "names",
    *(f"{scope} {which}" for scope in ("sentence", "near", "passage") for which in ("best", "max")),
    "sentence missing",
    "least missing",
    "all met",
    "name coverage",
    "other coverage",
    "surprise",
    "surplus",
    "short answer",
    "short answer wanting",
    "kind wanting",
    "meaning best",
    "meaning max",
    *(f"max {view} coverage" for view in VIEWS),
    *(f"asks {kind}" for kind in KINDS),
)


def abstain_features(
    question: Question,
    matches: Matches,
    scores: Values,
    known: Container[str],
    *,
    short_answer: float | None,
    lacks_answer: bool,
) -> Values:
    """Return the values of `ABSTAIN_FEATURES` for one question, from its ranking.

    `scores` are those of the candidates of `matches`, in the same order; there is at least one.
    `known` has every term of the articles. `short_answer` is the expected F1 of the best
    candidate's short answer, None for none; `lacks_answer` is
    `index.ranking.answer_types.lacks_answer` of it.
    """
    best = int(np.argmax(scores))
    second = float(np.partition(scores, -2)[-2]) if len(scores) > 1 else -math.inf
    probabilities = softmax(scores)
    entropy = -float(probabilities @ np.log(probabilities + 1e-12))
    terms = question.terms
    n = max(1, len(terms))
    names = [question.is_name(token) for token in question.first_tokens]
    unknown = [term not in known for term in terms]
    unknown_names = sum(map(and_, unknown, names))
    numbers = [token.is_number for token in question.first_tokens]
    similar = matches.similar * (matches.similar > ALIKE)
    met = np.maximum(np.maximum(matches.met, similar), matches.related * _RELATED)
    near = np.maximum(met, np.maximum(matches.before, matches.after))
    passage = np.maximum(near, matches.elsewhere)
    met_by_best = met[best].tolist()
    sums = np.stack([met, near, passage]).sum(axis=2)
    shares = sums / n
    df = matches.met.mean(axis=0)
    rarity = -np.log(np.maximum(df, 1 / (len(scores) + 1)))
    values: list[float] = [
        float(scores[best]) / 5,
        float(probabilities[best]),
        min(2.0, (float(scores[best]) - second) / 5),
        entropy,
        float(scores.std()) / 3,
        math.log(len(scores)),
        math.log1p(len(terms)),
        len(question.words) / 10,
        sum(unknown) / n,
        sum(unknown),
        unknown_names,
        unknown_names / max(1, sum(names)),
        sum(map(and_, unknown, numbers)),
        sum(value < ALIKE for value in met.max(axis=0).tolist()),
        sum(names),
    ]
    for own, highest in zip(shares[:, best].tolist(), shares.max(axis=1).tolist(), strict=True):
        values += [own, highest]
    values += [
        len(terms) - float(sums[0, best]),
        len(terms) - float(sums[0].max()),
        bool(terms) and all(value > ALIKE for value in met_by_best),
        _share(list(compress(met_by_best, names))),
        _share(list(compress(met_by_best, map(not_, names)))),
        # How unlikely it is that so many terms meet in one sentence by chance.
        float((matches.met @ rarity).max()) / 5,
        float((matches.met[best] - df).sum()) / n,
        short_answer or 0.0,
        short_answer is None or short_answer < GIVEN,
        lacks_answer,
        float(matches.meaning[best]),
        float(matches.meaning.max()),
        *matches.measures[:, _COVERAGE].max(axis=0).tolist(),
        *(kind in question.kinds for kind in KINDS),
    ]
    return np.array(values, dtype=float)


def alike_terms(question: Question, matches: Matches) -> set[str]:
    """Return the terms of `question` that some candidate implies, or has by another word."""
    if not question.terms:
        return set()
    likeness = np.maximum(matches.similar, matches.related).max(axis=0)
    return {term for term, value in zip(question.terms, likeness, strict=True) if value > ALIKE}


def unknown_words(questions: Iterable[Question], known: Container[str]) -> tuple[str, ...]:
    """Return the question's content words that the articles never use, as the reader wrote them.

    `questions` is one question, analysed for each language of the articles: a word that any of
    them knows is known.
    """
    words: dict[int, str] = {}
    found: set[int] = set()
    for question in questions:
        for token in question.tokens:
            words[token.start] = question.text[token.start : token.end]
            if token.term in known:
                found.add(token.start)
    return tuple(dict.fromkeys(words[start] for start in sorted(words.keys() - found)))


def _share(met: Sequence[float]) -> float:
    """Return the mean of `met`; -0.5, apart from any share, where there is none."""
    return sum(met) / len(met) if met else -0.5
