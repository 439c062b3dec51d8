"""The figures that were promised: those in the shipped weights, and that training gives them.

The figures in a weights file are cross-validated by document. A figure below its bound means
weights that are worse than the last ones, and why is to be said where the bound is lowered.
"""

from __future__ import annotations

import numpy as np
import pytest

from index import Reader
from index.reading.weights import Decision, Weights, load_weights
from index.training.datasets import read_dataset
from index.training.evaluation import Figures, evaluate, summarise
from index.training.train import train_weights
from tests.paths import DATA, EVALUATION_SETS

# Of documents that neither the reader nor the weights have seen: set, figure, bound.
BOUNDS = (
    ("news.json", "hit@1", 0.78),
    ("news.json", "F1", 0.55),
    ("news.json", "answered", 0.83),
    ("news.json", "refused", 0.75),
    ("news.json", "AUROC", 0.87),
    ("extra-news-3.json", "answered", 0.74),
    ("extra-news-3.json", "refused", 0.73),
    ("extra-news-3.json", "AUROC", 0.82),
    ("piaf.json", "hit@1", 0.73),
    ("piaf.json", "hit@3", 0.90),
    ("piaf.json", "F1", 0.42),
    ("xquad-en.json", "hit@1", 0.92),
    ("xquad-en.json", "F1", 0.64),
    ("xquad-en on xquad-es.json", "hit@1", 0.88),
    ("xquad-en on xquad-de.json", "hit@1", 0.87),
    ("piaf-impossible.json", "AUROC easy", 0.985),
    ("piaf-impossible.json", "AUROC hard", 0.78),
)
# What we are after and do not reach, the first two no more: before the reader was trained on other
# genres, they were .77 and .96.
GOALS = (
    ("news.json", "refused", 0.76),
    ("xquad-en.json", "hit@1", 0.95),
    ("news.json", "F1", 0.66),
    ("news.json", "answered", 0.87),
    ("news.json", "AUROC", 0.88),
    ("piaf.json", "hit@1", 0.78),
    ("piaf.json", "hit@3", 0.93),
    ("piaf.json", "F1", 0.65),
    ("xquad-en.json", "F1", 0.73),
    ("piaf-impossible.json", "AUROC hard", 0.91),
)


@pytest.mark.parametrize(("name", "figure", "bound"), BOUNDS)
def test_the_shipped_weights_are_as_good_as_promised(name: str, figure: str, bound: float) -> None:
    assert load_weights().figures[name][figure] >= bound


@pytest.mark.xfail(strict=True, reason="not reached yet")
@pytest.mark.parametrize(("name", "figure", "goal"), GOALS)
def test_a_goal(name: str, figure: str, goal: float) -> None:
    assert load_weights().figures[name][figure] >= goal


def test_confidence_is_calibrated() -> None:
    assert load_weights().figures["confidence"]["calibration error"] <= 0.05


@pytest.mark.slow
def test_english_questions_find_french_answers(reader: Reader) -> None:
    dataset = read_dataset(DATA / "seed.json")
    rows: dict[str, Figures] = {
        row.name: row for row in summarise("seed", evaluate(dataset, load_weights(), reader=reader))
    }
    assert (rows["seed en"].hit_1 or 0) >= 0.92
    assert (rows["seed en"].answered or 0) >= 0.9
    assert (rows["seed fr"].hit_1 or 0) >= 0.97
    assert (rows["seed fr"].answered or 0) >= 0.9


@pytest.mark.slow
def test_shipped_weights_are_what_training_gives(reader: Reader) -> None:
    """About half an hour: every kept article is read. The reader itself is not trained again."""
    shipped = load_weights()
    paths = [EVALUATION_SETS / item["name"] for item in shipped.trained_on]
    if not paths or not all(path.is_file() for path in paths):
        pytest.skip("the question sets (../shared/eval beside the checkout) are not here")
    datasets = [read_dataset(path) for path in paths]
    assert [d.sha256 for d in datasets] == [item["sha256"] for item in shipped.trained_on]
    check_alike(shipped, train_weights(datasets, reader))


def check_alike(shipped: Weights, trained: Weights) -> None:
    """Another machine's linear algebra, and the encoder's exponentials, differ a little."""
    assert shipped.reader == trained.reader
    for ours, again in (
        (shipped.ranker, trained.ranker),
        (shipped.choice, trained.choice),
        (_numbers(shipped.read), _numbers(trained.read)),
        (_numbers(shipped.unread), _numbers(trained.unread)),
    ):
        np.testing.assert_allclose(ours, again, rtol=1e-2, atol=1e-2)


def _numbers(decision: Decision) -> np.ndarray:
    return np.array([*decision.weights, decision.bias, decision.threshold])
