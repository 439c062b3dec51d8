"""What is older than RETENTION_DAYS goes, whether anybody asks in the meantime or not."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from anyio import to_thread

from bot.errors import StoreError
from bot.store.store import Store

_log = logging.getLogger(__name__)

_EVERY = 3600  # seconds


@contextlib.asynccontextmanager
async def keep_pruned(store: Store, days: int) -> AsyncIterator[None]:
    """Delete what is older than `days`, now and every hour for as long as the block runs."""
    task = asyncio.create_task(_prune(store, days))
    try:
        yield
    finally:
        task.cancel()


async def _prune(store: Store, days: int) -> None:
    while True:
        try:
            if count := await to_thread.run_sync(store.prune, days):
                _log.info("deleted %d questions older than %d days", count, days)
        except StoreError as error:
            _log.error("%s", error)
        except Exception:
            _log.exception("what is too old could not be deleted")
        await asyncio.sleep(_EVERY)
