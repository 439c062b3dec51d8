"""The webhook: takes updates from whoever knows the secret alone, and the bot answers them."""

from __future__ import annotations

import hmac
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from telegram.error import NetworkError

from bot.http import problems
from bot.http.limits import MAX_BODY, BodyLimit
from bot.telegram import MAX_UPDATE, WEBHOOK_PATH, add_webhook
from tests.bot.conftest import TestClient
from tests.bot.telegram.running_bot import PATIENCE
from tests.bot.telegram.stand_in.server import TelegramServer
from tests.index.helpers import CERTAIN
from tests.processes import environment, free_port

SECRET = "a-secret_of-the-webhook"  # noqa: S105  # of no webhook there is
HEADER = "X-Telegram-Bot-Api-Secret-Token"
QUESTION = "Quel est le montant du contrat ?"


# The route


class Taker:
    """Stands for the bot: keeps what it is handed, or raises what it is told to."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.error: Exception | None = None

    async def receive(self, update: dict[str, Any]) -> None:
        if self.error:
            raise self.error
        self.updates.append(update)


@pytest.fixture
def taker() -> Taker:
    return Taker()


@pytest.fixture
def client(taker: Taker) -> TestClient:
    app = FastAPI()
    problems.install(app)
    app.add_middleware(BodyLimit, larger={WEBHOOK_PATH: MAX_UPDATE})
    add_webhook(app, taker.receive, secret=SECRET)
    return TestClient(app, raise_server_exceptions=False)


def post(client: TestClient, body: bytes, secret: str | None = SECRET) -> tuple[int, Any]:
    headers = {HEADER: secret} if secret is not None else {}
    response = client.post("/telegram/webhook", content=body, headers=headers)
    return response.status_code, response.json() if response.content else None


def test_an_update_is_taken(client: TestClient, taker: Taker) -> None:
    assert post(client, b'{"update_id": 1, "message": {}}') == (200, None)
    assert taker.updates == [{"update_id": 1, "message": {}}]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], SECRET.upper()])
def test_others_are_refused(client: TestClient, taker: Taker, secret: str | None) -> None:
    status, problem = post(client, b'{"update_id": 1}', secret)
    assert status == 403
    assert problem["title"] == "Forbidden"
    assert problem["detail"] == "X-Telegram-Bot-Api-Secret-Token: must be the webhook's own"
    assert taker.updates == []


def test_the_secret_is_compared_in_constant_time(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return False

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert post(client, b'{"update_id": 1}')[0] == 403  # though it is the right one
    assert compared == [(SECRET.encode(), SECRET.encode())]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no JSON",
        b"[]",
        b"{}",
        b'{"update_id": "1"}',
        b'{"update_id": true}',
        b'{"update_id": 9223372036854775808}',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_what_is_no_update(client: TestClient, taker: Taker, body: bytes) -> None:
    assert post(client, body)[0] == 400
    assert taker.updates == []


def test_what_cannot_be_kept_is_to_come_again(client: TestClient, taker: Taker) -> None:
    taker.error = NetworkError("the update could not be kept")
    status, problem = post(client, b'{"update_id": 1}')
    assert (status, problem["detail"]) == (503, "the update could not be kept; send it again")


def test_an_update_may_be_longer_than_a_question(client: TestClient, taker: Taker) -> None:
    long = json.dumps({"update_id": 1, "text": "x" * (MAX_BODY + 1)}).encode()
    assert post(client, long)[0] == 200
    too_long = json.dumps({"update_id": 2, "text": "x" * MAX_UPDATE}).encode()
    status, problem = post(client, too_long)
    assert status == 413
    assert problem["detail"].startswith(f"body: must have at most {MAX_UPDATE} bytes")
    assert len(taker.updates) == 1


def test_the_secret_is_asked_for_first(client: TestClient) -> None:
    assert post(client, b"no JSON", "wrong")[0] == 403


# Served


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
    fitted = tmp_path / "weights.json"
    fitted.write_text(CERTAIN.to_json(), encoding="utf-8")
    with serve(server, port, tmp_path, TELEGRAM_WEBHOOK_URL=url, WEIGHTS_FILE=str(fitted)):
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
        (quote,) = asked.json()["citations"]
        assert "200 millions de dollars" in quote["cited_text"]
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
