"""Thirty articles that are all alike: which one answers, and which differ (`tests/towns.py`)."""

from __future__ import annotations

import pytest

from index import Answer, Engine, Reader
from tests import towns
from tests.towns import Asked, Outcome

RIGHT = 34  # of the forty, at least
DIFFERENCES = 5  # of the six, at least


@pytest.fixture(scope="module")
def asked(reader: Reader) -> list[tuple[Asked, Answer, Outcome]]:
    return list(towns.score(Engine(towns.documents(), reader=reader).ask))


def test_there_are_two_articles_on_each_town_that_do_not_tell_it_by_their_names() -> None:
    documents = towns.documents()
    assert len(documents) == len({d.id for d in documents}) == 30
    assert all(400 <= len(d.text) <= 900 for d in documents)
    for number, town in enumerate(towns.TOWNS):
        older, younger = documents[2 * number : 2 * number + 2]
        assert older.published_at
        assert younger.published_at
        assert older.published_at < younger.published_at
        for document in (older, younger):
            assert town["name"].upper() in document.text.upper()
            assert document.language == town["language"]
    assert len(towns.QUESTIONS) == 40
    assert sum(question.differs for question in towns.QUESTIONS) == 6


def test_most_questions_are_answered_rightly(asked: list[tuple[Asked, Answer, Outcome]]) -> None:
    counts = towns.counts(outcome for *_, outcome in asked)
    assert counts["right"] >= RIGHT, counts


def test_articles_that_differ_are_both_quoted(asked: list[tuple[Asked, Answer, Outcome]]) -> None:
    shown = [question.town for question, answer, _ in asked if answer.conflict]
    assert len(shown) >= DIFFERENCES, shown
    for question, answer, outcome in asked:
        assert outcome != "shown wrongly", question
        if answer.conflict:
            first, second, *_ = answer.citations
            assert first.published_at
            assert second.published_at
            assert first.published_at > second.published_at
            assert first.document_id != second.document_id


def test_a_correction_wins(asked: list[tuple[Asked, Answer, Outcome]]) -> None:
    (answer,) = (answer for question, answer, _ in asked if question.town == "Cahors")
    assert answer.note
    assert "corrige l’autre" in answer.note


def test_none_is_answered_from_another_town(asked: list[tuple[Asked, Answer, Outcome]]) -> None:
    found = [question for question, _, outcome in asked if outcome == "wrong town"]
    assert not found
