"""The webhook takes updates from whoever knows the secret, and from nobody else."""

from __future__ import annotations

import hmac
import json
from typing import Any

import pytest
from fastapi import FastAPI
from telegram.error import NetworkError

from bot.http import problems
from bot.http.limits import MAX_BODY, BodyLimit
from bot.telegram import MAX_UPDATE, WEBHOOK_PATH, add_webhook
from tests.bot.conftest import TestClient

SECRET = "a-secret_of-the-webhook"  # noqa: S105  # of no webhook there is
HEADER = "X-Telegram-Bot-Api-Secret-Token"


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
