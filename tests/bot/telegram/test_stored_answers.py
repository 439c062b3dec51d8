"""Buttons use the answer that was kept: nothing is ranked again, whatever happened meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.store import Store
from bot.telegram.phrases import FRENCH
from index import Document, Engine
from tests.bot.telegram.running_bot import running_bot, settings_for
from tests.bot.telegram.stand_in.server import TelegramServer
from tests.bot.telegram.stand_in.world import Chat, ChatMessage

QUESTION = "Quel est le montant du contrat ?"


@pytest.fixture
def settings(server: TelegramServer, tmp_path: Path) -> Settings:
    return settings_for(server, f"sqlite:///{tmp_path / 'bot.db'}", articles_dir=tmp_path)


@pytest.fixture
def ana(server: TelegramServer) -> Chat:
    return server.private_chat(1)


@pytest.fixture
def answer(server: TelegramServer, settings: Settings, ana: Chat, engine: Engine) -> ChatMessage:
    """An answer that the bot gave before it was stopped."""
    with running_bot(engine, settings):
        question = ana.send(QUESTION)
        server.wait_for(lambda: bool(ana.replies_to(question)))
        (message,) = ana.replies_to(question)
    return message


Restart = Callable[[Document], AbstractContextManager[Store]]


@pytest.fixture
def restart(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Restart:
    """Run the bot again over an article, with an engine that must not rank."""

    def run(document: Document) -> AbstractContextManager[Store]:
        engine = Engine([document])
        monkeypatch.setattr("bot.telegram.handlers.suggest", lambda *_: ())
        monkeypatch.setattr(Engine, "rank", lambda *_, **__: pytest.fail("ranked again"))
        return running_bot(engine, settings)

    return run


def tap(server: TelegramServer, chat: Chat, message: ChatMessage, label: str) -> str | None:
    """Tap a button and wait until the tap is answered; the line that it was answered with."""
    query = chat.tap(chat.get(message.message_id), label)
    server.wait_for(lambda: query in toasts(server))
    return toasts(server)[query]


def toasts(server: TelegramServer) -> dict[str, str | None]:
    calls = server.calls_of("answerCallbackQuery")
    return {str(call.params["callback_query_id"]): call.params.get("text") for call in calls}


def test_after_a_restart_no_tap_ranks(
    server: TelegramServer,
    ana: Chat,
    answer: ChatMessage,
    restart: Restart,
    seed_document: Document,
) -> None:
    with restart(seed_document) as store:
        assert tap(server, ana, answer, FRENCH.button_context) is None
        assert ana.get(answer.message_id).text.startswith(FRENCH.context)
        assert tap(server, ana, answer, FRENCH.button_back) is None
        assert ana.get(answer.message_id).text == answer.text
        assert tap(server, ana, answer, "👍") == FRENCH.thanks_for_vote
        assert "👍 ✓" in dict(ana.get(answer.message_id).buttons)
        assert [asked.up for asked in store.questions(unanswered=False)] == [1]


def test_quotes_are_shown_as_they_were_when_the_article_changed(
    server: TelegramServer,
    ana: Chat,
    answer: ChatMessage,
    restart: Restart,
    seed_document: Document,
) -> None:
    changed = replace(seed_document, text=seed_document.text.replace("200", "300"), sha256="0" * 64)
    with restart(changed):
        assert tap(server, ana, answer, FRENCH.button_context) == FRENCH.changed
        assert ana.get(answer.message_id).text == answer.text
        assert tap(server, ana, answer, FRENCH.button_other) is None
        assert ana.get(answer.message_id).text.startswith("Un autre passage, moins sûr (1 sur 5)")
        assert tap(server, ana, answer, FRENCH.button_back) is None
        assert ana.get(answer.message_id).text == answer.text


def test_an_answer_of_an_earlier_version_is_too_old(
    server: TelegramServer,
    ana: Chat,
    answer: ChatMessage,
    restart: Restart,
    seed_document: Document,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.store.turns.load_answer", lambda _: None)
    with restart(seed_document):
        assert tap(server, ana, answer, FRENCH.button_context) == FRENCH.too_old
