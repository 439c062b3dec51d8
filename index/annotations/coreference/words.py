"""Word lists for coreference: pronouns, articles, possessives and phrases of each language.

Read from `coreference.json` and the lexicons; folded, as `index.text.tokens` folds surfaces.
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
from index.text.lexicon import words_of

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentionWords:
    """The words of one language.

    - genders are "m", "f", "n" or "" for any; "p" is the plural
    - `things_have_gender`: "elle" may be a company; `she_is_they`: one word is both ("sie")
    - `people`, `bodies`: nouns for persons and organisations; `body_words` are in names of these
    - `auxiliaries`: the verbs that most often come after a name
    - `impersonal` matches, over folded words with one space between them, a pronoun that means
      nobody ("il faut") or points ahead ("c'est lundi que")
    """

    code: str
    he: frozenset[str]
    she: frozenset[str]
    it: frozenset[str]
    they: frozenset[str]
    that: frozenset[str]
    she_is_they: bool
    things_have_gender: bool
    latter: Mapping[Phrase, str]
    demonstratives: frozenset[str]
    possessives: Mapping[str, str]
    articles: Mapping[str, str]
    definite: frozenset[str]
    of: frozenset[str]
    places_after: frozenset[str]
    people: frozenset[str]
    bodies: frozenset[str]
    body_words: frozenset[str]
    adjectives: frozenset[str]
    openers: frozenset[str]
    auxiliaries: frozenset[str]
    speech: frozenset[str]
    relative: frozenset[str]
    time: frozenset[str]
    impersonal: re.Pattern[str]
    also: frozenset[Phrase]


@cache
def mention_words(language: str) -> MentionWords | None:
    """Return the words of `language`, or None where there are none for it."""
    everything: dict[str, Any] = json.loads(
        (files("index.annotations.coreference") / "coreference.json").read_text("utf-8")
    )
    if language not in everything:
        return None
    raw = everything[language]
    lists = {
        name: frozenset(fold(value).split())
        for name, value in raw.items()
        if isinstance(value, str)
    }
    lists["people"] |= words_of(language, "role")
    lists["bodies"] |= words_of(language, "body")
    lists["time"] |= words_of(language, "time", "month", "weekday")
    return MentionWords(
        code=language,
        **{name: words for name, words in lists.items() if name not in ("impersonal", "cleft")},
        she_is_they=raw["she_is_they"],
        things_have_gender=raw["things_have_gender"],
        latter={tuple(fold(phrase).split()): gender for phrase, gender in raw["latter"].items()},
        possessives={fold(word): gender for word, gender in raw["possessives"].items()},
        articles={fold(word): gender for word, gender in raw["articles"].items()},
        openers=words_of(language, "opener", "weekday"),
        speech=words_of(language, "speech"),
        impersonal=re.compile(f"(?:{raw['impersonal']}|{raw['cleft']})"),
        also=frozenset(tuple(fold(phrase).split()) for phrase in raw["also"]),
    )
