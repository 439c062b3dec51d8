"""Without JavaScript the form answers, and a quote's link still lands on its mark."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.helpers import is_seen, place_in_address, stored_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


@pytest.fixture
def plain(new_page: Callable[..., Page]) -> Page:
    """A page on which no script runs."""
    return new_page(java_script_enabled=False, forgiving=("422",))


def test_the_form_answers_and_the_quote_lands_on_the_mark(plain: Page, address: str) -> None:
    plain.goto("/")
    plain.locator("#question").fill("Quel est le montant du contrat ?")
    plain.locator("#question").press("Enter")
    answer = plain.locator(".exchange")
    answer.wait_for()
    assert answer.locator(".short").inner_text().endswith("200 millions de dollars")
    quote = answer.locator("blockquote").text_content()
    answer.locator("blockquote a").click()
    plain.wait_for_url("**/documents/**")
    target = plain.locator("#text :target")
    assert target.text_content() == quote
    assert stored_text(address)[slice(*place_in_address(plain))] == quote
    assert is_seen(target)
    unmarked = plain.locator("#text span[id]").first
    colour = "(element) => getComputedStyle(element).backgroundColor"
    assert target.evaluate(colour) != unmarked.evaluate(colour)


def test_no_answer_and_what_cannot_be_asked(plain: Page) -> None:
    plain.goto("/?q=Combien+de+chats+a+Sam+Altman+%3F")
    assert plain.locator(".exchange .reason").is_visible()
    assert plain.locator(".quote.nearest").count() >= 1
    plain.locator("#question").fill("?!")
    plain.locator("#question").press("Enter")
    plain.locator("#refusal .refusal").wait_for()
    assert plain.locator("#question").input_value() == "?!", "what was typed is not lost"


def test_what_needs_the_script_is_not_offered(plain: Page) -> None:
    plain.goto("/?q=Qui+a+cr%C3%A9%C3%A9+ChatGPT+%3F")
    assert plain.locator("button:visible").all_inner_texts() == ["Demander"]


def test_why_is_a_link(plain: Page) -> None:
    plain.goto("/?q=Qui+a+cr%C3%A9%C3%A9+ChatGPT+%3F")
    plain.locator(".why summary").click()
    plain.locator(".why a").click()
    plain.wait_for_url("**/why?q=*")
    assert plain.locator("#reasons table").count() >= 1
    assert unquote(urlsplit(plain.url).query.replace("+", " ")) == "q=Qui a créé ChatGPT ?"


def test_examples_articles_and_filter_are_plain_links_and_forms(
    new_page: Callable[..., Page], library: str
) -> None:
    plain = new_page(java_script_enabled=False, base_url=library)
    plain.goto("/")
    plain.locator("#find").fill("anglais")
    plain.locator("#find").press("Enter")
    plain.wait_for_url("**/documents?find=anglais")
    assert plain.locator(".articles a").all_inner_texts() == ["The bridge at Harwood"]
    plain.locator(".articles a").click()
    assert "Ada Holm" in plain.locator("#text").inner_text()
