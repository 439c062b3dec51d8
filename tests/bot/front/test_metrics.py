"""What /metrics says: questions by face, stages, the articles; and nobody's words."""

from __future__ import annotations

import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.library import Library
from bot.logs import asked_by
from bot.metrics import Metrics
from index import Document, Engine
from tests.bot.conftest import TestClient
from tests.bot.front.conftest import Serve
from tests.bot.http.helpers import DOCUMENT

ANSWERED = "Qui a créé ChatGPT ?"
UNANSWERED = "Quelle est la capitale du Japon ?"
HTML = {"Accept": "text/html"}


def figures(client: TestClient) -> dict[str, float]:
    """Every figure by its name and labels, as Prometheus reads them."""
    response = client.get("/metrics")
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert "ChatGPT" not in response.text
    assert "Japon" not in response.text
    return {
        sample.name + str(tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


@pytest.fixture
def fresh(seed_document: Document) -> Library:
    """A library to which nobody has asked anything."""
    return Library(Engine([seed_document]))


@pytest.fixture
def quick(fresh: Library) -> Library:
    """In the place of the one that other tests have asked."""
    return fresh


def test_questions_are_counted_by_face_and_status(serve: Serve) -> None:
    client = serve()
    assert figures(client)["motpourmot_unanswered_share()"] == 0
    client.get("/ask", params={"q": ANSWERED})
    client.get("/ask", params={"q": ANSWERED})
    client.post("/ask", json={"question": UNANSWERED, "conversation_id": "0123456789abcdef"})
    client.post("/ask", json={"question": ANSWERED}, headers=HTML)
    message = {"role": "user", "content": UNANSWERED}
    chat = {"model": "mot-pour-mot", "messages": [message]}
    assert client.post("/v1/chat/completions", json=chat).status_code == 200
    client.get("/ask", params={"q": " "})  # no question
    found = figures(client)
    counted = {
        name: n for name, n in found.items() if name.startswith("motpourmot_questions_total")
    }
    assert counted == {
        "motpourmot_questions_total('http', 'answered')": 2,
        "motpourmot_questions_total('http', 'no_answer')": 1,
        "motpourmot_questions_total('web', 'answered')": 1,
        "motpourmot_questions_total('chat', 'no_answer')": 1,
    }
    assert found["motpourmot_kept_answers_total('http',)"] == 1
    assert found["motpourmot_kept_answers_total('web',)"] == 1
    assert found["motpourmot_unanswered_share()"] == pytest.approx(2 / 5)


def test_stages_are_timed_where_something_was_looked_for(serve: Serve) -> None:
    client = serve()
    for _ in range(3):
        client.get("/ask", params={"q": ANSWERED})
    found = figures(client)
    for stage in ("analyse", "retrieve", "rank", "read", "decide", "cite"):
        assert found[f"motpourmot_stage_seconds_count('{stage}',)"] == 1
        assert 0 < found[f"motpourmot_stage_seconds_sum('{stage}',)"] < 60


def test_requests_are_counted_by_route(serve: Serve) -> None:
    client = serve()
    client.get(f"/documents/{DOCUMENT}/text")
    client.get("/documents/nothing/text")
    for number in range(30):
        client.get(f"/nowhere/{number}")
        client.request(f"X{number}", "/ask")
    found = figures(client)
    route = "/documents/{document_id}/text"
    assert found[f"motpourmot_http_requests_total('GET', '{route}', '200')"] == 1
    assert found[f"motpourmot_http_requests_total('GET', '{route}', '404')"] == 1
    assert found["motpourmot_http_requests_total('GET', 'other', '404')"] == 30
    assert found["motpourmot_http_requests_total('other', '/ask', '405')"] == 30
    assert found[f"motpourmot_http_request_seconds_count('{route}',)"] == 2


def test_the_articles_and_the_age_of_the_index(serve: Serve, fresh: Library) -> None:
    client = serve()
    found = figures(client)
    assert found["motpourmot_articles()"] == 1
    assert 0 <= found["motpourmot_index_age_seconds()"] < 600
    assert found["motpourmot_index_outdated()"] == 0
    assert found["process_resident_memory_bytes()"] > 10_000_000
    # And of the engine that comes after: it is told of, too.
    fresh.replace(Engine([]))
    fresh.outdated = "it cannot be read"
    client.get("/ask", params={"q": ANSWERED})
    found = figures(client)
    assert found["motpourmot_articles()"] == 0
    assert found["motpourmot_index_outdated()"] == 1
    assert found["motpourmot_questions_total('http', 'no_answer')"] == 1


def test_questions_to_try_are_nobodys(fresh: Library) -> None:
    metrics = Metrics(fresh)
    fresh.engine.ask(ANSWERED)
    assert b"motpourmot_questions_total{" not in metrics.text()
    token = asked_by.set("telegram")
    fresh.engine.ask(ANSWERED)
    asked_by.reset(token)
    assert b'motpourmot_questions_total{face="telegram",status="answered"} 1.0' in metrics.text()


def test_every_figure_of_ours_stands_in_the_readme(serve: Serve) -> None:
    from tests.test_readme import README

    text = serve().get("/metrics").text
    names = set(re.findall(r"^# HELP (motpourmot_\w+)", text, re.MULTILINE))
    assert names == set(re.findall(r"`(motpourmot_\w+)`", README))
