"""Errors as a caller meets them: each with its exact sentence, none with a secret."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient

from bot.http import verification_schemas
from bot.http.app import create_app
from bot.http.limits import MAX_BODY
from bot.library import Library
from index import Engine
from tests.bot.http.helpers import DOCUMENT, LEAKS, TEXT, check_problem

JSON = {"Content-Type": "application/json"}
END = f"end_char_index: must be from 3169 to 4524 in {DOCUMENT}"
LONG = "'" + "a" * 58 + "…"  # what is shown of a long string of a


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "must not be empty; got ''"),
        (" \n\t", "must not be empty; got ' \\n\\t'"),
        ("a" * 1001, "must have at most 1000 characters; got 1001"),
        ("a" + " " * 1000, "must have at most 1000 characters; got 1001"),
        ("?!… «»", "must have at least one letter or digit; got '?!… «»'"),
        ("👩\u200d🚀🎉", "must have at least one letter or digit; got '👩\\u200d🚀🎉'"),
    ],
)
def test_what_is_no_question(client: TestClient, question: str, message: str) -> None:
    response = client.post("/ask", json={"question": question})
    check_problem(response, 422, f"question: {message}", "question")
    response = client.get("/ask", params={"q": question})
    check_problem(response, 422, f"q: {message}", "q")


def test_question_of_exactly_the_longest(client: TestClient) -> None:
    assert client.post("/ask", json={"question": "a" * 1000}).status_code == 200


@pytest.mark.parametrize(
    ("path", "field", "value", "shown"),
    [
        ("/ask", "question", r"\ud800", r"'\ud800'"),
        ("/ask", "question", r"Qui \udfff ?", r"'Qui \udfff ?'"),
        ("/verify", "text", r"\ud800", r"'\ud800'"),
        ("/verify", "document_id", r"\ud800", r"'\ud800'"),
    ],
)
def test_unpaired_surrogates(
    client: TestClient, path: str, field: str, value: str, shown: str
) -> None:
    example = verification_schemas.VERIFY_EXAMPLE if path == "/verify" else {"question": ""}
    body = json.dumps({**example, field: "VALUE"}).replace("VALUE", value)
    response = client.post(path, content=body, headers=JSON)
    rule = "must be Unicode text without unpaired surrogates"
    check_problem(response, 422, f"{field}: {rule}; got {shown}", field)


def test_unpaired_surrogates_in_the_name_of_a_field(client: TestClient) -> None:
    response = client.post("/ask", content=r'{"question": "a", "\ud800": 1}', headers=JSON)
    assert response.status_code == 422
    assert json.loads(response.content.decode("utf-8"))["status"] == 422


def test_bytes_that_are_no_text_in_the_address(client: TestClient) -> None:
    response = client.get("/ask?q=%ED%A0%80")
    detail = "q: must have at least one letter or digit; got '\ufffd\ufffd\ufffd'"
    check_problem(response, 422, detail, "q")


def test_missing_question(client: TestClient) -> None:
    check_problem(client.get("/ask"), 422, "q: is required", "q")
    check_problem(client.post("/ask", json={}), 422, "question: is required", "question")
    check_problem(client.post("/ask", headers=JSON), 422, "body: is required", "body")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1, "1"),
        (1.5, "1.5"),
        (True, "True"),
        (None, "None"),
        (["a"], "a list"),
        ({"a": 1}, "an object"),
        (10**100, "1" + "0" * 58 + "…"),
    ],
)
def test_question_of_another_type(client: TestClient, value: object, shown: str) -> None:
    response = client.post("/ask", json={"question": value})
    check_problem(response, 422, f"question: must be a string; got {shown}", "question")


@pytest.mark.parametrize("value", [[], "a", 1, None])
def test_body_of_another_type(client: TestClient, value: object) -> None:
    response = client.post("/ask", content=json.dumps(value), headers=JSON)
    assert response.status_code == 422
    assert response.json()["field"] == "body"


def test_unknown_field(client: TestClient) -> None:
    response = client.post("/ask", json={"question": "Qui ?", "top_k": 3})
    check_problem(response, 422, "top_k: is no field of this request; got 3", "top_k")


def test_unknown_field_of_a_strange_name(client: TestClient) -> None:
    response = client.post("/ask", json={"question": "Qui ?", "\n<b>" * 1000: "a" * 1000})
    name = repr("\n<b>" * 1000)[:59] + "…"
    check_problem(response, 422, f"{name}: is no field of this request; got {LONG}", name)


@pytest.mark.parametrize("path", ["/documents/x", "/documents/x/text"])
def test_unknown_article(client: TestClient, path: str) -> None:
    detail = f"document_id: must be the id of an article ({DOCUMENT}); got 'x'"
    assert check_problem(client.get(path), 404, detail, "document_id")["instance"] == path


def test_verifying_in_an_unknown_article(client: TestClient) -> None:
    response = client.post(
        "/verify", json={**verification_schemas.VERIFY_EXAMPLE, "document_id": "../x"}
    )
    detail = f"document_id: must be the id of an article ({DOCUMENT}); got '../x'"
    check_problem(response, 404, detail, "document_id")


@pytest.mark.parametrize(
    ("changed", "detail"),
    [
        ({"start_char_index": -1}, "start_char_index: must be at least 0; got -1"),
        (
            {"start_char_index": 4524},
            f"start_char_index: must be from 0 to 4523 in {DOCUMENT}; got 4524",
        ),
        ({"end_char_index": 4525}, f"{END}; got 4525"),
        ({"end_char_index": 3168}, f"{END}; got 3168"),
        ({"end_char_index": 3167}, f"{END}; got 3167"),
        (
            {"end_char_index": 10**100},
            "end_char_index: must be at most 10485760; got 1" + "0" * 58 + "…",
        ),
        ({"start_char_index": "3168"}, "start_char_index: must be a whole number; got '3168'"),
        ({"start_char_index": 3168.0}, "start_char_index: must be a whole number; got 3168.0"),
        ({"start_char_index": True}, "start_char_index: must be a whole number; got True"),
        (
            {"start_char_index": None},
            "start_char_index: must be given with the rest of the place; got nothing",
        ),
        ({"text": ""}, "text: must not be empty; got ''"),
        ({"text": "a" * 60_001}, "text: must have at most 60000 characters; got 60001"),
        ({"text": 1}, "text: must be a string; got 1"),
        ({"document_id": 1}, "document_id: must be a string; got 1"),
        ({"more": 1}, "more: is no field of this request; got 1"),
    ],
)  # fmt: skip
def test_verifying_what_breaks_a_rule(
    client: TestClient, changed: dict[str, Any], detail: str
) -> None:
    response = client.post("/verify", json={**verification_schemas.VERIFY_EXAMPLE, **changed})
    check_problem(response, 422, detail, next(iter(changed)))


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"Qui ?", "at character 0: Expecting value"),
        (b"{'a': 1}", "at character 1: Expecting property name enclosed in double quotes"),
        (b'{"question": "Qui ?"', "at character 20: Expecting ',' delimiter"),
        (b'{"question": "a\nb"}', "at character 15: Invalid control character at"),
    ],
)  # fmt: skip
def test_body_that_is_not_json(client: TestClient, body: bytes, place: str) -> None:
    response = client.post("/ask", content=body, headers=JSON)
    check_problem(response, 400, f"body: must be JSON; {place}", "body")


@pytest.mark.parametrize(
    "body",
    [b'{"question": "\xff"}', b"[" * 60_000, b'{"question": ' + b"9" * 5000 + b"}"],
    ids=["not UTF-8", "nested", "huge number"],
)
def test_body_that_is_json_for_nobody(client: TestClient, body: bytes) -> None:
    response = client.post("/ask", content=body, headers=JSON)
    detail = "body: must be JSON in UTF-8, not nested deeply, no number over 4300 digits"
    check_problem(response, 400, detail, "body")


@pytest.mark.parametrize("depth", [100, 500, 900, 950, 990])
def test_nested_values_are_refused_and_not_shown(client: TestClient, depth: int) -> None:
    body = b'{"question": ' + b"[" * depth + b"]" * depth + b"}"
    response = client.post("/ask", content=body, headers=JSON)
    assert response.status_code in {400, 422}
    assert not LEAKS.search(response.text)


@pytest.mark.parametrize(
    ("content_type", "shown"),
    [
        ("text/plain", "'text/plain'"),
        ("application/x-www-form-urlencoded", "'application/x-www-form-urlencoded'"),
        ("application/jsonx", "'application/jsonx'"),
        ("json", "'json'"),
    ],
)
def test_body_of_another_content_type(client: TestClient, content_type: str, shown: str) -> None:
    headers = {"Content-Type": content_type}
    response = client.post("/ask", content=b'{"question": "Qui ?"}', headers=headers)
    detail = f"content-type: must be application/json; got {shown}"
    check_problem(response, 415, detail, "content-type")


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/ld+json"]
)
def test_other_names_of_json(client: TestClient, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    response = client.post("/ask", content=b'{"question": "Qui ?"}', headers=headers)
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/ask", "GET, HEAD, POST"),
        ("POST", "/documents", "GET, HEAD"),
        ("DELETE", TEXT, "GET, HEAD"),
        ("PUT", "/verify", "GET, HEAD, POST"),
    ],
)
def test_other_methods(client: TestClient, method: str, path: str, allowed: str) -> None:
    response = client.request(method, path)
    check_problem(response, 405, f"method: must be one of {allowed}; got {method!r}", "method")
    assert response.headers["allow"] == allowed


@pytest.mark.parametrize("path", ["/", "/why"])
def test_where_only_a_page_is_a_program_is_told_where_to_go(client: TestClient, path: str) -> None:
    detail = f"path: '{path}' is a page, for browsers; ask at /ask, and see /docs for the rest"
    check_problem(client.get(path), 404, detail, "path")
    assert client.head(path).status_code == 404
    for method in ("POST", "PUT", "OPTIONS"):
        response = client.request(method, path)
        rule = f"method: must be one of GET, HEAD; got {method!r}"
        check_problem(response, 405, rule, "method")
        assert response.headers["allow"] == "GET, HEAD"
    assert path not in client.get("/openapi.json").json()["paths"]


@pytest.mark.parametrize("path", ["/nope", "/ask/", "/documents/", "/documents/a/b"])
def test_unknown_routes(client: TestClient, path: str) -> None:
    detail = f"path: must be one of the routes that /docs lists; got '{path}'"
    check_problem(client.get(path), 404, detail, "path")


def test_very_long_paths_are_shortened(client: TestClient) -> None:
    shown = "'/" + "a" * 57 + "…"
    detail = f"path: must be one of the routes that /docs lists; got {shown}"
    problem = check_problem(client.get("/" + "a" * 5000), 404, detail, "path")
    assert "instance" not in problem


# The limit of a body

TOO_LARGE = "body: must have at most 65536 bytes; got more. Send a shorter one"


def _chunks(size: int) -> Iterator[bytes]:
    for start in range(0, size, 1000):
        yield b" " * min(1000, size - start)


@pytest.mark.parametrize("size", [MAX_BODY + 1, 200_000, 5_000_000])
def test_body_over_the_limit(client: TestClient, base_url: str, size: int) -> None:
    for response in (
        client.post("/ask", content=b" " * size, headers=JSON),
        client.post("/ask", content=_chunks(size), headers=JSON),
        httpx.post(f"{base_url}/ask", content=b" " * size, headers=JSON),
        httpx.post(f"{base_url}/verify", content=_chunks(size), headers=JSON),
    ):
        assert ("content-length" in response.request.headers) is not (
            response.request.headers.get("transfer-encoding") == "chunked"
        )
        check_problem(response, 413, TOO_LARGE, "body")


def test_body_of_exactly_the_limit(client: TestClient, base_url: str) -> None:
    body = b'{"question": "Qui ?"}'.rjust(MAX_BODY)
    chunked = (body[start : start + 1000] for start in range(0, MAX_BODY, 1000))
    assert client.post("/ask", content=body, headers=JSON).status_code == 200
    assert httpx.post(f"{base_url}/ask", content=body, headers=JSON).status_code == 200
    assert httpx.post(f"{base_url}/ask", content=chunked, headers=JSON).status_code == 200


def test_body_that_stops_in_the_middle(base_url: str) -> None:
    address = urlsplit(base_url)
    assert address.hostname
    assert address.port
    for head in (b"Content-Length: 100", b"Transfer-Encoding: chunked"):
        with socket.create_connection((address.hostname, address.port)) as connection:
            connection.sendall(
                b"POST /ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + head
                + b'\r\n\r\n5\r\n{"que'
            )
    assert httpx.get(f"{base_url}/healthz").status_code == 200


# Faults


def test_a_fault_is_not_told(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret of /home/someone/index.py")

    monkeypatch.setattr(Engine, "ask", fail)
    with TestClient(create_app(Library(engine)), raise_server_exceptions=False) as client:
        response = client.post("/ask", json={"question": "Qui a un secret ?"})
    check_problem(response, 500, "The server met a fault and has logged it. Try again later")
    assert "secret" not in response.text
