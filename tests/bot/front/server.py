"""A server with small bounds in a thread, and clients that talk to it byte by byte."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.front import BoundedServer, Connections, TimeLimits

GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /ask HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n"
LARGE = 64 * 1024 * 1024


@dataclass
class Running:
    """The server's port, its connections, what its application met, and how to stop it."""

    port: int
    connections: Connections
    met: list[str]
    release: asyncio.Event
    stop: Callable[[], None]

    def connect(self, sent: bytes = b"", *, source: str = "127.0.0.1") -> socket.socket:
        """Return a connection on which `sent` was sent."""
        client = socket.create_connection(("127.0.0.1", self.port), 10, (source, 0))
        client.sendall(sent)
        return client

    def ask(self, sent: bytes = GET) -> bytes:
        """Return all that a new connection gets until it is closed, or a whole short answer."""
        with self.connect(sent) as client:
            return received(client)


def received(client: socket.socket, until: bytes = b"ok") -> bytes:
    """Return what comes until the connection is closed, or what came ends with `until`."""
    got = b""
    with contextlib.suppress(ConnectionError):
        while not got.endswith(until) and (more := client.recv(65536)):
            got += more
    return got


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until `condition` holds; fail where it does not in a minute."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@contextlib.contextmanager
def running(
    most: int = 50,
    limits: TimeLimits | None = None,
    *,
    grace: int = 10,
    app: ASGIApp | None = None,
) -> Iterator[Running]:
    """Serve `app`, or: `ok` after the body at any path; /slow when released; /large is large."""
    met: list[str] = []
    release = asyncio.Event()
    connections = Connections(most, limits)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            app or _application(met, release),
            log_config=None,
            access_log=False,
            ws="none",
            lifespan="off",
            timeout_graceful_shutdown=grace,
        )
        server = BoundedServer(config, connections)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        wait_for(lambda: server.started)

        def stop() -> None:
            server.stop()
            thread.join(timeout=20)
            assert not thread.is_alive()

        try:
            yield Running(listener.getsockname()[1], connections, met, release, stop)
        finally:
            release.set()
            stop()


def _application(met: list[str], release: asyncio.Event) -> ASGIApp:
    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                met.append("disconnect")
                return
            if not message.get("more_body"):
                break
        met.append(scope["path"])
        while scope["path"] == "/slow" and not release.is_set():
            await asyncio.sleep(0.01)
        body = b"x" * LARGE if scope["path"] == "/large" else b"ok"
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return application
