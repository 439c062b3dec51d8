"""Connections with bounds: how many may be open, and how long each may keep the server waiting.

uvicorn has no time limit for a request that is only half sent, and no bound that survives many of
them: 200 take every descriptor of a process that may have 128, and nobody else is answered. Other
servers bear it little better (tests/benchmarks/slow_connections.py). So a connection that the
server waits for is closed after a while, and at once where there is no room for another.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_LINGERING = 16  # connections over the bound that are told that there is no room
_LINGER = 1.0  # seconds for their request to come

# What a connection waits for its client to do: send a request's head, or its body, or read.
Wait = Literal["head", "body", "read"]


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """Seconds that a client may take.

    head: from the connection, or the response before, to the end of a request's headers
    body: for the whole body, 64 KiB at most
    read: without taking any more of a response
    stop: for any of them when the server is told to stop
    """

    head: float = 10.0
    body: float = 30.0
    read: float = 30.0
    stop: float = 3.0


class Connections:
    """The open connections, at most `most` of them.

    `protocol` makes another, for uvicorn.
    """

    def __init__(self, most: int, limits: TimeLimits | None = None) -> None:
        self.most = most
        self.limits = limits or TimeLimits()
        self._open: set[BoundedProtocol] = set()
        self._refused: set[BoundedProtocol] = set()

    def __len__(self) -> int:
        """Return how many are open."""
        return len(self._open)

    def protocol(self, *args: Any, **kwargs: Any) -> BoundedProtocol:
        """Return the protocol of a new connection."""
        return BoundedProtocol(self, *args, **kwargs)

    def enter(self, connection: BoundedProtocol) -> bool:
        """Take in a new connection, where need be in place of one that waits for its client.

        Return whether there is room for it.
        """
        while len(self._open) >= self.most:
            if not self.make_room():
                return False
        self._open.add(connection)
        return True

    def may_linger(self, connection: BoundedProtocol) -> bool:
        """Return whether one that does not get in may stay until it is told so."""
        if len(self._refused) >= _LINGERING:
            return False
        self._refused.add(connection)
        return True

    def leave(self, connection: BoundedProtocol) -> None:
        """Forget a connection that is closed."""
        self._open.discard(connection)
        self._refused.discard(connection)

    def end(self) -> None:
        """Tell those whose requests are still at work that the server stops, and close them."""
        for connection in list(self._open):
            connection.end()

    def make_room(self) -> bool:
        """Close a connection that waits for its client; return whether there was one.

        It is one of the address that has most of them, so that nobody who opens many pushes out
        the others, and of these the one that has waited longest.
        """
        waiting = [each for each in self._open if each.waiting]
        if not waiting:
            return False
        each_has = Counter(each.address for each in waiting)
        closed = max(waiting, key=lambda each: (each_has[each.address], -each.since))
        self._open.discard(closed)  # now: its descriptor is free a moment later
        closed.drop()
        return True


class BoundedProtocol(H11Protocol):
    """A connection with the time limits of `Connections`."""

    def __init__(self, connections: Connections, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bounds = connections
        self._timer: asyncio.TimerHandle | None = None
        self._unsent = 0
        self._is_stopping = False
        self._is_refused = False
        self.waiting: Wait | None = None
        self.since = 0.0

    @property
    def address(self) -> str:
        """The address at the other end."""
        return self.client[0] if self.client else ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, or refuse it where all connections are at work."""
        super().connection_made(transport)
        if self._bounds.enter(self):
            self._look()
        else:
            # Closed before its request is read, it might never see why.
            self._is_refused = True
            if self._bounds.may_linger(self):
                self._timer = self.loop.call_later(_LINGER, self._say_full)
            else:
                self.drop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._wait_for(None)
        self._bounds.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; the time that the client may take is not begun anew."""
        if self.transport.is_closing():
            return
        if self._is_refused:
            self._say_full()
        else:
            super().data_received(data)
            self._look()

    def on_response_complete(self) -> None:
        """Wait for the client to take the response, and for its next request."""
        super().on_response_complete()
        self._look()

    def pause_writing(self) -> None:
        """Wait for the client, which does not read what is sent."""
        super().pause_writing()
        self._look()

    def resume_writing(self) -> None:
        """Go on: the client has read."""
        super().resume_writing()
        self.waiting = None  # whatever comes next may take its own time
        self._look()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP with a problem document."""
        del msg
        self._refuse(400, "The request must be one of HTTP/1.1, its head of 16 KiB at most")

    def shutdown(self) -> None:
        """End when the request under way is answered; a client is waited for only shortly."""
        self._is_stopping = True
        super().shutdown()
        if self.waiting:
            self._wait_for(self.waiting)

    def end(self) -> None:
        """Refuse the request that is at work, if there is one: its time is up."""
        if self.cycle is not None and not self.cycle.response_complete:
            self._refuse(503, "This server is being stopped; try again soon")

    def drop(self) -> None:
        """Close now, whatever is unsent."""
        self._wait_for(None)
        self.transport.abort()

    def _say_full(self) -> None:
        self._refuse(503, "All connections of this server are at work; try again soon")

    def _look(self) -> None:
        """Note what is waited for now; its time begins where that was something else."""
        wait = self._wait()
        if wait != self.waiting:
            self._wait_for(wait)

    def _wait(self) -> Wait | None:
        unsent = self.transport.get_write_buffer_size()
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if self.flow.write_paused or (unsent and not is_answering):
            return "read"
        if self.conn.their_state is h11.SEND_BODY:
            return "body"
        return None if is_answering else "head"

    def _wait_for(self, wait: Wait | None) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        self.waiting = wait
        if wait:
            limits = self._bounds.limits
            seconds: float = getattr(limits, wait)
            if self._is_stopping:
                seconds = min(seconds, limits.stop)
            self.since = time.monotonic()
            self._unsent = self.transport.get_write_buffer_size()
            self._timer = self.loop.call_later(seconds, self._time_is_up)

    def _time_is_up(self) -> None:
        wait, now = self.waiting, self._wait()
        unsent = self.transport.get_write_buffer_size()
        if wait == "read" and (now != "read" or unsent < self._unsent):
            self._wait_for(now)  # it has read some, of which nothing tells
        elif wait == "read" or self.transport.is_closing():
            self.drop()
        elif wait == "head" and not self.conn.trailing_data[0]:
            self.transport.close()  # a browser opens connections that it may never use
        else:
            self._refuse(408, f"The {wait} of the request must come sooner; it is not complete")

    def _refuse(self, status: int, detail: str) -> None:
        """Answer with a problem document and close. What answers the request is told it is gone."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        # After the headers of a response, or where the client's own bytes have ended the
        # protocol, there is nothing to add.
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.write(_problem(status, detail))
        self._wait_for(None)
        self.transport.close()
        if self.transport.get_write_buffer_size():
            self._wait_for("read")


_TITLES = {400: "Bad Request", 408: "Request Timeout", 503: "Service Unavailable"}


def _problem(status: int, detail: str) -> bytes:
    """Return a whole response: there may be no request that it answers."""
    title = _TITLES[status]
    problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    body = json.dumps(problem).encode("ascii")
    lines = [
        f"HTTP/1.1 {status} {title}",
        "Content-Type: application/problem+json",
        "X-Content-Type-Options: nosniff",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    if status == 503:
        lines.append("Retry-After: 1")
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body
