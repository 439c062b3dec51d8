"""What the tests of verification share: a verifier of a few texts, and what holds of any place."""

from __future__ import annotations

from collections.abc import Sequence

from index import Document, QuotePlace, Verification
from index.annotations.indexed import index_document
from index.verifying import Verifier
from tests.index.helpers import document


def verifier(*articles: Document | str) -> Verifier:
    """A verifier of these articles; of texts, with the ids "a", "b" and so on."""
    documents = [
        document(article, document_id="abcdefgh"[n]) if isinstance(article, str) else article
        for n, article in enumerate(articles)
    ]
    return Verifier({d.id: index_document(d) for d in documents})


def verify(article: str, text: str) -> Verification:
    """What one article says of the quote in `text`."""
    return verifier(article).verify(text)


def changes(place: QuotePlace) -> list[tuple[str, str, str]]:
    """The differences of a place as (kind, quoted, found)."""
    return [(d.kind, d.quoted, d.found) for d in place.differences]


def check(found: Verification, documents: Sequence[Document]) -> None:
    """What holds of every verification: exact offsets, and differences that make up the place."""
    texts = {d.id: d.text for d in documents}
    assert found.quote == found.text[found.quote_start : found.quote_end]
    assert found.verified <= (found.verdict == "verbatim")
    assert (found.reason is not None) == (found.verdict == "uncheckable")
    assert (found.verdict == "absent") <= (found.places == ())
    for place in found.places:
        article = texts[place.document_id]
        assert place.text == article[place.start_char_index : place.end_char_index]
        made, at = "", found.quote_start
        for d in place.differences:
            assert d.quoted == found.text[d.quote_start : d.quote_end]
            assert d.found == article[d.start : d.end]
            assert d.quoted != d.found
            assert at <= d.quote_start
            made += found.text[at : d.quote_start] + d.found
            at = d.quote_end
        assert made + found.text[at : found.quote_end] == place.text
        kinds = {d.kind for d in place.differences}
        if found.verdict == "altered":
            assert "words" in kinds
        elif found.verdict == "typographic":
            assert kinds
            assert "words" not in kinds
        else:
            assert not kinds
