from __future__ import annotations

import pytest

from index.annotations.dates.context import Context
from index.annotations.dates.words import date_words
from index.text.tokens import analyzer_for


def context(text: str, *, language: str = "fr", start: int = 0) -> Context:
    words = date_words(language)
    assert words
    tokens = tuple(analyzer_for(language).tokens(text, start=start))
    return Context(text, tokens, words, start, len(text))


def tense_at(text: str, word: str, *, language: str = "fr") -> str:
    """The tense that `word` (as it is folded) stands in."""
    made = context(text, language=language)
    (place,) = [i for i, token in enumerate(made.tokens) if token.surface == word]
    return made.tense(place, place)


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("Il a signé lundi.", "past"),
        ("Il signera lundi.", "future"),
        ("Il signe lundi.", "none"),
        ("Il signerait lundi.", "doubt"),
        ("Il a refusé de signer lundi.", "doubt"),
        ("Il doit de nouveau tenter de signer lundi.", "future"),
        ("Lundi, il a dit qu'il signera.", "past"),
        ("Il signera, a dit lundi le maire.", "past"),
        ("Il a dit que la visite de lundi permettra un accord.", "future"),
        ("Il signera, selon la Riviera, lundi.", "future"),
        ("La Riviera a dormi lundi.", "past"),
        ("Une visite était prévue lundi.", "doubt"),
        ("Une visite est prévue lundi.", "future"),
        ("Une loi sera enfin votée lundi.", "future"),
        ("La société se réunit lundi.", "none"),
        ("Il retira sa plainte lundi.", "past"),
        ("Il entra lundi.", "past"),
        ("Il mettra fin au bail lundi.", "future"),
        ("Il pourra entrer lundi.", "future"),
        ("Il déclarait lundi.", "past"),
        ("Il avait jusque lundi.", "doubt"),
    ],
)
def test_the_nearest_verb_that_tells(text: str, tense: str) -> None:
    assert tense_at(text, "lundi") == tense


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("He signed on Monday.", "past"),
        ("He was to sign on Monday.", "doubt"),
        ("He will sign on Monday.", "future"),
        ("It will be signed on Monday.", "future"),
        ("It would be signed on Monday.", "doubt"),
        ("He is due to sign on Monday.", "future"),
        ("He was due to sign on Monday.", "doubt"),
        ("He said Monday he will sign.", "past"),
        ("Workers need it on Monday.", "none"),
    ],
)
def test_the_nearest_english_verb_that_tells(text: str, tense: str) -> None:
    assert tense_at(text, "monday", language="en") == tense


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("a « b X c » d", True),
        ("a « b » X d", False),
        ('a "b X" d', True),
        ('a "b" X "c" d', False),
        ("a “b X” d", True),
        ("a „b“ X", False),
        ('"Ouvert. X fermé."', True),
        ("X", False),
    ],
)
def test_what_is_quoted(text: str, quoted: bool) -> None:
    assert context(text).is_quoted(text.index("X")) is quoted


def test_quotes_are_counted_from_the_paragraph_even_for_a_later_sentence() -> None:
    text = 'Rien.\n\n"Une phrase. Une X autre."'
    assert context(text, start=text.index("Une X")).is_quoted(text.index("X"))


@pytest.mark.parametrize("blank", ["\n\n", "\r\n\r\n", "\n \n", "\r\r"])
def test_another_paragraph_counts_for_nothing(blank: str) -> None:
    text = f'"Un paragraphe.{blank}X est ici.'
    place = text.index("X")
    assert not context(text, start=place).is_quoted(place)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("X en 1998.", True),
        ("En 2025, X.", True),
        ("En 1998, X.", False),
        ("En 2026, X.", False),
        ("En 1998 puis 2025, X.", True),
        ("En 2026.\n\nX.", True),
        ("En 1998.\n\nX.", False),
        ("Il a 1 998 ou 1.998 ou 19989 ou 3021 X", True),
    ],
)
def test_the_years_that_are_spoken_of(text: str, allowed: bool) -> None:
    """Whether X may be of 2025, in an article of 2026."""
    made = context(text, start=text.index("X") if "\n" in text else 0)
    assert made.is_of_year(text.index("X"), 2025, 2026) is allowed
