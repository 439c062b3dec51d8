"""Find quotations by their marks: « », “ ”, „ “ and the straight ".

The one place that decides which marks are a pair, so that the sentence cutter, the speakers and
the rest agree on what is quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OPENING = frozenset('«„“"')
MARKS = frozenset('«»„“”"')

_MARK = re.compile('[«»„“”"]')
_CLOSED_BY = {"«": "»", "„": "“”", "“": '”"', '"': '"'}
_BEFORE_OPENING = frozenset("([{«„“‹'’—–-/")  # beside white space, before an opening straight mark


@dataclass(frozen=True, slots=True)
class Quotation:
    """`text[start:end]` with its marks; `is_open` where nothing closes it in the range."""

    start: int
    end: int
    is_open: bool = False


def find_quotations(text: str, start: int, end: int) -> list[Quotation]:
    """Return the quotations of the paragraph `text[start:end]` in order, none inside another.

    Curly and pointed marks are paired by their shape, straight ones by what is next to them. A
    mark that opens again before the first was closed starts over, so only the last can be open.
    Time is linear in the length.
    """
    found: list[Quotation] = []
    opened = -1
    for match in _MARK.finditer(text, start, end):
        at, mark = match.start(), match[0]
        if opened >= 0:
            if mark in _CLOSED_BY[text[opened]] and not (
                mark == text[opened] and opens_quotation(text, at, start, end)
            ):
                found.append(Quotation(opened, at + 1))
                opened = -1
            elif mark == text[opened]:
                opened = at
        elif mark in OPENING and (mark != '"' or opens_quotation(text, at, start, end)):
            opened = at
    if opened >= 0:
        found.append(Quotation(opened, end, is_open=True))
    return found


def opens_quotation(text: str, at: int, start: int, end: int) -> bool:
    """Tell whether the straight mark at `at` opens a quotation in `text[start:end]`.

    An opening mark follows white space, an opening bracket or a dash, and a word comes right
    after it.
    """
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    return (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()
