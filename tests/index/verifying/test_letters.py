from __future__ import annotations

from hypothesis import given

from index.verifying.letters import fold_letters, fold_words, read_letters
from tests.strategies import articles, signs


@given(articles | signs)
def test_every_letter_has_its_place(text: str) -> None:
    letters = read_letters(text, 0, len(text))
    assert letters.folded == fold_letters(text) == "".join(fold_words(text))
    assert len(letters.starts) == len(letters.ends) == len(letters.folded)
    assert letters.starts == sorted(letters.starts)
    for letter, start, end in zip(letters.folded, letters.starts, letters.ends, strict=True):
        assert start < end <= len(text)
        assert letter in fold_letters(text[start])


def test_any_character_folds_alike_alone_and_in_a_text() -> None:
    characters = [chr(c) for c in range(0x3_2000) if not 0xD800 <= c < 0xE000]
    for first in range(0, len(characters), 4096):
        text = "".join(characters[first : first + 4096])
        assert read_letters(text, 0, len(text)).folded == fold_letters(text)
