"""Every route as a caller meets it: what is sent, its headers, its description."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from bot.answer_json import answer_to_json
from bot.http import schemas
from bot.http.app import create_app
from bot.library import Library
from index import Document, Engine, make_document, read_articles
from tests.bot.http.helpers import DOCUMENT, TEXT, check_problem

QUESTIONS = (
    schemas.QUESTION,
    "Qui a fondé Anthropic ?",
    "Quelle est la capitale du Japon ?",
    "Who is the CEO of OpenAI?",
    "Que pense Dario Amodei des armes autonomes ?",
    "🇫🇷 Qui dirige OpenAI ? 👩\u200d🚀",
)


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
            short = text[quote["answer_start_char_index"] : quote["answer_end_char_index"]]
            assert short == answer["answer"]


def test_pages_are_whole_addresses_where_the_server_knows_its_own(engine: Engine) -> None:
    with TestClient(create_app(Library(engine), public_url="https://mots.fr")) as public:
        for reply in (
            public.get("/ask", params={"q": schemas.QUESTION}),
            public.post("/ask", json={"question": schemas.QUESTION}),
        ):
            (quote,) = reply.json()["citations"]
            place = f"#char={quote['start_char_index']},{quote['end_char_index']}"
            version = f"?version={quote['document_sha256'][:12]}"
            assert quote["page_url"] == f"https://mots.fr/documents/{DOCUMENT}{version}{place}"


def test_without_the_reader_a_note_stands_beside_every_answer(
    client: TestClient, seed_document: Document
) -> None:
    questions = ("Who created ChatGPT?", "Who won the football world cup?", schemas.QUESTION)
    with TestClient(create_app(Library(Engine([seed_document])))) as without:
        for question in questions:
            reply = without.post("/ask", json={"question": question}).json()
            assert reply["note"].startswith(("The reading model is off", "Le modèle de lecture"))
            assert reply["answer"] is None
        assert without.get("/readyz").json()["reader"] is False
    for question in questions:
        assert client.post("/ask", json={"question": question}).json()["note"] is None


def test_no_answer_is_an_answer(client: TestClient) -> None:
    response = client.post("/ask", json={"question": "Quelle est la capitale du Japon ?"})
    assert response.status_code == 200
    assert response.json()["status"] == "no_answer"
    assert response.json()["citations"] == []


def test_listing_the_articles(client: TestClient) -> None:
    assert client.get("/documents").json() == [schemas.DOCUMENT_EXAMPLE]


def test_describing_an_article(client: TestClient) -> None:
    assert client.get(f"/documents/{DOCUMENT}").json() == schemas.DOCUMENT_EXAMPLE


def test_an_article_is_found_by_the_names_of_its_copies() -> None:
    article = replace(
        make_document("Il a plu à Foix.", document_id="a"), also_known_as=("copie", "b.txt")
    )
    with TestClient(create_app(Library(Engine([article])))) as client:
        (listed,) = client.get("/documents").json()
        assert (listed["id"], listed["also_known_as"]) == ("a", ["copie", "b.txt"])
        assert client.get("/documents/copie").json() == listed
        assert client.get("/documents/b.txt/text").text == article.text


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


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    content = ready.json()
    loaded_at = datetime.fromisoformat(content.pop("loaded_at"))
    assert abs(datetime.now(UTC) - loaded_at) < timedelta(hours=1)
    assert content == {
        "status": "ready",
        "articles": 1,
        "unreadable": 1,
        "left_out": ["broken.txt"],
        "outdated": None,
        "reader": True,
    }
    assert "secret" not in ready.text


def test_a_file_whose_name_is_no_unicode_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "pau.txt").write_text("Il pleut à Pau.", "utf-8")
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\n\xff.txt")).write_bytes(b"\xff")
    except OSError:
        pytest.skip("names are Unicode here")
    articles = read_articles(tmp_path)
    assert [str(problem).partition(":")[0] for problem in articles.problems] == ["a??.txt"]
    library = Library(Engine(articles.documents), problems=articles.problems)
    with TestClient(create_app(library)) as client:
        assert client.get("/readyz").json()["left_out"] == ["a??.txt"]


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
        "/documents/{document_id}/original",
        "/documents/{document_id}/text",
        "/healthz",
        "/readyz",
        "/v1/chat/completions",
        "/v1/models",
        "/v1/models/{model}",
        "/verify",
    ]
    for path, operations in schema["paths"].items():
        # OpenAI's protocol has a form of its own for errors.
        error = "application/json" if path.startswith("/v1/") else "application/problem+json"
        for operation in operations.values():
            assert operation["summary"]
            assert operation["description"]
            assert operation["tags"]
            for status, response in operation["responses"].items():
                if status >= "400":
                    assert list(response["content"]) == [error]


def test_not_ready_without_articles() -> None:
    with TestClient(create_app(Library(Engine(())))) as client:
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
