"""The id of each request, in its response and in what is logged of it; and the line that says so.

Addresses hold questions and the ids of conversations: the log has the route alone.
"""

from __future__ import annotations

import logging
import re
import time
import uuid

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.links import route_path
from bot.logs import RequestNote, asked_by, current_request
from bot.metrics import Metrics

_log = logging.getLogger(__name__)

_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_ROUTES = (
    "/",
    "/ask",
    "/verify",
    "/why",
    "/documents",
    "/healthz",
    "/readyz",
    "/metrics",
    "/docs",
    "/redoc",
    "/openapi.json",
    "/v1/chat/completions",
    "/v1/models",
    "/telegram/webhook",
)
_BELOW = (
    (re.compile(r"/documents/[^/]+/text"), "/documents/{document_id}/text"),
    (re.compile(r"/documents/[^/]+/original"), "/documents/{document_id}/original"),
    (re.compile(r"/documents/[^/]+"), "/documents/{document_id}"),
    (re.compile(r"/conversations/[^/]+"), "/conversations/{conversation_id}"),
    (re.compile(r"/v1/models/.+"), "/v1/models/{model}"),
    (re.compile(r"/(assets|static-offline-docs)/.+"), "/assets"),
)
_METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"})


class Noted:
    """Gives each request an id, and logs a line of it where that is wanted.

    metrics: count them
    has_line: log a line for each
    has_question: and in it what was asked
    """

    def __init__(
        self, app: ASGIApp, metrics: Metrics, *, has_line: bool, has_question: bool
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._has_line = has_line
        self._has_question = has_question

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with its id in the header `X-Request-ID`.

        One that it came with is kept, so that a proxy's log and ours can be read together.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        note = RequestNote(given.decode() if _ID.fullmatch(given) else uuid.uuid4().hex)
        status = 0

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                header = (b"x-request-id", note.id.encode("ascii"))
                message["headers"] = [*message.get("headers", ()), header]
            await send(message)

        token = current_request.set(note)
        route = route_of(scope)
        face_token = asked_by.set("chat" if route.startswith("/v1/") else "http")
        began = time.perf_counter()
        try:
            await self._app(scope, receive, send_noted)
        finally:
            seconds = time.perf_counter() - began
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._metrics.note_request(method, route, status, seconds)
            if self._has_line:
                self._write(method, route, status, 1000 * seconds, note)
            asked_by.reset(face_token)
            current_request.reset(token)

    def _write(self, method: str, route: str, status: int, ms: float, note: RequestNote) -> None:
        fields: dict[str, object] = {
            "method": method,
            "route": route,
            "status": status,
            "ms": round(ms, 1),
        }
        asked = ""
        if self._has_question and note.question is not None:
            fields["question"] = note.question
            asked = f" {note.question!r}"
        line = "%s %s %d in %.1f ms%s"
        _log.info(line, method, route, status, ms, asked, extra=fields)


def route_of(scope: Scope) -> str:
    """Return which route the request is for, without what its path names; "other" for none."""
    path = route_path(scope) or "/"
    if path in _ROUTES:
        return path
    return next((route for pattern, route in _BELOW if pattern.fullmatch(path)), "other")
