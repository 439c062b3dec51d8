"""The bot answers, lists and verifies from the articles of now; what it answered stays."""

from __future__ import annotations

from pathlib import Path

from bot.library import Library
from bot.telegram.phrases import FRENCH
from index import Engine, make_document
from tests.bot.telegram.running_bot import running_bot, settings_for
from tests.bot.telegram.stand_in.server import TelegramServer
from tests.bot.telegram.stand_in.world import Chat

QUESTION = "Combien d'emplois le projet de Foix doit-il créer ?"


def engine_of(count: int, title: str) -> Engine:
    text = f"Le projet de Foix doit créer {count} emplois. Il a été lancé en mars."
    return Engine([make_document(text, document_id="foix", title=title)])


def ask(server: TelegramServer, chat: Chat, text: str) -> str:
    question = chat.send(text)
    server.wait_for(lambda: bool(chat.replies_to(question)))
    return chat.replies_to(question)[-1].text


def test_each_message_is_answered_from_the_articles_of_now(
    server: TelegramServer, tmp_path: Path
) -> None:
    library, ana = Library(engine_of(120, "Avant")), server.private_chat(1)
    settings = settings_for(server, "sqlite://", articles_dir=tmp_path)
    quote = "« Le projet de Foix doit créer 120 emplois. »"
    with running_bot(library, settings):
        assert "120 emplois" in ask(server, ana, QUESTION)
        assert "Mot pour mot" in ask(server, ana, f"vérifie : {quote}")
        (answer,) = [m for m in ana.bot_messages if "120 emplois" in m.text and m.buttons][:1]
        library.examples["fr"] = ("Quand le projet a-t-il été lancé ?",)
        library.replace(engine_of(95, "Après"))
        assert "95 emplois" in ask(server, ana, QUESTION)
        assert "Mot pour mot" not in ask(server, ana, f"vérifie : {quote}")
        assert "Après" in ask(server, ana, "/articles")
        assert "Après" in ask(server, ana, "/start")
        query = ana.tap(ana.get(answer.message_id), FRENCH.button_context)
        server.wait_for(
            lambda: any(
                call.params["callback_query_id"] == query
                for call in server.calls_of("answerCallbackQuery")
            )
        )
        assert ana.get(answer.message_id).text == answer.text
