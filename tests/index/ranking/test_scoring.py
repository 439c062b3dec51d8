"""From features to scores and probabilities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, Engine
from index.ranking.features import FEATURES
from index.ranking.ranker import softmax
from tests.index.helpers import random_weights


def test_softmax_by_hand() -> None:
    assert softmax(np.log(np.array([1.0, 2.0, 5.0]))) == pytest.approx([1 / 8, 2 / 8, 5 / 8])
    assert softmax(np.array([3.0])) == pytest.approx([1.0])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_softmax_sums_to_one_and_keeps_the_order(scores: list[float]) -> None:
    shares = softmax(np.array(scores))
    assert shares.sum() == pytest.approx(1.0)
    assert (shares >= 0).all()
    assert shares[int(np.argmax(scores))] == shares.max()


def test_a_score_is_the_sum_of_its_contributions(seed_document: Document) -> None:
    engine = Engine([seed_document], weights=random_weights(1))
    for ranked in engine.rank("Qui est le patron d'Anthropic ?").sentences:
        assert ranked.contributions.shape == (len(FEATURES),)
        assert ranked.score == pytest.approx(float(ranked.contributions.sum()))
