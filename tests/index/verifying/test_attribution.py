"""Whether the article gives a quote to the somebody that the text names."""

from __future__ import annotations

import pytest

from index import Document
from tests.index.verifying.helpers import verifier, verify

AGREEMENT = "Ce soir, nous avons conclu un accord avec le ministère de la Guerre"
NO_NEED = "Nous n'en avons pas besoin, nous n'en voulons pas"
SELFISH = "Leur égoïsme met en danger des vies américaines"
WHIMS = "caprices idéologiques des géants de la tech"
PRESSURE = "Aucune intimidation ni sanction de la part du ministère de la Guerre"
SIGNED = "un contrat de 200 millions"
NARRATED = "Fondée en 2021 par des anciens d'OpenAI, Anthropic a toujours revendiqué"


@pytest.mark.parametrize(
    ("name", "quote", "verdict"),
    [
        ("Sam Altman", AGREEMENT, "confirmed"),
        ("M. Altman", AGREEMENT, "confirmed"),
        ("Altman", AGREEMENT, "confirmed"),
        ("le patron d'OpenAI", AGREEMENT, "confirmed"),
        ("Donald Trump", AGREEMENT, "contradicted"),
        ("Macron", AGREEMENT, "contradicted"),
        ("Jack Altman", AGREEMENT, "contradicted"),
        ("OpenAI", AGREEMENT, "unknown"),  # for which he may speak
        ("le Pentagone", AGREEMENT, "unknown"),
        ("le ministre", AGREEMENT, "unknown"),
        ("Donald Trump", SELFISH, "confirmed"),  # "M. Trump"
        ("Sam Altman", SELFISH, "contradicted"),
        ("le président américain", NO_NEED, "confirmed"),
        ("Donald Trump", NO_NEED, "unknown"),  # the article never says that he is president
        ("Sam Altman", NO_NEED, "unknown"),
        ("le ministre de la Défense", WHIMS, "confirmed"),
        ("Pete Hegseth", WHIMS, "confirmed"),
        ("Hegseth", WHIMS, "confirmed"),
        ("Joe Biden", WHIMS, "contradicted"),
        ("Anthropic", PRESSURE, "confirmed"),  # "a-t-elle encore assuré"
        ("Dario Amodei", PRESSURE, "unknown"),  # its head
        ("Sam Altman", PRESSURE, "contradicted"),
        ("Sam Altman", NARRATED, "unknown"),
    ],
)
def test_on_the_first_article(seed_document: Document, name: str, quote: str, verdict: str) -> None:
    for text in (f"{name} a déclaré : « {quote} »", f"« {quote} », a déclaré {name}"):
        found = verifier(seed_document).verify(text)
        assert found.verdict == "verbatim"
        assert found.quote == quote
        assert found.attribution is not None
        assert found.attribution.name == name
        assert found.attribution.verdict == verdict
        (place,) = found.places
        assert found.attribution.speaker == place.speaker
        if place.speaker:
            start, end = place.speaker_start_char_index, place.speaker_end_char_index
            assert seed_document.text[start:end] == place.speaker
            assert found.attribution.speaker_start_char_index == start


def test_a_role_that_the_article_gives_a_name() -> None:
    article = (
        "Le patron d'Orbix, Paul Rey, est venu à Tours lundi matin. "
        '"Nous allons fermer cette usine", a déclaré le patron d\'Orbix.'
    )
    text = "« Nous allons fermer cette usine », a déclaré {}"
    for name, verdict in (("Paul Rey", "confirmed"), ("Anne Petit", "contradicted")):
        attribution = verify(article, text.format(name)).attribution
        assert attribution is not None
        assert attribution.verdict == verdict


def test_two_of_one_name() -> None:
    article = (
        "Anne Petit et Jean Petit sont venus à Tours lundi matin. "
        '"Nous allons fermer cette usine", a déclaré Anne Petit.'
    )
    attribution = verify(article, "Jean Petit : « Nous allons fermer cette usine »").attribution
    assert attribution is not None
    assert attribution.verdict == "contradicted"


def test_an_altered_quote_has_a_speaker_too(seed_document: Document) -> None:
    text = f"Donald Trump a dit « {SELFISH.replace('américaines', 'françaises')} »"
    found = verifier(seed_document).verify(text)
    assert found.verdict == "altered"
    assert found.attribution is not None
    assert found.attribution.verdict == "confirmed"


def test_an_absent_quote_is_nobodys(seed_document: Document) -> None:
    found = verifier(seed_document).verify("Trump a dit « Le soleil brille sur la mer ce matin »")
    assert found.verdict == "absent"
    assert found.attribution is not None
    assert (found.attribution.verdict, found.attribution.speaker) == ("unknown", None)


def test_a_place_that_confirms_is_enough() -> None:
    one = '"Nous allons fermer cette usine", a déclaré Anne Petit.'
    other = '"Nous allons fermer cette usine", a déclaré Jean Rey.'
    found = verifier(one, other).verify("Jean Rey : « Nous allons fermer cette usine »")
    assert found.attribution is not None
    assert (found.attribution.verdict, found.attribution.speaker) == ("confirmed", "Jean Rey")
    found = verifier(one, other).verify("Luc Roy : « Nous allons fermer cette usine »")
    assert found.attribution is not None
    assert found.attribution.verdict == "contradicted"


@pytest.mark.parametrize(
    ("text", "quote", "verdict"),
    [
        # The article's own sentence: all of it is the quote.
        ('Hegseth a, lui, accusé Anthropic de "trahison", fustigé les "{}"', None, "verbatim"),
        ('Hegseth a, lui, accusé OpenAI de "trahison", fustigé les "{}"', None, "altered"),
        # Its words, but not its marks.
        ("Le patron d'Anthropic avait signé « un contrat de 200 millions »", SIGNED, "verbatim"),
        ("Selon un tweet que j'ai lu hier soir, il parle de « {} »", WHIMS, "verbatim"),
    ],
)  # fmt: skip
def test_words_round_a_quotation(
    seed_document: Document, text: str, quote: str | None, verdict: str
) -> None:
    text = text.format(WHIMS)
    found = verifier(seed_document).verify(text)
    assert found.verdict == verdict
    assert found.quote == (quote or text)
