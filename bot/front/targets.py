"""What a request is for, in one form: its path on this server, below ROOT_PATH, and its query."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.front.refusing import Refuse
from index.errors import show

_ABSOLUTE = re.compile(rb"https?://[^/]*", re.IGNORECASE)
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class Targets:
    """Puts the target of each request into one form, and refuses a query that cannot be read.

    root_path: the path below which a proxy shows this server; it may leave it in the request's
        path or take it off
    """

    def __init__(self, app: ASGIApp, refuse: Refuse, *, root_path: str = "") -> None:
        self._app = app
        self._refuse = refuse
        self._root = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 400."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = self._placed(_without_authority(scope))
        rule = _broken(scope["query_string"])
        if rule:
            await self._refuse(400, rule, scope, receive, send, field="query")
        else:
            await self._app(scope, receive, send)

    def _placed(self, scope: Scope) -> Scope:
        """Return `scope` with the root path, and a path that begins with it."""
        if not self._root:
            return scope
        path = scope["path"]
        has_root = path == self._root or path.startswith(f"{self._root}/")
        before = "" if has_root else self._root
        return {
            **scope,
            "root_path": self._root,
            "path": before + path,
            "raw_path": before.encode() + (scope.get("raw_path") or path.encode()),
        }


def _without_authority(scope: Scope) -> Scope:
    """Return `scope` with the path of a target that is a whole address (RFC 9112, 3.2.2)."""
    raw = scope.get("raw_path") or b""
    found = _ABSOLUTE.match(raw)
    if not found:
        return scope
    raw = raw[found.end() :] or b"/"
    return {**scope, "raw_path": raw, "path": unquote_to_bytes(raw).decode("utf-8", "replace")}


def _broken(query: bytes) -> str:
    """Return the rule that the percent-encoding of `query` breaks; "" where it breaks none."""
    if found := _BAD_ESCAPE.search(query):
        got = show(query[found.start() : found.start() + 3].decode("ascii", "replace"))
        return f"query: must have two hexadecimal digits after each %; got {got}. Write %25 for a %"
    try:
        unquote_to_bytes(query).decode("utf-8")
    except UnicodeDecodeError:
        return "query: must be UTF-8, percent-encoded; got other bytes"
    return ""
