"""Messages that ask nothing of the articles: greetings, thanks, "are you sure?", "more details"."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from index.text.folding import fold_phrase

Talk = Literal["thanks", "greeting", "ok", "sure", "more"]

_KINDS: tuple[Talk, ...] = ("thanks", "greeting", "ok")  # of several, the first is answered
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_NOT_SHOWN = re.compile(r"[\s!.,;:…\ufe0f\u200d\U0001f3fb-\U0001f3ff]")  # skin tones too
_END = " \t\n\u00a0\u202f?!.,;:…"


@cache
def load_conversation_words() -> Mapping[str, Any]:
    """Return the word lists and patterns of conversations."""
    data: dict[str, Any] = json.loads(
        (files("index.questions") / "conversation.json").read_text("utf-8")
    )
    return data


@cache
def _small_words() -> tuple[dict[str, frozenset[str]], frozenset[str], dict[str, frozenset[str]]]:
    raw = load_conversation_words()["small_talk"]
    kinds: dict[str, frozenset[str]] = {kind: frozenset(raw[kind].split()) for kind in _KINDS}
    signs: dict[str, frozenset[str]] = {kind: frozenset(raw["signs"][kind]) for kind in _KINDS}
    return kinds, frozenset(raw["beside"].split()).union(*kinds.values()), signs


@cache
def _requests() -> dict[Talk, re.Pattern[str]]:
    raw = load_conversation_words()
    please = r"(?: (?:stp|svp|s'il te plait|s'il vous plait|please|pls|plz))?"
    lead = r"(?:ok |okay |et |and |mais |but |euh )?"
    return {
        kind: re.compile(f"{lead}(?:{'|'.join(raw[kind])}){please}") for kind in ("sure", "more")
    }


def small_talk(text: str) -> Talk | None:
    """Return what kind of message `text` is if it asks nothing of the articles, else None."""
    folded = fold_phrase(text).strip(_END)
    for kind, pattern in _requests().items():
        if pattern.fullmatch(" ".join(folded.split())):
            return kind
    kinds, known, signs = _small_words()
    if words := _WORD.findall(folded):
        if known.issuperset(words):
            return next((kind for kind in _KINDS if not kinds[kind].isdisjoint(words)), None)
        return None
    shown = _NOT_SHOWN.sub("", text)
    if shown and frozenset().union(*signs.values()).issuperset(shown):
        return next(kind for kind in _KINDS if not signs[kind].isdisjoint(shown))
    return None
