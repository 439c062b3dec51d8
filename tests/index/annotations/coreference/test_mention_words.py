from __future__ import annotations

from index.annotations.coreference.words import mention_words


def test_four_languages_have_words_and_others_none() -> None:
    for code in ("fr", "en", "de", "es"):
        words = mention_words(code)
        assert words
        assert words.people
        assert words.names["anne"] == "f"
    assert mention_words("und") is None
    assert mention_words("first_names") is None
