"""Page or API: one address serves both, and what the client accepts decides.

A browser asks for `text/html` and gets the page; a program gets the API, whose errors a browser
gets as a page as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.asking import Asking
from bot.library import Library
from bot.logs import asked_by
from bot.web.accepting import prefers_html
from bot.web.page import Page

_PROBLEM = "application/problem+json"
_ONLY_HERE = "/assets/{digest}/{name}"  # whatever is accepted


class PageOrApi:
    """Gives a request to the page where it is the page's and HTML is preferred, else to `api`.

    examples: questions to try, by language; they may come in later
    public_url: the address that readers reach this server at, for links that are copied
    kept_days: how long conversations are kept
    """

    def __init__(
        self,
        api: ASGIApp,
        library: Library,
        asking: Asking,
        *,
        examples: Mapping[str, Sequence[str]] | None = None,
        public_url: str | None = None,
        kept_days: int,
    ) -> None:
        self._api = api
        self._page = Page(
            library,
            asking,
            examples=examples if examples is not None else {},
            public_url=public_url,
            kept_days=kept_days,
        )
        self._app = self._page.app()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as page or as API."""
        if scope["type"] != "http":
            await self._api(scope, receive, send)
            return
        wants_html = prefers_html(",".join(Headers(scope=scope).getlist("accept")))
        match, path, methods = self._route(scope)
        if path == _ONLY_HERE or (match is Match.FULL and wants_html):
            asked_by.set("web")  # of this request alone: each has a task of its own
            await self._app(scope, receive, send)
            return
        if not wants_html:
            await self._api(scope, receive, _with_vary(send, varies=bool(path)))
            return
        problems = _Problems(_with_vary(send, varies=bool(path)))
        await self._api(scope, receive, problems.send)
        if problems.status is not None:
            allow = ", ".join(sorted(methods | problems.allowed)) if problems.allowed else ""
            response = self._page.error_page(Request(scope), problems.status, allow=allow)
            await response(scope, receive, send)

    async def refuse(self, problem: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with `problem`, which refuses the request, or with a page that says so."""
        if not prefers_html(",".join(Headers(scope=scope).getlist("accept"))):
            await problem(scope, receive, _with_vary(send, varies=False))
            return
        problems = _Problems(send)
        await problem(scope, receive, problems.send)
        response = self._page.error_page(Request(scope), problems.status or 500)
        if problems.retry_after:
            response.headers["Retry-After"] = problems.retry_after
        await response(scope, receive, send)

    def _route(self, scope: Scope) -> tuple[Match, str, set[str]]:
        """Return whether a route of the page takes the request, or its path alone.

        And the path, with the methods that the page takes there.
        """
        for route in self._app.routes:
            match, _ = route.matches(scope)
            if match is not Match.NONE:  # no two routes of the page have a path in common
                path, methods = getattr(route, "path", ""), getattr(route, "methods", None)
                return match, str(path), set(methods or ())
        return Match.NONE, "", set()


class _Problems:
    """Sends on what the API answers, but holds back a problem document.

    Notes its `status`, and the methods that are `allowed` where it names them.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status: int | None = None
        self.allowed: set[str] = set()
        self.retry_after = ""

    async def send(self, message: Message) -> None:
        """Send on a part of a response, or not."""
        if message["type"] == "http.response.start" and _is_problem(message):
            self.status = message["status"]
            headers = Headers(raw=message["headers"])
            self.retry_after = headers.get("retry-after", "")
            self.allowed = {
                method.strip() for method in headers.get("allow", "").split(",") if method.strip()
            }
        if self.status is None:
            await self._send(message)


def _is_problem(message: Message) -> bool:
    return Headers(raw=list(message.get("headers", ()))).get("content-type") == _PROBLEM


def _with_vary(send: Send, *, varies: bool) -> Send:
    """Return `send` that says of what could have been HTML that it is chosen by `Accept`.

    varies: whatever is sent; else every problem, which a browser gets as a page
    """

    async def send_varied(message: Message) -> None:
        if message["type"] == "http.response.start" and (varies or _is_problem(message)):
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            if "Accept" not in headers.get("vary", "").split(", "):
                headers.add_vary_header("Accept")
            message["headers"] = headers.raw
        await send(message)

    return send_varied
