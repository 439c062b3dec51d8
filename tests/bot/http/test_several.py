"""A list of questions in one request: each with its own answer, problem and conversation."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi.testclient import TestClient

from bot.http import schemas
from bot.http.app import create_app
from bot.http.several import MAX_QUESTIONS
from bot.library import Library
from index import Engine
from tests.bot.http.helpers import check_problem

FOLLOW_UP = schemas.FOLLOW_UP_EXAMPLE["question"]
READ = schemas.FOLLOW_UP_ANSWER_EXAMPLE["interpreted_as"]


def ask(client: TestClient, *bodies: dict[str, Any]) -> list[dict[str, Any]]:
    response = client.post("/ask", json=list(bodies))
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    answers: list[dict[str, Any]] = response.json()
    assert len(answers) == len(bodies)
    return answers


def test_each_gets_what_it_gets_alone(client: TestClient) -> None:
    bodies = [
        {"question": schemas.QUESTION},
        {"question": "Quelle est la capitale du Japon ?"},
        {"question": schemas.QUESTION, "until": "2025"},
    ]
    alone = [client.post("/ask", json=body).json() for body in bodies]
    assert ask(client, *bodies) == alone
    assert len({answer["id"] for answer in alone}) == 3


def test_one_that_cannot_be_answered_does_not_spoil_the_others(client: TestClient) -> None:
    good = {"question": schemas.QUESTION}
    first, *problems, last = ask(
        client,
        good,
        {"question": ""},
        {"question": "?!"},
        {"question": "a" * 1_001},
        {**good, "since": "hier"},
        {**good, "document_id": "other"},
        good,
    )
    assert first == last == client.post("/ask", json=good).json()
    for problem, status, detail in zip(
        problems,
        (422, 422, 422, 422, 404),
        (
            "question: must not be empty; got ''",
            "question: must have at least one letter or digit; got '?!'",
            "question: must have at most 1000 characters; got 1001",
            "since: must be a day, a month or a year",
            "document_id: must be the id of an article",
        ),
        strict=True,
    ):
        assert problem["detail"].startswith(detail)
        assert (problem["status"], problem["instance"]) == (status, "/ask")
        assert problem["field"] == detail.split(":")[0]


def test_a_conversation_goes_on_from_one_to_the_next(client: TestClient) -> None:
    name = {"conversation_id": str(uuid4())}
    first, alone, second = ask(
        client,
        {"question": schemas.QUESTION, **name},
        {"question": FOLLOW_UP},
        {"question": FOLLOW_UP, **name},
    )
    assert first["interpreted_as"] is None
    assert alone["interpreted_as"] is None
    assert (second["interpreted_as"], second["conversation_id"]) == (READ, name["conversation_id"])


def test_without_conversations_only_those_in_one_have_a_problem(engine: Engine) -> None:
    with TestClient(create_app(Library(engine))) as client:
        answer, problem = ask(
            client,
            {"question": schemas.QUESTION},
            {"question": schemas.QUESTION, "conversation_id": "a" * 16},
        )
    assert answer["status"] == "answered"
    assert (problem["status"], problem["field"]) == (503, "conversation_id")


@pytest.mark.parametrize(
    ("body", "detail", "field"),
    [
        ([], "body: must have at least 1; got a list", "body"),
        (
            [{"question": "Qui ?"}] * (MAX_QUESTIONS + 1),
            "body: must have at most 20; got a list",
            "body",
        ),
        (["Qui ?"], "0: must be an object; got 'Qui ?'", "0"),
        ([{"question": "Qui ?"}, {}], "1.question: is required", "1.question"),
        (
            [{"question": "Qui ?", "conversation_id": "a"}],
            "0.conversation_id: must match ^[A-Za-z0-9_-]{16,64}$; got 'a'",
            "0.conversation_id",
        ),
        (
            [{"question": "Qui ?", "colour": 1}],
            "0.colour: is no field of this request; got 1",
            "0.colour",
        ),
    ],
)
def test_a_list_of_another_form_is_refused_whole(
    client: TestClient, body: Any, detail: str, field: str
) -> None:
    check_problem(client.post("/ask", json=body), 422, detail, field)


def test_in_the_address_a_question_may_be_in_a_conversation(client: TestClient) -> None:
    name = str(uuid4())

    def get(question: str, **limits: str) -> httpx.Response:
        params = {"q": question, "conversation_id": name, **limits}
        response: httpx.Response = client.get("/ask", params=params)
        return response

    assert get(schemas.QUESTION, since="2026").json()["conversation_id"] == name
    response = get(FOLLOW_UP)
    answer = response.json()
    assert answer["interpreted_as"] == READ
    assert answer["limits"]["since"] == "2026-01-01"  # those of the question before
    assert response.headers["cache-control"] == "no-store"
    assert get(FOLLOW_UP, since="").json()["limits"] is None
    # And goes on by POST.
    body = {"question": "Et avec qui ?", "conversation_id": name}
    read = "Avec qui le contrat a-t-il été signé ?"
    assert client.post("/ask", json=body).json()["interpreted_as"] == read


def test_an_id_in_the_address_that_is_none(client: TestClient) -> None:
    response = client.get("/ask", params={"q": schemas.QUESTION, "conversation_id": "a b"})
    detail = "conversation_id: must match ^[A-Za-z0-9_-]{16,64}$; got 'a b'"
    check_problem(response, 422, detail, "conversation_id")


def test_without_conversations_an_id_in_the_address_is_a_problem(engine: Engine) -> None:
    with TestClient(create_app(Library(engine))) as client:
        params = {"q": schemas.QUESTION, "conversation_id": "a" * 16}
        detail = "conversation_id: conversations are not kept here; ask without it"
        check_problem(client.get("/ask", params=params), 503, detail, "conversation_id")
