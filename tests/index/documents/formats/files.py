"""PDF and DOCX files made here, as small as they can be."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def pdf(*pages: Sequence[tuple[float, float, float, str]], more: str = "", info: str = "") -> bytes:
    """A PDF of these pages, A4, in Helvetica: each text with its x, y and size.

    more: what else is in the dictionary of each page, such as `/Rotate 90`
    info: what is in that of the document, such as `/Title (…)`
    """
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects.append(font)
    kids = []
    for page in pages:
        drawn = b"".join(
            f"BT /F1 {size} Tf {x} {y} Td (".encode() + _escaped(text) + b") Tj ET\n"
            for x, y, size, text in page
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> %s >>" % (len(objects), more.encode())
        )
        kids.append(b"%d 0 R" % len(objects))
    objects.append(b"<< %s >>" % info.encode())
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%s"
        b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (len(places) + 1, table, len(places) + 1, len(places), len(data))
    )


def lines(
    *texts: str, x: float = 72, y: float = 780, size: float = 12
) -> list[tuple[float, float, float, str]]:
    """Lines below each other, as `pdf` takes them."""
    return [(x, y - 1.2 * size * number, size, text) for number, text in enumerate(texts)]


def _escaped(text: str) -> bytes:
    data = text.encode("cp1252")
    for mark in (b"\\", b"(", b")"):
        data = data.replace(mark, b"\\" + mark)
    return data


def docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word document with this body; `w:` and `mc:` are known in it and in the other parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f"<w:document {_W} {_MC}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return target.getvalue()


def part(root: str, content: str) -> str:
    """Another part of a Word document: `<w:root>` with its namespaces round `content`."""
    return f"<w:{root} {_W} {_MC}>{content}</w:{root}>"


def p(*runs: str, style: str = "", numbered: tuple[int, int] | None = None) -> str:
    """A paragraph of a Word document: texts, or runs that begin with `<`.

    numbered: the list that it is an item of, and the level in it
    """
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        number, level = numbered
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    made = "".join(
        run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>'
        for run in runs
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{made}</w:p>"


def table(*rows: Sequence[str]) -> str:
    """A table of a Word document."""
    return (
        "<w:tbl>"
        + "".join(
            "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) + "</w:tr>"
            for row in rows
        )
        + "</w:tbl>"
    )
