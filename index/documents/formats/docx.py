"""A Word document: its paragraphs, lists with the numbers that Word gives them, and tables.

Read from its XML here: python-docx gives neither list numbers nor notes nor text boxes, and leaves
the bounds of what is unpacked to its caller. What was deleted in tracked changes is left out, as is
hidden text; headers and footers are, because they are no part of the article.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from index.documents.formats.docx_numbers import Numbering
from index.documents.formats.docx_xml import child, content, each, get, is_on, name, value
from index.documents.formats.extracted import (
    Extracted,
    FormatError,
    joined,
    one_line,
    raised,
    shown,
    table_row,
)

MAX_PART = 32 * 1024 * 1024  # bytes of XML when unpacked
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how protected documents, and those of old Word, begin
_BREAK = "\u2028"  # where a line ends inside a paragraph, until white space has been put right
_RAISED = re.compile("\ue000([0-9]+)\ue001")  # digits that are, until it is known after what
_LEFT_OUT = frozenset(
    {"del", "moveFrom", "pPr", "instrText", "delText", "rPr", "sdtPr", "Fallback"}
)
_TITLES = frozenset({"title", "titre", "titel", "título"})


def read(data: bytes) -> Extracted:
    """Return the text of the document `data`. Raises `FormatError` where there is none to read."""
    if data.startswith(_OLE):
        raise FormatError(
            "must be a Word document without a password; it is protected, or of a Word before "
            "2007. Save it anew as .docx, without a password"
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise FormatError("must be a Word document; it is damaged. Save it anew as .docx") from None
    with archive:
        if "word/document.xml" not in archive.namelist():
            raise FormatError(
                "must be a Word document; it is another kind of file. Save it anew as .docx"
            )
        document = _Document(archive)
        blocks = [block for block in document.blocks() if block]
        title, author = shown(
            blocks, title=document.metadata("title"), author=document.metadata("creator")
        )
    if not blocks:
        raise FormatError("must have text; it has none, only pictures perhaps. Save it as .txt")
    title = title or document.title
    return Extracted(text=joined(title, blocks), title=title, author=author)


class _Document:
    """The parts of a document, and the paragraphs of the main one."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        styles = self._part("word/styles.xml")
        self._styles = {get(style, "styleId"): style for style in each(styles, "style")}
        self._numbering = Numbering(self._part("word/numbering.xml"), self._styles)
        self._notes: list[str] = []
        self._note_parts: dict[str, dict[str, Element]] = {}
        self.title = ""

    def metadata(self, wanted: str) -> str:
        """Return what the document's properties say; "" where they do not."""
        found = next(each(self._part("docProps/core.xml"), wanted), None)
        return one_line((found.text if found is not None else "") or "")

    def blocks(self) -> Iterator[str]:
        """Yield the paragraphs: of a list and a table a line for each part; then the notes."""
        root = self._part("word/document.xml")
        if root is None or (body := child(root, "body")) is None:
            return
        yield from self._blocks(body)
        yield from self._notes

    def _part(self, path: str) -> Element | None:
        """Return the XML of a part; None where there is no such part."""
        try:
            with self._archive.open(path) as file:
                data = file.read(MAX_PART + 1)
        except KeyError:
            return None
        if len(data) > MAX_PART:
            raise FormatError(
                f"must unpack to at most {MAX_PART // 1024**2} MB; {path} is larger. Split it"
            )
        if b"<!DOCTYPE" in data:  # none has one, and what it declares may grow without bounds
            raise FormatError("must be a Word document; its XML has a DOCTYPE. Save it anew")
        return ElementTree.fromstring(data)  # noqa: S314  # nothing is declared in it

    def _blocks(self, parent: Element) -> Iterator[str]:
        items: list[str] = []
        for element in content(parent):
            kind = name(element)
            marker = self._numbering.marker(element) if kind == "p" else ""
            if kind == "p" and marker and not self._is_heading(element):
                items += [f"{marker} {text}" for text in [self._paragraph(element)] if text]
            else:
                yield "\n".join(items)
                items = []
                if kind == "tbl":
                    yield from self._table(element)
                elif kind == "p":
                    text = self._paragraph(element)
                    yield f"{marker} {text}" if marker and text else text
                    if not self.title and self._style(element) in _TITLES:
                        self.title = text.replace("\n", " ")
            for box in _boxes(element):
                yield from self._blocks(box)
        yield "\n".join(items)

    def _paragraph(self, element: Element) -> str:
        text = "".join(self._runs(element))
        text = _RAISED.sub(lambda digits: raised(text[: digits.start()], digits[1]), text)
        return "\n".join(filter(None, (one_line(line) for line in text.split(_BREAK))))

    def _runs(self, parent: Element) -> Iterator[str]:
        """Yield the text in a paragraph, or in what it is made of."""
        for element in parent:
            kind = name(element)
            if kind == "r":
                yield from self._run(element)
            elif kind not in _LEFT_OUT:
                yield from self._runs(element)

    def _run(self, run: Element) -> Iterator[str]:
        properties = child(run, "rPr")
        if properties is not None and is_on(child(properties, "vanish")):
            return
        raises = properties is not None and value(child(properties, "vertAlign")) == "superscript"
        for element in run:
            kind = name(element)
            if kind == "t":
                text = element.text or ""
                yield f"\ue000{text}\ue001" if raises and text.isdecimal() else text
            elif kind in ("br", "cr"):
                yield _BREAK
            elif kind in ("tab", "ptab"):
                yield " "
            elif kind == "noBreakHyphen":
                yield "\u2011"
            elif kind == "softHyphen":
                yield "\u00ad"
            elif kind in ("footnoteReference", "endnoteReference"):
                yield self._note(kind.removesuffix("Reference"), get(element, "id"))

    def _note(self, kind: str, number: str) -> str:
        """Return the mark of a note, and keep its text for the end."""
        if kind not in self._note_parts:
            notes = each(self._part(f"word/{kind}s.xml"), kind)
            self._note_parts[kind] = {get(note, "id"): note for note in notes}
        note = self._note_parts[kind].pop(number, None)
        if note is None:
            return ""
        mark = f"[{len(self._notes) + 1}]"
        self._notes.append(mark)
        text = " ".join(self._paragraph(p) for p in each(note, "p"))
        self._notes[int(mark[1:-1]) - 1] += f" {one_line(text)}"
        return mark

    def _table(self, table: Element) -> Iterator[str]:
        """Yield a table's rows as one block; one of a single column only lays out its content."""
        rows = [
            [cell for cell in content(row) if name(cell) == "tc"]
            for row in content(table)
            if name(row) == "tr"
        ]
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                for cell in row:
                    yield from self._blocks(cell)
            return
        lines = [[text for cell in row for text in self._cell(cell)] for row in rows]
        yield "\n".join(table_row(line) for line in lines if any(line))

    def _cell(self, cell: Element) -> Iterator[str]:
        """Yield a cell's text, and an empty one for each further column that it spans."""
        properties = child(cell, "tcPr")
        span = value(child(properties, "gridSpan")) if properties is not None else ""
        yield " ".join(" ".join(self._blocks(cell)).split("\n"))
        yield from [""] * (min(int(span), 50) - 1 if span.isdecimal() else 0)

    def _style(self, paragraph: Element) -> str:
        """Return the name of a paragraph's style: its id is another in each language."""
        properties = child(paragraph, "pPr")
        style = value(child(properties, "pStyle")) if properties is not None else ""
        found = self._styles.get(style)
        return (value(child(found, "name")) if found is not None else style).lower()

    def _is_heading(self, paragraph: Element) -> bool:
        return self._style(paragraph).startswith(("heading", "titre", "title"))


def _boxes(element: Element) -> Iterator[Element]:
    """Yield the text boxes in a paragraph; of two drawings of one, the first."""
    for one in element:
        if name(one) == "txbxContent":
            yield one
        elif name(one) != "Fallback":
            yield from _boxes(one)
