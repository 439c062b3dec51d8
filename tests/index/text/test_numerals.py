"""Year, date or count, and what is measured: what a number in a text is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.numerals import MEASURES, is_year, measure_kinds, number_kind
from index.text.tokens import analyzer_for
from tests.strategies import articles


def kinds(text: str, language: str = "fr") -> dict[str, str]:
    tokens = tuple(analyzer_for(language).tokens(text))
    found = {t.surface: number_kind(text, tokens, i, language) for i, t in enumerate(tokens)}
    return {surface: kind for surface, kind in found.items() if kind}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("La bataille eut lieu en 1815.", "fr", {"1815": "year"}),
        ("La bataille coûta 1815 soldats.", "fr", {"1815": "count"}),
        ("En 1815 soldats et civils partirent.", "fr", {"1815": "year"}),
        ("Elle coûta 1 815 euros et 1.815 vies.", "fr", {"1815": "count"}),
        ("Le 18 juin 1815, 3 hommes.", "fr", {"18": "date", "1815": "date", "3": "count"}),
        ("Il en a vu 3021.", "fr", {"3021": "count"}),
        ("Deux enfants, 12,5 %", "fr", {"deux": "count", "12.5": "count"}),
        ("In 1815 Napoleon lost.", "en", {"1815": "year"}),
        ("They counted 2000 votes on May 3.", "en", {"2000": "count", "3": "date"}),
        ("Le 19e siècle.", "fr", {"19e": "count"}),
        ("Rien.", "fr", {}),
    ],
)
def test_what_a_number_is(text: str, language: str, expected: dict[str, str]) -> None:
    assert kinds(text, language) == expected


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("1998", True), ("2026", True), ("2126", False), ("1 998", False), ("1.998", False),
     ("998", False), ("1998e", False)],
)  # fmt: skip
def test_years(text: str, is_one: bool) -> None:
    (token,) = analyzer_for("fr").tokens(text)
    assert is_year(token) == is_one


@given(articles, st.sampled_from(("fr", "en", "de", "es", "und")))
def test_any_text(text: str, language: str) -> None:
    tokens = tuple(analyzer_for(language).tokens(text))
    for i, token in enumerate(tokens):
        kind = number_kind(text, tokens, i, language)
        if kind in ("year", "date"):
            assert token.is_number
        if kind == "year":
            assert is_year(token)


# --- what is measured ---


def measures(text: str, language: str = "fr") -> set[str]:
    return set(measure_kinds(text, tuple(analyzer_for(language).tokens(text)), language))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Il a payé 3 euros.", "fr", {"money"}),
        ("Le contrat est de 200 millions de dollars.", "fr", {"money"}),
        ("Il coûte $5 million.", "en", {"money"}),
        ("$5 million is the price.", "en", {"money"}),
        ("Le billet coûte 200 €", "fr", {"money"}),
        ("Le billet coûte 1\u202f500,5\u202f€.", "fr", {"money"}),
        ("£3 or ¥400", "en", {"money"}),
        ("Deux cents dollars, dit-il.", "fr", {"money"}),
        ("It took three years.", "en", {"duration"}),
        ("Il a attendu deux heures.", "fr", {"duration"}),
        ("Er wartete 3 Jahre.", "de", {"duration"}),
        ("Duró 3 años.", "es", {"duration"}),
        ("La hausse est de 4 %.", "fr", {"percentage"}),
        ("A rise of 12.5%.", "en", {"percentage"}),
        ("A rise of four percent.", "en", {"percentage"}),
        ("Cela fait 40 pour cent.", "fr", {"percentage"}),
        ("A rise of 4 per cent.", "en", {"percentage"}),
        ("Sube el 4 por ciento.", "es", {"percentage"}),
        ("En 3 ans, 5 % de 200 euros.", "fr", {"money", "duration", "percentage"}),
        # A unit alone measures nothing, and a number alone is of nothing.
        ("Le prix est en euros.", "fr", set()),
        ("Des heures et des années.", "fr", set()),
        ("Il en a vu 200.", "fr", set()),
        ("Le % et le $ sont des signes.", "fr", set()),
        ("Il a 40 amis, et il paie en dollars.", "fr", set()),  # too far from its unit
        ("Le 22 juillet 2025.", "fr", set()),
        ("", "fr", set()),
        ("Il a payé 3 euros.", "und", set()),
        ("Il a payé 3 €.", "und", {"money"}),
    ],
)
def test_what_is_measured(text: str, language: str, expected: set[str]) -> None:
    assert measures(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Il a voté 3 fois pour elle.", "fr"),
        ("Ils sont 40 pour le maire.", "fr"),
        ("He has 3 per day.", "en"),
        ("Son 3 por hora.", "es"),
    ],
)
def test_for_somebody_is_no_percentage(text: str, language: str) -> None:
    assert "percentage" not in measures(text, language)


def test_the_signs_next_to_a_sentence_are_its_own_or_not() -> None:
    """The tokens are those of one sentence, their places in the whole text."""
    text = "Il paie $5. Elle en a 3 €.\nRien ici. En tout 7\n$8 de plus."
    found = []
    for sentence in ("Il paie $5.", "Elle en a 3 €.", "Rien ici.", "En tout 7", "$8 de plus."):
        start = text.index(sentence)
        tokens = tuple(analyzer_for("fr").tokens(text, start=start, end=start + len(sentence)))
        found.append(set(measure_kinds(text, tokens, "fr")))
    assert found == [{"money"}, {"money"}, set(), set(), {"money"}]


@given(articles, st.sampled_from(("fr", "en", "de", "es", "und")))
def test_measures_of_any_text(text: str, language: str) -> None:
    found = measures(text, language)
    assert found <= set(MEASURES)
    tokens = tuple(analyzer_for(language).tokens(text))
    is_number = (
        t.is_number or number_kind(text, tokens, i, language) for i, t in enumerate(tokens)
    )
    assert not found or any(is_number)
