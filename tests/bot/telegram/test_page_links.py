"""With PUBLIC_URL, every quote in every view links to its place on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.telegram.context import context_message
from bot.telegram.phrases import FRENCH
from bot.telegram.text import Message
from bot.telegram.views import answer_messages, inline_results, other_message
from index import Document, Engine
from tests.bot.telegram.running_bot import running_bot, settings_for
from tests.bot.telegram.stand_in.server import TelegramServer
from tests.bot.telegram.stand_in.world import Chat, ChatMessage

QUESTION = "Quel est le montant du contrat ?"
TWO_QUOTES = "Anthropic va-t-elle aller en justice ?"
SERVER = "https://mots.fr"
PAGE = re.compile(
    r"https://mots\.fr/documents/000_8ca491ea4156916f\?version=[0-9a-f]{12}#char=(?P<start>\d+),(?P<end>\d+)"
)


def linked(message: Message, document: Document) -> list[str]:
    """The words of the article that the message links to the page of, in order."""
    places = [PAGE.fullmatch(e.url or "") for e in message.entities if e.type == "text_link"]
    return [document.text[int(p["start"]) : int(p["end"])] for p in places if p]


def test_in_the_answer(engine: Engine, seed_document: Document) -> None:
    answer = engine.ask(TWO_QUOTES)
    (message,) = answer_messages(answer, FRENCH, public_url=SERVER)
    assert linked(message, seed_document) == [c.cited_text for c in answer.citations]
    assert not linked(answer_messages(answer, FRENCH)[0], seed_document)


def test_in_the_context_each_number_has_its_own(engine: Engine, seed_document: Document) -> None:
    answer = engine.ask(TWO_QUOTES)
    message = context_message(engine, answer, FRENCH, public_url=SERVER)
    assert message
    assert linked(message, seed_document) == [c.cited_text for c in answer.citations]


def test_in_another_passage(engine: Engine, seed_document: Document) -> None:
    answer = engine.ask(QUESTION)
    message = other_message(answer, 1, FRENCH, public_url=SERVER)
    assert message
    assert linked(message, seed_document) == [answer.others[0].cited_text]


def test_in_what_is_sent_inline(engine: Engine, seed_document: Document) -> None:
    answer = engine.ask(QUESTION)
    first, second, *_ = inline_results(answer, FRENCH, public_url=SERVER)
    for result, quote in ((first, answer.citations[0]), (second, answer.others[0])):
        content = result.input_message_content
        message = Message(content.message_text, tuple(content.entities))  # type: ignore[attr-defined]
        assert linked(message, seed_document) == [quote.cited_text]


@pytest.fixture
def ana(server: TelegramServer, engine: Engine) -> Iterator[Chat]:
    """A reader of a bot whose server has an address."""
    with running_bot(engine, settings_for(server, "sqlite://", public_url=f"{SERVER}/")):
        yield server.private_chat(1, "Ana", language_code="fr")


def test_the_running_bot_links(server: TelegramServer, ana: Chat) -> None:
    def links(message: ChatMessage) -> bool:
        return any(PAGE.fullmatch(entity.get("url", "")) for entity in message.entities)

    question = ana.send(QUESTION)
    server.wait_for(lambda: ana.replies_to(question))
    (answer,) = ana.replies_to(question)
    assert links(answer)
    for label in ("Autre passage", "Retour à la réponse", "Contexte"):
        before = ana.get(answer).text
        ana.tap(ana.get(answer), label)
        server.wait_for(lambda before=before: ana.get(answer).text != before)
        assert links(ana.get(answer)), label
    query = ana.inline(QUESTION)
    server.wait_for(lambda: server.inline_results(query) is not None)
    (first, *_) = server.inline_results(query) or []
    entities = first["input_message_content"]["entities"]
    assert any(PAGE.fullmatch(entity.get("url", "")) for entity in entities)
