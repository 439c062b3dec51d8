"""The databases that the store's tests run on: a SQLite file, and PostgreSQL where there is one.

A test module says `pytest_plugins = ("tests.bot.store.databases",)` and its tests take
`store_url`, which
is empty of tables and the test's alone.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, NullPool, create_engine, make_url, text

_SERVER = "TEST_DATABASE_URL"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database for this test alone, one after the other of both kinds."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
    else:
        yield from _postgresql_schema()


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """A database for this test alone, for what SQLite does not do."""
    yield from _postgresql_schema()


def _postgresql_schema() -> Iterator[str]:
    """A schema of its own on the server, dropped afterwards."""
    address = os.environ.get(_SERVER)
    if not address:
        pytest.skip(f"{_SERVER} is not set: PostgreSQL tests need a server")
    server = make_url(address).set(drivername="postgresql+psycopg")
    schema = f"test_{uuid.uuid4().hex}"
    _run(server, f"CREATE SCHEMA {schema}")
    try:
        url = server.set(drivername="postgresql")
        url = url.update_query_dict({"options": f"-c search_path={schema}"})
        yield url.render_as_string(hide_password=False)
    finally:
        _run(server, f"DROP SCHEMA {schema} CASCADE")


def _run(server: URL, statement: str) -> None:
    engine = create_engine(server, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(statement))
