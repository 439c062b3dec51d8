"""Which form of a resource a client prefers, by its `Accept` header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

# One media range and its parameters, up to the comma; a quoted value may contain commas.
_RANGE = re.compile(r'\s*([^\s;,"]+)((?:\s*;(?:[^;,"]|"(?:[^"\\]|\\.)*")*)*)\s*(?:,|$)')
_QUALITY = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE)


def preferred(accept: str | None, offers: Sequence[str]) -> str:
    """Return which of `offers`, media types without parameters, the header `accept` prefers.

    Of several that are as welcome the first, and also where none is: an answer in another form
    is of more use than none.

    >>> offers = ("application/json", "text/html")
    >>> preferred("text/html,application/xml;q=0.9,*/*;q=0.8", offers), preferred("*/*", offers)
    ('text/html', 'application/json')
    """
    ranges = [(name.lower(), _quality(rest)) for name, rest in _RANGE.findall(accept or "*/*")]
    # `max` keeps the first of those that are alike.
    return max(offers, key=lambda offer: _welcome(offer, ranges))


def _welcome(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return the quality of `offer`: that of the most specific range that it is in, else 0."""
    for pattern in (offer, f"{offer.partition('/')[0]}/*", "*/*"):
        if found := [quality for name, quality in ranges if name == pattern]:
            return max(found)
    return 0.0


def _quality(parameters: str) -> float:
    """Return the `q` among the parameters of a range; 1 without one, 0 where it is not valid."""
    if found := _QUALITY.search(parameters):
        return float(found[1])
    return 0.0 if re.search(r";\s*q\s*=", parameters, re.IGNORECASE) else 1.0
