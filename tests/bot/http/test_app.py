"""The HTTP face as a caller meets it: routes, problems, the limit of a body.

Past 400 lines, most of them tables: every error there is, with its exact sentence.
"""

from __future__ import annotations

import hashlib
import json
import re
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient

from bot.answer_json import answer_to_json
from bot.http import schemas
from bot.http.app import create_app
from bot.http.limits import MAX_BODY
from index import Document, Engine

DOCUMENT = "000_8ca491ea4156916f"
TEXT = f"/documents/{DOCUMENT}/text"
JSON = {"Content-Type": "application/json"}
QUESTIONS = (
    schemas.QUESTION,
    "Qui a fondé Anthropic ?",
    "Quelle est la capitale du Japon ?",
    "Who is the CEO of OpenAI?",
    "Que pense Dario Amodei des armes autonomes ?",
    "🇫🇷 Qui dirige OpenAI ? 👩\u200d🚀",
)
END = f"end_char_index: must be from 3169 to 4524 in {DOCUMENT}"
LONG = "'" + "a" * 58 + "…"  # what is shown of a long string of a
LEAKS = re.compile(r"Traceback|File \"|\.py\b|/work|/tmp|/home|site-packages|0x[0-9a-f]{6}")


def check_problem(
    response: httpx.Response, status: int, detail: str, field: str | None = None
) -> dict[str, Any]:
    """The problem document that `response` is, after checking all that every one must hold."""
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-content-type-options"] == "nosniff"
    problem: dict[str, Any] = json.loads(response.content.decode("utf-8"))
    assert (response.status_code, problem["detail"]) == (status, detail)
    assert problem["status"] == status
    assert problem["type"] == "about:blank"
    assert problem["title"]
    assert problem.get("field") == field
    assert not LEAKS.search(response.text)
    assert len(response.content) < 1_000
    return problem


# Routes


def test_asking_by_post(client: TestClient) -> None:
    response = client.post("/ask", json={"question": schemas.QUESTION})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.json()["answer"] == "200 millions de dollars"
    assert list(response.json()) == list(schemas.FOLLOW_UP_ANSWER_EXAMPLE)


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_those_of_the_engine(client: TestClient, engine: Engine, question: str) -> None:
    expected = {
        **json.loads(answer_to_json(engine.ask(question))),
        "interpreted_as": None,
        "conversation_id": None,
    }
    assert client.post("/ask", json={"question": question}).json() == expected
    assert client.get("/ask", params={"q": question}).json() == expected
    # And once more, from what was kept.
    assert client.post("/ask", json={"question": f"\n{question} "}).json() == expected


@pytest.mark.parametrize("question", QUESTIONS)
def test_quotes_stand_in_the_text_to_the_letter(client: TestClient, question: str) -> None:
    answer = client.get("/ask", params={"q": question}).json()
    for quote in answer["citations"] + answer["closest"]:
        response = client.get(f"/documents/{quote['document_id']}/text")
        text = response.content.decode("utf-8")
        start, end = quote["start_char_index"], quote["end_char_index"]
        assert text[start:end] == quote["cited_text"]
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])
        assert hashlib.sha256(response.content).hexdigest() == quote["document_sha256"]
        if quote["answer_start_char_index"] is not None:
            key_words = text[quote["answer_start_char_index"] : quote["answer_end_char_index"]]
            assert key_words == answer["answer"]


def test_the_note_stands_beside_what_is_asked_in_another_language(client: TestClient) -> None:
    for question in ("Who created ChatGPT?", "Who won the football world cup?"):
        note = client.post("/ask", json={"question": question}).json()["note"]
        assert note.startswith("The articles are in French, the question in English: ")
    assert client.post("/ask", json={"question": schemas.QUESTION}).json()["note"] is None


def test_no_answer_is_an_answer(client: TestClient) -> None:
    response = client.post("/ask", json={"question": "Quelle est la capitale du Japon ?"})
    assert response.status_code == 200
    assert response.json()["status"] == "no_answer"
    assert response.json()["citations"] == []


def test_listing_the_articles(client: TestClient) -> None:
    assert client.get("/documents").json() == [schemas.DOCUMENT_EXAMPLE]


def test_describing_an_article(client: TestClient) -> None:
    assert client.get(f"/documents/{DOCUMENT}").json() == schemas.DOCUMENT_EXAMPLE


def test_text_is_what_was_stored(client: TestClient, seed_document: Document) -> None:
    response = client.get(TEXT)
    assert response.content == seed_document.text.encode("utf-8")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["etag"] == f'"{seed_document.sha256}"'
    assert response.headers["x-content-type-options"] == "nosniff"


def test_head_of_the_text(client: TestClient, seed_document: Document, base_url: str) -> None:
    response = httpx.head(base_url + TEXT)
    assert response.content == b""
    assert response.headers["content-length"] == str(len(seed_document.text.encode("utf-8")))
    assert response.headers["etag"] == client.get(TEXT).headers["etag"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("form", ['"{0}"', 'W/"{0}"', '"a", "{0}"', 'W/"a" ,W/"{0}","b"', " * "])
def test_known_text_is_not_sent_again(
    client: TestClient, seed_document: Document, method: str, form: str
) -> None:
    headers = {"If-None-Match": form.format(seed_document.sha256)}
    response = client.request(method, TEXT, headers=headers)
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["etag"] == f'"{seed_document.sha256}"'
    assert "content-type" not in response.headers


@pytest.mark.parametrize("form", ["", '"a"', "{0}", '"{0}x"', '"*"', ", ,", "é"])
def test_other_text_is_sent(client: TestClient, seed_document: Document, form: str) -> None:
    header = form.format(seed_document.sha256).encode("utf-8")
    assert client.get(TEXT, headers={b"If-None-Match": header}).status_code == 200


def test_verifying_a_quote(client: TestClient) -> None:
    response = client.post("/verify", json=schemas.VERIFY_EXAMPLE)
    assert response.json() == schemas.VERIFICATION_EXAMPLE


def test_verifying_a_quote_that_stands_elsewhere(client: TestClient) -> None:
    asked = {**schemas.VERIFY_EXAMPLE, "start_char_index": 3169, "end_char_index": 3192}
    result = client.post("/verify", json=asked).json()
    assert result["verified"] is False
    assert result["found"] == "00 millions de dollars "
    assert result["places"] == [{"start_char_index": 3168, "end_char_index": 3191}]


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.json() == {"status": "ready", "articles": 1, "unreadable": 1}
    assert "secret" not in ready.text


def test_every_response_carries_nosniff(client: TestClient) -> None:
    paths = ("/ask?q=a", "/documents", TEXT, "/healthz", "/readyz", "/docs", "/openapi.json", "/x")
    for path in paths:
        assert client.get(path).headers["x-content-type-options"] == "nosniff", path


def test_description_of_every_route(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    assert sorted(schema["paths"]) == [
        "/ask",
        "/conversations/{conversation_id}",
        "/documents",
        "/documents/{document_id}",
        "/documents/{document_id}/text",
        "/healthz",
        "/readyz",
        "/verify",
    ]
    for operations in schema["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert operation["description"]
            assert operation["tags"]
            for status, response in operation["responses"].items():
                if status >= "400":
                    assert list(response["content"]) == ["application/problem+json"]


# Errors


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
    example = schemas.VERIFY_EXAMPLE if path == "/verify" else {"question": ""}
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
    response = client.post("/verify", json={**schemas.VERIFY_EXAMPLE, "document_id": "../x"})
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
        ({"start_char_index": None}, "start_char_index: must be a whole number; got None"),
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
    response = client.post("/verify", json={**schemas.VERIFY_EXAMPLE, **changed})
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
        ("PUT", "/ask", "GET, POST"),
        ("POST", "/documents", "GET"),
        ("DELETE", TEXT, "GET, HEAD"),
        ("GET", "/verify", "POST"),
    ],
)
def test_other_methods(client: TestClient, method: str, path: str, allowed: str) -> None:
    response = client.request(method, path)
    check_problem(response, 405, f"method: must be one of {allowed}; got {method!r}", "method")
    assert response.headers["allow"] == allowed


@pytest.mark.parametrize("path", ["/", "/nope", "/ask/", "/documents/", "/documents/a/b"])
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
    with TestClient(create_app(engine), raise_server_exceptions=False) as client:
        response = client.post("/ask", json={"question": "Qui a un secret ?"})
    check_problem(response, 500, "The server met a fault and has logged it. Try again later")
    assert "secret" not in response.text


def test_not_ready_without_articles() -> None:
    with TestClient(create_app(Engine(()))) as client:
        detail = "ARTICLES_DIR: must hold at least one article that can be read; none is loaded"
        check_problem(client.get("/readyz"), 503, detail)
        assert client.get("/healthz").status_code == 200
        assert client.get("/documents").json() == []


def test_the_docs_need_no_other_machine(client: TestClient) -> None:
    for path in ("/docs", "/redoc"):
        page = client.get(path)
        assert page.status_code == 200
        scripts = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        assert scripts
        for script in scripts:
            assert script.startswith("/")
            assert client.get(script).status_code == 200
    refused = client.post("/static-offline-docs/swagger-ui.css")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")
