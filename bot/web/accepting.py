"""What a client says that it would rather have: HTML or JSON, French or English (RFC 9110, 12.5).

A browser's `Accept` names `text/html` first. Whoever sends none, or only `*/*`, is a program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.web.phrases import DEFAULT, LANGUAGES

_JSON = ("application/json", "application/ld+json", "application/problem+json")
_QUALITY = re.compile(r"[01](\.\d{0,3})?")
_MOST = 100  # items of a header that are looked at


def prefers_html(accept: str) -> bool:
    """Return whether `text/html` is wanted more than every form of JSON."""
    weights = list(_weights(accept))
    html = _quality("text/html", weights)
    return html > max(_quality(kind, weights) for kind in _JSON)


def preferred_language(accept_language: str) -> str:
    """Return the language of `LANGUAGES` that is wanted most, English where none is."""
    best, chosen = 0.0, DEFAULT
    for value, quality in _weights(accept_language):
        language = value.split("-")[0]
        if language in LANGUAGES and quality > best:
            best, chosen = quality, language
    return chosen


def _quality(kind: str, weights: list[tuple[str, float]]) -> float:
    """Return how much the media type `kind` is wanted: by the most specific range that has it."""
    whole = f"{kind.split('/')[0]}/*"
    for wanted in (kind, whole, "*/*"):
        found = [quality for value, quality in weights if value == wanted]
        if found:
            return max(found)
    return 0.0


def _weights(header: str) -> Iterator[tuple[str, float]]:
    """Yield each value of a header with its `q`, 1 where there is none, 0 where it is none."""
    for item in header.split(",")[:_MOST]:
        value, *parameters = (part.strip().lower() for part in item.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, given = parameter.partition("=")
            if name.strip() == "q":
                given = given.strip()
                quality = min(float(given), 1.0) if _QUALITY.fullmatch(given) else 0.0
        if value:
            yield value, quality
