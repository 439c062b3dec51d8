"""Tables in plain text: which lines are one, what marks its cells, and which row is the header.

Rows of Markdown (`| a | b |`), of values that tabs, commas or semicolons separate, and of columns
that are set with spaces. A row is one sentence: quoted whole, with the header row as its context.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Place = tuple[int, int]

_RULE = re.compile(r"(?=.*[-=]{2})[|+:=\-\s]+")  # the line under a header, "|---|:--:|"
_PIPE = re.compile(r"\s*(?<!\\)\|\s*")
_TAB = re.compile(r"[ ]*\t\s*")
_SPACES = re.compile(r"[ \u00a0]{2,}")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_VALUE = re.compile(r"[^\w\s]?\s*\d")  # a number, "£4.20", "-3"
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_SPLIT_NUMBER = re.compile(r"\d,\d")
_LONGEST_ROW = 900  # characters: it is quoted whole
_LONGEST_CELL = 60  # characters of a cell between commas or semicolons
_SENTENCE_END = re.compile(r"[.!?…]\s+\S")


@dataclass(frozen=True, slots=True)
class Table:
    """Lines `first` to `last` (exclusive) that are a table; `mark` separates their cells."""

    first: int
    last: int
    mark: str


def find_tables(lines: Sequence[str]) -> Iterator[Table]:
    """Return the tables in a run of `lines` without a blank one, in order."""
    first = 0
    while first < len(lines):
        found = next((t for t in _tables_at(lines, first) if t), None)
        if found:
            yield found
        first = found.last if found else first + 1


def row_cells(text: str, start: int, end: int, mark: str) -> list[Place]:
    """Return the places of the cells in the row `text[start:end]`, some of them empty perhaps.

    A rule under the row has none.
    """
    line = text[start:end]
    for part in re.finditer(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+", line):
        if not _RULE.fullmatch(part.group()):
            return [
                (start + part.start() + a, start + part.start() + b)
                for a, b in _SPLITTERS[mark](part.group())
            ]
    return []


def is_rule(line: str) -> bool:
    """Return whether `line` is drawn, not written: "|---|:--:|"."""
    return _RULE.fullmatch(line) is not None


def has_header(rows: Sequence[Sequence[str]], *, ruled: bool, mark: str) -> bool:
    """Return whether the first of `rows`, given as cells, says what is in the columns.

    `ruled` says that a rule is drawn under it. Else it has no value but years that no other row
    has in the same column, and another row has a value.
    """
    if len(rows) < 2:
        return False
    for column, cell in enumerate(rows[0]):
        below = [row[column] for row in rows[1:] if column < len(row)]
        names_year = column > 0 and _YEAR.fullmatch(cell) and not any(map(_YEAR.fullmatch, below))
        if _VALUE.match(cell) and not names_year:
            return ruled
    return ruled or mark in ",;" or any(_VALUE.match(c) for row in rows[1:] for c in row)


def _tables_at(lines: Sequence[str], first: int) -> Iterator[Table | None]:
    yield _table(lines, first, "|", rows=2)
    yield _table(lines, first, "\t", rows=2)
    for mark in (";", ","):
        # "12,5 %" separates nothing, nor does "Lyon, Paris": the first line has a mark elsewhere.
        if re.search(rf"{mark}(?=\S)", _SPLIT_NUMBER.sub("", lines[first])):
            yield _table(lines, first, mark, rows=2, cells=3, is_row=_is_record)
            yield _table(lines, first, mark, rows=3, is_row=_is_record)
    yield _table(lines, first, "  ", rows=3, is_row=_is_short)


def _table(
    lines: Sequence[str],
    first: int,
    mark: str,
    *,
    rows: int,
    cells: int = 2,
    is_row: Callable[[list[str], str], bool] | None = None,
) -> Table | None:
    """Return the table that begins at line `first`, of `rows` and `cells` at least, or None."""
    split = _SPLITTERS[mark]
    last, width, found = first, 0, 0
    while last < len(lines):
        line = lines[last]
        if len(line) > _LONGEST_ROW:
            break
        if not _RULE.fullmatch(line):
            row = [line[a:b] for a, b in split(line)]
            if (
                len(row) < cells
                or (width and len(row) != width)
                or (is_row and not is_row(row, line))
            ):
                break
            # Columns set with spaces: all but the header have a value.
            if mark == "  " and found and not any(_VALUE.match(cell) for cell in row):
                break
            width, found = len(row), found + 1
        elif mark not in ("|", "  ") or (not found and last > first):
            break  # one rule may be drawn above the first row
        last += 1
    return Table(first, last, mark) if found >= rows else None


def _is_record(cells: list[str], line: str) -> bool:
    """Return whether `line` is a record of a file of values, and no sentence."""
    return all(
        len(cell) <= _LONGEST_CELL or cell.startswith('"') for cell in cells
    ) and not _SENTENCE_END.search(line)


def _is_short(cells: list[str], _: str) -> bool:
    return all(0 < len(cell) <= _LONGEST_CELL for cell in cells)


def _between(marks: re.Pattern[str]) -> Callable[[str], list[Place]]:
    """Return a function that cuts a line at `marks`."""

    def split(line: str) -> list[Place]:
        places, at = [], 0
        for mark in marks.finditer(line):
            places.append((at, mark.start()))
            at = mark.end()
        return [*places, (at, len(line))]

    return split


def _piped(line: str) -> list[Place]:
    """Return the cells between pipes; one before the first and after the last is optional."""
    places = _between(_PIPE)(line)
    if len(places) > 1 and places[0][0] == places[0][1]:
        del places[0]
    if len(places) > 1 and places[-1][0] == places[-1][1]:
        del places[-1]
    return places


def _recorded(mark: str) -> Callable[[str], list[Place]]:
    """Return a function that cuts a line at each `mark` without a space after it."""
    marks = re.compile(rf"{mark}(?!\s)")

    def split(line: str) -> list[Place]:
        quoted = [m.span() for m in _QUOTED.finditer(line)]
        places, at = [], 0
        for found in marks.finditer(line):
            if not any(a < found.start() < b for a, b in quoted):
                places.append((at, found.start()))
                at = found.end()
        places.append((at, len(line)))
        return [(a + 1, b - 1) if (a, b) in quoted else (a, b) for a, b in places]

    return split


_SPLITTERS: dict[str, Callable[[str], list[Place]]] = {
    "|": _piped,
    "\t": _between(_TAB),
    ",": _recorded(","),
    ";": _recorded(";"),
    "  ": _between(_SPACES),
}
