"""Run the HTTP API and the page, or MCP: bind the port, say where, serve until stopped."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from bot.asking import Asking
from bot.front import BoundedServer, Connections, bounded, passing
from bot.http import create_app
from bot.keys import api_keys
from bot.library import Library
from bot.library.suggestions import LANGUAGES, suggest
from bot.links import host_in_address
from bot.metrics import MEDIA_TYPE, Metrics
from bot.settings import Settings, SettingsError, listed
from bot.signals import on_stop
from bot.store import Store, keep_pruned
from bot.web import PageOrApi
from index import ArticleError

_log = logging.getLogger(__name__)

_BACKLOG = 512  # connections that wait to be accepted


def serve(
    library: Library,
    store: Store,
    settings: Settings,
    *,
    beside: AbstractAsyncContextManager[None] | None = None,
) -> None:
    """Serve the articles of `library` at `settings.host` and `settings.port` until interrupted.

    beside: is entered while it serves

    Raises `SettingsError` where the address cannot be bound, and what `bot.telegram.run_webhook`
    raises where the settings ask for a webhook.
    """
    with contextlib.closing(_bind(settings.host, settings.port)) as listener:
        asyncio.run(_serve(library, store, settings, listener, beside))


async def _serve(
    library: Library,
    store: Store,
    settings: Settings,
    listener: socket.socket,
    beside: AbstractAsyncContextManager[None] | None,
) -> None:
    has_webhook = bool(settings.telegram_webhook_url or settings.telegram_webhook_secret)
    larger_bodies = {}
    if has_webhook:
        # The library takes half a second to import: only who uses it pays.
        from bot.telegram import MAX_UPDATE, WEBHOOK_PATH, add_webhook, run_webhook

        larger_bodies[WEBHOOK_PATH] = MAX_UPDATE
    asking = Asking(library, store)
    connections = Connections(bounded(settings.max_connections))
    api, app = faces(
        library,
        asking,
        settings,
        larger_bodies=larger_bodies,
        connections=lambda: len(connections),
    )
    server = _server(app, connections)
    async with contextlib.AsyncExitStack() as stack:
        if has_webhook:
            bot = run_webhook(library, store, settings)
            telegram, secret = await stack.enter_async_context(bot)
            add_webhook(api, telegram.receive, secret=secret)
        # After the bot, which first takes up what the last run left.
        await stack.enter_async_context(keep_pruned(store, settings.retention_days))
        if beside:
            await stack.enter_async_context(beside)
        on_stop(server.stop)
        looking = asyncio.create_task(_find_examples(library, asking, settings, server))
        stack.callback(looking.cancel)
        host, port = listener.getsockname()[:2]
        _log.info(
            "listening on http://%s:%d, the API described at /docs", host_in_address(host), port
        )
        await server.serve(sockets=[listener])


def serve_mcp(
    library: Library,
    settings: Settings,
    *,
    hosts: Sequence[str] = (),
    beside: AbstractAsyncContextManager[None] | None = None,
) -> None:
    """Serve the tools of `bot.mcp` over HTTP until interrupted.

    hosts: the names besides this machine's own that clients may call it by
    beside: what runs as long

    Raises `SettingsError` where the address of `settings` cannot be bound.
    """
    from bot.mcp import PATH, http_app, make_server  # an extra brings its library

    mcp = make_server(library, Asking(library), public_url=settings.public_url)
    app = http_app(mcp, hosts=(*hosts, host_in_address(settings.host)), keys=api_keys(settings))

    async def run(listener: socket.socket) -> None:
        server = _server(app, Connections(bounded(settings.max_connections)))
        async with beside or contextlib.nullcontext():
            on_stop(server.stop)
            host, port = listener.getsockname()[:2]
            _log.info("MCP at http://%s:%d%s", host_in_address(host), port, PATH)
            await server.serve(sockets=[listener])

    with contextlib.closing(_bind(settings.host, settings.port)) as listener:
        asyncio.run(run(listener))


def faces(
    library: Library,
    asking: Asking,
    settings: Settings,
    *,
    larger_bodies: Mapping[str, int] | None = None,
    connections: Callable[[], int] = lambda: 0,
) -> tuple[FastAPI, ASGIApp]:
    """Return the API, and what serves it together with the page, as the settings say.

    connections: how many are open
    larger_bodies: the bytes that a body may have on paths that another face adds to the API
    """
    keys = api_keys(settings)
    metrics = Metrics(library, connections=connections)
    api = create_app(
        library,
        asking=asking,
        larger_bodies=larger_bodies,
        public_url=settings.public_url,
        root_path=settings.root_path,
        keys=keys,
        origins=listed(settings.allowed_origins),
        metrics=lambda: (metrics.text(), MEDIA_TYPE),
    )
    page = PageOrApi(
        api,
        library,
        asking,
        examples=library.examples,
        public_url=settings.public_url,
        kept_days=settings.retention_days,
    )
    return api, passing(page, settings, keys, metrics)


async def _find_examples(
    library: Library, asking: Asking, settings: Settings, server: BoundedServer
) -> None:
    """Add questions to try, by language: they are asked first, which takes seconds.

    A thread cannot be cancelled: it asks no more once `server` is to stop.
    """

    def goes_on() -> bool:
        return not server.should_exit

    for language in LANGUAGES:
        if language in library.examples:
            continue
        find = partial(suggest, library.engine, language, settings.articles_dir, goes_on=goes_on)
        try:
            library.examples[language] = await asking.rank_surely(find)
        except ArticleError as error:
            _log.warning("no examples on the page: %s", error)
            return


def _server(app: ASGIApp, connections: Connections) -> BoundedServer:
    # Logging is set up by the command. Addresses hold questions and conversation ids: no log here.
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        ws="none",
        proxy_headers=False,  # `bot.front` reads them where they can be trusted
        timeout_graceful_shutdown=10,
    )
    return BoundedServer(config, connections)


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
