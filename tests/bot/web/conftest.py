"""The page over the real article, and over whatever articles a test makes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from bot.asking import Asking
from bot.http import create_app
from bot.library import Library
from bot.store import Store
from bot.web import PageOrApi
from index import Engine
from tests.bot.conftest import TestClient
from tests.bot.web.helpers import browse

EXAMPLES = {"fr": ("Qui a créé ChatGPT ?",), "en": ("Who created ChatGPT?",)}


@pytest.fixture(scope="session")
def page(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageOrApi]:
    path = tmp_path_factory.mktemp("page") / "store.db"
    with contextlib.closing(Store(f"sqlite:///{path}", key=bytes(32))) as store:
        library = Library(engine)
        asking = Asking(library, store)
        api = create_app(library, asking=asking)
        yield PageOrApi(api, library, asking, examples=EXAMPLES, kept_days=30)


@pytest.fixture
def client(page: PageOrApi) -> Iterator[TestClient]:
    """A browser that speaks French, without a script."""
    with browse(page) as client:
        yield client
