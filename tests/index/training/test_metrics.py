from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.training.metrics import (
    answer_f1,
    auroc,
    calibration_error,
    exact_match,
    hit_at,
    mrr_at,
    normalise_answer,
)

scores = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=8)


def test_hits() -> None:
    ranks = [1, 2, None, 4]
    assert [hit_at(ranks, k) for k in (1, 2, 3, 4)] == [0.25, 0.5, 0.5, 0.75]
    assert hit_at([], 1) == 0


def test_reciprocal_ranks() -> None:
    assert mrr_at([1, 2, None, 4], 10) == pytest.approx((1 + 1 / 2 + 1 / 4) / 4)
    assert mrr_at([1, 2, None, 4], 3) == pytest.approx((1 + 1 / 2) / 4)
    assert mrr_at([10, 11], 10) == pytest.approx(0.05)
    assert mrr_at([], 10) == 0


@pytest.mark.parametrize(
    ("positive", "negative", "area"),
    [
        ([2.0, 3.0], [0.0, 1.0], 1.0),
        ([0.0, 1.0], [2.0, 3.0], 0.0),
        ([1.0], [1.0], 0.5),
        ([1.0, 2.0], [1.0, 0.0], (0.5 + 1 + 1 + 1) / 4),
        ([1.0, 1.0, 3.0], [1.0, 2.0], (0.5 * 2 + 2) / 6),
    ],
)
def test_auroc(positive: list[float], negative: list[float], area: float) -> None:
    assert auroc(positive, negative) == pytest.approx(area)


@given(scores, scores)
def test_auroc_is_the_share_of_pairs(positive: list[float], negative: list[float]) -> None:
    pairs = [(p > n) + 0.5 * (p == n) for p in positive for n in negative]
    assert auroc(positive, negative) == pytest.approx(sum(pairs) / len(pairs))


def test_auroc_of_nothing() -> None:
    assert auroc([], [1.0]) is None
    assert auroc([1.0], []) is None


def test_normalise() -> None:
    assert normalise_answer("  The U.S. Army, a 'force'! ") == "us army force"
    assert normalise_answer("Été 2021") == "été 2021"
    assert normalise_answer("the") == ""


@pytest.mark.parametrize(
    ("answer", "golds", "f1", "exact"),
    [
        ("200 millions", ["200 millions"], 1, 1),
        ("The 200 Millions.", ["200 millions"], 1, 1),
        ("200 millions", ["200 millions de dollars"], 2 * 1 * 0.5 / 1.5, 0),
        ("200 millions", ["rien", "200 millions"], 1, 1),
        ("rien", ["200 millions"], 0, 0),
        ("", ["rien"], 0, 0),
        ("", [""], 1, 1),
        ("rien", [], 0, 0),
        ("a b b", ["b b c"], 2 * 1 * (2 / 3) / (1 + 2 / 3), 0),  # "a" is an English article
    ],
)
def test_f1_and_exact_match(answer: str, golds: list[str], f1: float, exact: float) -> None:
    assert answer_f1(answer, golds) == pytest.approx(f1)
    assert exact_match(answer, golds) == exact


def test_calibration_error() -> None:
    stated, true = [0.9, 0.9, 0.1, 0.1], [True, False, False, False]
    # Of those at 0.9 half came true, of those at 0.1 none: (0.4 x 2 + 0.1 x 2) / 4.
    assert calibration_error(stated, true, [1, 1, 1, 1], bins=10) == pytest.approx(0.25)
    assert calibration_error(stated, true, [9, 1, 1, 1], bins=10) == pytest.approx(
        (abs(9 * 0.1 - 0.9) + 0.2) / 12
    )
    assert calibration_error([1.0, 0.0], [True, False], [1, 1], bins=10) == 0
    assert calibration_error([], [], [], bins=10) == 0
