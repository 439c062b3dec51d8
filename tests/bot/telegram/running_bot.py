"""The real bot, run in a thread against the stand-in of Telegram's server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.keys import pseudonym_key
from bot.library import Library
from bot.settings import Settings
from bot.store import Store
from bot.telegram.bot import running
from index import Engine
from tests.bot.telegram.stand_in.server import TelegramServer
from tests.paths import SEEDS

PATIENCE = 60  # seconds: only a bot that has failed takes as long


def settings_for(server: TelegramServer, url: str, **others: object) -> Settings:
    """Settings of a bot of `server`, with its database at `url`."""
    return Settings.model_validate(
        {
            "telegram_bot_token": server.token,
            "telegram_api_url": server.url,
            "database_url": url,
            "articles_dir": SEEDS,
            **others,
        }
    )


def open_store(settings: Settings) -> Store:
    """The store that a bot with these settings has."""
    return Store(settings.database_url.get_secret_value(), key=pseudonym_key(settings))


@contextmanager
def running_bot(engine: Engine | Library, settings: Settings) -> Iterator[Store]:
    """The bot, fetching updates for as long as the block runs; its store."""
    library = engine if isinstance(engine, Library) else Library(engine)
    stops: list[Callable[[], None]] = []
    started = threading.Event()
    failures: list[BaseException] = []

    async def work(store: Store) -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        stops.append(lambda: loop.call_soon_threadsafe(stop.set))
        async with running(library, store, settings) as telegram:
            started.set()
            await telegram.poll(stop)

    def run(store: Store) -> None:
        try:
            asyncio.run(work(store))
        except BaseException as error:  # raised again where the test waits
            failures.append(error)
        finally:
            started.set()

    store = open_store(settings)
    thread = threading.Thread(target=run, args=[store], daemon=True)
    thread.start()
    try:
        assert started.wait(PATIENCE)
        yield store
    finally:
        if thread.is_alive():
            stops[0]()
        thread.join(PATIENCE)
        assert not thread.is_alive()
        store.close()
    if failures:
        raise failures[0]
