from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from index.ranking.sentence_index import Values
from index.training.fitting import fit_conditional_logit, fit_logistic

Choices = list[tuple[Values, NDArray[np.bool_]]]


def planted(weights: Values, *, questions: int, doubled: bool = False) -> Choices:
    """Questions of five candidates, one chosen as a conditional logit of `weights` chooses."""
    rng = np.random.default_rng(7)
    data: Choices = []
    for _ in range(questions):
        x = rng.normal(size=(5, len(weights))) * np.array([1.0, 3.0, 0.5])
        p = np.exp(x @ weights)
        right = np.zeros(5, dtype=bool)
        right[rng.choice(5, p=p / p.sum())] = True
        if doubled:
            right[0] = True
        data.append((x, right))
    return data


def objective(data: Choices, weights: Values, ridge: float) -> float:
    """The docstring's formula, question by question."""
    scale = np.sqrt(np.mean([x.var(axis=0) for x, _ in data], axis=0))
    loss = ridge / 2 * float(((weights * scale) ** 2).sum())
    for x, right in data:
        p = np.exp(x @ weights - (x @ weights).max())
        loss -= float(np.log(p[right].sum() / p.sum()))
    return loss


def numerical_gradient(data: Choices, weights: Values, ridge: float) -> list[float]:
    step = 1e-5
    return [
        (objective(data, weights + step * e, ridge) - objective(data, weights - step * e, ridge))
        / (2 * step)
        for e in np.eye(len(weights))
    ]


# --- the conditional logit ---


def test_a_planted_weight_is_found() -> None:
    weights = np.array([2.0, -0.5, 1.0])
    found = fit_conditional_logit(planted(weights, questions=3000), ridge=1e-3)
    assert found == pytest.approx(weights, abs=0.15)


@pytest.mark.parametrize("ridge", [0.01, 1.0, 100.0])
@pytest.mark.parametrize("doubled", [False, True])
def test_the_gradient_is_zero_at_the_optimum(ridge: float, doubled: bool) -> None:
    data = planted(np.array([1.0, -0.5, 1.0]), questions=100, doubled=doubled)
    found = fit_conditional_logit(data, ridge=ridge)
    scale = np.sqrt(np.mean([x.var(axis=0) for x, _ in data], axis=0))
    assert numerical_gradient(data, found, ridge) / scale == pytest.approx([0, 0, 0], abs=0.05)
    best = objective(data, found, ridge)
    for change in np.vstack([np.eye(3), -np.eye(3)]):
        assert objective(data, found + 0.05 * change / scale, ridge) > best


def test_ridge_shrinks() -> None:
    data = planted(np.array([1.0, -0.5, 1.0]), questions=100)
    norms = [np.abs(fit_conditional_logit(data, ridge=r)).sum() for r in (0.1, 10, 1000)]
    assert norms == sorted(norms, reverse=True)


def test_a_feature_that_never_varies_weighs_nothing() -> None:
    data = [(np.hstack([x, np.ones((5, 1))]), y) for x, y in planted(np.ones(3), questions=50)]
    assert fit_conditional_logit(data, ridge=1.0)[3] == 0


def test_a_feature_that_varies_only_between_questions_weighs_nothing() -> None:
    data = [
        (np.hstack([x, np.full((5, 1), float(n))]), y)
        for n, (x, y) in enumerate(planted(np.ones(3), questions=50))
    ]
    assert fit_conditional_logit(data, ridge=1.0)[3] == 0


# --- the logistic regression ---


def _logistic_data(count: int) -> tuple[Values, NDArray[np.bool_], float, Values]:
    rng = np.random.default_rng(11)
    features = rng.normal(size=(count, 3)) * np.array([1.0, 3.0, 0.5]) + 1
    bias, weights = -0.5, np.array([1.0, -0.5, 2.0])
    labels = rng.random(count) < 1 / (1 + np.exp(-(bias + features @ weights)))
    return features, labels, bias, weights


def test_a_planted_logistic_is_found() -> None:
    features, labels, bias, weights = _logistic_data(20_000)
    found_bias, found = fit_logistic(features, labels, np.ones(len(labels)), ridge=1e-3)
    assert found == pytest.approx(weights, abs=0.15)
    assert found_bias == pytest.approx(bias, abs=0.15)


@pytest.mark.parametrize("ridge", [0.01, 10.0])
def test_the_logistic_gradient_is_zero_at_the_optimum(ridge: float) -> None:
    features, labels, _, _ = _logistic_data(200)
    mass = np.where(labels, 2.0, 0.5)
    bias, weights = fit_logistic(features, labels, mass, ridge=ridge)
    p = 1 / (1 + np.exp(-(bias + features @ weights)))
    scale = features.std(axis=0)
    residual = mass * (labels - p)
    assert float(residual.sum()) == pytest.approx(0, abs=1e-4)
    standard = (features - features.mean(axis=0)) / scale
    assert standard.T @ residual == pytest.approx(ridge * weights * scale, abs=1e-4)


def test_mass_counts_as_copies() -> None:
    features, labels, _, _ = _logistic_data(60)
    # Two copies of every row of a symmetric design leave mean and deviation as they are.
    doubled = fit_logistic(
        np.vstack([features, features]), np.concatenate([labels, labels]), np.ones(120), ridge=1.0
    )
    heavy = fit_logistic(features, labels, np.full(60, 2.0), ridge=1.0)
    assert doubled[0] == pytest.approx(heavy[0])
    assert doubled[1] == pytest.approx(heavy[1])


def test_a_constant_column_of_the_logistic_weighs_nothing() -> None:
    features, labels, _, _ = _logistic_data(100)
    features[:, 1] = 3.0
    bias, weights = fit_logistic(features, labels, np.ones(100), ridge=1.0)
    assert weights[1] == 0
    assert np.isfinite(bias)


def test_labels_that_are_all_alike_stay_finite() -> None:
    features, _, _, _ = _logistic_data(50)
    bias, weights = fit_logistic(features, np.ones(50, dtype=bool), np.ones(50), ridge=1.0)
    assert np.isfinite([bias, *weights]).all()
