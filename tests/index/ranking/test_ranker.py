from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Engine
from index.ranking.features import FEATURES
from index.ranking.ranker import softmax


def test_softmax_by_hand() -> None:
    assert softmax(np.log(np.array([1.0, 2.0, 5.0]))) == pytest.approx([1 / 8, 2 / 8, 5 / 8])
    assert softmax(np.array([3.0])) == pytest.approx([1.0])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_softmax_sums_to_one_and_keeps_the_order(scores: list[float]) -> None:
    shares = softmax(np.array(scores))
    assert shares.sum() == pytest.approx(1.0)
    assert (shares >= 0).all()
    assert shares[int(np.argmax(scores))] == shares.max()


def test_a_score_is_the_sum_of_its_contributions(engine: Engine) -> None:
    for ranked in engine.rank("Qui est le patron d'Anthropic ?").sentences:
        assert ranked.contributions.shape == (len(FEATURES),)
        assert ranked.score == pytest.approx(float(ranked.contributions.sum()))


def test_the_text_is_the_documents_own(engine: Engine) -> None:
    for ranked in engine.rank("Qui est le patron d'Anthropic ?").sentences:
        place = ranked.sentence
        assert ranked.text == ranked.document.text[place.start : place.end]
        assert place in ranked.passage.sentences
        assert ranked.candidate.sentence == place
