"""The lines of a page of a PDF, and those that are the rows of a table.

A PDF knows no tables: a row is what is drawn at one height, in pieces that are above or below those
of the next row, with white space through both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.documents.formats.extracted import table_row

BROKEN = "\u2010"  # at the end of a line whose last word goes on in the next

_COLUMN = 0.8  # times the size: white space between the cells of a row
_GUTTER = 0.5  # times the size: white space through the rows of a table
_NO_SPACE = 0.12  # times the size: what is nearer is of one word
_SPACE = 2.0  # times the size: white space in a justified line
_ONLY_MARK = re.compile(r"[-*+•◦▪●■‣·–—\uf0b7\uf0a7➢✓]|\d{1,2}[.)]|[a-z]\)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, from `x` to `right`, in points from the lower left, in letters of `size`."""

    text: str
    x: float
    right: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, with the words it is drawn in.

    height: where it is on its page, from 0 at the bottom to 1
    """

    text: str
    x: float
    right: float
    y: float
    size: float
    is_bold: bool
    height: float
    pieces: tuple[Piece, ...] = ()


def with_rows(page: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines of a page, those of a table as rows."""
    groups = list(at_one_height(page))
    cells = [_cells(group) for group in groups]
    are_rows = [False] * len(groups)
    for number, (one, other) in enumerate(pairwise(cells)):
        if len(one) == len(other) > 1 and _are_aligned(one, other):
            are_rows[number] = are_rows[number + 1] = True
    for group, row, is_row in zip(groups, cells, are_rows, strict=True):
        if is_row:
            text = table_row(cell.text for cell in row)
            first = group[0]
            right = max(line.right for line in group)
            yield Line(text, first.x, right, first.y, first.size, first.is_bold, first.height)
        else:
            yield from group


def merged(group: Sequence[Line]) -> Iterator[Line]:
    """Yield lines at one height, as one where a wide space of a justified line parts them."""
    whole = group[0]
    for line in group[1:]:
        if line.x - whole.right < _SPACE * line.size:
            whole = replace(
                whole,
                text=whole.text
                + (" " if line.x - whole.right > _NO_SPACE * line.size else "")
                + line.text,
                right=line.right,
                is_bold=whole.is_bold and line.is_bold,
                pieces=whole.pieces + line.pieces,
            )
        else:
            yield whole
            whole = line
    yield whole


def at_one_height(page: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield lines that are drawn one after the other at the same height together, left to right."""
    group: list[Line] = []
    for line in page:
        if group and abs(group[-1].y - line.y) > 0.3 * line.size:
            yield sorted(group, key=lambda line: line.x)
            group = []
        group.append(line)
    if group:
        yield sorted(group, key=lambda line: line.x)


def _cells(lines: Sequence[Line]) -> list[Piece]:
    """Return the words at one height, those with no more than a space between them as one."""
    cells: list[Piece] = []
    for piece in (piece for line in lines for piece in line.pieces):
        if cells and (
            piece.x - cells[-1].right < _COLUMN * piece.size
            or (len(cells) == 1 and _ONLY_MARK.fullmatch(cells[0].text))
        ):
            last = cells[-1]
            text = f"{last.text} {piece.text}"
            cells[-1] = Piece(text, last.x, piece.right, last.y, last.size)
        else:
            cells.append(piece)
    return cells


def _are_aligned(one: Sequence[Piece], other: Sequence[Piece]) -> bool:
    """Return whether the cells of two rows are below each other, with white space through both."""
    columns = list(zip(one, other, strict=True))
    return all(a.x < b.right and b.x < a.right for a, b in columns) and all(
        min(c.x, d.x) - max(a.right, b.right) > _GUTTER * a.size
        for (a, b), (c, d) in pairwise(columns)
    )


def is_row(line: Line) -> bool:
    """Return whether a line is the row of a table, as `with_rows` makes it."""
    return not line.pieces
