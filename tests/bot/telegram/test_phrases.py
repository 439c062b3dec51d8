from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from string import Formatter

import pytest

from bot.telegram.phrases import ENGLISH, FRENCH, Phrases, phrases_for
from bot.telegram.text import MAX_TEXT, utf16_length

BOTH = pytest.mark.parametrize("phrases", [FRENCH, ENGLISH], ids=["fr", "en"])
NAMES = [field.name for field in fields(Phrases) if field.name not in ("language", "months")]


def placeholders(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_are_filled_in_alike(name: str) -> None:
    french, english = getattr(FRENCH, name), getattr(ENGLISH, name)
    assert placeholders(french) == placeholders(english)
    assert re.findall(r"/[a-z]+", french) == re.findall(r"/[a-z]+", english)


@BOTH
@pytest.mark.parametrize("name", NAMES)
def test_every_phrase_can_be_sent(phrases: Phrases, name: str) -> None:
    phrase = getattr(phrases, name)
    assert phrase == phrase.strip()
    assert 0 < utf16_length(phrase) <= MAX_TEXT // 2


@BOTH
def test_the_limits_of_telegram(phrases: Phrases) -> None:
    assert utf16_length(phrases.description) <= 512
    assert utf16_length(phrases.short_description) <= 120
    assert utf16_length(phrases.placeholder) <= 64
    assert utf16_length(phrases.inline_no_answer) <= 64
    for name in ("start", "help", "articles", "ask", "verify", "privacy", "forget"):
        assert utf16_length(getattr(phrases, f"command_{name}")) <= 256
    for name in ("too_old", "changed", "no_other", "thanks_for_vote"):
        assert utf16_length(getattr(phrases, name)) <= 200  # what a tap can be answered with


@BOTH
def test_lines_are_not_broken_before_punctuation(phrases: Phrases) -> None:
    for name in NAMES:
        assert not re.search(r" [:;?!»]|« |§ ", getattr(phrases, name)), name


def test_french_sets_a_space_before_high_punctuation() -> None:
    for name in NAMES:
        phrase = re.sub(r"\{\w+\}", "", getattr(FRENCH, name))
        assert not re.search(r"[^\u00a0\s][:;?!»]|«[^\u00a0]", phrase), name


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        ("fr", FRENCH), ("fr-CA", FRENCH), ("FR", FRENCH), ("fr_BE", FRENCH),
        ("en", ENGLISH), ("de", ENGLISH), ("fro", ENGLISH), ("", ENGLISH), (None, ENGLISH),
    ],
)  # fmt: skip
def test_french_for_those_who_read_it(language: str | None, phrases: Phrases) -> None:
    assert phrases_for(language) is phrases


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2026, 2, 28), "28 février 2026", "28 February 2026"),
        (date(2025, 8, 1), "1er août 2025", "1 August 2025"),
        (date(1999, 12, 31), "31 décembre 1999", "31 December 1999"),
    ],
)
def test_dates_in_words(day: date, french: str, english: str) -> None:
    assert FRENCH.date_in_words(day) == french
    assert ENGLISH.date_in_words(day) == english


@BOTH
def test_twelve_months(phrases: Phrases) -> None:
    assert len(set(phrases.months)) == 12
