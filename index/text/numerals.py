"""Tell what a number in a text is: a year, part of a date, or a count of something.

The one place that decides, so that ranking, short answers and dates agree on "1815".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, get_args

from index.text.lexicon import words_of
from index.text.tokens import Token

YEAR = re.compile(r"1\d{3}|20\d{2}", re.ASCII)  # four digits that an article means as a year

NumberKind = Literal["year", "date", "count", ""]
MeasureKind = Literal["money", "duration", "percentage"]
MEASURES: tuple[MeasureKind, ...] = get_args(MeasureKind)

_UNIT_WITHIN = 3  # tokens from a number to its unit: "200 millions de dollars"
_GAP = r"[ \t\u00a0\u2009\u202f]?"
_SIGNS: tuple[tuple[re.Pattern[str], MeasureKind], ...] = (
    (re.compile(rf"[$€£¥₽]{_GAP}\d|\d{_GAP}[$€£¥₽]"), "money"),
    (re.compile(rf"\d{_GAP}%"), "percentage"),
)


def is_year(token: Token) -> bool:
    """Return whether `token` is written as years are: "1998", not "1 998"."""
    return token.end - token.start == 4 and YEAR.fullmatch(token.surface) is not None


def number_kind(text: str, tokens: Sequence[Token], i: int, language: str) -> NumberKind:
    """Return what token `i` of a sentence is, in figures or words; "" for no number.

    A "date" is next to a month. "1815 soldats" are a "count"; "en 1815" is a "year".
    """
    token = tokens[i]
    if token.surface in words_of(language, "number_word"):
        return "count"
    if not token.is_number:
        return ""
    before = tokens[i - 1].surface if i else ""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    months = words_of(language, "month")
    if before in months or (following and following.surface in months):
        return "date"
    is_counted = (
        following is not None
        and bool(following.term)
        and not following.is_name
        and text[token.end : following.start].isspace()
        and before not in words_of(language, "in", "from")
    )
    return "count" if is_counted or not is_year(token) else "year"


def measure_kinds(text: str, tokens: Sequence[Token], language: str) -> set[MeasureKind]:
    """Return what the numbers in the sentence of `tokens` are measures of, by their units."""
    if not tokens:
        return set()
    stretch = text[tokens[0].start - 1 if tokens[0].start else 0 : tokens[-1].end + 2]
    found = {kind for pattern, kind in _SIGNS if pattern.search(stretch)}
    words = words_of(language, "number_word")
    for i, token in enumerate(tokens):
        if token.is_number or token.surface in words:
            following = [other.surface for other in tokens[i + 1 : i + 1 + _UNIT_WITHIN]]
            near = {*following, *(one + two for one, two in pairwise(following))}  # "pour cent"
            found |= {kind for kind in MEASURES if not near.isdisjoint(words_of(language, kind))}
    return found
