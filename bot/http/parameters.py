"""What several routes take: an article's id, and ETags of what the caller has already.

ETags are compared as RFC 9110, section 13.1, says.
"""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Header, Path

DocumentId = Annotated[
    str,
    Path(description="The article's id: see `GET /documents`", examples=["000_8ca491ea4156916f"]),
]
IfNoneMatch = Annotated[
    str | None, Header(description="ETags of what the caller has already, or `*`")
]
IfMatch = Annotated[
    str | None, Header(description="ETags of the only texts that the caller wants, or `*`")
]

_ETAG = re.compile(r'(?:W/)?"([^"]*)"')
_DIGITS = 64  # of a sha256
_MOST_NAMED = 10
_WEAK = re.compile(r'W/"[^"]*"')


def has_it(sha256: str, if_none_match: str) -> bool:
    """Return whether the caller has it already, by weak comparison (RFC 9110, 13.1.2)."""
    return if_none_match.strip() == "*" or sha256 in _ETAG.findall(if_none_match)


def named_in(if_match: str | None) -> list[str]:
    """Return the sha256s that `If-Match` names, by strong comparison; ten at most."""
    found = _ETAG.findall(_WEAK.sub("", if_match or ""))
    return [name for name in found if len(name) == _DIGITS][:_MOST_NAMED]


def wants_it(sha256: str, if_match: str | None) -> bool:
    """Return whether the caller wants this version, by strong comparison.

    A weak tag, of a text that may differ in its bytes, matches none (RFC 9110, 13.1.1).
    """
    return if_match is None or has_it(sha256, _WEAK.sub("", if_match))
