"""Targets in every form: whole addresses, below a path, badly encoded; and HEAD."""

from __future__ import annotations

import re
import socket
import threading

import pytest
import uvicorn
from starlette.types import ASGIApp

from bot.asking import Asking
from bot.front import BoundedServer, Connections
from bot.library import Library
from bot.serving import faces
from bot.settings import load_settings
from tests.bot.front.conftest import Serve
from tests.bot.front.server import received, wait_for
from tests.bot.http.helpers import DOCUMENT, check_problem

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize("query", ["q=%", "q=%4", "q=100%", "q=a%zz", "%=1"])
def test_a_percent_sign_must_be_encoded(serve: Serve, query: str) -> None:
    client = serve()
    for method in ("GET", "HEAD", "POST"):
        response = client.request(method, f"/ask?{query}")
        assert response.status_code == 400
    got = re.search("%.{0,2}", query)
    assert got
    detail = "query: must have two hexadecimal digits after each %; got "
    problem = client.get(f"/ask?{query}")
    check_problem(problem, 400, f"{detail}'{got[0]}'. Write %25 for a %", "query")
    assert client.get(f"/?{query}", headers=HTML).status_code == 400


@pytest.mark.parametrize("query", ["q=caf%E9", "q=%ff%fe", "lang=%C3"])
def test_a_query_must_be_utf_8(serve: Serve, query: str) -> None:
    client = serve()
    detail = "query: must be UTF-8, percent-encoded; got other bytes"
    check_problem(client.get(f"/verify?{query}"), 400, detail, "query")
    page = client.get(f"/?{query}", headers=HTML)
    assert (page.status_code, page.headers["content-type"]) == (400, "text/html; charset=utf-8")


def test_a_query_that_is_well_encoded(serve: Serve) -> None:
    client = serve()
    for query in ("q=%C3%89t%C3%A9+%3F", "q=100%25", "q=a=b&q=%F0%9F%87%AB", ""):
        assert client.get(f"/verify?{query}").status_code != 400


PATHS = (
    "/ask?q=Qui+a+cr%C3%A9%C3%A9+ChatGPT+%3F",
    "/verify?q=un+contrat+de+200+millions",
    "/documents",
    f"/documents/{DOCUMENT}",
    f"/documents/{DOCUMENT}/text",
    f"/documents/{DOCUMENT}/original",
    "/healthz",
    "/readyz",
    "/metrics",
    "/openapi.json",
    "/docs",
    "/redoc",
    "/v1/models",
    "/v1/models/mot-pour-mot",
    "/static-offline-docs/favicon.png",
    "/nothing",
    "/ask",
)


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_head_is_get_without_a_body(serve: Serve, accept: str) -> None:
    """On every route of the API that can be read, and of the page; errors too."""
    client = serve()
    described = client.get("/openapi.json").json()["paths"]
    routes = {path for path, operations in described.items() if "get" in operations}
    templates = [re.sub(r"\{[^}]*\}", "[^/]*", route) for route in routes]
    assert all(any(re.fullmatch(t, p.split("?")[0]) for p in PATHS) for t in templates)
    for path in (*PATHS, "/", "/why?q=Qui+a+cr%C3%A9%C3%A9+ChatGPT"):
        head = client.head(path, headers={"Accept": accept})
        get = client.get(path, headers={"Accept": accept})
        assert (path, head.status_code, head.content) == (path, get.status_code, b"")
        own = {"x-request-id", "content-length"} if path == "/metrics" else {"x-request-id"}
        for name in head.headers.keys() | get.headers.keys():
            assert name in own or head.headers.get(name) == get.headers.get(name), (path, name)


def test_where_nothing_can_be_read_head_is_refused(serve: Serve) -> None:
    client = serve()
    response = client.head("/v1/chat/completions")
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert client.delete("/healthz").headers["allow"] == "GET, HEAD"


def test_a_target_that_is_a_whole_address(quick: Library) -> None:
    """As a client sends it that takes the server for a proxy."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        _, app = faces(quick, Asking(quick), load_settings())
        with Serving(app, listener) as port:
            for target, status in (
                (f"http://127.0.0.1:{port}/healthz", b"200"),
                ("HTTPS://elsewhere.example/documents?q=%25", b"200"),
                ("http://elsewhere.example/ask?q=%", b"400"),
                ("http://elsewhere.example", b"404"),
                ("http://elsewhere.example/http://x/healthz", b"404"),
                ("ftp://elsewhere.example/healthz", b"404"),
                ("*", b"404"),
            ):
                with socket.create_connection(("127.0.0.1", port), 10) as client:
                    request = f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    client.sendall(request.encode())
                    assert (target, received(client, b"\0").split()[1]) == (target, status)


class Serving:
    """The application, served on `listener` until the block ends; its port."""

    def __init__(self, app: ASGIApp, listener: socket.socket) -> None:
        config = uvicorn.Config(app, log_config=None, access_log=False, ws="none", lifespan="off")
        self._server = BoundedServer(config, Connections(50))
        self._listener = listener
        options = {"sockets": [listener]}
        self._thread = threading.Thread(target=self._server.run, kwargs=options, daemon=True)

    def __enter__(self) -> int:
        self._thread.start()
        wait_for(lambda: self._server.started)
        return int(self._listener.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._server.stop()
        self._thread.join(10)


@pytest.mark.parametrize("taken_off", [True, False])
def test_below_a_path(serve: Serve, taken_off: bool) -> None:
    """Whether the proxy takes the path off the request or leaves it."""
    client = serve(root_path="/mots/")
    before = "" if taken_off else "/mots"
    assert client.get(f"{before}/healthz").status_code == 200
    answer = client.get(f"{before}/ask?q=Qui+a+cr%C3%A9%C3%A9+ChatGPT+%3F").json()
    assert answer["citations"][0]["page_url"].startswith(f"/mots/documents/{DOCUMENT}")
    verified = client.get(f"{before}/verify", params={"q": "un contrat de 200 millions"}).json()
    assert verified["places"][0]["page_url"].startswith(f"/mots/documents/{DOCUMENT}")
    for path in ("/docs", "/redoc"):
        for part in re.findall(
            r'(?:src|href|url)[=:] ?["\']([^"\']+)', client.get(before + path).text
        ):
            assert part.startswith("/mots/")
            found = client.get(part if not taken_off else part.removeprefix("/mots"))
            assert (part, found.status_code) == (part, 200)
    assert client.get(f"{before}/openapi.json").json()["servers"] == [{"url": "/mots"}]
    page = client.get(f"{before}/", headers=HTML)
    assert page.status_code == 200
    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.text)
    assert links
    for link in links:
        assert link.startswith("/mots")
        path = link if not taken_off else link.removeprefix("/mots") or "/"
        assert client.get(path.split("#")[0], headers=HTML).status_code == 200, link
    missing = client.get(f"{before}/nothing")
    assert missing.json()["instance"] == "/mots/nothing"


def test_a_path_that_only_begins_like_it(serve: Serve) -> None:
    client = serve(root_path="/ask")
    assert client.get("/ask?q=Qui+a+cr%C3%A9%C3%A9+ChatGPT").status_code == 404
    assert client.get("/ask/ask?q=Qui+a+cr%C3%A9%C3%A9+ChatGPT").status_code == 200
    assert client.get("/asked").status_code == 404
