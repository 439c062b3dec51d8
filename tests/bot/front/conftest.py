"""The faces as `serve` puts them together, in process, with settings of the test's own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest

from bot.asking import Asking
from bot.library import Library
from bot.serving import faces
from bot.settings import load_settings
from bot.store import Store
from index import Document, Engine
from tests.bot.conftest import TestClient

Serve = Callable[..., TestClient]


@pytest.fixture(scope="session")
def quick(seed_document: Document) -> Library:
    """The first article, without the reader."""
    return Library(Engine([seed_document]))


@pytest.fixture
def serve(quick: Library) -> Iterator[Serve]:
    """Return a client of a server with these settings."""
    with contextlib.ExitStack() as stack:

        def start(*, client: str = "192.0.2.1", **values: str) -> TestClient:
            settings = load_settings(**values)
            store = stack.enter_context(contextlib.closing(Store("sqlite://", key=b"")))
            _, app = faces(quick, Asking(quick, store), settings)
            return stack.enter_context(
                TestClient(app, raise_server_exceptions=False, client=(client, 5000))
            )

        yield start
