"""Fit all weights on question sets, and say how well they do on the unseen.

Deterministic: the same files give the same weights. Figures are cross-validated with folds by
document, so that no question is scored by weights that saw it or others asked of its article.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import DatasetError
from index.ranking.answer_types import lacks_answer
from index.ranking.sentence_index import Values as Matrix
from index.reading.abstaining import THRESHOLD, abstain_features
from index.reading.short_answer import ShortAnswer, answers_whole, choose_span
from index.reading.weights import Weights
from index.retrieval.embeddings import Encoder
from index.training.datasets import Dataset
from index.training.examples import TrainingExample, make_examples
from index.training.fitting import (
    fit_conditional_logit,
    fit_logistic,
    fit_sparse_logit,
    require_scipy,
)
from index.training.metrics import answer_f1, auroc, calibration_error, hit_at, mrr_at

FOLDS = 5
RANKER_RIDGE = 100.0  # on standardised features; 30 to 300 move hit@1 by less than 0.003
ABSTAIN_RIDGE = 50.0
SPAN_RIDGE = 8.0  # 2 to 8 move the F1 of short answers by less than 0.003
# What share of the unanswerable questions is taken to be about something else entirely, and about
# somebody else. Readers mostly ask about what the article is about, and it is there that a wrong
# answer misleads.
EASY_SHARE = 0.15
SWAPPED_SHARE = 0.2


def train_weights(
    datasets: Sequence[Dataset],
    *,
    encoder: Encoder | None = None,
    cache: Path | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Weights:
    """The weights fitted on all `datasets`, with their cross-validated figures.

    With an `encoder` (`index.retrieval.embeddings`), also those for where the meanings of words
    are known;
    `cache` is where the vectors of the articles are kept. `progress` is called with the name of
    the step, and how much of it is done of how much.
    Raises `DatasetError` where the sets hold too few documents for `FOLDS` folds, or scipy is not
    installed.
    """
    require_scipy()
    report = progress or (lambda *_: None)
    lexical = _train(datasets, None, report)
    if encoder is None:
        return lexical
    return replace(
        lexical,
        meaning=_train(
            datasets, encoder, lambda step, *rest: report(f"{step} with vectors", *rest), cache
        ),
    )


def _train(
    datasets: Sequence[Dataset],
    encoder: Encoder | None,
    report: Callable[[str, int, int], None],
    cache: Path | None = None,
) -> Weights:
    total = sum(dataset.size for dataset in datasets)
    cases: list[TrainingExample] = []
    done = 0
    for size, made in make_examples(datasets, encoder, cache=cache):
        cases.extend(made)
        done += size
        report("analysing", done, total)
    groups = sorted({case.group for case in cases})
    if len(groups) < FOLDS:
        raise DatasetError(
            f"train: needs questions on at least {FOLDS} documents to cross-validate; "
            f"the sets have {len(groups)}"
        )
    if len({case.group for case in cases if case.right.any() and len(case.right) > 1}) < FOLDS:
        raise DatasetError(
            f"train: needs questions that at least {FOLDS} documents of several sentences answer; "
            "the sets have fewer"
        )
    fold_of = {group: number % FOLDS for number, group in enumerate(groups)}
    outcomes: list[_Outcome] = []
    for fold in range(FOLDS):
        seen = [case for case in cases if fold_of[case.group] != fold]
        weights = _fit(seen)
        outcomes += [_outcome(case, weights) for case in cases if fold_of[case.group] == fold]
        report("cross-validating", fold + 1, FOLDS + 1)
    final = _fit(cases)
    report("cross-validating", FOLDS + 1, FOLDS + 1)
    return Weights(
        ranker=final.ranker,
        spans=final.spans,
        abstain=final.abstain,
        bias=final.bias,
        trained_at=date.today().isoformat(),
        trained_on=tuple(
            {"name": d.name, "sha256": d.sha256, "questions": d.size} for d in datasets
        ),
        figures=_figures(outcomes),
    )


def _fit(cases: Sequence[TrainingExample]) -> Weights:
    ranker = fit_conditional_logit(
        [(c.features, c.right) for c in cases if c.right.any() and len(c.right) > 1],
        ridge=RANKER_RIDGE,
    )
    spans = fit_spans(cases)
    rows = np.array([abstain_row(case, ranker, spans) for case in cases])
    labels = np.array([case.right.any() for case in cases])
    mass = example_masses(cases)
    bias, abstain = fit_logistic(rows, labels, mass, ridge=ABSTAIN_RIDGE)
    return Weights(ranker, spans, abstain, bias)


def example_masses(cases: Sequence[TrainingExample]) -> Matrix:
    """How often each case counts: answerable and unanswerable alike in total, on average once."""
    labels = np.array([case.right.any() for case in cases])
    kinds = np.array([case.kind for case in cases])
    easy, swapped = ~labels & (kinds == "easy"), ~labels & (kinds == "swapped")
    other = ~labels & ~easy & ~swapped
    ways = (
        (easy, EASY_SHARE),
        (swapped, SWAPPED_SHARE),
        (other, 1.0 - EASY_SHARE - SWAPPED_SHARE),
    )
    total = sum(share for chosen, share in ways if chosen.any()) or 1.0
    mass = _spread(labels, 1.0)
    for chosen, share in ways:
        mass += _spread(chosen, share / total)
    return np.asarray(mass * len(cases) / mass.sum(), dtype=np.float64)


def _spread(chosen: NDArray[np.bool_], mass: float) -> Matrix:
    """`mass` shared out evenly over the chosen rows."""
    return np.asarray(chosen * (mass / max(1, int(chosen.sum()))), dtype=np.float64)


def fit_spans(cases: Sequence[TrainingExample]) -> Matrix:
    """The weights of short answers, on the sentences in which an answer begins."""
    data = []
    for case in cases:
        for position in np.flatnonzero(case.right)[:1]:
            rows = case.span_rows(int(position)).features
            if rows.shape[0]:
                data.append((rows, case.span_shares(int(position)) ** 2))
    return fit_sparse_logit(data, ridge=SPAN_RIDGE)


def _short_answer(case: TrainingExample, weights: Matrix, position: int) -> ShortAnswer | None:
    """What `find_short_answer` would find in the candidate at `position`."""
    if answers_whole(case.question):
        return None
    rows = case.span_rows(position)
    if not rows.features.shape[0]:
        return None
    sentence = case.sentence(position)
    speaker = case.shown.article.speaker_of(sentence.start, sentence.end)
    return choose_span(case.question, sentence, speaker, rows.spans, rows.features @ weights)


def abstain_row(case: TrainingExample, ranker: Matrix, spans: Matrix) -> Matrix:
    """`ABSTAIN_FEATURES` of `case`, ranked and its short answers found with these."""
    scores = case.features @ ranker
    best = int(np.argmax(scores))
    found = _short_answer(case, spans, best)
    return abstain_features(
        case.question,
        case.matches,
        scores,
        case.known,
        short_answer=found.expected if found else None,
        lacks_answer=lacks_answer(case.question, case.matches, best),
    )


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What weights that did not see it make of one case.

    `rank` is that of the first right candidate, from 1, or None; `odds` the log-odds of an
    answer; `f1` that of the short answers given, 0 where none are, or no answer.
    """

    case: TrainingExample
    rank: int | None
    odds: float
    f1: float


def _outcome(case: TrainingExample, weights: Weights) -> _Outcome:
    scores = case.features @ weights.ranker
    order = np.argsort(-scores, kind="stable")
    right = np.flatnonzero(case.right[order])
    row = abstain_row(case, weights.ranker, weights.spans)
    odds = weights.bias + float(row @ weights.abstain)
    f1 = 0.0
    if case.right.any() and odds >= math.log(THRESHOLD / (1 - THRESHOLD)):
        best = int(order[0])
        found = _short_answer(case, weights.spans, best)
        if found and found.is_given:
            text = case.sentence(best).document.text
            f1 = answer_f1(text[found.start : found.end], case.golds)
    return _Outcome(case, int(right[0]) + 1 if len(right) else None, odds, f1)


def _figures(outcomes: Sequence[_Outcome]) -> dict[str, Any]:
    """The measures of each set, on folds that the weights did not see."""
    figures: dict[str, Any] = {}
    for source in sorted({o.case.source for o in outcomes} - {""}):
        own = [o for o in outcomes if o.case.source == source]
        known = [o for o in own if o.case.right.any()]
        unknown = [o for o in own if not o.case.right.any()]
        ranks = [o.rank for o in known]
        row: dict[str, Any] = {
            "questions": len(own),
            "hit@1": round(hit_at(ranks, 1), 4),
            "hit@3": round(hit_at(ranks, 3), 4),
            "MRR@10": round(mrr_at(ranks, 10), 4),
            "F1": round(sum(o.f1 for o in known) / max(1, len(known)), 4),
        }
        for kind in sorted({o.case.kind for o in unknown}):
            odds = [o.odds for o in unknown if o.case.kind == kind]
            area = auroc([o.odds for o in known], odds)
            if area is not None:
                row[f"AUROC {kind}".strip()] = round(area, 4)
        figures[source] = row
    stated = 1 / (1 + np.exp(-np.array([o.odds for o in outcomes])))
    error = calibration_error(
        list(stated),
        [bool(o.case.right.any()) for o in outcomes],
        list(example_masses([o.case for o in outcomes])),
        bins=10,
    )
    figures["confidence"] = {"cases": len(outcomes), "calibration error": round(error, 4)}
    return figures
