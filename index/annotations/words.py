"""Word lists for coreference and quotation attribution, one value a language.

Read from `words.json` and the lexicons. Function words keep their accents, which tell "a" from
"à"; nouns and adjectives are folded.
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

Phrase = tuple[str, ...]

_NOUNS = ("people", "bodies", "body_words", "adjectives", "time")


@dataclass(frozen=True, slots=True)
class AnnotationWords:
    """The words of one language; genders are "m", "f", "n", "p" for the plural or "" for any.

    `words["of"]` and the like are lists:

    - `said` are participles of saying, after `have`, or `be` with "s'"; `says` are finite
    - `replies` change the speaker; `bare` verbs and `infinitives` need none of `conjunctions`
    - `verbs` most often come after a subject
    - `breakers` begin a clause that the verb before does not govern
    - `people`, `bodies`: nouns for persons and organisations; `voices` are quoted without a name
    - `stops` end the words that name a speaker

    `determiners` are articles, possessives and the like; `latter` has phrases such as "ce dernier",
    `also` those between two names of one. `impersonal` matches, over folded words, a pronoun that
    means nobody ("il faut") or points ahead ("c'est lundi que"). `things_have_gender`: "elle" may
    be a company; `incise`: a verb of saying may be inside the quotation marks.
    """

    code: str
    lists: Mapping[str, frozenset[str]]
    pronouns: Mapping[str, Gender]
    articles: Mapping[str, str]
    possessives: Mapping[str, str]
    determiners: Mapping[str, Gender]
    latter: Mapping[Phrase, str]
    also: frozenset[Phrase]
    sources: frozenset[Phrase]
    impersonal: re.Pattern[str]
    things_have_gender: bool
    incise: bool

    def __getitem__(self, name: str) -> frozenset[str]:
        """Return the list `name`."""
        return self.lists[name]


@cache
def annotation_words(language: str) -> AnnotationWords | None:
    """Return the words of `language`, or None where there are none for it."""
    raw: dict[str, Any] = json.loads(
        (files("index.annotations") / "words.json").read_text("utf-8")
    ).get(language)
    if raw is None:
        return None
    lexicon = load_lexicon(language)
    lists = {name: frozenset(words.split()) for name, words in raw["lists"].items()}
    lists |= {name: frozenset(map(fold, lists[name])) for name in _NOUNS}
    lists |= {name: lexicon.classes[name] for name in ("said", "says")}
    lists["people"] |= words_of(language, "role")
    lists["bodies"] |= words_of(language, "body")
    lists["voices"] = lists["people"] | lists["bodies"] | words_of(language, "voice")
    lists["time"] |= words_of(language, "time", "month", "weekday")
    determiners = raw["articles"] | dict.fromkeys(raw["possessives"], "") | raw["determiners"]
    stops = ("have", "be", "verbs", "said", "says", "adverbs", "prepositions", "breakers")
    lists["stops"] = lexicon.stop_words.union(
        *(lists[name] for name in (*stops, "conjunctions")), raw["pronouns"], determiners
    )
    also, sources = (frozenset(tuple(p.split()) for p in raw[name]) for name in ("also", "sources"))
    return AnnotationWords(
        language,
        lists,
        raw["pronouns"],
        raw["articles"],
        raw["possessives"],
        {word: "" if gender == "n" else gender for word, gender in determiners.items()},
        {tuple(phrase.split()): gender for phrase, gender in raw["latter"].items()},
        also,
        sources,
        re.compile(raw["impersonal"]),
        raw["things_have_gender"],
        raw["incise"],
    )
