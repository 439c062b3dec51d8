"""The stand-in of Telegram's server, for every test that needs one of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bot.telegram.stand_in.server import TelegramServer


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server
