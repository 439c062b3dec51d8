"""What the faces share: the stored turn as ground of a follow-up, and the fixed replies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given

from bot.conversation import (
    answer_in_language_of,
    previous_turn,
    reply_as_answer,
    words_of_reply,
)
from bot.store import Turn
from index import Answer, Engine
from index.questions import Reply
from tests.index.helpers import CERTAIN, UNCERTAIN, document
from tests.strategies import articles, questions


def turn_of(answer: Answer | None, *, question: str = "Qui ?", status: str = "answered") -> Turn:
    return Turn(
        id=1, face="http", chat="c", person="p", conversation="k", asked=question,
        question=answer.question if answer else question,
        language=answer.language if answer else "fr", status=status,
        answer=answer, asked_at=datetime(2026, 1, 1, tzinfo=UTC), asked_message_id=None,
        message_ids=(),
    )  # fmt: skip


def test_the_ground_is_what_was_answered_with_its_best_quote_first(engine: Engine) -> None:
    answer = engine.ask("Quel est le montant du contrat ?")
    previous = previous_turn(turn_of(answer))
    assert previous is not None
    assert (previous.question, previous.language) == (answer.question, "fr")
    assert previous.answer == answer.answer == "200 millions de dollars"
    best = max(answer.citations, key=lambda citation: citation.score)
    assert previous.cited[0] == best.cited_text


def test_a_refused_question_is_no_ground() -> None:
    assert previous_turn(None) is None
    assert previous_turn(turn_of(None, status="no_answer")) is None
    kept_earlier = previous_turn(turn_of(None))
    assert kept_earlier is not None
    assert kept_earlier.question == "Qui ?"


@pytest.mark.parametrize(
    ("asked", "read_as", "language"),
    [
        # As typed: no accents, no apostrophes, the shorthand of chats, no function word at all.
        ("pk ?", "Why was the contract with Zorg signed?", "fr"),
        ("montant contrat", "What is the amount of the contract with Zorg?", "fr"),
        ("contract amount", "Quel est le montant du contrat avec Zorg ?", "en"),
        ("Et quand ?", "When was the contract signed?", "fr"),
        ("And when?", "Quand le contrat a-t-il été signé ?", "en"),
        # What is in no language is in that of what it was read as.
        ("Zorg ?", "Quel est le montant du contrat avec Zorg ?", "fr"),
        ("Zorg ?", "What is the amount of the contract with Zorg?", "en"),
    ],
)
def test_what_is_said_beside_the_quotes_is_in_the_language_that_was_typed(
    asked: str, read_as: str, language: str
) -> None:
    sources = [
        document("Le maire a signé le contrat avec Zorg en 2021, pour une année et plus."),
        document("The mayor has signed the contract with Zorg in 2021.", document_id="b"),
    ]
    answer = answer_in_language_of(Engine(sources, weights=UNCERTAIN), read_as, asked=asked)
    assert answer.language == language
    assert answer.no_answer_reason
    assert answer.no_answer_reason.startswith("Les articles" if language == "fr" else "The")


@given(articles, questions)
def test_a_question_that_is_taken_as_it_is_has_the_answer_of_every_face(
    text: str, question: str
) -> None:
    engine = Engine([document(text)], weights=CERTAIN)
    assert answer_in_language_of(engine, question, asked=question) == engine.ask(question)


@pytest.mark.parametrize(
    ("reply", "asked", "words"),
    [
        ("thanks", "merci", "Avec plaisir\u00a0! Si vous avez une autre question, je cherche."),
        ("thanks", "thanks", "You are welcome! If you have another question, I will look."),
        ("greeting", "bonjour", "Bonjour\u00a0! Posez-moi une question sur les articles."),
        ("invite", "tu es sûr ?", "Posez-moi d’abord une question sur les articles."),
        ("sure", "tu es sûr ?", "Posez-moi d’abord une question sur les articles."),
        ("more", "more details", "There is no other passage."),
    ],
)
def test_replies_are_in_the_language_of_the_message(reply: Reply, asked: str, words: str) -> None:
    assert words_of_reply(reply, asked, None, language="fr") == words


def test_who_doubts_is_shown_where_the_quote_is(engine: Engine) -> None:
    turn = turn_of(engine.ask("Quel est le montant du contrat ?"))
    words = words_of_reply("sure", "tu es sûr ?", turn)
    assert "§\u00a016 de l’article «\u00a0OpenAI a annoncé" in words
    assert "§\u00a016" in words_of_reply("sure", "are you sure?", turn)


def test_who_doubts_is_shown_a_long_title_shortened(engine: Engine) -> None:
    answer = engine.ask("Quel est le montant du contrat ?")
    cited = tuple(replace(c, document_title="Un titre\n" * 1_000) for c in answer.citations)
    words = words_of_reply("sure", "are you sure?", turn_of(replace(answer, citations=cited)))
    assert len(words) < 300
    assert "“Un titre Un titre " in words
    assert words.endswith("…”.")


def test_a_reply_to_a_program_quotes_nothing_but_the_further_passages(engine: Engine) -> None:
    last = engine.ask("Quel est le montant du contrat ?")
    more = reply_as_answer(engine, "more", "plus de détails", turn_of(last))
    assert (more.status, more.citations, more.closest) == ("no_answer", (), last.others)
    assert more.no_answer_reason == "Les autres passages les plus proches, moins sûrs\u00a0:"
    for reply in ("thanks", "greeting", "ok", "sure", "invite", "in_full"):
        said = reply_as_answer(engine, reply, "merci", turn_of(last))
        assert (said.status, said.citations, said.closest, said.answer) == (
            "no_answer",
            (),
            (),
            None,
        )
        assert said.no_answer_reason
        assert said.question == "merci"
    assert (
        reply_as_answer(engine, "more", "encore", turn_of(replace(last, others=()))).closest == ()
    )
