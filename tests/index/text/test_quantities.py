"""What numbers amount to: the same in figures, in words, with scales; and how exactly."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.quantities import Quantity, read_quantities
from index.text.tokens import analyzer_for
from tests.strategies import articles


def read(text: str, language: str = "fr") -> list[Quantity]:
    return read_quantities(text, list(analyzer_for(language).tokens(text)), skipped=())


def middle(text: str, language: str = "fr") -> tuple[float, str]:
    (found,) = read(text, language)
    return round((found.low + found.high) / 2, 3), found.unit


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("1,2 milliard d'euros", "fr", 1.2e9, "€"),
        ("1 200 millions d'euros", "fr", 1.2e9, "€"),
        ("1.200 millions d'euros", "fr", 1.2e9, "€"),
        ("85 M€", "fr", 85e6, "€"),
        ("85M€", "fr", 85e6, "€"),
        ("£1.5 billion", "en", 1.5e9, "£"),
        ("£1,500 million", "en", 1.5e9, "£"),
        ("$2bn", "en", 2e9, "$"),
        ("12 %", "fr", 12, "%"),
        ("douze pour cent", "fr", 12, "%"),
        ("12 percent", "en", 12, "%"),
        ("six cents emplois", "fr", 600, "emplois"),
        ("quatre-vingt-dix-sept emplois", "fr", 97, "emplois"),
        ("vingt et un emplois", "fr", 21, "emplois"),
        ("dix mille emplois", "fr", 10_000, "emplois"),
        ("trois cent mille emplois", "fr", 300_000, "emplois"),
        ("one hundred and five jobs", "en", 105, "job"),
        ("zehn Millionen Euro", "de", 0, ""),
        ("10 Millionen Euro", "de", 1e7, "€"),
        ("10 millones de euros", "es", 1e7, "€"),
        ("2 km", "fr", 2000, "m"),
        ("60 mégawatts", "fr", 60e6, "watts"),
        ("24 mois", "fr", 24 * 30.4, "days"),
        ("une centaine d'emplois", "fr", 100, "emplois"),
        ("entre 10 et 20 emplois", "fr", 15, "emplois"),
        ("de 10 à 20 emplois", "fr", 15, "emplois"),
        ("15 emplois et non 17", "fr", 15, "emplois"),
        ("22 euros et non de 32 euros", "fr", 22, "€"),
        ("150 emplois, au lieu de 120", "fr", 150, "emplois"),
    ],
)
def test_a_number_is_read(text: str, language: str, value: float, unit: str) -> None:
    if not unit:  # number words of this language are not known: nothing, rather than a wrong one
        assert all(found.high >= 1e6 for found in read(text, language))
    else:
        assert middle(text, language) == (pytest.approx(value), unit)


def test_the_last_place_says_how_exact_it_is() -> None:
    (rough,), (exact,) = read("1,2 milliard"), read("1 230 millions")
    assert (rough.place, exact.place) == (1e8, 1e6)
    assert not rough.is_apart_from(exact)
    (more,) = read("1 260 millions")
    assert rough.is_apart_from(more)
    assert exact.is_apart_from(more)
    assert not exact.is_apart_from(exact)


def test_whole_numbers_that_follow_each_other_are_apart() -> None:
    one, other = read("340 emplois et 341 emplois")
    assert one.is_apart_from(other)
    assert other.is_apart_from(one)


@pytest.mark.parametrize("text", ["environ 340 emplois", "340 environ", "près de 340 emplois"])
def test_about(text: str) -> None:
    (found,) = read(text)
    assert found.low < 320 < 360 < found.high


def test_bounds() -> None:
    (least,) = read("plus de 300 emplois")
    assert (least.low, least.high) == (300.0, math.inf)
    (most,) = read("up to 300 jobs", "en")
    assert (most.low, most.high) == (0.0, 300.0)


def test_what_is_no_quantity() -> None:
    assert read("le 19e siècle") == []
    text = "le 14 mars 2026"
    tokens = list(analyzer_for("fr").tokens(text))
    assert read_quantities(text, tokens, skipped={token.start for token in tokens}) == []


@given(articles, st.sampled_from(["fr", "en", "de", "es", "und"]))
def test_any_text_is_read(text: str, language: str) -> None:
    found = read(text, language)
    assert all(quantity.low <= quantity.high for quantity in found)
    assert [q.first for q in found] == sorted({q.first for q in found})
