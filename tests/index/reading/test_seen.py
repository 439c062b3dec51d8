"""What the reader sees of a window, and where in the article each piece of it is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from index import Reader
from index.annotations.indexed import IndexedDocument, index_document
from index.questions.analysis import analyse_question
from index.reading.model_file import read_model_file, shipped_model
from index.reading.seen import Seen, see
from index.reading.tokeniser import Tokeniser
from index.reading.windows import cover
from tests.index.helpers import document
from tests.strategies import articles

MORE = "\n\nLe reste est dit dans la suite de cet article, qui est en français."
TABLE = """| Année | Villages | Foyers |
|---|---|---|
| 2026 | 31 | 13 500 |
| 2027 | 47 | 21 000 |"""


@pytest.fixture(scope="module")
def tokeniser() -> Tokeniser:
    return Tokeniser(read_model_file(shipped_model(), sha256="").vocabulary)


def index(text: str) -> IndexedDocument:
    return index_document(document(f"Un titre\n\n{text}{MORE}"))


def pieces(tokeniser: Tokeniser, seen: Seen, number: int) -> str:
    """The pieces of a sentence, as text."""
    ids = seen.ids[seen.sentences[number]].tolist()
    return "".join(tokeniser.vocabulary.pieces[i] for i in ids).replace("\u2581", " ").strip()


def row_with(article: IndexedDocument, words: str) -> int:
    return next(n for n, s in enumerate(article.sentences) if words in s.text)


@settings(max_examples=20)
@given(articles)
def test_every_piece_has_its_place(tokeniser: Tokeniser, text: str) -> None:
    article = index_document(document(text))
    for window in cover([(s.start, s.end) for s in article.sentences])[:2]:
        seen = see(tokeniser, article, window)
        begin, end = article.sentences[window[0]].start, article.sentences[window[-1]].end
        assert len(seen.ids) == len(seen.starts) == len(seen.ends)
        assert (np.diff(seen.starts) >= 0).all()
        assert ((begin <= seen.starts) & (seen.starts <= seen.ends) & (seen.ends <= end)).all()
        for number, own in seen.sentences.items():
            sentence = article.sentences[number]
            assert (seen.starts[own] >= sentence.start).all()
            assert (seen.ends[own] <= sentence.end).all()


def test_an_ordinary_text_is_seen_as_it_is(tokeniser: Tokeniser) -> None:
    article = index("Le maire « a dit » : 1 500,5 €. Il part.")
    seen = see(tokeniser, article, range(len(article.sentences)))
    start, end = article.sentences[0].start, article.sentences[-1].end
    tokens = tokeniser.tokenise(article.document.text[start:end])
    np.testing.assert_array_equal(seen.ids, tokens.ids)
    np.testing.assert_array_equal(seen.starts, tokens.starts + start)
    np.testing.assert_array_equal(seen.ends, tokens.ends + start)


@pytest.mark.parametrize(
    "written",
    ["mé\u00addia\u00adthèque", "mé\u200bdiathèque", "média-\nthèque", "m&eacute;diathèque"],
)
def test_words_are_seen_whole(tokeniser: Tokeniser, written: str) -> None:
    line = f"La commune de Saint-Ferréol aura bientôt une {written} et un parc."
    article = index(line)
    seen = see(tokeniser, article, range(1, 2))
    assert "une médiathèque et un parc" in pieces(tokeniser, seen, 1)


def test_capitals_throughout_are_seen_in_small_letters(tokeniser: Tokeniser) -> None:
    article = index("MOTIF DU RAPPEL : PRÉSENCE DE LISTERIA\n\nLa NASA : ESA et CNES.")
    seen = see(tokeniser, article, range(1, 3))
    assert pieces(tokeniser, seen, 1) == "Motif du rappel : présence de listeria"
    assert pieces(tokeniser, seen, 2) == "La NASA : ESA et CNES."


def test_a_row_is_seen_with_its_header(tokeniser: Tokeniser) -> None:
    article = index(TABLE)
    number = row_with(article, "2027")
    seen = see(tokeniser, article, range(number, number + 1))
    assert pieces(tokeniser, seen, number) == "Année: 2027; Villages: 47; Foyers: 21 000."
    text = article.document.text
    own = {text[a:b].strip() for a, b in zip(seen.starts, seen.ends, strict=True)} - {""}
    assert not own & {"Année", "Villages", "Foyers"}


def test_a_part_is_seen_after_the_beginning_of_its_sentence(tokeniser: Tokeniser) -> None:
    line = "Le tribunal" + ", qui est saisi par les riverains du parc" * 60 + ", a tranché."
    article = index(line)
    last = row_with(article, "a tranché")
    assert pieces(tokeniser, see(tokeniser, article, range(last, last + 1)), last).startswith(
        "Le tribunal, qui est saisi"
    )


# --- and what the reader makes of it ---


def answer(reader: Reader, article: IndexedDocument, number: int, question: str) -> str:
    asked = analyse_question(question, language=article.document.language)
    window = range(max(0, number - 1), len(article.sentences))
    reading = reader.read(question, article, window, asked=asked)[number]
    return article.document.text[reading.start : reading.end]


@pytest.mark.parametrize(
    ("question", "row", "cell"),
    [
        ("Combien de foyers en 2027 ?", "2027", "21 000"),
        ("Combien de villages en 2026 ?", "2026", "31"),
        ("Combien de villages en 2027 ?", "2027", "47"),
    ],
)
def test_an_answer_is_one_cell(reader: Reader, question: str, row: str, cell: str) -> None:
    article = index(TABLE)
    assert answer(reader, article, row_with(article, row), question) == cell


@pytest.mark.parametrize(
    ("line", "question", "expected"),
    [
        (
            "1. Préchauffez le four.",
            "Que faut-il préchauffer ?",
            {"le four", "four", "Préchauffez le four"},
        ),
        ("15h32 - Rafale record : 148 km/h", "Quelle est la rafale record ?", {"148 km/h"}),
        ("15h32 - Le pont est fermé", "À quelle heure le pont a-t-il été fermé ?", {"15h32"}),
    ],
)
def test_what_is_no_content_is_no_answer(
    reader: Reader, line: str, question: str, expected: set[str]
) -> None:
    article = index(line)
    assert answer(reader, article, 1, question) in expected


@pytest.mark.parametrize(
    ("line", "question", "expected"),
    [
        (
            "Dupont &amp; Fils a racheté l&rsquo;imprimerie.",
            "Qui a racheté l'imprimerie ?",
            "&amp;",
        ),
        ("L&rsquo;accord pr&eacute;voit 45 salari&eacute;s.", "Que prévoit l'accord ?", ""),
    ],
)
def test_no_answer_is_cut_out_of_an_entity(
    reader: Reader, line: str, question: str, expected: str
) -> None:
    article = index(line)
    found = answer(reader, article, 1, question)
    assert expected in found
    for entity in ("&amp;", "&rsquo;", "&eacute;"):
        assert found.count("&") == found.count(";")
        assert not any(found.startswith(entity[n:]) for n in range(1, len(entity)))


def test_a_date_is_not_cut(reader: Reader) -> None:
    text = "The Tolland Bridge reopened on Nov. 4, 2025, after eleven months of repairs."
    article = index_document(document(f"Bridge\n\n{text} Crews replaced the cables of the bridge."))
    found = answer(reader, article, 1, "When did the bridge reopen?")
    assert found.endswith("Nov. 4, 2025")
