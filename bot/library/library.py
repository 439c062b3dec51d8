"""The articles that every face answers from: an engine that may be replaced while they run.

A face takes `library.engine` once for each request and keeps it to the end of that request, so
that a question under way is answered, quoted and shown by the articles that it began with.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from index import ArticleError, Engine

T = TypeVar("T")
Watch = Callable[[str, Mapping[str, float] | None], None]  # see `Engine.watch`


class _Edition:
    """An engine, the files that were left out of it, and what the faces have made of it."""

    __slots__ = ("engine", "loaded_at", "lock", "made", "problems")

    def __init__(self, engine: Engine, problems: Sequence[ArticleError]) -> None:
        self.engine = engine
        self.problems = tuple(problems)
        self.loaded_at = datetime.now(UTC)
        self.made: dict[Callable[[Engine], Any], Any] = {}
        self.lock = threading.RLock()

    def get(self, make: Callable[[Engine], T]) -> T:
        with self.lock:
            if make not in self.made:
                self.made[make] = make(self.engine)
            return cast("T", self.made[make])


class Library:
    """Holds the engine of now; safe to use from threads.

    problems: the files that were left out of it
    """

    def __init__(self, engine: Engine, *, problems: Sequence[ArticleError] = ()) -> None:
        self._edition = _Edition(engine, problems)
        # Questions to try, by language; they are asked first, so they come in later.
        self.examples: dict[str, tuple[str, ...]] = {}
        # Why the articles are not as the folder has them now, in a sentence; "" where they are.
        self.outdated = ""
        self._watch: Watch | None = None

    @property
    def engine(self) -> Engine:
        """The engine of now: take it once for a request."""
        return self._edition.engine

    @property
    def problems(self) -> tuple[ArticleError, ...]:
        """The files that were left out of the engine of now."""
        return self._edition.problems

    @property
    def loaded_at(self) -> datetime:
        """When the engine of now was put in place; aware, in UTC."""
        return self._edition.loaded_at

    def made(self, make: Callable[[Engine], T]) -> T:
        """Return what `make` gives for the engine of now: made once for it, and gone with it."""
        return self._edition.get(make)

    def watch(self, watch: Watch) -> None:
        """Let `watch` be told of each answer, of this engine and of those that come after it."""
        self._watch = self.engine.watch = watch

    def replace(self, engine: Engine, *, problems: Sequence[ArticleError] = ()) -> None:
        """Put `engine` in the place of the one of now, which requests under way keep.

        What was made of that one is made of `engine` first: no request waits for it.
        """
        engine.watch = self._watch
        edition = _Edition(engine, problems)
        for make in list(self._edition.made):
            edition.get(make)
        self._edition = edition
        self.outdated = ""
