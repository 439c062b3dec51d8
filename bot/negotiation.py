"""What a client prefers, by its `Accept` headers (RFC 9110, section 12.5)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

_MOST = 100  # items of a header that are looked at
# An item with its parameters, up to the comma; a value in quotation marks may contain commas.
_ITEM = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')
_QUALITY = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE)


def preferred(accept: str | None, offers: Sequence[str]) -> str:
    """Return which of `offers`, media types without parameters, the header `accept` prefers.

    Of several that are as welcome the first, and also where none is: an answer in another form
    is of more use than none.

    >>> offers = ("application/json", "text/html")
    >>> preferred("text/html,application/xml;q=0.9,*/*;q=0.8", offers), preferred("*/*", offers)
    ('text/html', 'application/json')
    """
    ranges = list(weights(accept or "*/*"))
    # `max` keeps the first of those that are alike.
    return max(offers, key=lambda offer: _welcome(offer, ranges))


def preferred_language(accept_language: str, offers: Collection[str]) -> str | None:
    """Return the language of `offers` that is wanted most, None where none is.

    >>> preferred_language("de, fr-CA;q=0.8, en;q=0.5", ("fr", "en"))
    'fr'
    """
    best, chosen = 0.0, None
    for value, quality in weights(accept_language):
        language = value.split("-")[0]
        if language in offers and quality > best:
            best, chosen = quality, language
    return chosen


def weights(header: str) -> Iterator[tuple[str, float]]:
    """Yield each value of a header, in lower case, with how much it is wanted, from 0 to 1."""
    for item in islice(_ITEM.finditer(header), _MOST):
        value, semicolon, parameters = item[0].partition(";")
        if value.strip():
            yield value.strip().lower(), _quality(semicolon + parameters)


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
