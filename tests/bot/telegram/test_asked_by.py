"""Questions in Telegram are counted as such, and not what the process asks itself."""

from __future__ import annotations

from bot.library import Library
from bot.logs import asked_by
from index import Document, Engine
from tests.bot.telegram.running_bot import running_bot, settings_for
from tests.bot.telegram.stand_in.server import TelegramServer

pytest_plugins = ("tests.bot.store.databases",)


def test_a_question_in_a_chat_is_of_telegram(seed_document: Document, store_url: str) -> None:
    engine = Engine([seed_document])
    faces: list[str] = []
    Library(engine).watch(lambda *_: faces.append(asked_by.get()))
    with (
        TelegramServer(token="123456:of_no_bot_there_is") as server,  # noqa: S106
        running_bot(engine, settings_for(server, store_url)),
    ):
        ana = server.private_chat(1)
        question = ana.send("Qui a créé ChatGPT ?")
        server.wait_for(lambda: ana.replies_to(question))
    assert "telegram" in faces
    assert set(faces) <= {"telegram", ""}
    assert asked_by.get() == ""
