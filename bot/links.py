"""Addresses of this server; first those of an article's page, opened and marked at a quote.

The fragment is that of RFC 5147 for plain text, `#char=START,END`: the same offsets as
everywhere, of characters, 0-based, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

DIGITS = 12  # of a sha256 that names a version


def page_path(
    document_id: str, start: int | None = None, end: int | None = None, *, sha256: str = ""
) -> str:
    """Return the path of an article's page, marked from `start` to `end` where both are given.

    sha256: that of the text, where the page is to show the article as it was then

    >>> page_path("été 1", 1200, 1350)
    '/documents/%C3%A9t%C3%A9%201#char=1200,1350'
    """
    path = f"/documents/{quote(document_id, safe='')}"
    if sha256:
        path += f"?version={sha256[:DIGITS]}"
    return path if start is None or end is None else f"{path}#char={start},{end}"


def page_url(document_id: str, start: int, end: int, *, public_url: str | None, sha256: str) -> str:
    """Return the address of a quote: whole under `public_url`, else the path on this server.

    It names the version that was quoted, so that it leads to these words when the article has
    changed, for as long as the version is kept.

    public_url: the server's address as readers reach it, without a slash at its end
    sha256: that of the text that was quoted
    """
    return (public_url or "") + page_path(document_id, start, end, sha256=sha256)


def route_path(scope: Mapping[str, Any]) -> str:
    """Return the path of a request without the root path that a proxy shows this server below."""
    path, root = str(scope["path"]), _root(scope)
    below = path.removeprefix(root)
    return below if below != path and below.startswith("/") else path


def root_of(scope: Mapping[str, Any]) -> str:
    """Return what comes before every path of this server, encoded for a link."""
    return quote(_root(scope))


def _root(scope: Mapping[str, Any]) -> str:
    return str(scope.get("root_path", "")).rstrip("/")


def host_in_address(host: str) -> str:
    """Return `host` as an address writes it: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host
