"""Conversations over HTTP: what is read together, what is kept, and how it is forgotten."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from bot import asking
from bot.asking import Asking
from bot.http import schemas
from bot.http.app import create_app
from bot.library import Library
from bot.store.store import Store, StoreError
from index import Engine
from tests.bot.http.helpers import check_problem

FIRST = schemas.QUESTION
FOLLOW_UP = schemas.FOLLOW_UP_EXAMPLE["question"]
READ = schemas.FOLLOW_UP_ANSWER_EXAMPLE["interpreted_as"]
COMPLETE = "Qui a fondé Anthropic ?"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(f"sqlite:///{tmp_path / 'store.db'}", key=bytes(32))) as opened:
        yield opened


@pytest.fixture
def client(engine: Engine, store: Store) -> Iterator[TestClient]:
    library = Library(engine)
    with TestClient(create_app(library, asking=Asking(library, store))) as client:
        yield client


def say(client: TestClient, question: str, conversation_id: str | None) -> dict[str, Any]:
    body = {"question": question, "conversation_id": conversation_id}
    response = client.post("/ask", json=body)
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    assert list(answer) == list(schemas.FOLLOW_UP_ANSWER_EXAMPLE)
    assert (answer["question"], answer["conversation_id"]) == (question.strip(), conversation_id)
    return answer


def test_a_follow_up_is_read_with_the_question_before(client: TestClient, engine: Engine) -> None:
    name = str(uuid4())
    assert say(client, FIRST, name)["interpreted_as"] is None
    answer = say(client, FOLLOW_UP, name)
    assert answer["interpreted_as"] == READ
    read = engine.ask(READ)
    assert (answer["id"], answer["answer"], answer["language"]) == (read.id, read.answer, "fr")
    assert answer["citations"][0]["cited_text"] == read.citations[0].cited_text
    # And what follows that is read with it as it was ranked.
    read = "Avec qui le contrat a-t-il été signé ?"
    assert say(client, "Et avec qui ?", name)["interpreted_as"] == read


def test_a_refused_question_is_no_ground(client: TestClient) -> None:
    name = str(uuid4())
    say(client, FIRST, name)
    assert say(client, "Quelle est la capitale du Japon ?", name)["status"] == "no_answer"
    assert say(client, FOLLOW_UP, name)["interpreted_as"] == READ


def test_what_is_not_understood_is_asked_in_full_and_not_kept(
    client: TestClient, store: Store
) -> None:
    name = str(uuid4())
    say(client, FIRST, name)
    answer = say(client, "Et Google ?", name)
    assert (answer["status"], answer["interpreted_as"]) == ("no_answer", None)
    assert answer["no_answer_reason"] == (
        "Je ne suis pas sûr de comprendre. Posez la question en entier, avec les noms."
    )
    assert (answer["citations"], answer["closest"], answer["answer"]) == ([], [], None)
    assert len(store.questions(unanswered=False)) == 1
    assert say(client, FOLLOW_UP, name)["interpreted_as"] == READ


def test_more_is_the_further_passages_of_the_last_answer(
    client: TestClient, engine: Engine
) -> None:
    name = str(uuid4())
    say(client, FIRST, name)
    answer = say(client, "plus de détails", name)
    assert (answer["status"], answer["citations"]) == ("no_answer", [])
    shown = [citation["cited_text"] for citation in answer["closest"]]
    assert shown == [citation.cited_text for citation in engine.ask(FIRST).others]
    assert shown


def test_a_complete_question_is_answered_as_if_it_came_first(client: TestClient) -> None:
    name = str(uuid4())
    say(client, FIRST, name)
    later = say(client, f" {COMPLETE}\n", name)
    assert {**later, "conversation_id": None} == say(client, COMPLETE, None)


def test_conversations_do_not_meet(client: TestClient) -> None:
    one, other = str(uuid4()), str(uuid4())
    say(client, FIRST, one)
    say(client, COMPLETE, other)
    assert say(client, FOLLOW_UP, one)["interpreted_as"] == READ
    alone = say(client, FOLLOW_UP, str(uuid4()))
    assert (alone["interpreted_as"], alone["citations"]) == (None, [])
    assert say(client, FOLLOW_UP, None)["interpreted_as"] is None


def test_what_is_kept_of_a_question(client: TestClient, store: Store) -> None:
    name = str(uuid4())
    say(client, FIRST, name)
    answer = say(client, FOLLOW_UP, name)
    pseudonym = store.pseudonym("http", name)
    turn = store.last_answered(pseudonym)
    assert turn is not None
    assert (turn.face, turn.chat, turn.person) == ("http", pseudonym, pseudonym)
    assert (turn.asked, turn.question, turn.language) == (FOLLOW_UP, READ, "fr")
    assert turn.answer is not None
    assert (turn.status, turn.answer.id) == ("answered", answer["id"])


def test_without_an_id_nothing_is_kept(client: TestClient, store: Store) -> None:
    say(client, FIRST, None)
    client.post("/ask", json={"question": FIRST})
    client.get("/ask", params={"q": FIRST})
    assert store.questions(unanswered=False) == []


def test_what_is_no_question_is_not_kept(client: TestClient, store: Store) -> None:
    body = {"question": "?!", "conversation_id": str(uuid4())}
    detail = "question: must have at least one letter or digit; got '?!'"
    check_problem(client.post("/ask", json=body), 422, detail, "question")
    assert store.questions(unanswered=False) == []


def test_forgetting_a_conversation(client: TestClient, store: Store) -> None:
    one, other = str(uuid4()), str(uuid4())
    for name in (one, other):
        say(client, FIRST, name)
    for _ in range(2):  # the second time there is nothing
        response = client.delete(f"/conversations/{one}")
        assert (response.status_code, response.content) == (204, b"")
    assert store.last_answered(store.pseudonym("http", one)) is None
    assert say(client, FOLLOW_UP, one)["interpreted_as"] is None
    assert say(client, FOLLOW_UP, other)["interpreted_as"] == READ


@pytest.mark.parametrize("name", ["a" * 15, "a" * 65, "a" * 15 + "é", "a" * 16 + "\n", "a b" * 8])
def test_ids_that_are_none(client: TestClient, name: str) -> None:
    response = client.post("/ask", json={"question": FIRST, "conversation_id": name})
    shown = repr(name) if len(name) < 58 else repr(name)[:59] + "…"
    detail = f"conversation_id: must match ^[A-Za-z0-9_-]{{16,64}}$; got {shown}"
    check_problem(response, 422, detail, "conversation_id")
    check_problem(client.delete(f"/conversations/{quote(name)}"), 422, detail, "conversation_id")


@pytest.mark.parametrize("name", ["a" * 16, "Z9_-" * 16])
def test_shortest_and_longest_ids(client: TestClient, name: str) -> None:
    assert say(client, FIRST, name)["answer"]


def test_without_a_store_there_are_no_conversations(engine: Engine) -> None:
    name = str(uuid4())
    detail = "conversation_id: conversations are not kept here; ask without it"
    with TestClient(create_app(Library(engine))) as client:
        response = client.post("/ask", json={"question": FIRST, "conversation_id": name})
        check_problem(response, 503, detail, "conversation_id")
        check_problem(client.delete(f"/conversations/{name}"), 503, detail, "conversation_id")
        assert client.post("/ask", json={"question": FIRST}).status_code == 200


@pytest.mark.parametrize("broken", ["last_answered", "begin_turn", "forget"])
def test_a_store_that_fails_is_told_without_its_details(
    client: TestClient,
    store: Store,
    broken: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreError("the database /home/someone/store.db is full. Make room")

    monkeypatch.setattr(store, broken, fail)
    name = str(uuid4())
    with caplog.at_level(logging.ERROR):
        if broken == "forget":
            response = client.delete(f"/conversations/{name}")
        else:
            response = client.post("/ask", json={"question": FIRST, "conversation_id": name})
    detail = "conversation_id: conversations cannot be kept now; try again later, or without it"
    check_problem(response, 503, detail, "conversation_id")
    assert [r.getMessage() for r in caplog.records if r.name == "bot.http.problems"] == [
        "the database /home/someone/store.db is full. Make room"
    ]
    assert client.post("/ask", json={"question": FIRST}).status_code == 200


def test_storing_and_ranking_leave_the_event_loop_free(
    client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered, released = threading.Event(), threading.Event()
    last_answered, ask = store.last_answered, asking.answer_in_language_of

    def wait() -> None:
        entered.set()
        assert released.wait(30)

    def slow_turn(conversation: str) -> Any:
        wait()
        return last_answered(conversation)

    def slow_ask(engine: Engine, question: str, **options: Any) -> Any:
        wait()
        return ask(engine, question, **options)

    for patched, name, slow in (
        (store, "last_answered", slow_turn),
        (asking, "answer_in_language_of", slow_ask),
    ):
        entered.clear()
        released.clear()
        with monkeypatch.context() as patch:
            patch.setattr(patched, name, slow)
            sayer = threading.Thread(target=say, args=(client, FIRST, str(uuid4())))
            sayer.start()
            assert entered.wait(30)
            assert client.get("/healthz").status_code == 200
            released.set()
            sayer.join(30)
            assert not sayer.is_alive()
