from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.names import find_names, read_casing
from index.text.tokens import analyzer_for
from tests.strategies import articles


def named(*sentences: str, language: str = "fr") -> list[str]:
    """Return the names of the last of `sentences`, all of which are one article's."""
    text, rows, start = " ".join(sentences), [], 0
    for sentence in sentences:
        rows.append(
            list(analyzer_for(language).tokens(text, start=start, end=start + len(sentence)))
        )
        start += len(sentence) + 1
    found = find_names(text, rows[-1], read_casing(text, rows), language=language)
    return [text[rows[-1][first].start : rows[-1][last - 1].end] for first, last in found]


@pytest.mark.parametrize(
    ("sentence", "names", "language"),
    [
        ("Le maire Paul Rey a vu M. Yann Le Goff mardi.", ["Paul Rey", "Yann Le Goff"], "fr"),
        ("Le ministre de la Défense Pete Hegseth part.", ["Défense", "Pete Hegseth"], "fr"),
        ("Solvéa a démenti.", ["Solvéa"], "fr"),
        ("Fondée à Tours, elle vend.", ["Tours"], "fr"),
        ("Grâce à lui, tout va.", [], "fr"),
        ("Claire a dit non.", ["Claire"], "fr"),
        ('Elle dit : "Rien ne va."', [], "fr"),
        ("Orbix, a startup, met Governor Ellen Marsh.", ["Orbix", "Ellen Marsh"], "en"),
        ("Yesterday, it rained in May.", [], "en"),
    ],
)
def test_names(sentence: str, names: list[str], language: str) -> None:
    assert named(sentence, language=language) == names


def test_the_article_tells_whether_an_opening_word_is_a_name() -> None:
    assert named("Orbix, hier, rien.") == ["Orbix"]
    assert named("Budget : rien.") == []
    assert named("On parle du Budget ici.", "Budget : rien.") == ["Budget"]
    assert named("Un orbix dort.", "Orbix, hier, rien.") == []


@given(articles, st.sampled_from(["fr", "en", "de", "es", "xx"]))
def test_names_are_runs_of_tokens_in_order(text: str, language: str) -> None:
    tokens = list(analyzer_for(language).tokens(text))
    last = 0
    for first, stop in find_names(text, tokens, read_casing(text, [tokens]), language=language):
        assert last <= first < stop <= len(tokens)
        assert tokens[first].is_name
        last = stop
