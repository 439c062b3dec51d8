"""What the rules of `index.annotations.quantities` know of each language: number words and units.

Read from `quantities.json`. Whatever is spelled out there is folded as `index.text.tokens`
folds surface forms.
"""

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

    `numbers` are words below a hundred, and round ones that are one word; `hundreds` those for
    100, `scales` those for 1,000 and more, `collectives` ones such as "douzaine". `articles` are
    1 only with something behind them, `before_scale` only with one of these last three.
    `alone` may stand without a number before. `and_` joins; where there are `and_before`, only
    before these. `scores`: "quatre-vingts". `half` adds half of the scale before. `of` stands
    before a unit ("millions de dollars"). `units` map phrases to names, by their first word,
    the longest first; `signs` what is no word, in small letters, longest first. `short_scales`
    are "bn" and the like. A number begins with a digit or one of `starts`.
    """

    decimal: str
    numbers: Mapping[str, int]
    hundreds: frozenset[str]
    scales: Mapping[str, int]
    collectives: Mapping[str, int]
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
    short_scales: Mapping[str, int]
    starts: frozenset[str]


@cache
def quantity_words(language: str) -> QuantityWords:
    """The words of `language`; signs and abbreviations alone where there are none for it."""
    everything: dict[str, Any] = json.loads(
        (files("index.annotations") / "quantities.json").read_text("utf-8")
    )
    raw: dict[str, Any] = everything["languages"].get(language, {})

    def listed(name: str) -> frozenset[str]:
        return frozenset(fold(raw.get(name, "")).split())

    numbers = _valued(raw.get("numbers", ""))
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
        decimal=raw.get("decimal", ""),
        numbers=numbers,
        hundreds=listed("hundreds"),
        scales=_valued(raw.get("scales", "")),
        collectives=_valued(raw.get("collectives", "")),
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
        short_scales=_valued(everything["short_scales"]),
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
