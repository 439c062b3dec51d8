"""What applies to every route, before and after it: the size of a body, `nosniff`, and HEAD.

Plain ASGI, because Starlette's `BaseHTTPMiddleware` costs a task and a stream for each request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.http.problems import too_large
from bot.links import route_path

MAX_BODY = 64 * 1024  # bytes: the longest question or quote has far fewer

_DRAINED = 16 * 1024 * 1024  # bytes read, and dropped, of a body that is refused

_NO_SNIFF = (b"x-content-type-options", b"nosniff")


class BodyLimit:
    """Refuses a body that is too large with a 413 problem, whether it gives its length or not.

    `larger` are the bytes that paths with a limit of their own may have instead of `MAX_BODY`.
    """

    def __init__(self, app: ASGIApp, larger: Mapping[str, int] | None = None) -> None:
        self._app = app
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body, or answer 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._larger.get(route_path(scope), MAX_BODY)
        length = _content_length(scope)
        if length == 0 or (length is None and scope["method"] in {"GET", "HEAD"}):
            # No body, or one that no route reads.
            await self._app(scope, receive, send)
            return
        received = 0
        messages: list[Message] = []
        if length is not None and length > limit:
            received = length
        elif length is None:
            # Chunked: only reading it shows its length. Kept here, it is refused whole.
            while received <= limit:
                message = await receive()
                messages.append(message)
                received += len(message.get("body", b""))
                if not message.get("more_body", False):
                    break
        if received > limit:
            if not messages or messages[-1].get("more_body", False):
                await _drain(receive)
            await too_large(Request(scope), limit)(scope, receive, send)
            return
        waiting = iter(messages)

        async def replay() -> Message:
            return next(waiting, None) or await receive()

        await self._app(scope, replay if messages else receive, send)


class NoSniff:
    """Tells browsers, on every response, to take it for what its Content-Type says."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the header to the response."""

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), _NO_SNIFF]
            await send(message)

        await self._app(scope, receive, send_marked)


class HeadAsGet:
    """Answers HEAD wherever GET is answered, by what GET would get (RFC 9110, 9.3.2)."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the body of what a GET gets is left out."""
        if (
            scope["type"] != "http"
            or scope["method"] != "HEAD"
            # Some routes have an answer to HEAD that is cheaper.
            or any(route.matches(scope)[0] is Match.FULL for route in self._routes)
        ):
            await self._app(scope, receive, send)
            return

        async def send_headers(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, send_headers)


async def _drain(receive: Receive) -> None:
    """Read on, within bounds: a connection closed on unread bytes may lose the response."""
    drained = 0
    while drained < _DRAINED:
        message = await receive()
        drained += len(message.get("body", b""))
        if not message.get("more_body", False):
            return


def _content_length(scope: Scope) -> int | None:
    for name, value in scope["headers"]:
        if name == b"content-length":
            # The server has refused what is no number; other ASGI clients may send anything.
            return int(value) if value.isdigit() else None
    return None
