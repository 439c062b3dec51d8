"""Why this sentence: opened in its place, in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.helpers import ask, words

if TYPE_CHECKING:
    from playwright.sync_api import Page

_FEATURE = re.compile(r"[a-z]+_[a-z]+|\d\.\d{3}")  # a name of the code, a bare weight


def test_why_opens_in_words(page: Page, address: str) -> None:
    page.goto("/")
    answer = ask(page, "Qui a créé ChatGPT ?")
    why = answer.locator(".why")
    assert not why.locator("p, table").first.is_visible()
    why.locator("summary").click()
    why.locator("table").first.wait_for()
    told = words(why)
    assert "Ce qui est demandé : une personne." in told
    assert re.search(r"\d+\s%", told)
    assert not _FEATURE.search(told), _FEATURE.search(told)
    rows = why.locator("tbody tr")
    assert rows.count() >= 3
    assert page.url == f"{address}/", "the conversation has not been left"

    why = ask(page, "Combien de chats a Sam Altman ?").locator(".why")
    assert words(why) == "Pourquoi pas de réponse ?"
    why.locator("summary").click()
    why.locator("table").first.wait_for()
    assert "Il n’est probable qu’à" in why.inner_text()


def test_why_is_a_page_as_well(page: Page) -> None:
    page.goto("/why?q=Qui+a+cr%C3%A9%C3%A9+ChatGPT+%3F")
    assert page.locator("#reasons table").count() >= 1
    page.get_by_role("link", name="Revenir à la question").click()
    assert page.locator(".exchange .short").inner_text().endswith("OpenAI")
