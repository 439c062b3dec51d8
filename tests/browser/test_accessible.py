"""No violation of WCAG 2.2 A and AA that axe can find, on every page, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.browser.helpers import PHONE, ask

if TYPE_CHECKING:
    from playwright.sync_api import Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_LIGHT = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": _TAGS},
    "rules": {"target-size": {"enabled": True}},
}
_DARK = {  # the rules that look at colours
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
QUOTE = "Le Pentagone a choisi vendredi les modèles d’intelligence artificielle d'OpenAI"
CATS = "Combien de chats a Sam Altman ?"


def violations(page: Page) -> list[str]:
    """What axe finds in the light and in the dark, a line each."""
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    lines = []
    for scheme, options in (("light", _LIGHT), ("dark", _DARK)):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("(options) => axe.run(document, options)", options)
        lines += [
            f"{scheme}: {rule['id']}: {rule['help']}: {node['html'][:160]}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]
    return lines


def answered(page: Page) -> None:
    page.goto("/")
    ask(page, "Quel est le montant du contrat ?").locator("blockquote a").click()
    page.locator("#text mark").first.wait_for()


def refused(page: Page) -> None:
    page.goto("/")
    ask(page, CATS)


def explained(page: Page) -> None:
    page.goto("/")
    why = ask(page, "Qui a créé ChatGPT ?").locator(".why")
    why.locator("summary").click()
    why.locator("table").first.wait_for()


def not_asked(page: Page) -> None:
    page.goto("/?q=%3F")
    page.locator("#refusal .refusal").wait_for()


def nowhere(page: Page) -> None:
    page.goto("/documents/000_8ca491ea4156916f#char=9000,9001")
    page.locator("#bad-place:not(:empty)").wait_for()


def followed_up(page: Page) -> None:
    answered(page)
    ask(page, "Quand a-t-il été signé ?")


_ADD_STRONG = """(element) => {
  element.append(Object.assign(document.createElement("strong"), { textContent: "en juin" }));
}"""


def caption(page: Page) -> None:
    page.goto("/documents/000_8ca491ea4156916f")
    page.evaluate("location.hash = 'char=17,272'")
    page.locator("#text .caption mark").first.evaluate(_ADD_STRONG)


def nearest_with_a_short_answer(page: Page) -> None:
    refused(page)
    page.locator(".quote.nearest blockquote a").first.evaluate(_ADD_STRONG)


PAGES: dict[str, str | Callable[[Page], None]] = {
    "home": "/",
    "answers": followed_up,
    "no answer": refused,
    "why opened": explained,
    "why": "/why?q=Qui+a+cr%C3%A9%C3%A9+ChatGPT+%3F",
    "question refused": not_asked,
    "no such place": nowhere,
    "caption marked": caption,
    "short answer in what is nearest": nearest_with_a_short_answer,
    "no such page": "/documents/no-such",
    "verify": "/verify",
    "verified": f"/verify?q={quote(QUOTE)}",
}
OF_SEVERAL = {
    "home": "/",
    "list": "/documents?find=francais",
    "article": "/documents/bridge#char=100,120",
    "answer": "/?q=When+did+the+bridge+at+Harwood+open%3F",
}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(new_page: Callable[..., Page], name: str) -> None:
    page = new_page(forgiving=("404", "422"))
    state = PAGES[name]
    if isinstance(state, str):
        page.goto(state)
    else:
        state(page)
    assert violations(page) == []


@pytest.mark.parametrize("name", OF_SEVERAL)
def test_axe_finds_nothing_where_there_are_several_articles(
    new_page: Callable[..., Page], library: str, name: str
) -> None:
    page = new_page(base_url=library)
    page.goto(OF_SEVERAL[name])
    assert violations(page) == []


def test_axe_finds_nothing_on_a_phone(new_page: Callable[..., Page]) -> None:
    page = new_page(**PHONE)
    answered(page)
    assert violations(page) == []


def test_axe_would_find_something(page: Page) -> None:
    page.goto("/")
    page.locator("#ask label[for=question]").evaluate("(label) => label.remove()")
    page.locator("#text").evaluate("(text) => { text.style.color = '#777' }")
    found = violations(page)
    assert any(line.startswith("light: label:") for line in found)
    assert any(line.startswith("dark: color-contrast:") for line in found)


def test_dark_is_dark(new_page: Callable[..., Page]) -> None:
    page = new_page(color_scheme="dark")
    answered(page)
    lightness = """(element) => {
      const canvas = document.createElement("canvas").getContext("2d");
      const of = (colour) => {
        canvas.fillStyle = colour;
        const value = parseInt(canvas.fillStyle.slice(1), 16);
        return ((value >> 16) + ((value >> 8) & 255) + (value & 255)) / 3;
      };
      const style = getComputedStyle(element);
      return [of(style.backgroundColor), of(style.color)];
    }"""
    for selector in ("html", "#reading", "#question", "#text mark", "#text mark strong"):
        ground, ink = page.locator(selector).first.evaluate(lightness)
        assert ground < 100 < 180 < ink, selector
