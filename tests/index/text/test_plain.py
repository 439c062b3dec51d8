"""What is read of a text, and where each character of it is in the original."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.text.plain import broken_words, find_entities, is_plain, make_plain, read_as
from index.text.tokens import analyzer_for
from tests.strategies import articles

STOP_WORDS = frozenset({"peut", "être", "celui", "ci"})


def read(text: str) -> str:
    return make_plain(text, 0, len(text), words=STOP_WORDS).text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("m\u00e9\u00addiath\u00e8que", "médiathèque"),
        ("mé\u200bdia\u200bthèque", "médiathèque"),
        ("mé\ufeffdiathèque", "médiathèque"),
        ("green\u2060house", "greenhouse"),
        ("le pro-\ngramme", "le programme"),
        ("le pro-\r\ngramme", "le programme"),
        ("the termi- \n  nal", "the terminal"),
        ("cont\u00ad\nenu", "contenu"),
        ("con\u2010\u2028tainers", "containers"),
        ("Dupont &amp; Fils", "Dupont & Fils"),
        ("l&rsquo;accord", "l’accord"),
        ("l&#8217;accord, l&#x2019;autre", "l’accord, l’autre"),
        ("m&eacute;diath&egrave;que", "médiathèque"),
    ],
)
def test_what_is_read(written: str, expected: str) -> None:
    assert read(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "peut-\nêtre",
        "celui-\r\nci",
        "Saint-\nDenis",
        "2020-\n2024",
        "un tiret -\nsuivi d'une ligne",
        "a-\nt-il",
        "R&D; AT&T; &foo; &copie; & amp ;",
        "une phrase ordinaire, l’autre « aussi ».",
    ],
)
def test_what_is_read_as_it_is_written(written: str) -> None:
    assert read(written) == written


@given(articles, st.data())
@example("mé\u00addia pro-\ngramme &amp;\ufeff", None)
def test_every_character_has_its_place(text: str, data: st.DataObject | None) -> None:
    start = data.draw(st.integers(0, len(text))) if data else 0
    end = data.draw(st.integers(start, len(text))) if data else len(text)
    plain = make_plain(text, start, end, words=STOP_WORDS)
    assert len(plain.text) == len(plain.starts) == len(plain.ends)
    for character, begin, stop in zip(plain.text, plain.starts, plain.ends, strict=True):
        assert start <= begin < stop <= end
        assert text[begin:stop] == character or text[begin:stop].startswith("&")
    assert list(plain.starts) == sorted(plain.starts)
    if is_plain(text, start, end):
        assert plain.text == text[start:end]


def test_a_word_as_it_is_read() -> None:
    assert read_as("le pro-\ngramme", 3, 14) == "programme"
    assert read_as("le programme", 3, 12) == "programme"


def test_the_parts_of_broken_words() -> None:
    text = "Le pro-\ngramme est peut-\nêtre long."
    (word,) = broken_words(text, 0, len(text), words=STOP_WORDS)
    assert text[word.start : word.hyphen] == "pro"
    assert text[word.rest : word.end] == "gramme"


def test_entities() -> None:
    text = "R&D; Dupont &amp; Fils, l&rsquo;accord &copie;"
    found = [text[start:end] for start, end in find_entities(text, 0, len(text))]
    assert found == ["&amp;", "&rsquo;"]


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("la m\u00e9\u00addiath\u00e8que ouvre", "médiathèque"),
        ("la mé\u200bdia\ufeffthèque ouvre", "médiathèque"),
        ("la média-\nthèque ouvre", "médiathèque"),
        ("la m&eacute;diath&egrave;que ouvre", "médiathèque"),
    ],
)
def test_a_term_and_its_place(written: str, word: str) -> None:
    analyzer = analyzer_for("fr")
    (term,) = analyzer.terms(word)
    token = next(token for token in analyzer.tokens(written) if token.term == term)
    assert written[token.start : token.end] == written[3 : -len(" ouvre")]
