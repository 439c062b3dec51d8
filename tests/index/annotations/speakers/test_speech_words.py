from __future__ import annotations

import pytest

from index.annotations.speakers.words import speech_words


@pytest.mark.parametrize("language", ["fr", "en", "de", "es"])
def test_every_language_has_verbs(language: str) -> None:
    words = speech_words(language)
    assert words
    assert words.finite
    assert words.sources


def test_a_language_without_lists_has_none() -> None:
    assert speech_words("und") is None
