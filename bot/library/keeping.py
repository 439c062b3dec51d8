"""Versions of articles are kept while they are served, and RETENTION_DAYS after; then they go."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable

from anyio import to_thread

from bot.library import Library
from index import Answer, Engine

_log = logging.getLogger(__name__)

_EVERY = 3600  # seconds
_CANNOT = (
    "DATA_DIR: must be a folder that can be written ({error}). What is quoted now cannot be "
    "verified once its article has changed"
)


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


def keep_quoted(engine: Engine, answer: Answer, *, tell: Callable[[str], None]) -> None:
    """Keep the articles that `answer` quotes, so that it can be verified when they have changed.

    tell: says what went wrong
    """
    quoted = {citation.document_id for citation in (*answer.citations, *answer.closest)}
    if engine.versions is None:
        return
    try:
        engine.versions.keep(document for document in engine.documents if document.id in quoted)
    except OSError as error:
        tell(_CANNOT.format(error=error.strerror))


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
        _log.error("%s", _CANNOT.format(error=error.strerror))
    except Exception:
        _log.exception("versions of articles could not be kept, or not deleted")
