"""How a request is refused before a face has it: with a problem document, to a browser a page."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import Receive, Scope, Send

from bot.http import problem
from bot.web import PageOrApi


class Refuse:
    """Answers a request with a status and the one sentence that says why, as `faces` do."""

    def __init__(self, faces: PageOrApi) -> None:
        self._faces = faces

    async def __call__(
        self,
        status: int,
        detail: str,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Send the response."""
        headers = {"X-Content-Type-Options": "nosniff", **(headers or {})}
        response = problem(status, detail, scope=scope, field=field, headers=headers)
        await self._faces.refuse(response, scope, receive, send)
