from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given

from index.text.folding import fold
from tests.strategies import any_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Évêque, ŒUVRE", "eveque, oeuvre"),
        ("ABC", "abc"),
        ("Straße ẞ", "strasse ss"),
        ("Æsir œdème", "aesir oedeme"),
        ("Ørsted Łódź Đà", "orsted lodz da"),
        ("e\u0301te\u0301", "ete"),
        ("ﬁn", "fin"),
        ("çà", "ca"),
        ("彼は", "彼は"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_letters_of_other_typefaces_are_lower_case_too() -> None:
    assert fold("𝐎𝐩𝐞𝐧𝐀𝐈") == "openai"


@given(any_text)
@example("ǽ ǿ Ǽ")
def test_composed_and_decomposed_fold_alike(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert fold(composed) == fold(decomposed)


@given(any_text)
@example("𝐀™")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
