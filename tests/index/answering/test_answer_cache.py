"""One cache of answers, for all faces."""

from __future__ import annotations

from typing import Any

import pytest

from index import Document, Engine
from index.answering import cache
from tests.index.helpers import CERTAIN, UNCERTAIN, random_weights

QUESTIONS = (
    "Quel est le montant du contrat ?",
    "Qui est le patron d'Anthropic ?",
    "Who created ChatGPT?",
    "Xylophone zygomatique ?",
)


@pytest.fixture
def engine(seed_document: Document) -> Engine:
    return Engine([seed_document], weights=CERTAIN)


@pytest.fixture
def ranked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that were ranked."""
    asked: list[str] = []
    rank = Engine.rank

    def rank_and_note(self: Engine, text: str, **options: Any) -> object:
        asked.append(text)
        return rank(self, text, **options)

    monkeypatch.setattr(Engine, "rank", rank_and_note)
    return asked


def test_a_question_is_ranked_once_for_all_faces(engine: Engine, ranked: list[str]) -> None:
    question = "Quel est le montant du contrat ?"
    assert engine.known_answer(question) is None
    first = engine.ask(question)
    assert engine.ask(f" {question}\n") is first
    assert engine.known_answer(question) is first
    assert engine.excerpts(first.citations)
    assert ranked == [question]


def test_what_was_asked_before_changes_no_answer(seed_document: Document) -> None:
    made = random_weights(5)
    used = Engine([seed_document], weights=made)
    for _ in range(2):
        for question in QUESTIONS:
            fresh = Engine([seed_document], weights=made)
            assert used.ask(question) == fresh.ask(question) == fresh.answer(fresh.rank(question))


def test_answers_in_two_languages_are_two(seed_document: Document) -> None:
    engine = Engine([seed_document], weights=UNCERTAIN)
    question = "Combien de chats a Sam Altman ?"
    reasons = {engine.ask(question, language=code).no_answer_reason for code in ("fr", "en")}
    assert len(reasons) == 2


def test_the_least_recently_asked_goes(
    engine: Engine, ranked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MAX_ANSWERS", 2)
    for question in ("Un ?", "Deux ?", "Un ?", "Trois ?", "Un ?", "Deux ?"):
        assert engine.ask(question).question == question
    assert ranked == ["Un ?", "Deux ?", "Trois ?", "Deux ?"]


def test_long_answers_are_not_kept(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_CHARACTERS", 3)
    engine.ask("Deux ?")
    assert engine.known_answer("Deux ?") is None
