"""Run the HTTP API: bind the port, say where it listens, serve until stopped."""

from __future__ import annotations

import socket

import uvicorn

from bot.http import create_app
from bot.settings import Settings, SettingsError
from index import Engine
from index.documents import Articles

_BACKLOG = 512  # connections that wait to be accepted


def serve(engine: Engine, articles: Articles, settings: Settings) -> None:
    """Serve `engine` at `settings.host` and `settings.port` until interrupted.

    Raises `SettingsError` where the address cannot be bound.
    """
    listener = _bind(settings.host, settings.port)
    app = create_app(engine, problems=articles.problems)
    server = uvicorn.Server(uvicorn.Config(app, log_level="info", timeout_graceful_shutdown=10))
    server.run(sockets=[listener])


def _bind(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(address, family=family, backlog=_BACKLOG)
    except OSError as error:
        raise SettingsError(
            f"HOST, PORT: must be an address of this machine with a free port; {host}:{port} "
            f"cannot be bound ({error.strerror}). Stop what uses it, or choose another --port"
        ) from None
    return listener
