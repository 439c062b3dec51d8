"""A paragraph as the rules of speech see it: its quotations, and the sentences around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.text.quotation_marks import Quotation


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or the run of sentences that a quotation holds together."""

    start: int
    end: int
    quotations: tuple[Quotation, ...]


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
