"""How long each stage of an answer takes, for whoever measures it; nothing is kept otherwise."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from contextvars import ContextVar

_times: ContextVar[dict[str, float] | None] = ContextVar("times", default=None)


@contextlib.contextmanager
def timed_stages() -> Iterator[dict[str, float]]:
    """Give a dictionary that has the seconds of each stage that was gone through in the block."""
    times: dict[str, float] = {}
    token = _times.set(times)
    try:
        yield times
    finally:
        _times.reset(token)


@contextlib.contextmanager
def stage(name: str) -> Iterator[None]:
    """Count the block as the stage `name`, several times where it is gone through again."""
    times = _times.get()
    if times is None:
        yield
        return
    began = time.perf_counter()
    try:
        yield
    finally:
        times[name] = times.get(name, 0.0) + time.perf_counter() - began
