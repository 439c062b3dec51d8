"""What cannot be checked is said to be that, with the reason, and never to be absent."""

from __future__ import annotations

import pytest

from tests.index.helpers import document
from tests.index.verifying.helpers import verifier, verify

ARTICLE = document("Le chat du voisin dort. Il rêve. Le chat du voisin rêve.", document_id="a")


@pytest.mark.parametrize(
    "text", ["", " \n", "« »", '""', "…", "« […] »", "?!", "\u200b\ufeff", "\x00", "🇫🇷 👍"]
)
def test_empty(text: str) -> None:
    found = verifier(ARTICLE).verify(text)
    assert (found.verdict, found.reason, found.places) == ("uncheckable", "empty", ())
    assert found.quote == text[found.quote_start : found.quote_end]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("chat", [(3, 7), (36, 40)]),
        ("« Il rêve »", [(24, 31)]),
        ("il rêve", []),  # not to the letter
        ("ch", []),
        ("l'article d'hier", []),  # an elided word is none of its own
        ("zzz", []),
    ],
)
def test_under_three_words(text: str, places: list[tuple[int, int]]) -> None:
    found = verifier(ARTICLE).verify(text)
    assert (found.verdict, found.reason, found.verified) == ("uncheckable", "too_short", False)
    assert [(p.start_char_index, p.end_char_index) for p in found.places] == places


def test_under_three_words_with_who_said_them() -> None:
    article = 'Hegseth a accusé Anthropic de "trahison", avec force, devant la presse.'
    found = verify(article, "Trump a parlé de « trahison »")
    assert (found.verdict, found.reason, found.quote) == ("uncheckable", "too_short", "trahison")
    assert found.places[0].text == "trahison"
    # But the article's own words are more than these.
    assert verify(article, "Hegseth a accusé Anthropic de « trahison »").verdict == "typographic"
    assert verify(article, "Hegseth a accusé OpenAI de « trahison »").verdict == "altered"


def test_places_of_a_short_quote_are_limited() -> None:
    found = verify("Le chat dort. " * 200, "Le chat")
    assert (len(found.places), found.more_places) == (100, True)


@pytest.mark.parametrize("text", ["mot " * 5_001, "« " + "mot " * 5_001 + "»", "a" * 200_000])
def test_too_long(text: str) -> None:
    found = verifier(ARTICLE).verify(text)
    assert (found.verdict, found.reason) == ("uncheckable", "too_long")


def test_an_article_that_is_not_there() -> None:
    one = verifier(ARTICLE)
    quote = "Le chat du voisin dort"
    found = one.verify(quote, document_id="gone")
    assert (found.verdict, found.reason) == ("uncheckable", "unknown_document")
    found = one.verify(quote, document_id="a", document_sha256="0" * 64)
    assert (found.verdict, found.reason) == ("uncheckable", "unknown_version")
    found = one.verify(quote, document_sha256="0" * 64)
    assert (found.verdict, found.reason) == ("uncheckable", "unknown_version")
    found = one.verify(quote, document_id="a", document_sha256="0" * 64, start=0, end=22)
    assert (found.verdict, found.reason) == ("uncheckable", "unknown_version")
    assert one.verify(quote, document_id="a", document_sha256=ARTICLE.sha256).verified
    assert one.verify(quote, document_sha256=ARTICLE.sha256).verified


def test_only_the_article_that_is_named_is_looked_in() -> None:
    two = verifier("Le chat du voisin dort bien.", "Un chien court dans la rue, le matin.")
    assert two.verify("Le chat du voisin dort", document_id="b").verdict == "absent"
    assert two.verify("le chat du voisin dort", document_id="b").verdict == "absent"
    assert two.verify("Le chat du voisin mange", document_id="b").verdict == "absent"
    assert two.verify("Le chat du voisin mange", document_id="a").verdict == "altered"


def test_no_article_at_all() -> None:
    assert verifier().verify("Le chat du voisin dort").verdict == "absent"
    assert verifier("\ufeff").verify("Le chat du voisin dort").verdict == "absent"
