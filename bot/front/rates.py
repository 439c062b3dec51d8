"""How much each client may ask: a bucket of requests, which fills again at a steady pace."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.front.refusing import Refuse
from bot.keys import ApiKeys
from bot.links import route_path

_CLIENTS = 10_000  # whose buckets are kept; the least recent is forgotten
# What costs nothing, what others need to watch the server, and what Telegram sends for many.
_FREE = (
    "/healthz",
    "/readyz",
    "/metrics",
    "/telegram/webhook",
    "/assets/",
    "/static-offline-docs/",
)


class RateLimit:
    """Refuses with 429 what a client asks beyond `a_minute` requests at once, or a minute.

    A client is whoever has a key of `keys`, else an address: of IPv6 the /64 that one household
    has. `now` gives the seconds.
    """

    def __init__(
        self,
        app: ASGIApp,
        refuse: Refuse,
        *,
        a_minute: int,
        keys: ApiKeys,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._refuse = refuse
        self._most = float(a_minute)
        self._keys = keys
        self._now = now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429."""
        if scope["type"] == "http" and not route_path(scope).startswith(_FREE):
            wait = self._take(self._client(scope))
            if wait:
                detail = (
                    f"{self._most:.0f} requests a minute are allowed; try again in {wait} seconds"
                )
                headers = {"Retry-After": str(wait)}
                await self._refuse(429, detail, scope, receive, send, headers=headers)
                return
        await self._app(scope, receive, send)

    def _client(self, scope: Scope) -> str:
        name = self._keys.asker(scope["headers"])
        return f"key {name}" if name else _network(scope["client"][0] if scope["client"] else "")

    def _take(self, client: str) -> int:
        """Take a request from the client's bucket; return the seconds to wait if it is empty."""
        now = self._now()
        left, at = self._buckets.pop(client, (self._most, now))
        left = min(self._most, left + (now - at) * self._most / 60)
        wait = 0 if left >= 1 else math.ceil((1 - left) * 60 / self._most)
        self._buckets[client] = (left if wait else left - 1, now)
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        return wait


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:  # none at all, of a socket of this machine
        return address
    if parsed.version == 4:
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), 64), strict=False))
