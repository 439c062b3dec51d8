"""What a client says that it would rather have: HTML or JSON, French or English (RFC 9110, 12.5).

A browser's `Accept` names `text/html` first. Whoever sends none, or only `*/*`, is a program.
"""

from __future__ import annotations

from bot import negotiation
from bot.web.phrases import DEFAULT, LANGUAGES

_HTML = "text/html"
_JSON = ("application/json", "application/ld+json", "application/problem+json")


def prefers_html(accept: str) -> bool:
    """Return whether `text/html` is wanted more than every form of JSON."""
    return negotiation.preferred(accept, (*_JSON, _HTML)) == _HTML


def preferred_language(accept_language: str) -> str:
    """Return the language of `LANGUAGES` that is wanted most, English where none is."""
    return negotiation.preferred_language(accept_language, LANGUAGES) or DEFAULT
