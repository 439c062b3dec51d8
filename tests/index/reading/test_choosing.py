"""What chooses a sentence: stage one, and what was read of some of the candidates."""

from __future__ import annotations

import numpy as np
import pytest

from index import Engine
from index.ranking.ranker import StageOne
from index.reading.choosing import CHOICE, choice_features
from index.reading.reader import SentenceReading
from tests.index.helpers import document, weights


def stage_of(text: str, question: str) -> StageOne:
    engine = Engine([document(text)], weights=weights(stem_bm25=1.0))
    questions = engine.analyse(question)
    stage = engine.stage_one(questions, engine.retrieve(questions))
    assert stage is not None
    return stage


def test_what_was_read_and_what_was_not() -> None:
    stage = stage_of("Le maire signe. Le pont est long. La ville dort.", "Qui signe ?")
    values = choice_features(stage, {1: SentenceReading(20, 24, 3.5, -1.25)})
    assert values.shape == (3, len(CHOICE))
    assert values[:, 0] == pytest.approx(stage.log_probabilities)
    assert np.exp(values[:, 0]).sum() == pytest.approx(1)
    assert values[:, 1:].tolist() == [[0, 1], [3.5, 0], [0, 1]]


def test_without_readings_only_stage_one_counts() -> None:
    stage = stage_of("Le maire signe. Le pont est long.", "Qui signe ?")
    assert choice_features(stage, {})[:, 1:].tolist() == [[0, 1]] * 2


def test_readings_are_by_row_and_candidates_by_language() -> None:
    """The candidates come language by language, the rows article by article."""
    french = document("Il est là. Elle est ici avec le maire de la ville.", document_id="b")
    english = document("The mayor was in the city with the others.", document_id="a")
    other = document("La tour est haute et le pont est dans la ville.", document_id="c")
    engine = Engine([french, english, other], weights=weights(stem_bm25=1.0))
    questions = engine.analyse("Où est le maire ?")
    stage = engine.stage_one(questions, engine.retrieve(questions))
    assert stage is not None
    assert stage.rows.tolist() != sorted(stage.rows.tolist()) or len(stage.groups) == 2
    for row in range(4):
        values = choice_features(stage, {row: SentenceReading(0, 1, 2.0, 1.0)})
        (position,) = np.flatnonzero(values[:, 1])
        assert stage.rows[position] == row
        group, place = stage.group_of(int(position))
        assert group.rows[place] == row
