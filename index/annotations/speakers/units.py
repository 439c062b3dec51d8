"""A paragraph as the rules of speech see it: its quotations, and the sentences around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARKS = re.compile('[«»„“”"]')
_CLOSING = {"«": "»", "„": '“”"', "“": '”"', '"': '"'}


@dataclass(frozen=True, slots=True)
class Quotation:
    """`text[start:end]` with its marks; `is_open` where nothing closes it in its paragraph."""

    start: int
    end: int
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or the run of sentences that a quotation holds together."""

    start: int
    end: int
    quotations: tuple[Quotation, ...]


def find_quotations(text: str, start: int, end: int) -> list[Quotation]:
    """The quotations of the paragraph `text[start:end]`, in order; those inside others left out.

    Marks are paired by their shape, straight ones by what stands beside them: an opening one
    follows white space or an opening bracket. Only the last one may be open.
    """
    found: list[Quotation] = []
    opened = -1
    closing = ""
    for match in _MARKS.finditer(text, start, end):
        at, mark = match.start(), match[0]
        if opened >= 0:
            if mark in closing and not (mark == '"' and closing != '"' and text[opened] != "“"):
                found.append(Quotation(opened, at + 1))
                opened = -1
            continue
        if mark not in _CLOSING:
            continue
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if mark == '"' and not ((before.isspace() or before in "([{'’—–-") and not after.isspace()):
            continue
        opened, closing = at, _CLOSING[mark]
    if opened >= 0:
        found.append(Quotation(opened, end, is_open=True))
    return found


def cut_units(sentences: Sequence[tuple[int, int]], quotations: Sequence[Quotation]) -> list[Unit]:
    """The sentences in order, those that a quotation reaches across as one."""
    units: list[Unit] = []
    rest = list(reversed(quotations))
    held: list[Quotation] = []
    start = end = -1
    for first, last in sentences:
        start = first if start < 0 else start
        end = max(end, last)
        while rest and rest[-1].start < end:
            held.append(rest.pop())
        if held and held[-1].end > end:
            continue
        units.append(Unit(start, end, tuple(held)))
        held, start = [], -1
    if start >= 0:
        units.append(Unit(start, end, tuple(held)))
    return units
