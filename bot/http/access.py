"""Who may use the API, where the operator has given out keys (API_KEYS)."""

from __future__ import annotations

import re
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.http.problems import problem
from bot.keys import ApiKeys, key_of
from bot.links import route_path

# Health, for whoever watches the server; the webhook, which has a secret of its own; the
# description; and the file that the page links to, of an article that it shows to everybody.
_OPEN = re.compile(
    r"/(healthz|readyz|telegram/webhook|docs|redoc|openapi\.json|static-offline-docs/.*"
    r"|docs/oauth2-redirect|documents/[^/]+/original)"
)


class NeedsKey:
    """Refuses with 401 what comes without one of `keys`."""

    def __init__(self, app: ASGIApp, keys: ApiKeys) -> None:
        self._app = app
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 401."""
        app = self._app
        if scope["type"] == "http" and not _OPEN.fullmatch(route_path(scope)):
            headers = scope["headers"]
            if self._keys.asker(headers) is None:
                got = "none" if key_of(headers) is None else "one that is not known"
                detail = f"Authorization: must be Bearer and a key of this server; got {got}"
                challenge = {"WWW-Authenticate": "Bearer"}
                app = problem(401, detail, scope=scope, field="Authorization", headers=challenge)
        await app(scope, receive, send)


def describe_keys(schema: dict[str, Any]) -> None:
    """Say in the description of the API that it takes a key."""
    schemes = {"key": {"type": "http", "scheme": "bearer"}}
    schema["components"]["securitySchemes"] = schemes
    schema["security"] = [{"key": []}]
    for path, operations in schema["paths"].items():
        if _OPEN.fullmatch(path):
            for operation in operations.values():
                operation["security"] = []
