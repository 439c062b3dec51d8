"""A store for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.store import Store
from tests.bot.store.helpers import KEY, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(store_url: str, clock: Clock) -> Iterator[Store]:
    with closing(Store(store_url, key=KEY, now=clock)) as opened:
        yield opened
