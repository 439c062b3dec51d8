"""The numbers that Word shows before paragraphs: of lists, clauses and headings.

They are not in the text but counted, by what `numbering.xml` and the styles say (ECMA-376, part 1,
17.9). "Article 2" may be nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from index.documents.formats.docx_xml import child, each, get, value

_LEVELS = 9
_NUMBER = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_DEEP = 20  # styles, each based on the next


class Numbering:
    """The lists of a document, counted as its paragraphs come."""

    def __init__(self, numbering: Element | None, styles: Mapping[str, Element]) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, Element]] = {}
        for abstract in each(numbering, "abstractNum"):
            levels = {_level(level): level for level in each(abstract, "lvl")}
            self._levels[get(abstract, "abstractNumId")] = levels
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        for number in each(numbering, "num"):
            name = get(number, "numId")
            self._lists[name] = value(child(number, "abstractNumId"))
            for changed in each(number, "lvlOverride"):
                start = value(child(changed, "startOverride"))
                if start.isdecimal():
                    self._starts[name, _level(changed)] = int(start)
        self._counts: dict[str, list[int | None]] = {}

    def marker(self, paragraph: Element) -> str:
        """Return what is before a paragraph: "2.", "b)", "-" for any bullet; "" for nothing.

        Counts: it is to be called once for each paragraph, in order.
        """
        found = self._list_of(paragraph)
        if found is None:
            return ""
        name, level = found
        levels = self._levels.get(self._lists.get(name, ""), {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._lists[name], [None] * _LEVELS)
        start = self._starts.pop((name, level), None)
        if start is not None:
            counts[level] = start
        else:
            last = counts[level]
            counts[level] = _start(levels[level]) if last is None else last + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if _format(levels[level]) == "bullet":
            return "-"

        def number(match: re.Match[str]) -> str:
            of = int(match[1]) - 1
            count = counts[of]
            if of not in levels:
                return ""
            return _written(_start(levels[of]) if count is None else count, _format(levels[of]))

        return _NUMBER.sub(number, value(child(levels[level], "lvlText"))).strip()

    def _list_of(self, paragraph: Element) -> tuple[str, int] | None:
        """Return list and level of a paragraph: its own, else its style's; None without one."""
        properties = child(paragraph, "pPr")
        if properties is None:
            return None
        own = child(properties, "numPr")
        name, level = value(child(own, "numId")), value(child(own, "ilvl"))
        style = value(child(properties, "pStyle"))
        for _ in range(_DEEP):
            if name or style not in self._styles:
                break
            of_style = child(child(self._styles[style], "pPr"), "numPr")
            name = value(child(of_style, "numId"))
            level = level or value(child(of_style, "ilvl")) or self._linked(name, style)
            style = value(child(self._styles[style], "basedOn"))
        if name in ("", "0"):
            return None
        return name, min(int(level), _LEVELS - 1) if level.isdecimal() else 0

    def _linked(self, name: str, style: str) -> str:
        """Return the level of a list that a style is linked to."""
        for number, level in self._levels.get(self._lists.get(name, ""), {}).items():
            if value(child(level, "pStyle")) == style:
                return str(number)
        return ""


def _level(element: Element) -> int:
    level = get(element, "ilvl")
    return min(int(level), _LEVELS - 1) if level.isdecimal() else 0


def _start(level: Element) -> int:
    start = value(child(level, "start"))
    return int(start) if start.isdecimal() and len(start) < 6 else 1


def _format(level: Element) -> str:
    return value(child(level, "numFmt")) or "decimal"


def _written(count: int, form: str) -> str:
    """Return `count` in one of Word's forms; as digits in those of other scripts.

    >>> [_written(28, form) for form in ("decimal", "upperRoman", "lowerLetter")]
    ['28', 'XXVIII', 'bb']
    """
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{count:02}"
    if form in ("lowerLetter", "upperLetter") and 0 < count < 1000:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < 5000:
        roman = ""
        for size, letters in _ROMAN:
            roman += letters * (count // size)
            count %= size
        return roman if form == "lowerRoman" else roman.upper()
    return str(count)
