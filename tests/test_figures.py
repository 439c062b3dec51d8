"""The figures that were promised, checked where the question sets lie beside the checkout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.datasets import read_dataset
from index.evaluation import Figures, evaluate, summarise
from index.training import train
from index.weights import Weights, load_weights

SETS = Path(__file__).parents[2] / "shared" / "eval"

pytestmark = pytest.mark.skipif(
    not (SETS / "piaf.json").is_file(),
    reason="the question sets (../shared/eval beside the checkout) are not here",
)


@pytest.fixture(scope="module")
def trained() -> Weights:
    return train([read_dataset(SETS / "piaf.json"), read_dataset(SETS / "piaf-impossible.json")])


@pytest.fixture(scope="module")
def figures() -> Callable[[str], dict[str, Figures]]:
    def measure(name: str) -> dict[str, Figures]:
        rows = summarise(name, evaluate(read_dataset(SETS / f"{name}.json"), load_weights()))
        return {row.name: row for row in rows}

    return measure


def test_ranking_of_unseen_articles(trained: Weights) -> None:
    row: dict[str, Any] = trained.figures["piaf.json"]
    assert row["hit@1"] >= 0.66
    assert row["hit@3"] >= 0.85


def test_abstaining_where_the_article_is_about_something_else(trained: Weights) -> None:
    assert trained.figures["piaf-impossible.json"]["AUROC easy"] >= 0.96


def test_abstaining_where_the_answer_was_taken_out(trained: Weights) -> None:
    assert trained.figures["piaf-impossible.json"]["AUROC hard"] >= 0.80


@pytest.mark.xfail(strict=True, reason="0.86 was promised; lexical features reach about 0.82")
def test_abstaining_where_the_answer_was_taken_out_as_promised(trained: Weights) -> None:
    assert trained.figures["piaf-impossible.json"]["AUROC hard"] >= 0.86


def test_english_without_training_on_it(figures: Callable[[str], dict[str, Figures]]) -> None:
    hit_1 = figures("xquad-en")["xquad-en"].hit_1
    assert hit_1 is not None
    assert hit_1 >= 0.81


def test_french_questions_on_the_first_article(
    figures: Callable[[str], dict[str, Figures]],
) -> None:
    hit_1 = figures("seed")["seed fr"].hit_1
    assert hit_1 is not None
    assert hit_1 >= 0.85


def test_shipped_weights_are_what_training_gives(trained: Weights) -> None:
    shipped = load_weights()
    # Another machine's linear algebra may differ in the last digits.
    np.testing.assert_allclose(shipped.ranker, trained.ranker, rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(shipped.abstain, trained.abstain, rtol=1e-3, atol=1e-4)
    assert [item["sha256"] for item in shipped.trained_on] == [
        item["sha256"] for item in trained.trained_on
    ]
