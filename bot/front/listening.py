"""The server: it accepts connections one after another, as many as it has descriptors for.

asyncio accepts as many at once as may queue, and where descriptors run out it begins anew for
each one that failed, twice as often every second; so it is not left to it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Iterator, Sequence

import uvicorn

from bot.front.connections import Connections

_log = logging.getLogger(__name__)

_AT_ONCE = 4  # accepted before what they bring is looked at
_GRACE = 10  # seconds for what is at work when the server stops
_TO_SAY_SO = 1  # second of them
_PAUSE = 0.2  # seconds without accepting, where there are no descriptors


class BoundedServer(uvicorn.Server):
    """Serves on sockets that it is given, within the bounds of `connections`.

    It leaves signals alone: uvicorn raises them again, which would cut short what comes after.
    """

    def __init__(self, config: uvicorn.Config, connections: Connections) -> None:
        super().__init__(config)
        self._bounds = connections
        self._listeners: Sequence[socket.socket] = ()
        self._arriving: set[asyncio.Task[object]] = set()
        self._has_complained = False

    def stop(self) -> None:
        """Finish the requests under way, then end `serve`."""
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept connections from now on."""
        if not _can_watch(sockets or ()):
            # The loop accepts by itself, as many as it likes; the bounds are kept all the same.
            self.config.http_protocol_class = self._bounds.protocol  # type: ignore[assignment]
            await super().startup(sockets)
            return
        await super().startup(sockets=[])
        self._listeners = sockets or ()
        for listener in self._listeners:
            listener.setblocking(False)
            self._listen(listener)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept no more, and end when what is under way is answered."""
        for listener in self._listeners:
            asyncio.get_running_loop().remove_reader(listener)
        self._listeners = ()
        grace = self.config.timeout_graceful_shutdown
        # uvicorn cancels what is at work when the time is up: a 500 and a trace for each.
        end = asyncio.get_running_loop().call_later(
            max(0, (grace or _GRACE) - _TO_SAY_SO), self._bounds.end
        )
        try:
            await super().shutdown(sockets)
        finally:
            end.cancel()

    def _listen(self, listener: socket.socket) -> None:
        if listener in self._listeners:  # not after a stop
            asyncio.get_running_loop().add_reader(listener, self._accept, listener)

    def _accept(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(_AT_ONCE):
            try:
                connection, _address = listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:  # no descriptor is left, or no memory
                self._complain(error)
                self._bounds.make_room()
                loop.remove_reader(listener)
                loop.call_later(_PAUSE, self._listen, listener)
                return
            connection.setblocking(False)
            task = loop.create_task(self._begin(connection))
            self._arriving.add(task)
            task.add_done_callback(self._arriving.discard)

    async def _begin(self, connection: socket.socket) -> None:
        def make() -> asyncio.Protocol:
            return self._bounds.protocol(
                config=self.config, server_state=self.server_state, app_state=self.lifespan.state
            )

        try:
            await asyncio.get_running_loop().connect_accepted_socket(make, connection)
        except OSError:  # it has gone again
            connection.close()

    def _complain(self, error: OSError) -> None:
        if not self._has_complained:
            self._has_complained = True
            _log.error(
                "no connection can be accepted (%s): let the process have more descriptors "
                "(ulimit -n, LimitNOFILE), or set a smaller MAX_CONNECTIONS",
                error.strerror,
            )


def _can_watch(listeners: Sequence[socket.socket]) -> bool:
    """Return whether the event loop can say when somebody comes; that of Windows cannot."""
    loop = asyncio.get_running_loop()
    try:
        for listener in listeners:
            loop.add_reader(listener, lambda: None)
            loop.remove_reader(listener)
    except NotImplementedError:
        return False
    return True


def bounded(most: int) -> int:
    """Return `most`, or half of the descriptors that this process may have, if that is less.

    The other half is for the database, for articles, for Telegram.
    """
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return most
    descriptors, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    half = max(1, descriptors // 2)
    if descriptors != resource.RLIM_INFINITY and half < most:
        _log.warning(
            "MAX_CONNECTIONS: at most %d connections at once, half of the descriptors that this "
            "process may have (ulimit -n, LimitNOFILE)",
            half,
        )
        return half
    return most
