"""Fifty quotes of each kind, made from the articles by code: see `changes.py`."""

from __future__ import annotations

import pytest

from index.annotations.indexed import index_document
from index.verifying import Verifier
from index.verifying.letters import count_words
from index.verifying.verdicts import LEAST_WORDS
from tests.index.verifying import changes
from tests.index.verifying.helpers import check

EACH = 50

ARTICLES = changes.articles()
PASSAGES = changes.passages(ARTICLES)


@pytest.fixture(scope="module")
def made() -> Verifier:
    """A verifier of all articles."""
    return Verifier({d.id: index_document(d) for d in ARTICLES})


def test_what_is_quoted_to_the_letter_is_verbatim(made: Verifier) -> None:
    for quote in changes.quotes(changes.drawn(1), PASSAGES, EACH):
        found = made.verify(quote.text)
        check(found, ARTICLES)
        assert found.verdict == "verbatim"
        assert found.quote == quote.text
        place = quote.document.id, quote.start, quote.end
        assert place in [
            (p.document_id, p.start_char_index, p.end_char_index) for p in found.places
        ]


@pytest.mark.parametrize("kind", changes.TYPOGRAPHY)
def test_other_typography_is_never_called_altered(made: Verifier, kind: str) -> None:
    kinds = set()
    for quote, text in changes.changed(changes.drawn(2), PASSAGES, changes.TYPOGRAPHY[kind], EACH):
        found = made.verify(text)
        check(found, ARTICLES)
        assert found.verdict == "typographic", text
        exact = [
            place
            for place in found.places
            if changes.place_of(place) == (quote.document.id, quote.start, quote.end)
        ]
        assert exact, text
        assert exact[0].text == quote.text
        kinds |= {d.kind for d in exact[0].differences}
    assert kind in kinds


@pytest.mark.parametrize("kind", changes.FORGERIES)
def test_what_is_forged_never_passes(made: Verifier, kind: str) -> None:
    near = 0
    for quote, text in changes.changed(changes.drawn(3), PASSAGES, changes.FORGERIES[kind], EACH):
        found = made.verify(text)
        check(found, ARTICLES)
        if count_words(text) < LEAST_WORDS:
            continue
        assert found.verdict in ("altered", "absent"), text
        near += any(
            place.document_id == quote.document.id
            and place.start_char_index < quote.end
            and quote.start < place.end_char_index
            for place in found.places
        )
    assert near >= EACH - 2  # the nearest place is the one that it was forged from


def test_other_typography_hides_no_forgery(made: Verifier) -> None:
    rng = changes.drawn(4)
    typography = [change for group in changes.TYPOGRAPHY.values() for change in group]
    typography.remove(changes.decomposed)  # "²" decomposed is "2"
    for group in changes.FORGERIES.values():
        for _, text in changes.changed(rng, PASSAGES, group, EACH // 2):
            for change in rng.sample(typography, 3):
                text = change(rng, text) or text
            found = made.verify(text)
            check(found, ARTICLES)
            assert found.verdict not in ("verbatim", "typographic"), text


def test_what_no_article_says_is_absent() -> None:
    half = len(ARTICLES) // 2
    others = Verifier({d.id: index_document(d) for d in ARTICLES[:half]})
    quotes = changes.quotes(changes.drawn(5), changes.passages(ARTICLES[half:]), EACH, least=8)
    verdicts = [others.verify(quote.text).verdict for quote in quotes]
    assert verdicts == ["absent"] * EACH
