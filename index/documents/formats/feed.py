"""A feed of the web, RSS or Atom: the addresses of its entries, a line for each."""

from __future__ import annotations

import io

import feedparser

from index.documents.formats.extracted import Extracted, FormatError, one_line


def read(data: bytes) -> Extracted:
    """Return the entries of the feed `data`. Raises `FormatError` where it is none."""
    # What is not bytes, feedparser may take for an address, and fetch.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version"):
        raise FormatError("must be a feed, RSS or Atom; it is not. Add its pages one by one")
    links = [one_line(str(entry.get("link") or "")) for entry in feed.entries]
    return Extracted("\n".join(dict.fromkeys(filter(None, links))))
