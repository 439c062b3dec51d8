"""Paste a quote on /verify: the verdict in words, and the way to its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.helpers import marked, stored_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

QUOTE = "Le Pentagone a choisi vendredi les modèles d'intelligence artificielle d'OpenAI"


def verify(page: Page, text: str) -> None:
    page.locator("#quote").fill(text)
    with page.expect_navigation():
        page.get_by_role("button", name="Vérifier").click()


def test_a_quote_is_pasted_and_followed(page: Page, address: str) -> None:
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Vérifier").click()
    verify(page, QUOTE)
    assert page.locator(".verdict.verbatim").count() == 1
    assert page.locator("#quote").input_value() == QUOTE
    page.locator(".place a").click()
    page.wait_for_url("**/documents/**")
    found = marked(page)
    assert found is not None
    assert found.text == QUOTE == stored_text(address)[found.start : found.end]


def test_typography_and_forgery_are_told_apart(page: Page) -> None:
    page.goto("/verify")
    verify(page, QUOTE.replace("'", "’"))
    assert page.locator(".verdict.typographic").count() == 1
    verify(page, QUOTE.replace("vendredi", "jeudi"))
    verdict = page.locator(".verdict.altered")
    assert verdict.locator("del").all_inner_texts() == ["jeudi"]
    assert verdict.locator("ins").all_inner_texts() == ["vendredi"]
    verify(page, "Il pleuvra demain sur toute la Bretagne et la Normandie")
    assert page.locator(".verdict.absent").count() == 1


def test_it_works_without_a_script(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/verify")
    verify(page, QUOTE)
    page.locator(".place a").click()
    assert page.locator("#text :target").count() <= 1, "a sentence has a target, a part has none"


def test_what_is_pasted_is_text(page: Page) -> None:
    page.goto("/verify")
    pasted = "</textarea><script>alert(1)</script> \u202e<img src=x onerror=alert(2)>\r\n\n mot "
    verify(page, pasted)
    assert page.locator("#quote").input_value() == pasted.replace("\r", "")
    assert page.locator("img").count() == 0


def test_a_page_without_an_article_has_places_too(new_page: Callable[..., Page]) -> None:
    """A fault of the script would fail this."""
    page = new_page(forgiving=("404",))
    for path in ("/verify", "/why?q=Qui+a+cr%C3%A9%C3%A9+ChatGPT+%3F", "/documents/none"):
        page.goto(f"{path}#a")
        page.evaluate("location.hash = 'char=1,2'")
        page.go_back()
        page.wait_for_url(f"**{path}#a")
        assert page.locator("main").is_visible()
