"""A PDF: the letters that PDFium finds, with their places, made lines again.

PDFium is the one that Chromium shows PDFs with. Of what was tried on the same files, pypdf puts
spaces into words at soft hyphens, pdfminer.six takes words out of justified lines, both take a
hundred times as long, and neither says which hyphens are only there because a line ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from ctypes import c_double
from math import hypot
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from index.documents.formats.extracted import (
    Extracted,
    FormatError,
    joined,
    one_line,
    raised,
    shown,
)
from index.documents.formats.pdf_lines import drop_running, largest, paragraphs
from index.documents.formats.pdf_rows import BROKEN, Line, Piece

_MAX_PAGES = 5_000
_LETTERS = 20  # on a page, on average: a scan may have a stamp or page numbers as text
_UNREADABLE = 0.1  # of the characters: where fonts do not say which letters they show
_NO_LETTER = re.compile(r"[\ufffd\ue000-\uf8ff]")
_ADDRESS = re.compile(r"https?://[^\s…]+")
_LINE_ENDS = "\r\n"
_HYPHEN = "\x02"  # PDFium's, of one that is only there because the line ends
_BOLD = 600  # a font's weight
_DIGITS = "0123456789"
_RISE = 0.15  # of a word's size above its base line: where the mark of a note begins


def read(data: bytes) -> Extracted:
    """Return the text of the PDF `data`. Raises `FormatError` where there is none to read."""
    if b"%PDF-" not in data[:1024]:
        raise FormatError("must be a PDF; it does not begin as one. Save it anew, or as .txt")
    document = _open(data)
    if len(document) > _MAX_PAGES:
        raise FormatError(f"must have at most {_MAX_PAGES} pages; it has {len(document)}. Split it")
    pages = [_lines(document, number) for number in range(len(document))]
    found = [line for page in pages for line in page]
    letters = sum(sum(map(str.isalnum, line.text)) for line in found)
    if letters < _LETTERS * len(pages):
        raise FormatError(
            "must have text; its pages are pictures, as those of a scan are. Run text recognition "
            "(OCR) on it, for example with ocrmypdf"
        )
    if sum(len(_NO_LETTER.findall(line.text)) for line in found) > _UNREADABLE * letters:
        raise FormatError(
            "must say which letters its fonts show; much of it does not. "
            "Run text recognition (OCR) on it, for example with ocrmypdf --force-ocr"
        )
    kept, running = drop_running(pages)
    blocks = list(paragraphs(kept))
    title, author = shown(
        blocks,
        title=one_line(document.get_metadata_value("Title")),
        author=one_line(document.get_metadata_value("Author")),
    )
    title = title or largest(kept, blocks)
    return Extracted(
        text=joined("", blocks),
        title=title,
        author=author,
        warning=_unread(document, pages),
        url=next((match[0] for line in running if (match := _ADDRESS.search(line.text))), None),
    )


def _open(data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise FormatError(
                "must open without a password; it is protected. "
                "Save it without protection, for example by printing it to a new PDF"
            ) from None
        raise


def _unread(document: Any, pages: Sequence[Sequence[Line]]) -> str:
    """Return a sentence about the pages that are only pictures; "" without any."""
    scans = [
        number
        for number, lines in enumerate(pages)
        if sum(sum(map(str.isalnum, line.text)) for line in lines) < _LETTERS
        and any(document[number].get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
    ]
    if not scans:
        return ""
    named = ", ".join(str(number + 1) for number in scans[:5]) + (", …" if len(scans) > 5 else "")
    return (
        f"of its {len(pages)} pages, {len(scans)} are pictures without text, as of a scan (page "
        f"{named}): nothing is quoted from them. Run text recognition (OCR) on it"
    )


def _lines(document: Any, number: int) -> list[Line]:
    """Return the lines of a page in the order in which they are drawn, mostly that of reading."""
    page = document[number]
    text = page.get_textpage()
    letters = _Letters(page, text.raw)
    lines: list[Line] = []
    start = 0
    for at in range(count := text.count_chars()):
        letter = letters.at(at)
        if letter in _LINE_ENDS or letter == _HYPHEN:
            lines += letters.line(start, at, is_broken=letter == _HYPHEN)
            start = at + 1
    lines += letters.line(start, count)
    text.close()
    page.close()
    return lines


class _Letters:
    """The letters of a page by their number, with their places as the page is looked at."""

    def __init__(self, page: Any, text: Any) -> None:
        self._text = text
        left, bottom, right, top = page.get_mediabox()
        self._edges = left, bottom, right, top
        self._turn = page.get_rotation()
        self._height = (right - left if self._turn in (90, 270) else top - bottom) or 1.0
        self._rectangle, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()

    def at(self, number: int) -> str:
        """Return the letter; an unpaired surrogate, which PDFs have, is no letter."""
        code = raw.FPDFText_GetUnicode(self._text, number)
        return "\ufffd" if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)

    def line(self, start: int, end: int, *, is_broken: bool = False) -> Iterator[Line]:
        """Yield the line of these letters, if it shows any."""
        pieces: list[Piece] = []
        first = start
        for number in range(start, end + 1):
            if number == end or self.at(number).isspace():
                if number > first:
                    pieces.append(self._piece(first, number))
                first = number + 1
        if pieces:
            text = one_line(" ".join(piece.text for piece in pieces))
            middle = max(pieces, key=lambda piece: len(piece.text))
            if text:
                yield Line(
                    text=text + (BROKEN if is_broken else ""),
                    x=pieces[0].x,
                    right=pieces[-1].right,
                    y=middle.y,
                    size=middle.size,
                    is_bold=self._is_bold(start) and self._is_bold(end - 1),
                    height=middle.y / self._height,
                    pieces=tuple(pieces),
                )

    def _piece(self, start: int, end: int) -> Piece:
        """Return a word with its place: from its first letter to its last, on its base line."""
        # Either may be the mark of a note, which is smaller.
        size, base = max(
            ((self._size(number), number) for number in (start, end - 1)), key=lambda one: one[0]
        )
        y = self._base_line(base)
        text = marks = ""
        for number in range(start, end):
            letter = self.at(number)
            if letter in _DIGITS and self._bottom(number) > y + _RISE * size:
                marks += letter
                continue
            if marks:
                text, marks = text + raised(text, marks) + " " * (not text), ""
            text += letter
        text += raised(text, marks) if marks else ""
        return Piece(text, self._box(start)[0], self._box(end - 1)[2], y, size)

    def _box(self, number: int) -> tuple[float, float, float, float]:
        box = self._rectangle
        raw.FPDFText_GetLooseCharBox(self._text, number, box)
        return self._turned(box.left, box.bottom, box.right, box.top)

    def _size(self, number: int) -> float:
        """Return how large a letter is, in points."""
        matrix = self._matrix
        raw.FPDFText_GetMatrix(self._text, number, matrix)
        size: float = raw.FPDFText_GetFontSize(self._text, number)
        return max(0.1, abs(size) * (hypot(matrix.c, matrix.d) or 1.0))

    def _base_line(self, number: int) -> float:
        x, y = c_double(), c_double()
        raw.FPDFText_GetCharOrigin(self._text, number, x, y)
        return self._turned(x.value, y.value, x.value, y.value)[1]

    def _bottom(self, number: int) -> float:
        """Return where what is drawn of a letter ends, which its box does not say."""
        edges = [c_double() for _ in range(4)]
        raw.FPDFText_GetCharBox(self._text, number, *edges)  # left, right, bottom, top
        left, right, bottom, top = (edge.value for edge in edges)
        return self._turned(left, bottom, right, top)[1]

    def _turned(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """Return a box on the page as it is shown, which may be turned."""
        west, south, east, north = self._edges
        if self._turn == 90:
            return bottom - south, east - right, top - south, east - left
        if self._turn == 180:
            return east - right, north - top, east - left, north - bottom
        if self._turn == 270:
            return north - top, left - west, north - bottom, right - west
        return left - west, bottom - south, right - west, top - south

    def _is_bold(self, number: int) -> bool:
        return bool(raw.FPDFText_GetFontWeight(self._text, number) >= _BOLD)
