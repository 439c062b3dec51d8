"""The server of the tools over the article that ships, and a way to call them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import anyio
import pytest
from mcp import Client

from bot.asking import Asking
from bot.library import Library
from bot.mcp import make_server
from index import Engine

T = TypeVar("T")

With = Callable[[Callable[[Client], Awaitable[Any]]], Any]


@pytest.fixture
def with_client(engine: Engine) -> With:
    """Runs something with a client that is connected, in process."""
    return connected(make(Library(engine)))


def make(library: Library, public_url: str | None = None) -> Any:
    return make_server(library, Asking(library), public_url=public_url)


def connected(server: Any) -> With:
    """Returns what runs something with a client of `server`: an object, or an address."""

    def run(do: Callable[[Client], Awaitable[T]]) -> T:
        async def connect() -> T:
            async with Client(server) as client:
                return await do(client)

        return anyio.run(connect)

    return run
