"""Below /v1, errors have the form that the protocol's clients read, whatever went wrong."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from bot.asking import Asking
from bot.http.app import create_app
from bot.http.chat import MAX_CHAT
from bot.keys import ApiKeys, api_key_hash
from bot.library import Library
from bot.web import PageOrApi
from index import Engine
from tests.bot.http.chat.helpers import MODEL, user
from tests.bot.http.helpers import LEAKS

PATH = "/v1/chat/completions"
JSON = {"Content-Type": "application/json"}


def check_error(
    response: httpx.Response, status: int, message: str, param: str | None, kind: str
) -> None:
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"
    body = json.loads(response.text)
    assert list(body) == ["error"]
    assert list(body["error"]) == ["message", "type", "param", "code"]
    assert re.match(message, body["error"]["message"])
    assert (response.status_code, body["error"]["param"]) == (status, param)
    assert body["error"]["type"] == kind
    assert not LEAKS.search(response.text)


CASES = [
    (b"{", JSON, 400, "body: must be JSON; at character 1", "body"),
    (b"\xff", JSON, 400, "body: must be JSON in UTF-8", "body"),
    (b"[" * 5_000, JSON, 400, "body: must be JSON in UTF-8", "body"),
    (b"[]", JSON, 400, "body: must be an object; got a list", "body"),
    (b"{}", JSON, 400, "model: is required", "model"),
    (b"{}", {"Content-Type": "text/plain"}, 415, "content-type: must be ", "content-type"),
    (b'{"model": 1, "messages": []}', JSON, 400, "model: must be a string; got 1", "model"),
    (
        b'{"model": "m", "messages": {}}',
        JSON,
        400,
        "messages: must be a list",
        "messages",
    ),
    (b" " * (MAX_CHAT + 1), JSON, 413, f"body: must have at most {MAX_CHAT} bytes", "body"),
]


@pytest.mark.parametrize(("body", "headers", "status", "message", "param"), CASES)
def test_requests_that_are_none(
    client: TestClient, body: bytes, headers: dict[str, str], status: int, message: str, param: str
) -> None:
    response = client.post(PATH, content=body, headers=headers)
    check_error(response, status, message, param, "invalid_request_error")


def test_other_paths_and_methods(client: TestClient) -> None:
    message = "path: must be one of the routes that /docs lists; got '/v1/embeddings'"
    response = client.post("/v1/embeddings", json={})
    check_error(response, 404, message, "path", "invalid_request_error")
    response = client.get(PATH)
    check_error(response, 405, "method: must be one of POST", "method", "invalid_request_error")
    assert response.headers["allow"] == "POST"
    # And nothing else is changed by it.
    assert client.get("/v1").headers["content-type"] == "application/problem+json"
    assert client.get("/ask").headers["content-type"] == "application/problem+json"


def test_without_a_key_where_one_is_needed(engine: Engine) -> None:
    """Front ends send one as OpenAI's own server takes it."""
    keys = ApiKeys({api_key_hash("secret"): "anna"})
    with TestClient(create_app(Library(engine), keys=keys)) as client:
        response = client.get("/v1/models", headers={"Authorization": "Bearer other"})
        message = "Authorization: must be Bearer and a key"
        check_error(response, 401, message, "Authorization", "authentication_error")
        assert response.json()["error"]["code"] == "invalid_api_key"
        response = client.get("/v1/models", headers={"Authorization": "Bearer secret"})
        assert response.status_code == 200


def test_below_a_root_path(engine: Engine) -> None:
    app = create_app(Library(engine), root_path="/articles")
    with TestClient(app, root_path="/articles", raise_server_exceptions=False) as client:
        response = client.get("/articles/v1/models/x")
        check_error(response, 404, "model: must be", "model", "invalid_request_error")
        messages = [{"role": "assistant", "content": "a" * 100_000}, user("Qui a créé ChatGPT ?")]
        response = client.post(f"/articles{PATH}", json={"model": MODEL, "messages": messages})
        assert response.status_code == 200
        assert "http://testserver:80/articles/documents/" in response.text


def test_a_fault(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.http.chat.routes.content_of", lambda *_, **__: 1 / 0)
    body = {"model": MODEL, "messages": [user("Qui dirige OpenAI ?")]}
    response = client.post(PATH, json=body)
    check_error(response, 500, "The server met a fault", None, "server_error")


def test_a_conversation_may_be_long(client: TestClient) -> None:
    """Of 64 KiB and more, which is what other routes take."""
    messages = [{"role": "assistant", "content": "a" * 1_000}] * 100 + [user("Qui dirige OpenAI ?")]
    response = client.post(PATH, json={"model": MODEL, "messages": messages})
    assert response.status_code == 200


def test_few_of_the_questions_before_are_asked_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def ask(question: str, **options: Any) -> object:
        asked.append(question)
        return answer(question, **options)

    answer = engine.ask
    monkeypatch.setattr(engine, "ask", ask)
    monkeypatch.setattr(engine, "known_answer", lambda *_, **__: None)
    messages = [user(f"Qui a signé le contrat numéro {n} ?") for n in range(200)]
    with TestClient(create_app(Library(engine))) as client:
        client.post(PATH, json={"model": MODEL, "messages": messages})
    assert asked == [message["content"] for message in messages[-9:]]


@pytest.mark.parametrize("public_url", ["https://articles.example.org", None])
def test_addresses_are_never_what_a_client_says(engine: Engine, public_url: str | None) -> None:
    body = {"model": MODEL, "messages": [user("Qui a créé ChatGPT ?")]}
    with TestClient(create_app(Library(engine), public_url=public_url)) as client:
        response = client.post(PATH, json=body, headers={"Host": "evil.example"})
    (cited,) = [a["url_citation"] for a in response.json()["choices"][0]["message"]["annotations"]]
    assert cited["url"].startswith(f"{public_url or 'http://testserver:80'}/documents/")
    assert "evil" not in response.text


def test_a_browser_gets_what_a_program_gets(engine: Engine) -> None:
    library = Library(engine)
    page = PageOrApi(create_app(library), library, Asking(library), kept_days=30)
    with TestClient(page) as client:
        response = client.get("/v1/models", headers={"Accept": "text/html"})
        assert response.json()["data"][0]["id"] == MODEL
        response = client.get("/v1/models/x", headers={"Accept": "text/html"})
        check_error(response, 404, "model: must be", "model", "invalid_request_error")
