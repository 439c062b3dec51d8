"""By the keyboard alone: ask, follow the quote, come back; the focus is always seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.helpers import PHONE, has_focus, marked, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

BRIDGE = "When did the bridge at Harwood open?"
_MOST = 80  # stops of a page

# What has the focus: its name, and whether it is in the window, uncovered, with an outline.
_FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getClientRects()[0];
  const seen = [[0.5, 0.5], [0.05, 0.5], [0.95, 0.5], [0.5, 0.1]].some(([x, y]) => {
    const top = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
    return top && (element.contains(top) || top.contains(element));
  });
  return {
    name: element.id || element.className || element.textContent.trim().slice(0, 40),
    isOutlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isSeen: seen,
  };
}"""

_IS_MET_AGAIN = """() => {
  const isMet = document.activeElement.hasAttribute("data-met");
  document.activeElement.setAttribute("data-met", "");
  return isMet;
}"""


def press_until(page: Page, key: str, selector: str) -> None:
    """Press `key` until an element of `selector` has the focus, which is seen on the way."""
    for _ in range(_MOST):
        page.keyboard.press(key)
        focused = page.evaluate(_FOCUSED)
        assert focused is not None, f"the focus is lost on the way to {selector}"
        assert focused["isOutlined"], focused
        assert focused["isSeen"], focused
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached")


def type_and_enter(page: Page, question: str) -> None:
    """Ask, where the focus is."""
    before = page.locator(".exchange").count()
    page.keyboard.type(question)
    page.keyboard.press("Enter")
    page.locator(".exchange").nth(before).wait_for()


def test_ask_follow_and_come_back(page: Page) -> None:
    page.goto("/")
    press_until(page, "Tab", "#question")
    type_and_enter(page, "Quel est le montant du contrat ?")
    assert page.evaluate("document.activeElement.id") == "question", "ready for the next one"
    press_until(page, "Shift+Tab", "blockquote a")
    page.keyboard.press("Enter")
    page.locator("#text mark").first.wait_for()
    focused = page.evaluate(_FOCUSED)
    assert focused is not None
    assert focused["name"] == "marked"
    found = marked(page)
    assert found is not None
    assert page.evaluate("document.activeElement.textContent") == found.text, "read out from there"
    assert focused["isOutlined"]
    assert focused["isSeen"]
    page.go_back()
    until(page, lambda: has_focus(page.locator("blockquote a")))
    press_until(page, "Tab", "#question")
    type_and_enter(page, "Quand a-t-il été signé ?")


def test_come_back_by_the_button_on_a_narrow_screen(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 700, "height": 700})
    page.goto("/")
    press_until(page, "Tab", "#question")
    type_and_enter(page, "Quel est le montant du contrat ?")
    press_until(page, "Shift+Tab", "blockquote a")
    page.keyboard.press("Enter")
    page.locator("#text mark").first.wait_for()
    press_until(page, "Shift+Tab", "#back")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('blockquote a')")
    focused = page.evaluate(_FOCUSED)
    assert focused["isOutlined"]
    assert focused["isSeen"]


def test_an_example_leaves_the_focus_somewhere(page: Page) -> None:
    page.goto("/")
    page.locator("#examples a").first.wait_for()
    press_until(page, "Tab", "#examples a")
    page.keyboard.press("Enter")
    page.locator(".exchange").wait_for()
    until(page, lambda: page.evaluate(_FOCUSED))
    press_until(page, "Tab", "blockquote a")


def test_the_first_stop_skips_to_the_question_or_the_article(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "question"
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "reading"


def test_why_and_copy_are_reached(page: Page) -> None:
    page.goto("/")
    press_until(page, "Tab", "#question")
    type_and_enter(page, "Qui a créé ChatGPT ?")
    press_until(page, "Shift+Tab", ".why summary")
    page.keyboard.press("Enter")
    page.locator(".why table").first.wait_for()
    assert page.evaluate("document.activeElement.matches('.why summary')")
    press_until(page, "Shift+Tab", ".copy")


def test_every_stop_of_every_page_is_seen(new_page: Callable[..., Page], library: str) -> None:
    for screen in ({}, PHONE):
        page = new_page(base_url=library, **screen)
        for path in (
            f"/?q={BRIDGE}",
            "/documents/bridge#char=100,120",
        ):
            page.goto(path)
            page.wait_for_load_state()
            stops = 0
            for _ in range(_MOST):
                page.keyboard.press("Tab")
                focused = page.evaluate(_FOCUSED)
                if focused is None:  # past the last stop, before the first
                    continue
                assert focused["isOutlined"], focused
                assert focused["isSeen"], focused
                if page.evaluate(_IS_MET_AGAIN):
                    break
                stops += 1
            assert 6 < stops < _MOST


def test_the_article_is_scrolled_by_keys(page: Page) -> None:
    page.goto("/")
    press_until(page, "Tab", "#reading")
    page.keyboard.press("End")
    until(page, lambda: page.locator("#reading").evaluate("(pane) => pane.scrollTop") > 300)
