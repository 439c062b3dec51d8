"""One sentence twice in an article, after characters that are counted in different ways.

Before both there are emoji (two UTF-16 units), combining marks, CRLF, a NUL, right-to-left marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.articles import REPEATED
from tests.browser.helpers import ask, asked_by_program, is_seen, marked, stored_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


@pytest.fixture
def text(library: str) -> str:
    return stored_text(library, "musee")


def places(text: str) -> list[int]:
    """Where the sentence begins, twice."""
    first = text.index(REPEATED)
    return [first, text.index(REPEATED, first + 1)]


def test_a_link_to_each_of_the_two(new_page: Callable[..., Page], library: str, text: str) -> None:
    page = new_page(base_url=library)
    for start, where in zip(places(text), ("musée", "théâtre"), strict=True):
        page.goto("about:blank")
        page.goto(f"/documents/musee#char={start},{start + len(REPEATED)}")
        found = marked(page)
        assert found is not None
        assert (found.start, found.end, found.text) == (start, start + len(REPEATED), REPEATED)
        assert where in page.locator("#text p", has=page.locator("mark")).inner_text()
        assert is_seen(page.locator("#text mark").first)


def test_each_quote_leads_to_its_own(
    new_page: Callable[..., Page], library: str, text: str
) -> None:
    question = "À quelle heure ouvre le guichet du théâtre ?"
    quotes = asked_by_program(library, question)["citations"]
    # Both say it to the letter; the one after what is said of the theatre answers.
    assert [quote["start_char_index"] for quote in quotes] == places(text)[::-1]
    page = new_page(base_url=library)
    page.goto("/")
    links = ask(page, question).locator("blockquote a")
    for link, quote in zip(links.all(), quotes, strict=True):
        link.click()
        page.wait_for_url(f"**/musee#char={quote['start_char_index']},*")
        found = marked(page)
        assert found is not None
        assert (found.start, found.end, found.text) == (
            quote["start_char_index"],
            quote["end_char_index"],
            REPEATED,
        )
        short = (quote["answer_start_char_index"], quote["answer_end_char_index"])
        assert found.strong == (short if quote is quotes[0] else None)


def test_the_short_answer_in_it(new_page: Callable[..., Page], library: str, text: str) -> None:
    page = new_page(base_url=library)
    page.goto("/")
    ask(page, "À quelle heure ouvre le guichet du musée ?").locator("blockquote a").click()
    page.locator("#text mark").first.wait_for()
    found = marked(page)
    assert found is not None
    assert found.start == places(text)[0]
    assert found.strong_text == "neuf heures"
    assert found.strong == (found.end - len("neuf heures."), found.end - 1)


def test_the_whole_article_is_shown_to_the_character(
    new_page: Callable[..., Page], library: str, text: str
) -> None:
    page = new_page(base_url=library)
    page.goto("/documents/musee")
    body = page.locator("#text")
    assert body.text_content() == text[int(body.get_attribute("data-start") or "") :]
    assert "\r\n" in text, "a carriage return is a character as well"
