"""How weights are found: two convex problems, each with one best answer.

A conditional logit for which sentence answers, a logistic regression for whether one does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.errors import DatasetError
from index.ranking.sentence_index import Values as Matrix

_MAX_STEPS = 50


def fit_conditional_logit(
    data: Sequence[tuple[Matrix, NDArray[np.bool_]]], *, ridge: float
) -> Matrix:
    """The weights w that maximise sum log P(right) - ridge/2 |w|^2, features standardised.

    `data` holds each question's features, (candidates, features), and which candidates are
    right, at least one. P is the softmax over the question's candidates, summed over the right
    ones: an EM step shares the question out over them, a Newton step climbs. The deviations
    used for standardising are those within a question; a feature that never varies weighs 0.
    Raises `DatasetError` where there is no question.
    """
    if not data:
        raise DatasetError("train: needs questions that the articles answer; the sets have none")
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
