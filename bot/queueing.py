"""The queue of what is ranked, one after the other: bounded by how long the last would wait.

Without a bound, whoever asks of a server that is asked twice what it can answer waits longer with
every question, until all of them give up on answers that are still being worked out.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from bot.errors import BusyError

PATIENCE = 2.0  # seconds that a question may have to wait for its turn
_ALWAYS = 3  # that may wait, however long the last ones took
_SHARE = 0.1  # of the newest in the mean

T = TypeVar("T")


class Queue:
    """Does one thing at a time, in a thread. For the event loop."""

    def __init__(self, patience: float = PATIENCE) -> None:
        # Ranking holds the interpreter: a second thread would answer nothing sooner, and forty
        # of them would keep the event loop waiting its turn.
        self._one_by_one = CapacityLimiter(1)
        self._patience = patience
        self._waiting = 0
        self._seconds = 0.0  # that one took, by a moving mean

    async def run(self, work: Callable[[], T]) -> T:
        """Return what `work` returns; raise `BusyError` where it would have to wait too long."""
        wait = self._waiting * self._seconds
        if self._waiting >= _ALWAYS and wait > self._patience:
            raise BusyError(math.ceil(wait))

        def timed() -> T:
            began = time.perf_counter()
            try:
                return work()
            finally:
                took = time.perf_counter() - began
                self._seconds += _SHARE * (took - self._seconds)

        self._waiting += 1
        try:
            return await to_thread.run_sync(timed, limiter=self._one_by_one)
        finally:
            self._waiting -= 1

    async def run_surely(self, work: Callable[[], T]) -> T:
        """Return what `work` returns, which is no question of anybody's and may take long."""
        return await to_thread.run_sync(work, limiter=self._one_by_one)
