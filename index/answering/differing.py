"""Whether articles differ: two answer the same question with short answers that cannot both be.

Both are quoted then. Which of them is the answer is decided by how well they answer, as it is among
the sentences of one article; where they answer as well, by their days; but one that says that it
corrects the other wins. In doubt, articles do not differ: a reader who is told of a difference that
is none believes the next one no more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from index.annotations.corrections import tells_correction
from index.annotations.indexed import IndexedSentence
from index.answering.days import written_day
from index.answering.qualifying import of_other_things
from index.answering.values import (
    Days,
    Person,
    Value,
    differ,
    has_value,
    read_value,
    years_told,
)
from index.questions.analysis import Question
from index.ranking.ranker import RankedSentence
from index.reading.ranking import Ranking
from index.text.folding import fold, fold_phrase
from index.text.quantities import Quantity

MOST_SIDES = 3  # articles that are quoted as differing
_AS_WELL = 0.5  # log-odds within which two answer as well as each other
_NOT = (
    r"(?:\b(?:(?:et|mais) (?:non|pas)(?: pas)?|non pas|not)|, (?:non|pas))"
    r"(?: (?:de|le|la|les|a|au|en|the|on|at|in))?"
)
_FIGURE = re.compile(r"\d(?:[\d\s.,]*\d)?")
_BEFORE = 300  # characters before a sentence, in which it is said that it corrects something


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the articles answers: the sentence, the place of the short answer in it."""

    ranked: RankedSentence
    short_answer: tuple[int, int]

    @property
    def sentence(self) -> IndexedSentence:
        """The sentence."""
        return self.ranked.sentence

    @property
    def published_at(self) -> date | None:
        """When its article was published, where that is known."""
        return self.sentence.document.published_at


@dataclass(frozen=True, slots=True)
class Differing:
    """What articles that differ answer, the newest first; `best` is the one to answer with.

    `is_correction` says that `best` corrects the others.
    """

    sides: tuple[Side, ...]
    best: Side
    is_correction: bool

    def note(self, language: str) -> str:
        """Return that they differ, in words: in French where `language` is "fr", else English."""
        say = _data()["say"].get(language) or _data()["say"]["en"]
        day = self.best.published_at
        are_dated = all(side.published_at for side in self.sides)
        if not self.is_correction:
            return str(say["differ" if are_dated else "differ undated"])
        if day is None or len({side.published_at for side in self.sides}) < len(self.sides):
            return str(say["corrected undated"])
        return str(say["corrected"].format(written_day(day, language)))


def find_differing(ranking: Ranking) -> Differing | None:
    """Return the articles that answer otherwise than the first; None where they agree."""
    if not ranking.sentences or ranking.short_answer is None:
        return None
    question = ranking.question
    best = Side(ranking.sentences[0], ranking.short_answer)
    values = [(best, _value(question, best))]
    # What answers doubtfully is set beside one article that it contradicts, never as a third.
    for rival in sorted(ranking.rivals, key=lambda rival: rival.confidence < ranking.threshold):
        if len(values) > 1 and rival.confidence < ranking.threshold:
            break
        side = Side(rival.ranked, rival.short_answer)
        value = _value(question, side)
        # One for each answer: what says the same as one before it is not needed.
        if all(_differ(question, (side, value), other) for other in values):
            values.append((side, value))
    if len(values) == 1 or values[0][1] is None:
        return None
    sides = [side for side, _ in values[:MOST_SIDES]]
    correcting = [side for side in sides if _corrects(side, sides)]
    sides.sort(key=_place)
    if len(correcting) == 1:
        return Differing(tuple(sides), correcting[0], is_correction=True)
    most = max(side.ranked.score for side in sides)
    # Of those that answer as well, the newest.
    best = next(side for side in sides if side.ranked.score >= most - _AS_WELL)
    return Differing(tuple(sides), best, is_correction=False)


def _value(question: Question, side: Side) -> Value | None:
    """Return what a side's answer means, where that can be compared; None where it cannot."""
    value = read_value(side.sentence, *side.short_answer, question.kinds)
    asked = fold_phrase(question.normalised)
    if isinstance(value, Days | Person) and _data()["speech"].search(asked):
        return None  # several may have spoken, on several days
    if isinstance(value, Days) and value.is_year and not _data()["once"].search(asked):
        return None  # it may have happened in several years
    if isinstance(value, Person) and not _data()["unique"].search(asked):
        return None  # several may have done it
    return value


def _differ(
    question: Question, one: tuple[Side, Value | None], other: tuple[Side, Value | None]
) -> bool:
    """Return whether both cannot be meant, and are told of the same time."""
    (side, value), (other_side, other_value) = one, other
    if value is None or other_value is None or not differ(value, other_value, question.terms):
        return False
    if has_value(side.sentence, other_value, but=side.short_answer):
        return False
    if has_value(other_side.sentence, value, but=other_side.short_answer):
        return False
    places = side.short_answer, other_side.short_answer
    if isinstance(value, Quantity) and of_other_things(
        side.sentence, places[0], other_side.sentence, places[1]
    ):
        return False
    # Who denies the other's figure ("200 et non 180") tells of the same time as it does.
    denies = _denies(side, other_side) or _denies(other_side, side)
    return denies or _same_years(side, other_side)


def _same_years(one: Side, other: Side) -> bool:
    """Return whether two sentences may tell of the same year: by what they say, or by their days.

    What is to come says nothing: "340 emplois d'ici 2030" and "290 emplois" differ.
    """
    told = [years_told(side.sentence, but=side.short_answer) for side in (one, other)]
    if all(told):
        return not told[0].isdisjoint(told[1])
    for years, silent in ((told[0], other), (told[1], one)):
        own = one if silent is other else other
        if years and own.published_at and silent.published_at:
            past = {year for year in years if year < own.published_at.year}
            # "juin" in an article of February is June of the year before.
            possible = {silent.published_at.year, *_years_resolved(silent)}
            if past == years and years.isdisjoint(possible):
                return False
    return True


def _years_resolved(side: Side) -> set[int]:
    """Return the years of the days told beside the short answer, also of those without a year."""
    first, last = side.short_answer
    outside = (d for d in side.sentence.dates if not first <= d.start_char_index < last)
    return {end.year for day in outside for end in (day.start, day.end)}


def _corrects(side: Side, sides: Sequence[Side]) -> bool:
    """Return whether `side` says that it corrects: itself, just before, or in its title."""
    document, sentence = side.sentence.document, side.sentence
    start = max(document.body_start, sentence.start - _BEFORE)
    if tells_correction(f"{document.topic}\n{document.text[start : sentence.end]}"):
        return True
    return any(_denies(side, other) for other in sides if other is not side)


def _denies(side: Side, other: Side) -> bool:
    """Return whether the sentence of `side` says that it is not what `other` answers."""
    text = fold(side.sentence.text)
    return any(re.search(rf"{_NOT} {form}(?!\w|[\s.,]?\d)", text) for form in _forms(other))


def _forms(side: Side) -> list[str]:
    """Return patterns of a short answer and of the figure alone ("et non 17"), in folded words."""
    words = fold(_words(side))
    figures = _FIGURE.findall(words)
    said = [words, *(figures if len(figures) == 1 else ())]
    return [r"\s".join(re.escape(word) for word in form.split()) for form in said]


def _words(side: Side) -> str:
    return side.sentence.document.text[slice(*side.short_answer)]


def _place(side: Side) -> tuple[int, float, str]:
    """What orders sides: the newest first, then the better, and never by a file's name."""
    day = side.published_at
    return -day.toordinal() if day else 0, -side.ranked.score, side.sentence.document.sha256


@cache
def _data() -> dict[str, Any]:
    """Return the texts, and the patterns over folded words of all languages."""
    raw = json.loads((files("index.answering") / "differing.json").read_text("utf-8"))
    return {
        "say": raw["say"],
        **{
            name: re.compile(rf"\b(?:{'|'.join(raw[name].values())})\b")
            for name in ("unique", "once", "speech")
        },
    }
