"""What the modules that tell who is meant know of each language: words that stand for names.

Read from `coreference.json`, and folded as `index.text.tokens` folds surface forms.
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
from index.text.lexicon import first_names, person_titles, word_classes

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentionWords:
    """The words of one language.

    Genders are "m", "f", "n" or "" for any; "p" is the plural. `things_have_gender` says that
    "elle" may be a company; `she_is_they` that one word is both ("sie"). `people` and `bodies`
    are nouns for persons and organisations, `body_words` the ones that an organisation's own
    name holds. `names` maps first names to their gender. `auxiliaries` and `verb_endings` tell a
    name that opens a sentence ("Solvéa a"), `no_name_endings` what is none ("Utiliser").
    `impersonal` matches, over folded words with one space between them, a pronoun that stands
    for nobody ("il faut") or points ahead ("c'est lundi que").
    """

    he: frozenset[str]
    she: frozenset[str]
    it: frozenset[str]
    they: frozenset[str]
    that: frozenset[str]
    she_is_they: bool
    things_have_gender: bool
    latter: frozenset[Phrase]
    demonstratives: frozenset[str]
    possessives: Mapping[str, str]
    articles: Mapping[str, str]
    definite: frozenset[str]
    titles: Mapping[str, str]
    of: frozenset[str]
    places_after: frozenset[str]
    people: frozenset[str]
    bodies: frozenset[str]
    institutions: frozenset[str]
    body_words: frozenset[str]
    adjectives: frozenset[str]
    openers: frozenset[str]
    auxiliaries: frozenset[str]
    speech: frozenset[str]
    relative: frozenset[str]
    time: frozenset[str]
    impersonal: re.Pattern[str]
    also: frozenset[Phrase]
    or_: str
    named: str
    no_names: frozenset[str]
    names: Mapping[str, str]


@cache
def mention_words(language: str) -> MentionWords | None:
    """The words of `language`, or None where there are none for it."""
    everything: dict[str, Any] = json.loads(
        (files("index.annotations.coreference") / "coreference.json").read_text("utf-8")
    )
    raw = everything.get(language)
    if raw is None:
        return None

    def listed(name: str) -> frozenset[str]:
        return frozenset(fold(raw[name]).split())

    def mapped(name: str) -> dict[str, str]:
        return {fold(word): gender for word, gender in raw[name].items()}

    def phrases(name: str) -> frozenset[Phrase]:
        return frozenset(tuple(fold(phrase).split()) for phrase in raw[name])

    classes = word_classes(language)
    return MentionWords(
        **{
            name: listed(name)
            for name in (
                "he", "she", "it", "they", "that", "demonstratives", "definite", "of",
                "places_after", "institutions", "body_words", "adjectives",
                "auxiliaries", "relative", "time",
            )
        },
        people=listed("people") | classes["role"],
        bodies=listed("bodies") | classes["body"],
        speech=classes["speech"],
        she_is_they=raw["she_is_they"],
        things_have_gender=raw["things_have_gender"],
        latter=phrases("latter"),
        possessives=mapped("possessives"),
        articles=mapped("articles"),
        titles=person_titles(language),
        openers=classes["opener"] | classes["weekday"],
        impersonal=re.compile(f"(?:{raw['impersonal']}|{raw['cleft']})"),
        also=phrases("also"),
        or_=raw["or"],
        named=raw["named"],
        no_names=classes.get("month", frozenset()) | classes.get("weekday", frozenset()),
        names=first_names(),
    )  # fmt: skip
