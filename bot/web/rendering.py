"""From values to HTML: Jinja templates in which every value is escaped, whatever it holds.

Two filters: `exact` for an article's text, of which each character must reach the browser, and
`fill` for a phrase with somebody else's words in it, which must not turn what is around them.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape


def render(template: str, **values: Any) -> str:
    """Return the template with that name, filled in."""
    return _environment().get_template(template).render(values)


def exact(text: str) -> Markup:
    """Return `text` as HTML from which a browser makes as many code points, and the same ones.

    A parser takes a carriage return for a line feed, unless it is written as a reference; and it
    drops U+0000, for which U+FFFD stands in its place.
    """
    return Markup(  # noqa: S704  # escaped first
        str(escape(text)).replace("\r", "&#13;").replace("\0", "\ufffd")
    )


def fill(phrase: str, **values: Any) -> Markup:
    """Return `phrase` with each value isolated, so that its direction stays its own."""
    isolated = {
        name: Markup('<bdi dir="auto">{}</bdi>').format(exact(str(value)))
        for name, value in values.items()
    }
    return escape(phrase).format(**isolated)


def one_line(text: str, limit: int) -> str:
    """Return `text` on one line, of at most `limit` characters: for titles, never for a quote."""
    line = " ".join(text[: 4 * limit].replace("\0", "\ufffd").split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(exact=exact, fill=fill)
    return environment
