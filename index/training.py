"""Fit the ranker and the abstention on question sets, and say how well they do on the unseen.

Deterministic: the same files give the same weights. Figures are cross-validated with folds by
document, so that no question is scored by weights that saw its article.

Unanswerable questions come from the sets, and are also made from the answerable ones in the two
ways that matter: the article with every sentence that holds the answer taken out ("hard"), and
another article ("easy").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.abstaining import abstain_features
from index.candidates import Candidate, analyse_sentence
from index.datasets import Dataset, Entry, Example
from index.documents import Document
from index.engine import check_question
from index.errors import DatasetError, InputError
from index.evaluation import right_sentence
from index.features import FEATURES, Matrix, QuestionView, compute_features
from index.keywords import find_key_words
from index.meaning import Encoder, Meanings
from index.metrics import auroc, calibration_error, hit_at, mrr_at
from index.passages import cut_passages, quotable
from index.questions import Question, analyse_question
from index.weights import Weights

FOLDS = 5
RANKER_RIDGE = 100.0  # on standardised features; 30 to 300 move hit@1 by less than 0.003
ABSTAIN_RIDGE = 50.0
# What share of the unanswerable questions is taken to be about something else entirely. Readers
# mostly ask about what the article is about, and it is there that a wrong answer misleads.
EASY_SHARE = 0.25
_MAX_STEPS = 50


@dataclass(frozen=True, slots=True)
class _Case:
    """One question on one set of candidates, with its features.

    `right` marks the candidates in which an answer begins; none, and the question is one that
    should not be answered. `kind` is "", or how the case was made.
    """

    group: str
    source: str
    kind: str
    question: Question
    features: Matrix
    view: QuestionView
    vocabulary: frozenset[str]
    right: NDArray[np.bool_]
    document: Document
    candidates: Sequence[Candidate]


def train(
    datasets: Sequence[Dataset],
    *,
    encoder: Encoder | None = None,
    cache: Path | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Weights:
    """The weights fitted on all `datasets`, with their cross-validated figures.

    With an `encoder` (`index.meaning`), also those for where the meanings of words are known;
    `cache` is where the vectors of the articles are kept. `progress` is called with the name of
    the step, and how much of it is done of how much.
    Raises `DatasetError` where the sets hold too few documents for `FOLDS` folds.
    """
    report = progress or (lambda *_: None)
    lexical = _train(datasets, None, report)
    if encoder is None:
        return lexical
    meanings = Meanings(encoder, _texts(datasets), cache=cache)
    return replace(
        lexical,
        meaning=_train(
            datasets, meanings, lambda step, *rest: report(f"{step} with meanings", *rest)
        ),
    )


def _train(
    datasets: Sequence[Dataset],
    meanings: Meanings | None,
    report: Callable[[str, int, int], None],
) -> Weights:
    total = sum(dataset.size for dataset in datasets)
    cases: list[_Case] = []
    done = 0
    for size, made in _cases(datasets, meanings):
        cases.extend(made)
        done += size
        report("analysing", done, total)
    groups = sorted({case.group for case in cases})
    if len(groups) < FOLDS:
        raise DatasetError(
            f"train: needs questions on at least {FOLDS} documents to cross-validate; "
            f"the sets have {len(groups)}"
        )
    if len({case.group for case in cases if case.right.any()}) < FOLDS:
        raise DatasetError(
            f"train: needs questions that at least {FOLDS} documents answer; the sets have fewer"
        )
    fold_of = {group: number % FOLDS for number, group in enumerate(groups)}
    outcomes: list[tuple[_Case, int | None, float]] = []
    for fold in range(FOLDS):
        seen = [case for case in cases if fold_of[case.group] != fold]
        weights = _fit(seen)
        outcomes += [_outcome(case, weights) for case in cases if fold_of[case.group] == fold]
        report("cross-validating", fold + 1, FOLDS + 1)
    final = _fit(cases)
    report("cross-validating", FOLDS + 1, FOLDS + 1)
    return Weights(
        ranker=final.ranker,
        abstain=final.abstain,
        bias=final.bias,
        trained_at=date.today().isoformat(),
        trained_on=tuple(
            {"name": d.name, "sha256": d.sha256, "questions": d.size} for d in datasets
        ),
        figures=_figures(outcomes),
    )


def _texts(datasets: Sequence[Dataset]) -> Iterator[str]:
    """All words and sentences of the sets' articles."""
    for dataset in datasets:
        for entry in dataset.entries:
            for candidate in _candidates(entry):
                yield candidate.text
                yield from candidate.words


def _cases(
    datasets: Sequence[Dataset], meanings: Meanings | None
) -> Iterator[tuple[int, list[_Case]]]:
    """For each entry, its number of questions and the cases made of them."""
    entries = [(dataset.name, entry) for dataset in datasets for entry in dataset.entries]
    candidates = [_candidates(entry) for _, entry in entries]
    own = [number for number, (_, entry) in enumerate(entries) if _has_answers(entry)]
    asked: set[tuple[str, str]] = set()
    for number, (source, entry) in enumerate(entries):
        cases: list[_Case] = []
        for position, example in enumerate(entry.examples):
            try:
                check_question(example.question)
            except InputError:
                continue
            own_candidates = candidates[number]
            cases.append(
                _case(source, entry, entry, example, own_candidates, example.kind, meanings)
            )
            key = (entry.group, example.question)
            if not example.is_answerable or key in asked:
                continue
            asked.add(key)
            left = _without_answer(entry, example, own_candidates)
            cases.append(_case("", entry, entry, example, left, "hard", meanings))
            # Another article, chosen so that every article serves about as often.
            other = own[(7 * number + 13 * position + 101) % len(own)]
            if entries[other][1].group != entry.group:
                shown = entries[other][1]
                cases.append(_case("", entry, shown, example, candidates[other], "easy", meanings))
        yield len(entry.examples), [case for case in cases if len(case.features)]


def _has_answers(entry: Entry) -> bool:
    return any(example.is_answerable for example in entry.examples)


def _candidates(entry: Entry) -> list[Candidate]:
    document = entry.document
    passages = quotable(cut_passages(document))
    return [
        analyse_sentence(document, passage, number, position)
        for number, passage in enumerate(passages)
        for position in range(len(passage.sentences))
    ]


def _without_answer(
    entry: Entry, example: Example, candidates: Sequence[Candidate]
) -> list[Candidate]:
    text = entry.document.text
    answers = {text[start:end].strip().casefold() for start, end in example.answers} - {""}
    return [
        c
        for c in candidates
        if not any(a in text[c.sentence.start : c.sentence.end].casefold() for a in answers)
    ]


def _case(
    source: str,
    entry: Entry,
    shown: Entry,
    example: Example,
    candidates: Sequence[Candidate],
    kind: str,
    meanings: Meanings | None,
) -> _Case:
    """`example` of `entry` asked of `candidates`, which are sentences of the entry `shown`."""
    language = shown.document.language
    question = analyse_question(example.question, language=language)
    right = np.zeros(len(candidates), dtype=bool)
    if shown is entry:
        spans = [(c.sentence.start, c.sentence.end) for c in candidates]
        right[right_sentence(spans, entry, example)] = True
    if candidates:
        features, view = compute_features(question, candidates, language, meanings)
    else:
        empty = np.zeros((0, 0))
        features = np.zeros((0, len(FEATURES)))
        view = QuestionView(empty, empty, empty, empty, empty, empty, (), np.zeros(0))
    vocabulary = frozenset(str(term) for c in candidates for term in c.views["stem"])
    return _Case(
        group=entry.group,
        source=source,
        kind=kind,
        question=question,
        features=features,
        view=view,
        vocabulary=vocabulary,
        right=right,
        document=shown.document,
        candidates=candidates,
    )


def _fit(cases: Sequence[_Case]) -> Weights:
    ranker = fit_conditional_logit(
        [(c.features, c.right) for c in cases if c.right.any() and len(c.right) > 1],
        ridge=RANKER_RIDGE,
    )
    rows = np.array([_abstain_row(case, ranker) for case in cases])
    labels = np.array([case.right.any() for case in cases])
    mass = _masses(cases)
    bias, abstain = fit_logistic(rows, labels, mass, ridge=ABSTAIN_RIDGE)
    return Weights(ranker, abstain, bias)


def _masses(cases: Sequence[_Case]) -> Matrix:
    """How often each case counts: answerable and unanswerable alike in total, on average once."""
    labels = np.array([case.right.any() for case in cases])
    easy = np.array([case.kind == "easy" for case in cases]) & ~labels
    mass = _spread(labels, 1.0) + _spread(easy, EASY_SHARE)
    mass += _spread(~labels & ~easy, 1.0 - EASY_SHARE)
    return np.asarray(mass * len(cases) / mass.sum(), dtype=np.float64)


def _spread(chosen: NDArray[np.bool_], mass: float) -> Matrix:
    """`mass` shared out evenly over the chosen rows."""
    return np.asarray(chosen * (mass / max(1, int(chosen.sum()))), dtype=np.float64)


def _abstain_row(case: _Case, ranker: Matrix) -> Matrix:
    scores = case.features @ ranker
    best = case.candidates[int(np.argmax(scores))]
    return abstain_features(
        case.question,
        case.view,
        scores,
        case.vocabulary,
        has_key_words=find_key_words(case.question, case.document, best) is not None,
    )


def _outcome(case: _Case, weights: Weights) -> tuple[_Case, int | None, float]:
    """The rank of the first right candidate and the log-odds of an answer, for one case."""
    order = np.argsort(-(case.features @ weights.ranker), kind="stable")
    right = np.flatnonzero(case.right[order])
    odds = weights.bias + float(_abstain_row(case, weights.ranker) @ weights.abstain)
    return case, int(right[0]) + 1 if len(right) else None, odds


def _figures(outcomes: Sequence[tuple[_Case, int | None, float]]) -> dict[str, Any]:
    """The measures of each set, on folds that the weights did not see."""
    figures: dict[str, Any] = {}
    for source in sorted({case.source for case, _, _ in outcomes} - {""}):
        own = [(case, rank, odds) for case, rank, odds in outcomes if case.source == source]
        known = [(rank, odds) for case, rank, odds in own if case.right.any()]
        ranks = [rank for rank, _ in known]
        row: dict[str, Any] = {
            "questions": len(own),
            "hit@1": round(hit_at(ranks, 1), 4),
            "hit@3": round(hit_at(ranks, 3), 4),
            "MRR@10": round(mrr_at(ranks, 10), 4),
        }
        for kind in sorted({case.kind for case, _, _ in own if not case.right.any()}):
            unknown = [odds for case, _, odds in own if case.kind == kind and not case.right.any()]
            area = auroc([odds for _, odds in known], unknown)
            if area is not None:
                row[f"AUROC {kind}".strip()] = round(area, 4)
        figures[source] = row
    odds = np.array([odds for _, _, odds in outcomes])
    error = calibration_error(
        list(1 / (1 + np.exp(-odds))),
        [bool(case.right.any()) for case, _, _ in outcomes],
        list(_masses([case for case, _, _ in outcomes])),
        bins=10,
    )
    figures["confidence"] = {"cases": len(outcomes), "calibration error": round(error, 4)}
    return figures


def fit_conditional_logit(
    data: Sequence[tuple[Matrix, NDArray[np.bool_]]], *, ridge: float
) -> Matrix:
    """The weights w that maximise sum log P(right) - ridge/2 |w|^2, features standardised.

    `data` holds each question's features, (candidates, features), and which candidates are
    right, at least one. P is the softmax over the question's candidates, summed over the right
    ones: an EM step shares the question out over them, a Newton step climbs. The deviations
    used for standardising are those within a question; a feature that never varies weighs 0.
    """
    features = np.vstack([x for x, _ in data])
    right = np.concatenate([y for _, y in data]).astype(float)
    sizes = [len(y) for _, y in data]
    starts = np.cumsum([0, *sizes[:-1]])
    question = np.repeat(np.arange(len(data)), sizes)
    scale = np.sqrt(np.mean([x.var(axis=0) for x, _ in data], axis=0))
    standard = np.divide(features, scale, out=np.zeros_like(features), where=scale > 0)

    def evaluate(w: Matrix) -> tuple[float, Matrix, Matrix]:
        scores = standard @ w
        shifted = np.exp(scores - np.maximum.reduceat(scores, starts)[question])
        p = shifted / np.add.reduceat(shifted, starts)[question]
        hit = np.add.reduceat(p * right, starts)
        loss = -float(np.log(np.maximum(hit, 1e-300)).sum()) + ridge / 2 * float(w @ w)
        return loss, p, p * right / np.maximum(hit, 1e-300)[question]

    weights = np.zeros(standard.shape[1])
    loss, p, shared = evaluate(weights)
    for _ in range(_MAX_STEPS):
        gradient = standard.T @ (shared - p) - ridge * weights
        weighted = standard * p[:, None]
        means = np.add.reduceat(weighted, starts)
        hessian = weighted.T @ standard - means.T @ means + ridge * np.eye(len(weights))
        step = np.linalg.solve(hessian, gradient)
        size = 1.0
        while size > 1e-4:
            new_loss, new_p, new_shared = evaluate(weights + size * step)
            if new_loss < loss:
                break
            size /= 2
        if size <= 1e-4:
            break
        weights = weights + size * step
        gained, loss, p, shared = loss - new_loss, new_loss, new_p, new_shared
        if gained < 1e-7 * abs(loss):
            break
    return np.divide(weights, scale, out=np.zeros_like(weights), where=scale > 0)


def fit_logistic(
    features: Matrix, labels: NDArray[np.bool_], mass: Matrix, *, ridge: float
) -> tuple[float, Matrix]:
    """The bias and weights of a logistic regression, row i counting `mass[i]` times.

    `features` has a row for each of `labels`. Newton's method on standardised features, the
    bias not penalised; a feature that never varies weighs 0.
    """
    mean, scale = features.mean(axis=0), features.std(axis=0)
    standard = np.divide(features - mean, scale, out=np.zeros_like(features), where=scale > 0)
    design = np.hstack([np.ones((len(labels), 1)), standard])
    penalty = np.full(design.shape[1], ridge)
    penalty[0] = 1e-6
    weights = np.zeros(design.shape[1])
    for _ in range(_MAX_STEPS):
        p = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (mass * (labels - p)) - penalty * weights
        curved = design * (mass * p * (1 - p))[:, None]
        step = np.linalg.solve(curved.T @ design + np.diag(penalty), gradient)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-8:
            break
    raw = np.divide(weights[1:], scale, out=np.zeros_like(scale), where=scale > 0)
    return float(weights[0] - mean @ raw), raw
