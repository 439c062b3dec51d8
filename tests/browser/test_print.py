"""Printed: the answer or the article alone, black on white, with whole addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.helpers import FIRST, ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

_AFTER = "(element) => getComputedStyle(element, '::after').content"


def as_paper(page: Page) -> None:
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


def test_an_answer_is_printed_with_its_address(page: Page, address: str) -> None:
    page.goto("/")
    answer = ask(page, "Quel est le montant du contrat ?")
    as_paper(page)
    assert answer.locator(".short").is_visible()
    assert answer.locator("blockquote").is_visible()
    printed = answer.locator(".tools .permanent").evaluate(_AFTER)
    assert f"{address}/documents/{FIRST}#char=2971,3223" in printed
    for selector in ("#ask", "nav", ".copy", ".why", "#reading", ".skip"):
        assert not page.locator(selector).first.is_visible(), selector


def test_an_article_is_printed_whole_with_its_mark(page: Page) -> None:
    page.goto(f"/documents/{FIRST}#char=2971,3223")
    as_paper(page)
    assert page.locator("#text mark").first.is_visible()
    assert not page.locator("#ask").is_visible()
    cut = """(element) => [
      getComputedStyle(element).overflowY, element.scrollHeight - element.clientHeight
    ]"""
    assert page.locator("#reading").evaluate(cut) == ["visible", 0], "nothing is cut off"


def test_paper_is_white_in_the_dark_as_well(new_page: Callable[..., Page]) -> None:
    page = new_page(color_scheme="dark")
    page.goto("/")
    answer = ask(page, "Quel est le montant du contrat ?")
    as_paper(page)
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    for selector in (".short", "blockquote a", ".asked"):
        ink = "(element) => getComputedStyle(element).color"
        assert answer.locator(selector).evaluate(ink) == "rgb(0, 0, 0)", selector


def test_it_can_be_made_a_pdf(page: Page) -> None:
    page.goto("/")
    ask(page, "Quel est le montant du contrat ?")
    assert page.pdf().startswith(b"%PDF")
