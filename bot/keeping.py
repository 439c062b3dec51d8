"""Versions of articles are kept while they are served, and RETENTION_DAYS after; then they go."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from anyio import to_thread

from bot.library import Library

_log = logging.getLogger(__name__)

_EVERY = 3600  # seconds


@contextlib.asynccontextmanager
async def keep_versions(library: Library, days: int) -> AsyncIterator[None]:
    """Keep what is served and delete what was last served over `days` ago, now and every hour."""
    task = asyncio.create_task(_keep(library, days))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _keep(library: Library, days: int) -> None:
    while True:
        await to_thread.run_sync(keep_and_prune, library, days)
        await asyncio.sleep(_EVERY)


def keep_and_prune(library: Library, days: int) -> None:
    """Keep the articles of now, and delete what is too old. What goes wrong is said in the log."""
    engine = library.engine
    if engine.versions is None:
        return
    try:
        # First what is served: nothing of it is then too old.
        engine.versions.keep(engine.documents)
        if count := engine.versions.prune(days, in_use=engine.documents):
            _log.info("deleted %d files of articles that left over %d days ago", count, days)
    except OSError as error:
        _log.error(
            "DATA_DIR: must be a folder that can be written (%s). What is quoted now cannot be "
            "verified once its article has changed",
            error.strerror,
        )
    except Exception:
        _log.exception("versions of articles could not be kept, or not deleted")
