"""A quote with the place that it is said to be at: compared there, character by character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import InputError, UnknownDocumentError, Verification
from index.verifying.verdicts import MAX_PLACES
from index.verifying.verifier import MAX_QUOTE
from tests.index.helpers import document
from tests.index.verifying.helpers import check, verifier
from tests.strategies import articles

TEXT = document("Il dort. Il dort. Été. Le chat du voisin dort ici.", document_id="a")


def verify_at(article: str, start: int, end: int, text: str) -> Verification:
    return verifier(article).verify(text, document_id="a", start=start, end=end)


def places(found: Verification) -> list[tuple[int, int]]:
    return [(place.start_char_index, place.end_char_index) for place in found.places]


@given(articles.filter(bool), st.data())
def test_a_slice_is_verified(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = verify_at(text, start, end, text[start:end])
    check(found, [document(text)])
    assert found.verified
    assert found.verdict == "verbatim"
    assert all(text[a:b] == text[start:end] for a, b in places(found))
    assert places(found) == sorted(set(places(found)))
    assert (start, end) in places(found) or found.more_places


@given(articles.filter(bool), st.text(min_size=1, max_size=5))
def test_another_text_is_not(text: str, quote: str) -> None:
    found = verify_at(text, 0, len(text), quote)
    check(found, [document(text)])
    assert found.verified == (quote == text)


def test_a_quote_that_is_elsewhere() -> None:
    found = verify_at(TEXT.text, 1, 9, "Il dort.")
    assert (found.verdict, found.verified) == ("verbatim", False)
    assert places(found) == [(0, 8), (9, 17)]


def test_a_quote_that_is_nowhere_to_the_letter() -> None:
    found = verify_at(TEXT.text, 23, 45, "le chat du voisin dort")
    assert (found.verdict, found.verified) == ("typographic", False)
    assert places(found) == [(23, 45)]
    found = verify_at(TEXT.text, 0, 8, "il dort.")
    assert (found.verdict, found.reason, found.places) == ("uncheckable", "too_short", ())


def test_a_decomposed_letter_is_another_text() -> None:
    assert not verify_at(TEXT.text, 18, 22, "E\u0301te\u0301.").verified
    assert verify_at(TEXT.text, 18, 22, "Été.").verified


def test_the_marks_are_part_of_the_text_then() -> None:
    article = "« Le chat du voisin dort. »"
    assert not verify_at(article, 2, 25, "« Le chat du voisin dort. »").verified
    assert verify_at(article, 0, 27, "« Le chat du voisin dort. »").verified


def test_overlapping_places_and_parts_of_words() -> None:
    assert places(verify_at("aaaa", 0, 2, "aa")) == [(0, 2), (1, 3), (2, 4)]


def test_places_are_limited() -> None:
    found = verify_at("a" * 500, 0, 1, "a")
    assert len(found.places) == MAX_PLACES
    assert found.more_places


def test_what_is_before_the_body_has_a_place_too() -> None:
    article = "---\ntitle: Le chat\n---\nLe chat dort."
    found = verify_at(article, 4, 18, "title: Le chat")
    assert found.verified
    assert found.places[0].passage == 1


@pytest.mark.parametrize(
    ("start", "end", "text", "message"),
    [
        (-1, 3, "a", "start: must be from 0 to 49 in a; got -1"),
        (50, 51, "a", "start: must be from 0 to 49 in a; got 50"),
        (3, 3, "a", "end: must be from 4 to 50 in a; got 3"),
        (3, 2, "a", "end: must be from 4 to 50 in a; got 2"),
        (3, 51, "a", "end: must be from 4 to 50 in a; got 51"),
        (3, None, "a", "end: must be from 4 to 50 in a; got None"),
        (None, 3, "a", "start: must be from 0 to 49 in a; got None"),
        (0, 3, "", "text: must not be empty; got ''"),
        (0, 3, "a" * (MAX_QUOTE + 1), "text: must have at most 100000 characters; got 100001"),
    ],
)
def test_what_cannot_be_verified(
    start: int | None, end: int | None, text: str, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        verifier(TEXT).verify(text, document_id="a", start=start, end=end)
    assert str(caught.value) == message


def test_a_place_in_no_article() -> None:
    with pytest.raises(UnknownDocumentError):
        verifier(TEXT).verify("Il dort.", document_id="z", start=0, end=8)
    with pytest.raises(InputError, match="document_id: must be given with start and end"):
        verifier(TEXT).verify("Il dort.", start=0, end=8)


def test_a_long_quote_is_compared_at_its_place() -> None:
    article = "Le chat du voisin dort. " * 2_000
    found = verify_at(article, 0, 40_000, article[:40_000])
    assert found.verified
    found = verify_at(article, 0, 40_000, "x" + article[1:40_000])
    assert (found.verdict, found.reason) == ("uncheckable", "too_long")
