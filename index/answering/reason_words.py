"""What the rules of `reasons` and `lacking` say and look for: `reasons.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """Texts and words; the words are folded, of all languages together.

    `texts` are the sentences to fill in, `kinds` what fits behind "gives", by language. `asking`
    are words that a question is made with and that no answer needs to repeat, `counting` words
    that tell how many beside the number words, and `numeral` what is one by its ending; `when`
    are words that tell a time beside numbers, months, weekdays and words of time, and `ages` what
    tells one in several words. `counted` say what a question for a number counts, as expressions
    over the folded question.
    """

    texts: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, Mapping[str, str]]
    asking: frozenset[str]
    counting: frozenset[str]
    numeral: re.Pattern[str]
    when: frozenset[str]
    ages: re.Pattern[str]
    counted: Mapping[str, re.Pattern[str]]


@cache
def reason_words() -> ReasonWords:
    """The words, read once."""
    raw = json.loads((files("index.answering") / "reasons.json").read_text("utf-8"))
    return ReasonWords(
        texts=raw["texts"],
        kinds=raw["kinds"],
        asking=frozenset(raw["asking"].split()),
        counting=frozenset(raw["counting"].split()),
        numeral=re.compile(raw["numeral"]),
        when=frozenset(raw["when"].split()),
        ages=re.compile(raw["ages"]),
        counted={name: re.compile(pattern) for name, pattern in raw["counted"].items()},
    )
