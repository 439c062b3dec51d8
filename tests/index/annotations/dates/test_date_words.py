from __future__ import annotations

import pytest

from index.annotations.dates.words import date_words


def test_a_language_without_words_has_none() -> None:
    assert date_words("und") is None
    assert date_words("xx") is None


@pytest.mark.parametrize("language", ["fr", "en", "de", "es"])
def test_whatever_is_resolved_begins_with_a_start(language: str) -> None:
    words = date_words(language)
    assert words
    begins = {phrase[0] for phrase in (*words.days, *words.periods)}
    begins |= {*words.months, *words.weekdays, *words.parts, *words.numbers, *words.next}
    assert begins | words.last <= words.starts


def test_a_longer_phrase_is_looked_for_first() -> None:
    words = date_words("en")
    assert words
    phrases = list(words.days)
    assert phrases.index(("day", "before", "yesterday")) < phrases.index(("yesterday",))


def test_abbreviations_need_a_day_or_a_year() -> None:
    words = date_words("fr")
    assert words
    assert "fevr" in words.short
    assert "fevrier" not in words.short
    assert words.months["fevr"] == words.months["fevrier"] == 2
