"""Whatever an article or a question holds is shown as text: nothing runs, nothing overflows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.browser.articles import HOSTILE_NAME, HOSTILE_TITLE
from tests.browser.helpers import PHONE, ask, is_too_wide, marked, stored_text, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

PARROT = "Comment s'appelle le perroquet ?"
QUESTIONS = (
    "<img src=x onerror=alert(1)> ?",
    "</bdi></h3></article><script>alert(2)</script> Qui ?",
    "Qui est \u202el'homme\u2066 du pi\u200brate ?",
    "{{ 7 * 7 }} ${7 * 7} &lt;b&gt; &amp; \"' onfocus=alert(3) autofocus ?",
    "mot" * 100 + " ?",
)


def nothing_ran(page: Page) -> bool:
    """No script of theirs; and what they wrote as elements are none."""
    theirs = (
        "script:not([src]), img, svg, style, main b, "
        "[onclick], [onerror], [onload], [onfocus], [href^='javascript']"
    )
    return page.locator(theirs).count() == 0 and not page.evaluate("() => window.hacked")


def test_a_hostile_article_is_text(new_page: Callable[..., Page], library: str) -> None:
    page = new_page(base_url=library, **PHONE)
    page.goto("/")
    assert HOSTILE_TITLE in page.locator(".articles").first.inner_text()
    link = ask(page, PARROT).locator("blockquote a").first
    text = stored_text(library, HOSTILE_NAME)
    quoted = link.text_content() or ""
    assert "\u202eperroquet\u202c du pi\u200brate\u200d" in quoted
    assert "<style>" in quoted
    link.click()
    page.wait_for_url(f"{library}/documents/{quote(HOSTILE_NAME, safe='')}#char=*")
    found = marked(page)
    assert found is not None
    assert found.text == quoted == text[found.start : found.end]
    body = page.locator("#text")
    assert body.text_content() == text[int(body.get_attribute("data-start") or "") :]
    assert page.title().startswith("<script>alert(1)</script>")
    assert nothing_ran(page)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert not is_too_wide(page)


def test_a_hostile_question_is_text(new_page: Callable[..., Page], library: str) -> None:
    page = new_page(base_url=library, **PHONE)
    page.goto("/")
    for question in QUESTIONS:
        answer = ask(page, question)
        assert answer.locator(".asked bdi").text_content() == question
        assert nothing_ran(page)
        assert not is_too_wide(page)
    for question in QUESTIONS[:2]:
        page.goto(f"/?q={quote(question)}")
        assert page.locator(".asked bdi").last.text_content() == question
        assert nothing_ran(page)
        assert not is_too_wide(page)


def test_what_is_around_foreign_words_keeps_its_direction(page: Page) -> None:
    page.goto("/")
    answer = ask(page, "Qui est \u202e\u05d0\u05d1\u05d2 ?")
    label = answer.locator(".tools, .why summary, .reason").first
    assert label.evaluate("(element) => getComputedStyle(element).direction") == "ltr"
    assert answer.locator("bdi").first.evaluate("(e) => getComputedStyle(e).unicodeBidi") in (
        "isolate",
        "plaintext",
    )


def test_a_question_that_is_too_long_is_refused_in_words(new_page: Callable[..., Page]) -> None:
    page = new_page(forgiving=("422",))
    page.goto(f"/?q={'mot' * 1_000}")
    assert "trop longue" in page.locator("#refusal").inner_text()
    assert not is_too_wide(page)
    page.locator("#question").fill("mot" * 1_000)
    page.locator("#question").press("Enter")
    until(page, lambda: page.locator("#ask button").inner_text() == "Demander")
    assert "trop longue" in page.locator("#refusal").inner_text()
    assert page.locator("#question").get_attribute("aria-invalid") == "true"


def test_a_hostile_address_is_no_script(new_page: Callable[..., Page], library: str) -> None:
    page = new_page(base_url=library, forgiving=("404",))
    for path in (
        "/documents/<script>alert(1)</script>",
        "/documents?find=<script>alert(1)</script>\"'><img src=x onerror=alert(2)>",
        "/why?q=<script>alert(1)</script> ?",
        "/?lang=<script>alert(1)</script>&q=<b>",
    ):
        page.goto(path)
        assert nothing_ran(page)
