from __future__ import annotations

import pytest

from index.annotations.quantity_words import quantity_words


def test_a_language_without_words_has_signs() -> None:
    words = quantity_words("und")
    assert not words.values
    assert not words.starts
    assert dict(words.signs)["€"] == "EUR"
    assert words is quantity_words("und")


@pytest.mark.parametrize("language", ["fr", "en", "de", "es"])
def test_words_are_folded_and_units_have_one_meaning(language: str) -> None:
    words = quantity_words(language)
    assert words.articles <= words.values.keys()
    assert words.before_scale <= words.articles
    assert words.alone <= words.starts
    for phrases in words.units.values():
        spellings = [phrase for phrase, _ in phrases]
        assert len(set(spellings)) == len(spellings)
        assert [len(p) for p in spellings] == sorted((len(p) for p in spellings), reverse=True)


def test_number_words_are_all_there() -> None:
    assert set(range(2, 17)) <= set(quantity_words("fr").values.values())
    assert set(range(1, 20)) <= set(quantity_words("en").values.values())
    assert set(range(1, 100)) <= set(quantity_words("de").values.values())
    assert set(range(1, 30)) <= set(quantity_words("es").values.values())
