"""Asking only some of the articles: the one that is read, or those of some days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.browser.helpers import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

OPENS = "Quand le guichet ouvre-t-il ?"


def documents(exchange: Locator) -> set[str]:
    quotes = exchange.locator(".quote")
    return {str(quotes.nth(n).get_attribute("data-document")) for n in range(quotes.count())}


def test_the_article_that_is_read_is_asked_alone(page: Page, library: str) -> None:
    page.goto(f"{library}/documents")
    page.locator("#limits summary").click()
    only = page.locator("#only")
    assert only.is_hidden()
    page.locator('#reading li[data-document="phare"] a').click()
    only.get_by_text("Le phare de Kerlan").wait_for()
    only.locator("input").check()
    exchange = ask(page, OPENS)
    assert documents(exchange) <= {"phare"}
    assert "Cherché seulement dans" in exchange.inner_text()
    # It stays the article that was chosen, whatever is read then.
    page.get_by_role("link", name="Tous les articles").click()
    page.locator('#reading li[data-document="musee"] a').first.click()
    page.locator("#text").wait_for()
    assert "Le phare de Kerlan" in only.inner_text()
    only.locator("input").uncheck()
    exchange = ask(page, OPENS)
    assert documents(exchange) == {"musee"}
    assert "Cherché seulement dans" not in exchange.inner_text()


def test_what_is_no_longer_limited_says_so_once(page: Page, library: str) -> None:
    """Else a follow-up would keep the limits of the answer before it."""

    def sent() -> dict[str, Any]:
        with page.expect_request(lambda request: request.method == "POST") as found:
            ask(page, "Qui est le gardien du phare ?")
        return dict(found.value.post_data_json)

    page.goto(f"{library}/documents/phare")
    page.locator("#limits summary").click()
    page.locator("#only input").check()
    assert sent()["document_id"] == ["phare"]
    page.reload()  # the form is as new, the conversation is there again
    assert sent()["document_id"] == []
    assert "document_id" not in sent()


def test_days_and_language(new_page: Callable[..., Page], library: str) -> None:
    page = new_page(forgiving=("422",))
    page.goto(f"{library}/")
    page.locator("#limits summary").click()
    page.locator("#limits [name=since]").fill("2025-11-01")
    page.locator("#limits [name=until]").fill("2025-11-30")
    exchange = ask(page, "Who built the bridge at Harwood?")
    assert documents(exchange) == {"bridge"}
    assert "One article without a date was left out." in exchange.inner_text()
    page.locator("#limits [name=until]").fill("2025-10-01")
    page.locator("#question").fill("Who built the bridge at Harwood?")
    page.locator("#question").press("Enter")
    page.get_by_text("La seconde date vient avant la première.").wait_for()
    page.locator("#limits [name=since]").fill("")
    page.locator("#limits [name=until]").fill("")
    page.locator("#limits select").select_option("fr")
    exchange = ask(page, "Who built the bridge at Harwood?")
    assert "bridge" not in documents(exchange)


def test_without_the_script_the_form_does_the_same(
    new_page: Callable[..., Page], library: str
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{library}/documents/musee")
    page.locator("#limits summary").click()
    page.locator("#only input").check()
    page.locator("#question").fill(OPENS)
    page.locator("#ask button").click()
    page.locator(".exchange").wait_for()
    assert documents(page.locator(".exchange")) == {"musee"}
    assert page.locator(".only input[checked]").is_checked()
