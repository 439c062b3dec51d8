"""The API over the real article: in process, and really served on the loopback."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
import time
import warnings
from collections.abc import Iterator

import pytest
import uvicorn
from fastapi import FastAPI

from bot.asking import Asking
from bot.http.app import create_app
from bot.library import Library
from bot.store import Store
from index import ArticleError, Engine

with warnings.catch_warnings():
    # Starlette 1 asks for httpx2 at import; its test client works with httpx as well.
    warnings.filterwarnings("ignore", message="Using `httpx` with `starlette.testclient`")
    from fastapi.testclient import TestClient


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Commands that run for long set logging up; tests of others shall not see it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    names = ("httpx", "httpcore", "telegram")
    levels = [logging.getLogger(name).level for name in names]
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in zip(names, levels, strict=True):
        logging.getLogger(name).setLevel(before)


@pytest.fixture(scope="session")
def app(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    problems = [ArticleError("broken.txt: cannot be read (is a secret)")]
    problems[0].file = "broken.txt"
    path = tmp_path_factory.mktemp("conversations") / "store.db"
    with contextlib.closing(Store(f"sqlite:///{path}", key=bytes(32))) as store:
        library = Library(engine, problems=problems)
        yield create_app(library, asking=Asking(library, store))


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def base_url(app: FastAPI) -> Iterator[str]:
    """The address of the API, really served on a free port of the loopback."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 10
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        assert server.started
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)
