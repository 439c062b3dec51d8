"""An article on the page is its stored text, to the letter, and so is every place in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given

from index import Document, Engine, make_document
from tests import strategies
from tests.bot.conftest import TestClient
from tests.bot.web.helpers import DOCUMENT, Seen, browse, page_over

TWICE = (
    "Il dit oui.\r\n\r\nElle dit non 🇫🇷. Il dit oui.\n\n"
    "e\u0301te\u0301 \0 𝒜 <b>&amp;</b>. Il dit oui."
)


def shown(document: Document) -> tuple[Seen, str]:
    with browse(page_over(Engine([document]))) as client:
        response = client.get("/documents/a")
    assert response.status_code == 200
    return Seen(response.text), response.text


@given(strategies.articles)
@example(TWICE)
@example("\ufeff---\r\ntitle: T\r\n---\r\n\r\nUn \r deux.\r\rTrois.")
@example("<script>alert(1)</script>\n\n</div></section><!-- Fin.\n\n]]> &lt; &#13; &notit;")
@example("\u202e\u2066Un.\u2069\n\n" + "x" * 10_000)
def test_every_place_is_the_stored_text(text: str) -> None:
    document = make_document(text, document_id="a")
    seen, html = shown(document)
    # A parser makes line feeds of carriage returns, and nothing of U+0000.
    assert "\r" not in html
    assert "\0" not in html
    stored = text.replace("\0", "\ufffd")
    start = int(seen.all("div", id="text")[0]["data-start"])
    assert (start, seen.texts["text"]) == (document.body_start, stored[start:])
    places = {name: value for name, value in seen.texts.items() if name.startswith("char=")}
    for name, value in places.items():
        first, last = map(int, name.removeprefix("char=").split(","))
        assert value == stored[first:last]
    spans = [s for p in Engine([document]).paragraphs("a") for s in p.sentences]
    assert list(places) == [f"char={s.start},{s.end}" for s in spans]


@given(strategies.articles)
def test_what_an_article_holds_is_text(text: str) -> None:
    seen, _ = shown(make_document(text, document_id="a", title=text))
    usual, _ = shown(make_document("Un.", document_id="a"))
    own = {"h3", "p", "span"}  # of the article
    assert [tag for tag, _ in seen.elements if tag not in own] == [
        tag for tag, _ in usual.elements if tag not in own
    ]


def test_a_sentence_that_comes_twice_has_two_places() -> None:
    seen, _ = shown(make_document(TWICE, document_id="a"))
    found = [name for name, value in seen.texts.items() if value == "Il dit oui."]
    assert len(found) == 3
    assert len(set(found)) == 3


def test_headings_and_captions_are_what_they_are(client: TestClient) -> None:
    seen = Seen(client.get(f"/documents/{DOCUMENT}").text)
    assert [h["class"] for h in seen.all("h3") if "class" in h].count("heading") >= 1
    assert len(seen.all("p", class_="caption")) >= 2
    assert "Caprices idéologiques" in seen.text


def test_an_article_has_title_date_language_and_source() -> None:
    text = (
        "---\ntitle: A <title>\ndate: 2026-03-01\nurl: https://example.org/a?b=1&c=2\n"
        "language: en\n---\n\nIt rained. Nobody minded."
    )
    seen, html = shown(make_document(text, document_id="a"))
    assert '<h2 dir="auto">A &lt;title&gt;</h2>' in html
    assert "1er mars 2026" in seen.text
    assert "anglais" in seen.text
    assert seen.all("a", href="https://example.org/a?b=1&c=2")
    assert seen.all("article", lang="en")
    assert seen.all("html", lang="fr")
    assert seen.all("a", href="#question")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org", "//example.org", "x"])
def test_only_web_addresses_are_linked_to(url: str) -> None:
    document = make_document("Il a plu.", document_id="a")
    forged = Document(**{**{n: getattr(document, n) for n in Document.__slots__}, "url": url})
    seen, _ = shown(forged)
    assert not seen.all("a", href=url)
    with browse(page_over(Engine([forged]))) as client:
        assert url not in [a["href"] for a in Seen(client.get("/?q=Il a plu ?").text).all("a")]


def test_a_title_of_its_own_is_shown_once() -> None:
    _, html = shown(make_document("# Le titre\n\nLe texte dit tout.", document_id="a"))
    assert '<h2 class="unseen" dir="auto">Le titre</h2>' in html
    assert re.search(r'<h3 class="heading" dir="auto"><span id="char=0,10"># Le titre</span>', html)


def test_an_id_may_be_any_file_name() -> None:
    name = 'é "?#<&>.'
    engine = Engine([make_document("Il a plu.", document_id=name)])
    with browse(page_over(engine)) as client:
        link = Seen(client.get("/documents").text).all("a", data_open="")[0]["href"]
        assert client.get(link).status_code == 200
