"""The words of time and signs of tense of each language, from `dates.json`.

Months and weekdays are in order there; in the word classes of the lexicons they are sets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from index.text.folding import fold

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of one language, folded as `index.text.tokens` folds surface forms.

    `months` (1 to 12) and `weekdays` (0 to 6, Monday first) map a word to its number; `short`
    are the months' abbreviations, which need a day or a year beside them. `capital` says that
    these words are names. `parts` maps "début" and the like to 0, 1 or 2: which third. `cues`
    lead up to a month that stands alone, `deadlines` to the end or beginning of a stretch.
    `days` and `periods` are phrases with their distance from the day of publication. `tenses`
    are patterns over one word, or two with what stands between them, as the text has them in
    small letters. `weeks_from_sunday`: for some writers. `month_names` and `weekday_names` are
    written out, in order and with their accents. What may be resolved begins with one of
    `starts`, or with a number.
    """

    months: Mapping[str, int]
    short: frozenset[str]
    weekdays: Mapping[str, int]
    capital: bool
    modifier_before: bool
    modifier_after: bool
    next: frozenset[str]
    last: frozenset[str]
    this: frozenset[str]
    parts: Mapping[str, int]
    of: frozenset[str]
    to: frozenset[str]
    and_: frozenset[str]
    cues: frozenset[Phrase]
    deadlines: frozenset[str]
    no_weekday_before: frozenset[str]
    no_weekday_after: frozenset[str]
    feasts: frozenset[str]
    every: frozenset[str]
    streets: frozenset[str]
    days: Mapping[Phrase, int]
    no_day_before: frozenset[str]
    periods: Mapping[Phrase, tuple[str, int]]
    no_period_before: frozenset[str]
    ago: tuple[Phrase, Phrase]
    numbers: Mapping[str, int]
    clause: frozenset[str]
    tenses: Mapping[str, re.Pattern[str]]
    weeks_from_sunday: bool
    starts: frozenset[str]
    month_names: tuple[str, ...]
    weekday_names: tuple[str, ...]


@cache
def date_words(language: str) -> DateWords | None:
    """Return the words of `language`, or None where there are none for it."""
    everything: dict[str, Any] = json.loads(
        (files("index.annotations.dates") / "dates.json").read_text("utf-8")
    )
    raw = everything.get(language)
    if raw is None:
        return None

    def listed(name: str) -> frozenset[str]:
        return frozenset(_words(raw[name]))

    months = [_words(names) for names in raw["months"]]
    weekdays = _words(raw["weekdays"])
    days: dict[Phrase, int] = _longest_first(raw["days"])
    periods: dict[Phrase, tuple[str, int]] = _longest_first(
        {name: tuple(value) for name, value in raw["periods"].items()}
    )
    ago = (_words(raw["ago"][0]), _words(raw["ago"][1]))
    numbers = _words(raw["numbers"])
    parts = {
        name: third
        for third, key in enumerate(("early", "mid", "late"))
        for name in _words(raw[key])
    }
    starts = {name for names in months for name in names}.union(
        weekdays, parts, numbers, ago[0][:1], listed("next"), listed("last"),
        (phrase[0] for phrase in (*days, *periods)),
    )  # fmt: skip
    return DateWords(
        months={name: number for number, names in enumerate(months, 1) for name in names},
        short=frozenset(name for names in months for name in names[1:] if len(name) <= 5),
        weekdays={name: number for number, name in enumerate(weekdays)},
        capital=raw["capital"],
        modifier_before=raw["modifiers"] in ("before", "both"),
        modifier_after=raw["modifiers"] in ("after", "both"),
        next=listed("next"),
        last=listed("last"),
        this=listed("this"),
        parts=parts,
        of=listed("of"),
        to=listed("to"),
        and_=listed("and"),
        cues=frozenset(
            [*((cue,) for cue in _words(raw["cues"])), *map(_words, raw["cue_phrases"])]
        ),
        deadlines=listed("deadlines"),
        no_weekday_before=listed("no_weekday_before"),
        no_weekday_after=listed("no_weekday_after"),
        feasts=listed("feasts"),
        every=listed("every"),
        streets=listed("streets"),
        days=days,
        no_day_before=listed("no_day_before"),
        periods=periods,
        no_period_before=listed("no_period_before"),
        ago=ago,
        numbers={name: number for number, name in enumerate(numbers, 2)},
        clause=listed("clause"),
        tenses={
            tense: re.compile("|".join(raw[tense]))
            for tense in ("doubt", "future", "past", "infinitive")
        },
        weeks_from_sunday=raw["weeks_from_sunday"],
        starts=frozenset(starts),
        month_names=tuple(names.split()[0] for names in raw["months"]),
        weekday_names=tuple(raw["weekdays"].split()),
    )


def _words(text: str) -> Phrase:
    return tuple(fold(text).split())


def _longest_first(phrases: Mapping[str, Any]) -> dict[Phrase, Any]:
    """`phrases` by their words: "day before yesterday" is looked for before "yesterday"."""
    return {
        _words(name): value for name, value in sorted(phrases.items(), key=lambda p: -len(p[0]))
    }
