"""On a phone nothing scrolls sideways, and what is tapped is large enough (WCAG 2.2, 2.5.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.helpers import PHONE, ask, is_seen, is_too_wide, marked

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

BRIDGE = "When did the bridge at Harwood open?"

# Links in the flow of a text have an exception; what is not shown is not tapped.
_SMALL = """() => Array.from(document.querySelectorAll("a, button, input, summary"))
  .filter((element) => element.checkVisibility() && !element.closest("blockquote, .unseen, .skip"))
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < 24)
  .map(([element, box]) => `${element.outerHTML.slice(0, 90)} ${box.width} x ${box.height}`)"""


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    return new_page(**PHONE)


def test_ask_follow_and_come_back(phone: Page) -> None:
    phone.goto("/")
    answer = ask(phone, "Quel est le montant du contrat ?")
    assert is_seen(answer.locator(".short"))
    answer.locator("blockquote a").tap()
    mark = phone.locator("#text mark").first
    mark.wait_for()
    found = marked(phone)
    assert found is not None
    assert found.text == answer.locator("blockquote").text_content()
    assert is_seen(mark)
    back = phone.get_by_role("button", name="Revenir à la réponse")
    back.tap()
    assert is_seen(answer.locator("blockquote"))


def test_nothing_scrolls_sideways_and_targets_are_large(
    new_page: Callable[..., Page], library: str
) -> None:
    page = new_page(base_url=library, **{**PHONE, "viewport": {"width": 320, "height": 640}})
    for path in ("/", "/documents/musee", "/documents?find=pont", f"/why?q={BRIDGE}", "/verify"):
        page.goto(path)
        for limits in page.locator("#limits summary").all():
            limits.click()
        assert not is_too_wide(page), path
        assert page.evaluate(_SMALL) == [], path
    page.goto("/")
    for question in (BRIDGE, "Qui est le maire de Nantes ?"):
        answer = ask(page, question)
        answer.locator(".why summary").click()
        answer.locator(".why table").first.wait_for()
    assert not is_too_wide(page)
    assert page.evaluate(_SMALL) == []


def test_at_four_times_the_size_nothing_scrolls_sideways(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 320, "height": 256})  # 1280 by 1024 at 400 %: 1.4.10
    page.goto("/")
    ask(page, "Quel est le montant du contrat ?").locator("blockquote a").click()
    page.locator("#text mark").first.wait_for()
    assert not is_too_wide(page)
    assert is_seen(page.locator("#text mark").first)
