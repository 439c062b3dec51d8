"""Asking: answers stack as a conversation, and what is no answer looks like none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.helpers import ask, asked_by_program, is_seen, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

CATS = "Combien de chats a Sam Altman ?"


def test_an_example_is_asked_by_a_click(page: Page) -> None:
    page.goto("/")
    page.locator("#examples a").first.wait_for()
    examples = page.locator("#examples a").all_inner_texts()
    assert len(examples) == 3
    page.locator("#examples a").first.click()
    page.locator(".exchange").wait_for()
    assert page.locator(".exchange .asked bdi").inner_text() == examples[0]
    assert page.locator("#examples").is_hidden()


def test_the_answer_comes_with_its_source(page: Page) -> None:
    page.goto("/")
    answer = ask(page, "Quel est le montant du contrat ?")
    origin = answer.locator(".origin").inner_text()
    assert "OpenAI a annoncé à un accord avec le Pentagone" in origin
    assert "28 février 2026" in origin
    assert "juin = juin 2025" in origin
    assert is_seen(answer.locator(".short"))
    assert words(page.locator("#said")) == "Réponse : 200 millions de dollars"
    assert page.locator("#question").input_value() == ""


def test_a_follow_up_says_how_it_was_understood(page: Page) -> None:
    page.goto("/")
    first = ask(page, "Quel est le montant du contrat ?")
    second = ask(page, "Quand a-t-il été signé ?")
    understood = words(second.locator(".understood"))
    assert understood == "Compris comme : Quand le contrat a-t-il été signé ?"
    assert second.locator(".asked bdi").inner_text() == "Quand a-t-il été signé ?"
    assert second.locator("blockquote strong").inner_text() == "juin"
    assert first.locator(".understood").count() == 0
    above, below = first.bounding_box(), second.bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"], "the first stays, above it"


def test_no_answer_says_so_with_the_nearest_sentences(page: Page, address: str) -> None:
    told = asked_by_program(address, CATS)
    page.goto("/")
    answer = ask(page, CATS)
    assert answer.locator(".reason").inner_text() == told["no_answer_reason"]
    assert answer.locator(".short").count() == 0
    nearest = answer.locator(".quote.nearest blockquote")
    assert nearest.all_text_contents() == [quote["cited_text"] for quote in told["closest"]]
    assert answer.locator(".quote:not(.nearest)").count() == 0
    assert "ne répondent peut-être pas" in answer.locator(".nearest-label").inner_text()
    assert words(page.locator("#said")) == f"Pas de réponse. {told['no_answer_reason']}"


def test_the_nearest_sentences_do_not_look_like_an_answer(page: Page) -> None:
    page.goto("/")
    look = """(quote) => {
      const [box, words] = [quote, quote.querySelector("blockquote")].map(getComputedStyle);
      return [box.borderInlineStartStyle, words.fontSize, words.color];
    }"""
    quoted = ask(page, "Qui a créé ChatGPT ?").locator(".quote").evaluate(look)
    nearest = ask(page, CATS).locator(".quote").first.evaluate(look)
    assert all(one != other for one, other in zip(quoted, nearest, strict=True))


def test_a_question_is_asked_once_however_often_it_is_sent(page: Page) -> None:
    held = []
    page.route("**/ask", lambda route: held.append(route))
    page.goto("/")
    page.locator("#question").fill("Qui a créé ChatGPT ?")
    for _ in range(3):
        page.locator("#question").press("Enter")
    button = page.locator("#ask button")
    button.dispatch_event("click")
    assert button.inner_text() == "Je cherche…"
    assert button.get_attribute("aria-disabled") == "true"
    assert len(held) == 1
    held[0].continue_()
    page.locator(".exchange").wait_for()
    assert page.locator(".exchange").count() == len(held) == 1
    assert button.inner_text() == "Demander"


def test_an_empty_question_is_not_asked(page: Page) -> None:
    asked = []
    page.on("request", lambda request: asked.append(request.method))
    page.goto("/")
    for question in ("", "   "):
        page.locator("#question").fill(question)
        page.locator("#question").press("Enter")
    assert "POST" not in asked


def test_the_language_can_be_switched_and_is_kept(page: Page) -> None:
    page.goto("/?q=Qui+a+cr%C3%A9%C3%A9+ChatGPT+%3F")
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Ask").wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".exchange .short").inner_text().endswith("OpenAI"), "still answered"
    page.goto("/")
    assert page.locator("#ask label[for=question]").inner_text() == "Your question"
    answer = ask(page, "Who created ChatGPT?")
    assert "28 February 2026" in answer.locator(".origin").inner_text()
    page.get_by_role("link", name="Français").click()
    page.get_by_role("button", name="Demander").wait_for()


def test_the_language_is_the_browsers(new_page: Callable[..., Page]) -> None:
    page = new_page(locale="en-GB")
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("#examples a").first.click()
    page.locator(".exchange").wait_for()
    assert re.search(r"^Who|^Wh", page.locator(".asked bdi").inner_text())
