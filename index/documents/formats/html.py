"""A page saved from the web: its article, without menus, comments and what else is around it.

trafilatura finds the article and what the page says of it. Its text is written here from the tree
that it gives, so that paragraphs, lists and tables stay what they are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import trafilatura

from index.documents.formats.extracted import (
    Extracted,
    FormatError,
    joined,
    one_line,
    raised,
    table_row,
)

_LARGE = 2 * 1024 * 1024  # bytes; from there on the second opinions of trafilatura take minutes
_HEAD = 4096  # characters in which a page says how it is encoded, and where it was saved from
_CHARSET = re.compile(
    rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]+?encoding=[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A page with none of these has nothing around its article: such as a word processor exports.
_LINKED = 0.2  # of the text at most is in links; in menus nearly all is
_LAYOUT = ("article", "main", "nav", "header", "footer", "aside", "form", "iframe")
# What browsers, and the extension SingleFile, write at the top of a page that they save.
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s>]{1,2000})"
)
# Only what the page says in so many words: elsewhere, dates are those of other things.
_DATES = {"original_date": True, "extensive_search": False}
_BREAK = "\u2028"  # where a line ends inside a paragraph, until white space has been put right


def read(data: bytes) -> Extracted:
    """Return the article of the page `data`. Raises `FormatError` where there is none."""
    if data.startswith(b"%PDF-"):
        raise FormatError("must be HTML; it is a PDF. Give the file the ending .pdf")
    page = _decoded(data)
    found = trafilatura.bare_extraction(
        _tree(page),
        include_comments=False,
        with_metadata=True,
        # An answer may be in a standfirst or a list, which it is otherwise quick to leave out.
        favor_recall=True,
        fast=len(data) > _LARGE,
        date_extraction_params=_DATES,
    )
    body = getattr(found, "body", None)
    title = one_line(getattr(found, "title", None) or "")
    text = joined(title, list(_blocks(body, title))) if body is not None else ""
    if not text.replace(title, "", 1).strip():
        raise FormatError(
            "must have an article in its HTML; no text is found in it, as where a script writes "
            "it. Save the page from the browser once it is shown, or its text as .txt"
        )
    saved = _SAVED_FROM.search(page, 0, _HEAD)
    return Extracted(
        text=text,
        title=title,
        published_at=_day(getattr(found, "date", None)),
        author=one_line(getattr(found, "author", None) or ""),
        url=getattr(found, "url", None) or (saved[1] if saved else None),
    )


def _tree(page: str) -> Any:
    """Return the tree of `page`; what is nothing but text is marked as an article."""
    tree = trafilatura.load_html(page)
    if tree is None:
        raise FormatError("must be HTML; no element is found in it. Save it anew, or as .txt")
    for mark in tree.iter("sup"):
        digits = mark.text_content().strip()
        if digits.isdecimal():
            before = mark.getprevious()
            text = mark.getparent().text if before is None else before.tail
            for inner in list(mark):
                mark.remove(inner)
            mark.text = raised(text or "", digits)
    body = tree.find("body")
    if body is not None and next(tree.iter(*_LAYOUT), None) is None:
        linked = sum(len(link.text_content()) for link in body.iter("a"))
        if linked < _LINKED * len(body.text_content()):
            body.tag = "article"
            tree.append(whole := tree.makeelement("body"))
            whole.append(body)
    return tree


def _decoded(data: bytes) -> str:
    """Return `data` as text: by its mark, by what it says, as UTF-8, else as Windows-1252."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    said = _CHARSET.search(data, 0, _HEAD)
    name = (said[1] or said[2]).decode("ascii") if said else "utf-8"
    # What is called ISO-8859-1 or ASCII is Windows-1252, as browsers take it (WHATWG Encoding).
    if name.lower() in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "utf-16"):
        name = "utf-8"
    for encoding in (name, "utf-8"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def _blocks(body: Any, title: str) -> Iterator[str]:
    """Yield the paragraphs of the article: of a list and a table, a line for each part."""
    for element in body:
        if element.tag == "list":
            yield "\n".join(_list_lines(element))
        elif element.tag == "table":
            yield from _table(element)
        elif element.tag in ("quote", "div") and len(element):
            yield from _inner(element, title)
        elif element.tag == "head" and one_line(_text(element)) == title:
            continue  # the text begins with it
        else:
            yield _lines(_text(element))
        yield _lines(element.tail or "")


def _inner(element: Any, title: str) -> Iterator[str]:
    if any(child.tag in ("p", "list", "table", "quote", "head", "div") for child in element):
        yield _lines(element.text or "")
        yield from _blocks(element, title)
    else:
        yield _lines(_text(element))


def _list_lines(element: Any, depth: int = 0) -> Iterator[str]:
    """Yield a line for each item, numbered where the list is, and for those of lists inside it.

    Terms and what they mean are rows, as of a table: one says nothing without the other.
    """
    kind = element.get("rend") or ""
    term = ""
    for number, item in enumerate(element, 1):
        text = one_line(_text(item, without_lists=True).replace(_BREAK, " "))
        if kind == "dl" and (item.get("rend") or "").startswith("dt"):
            if term:
                yield table_row((term,))
            term = text
        elif kind == "dl":
            yield table_row((term, text))
            term = ""
        elif text:
            yield "  " * depth + (f"{number}. " if kind == "ol" else "- ") + text
        for inner in item.iter("list"):
            if next(inner.iterancestors("list")) is element:
                yield from _list_lines(inner, depth + 1)
    if term:
        yield table_row((term,))


def _table(element: Any) -> Iterator[str]:
    """Yield a table's rows as one block; before it its caption, a first row of one cell."""
    rows = [
        [one_line(_text(cell).replace(_BREAK, " ")) for cell in row.iter("cell")]
        for row in element.iter("row")
    ]
    rows = [row for row in rows if any(row)]
    if len(rows) > 1 and len(rows[0]) > 1 and not any(rows[0][1:]):
        yield rows.pop(0)[0]
    if all(len(row) == 1 for row in rows):  # a table that only lays out
        yield from (row[0] for row in rows)
    else:
        yield "\n".join(table_row(row) for row in rows)


def _text(element: Any, *, without_lists: bool = False) -> str:
    """Return the text in `element`, its line breaks marked."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "lb":
            parts.append(_BREAK)
        elif not (without_lists and child.tag == "list") and child.tag != "graphic":
            parts.append(_text(child, without_lists=without_lists))
            if child.tag in ("p", "item", "row", "cell", "head"):
                parts.append(" ")
        parts.append(child.tail or "")
    return "".join(parts)


def _lines(text: str) -> str:
    return "\n".join(filter(None, (one_line(line) for line in text.split(_BREAK))))


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None
