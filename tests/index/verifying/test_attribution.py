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


HARMS = "nous pensons que l'IA peut nuire aux valeurs démocratiques"


@pytest.mark.parametrize(
    ("text", "forged"),
    [
        (f"« L'IA tue », a dit Dario Amodei : « {HARMS} »", "L'IA tue"),
        (f"Dario Amodei a dit : « {HARMS} ». C'est un « menteur assumé ».", "menteur assumé"),
    ],
)
def test_a_short_quotation_beside_a_true_one_is_checked_too(
    seed_document: Document, text: str, forged: str
) -> None:
    found = verify(seed_document, text)
    assert found.verdict == "altered"
    assert not found.verified
    (difference,) = found.places[0].differences
    assert (difference.kind, difference.quoted, difference.found) == ("words", forged, "")
    assert text[difference.quote_start : difference.quote_end] == forged
    assert forged in found.quote


def test_a_short_quotation_that_the_article_has(seed_document: Document) -> None:
    text = f"Dario Amodei a dit : « {HARMS} », et parle de « valeurs démocratiques »."
    assert verify(seed_document, text).verdict == "verbatim"


def test_nobody_says_what_goes_on_after_the_mark_of_the_article(seed_document: Document) -> None:
    text = seed_document.text
    start = text.index("Nous ne fournirons pas sciemment")
    end = text.index("approche éthique de l'IA.", start) + len("approche éthique de l'IA.")
    quote = text[start:end].replace('"', "").replace("\n\n", " ")
    found = verify(seed_document, f"Dario Amodei a dit : « {quote} »")
    assert found.verdict == "typographic"
    assert found.places[0].speaker is None
    assert found.attribution is not None
    assert found.attribution.verdict == "unknown"


@pytest.mark.parametrize(
    "frame", ["n'a jamais dit Dario Amodei", "a démenti avoir dit Dario Amodei"]
)
def test_who_did_not_say_it_is_not_said_to_have(seed_document: Document, frame: str) -> None:
    assert verify(seed_document, f"« {HARMS} », {frame}").attribution is None


def test_a_place_is_no_speaker(seed_document: Document) -> None:
    found = verify(seed_document, f"« {HARMS} », a-t-on appris à Londres")
    assert found.attribution is None or found.attribution.name != "Londres"
