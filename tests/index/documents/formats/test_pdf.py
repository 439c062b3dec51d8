"""Of a PDF, paragraphs as they are read: columns, hyphens, tables, and nothing of a page's edge.

`arrete.pdf` was made with Typst, `rapport.pdf` and its header with Chromium, the protected ones
with pypdf.
"""

from __future__ import annotations

import pytest

from index.documents.formats import pdf
from index.documents.formats.extracted import Extracted, FormatError
from tests.index.documents.formats import files
from tests.paths import DATA

STORY = (
    "Le tribunal administratif a rejeté la requête de l'association. Il a considéré",
    "que le permis de construire n'était entaché d'aucune irrégularité et que l'étude",
    "d'impact était suffisante. L'association dispose de deux mois pour agir.",
)
TEXT = " ".join(STORY)


def read_data(name: str) -> Extracted:
    return pdf.read((DATA / "formats" / name).read_bytes())


def blocks(*pages: list[tuple[float, float, float, str]], more: str = "") -> list[str]:
    return pdf.read(files.pdf(*pages, more=more)).text.rstrip("\n").split("\n\n")


def test_two_columns_with_hyphens_a_list_a_table_and_a_note() -> None:
    extracted = read_data("arrete.pdf")
    assert extracted.title == "Arrêté relatif à la circulation des poids lourds"
    assert (
        "Article premier\n\nLa circulation des véhicules de plus de 3,5 tonnes est interdite sur "
        "la route départementale 820 entre Ax-les-Thermes et Tarascon-sur-Ariège, du 15 mars au "
        "30 juin 2026, entre vingt-deux heures et six heures. Cette interdiction ne s’applique pas "
        "aux véhicules d’intervention, aux transports exceptionnels autorisés ni aux "
        "approvisionnements indispensables.\n\n"
    ) in extracted.text
    assert "est de 135 euros[1].\n" in extracted.text
    assert "\n[1] Code de la route, article R. 411-17.\n" in extracted.text
    assert (
        "\n\n- Véhicules légers : aucune restriction ;\n"
        "- Autocars : autorisation préalable obligatoire auprès de la préfecture, au moins huit "
        "jours avant le dépla\u00adcement envisagé ;\n- Poids lourds : interdits.\n\n"
        "| Période | Horaires | Amende |\n"
        "| Printemps | 22 h – 6 h | 135 € |\n"
        "| Été | 20 h – 7 h | 750 € |\n\n"
    ) in extracted.text


def test_headers_and_page_numbers_are_no_part_of_it() -> None:
    extracted = read_data("rapport.pdf")
    assert extracted.title == "Rapport annuel sur l'état des médiathèques de Montbrun"
    assert extracted.text.startswith(
        f"{extracted.title}\n\nPublié le 12 mars 2026 par la direction"
    )
    assert "Ville de Montbrun" not in extracted.text
    assert "Page" not in extracted.text
    assert (
        "\n\nAcquisitions : 310 000 euros\nPersonnel : 1,4 million d'euros\n"
        "Bâtiments : 590 000 euros\n\n"
    ) in extracted.text
    assert (
        "\n\n| Année | Foyers | Visites |\n| 2026 | 38 | 19 500 |\n| 2027 | 47 | 21 000 |\n\n"
    ) in extracted.text
    # Over the end of a column, and of a page.
    assert extracted.text.count("officiellement confirmé par le département.\n") == 12


def test_lines_are_joined_and_paragraphs_are_not() -> None:
    second = files.lines(*STORY, y=700)
    assert blocks([*files.lines(*STORY), *second]) == [TEXT, TEXT]
    indented = [
        (x + 20 * (n == 0), y, size, t) for n, (x, y, size, t) in enumerate(files.lines(*STORY))
    ]
    below = [(x, y - 3 * 14.4, size, t) for x, y, size, t in indented]
    assert blocks([*indented, *below]) == [TEXT, TEXT]


def test_a_number_that_begins_a_line_in_a_sentence_is_no_item_of_a_list() -> None:
    first = "Le tribunal administratif a rejeté hier la requête de l'association numéro"
    second = "1. Il a considéré que le permis de construire n'était pas entaché d'erreur."
    assert blocks(files.lines(first, second)) == [f"{first} {second}"]
    items = ("Il y a deux conditions :", "1. Être à jour de ses droits.", "2. Avoir le bonnet.")
    assert blocks(files.lines(first, second, *items)) == [
        f"{first} {second} {items[0]}",
        f"{items[1]}\n{items[2]}",
    ]


def test_a_line_that_had_room_for_more_ends_there() -> None:
    page = files.lines(*STORY, "Tarif : 14 euros", "Durée : deux heures", "Lieu : salle des fêtes")
    assert blocks(page) == [TEXT, "Tarif : 14 euros\nDurée : deux heures\nLieu : salle des fêtes"]


def test_a_page_that_is_turned_is_read_as_it_is_shown() -> None:
    for turn in (0, 180):
        assert blocks(files.lines(*STORY), more=f"/Rotate {turn}")[0].count("tribunal") == 1
    (block,) = blocks(files.lines(*STORY), more="/Rotate 360")
    assert block == TEXT


HYPHENS = (
    "Le conseil a adopté hier le pro-",
    "gramme de rénovation. Le programme de",
    "travaux est prêt. Le maire viendra-t-",
    "il à temps ? Une porte-fenêtre et une porte-",
    "fenêtre seront posées. Les gens de Saint-",
    "Girons et tous les habi-",
    "tants attendent ici depuis des mois.",
)


def test_a_hyphen_at_a_lines_end_goes_or_stays_by_what_the_text_has_elsewhere() -> None:
    (text,) = blocks(files.lines(*HYPHENS))
    assert text == (
        "Le conseil a adopté hier le programme de rénovation. Le programme de travaux est prêt. Le "
        "maire viendra-t-il à temps ? Une porte-fenêtre et une porte-fenêtre seront posées. Les "
        "gens de Saint-Girons et tous les habi\u00adtants attendent ici depuis des mois."
    )


def test_what_runs_over_all_pages_is_left_out_and_headings_are_not() -> None:
    def page(number: int) -> list[tuple[float, float, float, str]]:
        return [
            (72, 815, 9, "COMMUNIQUÉ - Préfecture"),
            *files.lines(f"Article {number * 4}", *STORY, y=760),
            (300, 20, 9, f"{number}"),
        ]

    text = pdf.read(files.pdf(*map(page, (1, 2, 3)))).text
    assert "COMMUNIQUÉ" not in text
    assert [f"Article {n}\n" in text for n in (4, 8, 12)] == [True] * 3
    assert text.count(TEXT) == 3


def test_the_mark_of_a_note_is_no_part_of_a_number() -> None:
    page = [
        *files.lines(*STORY),
        (72, 700, 12, "En 2025"),
        (117, 705, 7, "1"),
        (122, 700, 12, ", 9 m"),
        (149, 705, 7, "2"),
    ]
    assert "En 2025[1], 9 m²" in pdf.read(files.pdf(page)).text


def test_metadata_counts_only_where_the_document_shows_it() -> None:
    page = files.lines("Le pont rouvre", "Par Jeanne Petit", *STORY)
    info = "/Title (Le pont rouvre) /Author (Jeanne Petit)"
    other = "/Title (Microsoft Word - v3.doc) /Author (admin)"
    for given, title, author in ((info, "Le pont rouvre", "Jeanne Petit"), (other, "", "")):
        extracted = pdf.read(files.pdf(page, info=given))
        assert (extracted.title, extracted.author) == (title, author)


# --- what cannot be read ---


def test_one_that_only_forbids_printing_is_read() -> None:
    assert "Le tribunal administratif a rejeté" in read_data("restricted.pdf").text


def test_one_with_a_password() -> None:
    with pytest.raises(FormatError) as caught:
        read_data("protected.pdf")
    assert str(caught.value) == (
        "must open without a password; it is protected. "
        "Save it without protection, for example by printing it to a new PDF"
    )


@pytest.mark.parametrize("page", [[], [(300, 20, 9, "12")]])
def test_a_scan(page: list[tuple[float, float, float, str]]) -> None:
    with pytest.raises(FormatError) as caught:
        pdf.read(files.pdf(page, page))
    assert str(caught.value) == (
        "must have text; its pages are pictures, as those of a scan are. Run text recognition "
        "(OCR) on it, for example with ocrmypdf"
    )


def test_pages_that_are_scans_among_others_are_named() -> None:
    """The picture is of one dot: an image object is enough."""
    data = files.pdf(files.lines(*STORY), [], [])
    image = b"BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI"
    empty = b"<< /Length 0 >>\nstream\n\nendstream"
    filled = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(image), image)
    extracted = pdf.read(data.replace(empty, filled, 1))
    assert extracted.warning == (
        "of its 3 pages, 1 are pictures without text, as of a scan (page 2): nothing is quoted "
        "from them. Run text recognition (OCR) on it"
    )
    assert pdf.read(data).warning == ""  # a page may be empty


def test_no_pdf() -> None:
    with pytest.raises(FormatError, match="must be a PDF; it does not begin as one"):
        pdf.read(b"PK\x03\x04")
