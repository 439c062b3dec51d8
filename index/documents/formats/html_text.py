"""From the elements of a page to the text that a browser shows: paragraphs, lists, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from index.documents.formats.extracted import one_line, raised, table_row

# What a browser shows as a block of its own.
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# What is no text: programs, controls, what is struck out, how a word is read.
_SILENT = frozenset((
    "audio", "button", "canvas", "datalist", "del", "dialog", "embed", "form", "head", "iframe",
    "img", "input", "math", "menu", "meter", "noscript", "object", "option", "picture",
    "progress", "rp", "rt", "s", "script", "select", "strike", "style", "svg", "template",
    "textarea", "title", "video",
))  # fmt: skip
_BREAK = "\u2028"  # where a line ends inside a paragraph, until white space has been put right
_LONG_CELL = 400  # characters; a longer one lays out a page
_MOST = 50  # rows or columns that a cell is taken to span at most
_LETTERS = re.compile(r"[^\W_]")
_CLOCK = re.compile(r"[012]?\d\s?[h:.]\s?(?:[0-5]\d)?", re.IGNORECASE)


def name(element: Any) -> str:
    """Return the tag of an element; "" for a comment and the like."""
    return element.tag if isinstance(element.tag, str) else ""


class Writer:
    """Writes the text of elements, those in `left_out` and all in them left out."""

    def __init__(self, left_out: frozenset[Any] = frozenset()) -> None:
        self._left_out = left_out
        self._blocks: list[str] = []
        self._inline: list[str] = []
        self._clock = ""  # the time of an entry, which the next block begins with

    def write(self, root: Any) -> list[str]:
        """Return the paragraphs in `root`, in order: of a list or a table, a line for each part."""
        self._block(root)
        self._flush()
        return self._blocks

    def _block(self, element: Any) -> None:
        kind = name(element)
        self._flush()
        if kind in ("ol", "ul"):
            self._add("\n".join(self._list_lines(element)))
        elif kind == "dl":
            self._add("\n".join(self._definitions(element)))
        elif kind == "table" and (rows := self._rows(element)):
            for caption in element.iter("caption"):
                self._add(self._line(caption))
            self._add("\n".join(map(table_row, rows)))
        elif kind == "pre":
            lines = "".join(self._texts(element)).splitlines()
            self._add("\n".join(filter(None, map(one_line, lines))))
        else:
            self._children(element)
            self._flush()

    def _children(self, element: Any) -> None:
        self._inline.append(element.text or "")
        for child in element:
            if self._is_shown(child):
                if name(child) in BLOCKS:
                    self._block(child)
                elif any(name(inner) in BLOCKS for inner in child.iter()):
                    self._children(child)
                else:
                    self._inline += self._texts(child)
            self._inline.append(child.tail or "")

    def _texts(self, element: Any) -> Iterator[str]:
        """Yield the text in an element that is inline, or taken as if it were."""
        kind = name(element)
        if kind == "br":
            yield _BREAK
        elif kind == "sup" and (digits := "".join(element.itertext()).strip()).isdecimal():
            before = element.getprevious()
            text = element.getparent().text if before is None else before.tail
            yield raised(text or "", digits)
        else:
            yield element.text or ""
            for child in element:
                if self._is_shown(child):
                    if name(child) in BLOCKS:
                        yield " "
                    yield from self._texts(child)
                    if name(child) in BLOCKS:
                        yield " "
                yield child.tail or ""

    def _is_shown(self, element: Any) -> bool:
        return name(element) not in ("", *_SILENT) and element not in self._left_out

    def _flush(self) -> None:
        """End the paragraph that inline text has made up so far."""
        lines = "".join(self._inline).split(_BREAK)
        self._inline = []
        self._add("\n".join(filter(None, map(one_line, lines))))

    def _add(self, block: str) -> None:
        if _CLOCK.fullmatch(block):
            self._clock = f"{block} "
        elif block and _LETTERS.search(block):
            self._blocks.append(self._clock + block)
            self._clock = ""

    def _line(self, element: Any) -> str:
        return one_line("".join(self._texts(element)).replace(_BREAK, " "))

    def _list_lines(self, element: Any, depth: int = 0) -> Iterator[str]:
        """Yield a line for each item, numbered where the list is, and for those of lists in it."""
        number = _number(element.get("start"), 1)
        for item in element:
            if not self._is_shown(item):
                continue
            if name(item) in ("ol", "ul"):  # which is not as it should be, and is common
                yield from self._list_lines(item, depth + 1)
                continue
            lists = [inner for inner in item.iter("ol", "ul") if _outer(inner) is element]
            text = one_line(
                "".join(Writer(self._left_out.union(lists))._texts(item)).replace(_BREAK, " ")
            )
            number = _number(item.get("value"), number)
            if text:
                mark = f"{_written(number, element.get('type'))}." if name(element) == "ol" else "-"
                yield f"{'  ' * depth}{mark} {text}"
                number += 1
            for inner in lists:
                if self._is_shown(inner):
                    yield from self._list_lines(inner, depth + 1)

    def _definitions(self, element: Any) -> Iterator[str]:
        """Yield rows of what is defined and its definition: one says nothing without the other."""
        term = ""
        for part in element.iter("dt", "dd"):
            if not self._is_shown(part):
                continue
            if name(part) == "dt":
                if term:
                    yield table_row((term,))
                term = self._line(part)
            else:
                yield table_row((term, self._line(part)) if term else (self._line(part),))
                term = ""
        if term:
            yield table_row((term,))

    def _rows(self, table: Any) -> list[list[str]]:
        """Return the cells of a table; none where it only lays out the page.

        A cell that spans rows is in each of them, so that a row says by itself what it is about.
        """
        if table.get("role") in ("presentation", "none"):
            return []
        rows: list[list[str]] = []
        spans: dict[int, tuple[int, str]] = {}
        for row in table.iter("tr"):
            cells: list[str] = []
            for cell in (one for one in row if name(one) in ("td", "th") and self._is_shown(one)):
                while len(cells) in spans:
                    cells.append(_spanned(spans, len(cells)))
                if sum(name(inner) in BLOCKS for inner in cell.iter()) > 2:  # itself and one more
                    return []
                text = self._line(cell)
                if len(text) > _LONG_CELL:
                    return []
                if (down := _number(cell.get("rowspan"), 1)) > 1:
                    spans[len(cells)] = min(down, _MOST) - 1, text
                cells += [text] + [""] * (min(_number(cell.get("colspan"), 1), _MOST) - 1)
            while len(cells) in spans:
                cells.append(_spanned(spans, len(cells)))
            if any(cells):
                rows.append(cells)
        return rows if any(len(row) > 1 for row in rows) else []


def _spanned(spans: dict[int, tuple[int, str]], column: int) -> str:
    left, text = spans.pop(column)
    if left > 1:
        spans[column] = left - 1, text
    return text


def _outer(inner: Any) -> Any:
    """Return the list that a list is in."""
    return next(inner.iterancestors("ol", "ul"), None)


def _number(value: str | None, default: int) -> int:
    digits = (value or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else default


def _written(number: int, kind: str | None) -> str:
    """Return the number of an item as its list shows it: `a`, or `1`."""
    if kind in ("a", "A") and 1 <= number <= 26:
        return chr(ord(kind) + number - 1)
    return str(number)
