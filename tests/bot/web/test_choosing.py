"""Page or API: the client's Accept decides, on the same addresses."""

from __future__ import annotations

import pytest

from bot.web.accepting import preferred_language, prefers_html
from tests.bot.conftest import TestClient
from tests.bot.web.helpers import ACCEPT, DOCUMENT

ADDRESSES = ["/documents", f"/documents/{DOCUMENT}"]


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        (ACCEPT, True),
        ("text/html", True),
        ("TEXT/HTML; q=0.9, */*;q=0.8", True),
        ("text/*, */*;q=0.1", True),
        ("application/json;q=0.4, text/html;q=0.5", True),
        ("", False),
        ("*/*", False),
        ("application/json", False),
        ("application/json, text/html;q=0.9", False),
        ("application/json, text/html", False),
        ("application/ld+json, text/html;q=0.9", False),
        ("text/html;q=0, */*", False),
        ("text/html;q=nan", False),
        ("text/html;q=1e3, application/json;q=0.1", False),
        ("text/plain", False),
        (",;,=;q", False),
    ],
)
def test_html_is_for_whoever_prefers_it(accept: str, html: bool) -> None:
    assert prefers_html(accept) is html


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.5", "fr"),
        ("de, en;q=0.8, fr;q=0.9", "fr"),
        ("en-GB, fr;q=0.9", "en"),
        ("FR", "fr"),
        ("de", "en"),
        ("fr;q=0", "en"),
        ("", "en"),
        ("frr", "en"),
    ],
)
def test_the_language_is_the_one_wanted_most(accepted: str, language: str) -> None:
    assert preferred_language(accepted) == language


@pytest.mark.parametrize("address", ADDRESSES)
def test_one_address_is_page_and_api(client: TestClient, address: str) -> None:
    page = client.get(address)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for accept in ("*/*", "application/json"):
        data = client.get(address, headers={"Accept": accept})
        assert (data.status_code, data.headers["content-type"]) == (200, "application/json")
        assert "Accept" in data.headers["vary"]
    assert "Accept" in page.headers["vary"].split(", ")


def test_asking_is_page_and_api(client: TestClient) -> None:
    body = {"question": "Qui a créé ChatGPT ?"}
    page = client.post("/ask", json=body)
    data = client.post("/ask", json=body, headers={"Accept": "*/*"})
    assert page.text.startswith('<article class="exchange"')
    assert data.json()["answer"] in page.text


def test_what_is_the_apis_alone_stays_the_apis(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert "swagger" in client.get("/docs").text
    text = client.get(f"/documents/{DOCUMENT}/text")
    assert text.headers["content-type"].startswith("text/plain")
    assert client.get("/ask", params={"q": "Qui a créé ChatGPT ?"}).json()["answer"] == "OpenAI"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/", "GET, HEAD"),
        ("PUT", "/", "GET, HEAD"),
        ("OPTIONS", "/why", "GET, HEAD"),
        ("POST", "/documents", "GET, HEAD"),
        ("PUT", "/ask", "GET, HEAD, POST"),
        ("DELETE", "/verify", "GET, HEAD, POST"),
        ("GET", "/conversations/0123456789abcdef", "DELETE"),
    ],
)
def test_a_method_that_is_not_taken_gets_those_that_are(
    client: TestClient, method: str, path: str, allowed: str
) -> None:
    response = client.request(method, path)
    assert response.headers["content-type"].startswith("text/html")
    assert (response.status_code, response.headers["allow"]) == (405, allowed)
    problem = client.request(method, path, headers={"Accept": "*/*"})
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.status_code == 405
    assert set(problem.headers["allow"].split(", ")) <= set(allowed.split(", "))


@pytest.mark.parametrize("accept", [ACCEPT, "application/json"])
@pytest.mark.parametrize(
    ("method", "path", "varies"),
    [
        ("GET", "/", True),
        ("GET", "/none", True),
        ("GET", "/documents/none/text", True),
        ("POST", "/", True),
        ("GET", "/why", True),
        ("GET", "/verify", True),
        ("GET", "/ask?q=Qui+a+cr%C3%A9%C3%A9+ChatGPT+%3F", True),
        ("GET", "/documents", True),
        ("GET", "/healthz", False),
        ("GET", f"/documents/{DOCUMENT}/text", False),
    ],
)
def test_what_could_have_been_the_other_kind_says_so(
    client: TestClient, accept: str, method: str, path: str, varies: bool
) -> None:
    response = client.request(method, path, headers={"Accept": accept})
    named = [name.strip() for name in response.headers.get("vary", "").split(",")]
    assert named.count("Accept") == varies


def test_a_page_of_its_own_is_no_route_for_programs(client: TestClient) -> None:
    response = client.get("/", headers={"Accept": "*/*"})
    assert (response.status_code, response.json()["status"]) == (404, 404)
