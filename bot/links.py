"""Permanent links to the page of an article, opened and marked at a quote.

The fragment is that of RFC 5147 for plain text, `#char=START,END`: the same offsets as
everywhere, of characters, 0-based, end exclusive.
"""

from __future__ import annotations

from urllib.parse import quote


def page_path(document_id: str, start: int | None = None, end: int | None = None) -> str:
    """Return the path of an article's page, marked from `start` to `end` where both are given.

    >>> page_path("été 1", 1200, 1350)
    '/documents/%C3%A9t%C3%A9%201#char=1200,1350'
    """
    path = f"/documents/{quote(document_id, safe='')}"
    return path if start is None or end is None else f"{path}#char={start},{end}"


def page_url(document_id: str, start: int, end: int, *, public_url: str | None) -> str:
    """Return the address of the page: whole under `public_url`, else the path on this server.

    public_url: the server's address as readers reach it, without a slash at its end
    """
    return (public_url or "") + page_path(document_id, start, end)
