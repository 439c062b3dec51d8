"""Requests that two servers may read as two different ones, or that are of another protocol.

The parser takes any version, and where a body has a length and chunks, the chunks: a proxy before
it that takes the length would let a second request pass unseen (RFC 9112, 6.1 and 11.2).
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.front.refusing import Refuse

_CLOSE = {"Connection": "close"}  # what follows is not read


class Framing:
    """Refuses what is not HTTP/1, and a body that has a length and chunks."""

    def __init__(self, app: ASGIApp, refuse: Refuse) -> None:
        self._app = app
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 505 or 400 and have the connection closed."""
        if scope["type"] == "http":
            version = scope.get("http_version", "1.1")
            if not version.startswith("1."):
                detail = f"The request must be one of HTTP/1.1; got HTTP/{version}"
                await self._refuse(505, detail, scope, receive, send, headers=_CLOSE)
                return
            names = {name for name, _ in scope["headers"]}
            if {b"content-length", b"transfer-encoding"} <= names:
                detail = (
                    "content-length: must not be given with transfer-encoding; got both. "
                    "Send one of them"
                )
                field = "content-length"
                await self._refuse(400, detail, scope, receive, send, field=field, headers=_CLOSE)
                return
        await self._app(scope, receive, send)
