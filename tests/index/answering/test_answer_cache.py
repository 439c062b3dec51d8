from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import Document, Engine
from index.answering import cache


@pytest.fixture
def ranked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The questions that were ranked."""
    asked: list[str] = []
    rank = Engine.rank

    def rank_and_note(self: Engine, text: str) -> object:
        asked.append(text)
        return rank(self, text)

    monkeypatch.setattr(Engine, "rank", rank_and_note)
    return asked


def test_a_question_is_ranked_once_for_all_faces(
    seed_document: Document, ranked: list[str]
) -> None:
    engine = Engine([seed_document])
    question = "Quel est le montant du contrat ?"
    assert engine.known_answer(question) is None
    first = engine.ask(question)
    assert engine.ask(f" {question}\n") is first
    assert engine.known_answer(question) is first
    assert engine.excerpts(first.citations)
    assert ranked == [question]


def test_answers_in_two_languages_are_two(seed_document: Document) -> None:
    engine = Engine([seed_document])
    question = "Combien de chats a Sam Altman ?"
    reasons = {engine.ask(question, language=code).no_answer_reason for code in ("fr", "en")}
    assert len(reasons) == 2


def test_the_least_recently_asked_goes(
    seed_document: Document, ranked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MAX_ANSWERS", 2)
    engine = Engine([seed_document])
    for question in ("Un ?", "Deux ?", "Un ?", "Trois ?", "Un ?", "Deux ?"):
        assert engine.ask(question).question == question
    assert ranked == ["Un ?", "Deux ?", "Trois ?", "Deux ?"]


def test_long_answers_are_not_kept(
    seed_document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MAX_CHARACTERS", 3)
    engine = Engine([seed_document])
    engine.ask("Deux ?")
    assert engine.known_answer("Deux ?") is None
