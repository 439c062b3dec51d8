"""Limits over HTTP: in the body and in the address, what is refused, and what a follow-up keeps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from bot.asking import Asking
from bot.http.app import create_app
from bot.library import Library
from bot.store import Store
from index import Engine
from tests.bot.http.helpers import check_problem
from tests.bot.libraries import dated_library
from tests.index.helpers import CERTAIN

QUESTION = "Quel est le montant du contrat ?"
YEAR = {"since": "2024", "until": "2024"}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(dated_library(), weights=CERTAIN)


@pytest.fixture
def client(engine: Engine, tmp_path: Path) -> Iterator[TestClient]:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    with (
        closing(Store(url, key=bytes(32))) as store,
        TestClient(create_app(Library(engine), asking=Asking(Library(engine), store))) as client,
    ):
        yield client


def ask(client: TestClient, **body: Any) -> dict[str, Any]:
    response = client.post("/ask", json={"question": QUESTION, **body})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def quoted(answer: dict[str, Any]) -> set[str]:
    return {quote["document_id"] for quote in answer["citations"] + answer["closest"]}


@pytest.mark.parametrize(
    ("limits", "names"),
    [
        ({"document_id": "foix-2023"}, {"foix-2023"}),
        ({"document_id": ["foix-2023", "sans-date"]}, {"foix-2023", "sans-date"}),
        (YEAR, {"foix-2024"}),
        ({"until": "2023-12-31"}, {"foix-2023"}),
        ({"article_language": "en"}, {"english"}),
    ],
)
def test_only_articles_inside_answer(
    client: TestClient, limits: dict[str, Any], names: set[str]
) -> None:
    answer = ask(client, **limits)
    assert quoted(answer) == names
    assert client.get("/ask", params={"q": QUESTION, **limits}).json() == answer


def test_the_answer_says_which_limits_it_kept(client: TestClient) -> None:
    answer = ask(client, **YEAR)
    assert answer["limits"] == {
        "document_id": [],
        "since": "2024-01-01",
        "until": "2024-12-31",
        "article_language": None,
        "articles": 1,
        "total": 4,
        "undated": 1,
    }
    assert "Un article sans date a été laissé de côté." in answer["note"]
    assert ask(client)["limits"] is None


@pytest.mark.parametrize(
    ("limits", "field", "message"),
    [
        (
            {"since": "hier"},
            "since",
            "must be a day, a month or a year, such as 2024-03-31, 2024-03 or 2024; got 'hier'",
        ),
        ({"since": 2024}, "since", "must be a string; got 2024"),
        (
            {"since": "2024", "until": "2023"},
            "until",
            "must not be before since, 2024-01-01; got 2023-12-31",
        ),
        (
            {"article_language": "x"},
            "article_language",
            "must be one of de, en, es, fr, und; got 'x'",
        ),
        ({"document_id": 5}, "document_id", "must be a list; got 5"),
        ({"document_id": ["a", 5]}, "document_id.1", "must be a string; got 5"),
        ({"document_id": ["a"] * 101}, "document_id", "must have at most 100; got a list"),
    ],
)
def test_what_is_no_limit(
    client: TestClient, limits: dict[str, Any], field: str, message: str
) -> None:
    response = client.post("/ask", json={"question": QUESTION, **limits})
    check_problem(response, 422, f"{field}: {message}", field)


def test_an_article_that_is_not_there(client: TestClient) -> None:
    known = "english, foix-2023, foix-2024, sans-date"
    detail = f"document_id: must be the id of an article ({known}); got 'nowhere'"
    response = client.post("/ask", json={"question": QUESTION, "document_id": "nowhere"})
    check_problem(response, 404, detail, "document_id")
    for conversation in ({}, {"conversation_id": "of-nothing-at-all"}):
        thanks = {"question": "merci", "document_id": "nowhere", **conversation}
        check_problem(client.post("/ask", json=thanks), 404, detail, "document_id")
    response = client.get("/ask", params={"q": QUESTION, "document_id": ["foix-2023", "nowhere"]})
    check_problem(response, 404, detail, "document_id")


FOLLOW_UP = "Quand a-t-il été signé ?"


def test_a_follow_up_keeps_the_limits_of_the_answer_before(client: TestClient) -> None:
    name = str(uuid4())
    ask(client, conversation_id=name, **YEAR)
    followed = ask(client, conversation_id=name, question=FOLLOW_UP)
    assert followed["interpreted_as"]
    assert followed["limits"]["since"] == "2024-01-01"
    assert quoted(followed) == {"foix-2024"}
    again = ask(client, conversation_id=name, question=FOLLOW_UP)
    assert quoted(again) == {"foix-2024"}


@pytest.mark.parametrize("limits", [{"document_id": "foix-2023"}, {"since": None}])
def test_limits_that_are_sent_with_a_follow_up_replace_them(
    client: TestClient, limits: dict[str, Any]
) -> None:
    name = str(uuid4())
    ask(client, conversation_id=name, **YEAR)
    followed = ask(client, conversation_id=name, question=FOLLOW_UP, **limits)
    assert followed["interpreted_as"]
    assert (followed["limits"] or {}).get("since") is None
    assert "foix-2023" in quoted(followed)


def test_a_complete_question_is_asked_of_all_articles_again(client: TestClient) -> None:
    name = str(uuid4())
    ask(client, conversation_id=name, **YEAR)
    assert ask(client, conversation_id=name)["limits"] is None


def test_a_follow_up_to_an_article_that_is_gone_is_asked_of_all(
    engine: Engine, tmp_path: Path
) -> None:
    name = str(uuid4())
    with closing(Store(f"sqlite:///{tmp_path / 'store.db'}", key=bytes(32))) as store:
        with TestClient(
            create_app(Library(engine), asking=Asking(Library(engine), store))
        ) as client:
            ask(client, conversation_id=name, document_id="foix-2024")
        less = Engine([d for d in dated_library() if d.id != "foix-2024"], weights=CERTAIN)
        with TestClient(create_app(Library(less), asking=Asking(Library(less), store))) as client:
            followed = ask(client, conversation_id=name, question=FOLLOW_UP)
    assert followed["interpreted_as"]
    assert followed["limits"] is None
