"""Words that are spelt alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.questions import spelling
from index.questions.spelling import ALIKE, PREFIX, Spellings, Vocabulary, likeness

WORDS = st.text("abcdé", min_size=1, max_size=8)


def test_by_hand() -> None:
    # _he heg egs gse set et_ and _he heg egs gse set eth th_: 5 of each alike.
    assert likeness("hegset", "hegseth") == pytest.approx(10 / 13)
    assert likeness("chat", "chien") == pytest.approx(2 / 9)


@given(WORDS, WORDS)
def test_a_likeness_is_a_share(a: str, b: str) -> None:
    assert 0 <= likeness(a, b) == likeness(b, a) <= 1
    assert likeness(a, a) == 1


def test_the_likest_come_first() -> None:
    words = Spellings(["hegseth", "hegseths", "hegel", "anthropic", "hegset", "pegseth"])
    assert words.like("hegset", 3) == ["hegseth", "hegseths"]
    assert words.like("hegset", 1) == ["hegseth"]
    assert words.like("zorg", 3) == []


@given(st.lists(WORDS), WORDS, st.integers(1, 4))
def test_words_are_spelt_alike_by_their_likeness(corpus: list[str], word: str, most: int) -> None:
    begun_alike = {w for w in corpus if w[:PREFIX] == word[:PREFIX] and w != word}
    near = sorted((-likeness(word, w), w) for w in begun_alike if likeness(word, w) >= ALIKE)
    assert Spellings(corpus).like(word, most) == [w for _, w in near[:most]]


def test_a_word_is_not_compared_with_every_other_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else an unknown word would cost more with every article."""
    spellings = Spellings([f"con{number}" for number in range(1_000)] + ["contrat"])
    monkeypatch.setattr(spelling, "likeness", lambda *_: pytest.fail("compared"))
    assert spellings.like("contrats", 3) == ["contrat"]


def words() -> Vocabulary:
    vocabulary = Vocabulary()
    for name in ("Hegseth", "Davos", "Amodei", "Pentagone"):
        vocabulary.add(name, name.lower(), is_name=True)
    for word in ("surveillance", "courte", "acteur"):
        vocabulary.add(word, word, is_name=False)
    return vocabulary


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hegesth", "hegseth"),
        ("hegset", "hegseth"),
        ("jegseth", "hegseth"),
        ("amodie", "amodei"),
        ("pentagonne", "pentagone"),
        ("davso", "davos"),
        ("davis", ""),
        ("surveilance", "surveillance"),
        ("course", ""),
        ("facteur", ""),
        ("abc", ""),
    ],
)
def test_nearest(typed: str, meant: str) -> None:
    assert words().nearest(typed) == meant


def test_what_is_no_name_is_no_misspelt_name() -> None:
    assert words().nearest("hegset", is_name=False) == ""
    assert words().nearest("surveilance", is_name=True) == ""


def test_of_two_as_near_none_is_meant() -> None:
    vocabulary = words()
    vocabulary.add("Hegsetk", "hegsetk", is_name=True)
    assert vocabulary.nearest("hegset") == ""


def test_a_name_has_a_capital_wherever_its_place_gives_none() -> None:
    vocabulary = words()
    vocabulary.add("Courte", "courte", is_name=None)
    assert not vocabulary.is_name("courte")
    vocabulary.add("davos", "davos", is_name=False)
    assert not vocabulary.is_name("davos")


@given(WORDS, st.lists(WORDS))
def test_nearest_is_a_word_of_the_corpus(word: str, corpus: list[str]) -> None:
    vocabulary = Vocabulary()
    for other in corpus:
        vocabulary.add(other, other, is_name=True)
    assert vocabulary.nearest(word) in {"", *corpus}
