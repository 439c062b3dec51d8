"""A server of the web on loopback: what is at each path, and what was asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Page:
    """What is answered; `send` writes the body instead of `body`."""

    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    send: Callable[[Any], None] | None = None


@dataclass
class WebServer:
    """Its address, its pages by path, and the requests that came, each with its headers."""

    url: str
    port: int
    pages: dict[str, Page]
    asked: list[tuple[str, dict[str, str]]]

    def allows(self, address: str, port: int) -> bool:
        """Allow this server, in place of the public web, and nothing else."""
        return (address, port) == ("127.0.0.1", self.port)


@contextmanager
def serving() -> Iterator[WebServer]:
    """A server that runs until the block ends."""
    pages: dict[str, Page] = {}
    asked: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the library's name
            asked.append((self.path, dict(self.headers)))
            page = pages.get(self.path, Page(b"nothing", status=404))
            self.send_response(page.status)
            self.send_header("Content-Type", page.media_type)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                if page.send:
                    page.send(self.wfile)
                else:
                    self.wfile.write(page.body)
            except OSError:  # the client has had enough
                pass

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    port = server.server_address[1]
    try:
        yield WebServer(f"http://127.0.0.1:{port}", port, pages, asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
