"""Fixtures shared by all tests; and what keeps them alike on every machine.

No test reaches the network beyond this machine, none sees the project's variables of whoever
runs it, and Hypothesis tries the same examples every time.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from bot.settings import Settings
from index import Document, Engine, Reader, load_reader, load_weights, read_articles
from tests.paths import SEEDS

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost", "0.0.0.0", "testserver"})  # noqa: S104  (compared, never bound)

settings.register_profile(
    "motpourmot",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("motpourmot")


class OutboundNetworkError(AssertionError):
    """A test tried to reach another machine."""


@pytest.fixture(scope="session", autouse=True)
def _no_outbound_network() -> Iterator[None]:
    """Connections to loopback addresses and unix sockets only, names of this machine only."""
    patch = pytest.MonkeyPatch()
    connect, connect_ex, lookup = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def check(family: int, address: Any) -> None:
        if family in (socket.AF_INET, socket.AF_INET6) and address[0] not in _LOOPBACK:
            raise OutboundNetworkError(f"tests must not reach the network; got {address!r}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        check(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        check(self.family, address)
        return connect_ex(self, address)

    def guarded_lookup(host: Any, *args: Any, **options: Any) -> Any:
        name = host.decode("ascii") if isinstance(host, bytes) else host
        if name is not None and name not in _LOOPBACK:
            raise OutboundNetworkError(f"tests must not look names up; got {name!r}")
        return lookup(host, *args, **options)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket, "getaddrinfo", guarded_lookup)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _clean_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """None of the project's settings comes from the environment of whoever runs the tests."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("DATA_DIR", str(tmp_path_factory.getbasetemp() / "data"))


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The reader that ships; there is no test of what it reads without it."""
    return load_reader(load_weights())


@pytest.fixture(scope="session")
def seed_document() -> Document:
    """The article that ships with the project."""
    (document,) = read_articles(SEEDS).documents
    return document


@pytest.fixture(scope="session")
def engine(seed_document: Document, reader: Reader) -> Engine:
    """An engine over `seeds/`, with the shipped weights and reader."""
    return Engine([seed_document], reader=reader)
