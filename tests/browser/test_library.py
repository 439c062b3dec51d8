"""Several articles: a list with dates and languages, a filter, and which one an answer is from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest

from tests.browser.helpers import ask, is_seen, marked, stored_text, until, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

BRIDGE = "When did the bridge at Harwood open?"


@pytest.fixture
def shelf(new_page: Callable[..., Page], library: str) -> Page:
    """The page of the server of several articles."""
    page = new_page(base_url=library)
    page.goto("/")
    return page


def test_the_list_has_titles_dates_and_languages_the_newest_first(shelf: Page) -> None:
    lines = [words(item) for item in shelf.locator(".articles li").all()]
    assert [line.rsplit(" · ")[-1] for line in lines] == [
        "français",
        "français",
        "anglais",
        "français",
    ]
    assert "2 mars 2026" in lines[0]
    assert "1er mars 2026" in lines[1]
    assert "The bridge at Harwood 20 novembre 2025" in lines[2]
    assert "sans date" in lines[3]
    assert words(shelf.locator(".count")).startswith("4 articles")


def test_the_filter(shelf: Page, library: str) -> None:
    ask(shelf, BRIDGE)
    for wanted, found in (("harwood", 1), ("Novembre 2025", 1), ("francais", 3), ("rien", 0)):
        shelf.locator("#find").fill(wanted)
        shelf.locator("#find").press("Enter")
        shelf.wait_for_url(f"{library}/documents?find={quote_plus(wanted)}")
        until(shelf, lambda: shelf.locator("#filter ~ .articles li").count() == found)  # noqa: B023
        assert shelf.locator(".exchange").count() == 1, "the conversation is not left for it"
    for _ in range(4):
        shelf.go_back()
    shelf.locator(".articles li").nth(3).wait_for()
    assert shelf.locator("#find").input_value() == ""


def test_the_quote_opens_its_article_and_back_returns(shelf: Page, library: str) -> None:
    answer = ask(shelf, BRIDGE)
    assert "The bridge at Harwood" in answer.locator("cite").first.inner_text()
    assert shelf.locator(".articles .cited").count() == 1, "the list says which one is quoted"
    answer.locator("blockquote a").first.click()
    shelf.wait_for_url(f"{library}/documents/bridge#char=*")
    found = marked(shelf)
    assert found is not None
    assert found.text == answer.locator("blockquote").first.text_content()
    assert found.text == stored_text(library, "bridge")[found.start : found.end]
    assert "Harwood" in shelf.title()

    other = ask(shelf, "À quelle heure ouvre le guichet du musée ?")
    other.locator("blockquote a").first.click()
    shelf.wait_for_url(f"{library}/documents/musee#char=*")
    assert "musée" in shelf.locator("#text").inner_text().replace("e\u0301", "é")
    assert is_seen(shelf.locator("#text mark").first)

    shelf.go_back()
    shelf.wait_for_url(f"{library}/documents/bridge#char=*")
    until(shelf, lambda: marked(shelf) == found)
    shelf.go_back()
    shelf.locator(".articles").first.wait_for()
    assert shelf.url == f"{library}/"
    assert shelf.locator(".exchange").count() == 2


def test_an_article_is_opened_from_the_list_and_left_for_it(shelf: Page, library: str) -> None:
    shelf.get_by_role("link", name="The bridge at Harwood").click()
    shelf.wait_for_url(f"{library}/documents/bridge")
    article = shelf.locator("#reading article")
    assert article.get_attribute("lang") == "en"
    assert article.get_by_role("link", name="Article d’origine").get_attribute("href") == (
        "https://example.org/bridge"
    )
    shelf.locator("#reading").get_by_role("link", name="Tous les articles").click()
    shelf.locator(".articles li").nth(3).wait_for()


def test_quick_clicks_end_where_the_last_one_led(shelf: Page, library: str) -> None:
    held = []
    shelf.route("**/documents/bridge", lambda route: held.append(route))
    shelf.get_by_role("link", name="The bridge at Harwood").click()
    shelf.locator(".articles a[href$='/phare']").click()
    shelf.locator("#text").wait_for()
    held[0].continue_()
    shelf.wait_for_timeout(300)
    assert "Yann Le Goff" in shelf.locator("#text").inner_text()
    assert shelf.url == f"{library}/documents/phare"
