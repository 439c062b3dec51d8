"""Year, date or count: what a number in a text is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.numerals import is_ordinal, is_year, number_kind
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


@pytest.mark.parametrize(
    "word", ["xvi", "xix", "iv", "xc", "cclxxxix", "xxe", "xviiieme", "1er", "19e", "2nd", "12"]
)
def test_ordinals_and_roman_numerals(word: str) -> None:
    assert is_ordinal(word)


@pytest.mark.parametrize("word", ["iiii", "vx", "ville", "e", "er", "", "10h30", "mille"])
def test_no_ordinals(word: str) -> None:
    assert not is_ordinal(word)


@given(articles, st.sampled_from(("fr", "en", "de", "es", "und")))
def test_any_text(text: str, language: str) -> None:
    tokens = tuple(analyzer_for(language).tokens(text))
    for i, token in enumerate(tokens):
        kind = number_kind(text, tokens, i, language)
        if kind in ("year", "date"):
            assert token.is_number
        if kind == "year":
            assert is_year(token)
