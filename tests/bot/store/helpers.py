"""What the tests of the store share: turns made up, a clock that stands still, threads at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.store import Store, Turn
from tests.bot.answers import answered, citation

T = TypeVar("T")
KEY = b"a key for tests"
MORNING = datetime(2026, 2, 28, 8, 30, 15, 123456, tzinfo=UTC)
ANSWER = answered(citation("Il a signé."), answer="Il", others=(citation("Elle aussi."),))
BOT = 7_000_000_001  # over 32 bits, as ids of bots are


class Clock:
    """A time that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = MORNING

    def __call__(self) -> datetime:
        return self.time

    def move(self, **by: float) -> None:
        self.time += timedelta(**by)


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def begin(store: Store, question: str = "Qui a signé ?", **changes: Any) -> Turn:
    status = changes.pop("status", "answered")
    values: dict[str, Any] = {
        "face": "telegram",
        "chat": store.pseudonym("chat", 1),
        "person": store.pseudonym("person", 1),
        "conversation": store.pseudonym("conversation", 1),
        "asked": question,
        "answer": replace(ANSWER, question=question, status=status),
    }
    return store.begin_turn(**(values | changes))


def at_once(threads: int, run: Callable[[int], T]) -> list[T]:
    """What `run(0)`, `run(1)`… return, started together."""
    together = threading.Barrier(threads)

    def start(number: int) -> T:
        together.wait(timeout=60)
        return run(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(start, range(threads)))
