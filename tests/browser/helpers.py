"""What the tests do on the page as a reader does, and what they see of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

FIRST = "000_8ca491ea4156916f"  # the first article's id
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@dataclass(frozen=True, slots=True)
class Marked:
    """What is marked in the article: where (code points of the stored text), and its characters.

    `strong` is the place of what is marked more strongly, None where nothing is.
    """

    start: int
    end: int
    text: str
    strong: tuple[int, int] | None
    strong_text: str


# Counted here in another way than the page does: by the text before the mark.
_MARKED = """() => {
  const body = document.getElementById("text");
  const points = (text) => Array.from(text).length;
  const told = (name) => {
    const found = [...body.querySelectorAll(name)];
    if (!found.length) return null;
    const before = new Range();
    before.setStart(body, 0);
    before.setEndBefore(found[0]);
    const text = found.map((element) => element.textContent).join("");
    const start = Number(body.dataset.start) + points(before.toString());
    return [start, start + points(text), text];
  };
  return [told("mark"), told("mark strong")];
}"""


def marked(page: Page) -> Marked | None:
    """Return what is marked, or None."""
    mark, strong = page.evaluate(_MARKED)
    if mark is None:
        return None
    return Marked(*mark, tuple(strong[:2]) if strong else None, strong[2] if strong else "")


def stored_text(address: str, document_id: str = FIRST) -> str:
    """Return the stored article as a program gets it, and as HTML can show it: without NUL."""
    response = _get(f"{address}/documents/{quote(document_id, safe='')}/text")
    return response.content.decode().replace("\0", "\ufffd")


def asked_by_program(address: str, question: str) -> dict[str, Any]:
    """Return what the API answers."""
    return dict(_get(f"{address}/ask?q={quote(question, safe='')}").json())


def _get(url: str) -> httpx.Response:
    return httpx.get(url, trust_env=False).raise_for_status()


def ask(page: Page, question: str) -> Locator:
    """Type a question and press Enter; return the exchange that it has led to."""
    exchanges = page.locator(".exchange")
    before = exchanges.count()
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    answer = exchanges.nth(before)
    answer.wait_for()
    return answer


def until(page: Page, holds: Callable[[], object]) -> None:
    """Wait until `holds`, for at most ten seconds.

    Playwright's own `wait_for_function` looks again by `eval`, which the page's policy forbids.
    """
    for _ in range(500):
        if holds():
            return
        page.wait_for_timeout(20)
    raise AssertionError("waited for ten seconds")


def has_focus(locator: Locator) -> bool:
    """Return whether the element has the focus."""
    return bool(locator.evaluate("(element) => element === document.activeElement"))


def words(locator: Locator) -> str:
    """Return the text that is shown, with plain spaces where French has others."""
    return " ".join(locator.inner_text().split())


def place_in_address(page: Page) -> tuple[int, int]:
    """Return the offsets in the address bar."""
    name, _, place = urlsplit(page.url).fragment.partition("=")
    assert name == "char"
    start, end = place.split(",")
    return int(start), int(end)


def is_seen(locator: Locator) -> bool:
    """Return whether the first line of an element is in the window, and nothing lies over it."""
    return bool(
        locator.evaluate(
            """(element) => {
              const box = element.getClientRects()[0];
              if (!box) return false;
              const [x, y] = [box.x + Math.min(box.width / 2, 20), box.y + box.height / 2];
              const top = document.elementFromPoint(x, y);
              return top !== null && (element.contains(top) || top.contains(element));
            }"""
        )
    )


def is_too_wide(page: Page) -> bool:
    """Return whether the page scrolls sideways."""
    return bool(
        page.evaluate(
            """() => [document.documentElement, ...document.querySelectorAll("main, section")]
                 .some((element) => element.scrollWidth > element.clientWidth)"""
        )
    )
