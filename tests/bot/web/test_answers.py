"""What is asked on the page and what comes of it, without a script and as the script asks."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest

from bot.asking import Asking
from bot.errors import StoreError
from bot.http import create_app
from bot.http.schemas import FOLLOW_UP_ANSWER_EXAMPLE, FOLLOW_UP_EXAMPLE, QUESTION
from bot.library import Library
from bot.store import Store
from bot.web import PageOrApi
from index import Engine, make_document
from tests.bot.conftest import TestClient
from tests.bot.web.helpers import DOCUMENT, Seen, browse, page_over

HOSTILE = '"><script>alert(1)</script>\u202e{{ 7*7 }} &lt; Qui a créé ChatGPT ?'


def ask(client: TestClient, question: str, name: str | None = None) -> Any:
    body = {"question": question, "conversation_id": name}
    return client.post("/ask", json={k: v for k, v in body.items() if v is not None})


def test_a_question_in_the_address_is_answered_without_a_script(
    client: TestClient, engine: Engine
) -> None:
    response = client.get("/", params={"q": QUESTION})
    assert response.status_code == 200
    seen, answer = Seen(response.text), engine.ask(QUESTION)
    best = answer.citations[0]
    href = f"/documents/{DOCUMENT}#char={best.start_char_index},{best.end_char_index}"
    short = f"{best.answer_start_char_index},{best.answer_end_char_index}"
    # The quote is a link to its place, and the place is on the page that it leads to.
    assert seen.all("a", href=href, data_short=short)
    place = Seen(client.get(href).text).texts[href.split("#")[1]]
    assert place == best.cited_text
    assert f"<strong>{answer.answer}</strong>" in response.text
    assert "§\u00a016" in seen.text
    assert "juin = juin 2025" in seen.text.replace("\u00a0", " ")
    assert seen.all("blockquote", lang="fr")
    assert seen.all("input", name="q", value="")
    assert seen.all("details")


def test_quotes_have_roles(client: TestClient, engine: Engine) -> None:
    question = "Qu'a promis Anthropic ?"
    answer = engine.ask(question)
    roles = [citation.role for citation in answer.citations]
    html = client.get("/", params={"q": question}).text
    shown = [li["class"] for li in Seen(html).all("li") if li.get("class", "").startswith("quote")]
    assert shown == [f"quote {role}" for role in roles]
    assert "context" in roles
    assert "Contexte, plus haut dans l’article" in html


def test_a_part_of_a_sentence_says_so(client: TestClient) -> None:
    clauses = ", qui contestait le permis de construire du parc" * 40
    text = f"Le tribunal, saisi par les riverains{clauses}, a annulé les travaux du pont."
    page = page_over(Engine([make_document(text, document_id="a")]))
    part = browse(page).get("/", params={"q": "Le tribunal a-t-il annulé les travaux ?"}).text
    assert "partie d’une longue phrase" in part
    assert "longue phrase" not in client.get("/", params={"q": QUESTION}).text


def test_no_answer_says_why_and_shows_what_is_near(client: TestClient, engine: Engine) -> None:
    question = "Combien de chats a Sam Altman ?"
    answer = engine.ask(question)
    html = client.get("/", params={"q": question}).text
    seen = Seen(html)
    assert answer.no_answer_reason in seen.text
    assert "qui ne répondent peut-être pas" in seen.text
    assert len(seen.all("li", class_="quote nearest")) == len(answer.closest) > 0
    assert "<strong>" not in html
    assert not seen.all("p", class_="short")


def test_without_a_reader_the_note_is_there(seed_document: Any) -> None:
    with browse(page_over(Engine([seed_document]))) as client:
        html = ask(client, QUESTION).text
    note = Engine([seed_document]).ask(QUESTION).note
    assert note
    assert note in Seen(html).text


@pytest.mark.parametrize("question", [HOSTILE, "<b>", "a" * 1_000, "\u202eabc", "a\0b"])
def test_whatever_is_asked_is_shown_as_text(client: TestClient, question: str) -> None:
    plain = Seen(client.get("/", params={"q": "Quelle est la capitale du Japon ?"}).text)
    response = client.get("/", params={"q": question})
    assert response.status_code == 200
    seen = Seen(response.text)
    assert question.replace("\0", "\ufffd").strip() in seen.text
    tags = {tag for tag, _ in plain.elements} | {"li", "ol", "blockquote", "strong", "cite", "time"}
    assert {tag for tag, _ in seen.elements} <= tags
    assert len(seen.all("script")) == 1


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("a" * 1_001, "Cette question est trop longue\u00a0: 1000 caractères au plus."),
        ("?", "Il n’y a aucun mot à chercher dans cette question."),
        ("<>", "Il n’y a aucun mot à chercher dans cette question."),
    ],
)
def test_a_refused_question_is_kept_and_told_in_words(
    client: TestClient, question: str, words: str
) -> None:
    response = client.get("/", params={"q": question})
    seen = Seen(response.text)
    assert response.status_code == 422
    assert seen.texts["refusal"] == words
    assert seen.all("input", name="q", value=question, aria_invalid="true")
    fragment = ask(client, question)
    assert (fragment.status_code, Seen(fragment.text).text.strip()) == (422, words)


def test_no_question_is_the_page_itself(client: TestClient) -> None:
    for params in ({}, {"q": ""}, {"q": "  "}):
        response = client.get("/", params=params)
        assert response.status_code == 200
        assert Seen(response.text).all("a", data_ask="Qui a créé ChatGPT ?")
    assert ask(client, "").status_code == 422


@pytest.mark.parametrize(
    "request_",
    [
        {"content": b"q=a"},
        {"content": b"{", "headers": {"Content-Type": "application/json"}},
        {"content": b"[" * 50_000, "headers": {"Content-Type": "application/json"}},
        {"content": b" " * 70_000, "headers": {"Content-Type": "application/json"}},
        {"content": b"\xff", "headers": {"Content-Type": "application/json"}},
        {"json": ["a"]},
        {"json": {"q": "a"}},
        {"json": {"question": 1}},
        {"json": {"question": "a", "conversation_id": "short"}},
        {"json": {"question": "a", "conversation_id": ["x" * 20]}},
    ],
)
def test_a_request_that_is_none_is_told_in_words(client: TestClient, request_: Any) -> None:
    response = client.post("/ask", **request_)
    assert response.status_code == 400
    assert Seen(response.text).all("p", class_="refusal")


def test_an_unpaired_surrogate_is_refused(client: TestClient) -> None:
    body = b'{"question": "a\\ud800"}'
    response = client.post("/ask", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422


def test_answers_follow_one_another(client: TestClient) -> None:
    name = str(uuid4())
    assert "Compris comme" not in ask(client, QUESTION, name).text
    seen = Seen(ask(client, FOLLOW_UP_EXAMPLE["question"], name).text)
    read = FOLLOW_UP_ANSWER_EXAMPLE["interpreted_as"]
    assert f"Compris comme\u00a0: {read}" in seen.text
    (article,) = seen.all("article", class_="exchange")
    assert article["data-said"].startswith("Réponse")


def test_a_reply_is_none_to_explain(client: TestClient) -> None:
    seen = Seen(ask(client, "Merci !", str(uuid4())).text)
    assert "Avec plaisir" in seen.text
    assert not seen.all("details")
    assert not Seen(client.get("/", params={"q": "Merci !"}).text).all("details")


@pytest.mark.parametrize(
    ("media_type", "status"),
    [
        ("application/json", 200),
        ("Application/JSON ; charset=utf-8", 200),
        ("application/jsonp", 400),
        ("application/json-seq", 400),
        ("text/plain", 400),
        ("", 400),
    ],
)
def test_only_json_is_read_as_json(client: TestClient, media_type: str, status: int) -> None:
    body = json.dumps({"question": QUESTION})
    response = client.post("/ask", content=body, headers={"Content-Type": media_type})
    assert response.status_code == status


@pytest.mark.parametrize(("days", "words"), [(1, "gardées un jour,"), (45, "gardées 45 jours,")])
def test_how_long_questions_are_kept_is_said(
    engine: Engine, tmp_path: Any, days: int, words: str
) -> None:
    with closing(Store(f"sqlite:///{tmp_path / 'store.db'}", key=bytes(32))) as store:
        library = Library(engine)
        asking = Asking(library, store)
        page = PageOrApi(create_app(library, asking=asking), library, asking, kept_days=days)
        with browse(page) as client:
            assert words in Seen(client.get("/").text).texts["kept"]


def test_where_conversations_cannot_be_kept_questions_are_read_alone(
    engine: Engine, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(f"sqlite:///{tmp_path / 'store.db'}", key=bytes(32))

    def full(*_: Any, **__: Any) -> Any:
        raise StoreError("the database is full. Make room")

    monkeypatch.setattr(store, "last_answered", full)
    library = Library(engine)
    for asking in (Asking(library), Asking(library, store)):
        page = PageOrApi(create_app(library, asking=asking), library, asking, kept_days=30)
        with browse(page) as client:
            response = ask(client, QUESTION, str(uuid4()))
            assert bool(Seen(client.get("/").text).all("form", data_keeps="")) is asking.keeps
        assert response.status_code == 200
        assert "200 millions de dollars" in response.text
        assert "cette question a été lue seule" in response.text
    store.close()


def test_a_citation_is_copied_with_source_date_and_link(engine: Engine) -> None:
    with browse(page_over(engine, public_url="https://example.org/q")) as client:
        (button,) = Seen(ask(client, QUESTION).text).all("button", class_="copy")
    best = engine.ask(QUESTION).citations[0]
    assert button["data-citation"] == (
        f"«\u00a0{best.cited_text}\u00a0», {best.document_title}, 28 février 2026"
    )
    place = f"#char={best.start_char_index},{best.end_char_index}"
    version = f"?version={best.document_sha256[:12]}"
    assert button["data-href"] == f"https://example.org/q/documents/{DOCUMENT}{version}{place}"


def test_a_quote_is_to_the_letter_whatever_it_holds() -> None:
    text = (
        "Le maire de la ville a dit vendredi à la radio locale que le\r\n"
        "<b>pont</b> \0 de \u202eFoix\u202c 🇫🇷 e\u0301tait & reste fermé."
    )
    engine = Engine([make_document(text, document_id="a")])
    question = "Qu'a dit le maire du pont de Foix ?"
    answer = engine.ask(question)
    assert [c.cited_text for c in answer.citations or answer.closest] == [text]
    with browse(page_over(engine)) as client:
        html = ask(client, question).text
    assert text.replace("\0", "\ufffd") in Seen(html).text
    assert "\r" not in html
