"""Page or API: one address serves both, and what the client accepts decides.

A browser asks for `text/html` and gets the page; a program gets the API, whose errors a browser
gets as a page as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.asking import Asking
from bot.web.accepting import prefers_html
from bot.web.page import Page
from index import Engine

_VARY = (b"vary", b"Accept")
_PROBLEM = b"application/problem+json"
_ONLY_HERE = "/assets/{digest}/{name}"  # whatever is accepted


class PageOrApi:
    """Gives a request to the page where it is the page's and HTML is preferred, else to `api`.

    examples: questions to try, by language; they may come in later
    public_url: the address that readers reach this server at, for links that are copied
    """

    def __init__(
        self,
        api: ASGIApp,
        engine: Engine,
        asking: Asking,
        *,
        examples: Mapping[str, Sequence[str]] | None = None,
        public_url: str | None = None,
    ) -> None:
        self._api = api
        self._page = Page(
            engine,
            asking,
            examples=examples if examples is not None else {},
            public_url=public_url,
        )
        self._app = self._page.app()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as page or as API."""
        if scope["type"] != "http":
            await self._api(scope, receive, send)
            return
        wants_html = prefers_html(",".join(Headers(scope=scope).getlist("accept")))
        match, path = self._route(scope)
        if path == _ONLY_HERE or (match is Match.FULL and wants_html):
            await self._app(scope, receive, send)
            return
        if not wants_html:
            await self._api(scope, receive, _with_vary(send) if path else send)
            return
        problems = _Problems(send, varies=bool(path))
        await self._api(scope, receive, problems.send)
        if problems.status is not None:
            response = self._page.error_page(Request(scope), problems.status)
            await response(scope, receive, send)

    def _route(self, scope: Scope) -> tuple[Match, str]:
        """Return whether a route of the page takes the request, or its path alone; and its path."""
        partial, path = Match.NONE, ""
        for route in self._app.routes:
            match, _ = route.matches(scope)
            if match is Match.FULL:
                return match, str(getattr(route, "path", ""))
            if match is Match.PARTIAL:
                partial, path = match, str(getattr(route, "path", ""))
        return partial, path


class _Problems:
    """Sends on what the API answers, but holds back a problem document and notes its status."""

    def __init__(self, send: Send, *, varies: bool) -> None:
        self._send = _with_vary(send) if varies else send
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        """Send on a part of a response, or not."""
        if message["type"] == "http.response.start" and _is_problem(message.get("headers", ())):
            self.status = message["status"]
        if self.status is None:
            await self._send(message)


def _is_problem(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(name == b"content-type" and value == _PROBLEM for name, value in headers)


def _with_vary(send: Send) -> Send:
    async def send_varied(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), _VARY]
        await send(message)

    return send_varied
