"""A browser as far as the server sees one, and the HTML that it gets as text by place."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from starlette.types import ASGIApp

from bot.asking import Asking
from bot.http import create_app
from bot.library import Library
from bot.web import PageOrApi
from index import Engine
from tests.bot.conftest import TestClient

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
DOCUMENT = "000_8ca491ea4156916f"
VOID = frozenset({"meta", "link", "input", "br"})


def browse(app: ASGIApp, **options: Any) -> TestClient:
    """A client that asks as a French browser does; it keeps cookies."""
    headers = {"Accept": ACCEPT, "Accept-Language": "fr-FR,fr;q=0.9,en;q=0.5"}
    return TestClient(app, headers=headers, raise_server_exceptions=False, **options)


def page_over(engine: Engine, **options: Any) -> PageOrApi:
    """The page over `engine`, without conversations."""
    library = Library(engine)
    asking = Asking(library)
    return PageOrApi(create_app(library, asking=asking), library, asking, kept_days=30, **options)


class Seen(HTMLParser):
    """What HTML holds: all elements with their attributes, and the text in those with an id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self.text = ""
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self._open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        assert len(values) == len(attrs), "no attribute comes twice"
        self.elements.append((tag, values))
        if tag not in VOID:
            name = values.get("id", "")
            assert name not in self.texts, "no id comes twice"
            if name:
                self.texts[name] = ""
            self._open.append((tag, name))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self._open.pop()
        assert opened == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        for _, name in self._open:
            if name:
                self.texts[name] += data

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """The attributes of every element `tag` that has these ones."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            values
            for name, values in self.elements
            if name == tag and wanted.items() <= values.items()
        ]
