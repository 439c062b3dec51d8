"""The word lists of verification, read from `words.json`, in which all words are folded.

- `reversing`, by language: words that negate, except, condition, deny or doubt what is said, so
  that leaving one out of a clause forges it; a star is any ending, a low line a space
- `asking`: words with a capital that ask for a verification and name nobody ("Vérifie : « … »")
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from index.text.folding import fold

_BETWEEN = re.compile(r"[\W_]+")


def reverses(text: str, language: str) -> bool:
    """Tell whether `text` has a word that reverses what is said; in any language if unknown."""
    return _reversing(language).search(f" {_BETWEEN.sub(' ', fold(text))} ") is not None


@cache
def asking() -> frozenset[str]:
    """Return the words that ask for a verification."""
    return frozenset(_lists()["asking"].split())


@cache
def _reversing(language: str) -> re.Pattern[str]:
    lists: dict[str, str] = _lists()["reversing"]
    words = lists.get(language) or " ".join(lists.values())
    patterns = (re.escape(w).replace("_", " ").replace(r"\*", r"\w*") for w in words.split())
    return re.compile(f" (?:{'|'.join(patterns)}) ")


@cache
def _lists() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        (files("index.verifying") / "words.json").read_text("utf-8")
    )
    return loaded
