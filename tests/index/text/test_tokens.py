from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.lexicon import available_languages
from index.text.tokens import Token, analyzer_for, number_value
from tests.strategies import articles

FR = analyzer_for("fr")
EN = analyzer_for("en")


def surfaces(text: str) -> list[str]:
    return [token.surface for token in FR.tokens(text)]


@given(articles, st.sampled_from([*available_languages(), "und"]))
def test_a_token_is_where_it_says(text: str, language: str) -> None:
    analyzer = analyzer_for(language)
    end = 0
    for token in analyzer.tokens(text):
        assert end <= token.start < token.end <= len(text)
        end = token.end
        assert text[token.start].isalnum()
        # The same slice alone is the same token: the text around it decides nothing.
        (alone,) = analyzer.tokens(text[token.start : token.end])
        assert (alone.surface, alone.term) == (token.surface, token.term)


@given(articles)
def test_every_letter_and_digit_is_in_a_token(text: str) -> None:
    inside = {i for token in FR.tokens(text) for i in range(token.start, token.end)}
    assert not [i for i, c in enumerate(text) if c.isalnum() and i not in inside]


@given(articles, st.integers(0, 50), st.integers(0, 50))
def test_a_range_gives_offsets_in_the_whole(text: str, first: int, size: int) -> None:
    for token in FR.tokens(text, start=first, end=first + size):
        assert first <= token.start < token.end <= first + size


@pytest.mark.parametrize("apostrophe", ["'", "’"])
@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("l_éthique", ["l", "ethique"]),
        ("d_Anthropic", ["d", "anthropic"]),
        ("qu_il", ["qu", "il"]),
        ("L_IA", ["l", "ia"]),
        ("aujourd_hui", ["aujourd", "hui"]),
    ],
)
def test_elisions_fall_apart(word: str, parts: list[str], apostrophe: str) -> None:
    assert surfaces(word.replace("_", apostrophe)) == parts


def test_elided_articles_are_stop_words() -> None:
    assert FR.terms("l'éthique d’Anthropic qu'il") == FR.terms("éthique Anthropic")


def test_hyphens_separate() -> None:
    assert surfaces("a-t-elle start-up Etats-Unis") == [
        "a",
        "t",
        "elle",
        "start",
        "up",
        "etats",
        "unis",
    ]


def test_accents_and_case_make_no_difference() -> None:
    assert FR.terms("Éthique") == FR.terms("ethique") == FR.terms("éthiques") == ["ethiqu"]


@given(st.sampled_from(["éthique", "Œuvre", "été à Québec", "où naïve", "garçon", "Noël"]))
def test_decomposed_equals_composed(text: str) -> None:
    composed = [(t.surface, t.term) for t in FR.tokens(unicodedata.normalize("NFC", text))]
    decomposed = [(t.surface, t.term) for t in FR.tokens(unicodedata.normalize("NFD", text))]
    assert composed == decomposed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1500", "1500"),
        ("1.500", "1500"),
        ("1,500", "1500"),
        ("1 500", "1500"),
        ("1\u00a0500", "1500"),
        ("1\u202f500", "1500"),
        ("1\u2009500\u2009000", "1500000"),
        ("1.500.000", "1500000"),
        ("1,2", "1.2"),
        ("1.2", "1.2"),
        ("1 500,75", "1500.75"),
        ("1.500,75", "1500.75"),
        ("1,500.75", "1500.75"),
        ("0", "0"),
        ("2026", "2026"),
    ],
)
def test_a_number_is_one_token(text: str, value: str) -> None:
    (token,) = FR.tokens(text)
    assert token == Token(0, len(text), value, value, is_name=False, is_number=True)
    assert number_value(text) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("en 2021 200 millions", ["en", "2021", "200", "millions"]),
        ("le 22 juillet 2025.", ["le", "22", "juillet", "2025"]),
        ("10 15 20", ["10", "15", "20"]),
        ("1 5000", ["1", "5000"]),
        ("2026-02-28", ["2026", "02", "28"]),
        ("12,5 %", ["12.5"]),
        ("2nd", ["2nd"]),
        ("le 19e siècle", ["le", "19e", "siecle"]),
        ("the 21st century", ["the", "21st", "century"]),
        ("1945ff", ["1945ff"]),
        ("150km 1.5km", ["150km", "1.5", "km"]),
        ("COVID19 GPT4", ["covid19", "gpt4"]),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_numbers_beside_words(text: str, found: list[str]) -> None:
    assert surfaces(text) == found


def test_a_word_that_begins_with_digits_counts_as_a_number() -> None:
    (token,) = FR.tokens("2nd")
    assert token.is_number
    assert not token.is_name


def test_names_begin_with_a_capital() -> None:
    flags = {token.surface: token.is_name for token in FR.tokens("Sam altman Élysée éthique")}
    assert flags == {"sam": True, "altman": False, "elysee": True, "ethique": False}


def test_stop_words_have_no_term() -> None:
    assert FR.terms("Le patron et la société sont où ?") == ["patron", "societ"]
    assert EN.terms("The head of the companies") == ["head", "compani"]
    assert FR.terms("Ils etaient la") == []


def test_an_accent_tells_a_word_from_a_stop_word() -> None:
    assert FR.terms("Il ne dort pas") == ["dort"]
    assert FR.terms("Où est-il né ?") == ["ne"]


def test_an_unknown_language_keeps_whole_words() -> None:
    assert analyzer_for("xx").terms("Les Éthiques l a") == ["les", "ethiques"]


def test_terms_are_those_of_the_tokens() -> None:
    text = "L'armée américaine, 200 millions."
    assert FR.terms(text) == [token.term for token in FR.tokens(text) if token.term]


def test_one_analyzer_for_a_language() -> None:
    assert analyzer_for("fr") is FR
