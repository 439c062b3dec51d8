"""Copy citation: the quote, its source, its date and its link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.helpers import ask, marked, until

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_the_citation_is_copied_whole(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto("/")
    answer = ask(page, "Quel est le montant du contrat ?")
    quote = answer.locator("blockquote").text_content() or ""
    button = answer.locator(".copy")
    button.click()
    until(page, lambda: button.inner_text() == "Citation copiée.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"«\u00a0{quote}\u00a0», OpenAI a annoncé") or copied.startswith(
        f"« {quote} », OpenAI a annoncé"
    )
    assert "28 février 2026" in copied
    link = copied.split(", ")[-1]
    assert link.startswith(f"{address}/documents/")
    page.goto(link)
    found = marked(page)
    assert found is not None
    assert found.text == quote


def test_without_permission_it_is_shown_selected(page: Page) -> None:
    page.add_init_script("Clipboard.prototype.writeText = () => Promise.reject(new Error('no'))")
    page.goto("/")
    answer = ask(page, "Quel est le montant du contrat ?")
    answer.locator(".copy").click()
    field = answer.locator("textarea")
    field.wait_for()
    assert page.evaluate("getSelection().toString()") == field.input_value()
    assert (answer.locator("blockquote").text_content() or "?") in field.input_value()
    answer.locator(".copy").click()
    assert answer.locator("textarea").count() == 1
