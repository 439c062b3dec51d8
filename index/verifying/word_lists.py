"""The word lists of verification, read from `words.json`, in which all words are folded.

- `reversing`, by language: words that negate, except, deny or doubt what is said, so that leaving
  one out of a clause forges it; `conditions` bear on all of a sentence. A star is any ending, a
  low line a space
- `before_places`: words after which a name is that of a place, not of who speaks
- `asking`: words with a capital that ask for a verification and name nobody ("Vérifie : « … »")
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from index.text.folding import fold
from index.verifying.signs import QUOTATION_MARKS

_CLAUSE_END = re.compile(f"[,;:.!?…()\\[\\]–—{QUOTATION_MARKS}\n\r]|\\s-\\s")
_SENTENCE_END = re.compile("[.!?…\n\r]")
_BETWEEN = re.compile(r"[\W_]+")


def loses_reversal(left_out: str, language: str) -> bool:
    """Tell whether a word is left out that turns the words next to it into something else.

    Those are the words that no punctuation parts from what is kept: in ", qui n'était pas venu,"
    none. A condition bears on all of its sentence. In an unknown language the words of all count.
    """
    return _has(left_out, _CLAUSE_END, "reversing", language) or _has(
        left_out, _SENTENCE_END, "conditions", language
    )


def reverses(text: str, language: str) -> bool:
    """Tell whether any word of `text` negates, denies or doubts: "n'a jamais dit"."""
    return bool(_words("reversing", language).search(f" {_BETWEEN.sub(' ', fold(text))} "))


def _has(left_out: str, end: re.Pattern[str], name: str, language: str) -> bool:
    """Tell whether there is a word of a list before the first `end`, or after the last."""
    ends = [match.span() for match in end.finditer(left_out)]
    bearing = [left_out[: ends[0][0]], left_out[ends[-1][1] :]] if ends else [left_out]
    words = _words(name, language)
    return any(words.search(f" {_BETWEEN.sub(' ', fold(part))} ") for part in bearing)


@cache
def asking() -> frozenset[str]:
    """Return the words that ask for a verification."""
    return frozenset(_lists()["asking"].split())


@cache
def before_places() -> frozenset[str]:
    """Return the words after which a name is that of a place."""
    return frozenset(_lists()["before_places"].split())


@cache
def _words(name: str, language: str) -> re.Pattern[str]:
    lists: dict[str, str] = _lists()[name]
    words = lists.get(language) or " ".join(lists.values())
    patterns = (re.escape(w).replace("_", " ").replace(r"\*", r"\w*") for w in words.split())
    return re.compile(f" (?:{'|'.join(patterns)}) ")


@cache
def _lists() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        (files("index.verifying") / "words.json").read_text("utf-8")
    )
    return loaded
