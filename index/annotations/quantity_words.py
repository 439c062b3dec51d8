"""The number words and units of each language, from `quantities.json`, folded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from index.text.folding import fold

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """The words of one language.

    values: what each number word is worth
    rounds: those that multiply what is before them, "cent" and "million"
    scales: those that multiply figures, with "douzaine"
    articles: words for 1 that count only with something after them
    before_scale: those of them that need a scale, "a dozen"
    alone: rounds that need no number before them
    and_, and_before: what joins; where there are `and_before`, only before these
    scores: whether numbers are counted in scores, "quatre-vingts"
    half: what adds half of the scale before, "et demi"
    of: what may be between a number and its unit, "millions de dollars"
    units: phrases and their names, by their first word, the longest first
    signs: units that are no words, in small letters, the longest first
    short_scales: "bn" and the like
    starts: the words that a number may begin with
    """

    values: Mapping[str, int]
    rounds: frozenset[str]
    scales: frozenset[str]
    articles: frozenset[str]
    before_scale: frozenset[str]
    alone: frozenset[str]
    and_: frozenset[str]
    and_before: frozenset[str]
    scores: bool
    half: tuple[Phrase, ...]
    of: frozenset[str]
    units: Mapping[str, tuple[tuple[Phrase, str], ...]]
    signs: tuple[tuple[str, str], ...]
    currencies: frozenset[str]
    short_scales: frozenset[str]
    starts: frozenset[str]


@cache
def quantity_words(language: str) -> QuantityWords:
    """Return the words of `language`; signs and abbreviations alone where there are none for it."""
    everything: dict[str, Any] = json.loads(
        (files("index.annotations") / "quantities.json").read_text("utf-8")
    )
    raw: dict[str, Any] = everything["languages"].get(language, {})

    def listed(name: str) -> frozenset[str]:
        return frozenset(fold(raw.get(name, "")).split())

    numbers, scales, collectives = (
        _valued(raw.get(name, "")) for name in ("numbers", "scales", "collectives")
    )
    named: list[tuple[Phrase, str]] = []
    signs: list[tuple[str, str]] = []
    for unit, spellings in everything["units"].items():
        for spelling in spellings.split():
            if spelling.isascii() and spelling.isalpha():
                named.append(((spelling,), unit))
            else:
                signs.append((spelling, unit))
    for unit, spellings in raw.get("units", {}).items():
        named += [(tuple(fold(spelling).split()), unit) for spelling in spellings.split(", ")]
    return QuantityWords(
        values={**collectives, **dict.fromkeys(listed("hundreds"), 100), **scales, **numbers},
        rounds=listed("hundreds") | scales.keys() | collectives.keys(),
        scales=frozenset(scales.keys() | collectives.keys()),
        articles=listed("articles"),
        before_scale=listed("only_before_scale"),
        alone=listed("alone"),
        and_=listed("and"),
        and_before=listed("and_before"),
        scores=raw.get("scores", False),
        half=tuple(tuple(fold(phrase).split()) for phrase in raw.get("half", ())),
        of=listed("of"),
        units=_by_first_word(named),
        signs=tuple(sorted(signs, key=lambda pair: -len(pair[0]))),
        currencies=frozenset(everything["currencies"].split()),
        short_scales=frozenset(everything["short_scales"].split()),
        starts=frozenset(numbers) | listed("alone"),
    )


def _valued(text: str) -> dict[str, int]:
    pairs = (item.split("=") for item in text.split())
    return {fold(word): int(value) for word, value in pairs}


def _by_first_word(
    phrases: Iterable[tuple[Phrase, str]],
) -> dict[str, tuple[tuple[Phrase, str], ...]]:
    found: dict[str, tuple[tuple[Phrase, str], ...]] = {}
    for phrase, unit in sorted(phrases, key=lambda pair: -len(pair[0])):
        found[phrase[0]] = (*found.get(phrase[0], ()), (phrase, unit))
    return found
