"""The folder of articles is watched: what changes there is served without a restart.

A whole new engine is made in a thread and put in the place of the one of now; until then, and
whatever goes wrong, that one goes on answering. The system's notes of changes (`watchfiles`) only
wake the watcher: what counts is what the folder has, looked at now and again in any case, because
not every disk tells of changes, and a folder that is put in another's place is no change of either.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from watchfiles import awatch

from bot.library import Library
from bot.library.suggestions import LANGUAGES, QUESTIONS_FILE, suggest
from bot.settings import Settings
from index import ArticleError, Articles, Engine, NoArticlesError, read_articles
from index.documents import may_be_article

_log = logging.getLogger(__name__)

# What tells a file from what it was: size, times in nanoseconds, and which file it is. The second
# time changes where a file becomes readable, or is written with the first one kept.
State = dict[str, tuple[int, int, int, int]]

_NOTED = 100, 500  # milliseconds in which changes come together: at least, at most
_CANNOT = "ARTICLES_DIR: the articles in it cannot be read now; the last ones go on being served"


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: between two looks, how long a file must rest, and for how long it is waited for."""

    every: float = 5.0
    rest: float = 1.0
    patience: float = 30.0


def folder_state(folder: Path) -> State | None:
    """Return the files of `folder` that make a difference to the articles; None without one."""
    state: State = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name == QUESTIONS_FILE or may_be_article(Path(entry.path)):
                    with contextlib.suppress(OSError):  # gone in this moment
                        found = entry.stat()
                        times = found.st_mtime_ns, found.st_ctime_ns
                        state[entry.name] = (found.st_size, *times, found.st_ino)
    except OSError:
        return None
    return state


@contextlib.asynccontextmanager
async def keep_current(
    library: Library, settings: Settings, *, since: State | None, pace: Pace | None = None
) -> AsyncIterator[None]:
    """Keep the articles of `library` as the folder has them, for as long as the block runs.

    since: the state of the folder before the articles were read
    """
    watcher = _Watcher(library, settings, since, pace or Pace())
    task = asyncio.create_task(watcher.run())
    try:
        yield
    finally:
        watcher.stopped.set()
        task.cancel()
        await asyncio.wait([task])


class _StoppedError(Exception):
    """The process is to end: the engine that is being made is no longer wanted."""


class _Watcher:
    """Looks at the folder whenever it is woken, and puts a new engine in place if it changed."""

    def __init__(
        self, library: Library, settings: Settings, since: State | None, pace: Pace
    ) -> None:
        self._library = library
        self._folder = settings.articles_dir
        self._data = settings.data_dir.expanduser()
        self._cache = settings.cache_dir.expanduser()
        self._pace = pace
        self._seen = since
        self._said: set[str] = {str(problem) for problem in library.problems}
        self._alone = CapacityLimiter(1)
        self.stopped = threading.Event()

    async def run(self) -> None:
        """Watch for ever."""
        async with contextlib.aclosing(_wakes(self._folder, self._pace.every)) as wakes:
            async for _ in wakes:
                state = await self._look()
                if state == self._seen:
                    continue
                try:
                    await self._catch_up(state)
                except Exception:  # a fault of ours must not end the watching
                    _log.exception("the articles could not be read anew; the last ones are served")
                    self._library.outdated = _CANNOT

    async def _catch_up(self, state: State | None) -> None:
        patient_until = time.monotonic() + self._pace.patience
        while True:
            state = await self._rested(state, patient_until)
            self._seen = state  # also where it fails: the same folder would fail again
            articles = await self._do(partial(self._read, state))
            after = await self._look()
            if after == state or time.monotonic() > patient_until:
                break
            state = after  # something was written while it was read
        if articles:
            await self._do(partial(self._put_in_place, articles))

    async def _rested(self, state: State | None, until: float) -> State | None:
        """Return the state of the folder once nothing in it changes: no copy is half done."""
        while True:
            await asyncio.sleep(self._pace.rest)
            after = await self._look()
            if after == state or time.monotonic() > until:
                return after
            state = after

    async def _look(self) -> State | None:
        return await to_thread.run_sync(folder_state, self._folder)

    async def _do(self, work: partial[Articles | None] | partial[None]) -> Articles | None:
        return await to_thread.run_sync(work, limiter=self._alone)

    # --- in a thread ---

    def _read(self, state: State | None) -> Articles | None:
        """Return the articles; None, and why is said, where there are none."""
        try:
            if state is None:
                raise NoArticlesError(f"{_CANNOT}: it is no folder, or may not be listed")
            last = self._library.engine.documents
            return read_articles(self._folder, data=self._data, last=last)
        except NoArticlesError as error:
            self._library.outdated = _CANNOT
            self._say(str(error))
            return None

    def _put_in_place(self, articles: Articles) -> None:
        """Make an engine of `articles` and put it in the place of the one of now."""
        old = self._library.engine
        served = {document.original for document in articles.documents}
        for problem in articles.problems:
            stays = self._folder / problem.file in served
            end = "; its last version goes on being served" if stays else ""
            self._say(f"left out: {problem}{end}", key=str(problem))
        for warning in articles.warnings:
            self._say(warning)
        self._said &= {str(problem) for problem in articles.problems} | set(articles.warnings)
        began = time.monotonic()
        try:
            engine = Engine(
                articles.documents,
                weights=old.weights,
                reader=old.reader,
                cache=self._cache,
                previous=old,
                versions=old.versions,
                progress=self._go_on,
            )
        except _StoppedError:
            return
        self._keep_versions(old, engine)
        self._library.replace(engine, problems=articles.problems)
        took = time.monotonic() - began
        _log.info("%s; indexed in %.1f s", _difference(old, engine), took)
        del old  # of which there is no use any more, while questions to try are looked for
        self._find_examples(engine)

    def _keep_versions(self, old: Engine, new: Engine) -> None:
        """Keep what leaves as it was, until today, and what comes, before it is quoted."""
        before, after = set(old.documents), set(new.documents)
        if new.versions:
            try:
                new.versions.keep(before ^ after)
            except OSError as error:
                self._say(f"DATA_DIR: must be a folder that can be written ({error.strerror})")

    def _find_examples(self, engine: Engine) -> None:
        for language in LANGUAGES:
            try:
                found = suggest(
                    engine, language, self._folder, goes_on=lambda: not self.stopped.is_set()
                )
            except ArticleError as error:
                self._say(f"no new questions to try: {error}")
                return
            if not self.stopped.is_set():
                self._library.examples[language] = found

    def _go_on(self, done: int) -> None:
        del done
        if self.stopped.is_set():
            raise _StoppedError

    def _say(self, message: str, *, key: str = "") -> None:
        """Log a line, once for as long as there is cause for it."""
        if (key or message) not in self._said:
            self._said.add(key or message)
            _log.warning("%s", message)


def _difference(old: Engine, new: Engine) -> str:
    before = {document.id: document.sha256 for document in old.documents}
    after = {document.id: document.sha256 for document in new.documents}
    both = before.keys() & after.keys()
    changed = sum(before[name] != after[name] for name in both)
    added, removed = len(after) - len(both), len(before) - len(both)
    return f"{len(after)} articles: {added} added, {changed} changed, {removed} removed"


async def _wakes(folder: Path, every: float) -> AsyncGenerator[None]:
    """Yield where something in `folder` may have changed, and every so many seconds in any case."""
    least, most = _NOTED
    while True:
        yield
        try:
            which = _identity(folder)
            changes = awatch(
                folder,
                watch_filter=None,
                step=least,
                debounce=most,
                rust_timeout=round(every * 1000),
                yield_on_timeout=True,
                recursive=False,
            )
            async with contextlib.aclosing(changes):
                async for _ in changes:
                    yield
                    if _identity(folder) != which:
                        break
        except Exception:  # no folder, no more watches to be had, a name that is no Unicode
            _log.debug("changes are not noted; the folder is looked at", exc_info=True)
            await asyncio.sleep(every)


def _identity(folder: Path) -> tuple[int, int]:
    found = folder.stat()
    return found.st_dev, found.st_ino
