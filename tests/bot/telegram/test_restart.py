"""`motpourmot telegram` as a process: killed in the middle of a burst, it loses nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.settings import Settings
from bot.store import Store
from tests.bot.telegram.running_bot import PATIENCE, open_store, settings_for
from tests.bot.telegram.stand_in.server import TelegramServer
from tests.bot.telegram.stand_in.world import Chat, ChatMessage
from tests.processes import environment

pytest_plugins = ("tests.bot.store.databases",)

QUESTIONS = (
    "Quel est le montant du contrat ?",
    "Qui a créé ChatGPT ?",
    "Qui a parlé de trahison ?",
    "Quand Anthropic a-t-elle été fondée ?",
)


@contextmanager
def process_of(settings: Settings, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`motpourmot telegram`, stopped at the end if it still runs; its errors go to a file."""
    assert settings.telegram_bot_token
    variables = environment(
        DATABASE_URL=settings.database_url.get_secret_value(),
        TELEGRAM_API_URL=settings.telegram_api_url,
        TELEGRAM_BOT_TOKEN=settings.telegram_bot_token.get_secret_value(),
    )
    with (folder / "errors.txt").open("ab") as errors:
        process = subprocess.Popen(  # what is run is written here
            [sys.executable, "-m", "bot.cli", "telegram"],
            cwd=folder,
            env=variables,
            stderr=errors,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE)


def wait_until(condition: Callable[[], bool], errors: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, errors.read_text("utf-8")[-3_000:]
        time.sleep(0.02)


def burst(server: TelegramServer, chats: int) -> list[tuple[Chat, ChatMessage]]:
    """Each question from each of so many people."""
    people = [server.private_chat(number) for number in range(1, chats + 1)]
    return [(chat, chat.send(question)) for question in QUESTIONS for chat in people]


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE)


def check_everything_is_answered(
    server: TelegramServer, asked: list[tuple[Chat, ChatMessage]], store: Store
) -> None:
    server.wait_for(lambda: all(chat.replies_to(question) for chat, question in asked), PATIENCE)
    for chat in {id(chat): chat for chat, _ in asked}.values():
        order = [message.reply_to_message_id or 0 for message in chat.bot_messages]
        assert order == sorted(order)
    bot_id = int(server.token.split(":")[0])
    deadline = time.monotonic() + PATIENCE
    while store.pending(bot_id) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert store.pending(bot_id) == []
    assert server.undelivered == 0


def test_killed_in_a_burst_it_answers_every_question_exactly_once(
    server: TelegramServer, tmp_path: Path, store_url: str
) -> None:
    settings = settings_for(server, store_url)
    errors = tmp_path / "errors.txt"
    store = open_store(settings)
    bot_id = int(server.token.split(":")[0])
    before = 9
    with process_of(settings, tmp_path) as process:
        wait_until(lambda: bool(server.calls_of("deleteWebhook")), errors)
        server.hold("sendMessage", after=before)
        asked = burst(server, chats=6)
        # Nine answers have arrived and are noted; the others wait at Telegram's door.
        wait_until(lambda: server.undelivered == 0 and server.held("sendMessage") > 0, errors)
        wait_until(lambda: len(store.pending(bot_id)) == len(asked) - before, errors)
        kill(process)
    assert sum(len(chat.replies_to(question)) for chat, question in asked) == before
    server.release("sendMessage")
    with process_of(settings, tmp_path) as process:
        check_everything_is_answered(server, asked, store)
        assert all(len(chat.replies_to(question)) == 1 for chat, question in asked)
        process.terminate()
        assert process.wait(PATIENCE) == 0
    store.close()
    assert server.token.split(":")[1] not in errors.read_text("utf-8")


def test_killed_at_any_moment_only_what_telegram_had_not_confirmed_may_come_twice(
    server: TelegramServer, tmp_path: Path
) -> None:
    settings = settings_for(server, f"sqlite:///{tmp_path / 'bot.db'}")
    store = open_store(settings)
    doubtful: set[tuple[int, int | None]] = set()
    asked: list[tuple[Chat, ChatMessage]] = []
    for answers in (5, 17):
        with process_of(settings, tmp_path) as process:
            if not asked:
                asked = burst(server, chats=6)
            server.wait_for(lambda n=answers: len(server.calls_of("sendMessage")) >= n, PATIENCE)
            kill(process)
        # Sent, but the process had not yet noted so.
        doubtful |= {
            (chat.id, message.reply_to_message_id)
            for chat in {id(chat): chat for chat, _ in asked}.values()
            for message in chat.bot_messages
            if not store.turn_of_message(store.pseudonym("chat", chat.id), message.message_id)
        }
    with process_of(settings, tmp_path):
        check_everything_is_answered(server, asked, store)
    store.close()
    twice = {
        (chat.id, question.message_id)
        for chat, question in asked
        if len(chat.replies_to(question)) > 1
    }
    assert twice <= doubtful


def test_stopped_in_a_burst_it_goes_on_at_the_next_start(
    server: TelegramServer, tmp_path: Path
) -> None:
    settings = settings_for(server, f"sqlite:///{tmp_path / 'bot.db'}")
    store = open_store(settings)
    with process_of(settings, tmp_path) as process:
        asked = burst(server, chats=6)
        server.wait_for(lambda: len(server.calls_of("sendMessage")) >= 5, PATIENCE)
        process.terminate()
        assert process.wait(PATIENCE) == 0
    with process_of(settings, tmp_path):
        check_everything_is_answered(server, asked, store)
    store.close()
    assert all(len(chat.replies_to(question)) == 1 for chat, question in asked)
