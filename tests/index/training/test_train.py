from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index.errors import DatasetError
from index.ranking.features import FEATURES, Matrix
from index.reading.weights import Weights, load_weights
from index.training import train as training
from index.training.datasets import Dataset, read_dataset
from index.training.evaluation import evaluate, summarise
from index.training.train import EASY_SHARE, FOLDS, SWAPPED_SHARE, train_weights
from tests.paths import DATA

TINY = DATA / "tiny.json"


@pytest.fixture(scope="module")
def tiny() -> Dataset:
    return read_dataset(TINY)


def test_training_twice_gives_the_same_file(tiny: Dataset) -> None:
    first, second = train_weights([tiny]), train_weights([read_dataset(TINY)])
    second = replace(second, trained_at=first.trained_at)  # midnight may fall between the two
    assert first.to_json() == second.to_json()


def test_what_training_says_of_itself(tiny: Dataset) -> None:
    steps: list[tuple[str, int, int]] = []
    weights = train_weights([tiny], progress=lambda *step: steps.append(step))
    assert weights.trained_on == (
        {"name": "tiny.json", "sha256": tiny.sha256, "questions": tiny.size},
    )
    figures: dict[str, Any] = weights.figures["tiny.json"]
    assert set(figures) == {"questions", "hit@1", "hit@3", "MRR@10", "F1", "AUROC none"}
    assert figures["questions"] == tiny.size
    assert steps[len(tiny.entries) - 1] == ("analysing", tiny.size, tiny.size)
    assert steps[-1] == ("cross-validating", FOLDS + 1, FOLDS + 1)
    assert weights.ranker.shape == (len(FEATURES),)


def test_trained_weights_answer_better_than_chance(tiny: Dataset) -> None:
    (figures,) = summarise("tiny", evaluate(tiny, train_weights([tiny])))
    assert figures.hit_1 is not None
    assert figures.hit_1 > 0.6


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


def test_what_is_no_question_is_left_out(tiny: Dataset) -> None:
    entries = tuple(
        replace(e, examples=(*e.examples, replace(e.examples[0], id="bad", question="?!")))
        for e in tiny.entries
    )
    odd = train_weights([replace(tiny, entries=entries)])
    assert odd.ranker == pytest.approx(train_weights([tiny]).ranker)


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
    train_weights([tiny])
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
    train_weights([tiny])
    for labels, mass in fitted:
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
