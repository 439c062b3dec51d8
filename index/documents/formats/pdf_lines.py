"""From the lines of a PDF to paragraphs: what belongs together is told by places and sizes.

A PDF says where letters are, not what they are part of. Lines of one paragraph are at the same
distance, of one size and flush; a table's rows have pieces below each other; what is at the edge of
most pages runs on all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from itertools import pairwise
from statistics import median

from index.documents.formats.pdf_rows import (
    BROKEN,
    Line,
    at_one_height,
    is_row,
    merged,
    with_rows,
)

_EDGE = 0.12  # of a page's height, at the top and at the bottom, in which lines may run
_APART = 1.8  # times the size: the distance of what runs on all pages from the text
_RUNNING = 3  # lines at most at each edge of a page
_PITCH = 1.25  # times the usual distance of lines: a gap
_WIDE_PITCH = 2.0  # the same, where something else says that it is none
_OTHER_FONT = 0.25  # the part by which letters of one line may be smaller
_INDENT = 0.8  # times the size
_NEAR = 12  # lines before and after, in which the width of a column is looked for
_FEW = 4  # lines, whose longest need not be as long as the column is wide
_SAME_COLUMN = 4.0  # times the size: an indent at most, and a gap between paragraphs
_NARROW_SPACE = 0.3  # times the size: between two words
_LONG_TITLE = 300  # characters
_TITLE = 1.25  # times the usual size of letters

_ITEM = re.compile(r"(?:[-*+•◦▪●■‣·–—\uf0b7\uf0a7➢✓]|\d{1,2}[.)]|[a-z]\))\s+\S")
_BULLET = re.compile(r"[•◦▪●■‣·\uf0b7\uf0a7➢✓]\s+")
_PAGE = re.compile(
    r"(?:page\s*|p\.\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:/|sur|of|de)\s*\d{1,4})?", re.IGNORECASE
)
_DIGITS = re.compile(r"[0-9]{1,9}")
_ENDS = re.compile(r"[.!?…:;][»\"”’)\]]*$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN_WORD = re.compile(rf"([^\W\d_]+){BROKEN}$")
_GOES_ON = re.compile(r"[^\W\d_]+")
# What follows a hyphen in French that is always written: *vient-il*, *ceux-ci*, *c'est-à-dire*.
_HYPHENATED = re.compile(
    "(?:ils?|elles?|on|je|tu|nous|vous|moi|toi|lui|leur|l[ae]s?|y|en|ce|ci|là|mêmes?|t|à|être|dire"
    "|de|et|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)"
)


def drop_running(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Line]]:
    """Return the pages without headers, footers and page numbers, and these lines.

    They are at an edge, and the same but for numbers on most pages.
    """
    pages = [[line for row in at_one_height(page) for line in merged(row)] for page in pages]
    edges = [list(at_one_height(_edges(page))) for page in pages]
    seen: dict[str, list[tuple[int, list[int]]]] = {}
    for number, rows in enumerate(edges):
        for text in map(_row_text, rows):
            seen.setdefault(_DIGITS.sub("0", text), []).append((number, _numbers(text)))
    running = [
        [
            line
            for row in rows
            if _is_number(row) or _runs(number, _row_text(row), seen, len(pages))
            for line in row
        ]
        for number, rows in enumerate(edges)
    ]
    kept = [
        [line for line in page if line not in gone]
        for page, gone in zip(pages, running, strict=True)
    ]
    return kept, [line for page in running for line in page]


def _edges(page: Sequence[Line]) -> list[Line]:
    """Return the lines at the top and the bottom of a page that are apart from the others."""
    found: list[Line] = []
    down = sorted(page, key=lambda line: -line.y)
    for lines in (down, down[::-1]):
        edge: list[Line] = []
        for line in lines:
            if edge and _is_apart(edge[-1], line):
                found += edge
                break
            edge.append(line)
            if len({one.y for one in edge}) > _RUNNING or not _is_edge(line):
                break
    return found


def _is_apart(edge: Line, line: Line) -> bool:
    gap = abs(edge.y - line.y)
    has_other_size = abs(edge.size - line.size) > 0.1 * line.size
    return gap > (1 if has_other_size else _APART) * max(edge.size, line.size)


def paragraphs(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    """Yield the paragraphs of all pages: of lists and tables, a line for each part."""
    words = Counter(
        word.casefold() for page in pages for line in page for word in _WORD.findall(line.text)
    )
    lines = [line for page in pages for line in with_rows(page)]
    pitch = _pitch(lines)
    block: list[str] = []
    for number, line in enumerate(lines):
        if not block:
            block = [line.text]
            continue
        last = lines[number - 1]
        link = _link(last, line, pitch, block[-1], has_room=_has_room(lines, number))
        if link is _Link.ANOTHER:
            yield _block(block)
            block = [line.text]
        elif link is _Link.NEW_LINE:
            block.append(line.text)
        else:
            block[-1] = _joined(block[-1], line.text, words)
    if block:
        yield _block(block)


def largest(pages: Sequence[Sequence[Line]], blocks: Sequence[str]) -> str:
    """Return the paragraph in the largest letters of the first page; "" where all are alike."""
    lines = [line for page in pages for line in page]
    if not lines:
        return ""
    first = max(pages[0] or lines, key=lambda line: line.size)
    if first.size < _TITLE * median(line.size for line in lines):
        return ""
    found = next((block for block in blocks if block.startswith(first.text.rstrip(BROKEN))), "")
    return found if len(found) <= _LONG_TITLE and "\n" not in found else ""


class _Link(Enum):
    """What a line is to the one before: it goes on there, is below it, or is of another block."""

    GOES_ON = 0
    NEW_LINE = 1
    ANOTHER = 2


def _link(last: Line, line: Line, pitch: float, before: str, *, has_room: bool) -> _Link:
    """Return what `line` is to `last`, whose line of the text is `before` so far.

    pitch: the usual distance of lines, in sizes of their letters
    has_room: whether the first word of `line` would have fitted on `last`
    """
    if is_row(last) or is_row(line):
        return _Link.NEW_LINE if is_row(last) and is_row(line) else _Link.ANOTHER
    is_inside = _is_inside(before, line.text)
    gap = last.y - line.y
    is_near = 0 < gap <= _WIDE_PITCH * pitch * line.size
    is_full = not has_room and not _ENDS.search(before)
    is_item, in_item = bool(_ITEM.match(line.text)), bool(_ITEM.match(before))
    if is_full and line.text[0].isalnum():
        is_item = False  # a sentence may end with "1." at the beginning of a line
    difference = abs(last.size - line.size) / max(last.size, line.size)
    if is_inside and is_near and difference < _OTHER_FONT:
        return _Link.GOES_ON  # with a word in another font, which has other heights
    if difference > 0.1:
        return _Link.ANOTHER
    if is_item and in_item and is_near and not before.endswith(BROKEN):
        return _Link.NEW_LINE
    if not -0.3 * line.size < gap <= _PITCH * pitch * line.size:
        # Another column or page: only what is in the middle of a sentence goes on there.
        is_far = gap < 0 or gap > 10 * line.size
        return _Link.GOES_ON if is_far and (is_inside or is_full) else _Link.ANOTHER
    if last.is_bold != line.is_bold and not is_inside:
        return _Link.ANOTHER
    indent = line.x - last.x
    if is_item and not before.endswith(BROKEN):
        return _Link.ANOTHER
    if in_item:
        is_left = indent < -_INDENT * line.size
        return _Link.ANOTHER if is_left and _ENDS.search(before) else _Link.GOES_ON
    if indent > _INDENT * line.size and _ENDS.search(before):
        return _Link.ANOTHER
    if has_room and not is_inside:
        return _Link.ANOTHER if _ENDS.search(before) else _Link.NEW_LINE
    return _Link.GOES_ON


def _is_inside(before: str, following: str) -> bool:
    """Return whether between these two lines is the middle of a sentence, for certain."""
    return before.endswith(BROKEN) or (not _ENDS.search(before) and following[0].islower())


def _pitch(lines: Sequence[Line]) -> float:
    gaps = [
        gap
        for one, other in pairwise(lines)
        if one.size > 0
        and abs(one.size - other.size) < 0.1
        and 0.8 < (gap := (one.y - other.y) / one.size) < 2.5
    ]
    return median(gaps) if gaps else 1.2


def _has_room(lines: Sequence[Line], number: int) -> bool:
    """Return whether the first word of a line would have fitted on the one before."""
    last, line = lines[number - 1], lines[number]
    column = _column(lines, number - 1)
    if len(column) < _FEW:
        column = [
            other
            for other in lines[max(0, number - _NEAR) : number + _NEAR]
            if _is_of_column(last, other)
        ]
    width = (line.pieces[0].right - line.pieces[0].x) if line.pieces else line.right - line.x
    widest = max((other.right for other in column), default=last.right)
    return last.right + _NARROW_SPACE * last.size + width < widest


def _column(lines: Sequence[Line], number: int) -> list[Line]:
    """Return the lines around one that are below each other, with no heading between them."""
    column = [lines[number]]
    for step in (-1, 1):
        at = number
        while 0 <= at + step < len(lines) and abs(at + step - number) <= _NEAR:
            one, other = lines[at], lines[at + step]
            gap = (one.y - other.y) * step
            if not (0 < gap < _SAME_COLUMN * one.size and _is_of_column(one, other)):
                break
            column.append(other)
            at += step
    return column


def _is_of_column(one: Line, other: Line) -> bool:
    """Return whether a line begins about where another does, in letters of its size."""
    is_near = abs(other.x - one.x) <= _SAME_COLUMN * one.size
    return is_near and abs(other.size - one.size) < 0.1 * one.size


def _joined(text: str, following: str, words: Counter[str]) -> str:
    """Return both as one line.

    A hyphen at a line's end is kept where the word has it elsewhere, or such words always have it;
    it goes where the document has the word without. Else it stays as a soft hyphen, which is not
    shown, so that nothing is made up.
    """
    if not text.endswith(BROKEN):
        return f"{text} {following}"
    broken, rest = _BROKEN_WORD.search(text), _GOES_ON.match(following)
    if not broken or not rest or not rest[0][0].islower():
        return f"{text[:-1]}-{following}"
    if words[(broken[1] + rest[0]).casefold()]:
        return text[:-1] + following
    if words[f"{broken[1]}-{rest[0]}".casefold()] or _HYPHENATED.fullmatch(rest[0]):
        return f"{text[:-1]}-{following}"
    return f"{text[:-1]}\u00ad{following}"


def _block(lines: Sequence[str]) -> str:
    """Return a block as text: bullets are dashes, as in a list of any other format."""
    return "\n".join(
        _BULLET.sub("- ", line, count=1) if _BULLET.match(line) else line.removesuffix(BROKEN)
        for line in lines
    )


def _is_edge(line: Line) -> bool:
    return line.height < _EDGE or line.height > 1 - _EDGE


def _runs(
    page: int, text: str, seen: Mapping[str, Sequence[tuple[int, list[int]]]], pages: int
) -> bool:
    """Return whether other pages have the same text at an edge, numbered as they are.

    "Article 5" above one page and "Article 9" above the next are not.
    """
    same = counted = 0
    for other, numbers in seen[_DIGITS.sub("0", text)]:
        if other != page:
            steps = {b - a for a, b in zip(_numbers(text), numbers, strict=True)}
            same += steps <= {0}
            counted += steps <= {0, other - page}
    return same > 0 or counted >= min(2, pages - 1) > 0


def _numbers(text: str) -> list[int]:
    return [int(digits) for digits in _DIGITS.findall(text)]


def _row_text(row: Sequence[Line]) -> str:
    return "".join(line.text for line in row).replace(" ", "")


def _is_number(row: Sequence[Line]) -> bool:
    return len(row) == 1 and bool(_PAGE.fullmatch(row[0].text))
