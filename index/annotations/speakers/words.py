"""Word lists for quotation attribution, and the words of one paragraph.

Lists are read from `speakers.json` and the lexicons. Words keep their accents, which tell
"déclare" from "déclaré" and "a" from "à".
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from index.text.lexicon import Gender, load_lexicon, words_of
from index.text.tokens import Token

JOINED = frozenset(("", "'", "’", "-", "‐", "‑"))  # gaps inside a phrase; "" is white space


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """The words of one language.

    - `auxiliaries` go before participles of saying, `reflexive` ones after "s'"
    - `replies` change the speaker
    - `subject_verbs` show that what is before them is a subject
    - `bare` verbs need no "that"; `infinitives` begin reported speech without it
    - `breakers` begin a clause that the verb before does not govern
    - `roles` are nouns for persons and bodies, folded; `stops` end the words of a speaker
    - `incise`: the verb may be inside the quotation marks
    """

    code: str
    auxiliaries: frozenset[str]
    reflexive: frozenset[str]
    subject_verbs: frozenset[str]
    participles: frozenset[str]
    finite: frozenset[str]
    replies: frozenset[str]
    that: frozenset[str]
    bare: frozenset[str]
    infinitives: frozenset[str]
    pronouns: Mapping[str, Gender]
    determiners: Mapping[str, Gender]
    possessives: frozenset[str]
    of: frozenset[str]
    joints: frozenset[str]
    sources: tuple[tuple[str, ...], ...]
    roles: frozenset[str]
    adverbs: frozenset[str]
    prepositions: frozenset[str]
    breakers: frozenset[str]
    stops: frozenset[str]
    incise: bool


@cache
def speech_words(language: str) -> SpeechWords | None:
    """Return the words of `language`, or None where there are none for it."""
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
    lists["roles"] |= words_of(language, "role", "body", "voice")
    lists["participles"] |= lexicon.classes["said"]
    lists["finite"] = lexicon.classes["says"]
    lists["stops"] = lexicon.stop_words.union(
        *(lists[name] for name in ("auxiliaries", "subject_verbs", "finite", "participles")),
        *(lists[name] for name in ("adverbs", "prepositions", "breakers", "that")),
        raw["pronouns"],
        raw["determiners"],
    )
    return SpeechWords(
        code=language,
        **lists,
        pronouns=raw["pronouns"],
        determiners=raw["determiners"],
        sources=tuple(tuple(phrase.split()) for phrase in raw["sources"]),
        incise=raw["incise"],
    )


class Words:
    """The words of one paragraph of `text`.

    - `low`: each in small letters
    - `gaps`: what is before each word since the one before, without white space; one more at the
      end of the paragraph
    - `is_name`: whether each is part of a proper name
    """

    def __init__(
        self, text: str, start: int, end: int, tokens: Sequence[Token], is_name: Sequence[bool]
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.starts = [token.start for token in tokens]
        self.low = [text[token.start : token.end].lower() for token in tokens]
        ends = [start, *(token.end for token in tokens)]
        self.gaps = [
            "".join(text[a:b].split()) for a, b in zip(ends, [*self.starts, end], strict=True)
        ]
        self.is_name = is_name
