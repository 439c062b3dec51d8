"""Word lists for quotation attribution: verbs of saying, pronouns, first names.

Read from `speakers.json`. Words are in small letters with their accents, which tell "déclare"
from "déclaré" and "a" from "à"; the word classes of the lexicons are folded and cannot.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from index.text.lexicon import Gender, first_names, load_lexicon, person_titles


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """The words of one language.

    `participles` need one of `auxiliaries` (or of `reflexive` behind "s'"), `finite` stand alone;
    `gerunds` speak on for the one who spoke. `weak` verbs take objects too ("annonce la
    fermeture"), so that a subject behind them counts only behind a quotation. `replies` change
    the speaker. `subject_verbs` show that what stands before them is a subject. `bare` verbs need
    no "that". `breakers` begin a clause that the verb before does not govern. `no_source` are
    what "selon" names that is nobody ("selon la loi"), `roles` the nouns that are somebody.
    `stops` end the words of a speaker. `incise`: the verb may stand inside the quotation marks.
    """

    auxiliaries: frozenset[str]
    reflexive: frozenset[str]
    subject_verbs: frozenset[str]
    participles: frozenset[str]
    finite: frozenset[str]
    gerunds: frozenset[str]
    weak: frozenset[str]
    replies: frozenset[str]
    that: frozenset[str]
    bare: frozenset[str]
    infinitives: frozenset[str]
    pronouns: Mapping[str, Gender]
    determiners: Mapping[str, Gender]
    possessives: frozenset[str]
    of: frozenset[str]
    joints: frozenset[str]
    titles: Mapping[str, Gender]
    sources: tuple[tuple[str, ...], ...]
    no_source: frozenset[str]
    roles: frozenset[str]
    adverbs: frozenset[str]
    prepositions: frozenset[str]
    breakers: frozenset[str]
    not_subjects: frozenset[str]
    stops: frozenset[str]
    months: frozenset[str]
    first_names: Mapping[str, Gender]
    incise: bool


@cache
def speech_words(language: str) -> SpeechWords | None:
    """The words of `language`, or None where there are none for it."""
    everything: dict[str, Any] = json.loads(
        (files("index.annotations.speakers") / "speakers.json").read_text("utf-8")
    )
    raw = everything["languages"].get(language)
    if raw is None:
        return None
    lexicon = load_lexicon(language)
    lists = {
        name: frozenset(value.split()) for name, value in raw.items() if isinstance(value, str)
    }
    lists.setdefault("bare", frozenset())
    classes = lexicon.classes
    lists["roles"] = classes["role"] | classes["body"] | lists["roles"]
    lists["participles"] = classes["said"] | lists["participles"]
    lists["finite"] = classes["says"]
    stops = lexicon.stop_words.union(
        *(lists[name] for name in ("auxiliaries", "subject_verbs", "finite", "participles")),
        *(lists[name] for name in ("adverbs", "prepositions", "breakers", "that", "gerunds")),
        raw["pronouns"],
        raw["determiners"],
    )
    return SpeechWords(
        **lists,
        pronouns=raw["pronouns"],
        determiners=raw["determiners"],
        titles=person_titles(language),
        sources=tuple(tuple(phrase.split()) for phrase in raw["sources"]),
        stops=stops,
        months=lexicon.classes.get("month", frozenset()),
        first_names=first_names(),
        incise=raw["incise"],
    )
