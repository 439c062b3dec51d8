"""What of a sentence is no content, and what asks for it."""

from __future__ import annotations

import pytest
from hypothesis import given

from index.annotations.indexed import IndexedSentence
from index.annotations.units import open_units
from index.questions.analysis import analyse_question
from tests.index.helpers import document, sentences
from tests.strategies import articles

MORE = {
    "fr": "\n\nLe reste est dit dans la suite de cet article, qui est en français.",
    "en": "\n\nThe rest is said in what follows of this article, which is in English.",
}


def first(line: str, language: str = "fr", *, title: str = "Un titre") -> IndexedSentence:
    """The first sentence of `line`, in an article that has more."""
    text = f"{title}\n\n{line}{MORE[language]}"
    (found, *_) = [s for s in sentences(document(text)) if s.start == len(title) + 2]
    return found


def units(sentence: IndexedSentence) -> list[tuple[str, str]]:
    return [(unit.kind, sentence.document.text[unit.start : unit.end]) for unit in sentence.units]


def opened(sentence: IndexedSentence, question: str) -> list[str]:
    asked = analyse_question(question, language=sentence.document.language)
    found = open_units(
        sentence.units, asked.kinds, asked.terms, asked.focus, is_ahead=asked.is_ahead
    )
    return [sentence.document.text[unit.start : unit.end] for unit in found]


@pytest.mark.parametrize(
    ("line", "kind", "opening", "content"),
    [
        ("1. Préchauffez le four à 180 °C.", "number", "1", "Préchauffez le four à 180 °C."),
        ("Art. 2. - Le dépôt est dû.", "number", "Art. 2", "Le dépôt est dû."),
        ("b) le loyer est dû.", "number", "b)", "le loyer est dû."),
        ("4.1 Le bonnet est obligatoire.", "number", "4.1", "Le bonnet est obligatoire."),
        ("15h32 - Rafale record : 148 km/h", "date", "15h32", "Rafale record : 148 km/h"),
        ("17h20 : le trafic reprend.", "date", "17h20", "le trafic reprend."),
        ("[14:05] Le maire arrive.", "date", "14:05", "Le maire arrive."),
        ("9 h – Ouverture des portes", "date", "9 h", "Ouverture des portes"),
        ("- 18h30 : concert", "date", "18h30", "concert"),
        ("12 mars 2021 : ouverture du chantier", "date", "12 mars 2021", "ouverture du chantier"),
        ("1998 - Naissance de l'association", "date", "1998", "Naissance de l'association"),
        (
            "PARIS - Le groupe supprime 380 postes.",
            "place",
            "PARIS",
            "Le groupe supprime 380 postes.",
        ),
        ("Lyon (AFP) — Le pont est fermé.", "place", "Lyon", "Le pont est fermé."),
        ("Tarif : 14 euros", "label", "Tarif", "14 euros"),
        ("- Date limite : 30 avril 2026", "label", "Date limite", "30 avril 2026"),
        ("- **Prix** : 25 € en tribune", "label", "Prix", "25 € en tribune"),
        ("**Quand :** samedi", "label", "Quand", "samedi"),
        ("MOTIF DU RAPPEL : LISTERIA", "label", "MOTIF DU RAPPEL", "LISTERIA"),
    ],
)
def test_openings(line: str, kind: str, opening: str, content: str) -> None:
    assert units(first(line)) == [(kind, opening), ("text", content)]


@pytest.mark.parametrize(
    ("line", "language", "place", "day"),
    [
        ("LONDON, Nov 4 (Newswire) - Shares fell 23%.", "en", "LONDON", "Nov 4"),
        ("PARIS, 12 mars (Agence Dépêche) - Le groupe part.", "fr", "PARIS", "12 mars"),
        ("Lyon, le 12 mars 2026 – Le pont est fermé.", "fr", "Lyon", "le 12 mars 2026"),
        ("DUBLIN, Tuesday - The court ruled.", "en", "DUBLIN", "Tuesday"),
        ("NEW YORK, Nov. 4, 2025 — Shares fell.", "en", "NEW YORK", "Nov. 4, 2025"),
    ],
)
def test_datelines(line: str, language: str, place: str, day: str) -> None:
    sentence = first(line, language)
    assert units(sentence)[:2] == [("place", place), ("date", day)]
    text = units(sentence)[2][1]
    assert opened(sentence, "Who fell?" if language == "en" else "Qui part ?") == [text]
    when, where = ("When?", "Where?") if language == "en" else ("Quand ?", "Où ?")
    assert day in opened(sentence, when)
    assert place in opened(sentence, where)


@pytest.mark.parametrize(
    "line",
    [
        "Emmanuel Macron (LREM) - le président - a parlé.",
        "Le maire, élu en mars - il est jeune - a parlé.",
        "Paris est en fête - les rues sont pleines.",
        "Le maire a ajouté lors de la réunion de mardi : il partira.",
        "Le maire a dit : « Je pars ».",
        "Le maire sourit : il part. Sa voiture attend.",
        "A. Smith - un passant - a vu la scène.",
        "3 millions de gens - ou plus - sont venus.",
        "20 heures de travail.",
    ],
)
def test_ordinary_beginnings(line: str) -> None:
    assert units(first(line)) == []


def test_only_the_first_sentence_opens() -> None:
    text = f"Un titre\n\nUne phrase. 15h32 - Le maire arrive.{MORE['fr']}"
    assert not any(sentence.units for sentence in sentences(document(text)))


def test_a_number_answers_what_asks_for_it() -> None:
    clause = first("Art. 2. - Le dépôt de garantie est fixé à 850 euros.")
    content = "Le dépôt de garantie est fixé à 850 euros."
    assert opened(clause, "Quel article fixe le dépôt de garantie ?") == ["Art. 2", content]
    assert opened(clause, "Combien est le dépôt ?") == [content]
    step = first("2. Coupez la courge.")
    assert opened(step, "À quelle étape coupe-t-on la courge ?") == ["2", "Coupez la courge."]
    assert opened(step, "Que coupe-t-on ?") == ["Coupez la courge."]


def test_the_time_of_an_entry_says_when() -> None:
    """Unless the entry itself does."""
    entry = first("17h20 : le trafic reprend sur la ligne 4")
    assert opened(entry, "À quelle heure le trafic reprend-il ?") == ["17h20"]
    assert opened(entry, "Quelle ligne ?") == ["le trafic reprend sur la ligne 4"]
    other = first("17h20 : le trafic reprendra à 19h")
    assert opened(other, "À quelle heure le trafic doit-il reprendre ?") == [
        "17h20",
        "le trafic reprendra à 19h",
    ]


@pytest.mark.parametrize(
    ("line", "question", "language"),
    [
        ("17h20 : le trafic reprendra à 19h", "À quelle heure le trafic reprendra-t-il ?", "fr"),
        ("FOIX, 4 mars (AFP) - Le pont ouvrira en mai.", "Quand va-t-il ouvrir ?", "fr"),
        ("LONDON, March 4 (AP) - The bridge opens in May.", "When will the bridge open?", "en"),
    ],
)
def test_what_has_happened_does_not_say_when_something_will(
    line: str, question: str, language: str
) -> None:
    """An entry and a dispatch are of the day before what they announce."""
    _, _, said = line.partition(" : " if " : " in line else " - ")
    assert opened(first(line, language), question) == [said]


def test_a_label_is_no_answer_to_what_asks_for_it() -> None:
    line = first("Directrice de la piscine : Ana Petit")
    assert opened(line, "Qui est la directrice de la piscine ?") == ["Ana Petit"]
    assert opened(line, "Qui est Ana Petit ?") == ["Directrice de la piscine", "Ana Petit"]


def test_such_numbers_are_no_counts() -> None:
    def counts(line: str) -> list[str]:
        found = first(line)
        marks = zip(found.tokens, found.counts, strict=True)
        return [token.surface for token, is_count in marks if is_count]

    assert counts("1. Coupez 3 courges.") == ["3"]
    assert counts("15h32 - Rafale de 148 km") == ["148"]


# --- tables ---

TABLE = """| Année | Villages | Foyers |
|---|---|---|
| 2026 | 31 | 13 500 |
| 2027 | 47 | 21 000 |"""


def rows() -> list[IndexedSentence]:
    text = f"Un titre\n\nUne phrase qui est là.\n\n{TABLE}{MORE['fr']}"
    return [s for s in sentences(document(text)) if s.passage.kind == "table"]


def test_a_row_leans_on_its_header() -> None:
    header, first_row, second_row = rows()
    assert (header.is_heading, header.leans_on) == (True, None)
    for row in (first_row, second_row):
        assert (row.is_heading, row.leans_on) == (False, header.start)
        assert "foyer" in row.meant
        assert row.text.startswith("| 202")


def test_a_row_implies_the_line_over_its_table() -> None:
    text = f"Un titre\n\nUne phrase qui est là.\n\nTableau 2 – Débit moyen\n\n{TABLE}{MORE['fr']}"
    found = [s for s in sentences(document(text)) if s.passage.kind == "table"]
    assert all("deb" in row.meant for row in found)
    assert not any("deb" in row.meant for row in rows())


def test_a_cell_answers_what_its_column_is_about() -> None:
    _, _, row = rows()
    assert units(row) == [("cell", "2027"), ("cell", "47"), ("cell", "21 000")]
    assert opened(row, "Combien de foyers en 2027 ?") == ["21 000"]
    assert opened(row, "Combien de villages et de foyers ?") == ["47", "21 000"]
    assert opened(row, "Quel est le total ?") == ["2027", "47", "21 000"]


# --- clauses, parts, words that a line's end broke ---


@pytest.mark.parametrize(
    ("line", "clause"),
    [
        ("Art. II. - Le dépôt est dû.", ("article", "2")),
        ("4.1. Le bonnet est obligatoire.", ("", "4.1")),
        ("Le dépôt est dû.", None),
    ],
)
def test_clauses(line: str, clause: tuple[str, str] | None) -> None:
    assert first(line).clause == clause


def test_a_heading_numbers_what_is_under_it() -> None:
    text = (
        "Un bail\n\nArticle 2\n\nLe dépôt est dû. Il est rendu.\n\nArticle 3\n\nLe préavis est "
        "court.\n\nLa signature\n\nLe bail est signé en double."
    )
    found = [(s.clause, "articl" in s.meant) for s in sentences(document(text)) if not s.is_heading]
    second, third = ("article", "2"), ("article", "3")
    assert found == [(second, True), (second, True), (third, True), (None, False)]


def test_a_part_of_a_long_sentence_leans_on_its_beginning() -> None:
    line = (
        "Le tribunal" + ", qui est saisi par les riverains du parc" * 60 + ", a tranché. Il part."
    )
    text = f"Un titre\n\n{line}{MORE['fr']}"
    found = [s for s in sentences(document(text)) if s.passage.paragraph == 2]
    assert [s.part for s in found] == [1, 2, 3, 0]
    assert [s.leans_on for s in found[1:3]] == [found[0].start] * 2


def test_both_parts_of_a_broken_word_are_index_terms() -> None:
    """It may be two words that a hyphen joins."""
    sentence = first(
        "Il reviendra un après-\nmidi de juin, quand la mairie sera de nouveau ouverte."
    )
    assert {"apresmid", "apre", "mid"} & sentence.terms
    assert "mid" in sentence.meant


@given(articles)
def test_units_of_any_text(text: str) -> None:
    for sentence in sentences(document(text)):
        at = sentence.start
        for unit in sentence.units:
            assert at <= unit.start < unit.end <= sentence.end
            at = unit.end
