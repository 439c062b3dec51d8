"""A conversation outlives a reload, the way back and another language; once deleted, nothing of it.

The tab keeps it: in another tab there is none.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.browser.articles import HOSTILE_TITLE
from tests.browser.helpers import ask, is_seen, marked, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

AMOUNT = "Quel est le montant du contrat ?"
SIGNED = "Quand a-t-il été signé ?"
BRIDGE = "When did the bridge at Harwood open?"


def shown(page: Page) -> list[str]:
    """The answers that are shown, to the letter."""
    page.locator(".exchange").first.wait_for()
    return page.locator(".exchange").all_text_contents()


def answering(text: str) -> Callable[[Route], None]:
    """A server that answers with that."""

    def answer(route: Route) -> None:
        body = f'<article class="exchange" data-said="">{text}</article>'
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    return answer


def test_a_reload_keeps_it_and_a_follow_up_goes_on(page: Page) -> None:
    page.goto("/")
    ask(page, AMOUNT)
    before = shown(page)
    for _ in range(2):
        page.reload()
        assert shown(page) == before
    assert page.locator("#examples").is_hidden()
    assert page.locator("#ask label[for=question]").inner_text() == "Votre question suivante"
    followed = ask(page, SIGNED)
    assert words(followed.locator(".understood")) == (
        "Compris comme : Quand le contrat a-t-il été signé ?"
    )
    page.reload()
    assert page.locator(".exchange").count() == 2
    page.locator(".exchange blockquote a").first.click()
    assert marked(page) is not None
    page.locator(".copy").first.wait_for()
    page.locator(".why summary").first.click()
    page.locator(".why table").first.wait_for()


def test_the_other_language_keeps_it(page: Page) -> None:
    page.goto("/")
    ask(page, AMOUNT).locator("blockquote a").click()
    place, before = page.url.partition("#")[2], shown(page)
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Ask", exact=True).wait_for()
    assert shown(page) == before
    assert page.locator(".exchange").get_attribute("lang") == "fr"
    assert page.url.partition("#")[2] == place
    assert marked(page) is not None


def test_the_way_back_keeps_it(page: Page) -> None:
    page.goto("/")
    ask(page, AMOUNT)
    before = shown(page)
    page.get_by_role("link", name="Vérifier une citation").click()
    page.locator("#quote").wait_for()
    page.go_back()
    assert shown(page) == before
    page.goto("/")
    ask(page, SIGNED)
    page.goto("/")
    assert is_seen(page.locator(".exchange").nth(1).locator(".asked")), "what was said last"


def test_what_came_with_the_page_belongs_to_it(page: Page) -> None:
    page.goto(f"/?q={AMOUNT}")
    assert page.locator("#kept").is_hidden(), "nothing has been kept of it"
    followed = ask(page, SIGNED)
    assert followed.locator(".understood").count() == 1
    before = shown(page)
    assert len(before) == 2
    page.reload()
    assert shown(page) == before, "once each"
    page.goto("/?q=Qui a créé ChatGPT ?")
    assert shown(page)[:2] == before
    assert page.locator(".exchange").count() == 3


def test_the_text_is_kept_to_the_letter(new_page: Callable[..., Page], library: str) -> None:
    page = new_page(base_url=library)
    page.goto("/")
    ask(page, "Comment s'appelle le perroquet du pirate ?")
    ask(page, "À quelle heure ouvre le guichet du musée ?")
    before = page.locator(".exchange").evaluate_all("(all) => all.map((one) => one.innerHTML)")
    page.reload()
    page.locator(".exchange").nth(1).wait_for()
    after = page.locator(".exchange").evaluate_all("(all) => all.map((one) => one.innerHTML)")
    assert after == before
    assert HOSTILE_TITLE in page.locator(".exchange").first.inner_text()
    assert not page.evaluate("window.hacked")
    page.route("**/ask", answering("Un&#13;\ndeux&#13;trois &amp;#13; \ufffd 🎟️ e\u0301"), times=1)
    ask(page, "Question ?")
    page.reload()
    assert shown(page)[2] == "Un\r\ndeux\rtrois &#13; \ufffd 🎟️ e\u0301"


def test_it_is_deleted_after_a_reload_and_nothing_of_it_stays(
    new_page: Callable[..., Page], library: str
) -> None:
    page = new_page(base_url=library)
    sent = []
    page.on("request", lambda request: sent.append(request))
    page.goto(f"/?q={BRIDGE}")
    assert page.locator("#cited li").count() == 1
    ask(page, "Who built it?")
    assert page.locator(".articles .cited").count() == 2
    page.reload()
    page.locator(".exchange").nth(1).wait_for()
    assert "30 jours" in words(page.locator("#kept"))
    with page.expect_response("**/conversations/*") as answered:
        page.locator("#forget").click()
    assert answered.value.ok
    page.locator("#forgotten").wait_for()
    (name,) = {
        json.loads(request.post_data or "")["conversation_id"]
        for request in sent
        if request.method == "POST"
    }
    assert answered.value.url.endswith(f"/{name}")
    assert page.locator(".exchange").count() == 0
    assert page.locator(".cited").count() == page.locator("#cited").count() == 0
    assert "cité" not in page.locator("#reading").inner_text()
    assert page.locator("#ask label[for=question]").inner_text() == "Votre question"
    assert is_seen(page.locator("#forgotten"))
    assert page.locator("#forgotten").inner_text() == "Conversation effacée."
    assert page.locator("#kept").is_hidden()
    page.reload()
    page.locator(".articles li").first.wait_for()
    assert page.locator(".exchange").count() == 0
    assert page.evaluate("sessionStorage.length") == 0
    ask(page, BRIDGE)
    assert page.locator("#forgotten").is_hidden()
    assert json.loads(sent[-1].post_data or "")["conversation_id"] != name


def test_once_deleted_there_is_something_to_try_again(page: Page) -> None:
    for path in ("/", f"/?q={AMOUNT}"):
        page.goto(path)
        ask(page, SIGNED)
        assert page.locator("#examples").is_hidden()
        page.locator("#forget").click()
        page.locator("#examples a").first.wait_for()
        assert is_seen(page.locator("#examples a").first)


def test_the_last_thirty_are_kept(page: Page) -> None:
    page.goto("/")
    for number in range(32):
        page.route("**/ask", answering(str(number)), times=1)
        ask(page, f"Question {number} ?")
    assert page.locator(".exchange").count() == 32
    page.reload()
    assert shown(page) == [str(number) for number in range(2, 32)]


def test_what_is_too_much_for_the_browser_can_be_deleted(page: Page) -> None:
    page.goto("/")
    page.route("**/ask", answering("é" * 6_000_000), times=1)
    ask(page, "Question ?")
    page.reload()
    page.locator("#kept").wait_for()
    assert page.locator(".exchange").count() == 0
    page.locator("#forget").click()
    page.locator("#forgotten").wait_for()


def test_another_tab_has_none(page: Page) -> None:
    page.goto("/")
    ask(page, AMOUNT)
    other = page.context.new_page()
    other.goto("/")
    assert other.locator(".exchange").count() == 0
    assert is_seen(other.locator("#examples a").first)
