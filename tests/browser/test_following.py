"""A quote is a link to its place in the article, where exactly its characters are marked."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.browser.helpers import (
    FIRST,
    ask,
    asked_by_program,
    has_focus,
    is_seen,
    marked,
    place_in_address,
    stored_text,
    until,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

AMOUNT = "Quel est le montant du contrat ?"
NOWHERE = (  # the article begins at 17 and has 4,598 characters
    "char=9000,9001",
    "char=200,100",
    "char=100,100",
    "char=a,b",
    "char=",
    "char=100",
    "char=%E0%A4%A,",
    "char=1e3,2e3",
    "char=99999999999,999999999999",
)
_GO = """(hash) => new Promise((done) => {
  addEventListener("hashchange", done, { once: true });
  location.hash = hash;
}).then(() => undefined)"""


def test_the_quote_leads_to_its_own_characters(page: Page, address: str) -> None:
    text, quote = stored_text(address), asked_by_program(address, AMOUNT)["citations"][0]
    page.goto("/")
    answer = ask(page, AMOUNT)
    assert answer.locator(".short").inner_text().endswith("200 millions de dollars")
    answer.locator("blockquote a").click()
    mark = page.locator("#text mark").first
    mark.wait_for()
    found = marked(page)
    assert found is not None
    assert place_in_address(page) == (found.start, found.end)
    assert (found.start, found.end) == (quote["start_char_index"], quote["end_char_index"])
    assert found.text == text[found.start : found.end] == quote["cited_text"]
    assert found.text == answer.locator("blockquote").text_content()
    assert found.strong is not None
    assert found.strong == (quote["answer_start_char_index"], quote["answer_end_char_index"])
    assert found.strong_text == text[slice(*found.strong)] == "200 millions de dollars"
    assert is_seen(mark)
    assert is_seen(page.locator("#text mark strong"))


def test_the_short_answer_is_marked_more_strongly(page: Page) -> None:
    page.goto("/")
    ask(page, AMOUNT).locator("blockquote a").click()
    looks = [
        page.locator(selector).first.evaluate(
            """(element) => {
              const style = getComputedStyle(element);
              return [style.backgroundColor, Number(style.fontWeight)];
            }"""
        )
        for selector in ("#text", "#text mark", "#text mark strong")
    ]
    assert len({colour for colour, _ in looks}) == 3
    assert looks[0][1] == looks[1][1] < looks[2][1]


def test_another_quote_takes_the_mark_along(page: Page) -> None:
    page.goto("/")
    first, second = ask(page, AMOUNT), ask(page, "Qui a créé ChatGPT ?")
    before = page.locator("#text").text_content()
    for answer in (first, second, first):
        answer.locator("blockquote a").click()
        found = marked(page)
        assert found is not None
        assert found.text == answer.locator("blockquote").text_content()
    assert page.locator("#text").text_content() == before


def test_the_article_is_scrolled_and_not_the_conversation(page: Page) -> None:
    page.goto("/")
    first = ask(page, AMOUNT)
    for question in ("Qui a créé ChatGPT ?", "Combien de chats a Sam Altman ?"):
        ask(page, question)
    first.scroll_into_view_if_needed()
    at = "() => [scrollY, document.documentElement.scrollHeight - innerHeight]"
    before, room = page.evaluate(at)
    assert room > 200, "there is something to scroll"
    first.locator("blockquote a").click()
    assert page.evaluate(at)[0] == before
    assert is_seen(page.locator("#text mark").first)


def test_a_permanent_link_is_opened_fresh(page: Page, address: str) -> None:
    page.goto("/")
    link = ask(page, AMOUNT).get_by_role("link", name="Lien permanent").get_attribute("href")
    assert link is not None
    fresh = page.context.new_page()
    fresh.goto(link)
    found = marked(fresh)
    assert found is not None
    assert (found.start, found.end) == place_in_address(fresh)
    assert found.text == stored_text(address)[found.start : found.end]
    assert is_seen(fresh.locator("#text mark").first)


def test_back_and_forward_move_the_mark(page: Page) -> None:
    page.goto("/")
    answer = ask(page, AMOUNT)
    link = answer.locator("blockquote a")
    link.click()
    there = marked(page)
    page.go_back()
    until(page, lambda: marked(page) is None)
    assert answer.is_visible(), "the conversation is still there"
    until(page, lambda: has_focus(link))
    page.go_forward()
    page.locator("#text mark").first.wait_for()
    assert marked(page) == there


def test_every_sentence_and_any_range_can_be_linked_to(page: Page, address: str) -> None:
    text = stored_text(address)
    page.goto(f"/documents/{FIRST}")
    begin = int(page.locator("#text").get_attribute("data-start") or "")
    drawn = random.Random(11)  # noqa: S311  # the same ranges each time
    places = [
        (int(start), int(end))
        for start, end in page.locator("#text span[id]").evaluate_all(
            "(sentences) => sentences.map((sentence) => sentence.id.slice(5).split(','))"
        )
    ]
    assert len(places) > 20
    places += [(begin, begin + 1), (len(text) - 1, len(text)), (begin, len(text))]
    for _ in range(30):
        start, end = sorted(drawn.sample(range(begin, len(text) + 1), 2))
        places.append((start, end))
    for start, end in places:
        page.evaluate(_GO, f"#char={start},{end}")
        found = marked(page)
        assert found is not None
        assert (found.start, found.end, found.text) == (start, end, text[start:end])
    assert page.locator("#text").text_content() == text[begin:]


def test_a_link_to_nowhere_says_so(page: Page) -> None:
    said = page.locator("#bad-place")
    page.goto(f"/documents/{FIRST}#{NOWHERE[0]}")
    for fragment in NOWHERE:
        if page.url.partition("#")[2] != fragment:
            page.evaluate(_GO, f"#{fragment}")
        assert said.inner_text() == "Ce lien ne désigne aucun endroit de cet article.", fragment
        assert marked(page) is None
    page.evaluate(_GO, "#char=2971,3223")
    assert said.inner_text() == "", "a good one after it"
    assert marked(page) is not None


def test_the_head_of_the_file_is_said_to_be_one(page: Page, address: str) -> None:
    said = page.locator("#bad-place")
    for place in ("0,5", "0,17", "16,17"):
        page.goto("about:blank")
        page.goto(f"/documents/{FIRST}#char={place}")
        assert "l’en-tête du fichier" in said.inner_text(), place
        assert marked(page) is None
    page.evaluate(_GO, "#char=0,272")
    found = marked(page)
    assert found is not None
    assert found.text == stored_text(address)[17:272], "what there is of it"
    assert "l’en-tête du fichier" in said.inner_text()
    page.evaluate(_GO, "#char=0,99999")
    assert said.inner_text() == "Ce lien ne désigne aucun endroit de cet article."


def test_a_place_that_is_marked_has_one_look_however_it_was_come_to(page: Page) -> None:
    page.goto("/")
    link = ask(page, AMOUNT).locator("blockquote a")
    outline = "(mark) => getComputedStyle(mark).outlineStyle"
    link.click()
    assert page.locator("#marked").evaluate(outline) == "none"
    fresh = page.context.new_page()
    fresh.goto(page.url)
    until(fresh, lambda: has_focus(fresh.locator("#marked")))
    assert fresh.locator("#marked").evaluate(outline) == "none"


def test_what_is_said_of_a_place_is_apart_from_the_article(page: Page) -> None:
    page.goto(f"/documents/{FIRST}#char=9000,9001")
    said, text = page.locator("#bad-place").bounding_box(), page.locator("#text").bounding_box()
    assert said is not None
    assert text is not None
    assert said["y"] + said["height"] + 20 < text["y"]


def test_what_is_appended_to_a_fragment_is_no_fault(page: Page) -> None:
    page.goto(f"/documents/{FIRST}#char=2971,3223;length=4600,UTF-8")
    found = marked(page)
    assert found is not None
    assert (found.start, found.end) == (2971, 3223)
    assert page.locator("#bad-place").inner_text() == ""


def test_an_article_without_a_place_marks_nothing(page: Page) -> None:
    page.goto(f"/documents/{FIRST}")
    assert marked(page) is None
    assert page.locator("#bad-place").inner_text() == ""
