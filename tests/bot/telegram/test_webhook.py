"""`motpourmot serve` with a webhook: Telegram sends the updates, the same bot answers them."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.bot.telegram.running_bot import PATIENCE
from tests.bot.telegram.stand_in.server import TelegramServer
from tests.processes import environment, free_port

QUESTION = "Quel est le montant du contrat ?"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@contextmanager
def serve(
    server: TelegramServer, port: int, folder: Path, **settings: str
) -> Iterator[subprocess.Popen[bytes]]:
    variables = environment(
        PORT=str(port),
        TELEGRAM_API_URL=server.url,
        TELEGRAM_BOT_TOKEN=server.token,
        **settings,
    )
    with (folder / "errors.txt").open("ab") as errors:
        process = subprocess.Popen(  # what is run is written here
            [sys.executable, "-m", "bot.cli", "serve"], cwd=folder, env=variables, stderr=errors
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
        written = (folder / "errors.txt").read_text("utf-8")
        assert server.token.split(":")[1] not in written
        assert "Traceback" not in written


def test_questions_are_answered_through_the_webhook(server: TelegramServer, tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram/webhook"
    ana = server.private_chat(1)
    with serve(server, port, tmp_path, TELEGRAM_WEBHOOK_URL=url):
        first = ana.send(QUESTION)  # before the webhook is set
        server.wait_for(lambda: ana.replies_to(first), PATIENCE)
        others = [ana.send(QUESTION) for _ in range(4)]
        server.wait_for(lambda: len(ana.bot_messages) == 5, PATIENCE)
        order = [message.reply_to_message_id for message in ana.bot_messages]
        assert order == [message.message_id for message in (first, *others)]
        (call,) = server.calls_of("setWebhook")
        assert call.params["url"] == url
        assert len(call.params["secret_token"]) == 64
        assert httpx.post(url, json={"update_id": 1}, trust_env=False).status_code == 403
        asked = httpx.post(
            f"http://127.0.0.1:{port}/ask", json={"question": QUESTION}, trust_env=False
        )
        assert asked.json()["answer"] == "200 millions de dollars"
    assert server.undelivered == 0


def test_a_restart_forgets_no_update(server: TelegramServer, tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram/webhook"
    people = [server.private_chat(number) for number in range(1, 11)]
    with serve(server, port, tmp_path, TELEGRAM_WEBHOOK_URL=url) as process:
        server.wait_for(lambda: server.calls_of("setWebhook"), PATIENCE)
        server.hold("sendMessage", after=3)
        asked = [(chat, chat.send(QUESTION)) for chat in people for _ in range(2)]
        server.wait_for(lambda: server.undelivered == 0, PATIENCE)
        process.kill()
    server.release("sendMessage")
    with serve(server, port, tmp_path, TELEGRAM_WEBHOOK_URL=url):
        server.wait_for(lambda: all(chat.replies_to(q) for chat, q in asked), PATIENCE)


def test_with_a_secret_alone_telegram_is_told_nothing(
    server: TelegramServer, tmp_path: Path
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram/webhook"
    ana = server.private_chat(1)
    question = ana.send(QUESTION)
    update = {"update_id": 7, "message": ana.json(question)}
    with serve(server, port, tmp_path, TELEGRAM_WEBHOOK_SECRET="as_set"):  # noqa: S106
        server.wait_for(lambda: len(server.calls_of("setMyShortDescription")) == 2, PATIENCE)
        with httpx.Client(
            transport=httpx.HTTPTransport(retries=20), headers={HEADER: "as_set"}, trust_env=False
        ) as client:
            for _ in range(3):  # the same update, as Telegram repeats it
                assert client.post(url, json=update).status_code == 200
        server.wait_for(lambda: ana.replies_to(question), PATIENCE)
        assert server.calls_of("setWebhook") == []
    assert len(ana.replies_to(question)) == 1


def test_without_a_webhook_there_is_no_such_route(server: TelegramServer, tmp_path: Path) -> None:
    port = free_port()
    with (
        serve(server, port, tmp_path),
        httpx.Client(transport=httpx.HTTPTransport(retries=20), trust_env=False) as client,
    ):
        ready = f"http://127.0.0.1:{port}/readyz"
        while client.get(ready).status_code != 200:
            pass
        assert client.post(f"http://127.0.0.1:{port}/telegram/webhook").status_code == 404
        assert server.calls == []
