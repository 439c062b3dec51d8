from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index import training
from index.datasets import Dataset, read_dataset
from index.errors import DatasetError
from index.evaluation import evaluate, summarise
from index.features import FEATURES, Matrix
from index.training import EASY_SHARE, FOLDS, fit_conditional_logit, fit_logistic, train
from index.weights import Weights, load_weights

TINY = Path(__file__).parent / "data" / "tiny.json"
Choices = list[tuple[Matrix, NDArray[np.bool_]]]


@pytest.fixture(scope="module")
def tiny() -> Dataset:
    return read_dataset(TINY)


def planted(weights: Matrix, *, questions: int, doubled: bool = False) -> Choices:
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


def objective(data: Choices, weights: Matrix, ridge: float) -> float:
    """The docstring's formula, question by question."""
    scale = np.sqrt(np.mean([x.var(axis=0) for x, _ in data], axis=0))
    loss = ridge / 2 * float(((weights * scale) ** 2).sum())
    for x, right in data:
        p = np.exp(x @ weights - (x @ weights).max())
        loss -= float(np.log(p[right].sum() / p.sum()))
    return loss


def numerical_gradient(data: Choices, weights: Matrix, ridge: float) -> list[float]:
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


def _logistic_data(count: int) -> tuple[Matrix, NDArray[np.bool_], float, Matrix]:
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


# --- the whole ---


def test_training_twice_gives_the_same_file(tiny: Dataset) -> None:
    first, second = train([tiny]), train([read_dataset(TINY)])
    second = replace(second, trained_at=first.trained_at)  # midnight may fall between the two
    assert first.to_json() == second.to_json()


def test_what_training_says_of_itself(tiny: Dataset) -> None:
    steps: list[tuple[str, int, int]] = []
    weights = train([tiny], progress=lambda *step: steps.append(step))
    assert weights.trained_on == (
        {"name": "tiny.json", "sha256": tiny.sha256, "questions": tiny.size},
    )
    figures: dict[str, Any] = weights.figures["tiny.json"]
    assert set(figures) == {"questions", "hit@1", "hit@3", "MRR@10", "AUROC none"}
    assert figures["questions"] == tiny.size
    assert steps[len(tiny.entries) - 1] == ("analysing", tiny.size, tiny.size)
    assert steps[-1] == ("cross-validating", FOLDS + 1, FOLDS + 1)
    assert weights.ranker.shape == (len(FEATURES),)


def test_trained_weights_answer_better_than_chance(tiny: Dataset) -> None:
    (figures,) = summarise("tiny", evaluate(tiny, train([tiny])))
    assert figures.hit_1 is not None
    assert figures.hit_1 > 0.6


def test_the_order_of_the_sets_changes_no_fold(tiny: Dataset) -> None:
    """Folds are by article, so an article in two sets is never seen and scored at once."""
    twice = train([tiny, replace(tiny, name="again.json")])
    assert twice.figures["tiny.json"] == twice.figures["again.json"]


def test_fewer_documents_than_folds(tiny: Dataset) -> None:
    few = replace(tiny, entries=tiny.entries[:4])
    with pytest.raises(DatasetError) as caught:
        train([few])
    assert str(caught.value) == (
        "train: needs questions on at least 5 documents to cross-validate; the sets have 4"
    )


def test_no_sets() -> None:
    with pytest.raises(DatasetError, match="the sets have 0"):
        train([])


def test_nothing_to_learn_from(tiny: Dataset) -> None:
    """Enough documents, but not one question that any of them answers."""
    entries = tuple(
        replace(e, examples=tuple(x for x in e.examples if not x.is_answerable))
        for e in tiny.entries
    )
    with pytest.raises(DatasetError):
        train([replace(tiny, entries=entries)])


def test_what_is_no_question_is_left_out(tiny: Dataset) -> None:
    entries = tuple(
        replace(e, examples=(*e.examples, replace(e.examples[0], id="bad", question="?!")))
        for e in tiny.entries
    )
    odd = train([replace(tiny, entries=entries)])
    assert odd.ranker == pytest.approx(train([tiny]).ranker)


def test_the_shipped_weights_learned_that_a_match_counts() -> None:
    weights = dict(zip(FEATURES, load_weights().ranker.tolist(), strict=True))
    assert sum(weights[f"{view}.coverage"] for view in ("stem", "word", "gram4")) > 0


def test_no_question_is_scored_by_weights_that_saw_its_article(
    tiny: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []
    fit = training._fit

    def spy(cases: Any) -> Weights:
        seen.append({case.group for case in cases})
        return fit(cases)

    monkeypatch.setattr(training, "_fit", spy)
    train([tiny])
    every = {entry.group for entry in tiny.entries}
    *folds, final = seen
    assert final == every
    assert len(folds) == FOLDS
    left_out = sorted(group for fold in folds for group in every - fold)
    assert left_out == sorted(every)  # each article is left out of one fold


def test_answerable_and_unanswerable_weigh_the_same(
    tiny: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted: list[tuple[NDArray[np.bool_], Matrix]] = []
    fit = training.fit_logistic

    def spy(
        features: Matrix, labels: NDArray[np.bool_], mass: Matrix, *, ridge: float
    ) -> tuple[float, Matrix]:
        fitted.append((labels, mass))
        return fit(features, labels, mass, ridge=ridge)

    monkeypatch.setattr(training, "fit_logistic", spy)
    train([tiny])
    for labels, mass in fitted:
        assert mass.sum() == pytest.approx(len(labels))
        assert mass[labels].sum() == pytest.approx(mass.sum() / 2)
        # The easy of the unanswerable share a quarter of the other half, whatever their number.
        shares = sorted({round(float(m), 9) for m in mass[~labels]})
        parts = [float(mass[~labels & np.isclose(mass, share)].sum()) for share in shares]
        assert min(parts) / sum(parts) == pytest.approx(EASY_SHARE) == 0.25
