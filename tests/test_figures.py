"""The figures that were promised, checked where the question sets lie beside the checkout."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from index.reading.weights import Weights, load_weights
from index.retrieval.embeddings import Encoder, load_encoder
from index.training.datasets import read_dataset
from index.training.evaluation import Figures, evaluate, summarise
from index.training.train import train_weights
from tests.paths import EVALUATION_SETS

SETS = EVALUATION_SETS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (SETS / "piaf.json").is_file(),
        reason="the question sets (../shared/eval beside the checkout) are not here",
    ),
]


@pytest.fixture(scope="module")
def trained() -> Weights:
    names = ("piaf", "piaf-impossible", "xquad-en")
    return train_weights(
        [read_dataset(SETS / f"{name}.json") for name in names], encoder=load_encoder()
    )


@pytest.fixture(scope="module")
def meaning(trained: Weights) -> Weights:
    if trained.meaning is None:
        pytest.skip("the extra `crosslingual` is not installed")
    return trained.meaning


Measure = Callable[..., dict[str, Figures]]


@pytest.fixture(scope="module")
def figures() -> Measure:
    def measure(name: str, encoder: Encoder | None = None) -> dict[str, Figures]:
        dataset = read_dataset(SETS / f"{name}.json")
        rows = summarise(name, evaluate(dataset, load_weights(), encoder=encoder))
        return {row.name: row for row in rows}

    return measure


def test_ranking_of_unseen_articles(trained: Weights) -> None:
    row: dict[str, Any] = trained.figures["piaf.json"]
    assert row["hit@1"] >= 0.66
    assert row["hit@3"] >= 0.85


def test_abstaining_where_the_article_is_about_something_else(trained: Weights) -> None:
    assert trained.figures["piaf-impossible.json"]["AUROC easy"] >= 0.985


def test_abstaining_where_the_answer_was_taken_out(trained: Weights) -> None:
    assert trained.figures["piaf-impossible.json"]["AUROC hard"] >= 0.80


@pytest.mark.xfail(strict=True, reason="0.91 is aimed at; these features reach about 0.83")
def test_abstaining_where_the_answer_was_taken_out_as_aimed_at(meaning: Weights) -> None:
    assert meaning.figures["piaf-impossible.json"]["AUROC hard"] >= 0.91


@pytest.mark.xfail(strict=True, reason="aimed at; these features reach about 0.695 and 0.83")
def test_ranking_as_aimed_at(meaning: Weights) -> None:
    piaf, xquad = meaning.figures["piaf.json"], meaning.figures["xquad-en.json"]
    assert piaf["hit@1"] >= 0.72
    assert xquad["hit@1"] >= 0.86


@pytest.mark.xfail(strict=True, reason="aimed at; spans without a reader reach about 0.27 and 0.36")
def test_key_words_as_aimed_at(meaning: Weights) -> None:
    piaf, xquad = meaning.figures["piaf.json"], meaning.figures["xquad-en.json"]
    assert piaf["F1"] >= 0.45
    assert xquad["F1"] >= 0.55


def test_key_words_of_unseen_articles(meaning: Weights) -> None:
    assert meaning.figures["piaf.json"]["F1"] >= 0.25
    assert meaning.figures["xquad-en.json"]["F1"] >= 0.33


def test_english_articles(trained: Weights) -> None:
    assert trained.figures["xquad-en.json"]["hit@1"] >= 0.81


def test_french_questions_on_the_first_article(
    figures: Measure,
) -> None:
    hit_1 = figures("seed")["seed fr"].hit_1
    assert hit_1 is not None
    assert hit_1 >= 0.85


def test_with_meanings_unseen_articles_are_ranked_better(meaning: Weights) -> None:
    row: dict[str, Any] = meaning.figures["piaf.json"]
    assert row["hit@1"] >= 0.69
    assert row["hit@3"] >= 0.88


def test_with_meanings_english_questions_find_french_answers(
    meaning: Weights, figures: Measure
) -> None:
    del meaning  # where there are none, this is skipped
    rows = figures("seed", load_encoder())
    assert (rows["seed en"].hit_3 or 0) >= 0.9
    assert (rows["seed en"].answered or 0) >= 0.8
    assert (rows["seed fr"].answered or 0) >= 0.93


def test_shipped_weights_are_what_training_gives(trained: Weights) -> None:
    shipped = load_weights()
    # Another machine's linear algebra may differ in the last digits.
    np.testing.assert_allclose(shipped.ranker, trained.ranker, rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(shipped.spans, trained.spans, rtol=1e-2, atol=1e-2)
    np.testing.assert_allclose(shipped.abstain, trained.abstain, rtol=1e-3, atol=1e-4)
    if shipped.meaning and trained.meaning:
        # So may its exponentials, which the encoder has many of.
        for part in ("ranker", "spans", "abstain"):
            ours, again = getattr(shipped.meaning, part), getattr(trained.meaning, part)
            np.testing.assert_allclose(ours, again, rtol=1e-2, atol=1e-2)
    assert [item["sha256"] for item in shipped.trained_on] == [
        item["sha256"] for item in trained.trained_on
    ]
