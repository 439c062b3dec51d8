"""Word lists for coreference and quotation attribution, one value a language.

Read from `words.json` and the lexicons. Function words keep their accents, which tell "a" from
"à"; the nouns of `people`, `bodies`, `body_words`, `adjectives` and `time` are folded.
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
from index.text.lexicon import Gender, load_lexicon, words_of

JOINED = frozenset(("", "'", "’", "-", "‐", "‑"))  # between words of one phrase; "" is white space

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnnotationWords:
    """The words of one language; genders are "m", "f", "n", "p" for the plural or "" for any.

    - `have` goes before participles of saying (`said`), `be` after "s'"; `says` are finite
    - `verbs` most often come after a subject
    - `replies` change the speaker; `bare` verbs and `infinitives` need no conjunction
    - `breakers` begin a clause that the verb before does not govern
    - `determiners` are articles, possessives and the like; `possessives` have the owner's gender
    - `people`, `bodies`: nouns for persons and organisations; `voices` are quoted without a name
    - `stops` end the words that name a speaker
    - `also`: phrases between two names of the same; `latter`: "ce dernier"
    - `impersonal` matches, over folded words with one space between them, a pronoun that means
      nobody ("il faut") or points ahead ("c'est lundi que")
    - `things_have_gender`: "elle" may be a company; `incise`: a verb of saying may be inside quotes
    """

    code: str
    pronouns: Mapping[str, Gender]
    it: frozenset[str]
    that: frozenset[str]
    demonstratives: frozenset[str]
    latter: Mapping[Phrase, str]
    articles: Mapping[str, str]
    definite: frozenset[str]
    possessives: Mapping[str, str]
    determiners: Mapping[str, Gender]
    of: frozenset[str]
    places_after: frozenset[str]
    have: frozenset[str]
    be: frozenset[str]
    verbs: frozenset[str]
    said: frozenset[str]
    says: frozenset[str]
    replies: frozenset[str]
    bare: frozenset[str]
    conjunctions: frozenset[str]
    infinitives: frozenset[str]
    sources: frozenset[Phrase]
    adverbs: frozenset[str]
    prepositions: frozenset[str]
    breakers: frozenset[str]
    stops: frozenset[str]
    people: frozenset[str]
    bodies: frozenset[str]
    voices: frozenset[str]
    body_words: frozenset[str]
    adjectives: frozenset[str]
    time: frozenset[str]
    also: frozenset[Phrase]
    impersonal: re.Pattern[str]
    things_have_gender: bool
    incise: bool


@cache
def annotation_words(language: str) -> AnnotationWords | None:
    """Return the words of `language`, or None where there are none for it."""
    raw: dict[str, Any] = json.loads(
        (files("index.annotations") / "words.json").read_text("utf-8")
    ).get(language)
    if raw is None:
        return None
    lexicon = load_lexicon(language)
    lists = {key: frozenset(value.split()) for key, value in raw.items() if isinstance(value, str)}
    for name in ("people", "bodies", "body_words", "adjectives", "time"):
        lists[name] = frozenset(map(fold, lists[name]))
    lists["people"] |= words_of(language, "role")
    lists["bodies"] |= words_of(language, "body")
    lists["voices"] = lists["people"] | lists["bodies"] | words_of(language, "voice")
    lists["time"] |= words_of(language, "time", "month", "weekday")
    lists["said"], lists["says"] = lexicon.classes["said"], lexicon.classes["says"]
    genders = {word: "" if gender == "n" else gender for word, gender in raw["articles"].items()}
    determiners = genders | dict.fromkeys(raw["possessives"], "") | raw["determiners"]
    verbs_and_such = ("have", "be", "verbs", "said", "says", "adverbs", "prepositions", "breakers")
    lists["stops"] = lexicon.stop_words.union(
        *(lists[name] for name in (*verbs_and_such, "conjunctions")), raw["pronouns"], determiners
    )
    return AnnotationWords(
        code=language,
        **{key: words for key, words in lists.items() if key != "impersonal"},
        pronouns=raw["pronouns"],
        latter={tuple(phrase.split()): gender for phrase, gender in raw["latter"].items()},
        articles=raw["articles"],
        possessives=raw["possessives"],
        determiners=determiners,
        sources=frozenset(tuple(phrase.split()) for phrase in raw["sources"]),
        also=frozenset(tuple(phrase.split()) for phrase in raw["also"]),
        impersonal=re.compile(f"(?:{raw['impersonal']})"),
        things_have_gender=raw["things_have_gender"],
        incise=raw["incise"],
    )
