"""When the server fails, the page says so, and what was typed is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.helpers import ask, marked, until, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

QUESTION = "Qui a créé ChatGPT ?"


def test_a_server_that_does_not_answer(new_page: Callable[..., Page]) -> None:
    page = new_page(forgiving=("ERR_INTERNET_DISCONNECTED",))
    page.goto("/")
    page.context.set_offline(True)
    page.locator("#question").fill(QUESTION)
    page.locator("#question").press("Enter")
    refusal = page.locator("#refusal .refusal")
    refusal.wait_for()
    assert words(refusal).startswith("Le serveur ne répond pas.")
    assert page.locator("#refusal").get_attribute("role") == "alert"
    assert page.locator("#question").input_value() == QUESTION
    assert page.locator("#ask button").inner_text() == "Demander"
    page.context.set_offline(False)
    page.locator("#question").press("Enter")
    page.locator(".exchange").wait_for()
    assert page.locator("#refusal").inner_text() == ""


def answering(status: int, body: str) -> Callable[[Route], None]:
    """A server that answers with that."""

    def answer(route: Route) -> None:
        route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")

    return answer


def test_an_error_of_the_server(new_page: Callable[..., Page]) -> None:
    page = new_page(forgiving=("500", "502"))
    page.goto("/")
    for status, body in (
        (500, "<main><h2>Panne</h2><p>La faute est du côté du serveur.</p></main>"),
        (502, "Bad Gateway"),
        (200, "<html><body>Connectez-vous au réseau</body></html>"),
    ):
        page.route("**/ask", answering(status, body), times=1)
        page.locator("#question").fill(QUESTION)
        page.locator("#question").press("Enter")
        until(page, lambda: page.locator("#ask button").inner_text() == "Demander")
        assert page.locator("#refusal .refusal").inner_text().strip()
        assert page.locator("#question").input_value() == QUESTION
        assert page.locator(".exchange").count() == 0
    ask(page, QUESTION)


def test_no_words_to_look_for(new_page: Callable[..., Page]) -> None:
    page = new_page(forgiving=("422",))
    page.goto("/")
    page.locator("#question").fill("?!")
    page.locator("#question").press("Enter")
    page.locator("#refusal .refusal").wait_for()
    assert "aucun mot" in page.locator("#refusal").inner_text()
    assert page.locator("#question").input_value() == "?!"


def test_a_page_that_is_not_there(new_page: Callable[..., Page]) -> None:
    page = new_page(forgiving=("404",))
    response = page.goto("/documents/no-such")
    assert response is not None
    assert response.status == 404
    assert page.locator("main h2").inner_text() == "Cette page n’existe pas"
    page.get_by_role("link", name="Poser une question").click()
    page.locator("#question").wait_for()


def test_the_quote_still_leads_to_its_place_when_the_server_has_gone(
    new_page: Callable[..., Page],
) -> None:
    page = new_page()
    page.goto("/")
    answer = ask(page, QUESTION)
    page.context.set_offline(True)
    answer.locator("blockquote a").click()
    page.locator("#text mark").first.wait_for()
    found = marked(page)
    assert found is not None
    assert found.text == answer.locator("blockquote").text_content()
