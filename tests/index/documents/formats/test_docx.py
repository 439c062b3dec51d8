"""Of a Word document, what Word shows: numbers of lists, tables, notes; nothing deleted."""

from __future__ import annotations

import pytest

from index.documents.formats import docx
from index.documents.formats.extracted import FormatError
from tests.index.documents.formats.files import docx as made
from tests.index.documents.formats.files import p, part, table

STORY = "La mairie annonce l'ouverture d'une crèche de 42 places."


def level(number: int, form: str, text: str, *, style: str = "", start: int = 1) -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{linked}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = part(
    "numbering",
    f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}'
    f"{level(1, 'lowerLetter', '%2)')}{level(2, 'upperRoman', '%1.%3')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "•")}</w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2">'
    f"{level(0, 'decimal', 'Article %1', style='Clause', start=4)}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="1"/></w:lvlOverride></w:num>',
)
STYLES = part(
    "styles",
    '<w:style w:styleId="Titre"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="Titre1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Clause"><w:name w:val="Clause"/><w:pPr><w:numPr><w:numId w:val="3"/>'
    "</w:numPr></w:pPr></w:style>"
    '<w:style w:styleId="Longue"><w:name w:val="Longue"/><w:basedOn w:val="Clause"/></w:style>',
)
PARTS = {"word/numbering.xml": NUMBERING, "word/styles.xml": STYLES}


def text(*body: str, **parts: str) -> str:
    return docx.read(made("".join(body), {**PARTS, **parts})).text


def run(content: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>"


def test_paragraphs_and_the_title() -> None:
    extracted = docx.read(
        made(
            p("Crèche : 42 places", style="Titre") + p("Les chiffres", style="Titre1") + p(STORY),
            PARTS,
        )
    )
    assert extracted.title == "Crèche : 42 places"
    assert extracted.text == f"Crèche : 42 places\n\nLes chiffres\n\n{STORY}\n"


def test_lists_have_the_numbers_that_word_counts() -> None:
    items = [(1, 0), (1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (4, 0), (4, 0)]
    body = [p(f"Point {n}", numbered=item) for n, item in enumerate(items)]
    assert text(p(STORY), *body, p("Fin.")) == (
        f"{STORY}\n\n1. Point 0\n2. Point 1\na) Point 2\nb) Point 3\n2.I Point 4\n3. Point 5\n"
        "1. Point 6\n2. Point 7\n\nFin.\n"
    )


def test_bullets_are_dashes() -> None:
    body = [p(item, numbered=(2, 0)) for item in ("Personnel : 12", "Repas : sur place")]
    assert text(p(STORY), *body) == f"{STORY}\n\n- Personnel : 12\n- Repas : sur place\n"


def test_a_clause_is_numbered_by_its_style() -> None:
    clauses = [p("Le loyer est de 850 euros.", style=style) for style in ("Clause", "Longue")]
    assert text(*clauses) == (
        "Article 4 Le loyer est de 850 euros.\nArticle 5 Le loyer est de 850 euros.\n"
    )


def test_tables_are_rows() -> None:
    wide = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("Coûts")
    rows = wide + f"</w:tc><w:tc>{p('2027')}</w:tc></w:tr></w:tbl>"
    assert text(p(STORY), table(("Année", "Enfants"), ("2026", "38")), p("Fin."), rows) == (
        f"{STORY}\n\n| Année | Enfants |\n| 2026 | 38 |\n\nFin.\n\n| Coûts |  | 2027 |\n"
    )
    assert text(table((STORY,), ("Fin.",))) == f"{STORY}\n\nFin.\n"


def test_what_is_in_a_paragraph() -> None:
    assert (
        text(
            p(
                "Le ",
                "<w:ins><w:r><w:t>pont</w:t></w:r></w:ins><w:del><w:r><w:delText>tunnel</w:delText>"
                "</w:r></w:del>",
                run("<w:t> secret</w:t>", "<w:vanish/>"),
                run("<w:t> ouvert</w:t>", '<w:vanish w:val="0"/>'),
                "<w:hyperlink><w:r><w:t> ici</w:t></w:r></w:hyperlink>",
                run("<w:tab/><w:t>le</w:t><w:noBreakHyphen/><w:t>voici</w:t><w:br/>"),
                run("<w:instrText>PAGE</w:instrText>"),
                "<w:sdt><w:sdtPr><w:t>x</w:t></w:sdtPr><w:sdtContent><w:r><w:t>Fin.</w:t></w:r>"
                "</w:sdtContent></w:sdt>",
            )
        )
        == "Le pont ouvert ici le\u2011voici\nFin.\n"
    )


def test_raised_digits() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    body = p("450 m", run("<w:t>2</w:t>", raised), " en 2025", run("<w:t>1</w:t>", raised), ".")
    assert text(body) == "450 m² en 2025[1].\n"


def test_notes_are_at_the_end() -> None:
    notes = part("footnotes", f'<w:footnote w:id="7">{p("Code de la route.")}</w:footnote>')
    body = p("L'amende est de 135 euros", '<w:r><w:footnoteReference w:id="7"/></w:r>', ".")
    assert text(body, p("Fin."), **{"word/footnotes.xml": notes}) == (
        "L'amende est de 135 euros[1].\n\nFin.\n\n[1] Code de la route.\n"
    )


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('Numéro vert : 0800')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    body = p(STORY, f"<w:r>{both}</mc:AlternateContent></w:r>")
    assert text(body) == f"{STORY}\n\nNuméro vert : 0800\n"


def test_the_other_edition_of_the_standard() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    usual = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    data = made(p(STORY).replace("w:", "s:").replace("<s:p>", f'<s:p xmlns:s="{strict}">', 1))
    assert usual != strict
    assert docx.read(data).text == f"{STORY}\n"


# --- what cannot be read ---


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
            (
                "must be a Word document without a password; it is protected, or of a Word before "
                "2007. Save it anew as .docx, without a password"
            ),
        ),
        (made(p(STORY))[:300], "must be a Word document; it is damaged. Save it anew as .docx"),
        (b"", "must be a Word document; it is damaged. Save it anew as .docx"),
        (made(p("")), "must have text; it has none, only pictures perhaps. Save it as .txt"),
        (
            made('<!DOCTYPE x [<!ENTITY a "b">]>'),
            "must be a Word document; its XML has a DOCTYPE. Save it anew",
        ),
        (
            made(p("x" * (docx.MAX_PART + 1))),
            "must unpack to at most 32 MB; word/document.xml is larger. Split it",
        ),
    ],
)
def test_what_is_no_document_to_read(data: bytes, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        docx.read(data)
    assert str(caught.value) == message


def test_another_office_file() -> None:
    data = made(p(STORY)).replace(b"word/document.xml", b"xlxl/document.xml")
    with pytest.raises(FormatError, match="it is another kind of file"):
        docx.read(data)
