from __future__ import annotations

import pytest

from index.reading.span_words import (
    find_enclosures,
    is_abbreviated,
    is_elided,
    kinds_of_words,
    mark_between,
)
from index.text.tokens import analyzer_for


@pytest.mark.parametrize(
    ("between", "mark"),
    [
        (" ", ""),
        ("-", "joined"),
        ("’", "joined"),
        ("$", "joined"),
        ("\u00ad", "joined"),
        (", ", "comma"),
        (" : ", "colon"),
        ("; ", "stop mark"),
        (" (", "bracket"),
        (" – ", "dash"),
        (" « ", "opening"),
        (" », ", "closing"),
        (' "', "opening"),
        ('", ', "closing"),
        (" “", "opening"),
        ("“, ", "closing"),
    ],
)
def test_what_stands_between_words(between: str, mark: str) -> None:
    assert mark_between(between, is_edge=False) == mark


def test_the_edges_of_a_sentence() -> None:
    assert mark_between("", is_edge=True) == "edge"
    assert mark_between("« ", is_edge=True) == "opening"
    assert mark_between(".", is_edge=True) == "edge"


@pytest.mark.parametrize(
    ("word", "behind", "following", "expected"),
    [
        ("M", ". ", "D", True),
        ("J", ". ", "K", True),
        ("etc", ". ", "e", True),
        ("Paris", ". ", "M", False),
        ("m", ". ", "I", False),  # "100 m. Il …"
        ("Paris", ", ", "M", False),
    ],
)
def test_abbreviations(word: str, behind: str, following: str, expected: bool) -> None:
    assert is_abbreviated(word, behind, following, "fr") == expected


@pytest.mark.parametrize(
    ("pair", "language", "expected"),
    [
        (("l", "armée"), "fr", True),
        (("L", "Oréal"), "fr", True),
        (("qu", "elle"), "fr", True),
        (("N", "Djamena"), "fr", False),
        (("D", "Arcy"), "en", False),
        (("aujourd", "hui"), "fr", False),
    ],
)
def test_elisions(pair: tuple[str, str], language: str, expected: bool) -> None:
    assert is_elided(pair, language) == expected


def test_kinds_of_words() -> None:
    text = "Elle a rencontré John von Neumann à Paris le 3 mai 1937"
    tokens = tuple(analyzer_for("fr").tokens(text, start=0, end=len(text)))
    written = [text[token.start : token.end] for token in tokens]
    gaps = [""] * (len(tokens) + 1)
    assert kinds_of_words(tokens, written, gaps, [False] * len(tokens), "fr") == [
        "pronoun", "have", "word", "name", "name", "name", "in", "name", "article", "number",
        "month", "year",
    ]  # fmt: skip


def places(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    """The tokens that each enclosure in `text` holds, and the gaps with a mark alone."""
    tokens = list(analyzer_for("fr").tokens(text, start=0, end=len(text)))
    ends = [0] + [token.end for token in tokens]
    starts = [token.start for token in tokens] + [len(text)]
    found, unmatched = find_enclosures(text, ends, starts)
    return [(e.first, e.last) for e in found], sorted(unmatched)


@pytest.mark.parametrize(
    ("text", "held", "alone"),
    [
        ("il dit « oui à tous » hier", [(2, 4)], []),
        ('"oui (non) oui" dit', [(0, 2), (1, 1)], []),
        ("il aime (le vin", [], [2]),
        ('rien céder", a dit', [], [2]),
        ("le a) est « vrai b) hier »", [(3, 5)], [2, 5]),
        ("dit « un (deux » trois", [(1, 2)], [2]),
        ("„eins zwei“, drei", [(0, 1)], []),
        ('dit "$5 millions" ici', [(1, 2)], []),
        ("« »", [], []),
    ],
)
def test_quotations_and_brackets(text: str, held: list[tuple[int, int]], alone: list[int]) -> None:
    assert places(text) == (held, alone)
