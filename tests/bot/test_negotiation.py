"""The form that a client gets, by its `Accept` header."""

from __future__ import annotations

import pytest

from bot.negotiation import preferred

JSON, LD, HTML = "application/json", "application/ld+json", "text/html"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/json", JSON),
        ("application/ld+json", LD),
        ('application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"', LD),
        ('application/ld+json;profile="a,b;q=0";q=0.5, application/json;q=0.4', LD),
        ("Application/LD+JSON", LD),
        ("application/ld+json, application/json", JSON),  # as welcome: the first that is offered
        ("application/json;q=0.9, application/ld+json", LD),
        ("application/json;q=0, */*", LD),
        ("application/json;q=0.5;x=1, application/ld+json;q=0.50", JSON),
        ("application/ld+json ; Q=0.2 , */* ; q=0.1", LD),
        (BROWSER, HTML),
        ("text/*", HTML),
        ("application/ld+json, text/html;q=0.9", LD),
        ("image/png", JSON),  # none: the default is of more use than nothing
        ("text/html;q=0", JSON),
        ("application/ld+json;q=nonsense", JSON),
        ("application/ld+json;q=1.5, text/html;q=0.1", HTML),
        (";;;,,,\"", JSON),
    ],
)  # fmt: skip
def test_the_form_that_is_preferred(accept: str | None, form: str) -> None:
    assert preferred(accept, (JSON, LD, HTML)) == form


@pytest.mark.parametrize(
    "accept",
    [
        "a" * 60_000,
        ";" * 60_000,
        'a/b;x="' * 8_000,
        ", " * 30_000,
        "a" + " " * 60_000 + '"',
        ";" + " " * 60_000 + "q",
        '"\\' * 30_000,
    ],
)
def test_a_long_header_is_read_in_one_pass(accept: str) -> None:
    """It ends at all: with a pattern that goes back and forth it would not."""
    assert preferred(accept, (JSON, LD)) == JSON
