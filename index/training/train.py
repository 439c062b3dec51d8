"""Fit all weights on question sets, and say how well they do on the unseen.

In this order: the reader (`index.training.reader`, hours; its file is given here), the ranker's
word features on the documents that the reader learnt from, and on documents kept from both, which
neither has seen: what meaning adds to the ranker, how much what was read counts, and whether to
answer. Figures are of the kept documents, in folds by document, so that no question is scored by
weights that saw it or others asked of its article. Deterministic: the same files give the same
weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engine import Engine
from index.errors import DatasetError
from index.ranking.features import FEATURES, MEANING
from index.ranking.sentence_index import Values as Matrix
from index.reading.choosing import CHOICE, choice_features, choice_scores
from index.reading.deciding import EVIDENCE, answers_whole, evidence
from index.reading.reader import Reader
from index.reading.weights import Decision, Weights
from index.training.datasets import Dataset, Entry
from index.training.examples import Case, crossed, make_cases, make_foils, names_asked
from index.training.fitting import fit_conditional_logit, fit_logistic
from index.training.kept import is_kept
from index.training.metrics import answer_f1, auroc, calibration_error, hit_at, mrr_at

FOLDS = 5
RANKER_RIDGE = 100.0  # on standardised features; 30 to 300 move hit@1 by less than 0.003
CHOICE_RIDGE = 1.0
DECISION_RIDGE = 5.0
WRONG_COST = 2.0  # of answering what should not be, where a missed answer costs 1
UNANSWERABLE = 0.3  # of all questions, as readers ask them: what news.json has
# What share of the unanswerable questions each way of making them has. Readers mostly ask about
# what the article is about, and it is there that a wrong answer misleads.
SHARES = {"easy": 0.1, "swapped": 0.15, "number": 0.1, "hard": 0.15}
_MEANING = slice(FEATURES.index(MEANING[0]), FEATURES.index(MEANING[-1]) + 1)

Report = Callable[[str, int, int], None]


def blank_weights() -> Weights:
    """Return weights of 0, to index with before there are any."""
    nothing = Decision(0.0, np.zeros(len(EVIDENCE)), 0.5)
    return Weights(np.zeros(len(FEATURES)), np.zeros(len(CHOICE)), nothing, nothing)


def train_weights(
    datasets: Sequence[Dataset],
    reader: Reader,
    *,
    cache: Path | None = None,
    progress: Report | None = None,
) -> Weights:
    """The weights fitted on all `datasets` for `reader`, with their cross-validated figures.

    `cache` is where the vectors of the articles are kept. `progress` is called with the name of
    the step, and how much of it is done of how much. Raises `DatasetError` where the sets hold too
    few documents.
    """
    report = progress or (lambda *_: None)
    learnt, kept = split_entries(datasets)
    if len({entry.group for _, entry in kept}) < FOLDS or not learnt:
        raise DatasetError(
            f"train: needs questions on documents to learn from and on at least {FOLDS} that are "
            "kept from them (index.training.kept); the sets have fewer"
        )
    kept += crossed(kept)
    words = fit_words(learnt, report)
    lexical = replace(blank_weights(), ranker=words)
    ranker = fit_meaning(kept_cases(kept, lexical, reader, cache, report, reads=False), words)
    ranked = replace(lexical, ranker=ranker)
    read = kept_cases(kept, ranked, reader, cache, report)
    unread = kept_cases(kept, ranked, None, cache, report)
    fold_of = {g: n % FOLDS for n, g in enumerate(sorted({case.group for case in read}))}
    outcomes: list[Outcome] = []
    for fold in range(FOLDS):
        seen = [case for case in read if fold_of[case.group] != fold]
        others = [case for case in unread if fold_of[case.group] != fold]
        weights = fit_reading(ranked, seen, others)
        outcomes += [outcome(case, weights) for case in read if fold_of[case.group] == fold]
        report("cross-validating", fold + 1, FOLDS)
    return replace(
        fit_reading(ranked, read, unread),
        reader=reader.name,
        trained_at=date.today().isoformat(),
        trained_on=tuple(
            {"name": d.name, "sha256": d.sha256, "questions": d.size} for d in datasets
        ),
        figures=figures_of(outcomes),
    )


def split_entries(
    datasets: Sequence[Dataset],
) -> tuple[list[tuple[str, Entry]], list[tuple[str, Entry]]]:
    """Return the entries to learn from and those kept, each with the name of its set."""
    learnt: list[tuple[str, Entry]] = []
    kept: list[tuple[str, Entry]] = []
    for dataset in datasets:
        for entry in dataset.entries:
            (kept if is_kept(dataset.name, entry.group) else learnt).append((dataset.name, entry))
    return learnt, kept


def fit_words(entries: Sequence[tuple[str, Entry]], report: Report) -> Matrix:
    """Return the ranker's weights without any of meaning, from the answerable questions."""
    data: list[tuple[Matrix, NDArray[np.bool_]]] = []
    asked: set[tuple[str, str]] = set()
    for done, (source, entry) in enumerate(entries, 1):
        new = [
            e for e in entry.examples if e.is_answerable and (entry.group, e.question) not in asked
        ]
        asked |= {(entry.group, example.question) for example in new}
        if new:
            engine = Engine([entry.document], weights=blank_weights())
            cases = make_cases(source, entry, [("", e) for e in new], engine)
            data += [
                (case.stage.features.astype(np.float32), case.right)
                for case in cases
                if case.right.any() and len(case.right) > 1
            ]
        report("ranking words", done, len(entries))
    return fit_conditional_logit(data, ridge=RANKER_RIDGE)


def kept_cases(
    entries: Sequence[tuple[str, Entry]],
    weights: Weights,
    reader: Reader | None,
    cache: Path | None,
    report: Report,
    *,
    reads: bool = True,
) -> list[Case]:
    """Return all questions of the kept `entries`, and foils made of them, ranked and read.

    With `reads` false they are not read, but ranked with vectors where there is a reader.
    """
    step = "ranking" if reader is None else "reading" if reads else "encoding"
    names = names_asked(entry for _, entry in entries)
    cases: list[Case] = []
    for done, (source, entry) in enumerate(entries, 1):
        engine = Engine([entry.document], weights=weights, reader=reader, cache=cache)
        asked = [
            (example.kind if not example.is_answerable else "", example)
            for example in entry.examples
        ]
        if not any(kind for kind, _ in asked):
            asked += make_foils(entry, names, 101 * done)
        cases += make_cases(source, entry, asked, engine, reads=reads)
        report(step, done, len(entries))
    return cases


def fit_meaning(cases: Sequence[Case], words: Matrix) -> Matrix:
    """Return the ranker's weights with those of meaning beside `words`, rescaled to them."""
    data = [
        (
            np.hstack([(case.stage.features @ words)[:, None], case.stage.features[:, _MEANING]]),
            case.right,
        )
        for case in cases
        if case.right.any() and len(case.right) > 1
    ]
    fitted = fit_conditional_logit(data, ridge=CHOICE_RIDGE)
    ranker = np.array(words * fitted[0])
    ranker[_MEANING] = fitted[1:]
    return ranker


def fit_reading(ranked: Weights, read: Sequence[Case], unread: Sequence[Case]) -> Weights:
    """Return `ranked` with the weights of what was read, and of whether to answer.

    `unread` are the same questions as `read`, ranked without a reader.
    """
    choice = fit_conditional_logit(
        [
            (choice_features(case.stage, case.readings), case.right)
            for case in read
            if case.right.any() and len(case.right) > 1
        ],
        ridge=CHOICE_RIDGE,
    )
    weights = replace(ranked, choice=choice)
    return replace(
        weights,
        read=fit_decision(read, weights),
        unread=fit_decision(unread, weights),
    )


def fit_decision(cases: Sequence[Case], weights: Weights) -> Decision:
    """Return when to answer: the probability that the article does, and from where on."""
    chosen = [choose(case, weights) for case in cases]
    rows = np.array([values for _, values in chosen])
    labels = np.array([case.is_answerable for case in cases])
    bias, fitted = fit_logistic(rows, labels, masses(cases), ridge=DECISION_RIDGE)
    right = [
        bool(case.right[order[0]])
        for case, (order, _) in zip(cases, chosen, strict=True)
        if case.is_answerable
    ]
    return Decision(bias, fitted, cheapest_threshold(sum(right) / max(1, len(right))))


def cheapest_threshold(right: float) -> float:
    """Return from which probability on to answer, where a wrong one costs `WRONG_COST` misses.

    `right` is the share of what can be answered whose best sentence answers it. At probability p,
    answering costs `WRONG_COST` (1 - p), and refusing the p `right` that would have been answered.
    """
    return round(WRONG_COST / (WRONG_COST + right), 4)


def masses(cases: Sequence[Case]) -> Matrix:
    """How often each case counts, on average once; `UNANSWERABLE` of the total have no answer."""
    labels = np.array([case.is_answerable for case in cases])
    kinds = np.array([case.kind for case in cases])
    mass = _spread(labels, 1.0 - UNANSWERABLE)
    ways = [((kinds == kind) & ~labels, share) for kind, share in SHARES.items()]
    own = ~labels & ~np.isin(kinds, list(SHARES))
    ways.append((own, 1.0 - sum(SHARES.values())))
    total = sum(share for rows, share in ways if rows.any()) or 1.0
    for rows, share in ways:
        mass += _spread(rows, UNANSWERABLE * share / total)
    return np.asarray(mass * len(cases) / mass.sum(), dtype=np.float64)


def _spread(chosen: NDArray[np.bool_], mass: float) -> Matrix:
    """`mass` shared out evenly over the chosen rows."""
    return np.asarray(chosen * (mass / max(1, int(chosen.sum()))), dtype=np.float64)


def choose(case: Case, weights: Weights) -> tuple[list[int], Matrix]:
    """Return the order of the candidates, best first, and the evidence for the best."""
    stage, readings = case.stage, case.readings
    scores = choice_scores(stage, choice_features(stage, readings), weights.choice)
    order = stage.order(scores)
    return order, evidence(stage, scores, order[0], readings, case.engine.terms)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What weights that did not see it make of one case.

    `rank` is that of the first right candidate, from 1, or None; `confidence` the probability of
    an answer; `f1` that of the short answer given, 0 where there is none.
    """

    case: Case
    rank: int | None
    confidence: float
    is_answered: bool
    f1: float


def outcome(case: Case, weights: Weights) -> Outcome:
    """Return what `weights` make of `case`."""
    order, values = choose(case, weights)
    right = np.flatnonzero(case.right[order])
    decision = weights.read if case.readings else weights.unread
    confidence = decision.probability(values)
    is_answered = confidence >= decision.threshold
    reading = case.readings.get(int(case.stage.rows[order[0]]))
    question = case.stage.group_of(order[0])[0].question
    f1 = 0.0
    if is_answered and reading and not answers_whole(question):
        text = case.engine.documents[0].text
        f1 = answer_f1(text[reading.start : reading.end], case.golds)
    return Outcome(case, int(right[0]) + 1 if len(right) else None, confidence, is_answered, f1)


def figures_of(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The measures of each set, on folds that the weights did not see."""
    figures: dict[str, Any] = {}
    for source in sorted({o.case.source for o in outcomes}):
        own = [o for o in outcomes if o.case.source == source]
        known = [o for o in own if o.case.is_answerable]
        unknown = [o for o in own if not o.case.is_answerable]
        ranks = [o.rank for o in known]
        row: dict[str, Any] = {
            "questions": len(own),
            "hit@1": round(hit_at(ranks, 1), 4),
            "hit@3": round(hit_at(ranks, 3), 4),
            "MRR@10": round(mrr_at(ranks, 10), 4),
            "F1": _share([o.f1 for o in known]),
            "answered": _share([float(o.is_answered) for o in known]),
        }
        for kind in sorted({o.case.kind for o in unknown}):
            of_kind = [o for o in unknown if o.case.kind == kind]
            row[f"refused {kind}".strip()] = _share([float(not o.is_answered) for o in of_kind])
            area = auroc([o.confidence for o in known], [o.confidence for o in of_kind])
            if area is not None:
                row[f"AUROC {kind}".strip()] = round(area, 4)
        figures[source] = row
    error = calibration_error(
        [o.confidence for o in outcomes],
        [o.case.is_answerable for o in outcomes],
        list(masses([o.case for o in outcomes])),
        bins=10,
    )
    figures["confidence"] = {"cases": len(outcomes), "calibration error": round(error, 4)}
    return figures


def _share(values: Sequence[float]) -> float:
    return round(sum(values) / max(1, len(values)), 4)
