"""What goes wrong on purpose in the stand-in: refusals, closed connections, waiting calls."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Condition

from tests.bot.telegram.stand_in.limits import ApiError, Json


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` calls that it is for."""

    method: str | None
    chat_id: int | None
    times: int
    retry_after: int | None
    drop: bool
    status: int | None
    description: str | None
    delay: float
    body: bytes | None

    def matches(self, method: str, params: Json) -> bool:
        """Return whether it is for this call."""
        return self.method in (None, method) and self.chat_id in (None, params.get("chat_id"))

    def check(self) -> None:
        """Raise the refusal that it means, if any."""
        if self.retry_after is not None:
            raise _too_many(self.retry_after)
        if self.status is not None:
            raise ApiError(self.status, self.description or HTTPStatus(self.status).phrase)


@dataclass(slots=True)
class _Gate:
    passing: int
    waiting: int = 0
    opened: asyncio.Event = field(default_factory=asyncio.Event)


class Faults:
    """The faults of a server; `loop` is the server's, set before the first call."""

    loop: asyncio.AbstractEventLoop

    def __init__(self, changed: Condition) -> None:
        self._changed = changed
        self._faults: list[Fault] = []
        self._gates: dict[str, _Gate] = {}

    def fail(
        self,
        method: str | None = None,
        *,
        times: int = 1,
        chat_id: int | None = None,
        retry_after: int | None = None,
        drop: bool = False,
        status: int | None = None,
        description: str | None = None,
        delay: float = 0,
        body: bytes | None = None,
    ) -> None:
        """The next `times` calls of a method (of any, in a chat, or both) go wrong.

        `delay` (seconds) comes first, alone or before another fault. `retry_after`: 429.
        `status`: an error with this code and `description` (502 to 504: as a page of HTML).
        `drop`: the connection is closed without a response, before the call takes effect.
        `body`: the call takes effect, and this is the response, with status 200.
        Of several faults that are for a call, the one set first happens.
        """
        fault = Fault(method, chat_id, times, retry_after, drop, status, description, delay, body)
        with self._changed:
            self._faults.append(fault)

    def hold(self, method: str, *, after: int = 0) -> None:
        """Calls of a method wait, without effect, once `after` more of them have passed."""
        with self._changed:
            self._gates[method] = _Gate(after)

    def held(self, method: str) -> int:
        """How many calls are waiting."""
        with self._changed:
            return self._gates[method].waiting if method in self._gates else 0

    def release(self, method: str) -> None:
        """Ends `hold`: waiting calls go on; those whose caller is gone never take effect."""
        with self._changed:
            self.loop.call_soon_threadsafe(self._gates.pop(method).opened.set)

    async def pass_gate(self, method: str, reader: asyncio.StreamReader) -> bool:
        """Waits while the method is held; false where the caller has gone meanwhile."""
        with self._changed:
            gate = self._gates.get(method)
            if gate is None:
                return True
            if gate.passing > 0:
                gate.passing -= 1
                return True
            gate.waiting += 1
            self._changed.notify_all()
        await gate.opened.wait()
        # Two turns of the loop: it has then read the end of every connection closed by now.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return not reader.at_eof() and reader.exception() is None

    async def take(self, method: str, params: Json) -> Fault | None:
        """The fault of this call, used up once more, after its delay."""
        with self._changed:
            fault = next((each for each in self._faults if each.matches(method, params)), None)
            if fault is None:
                return None
            fault.times -= 1
            if fault.times <= 0:
                self._faults.remove(fault)
        if fault.delay:
            await asyncio.sleep(fault.delay)
        return fault


def _too_many(seconds: int) -> ApiError:
    description = f"Too Many Requests: retry after {seconds}"
    return ApiError(429, description, retry_after=seconds)
