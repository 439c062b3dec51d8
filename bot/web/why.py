"""Why an answer is what it is, in words: what `Engine.explain` says, for a reader.

Features that mean the same to a reader have one phrase, and are added up.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.web.phrases import Phrases
from index.answering import Contribution, ExplainedSentence, Explanation

SHOWN = 7  # reasons of a sentence

# `features`: the name of each feature and the name of its reason; `reasons`: the phrases.
DATA: dict[str, Any] = json.loads((files("bot.web") / "reasons.json").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason in words, its share of all that counted, and whether it spoke for the sentence."""

    words: str
    share: str
    is_for: bool


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence and the reasons for its place: all of them, and those of words and meaning."""

    rank: int
    text: str
    role: str
    probability: str
    read: tuple[Reason, ...]
    words: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class WhyView:
    """What decided an answer."""

    question: str
    kinds: str
    unknown: tuple[str, ...]
    is_answered: bool
    conflict: bool
    confidence: str
    threshold: str
    sentences: tuple[SentenceView, ...]


def why_view(explanation: Explanation, phrases: Phrases) -> WhyView:
    """Return the explanation in the words of `phrases`."""
    return WhyView(
        question=explanation.question,
        kinds=", ".join(phrases["kinds"][kind] for kind in explanation.kinds),
        unknown=explanation.unknown,
        is_answered=explanation.confidence >= explanation.threshold,
        conflict=explanation.conflict,
        confidence=phrases.percent(explanation.confidence),
        threshold=phrases.percent(explanation.threshold),
        sentences=tuple(_sentence(sentence, phrases) for sentence in explanation.sentences),
    )


def _sentence(sentence: ExplainedSentence, phrases: Phrases) -> SentenceView:
    return SentenceView(
        rank=sentence.rank,
        text=sentence.text,
        role=sentence.role or "nearest",
        probability=phrases.percent(sentence.probability),
        read=_reasons(sentence.reading, phrases),
        words=_reasons(sentence.contributions, phrases),
    )


def _reasons(contributions: Sequence[Contribution], phrases: Phrases) -> tuple[Reason, ...]:
    """Return the weightiest reasons, then all others as one."""
    sums: dict[str, float] = {}
    for contribution in contributions:
        reason = DATA["features"][contribution.feature]
        sums[reason] = sums.get(reason, 0.0) + contribution.product
    rows = sorted(sums.items(), key=lambda row: (-abs(row[1]), row[0]))
    total = sum(abs(value) for _, value in rows) or 1.0
    named = [(_words(reason, value, phrases.language), value) for reason, value in rows[:SHOWN]]
    if others := [value for _, value in rows[SHOWN:]]:
        named.append((str(phrases["why_rest"]), sum(others)))
    return tuple(
        Reason(words, phrases.percent(abs(value) / total), value >= 0) for words, value in named
    )


def _words(reason: str, value: float, language: str) -> str:
    """Return what is said of a reason: some say the contrary where they count against."""
    forms = DATA["reasons"][reason]
    against = forms.get(f"{language}_against") if value < 0 else None
    return str(against or forms[language])
