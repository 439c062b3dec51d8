"""The page and the API over a library that each test file has of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.asking import Asking
from bot.http import create_app
from bot.library import Library
from bot.web import PageOrApi
from tests.bot.conftest import TestClient


@pytest.fixture
def page(library: Library) -> PageOrApi:
    asking = Asking(library)
    return PageOrApi(create_app(library, asking=asking), library, asking, kept_days=30)


@pytest.fixture
def client(page: PageOrApi) -> Iterator[TestClient]:
    with TestClient(page) as client:
        yield client
