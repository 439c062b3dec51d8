from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, InputError, verify_quote
from index.documents.verifying import MAX_PLACES, MAX_QUOTE
from tests.index.helpers import document
from tests.strategies import articles

TEXT = document("Il dort. Il dort. Été.", document_id="t")


@given(articles.filter(bool), st.data())
def test_a_slice_is_verified(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    source = document(text)
    found = verify_quote(source, start, end, text[start:end])
    assert found.verified
    assert found.found == text[start:end]
    assert (found.document_id, found.document_sha256) == (source.id, source.sha256)
    assert (found.start, found.end) == (start, end)
    assert all(text[a:b] == text[start:end] for a, b in found.places)
    assert list(found.places) == sorted(set(found.places))
    assert (start, end) in found.places or len(found.places) == MAX_PLACES


@given(articles.filter(bool), st.text(min_size=1, max_size=5))
def test_another_text_is_not(text: str, quote: str) -> None:
    found = verify_quote(document(text), 0, len(text), quote)
    assert found.verified == (quote == text)


def test_a_quote_that_stands_elsewhere() -> None:
    found = verify_quote(TEXT, 1, 9, "Il dort.")
    assert not found.verified
    assert found.found == "l dort. "
    assert found.places == ((0, 8), (9, 17))


def test_a_quote_that_stands_nowhere() -> None:
    found = verify_quote(TEXT, 0, 8, "il dort.")
    assert (found.verified, found.places) == (False, ())


def test_a_decomposed_letter_is_another_text() -> None:
    assert not verify_quote(TEXT, 18, 22, "E\u0301te\u0301.").verified
    assert verify_quote(TEXT, 18, 22, "Été.").verified


def test_overlapping_places() -> None:
    assert verify_quote(document("aaaa"), 0, 2, "aa").places == ((0, 2), (1, 3), (2, 4))


def test_places_are_limited() -> None:
    assert len(verify_quote(document("a" * 500), 0, 1, "a").places) == MAX_PLACES


@pytest.mark.parametrize(
    ("start", "end", "text", "message"),
    [
        (-1, 3, "a", "start: must be from 0 to 21 in t; got -1"),
        (22, 23, "a", "start: must be from 0 to 21 in t; got 22"),
        (3, 3, "a", "end: must be from 4 to 22 in t; got 3"),
        (3, 2, "a", "end: must be from 4 to 22 in t; got 2"),
        (3, 23, "a", "end: must be from 4 to 22 in t; got 23"),
        (0, 3, "", "text: must not be empty; got ''"),
        (0, 3, "a" * (MAX_QUOTE + 1), "text: must have at most 100000 characters; got 100001"),
    ],
)
def test_what_cannot_be_verified(start: int, end: int, text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        verify_quote(TEXT, start, end, text)
    assert str(caught.value) == message


def test_the_seed(seed_document: Document) -> None:
    assert verify_quote(seed_document, 3168, 3191, "200 millions de dollars").verified
