from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index.errors import DatasetError
from index.ranking.features import FEATURES
from index.ranking.sentence_index import VIEWS, Values
from index.reading.weights import Weights, load_weights
from index.training import train
from index.training.datasets import Dataset, read_dataset
from index.training.evaluation import evaluate, summarise
from index.training.train import EASY_SHARE, FOLDS, SWAPPED_SHARE, train_weights
from tests.index.helpers import CERTAIN
from tests.paths import DATA

TINY = DATA / "tiny.json"


@pytest.fixture(scope="module")
def tiny() -> Dataset:
    return read_dataset(TINY)


@dataclass
class Training:
    """One training on the tiny set, and what was seen of it."""

    weights: Weights
    steps: list[tuple[str, int, int]]
    groups: list[set[str]]  # the articles of each fit
    masses: list[tuple[NDArray[np.bool_], Values]]  # labels and sample weights of each abstention


@pytest.fixture(scope="module")
def training(tiny: Dataset) -> Training:
    seen = Training(CERTAIN, [], [], [])
    fit, fit_logistic = train._fit, train.fit_logistic

    def spy(cases: Any) -> Weights:
        seen.groups.append({case.group for case in cases})
        return fit(cases)

    def logistic_spy(
        features: Values, labels: NDArray[np.bool_], mass: Values, *, ridge: float
    ) -> tuple[float, Values]:
        seen.masses.append((labels, mass))
        return fit_logistic(features, labels, mass, ridge=ridge)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train, "_fit", spy)
        patch.setattr(train, "fit_logistic", logistic_spy)
        seen.weights = train_weights([tiny], progress=lambda *step: seen.steps.append(step))
    return seen


@pytest.mark.slow
def test_training_twice_gives_the_same_file(training: Training) -> None:
    second = train_weights([read_dataset(TINY)])
    # Midnight may fall between the two.
    second = replace(second, trained_at=training.weights.trained_at)
    assert second.to_json() == training.weights.to_json()


def test_what_training_says_of_itself(tiny: Dataset, training: Training) -> None:
    assert training.weights.trained_on == (
        {"name": "tiny.json", "sha256": tiny.sha256, "questions": tiny.size},
    )
    figures: dict[str, Any] = training.weights.figures["tiny.json"]
    assert set(figures) == {"questions", "hit@1", "hit@3", "MRR@10", "F1", "AUROC none"}
    assert figures["questions"] == tiny.size
    assert training.steps[len(tiny.entries) - 1] == ("analysing", tiny.size, tiny.size)
    assert training.steps[-1] == ("cross-validating", FOLDS + 1, FOLDS + 1)
    assert training.weights.ranker.shape == (len(FEATURES),)


def test_trained_weights_answer_better_than_chance(tiny: Dataset, training: Training) -> None:
    (figures,) = summarise("tiny", evaluate(tiny, training.weights))
    assert figures.hit_1 is not None
    assert figures.hit_1 > 0.6


@pytest.mark.slow
def test_the_order_of_the_sets_changes_no_fold(tiny: Dataset) -> None:
    """Folds are by article, so an article in two sets is never seen and scored at once."""
    twice = train_weights([tiny, replace(tiny, name="again.json")])
    assert twice.figures["tiny.json"] == twice.figures["again.json"]


def test_fewer_documents_than_folds(tiny: Dataset) -> None:
    few = replace(tiny, entries=tiny.entries[:4])
    with pytest.raises(DatasetError) as caught:
        train_weights([few])
    assert str(caught.value) == (
        "train: needs questions on at least 5 documents to cross-validate; the sets have 4"
    )


def test_no_sets() -> None:
    with pytest.raises(DatasetError, match="the sets have 0"):
        train_weights([])


def test_nothing_to_learn_from(tiny: Dataset) -> None:
    """Enough documents, but not one question that any of them answers."""
    entries = tuple(
        replace(e, examples=tuple(x for x in e.examples if not x.is_answerable))
        for e in tiny.entries
    )
    with pytest.raises(DatasetError):
        train_weights([replace(tiny, entries=entries)])


@pytest.mark.slow
def test_what_is_no_question_is_left_out(tiny: Dataset, training: Training) -> None:
    entries = tuple(
        replace(e, examples=(*e.examples, replace(e.examples[0], id="bad", question="?!")))
        for e in tiny.entries
    )
    odd = train_weights([replace(tiny, entries=entries)])
    assert odd.ranker == pytest.approx(training.weights.ranker)


def test_the_shipped_weights_learned_that_a_match_counts() -> None:
    weights = dict(zip(FEATURES, load_weights().ranker.tolist(), strict=True))
    assert sum(weights[f"{view}.coverage"] for view in VIEWS) > 0


def test_no_question_is_scored_by_weights_that_saw_its_article(
    tiny: Dataset, training: Training
) -> None:
    every = {entry.group for entry in tiny.entries}
    *folds, final = training.groups
    assert final == every
    assert len(folds) == FOLDS
    left_out = sorted(group for fold in folds for group in every - fold)
    assert left_out == sorted(every)  # each article is left out of one fold


def test_answerable_and_unanswerable_weigh_the_same(training: Training) -> None:
    for labels, mass in training.masses:
        assert mass.sum() == pytest.approx(len(labels))
        assert mass[labels].sum() == pytest.approx(mass.sum() / 2)
        # Each way of being unanswerable has its share of the other half, whatever their number.
        shares = sorted({round(float(m), 9) for m in mass[~labels]})
        parts = [float(mass[~labels & np.isclose(mass, share)].sum()) for share in shares]
        found = sorted(part / sum(parts) for part in parts)
        shares = [EASY_SHARE, SWAPPED_SHARE, 1 - EASY_SHARE - SWAPPED_SHARE]
        if len(found) < 3:  # these few articles ask for few names
            shares.remove(SWAPPED_SHARE)
        assert found == pytest.approx([share / sum(shares) for share in shares])


def test_without_scipy_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.training.fitting.find_spec", {}.get)
    with pytest.raises(DatasetError, match=r"needs scipy .* `pip install '\.\[train\]'`"):
        train_weights([])
