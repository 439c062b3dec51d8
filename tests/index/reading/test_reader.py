"""What the reader says of any article: words of one sentence, to the letter, always the same."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import example, given, settings

from index import Document, Reader
from index.annotations.indexed import IndexedDocument, index_document
from index.reading.reader import SentenceReading
from index.reading.windows import cover
from tests.index.helpers import document
from tests.strategies import articles, questions

LONG_SENTENCE = "mot " * 2500
WITHOUT_LETTERS = "?!... 👍🏽 — « » ; 🇫🇷\n\n()"
ODD_TEXTS = (
    LONG_SENTENCE,
    "m" * 2_500,
    "彼は言った" * 200,
    WITHOUT_LETTERS,
    "👩\u200d🚀" * 300,
    "שלום עולם. العربية لغة جميلة، قال ذلك ( أمس ). 12.5 %",
    "« Jamais fermé. (Encore ouvert. “Et toujours.",
    "fermé sans ouvrir ». Suite) d'une phrase”.",
    "\x00 Un mot\x00coupé. \x00",
    "\ufeffe\u0301te\u0301 a\u0300 Que\u0301bec.",
)
_few = settings(max_examples=15)


def readings_of(
    reader: Reader, article: IndexedDocument, question: str
) -> dict[int, SentenceReading]:
    places = [(sentence.start, sentence.end) for sentence in article.sentences]
    found: dict[int, SentenceReading] = {}
    for window in cover(places)[:3]:
        found |= reader.read(question, article, window)
    return found


def is_in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def check_reading(article: IndexedDocument, number: int, reading: SentenceReading) -> None:
    sentence, text = article.sentences[number], article.document.text
    assert sentence.start <= reading.start < reading.end <= sentence.end
    for at in (reading.start, reading.end):
        if sentence.start < at < sentence.end:
            assert not (is_in_word(text[at - 1]) and is_in_word(text[at]))
    assert np.isfinite([reading.margin, reading.answerable]).all()


@_few
@given(articles, questions)
def test_every_span_is_whole_words_of_its_sentence(
    reader: Reader, text: str, question: str
) -> None:
    article = index_document(document(text, title=text[:50]))
    for number, reading in readings_of(reader, article, question).items():
        check_reading(article, number, reading)


@pytest.mark.parametrize("title", ["", "Un titre", "\x00", "titre " * 200])
def test_any_title(reader: Reader, title: str) -> None:
    article = index_document(document("Le maire a signé. Il part.", title=title))
    found = reader.read("Qui a signé ?", article, range(2))
    assert set(found) == {0, 1}
    for number, reading in found.items():
        check_reading(article, number, reading)


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_odd_texts(reader: Reader, text: str) -> None:
    article = index_document(document(text))
    for question in ("Qui a dit quoi ?", "👍"):
        for number, reading in readings_of(reader, article, question).items():
            check_reading(article, number, reading)
    vectors = reader.sentence_vectors(article)
    assert vectors.shape == (len(article.sentences), reader.width)
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.isclose(lengths, 1, atol=1e-3).all() or not any(map(str.isalnum, text))


def test_a_sentence_that_does_not_fit_is_left_out(reader: Reader) -> None:
    """650 characters may be more pieces than the model takes."""
    text = "ᚠᚢᚦᚨᚱᚲ " * 80 + "fin. Une autre phrase est là."
    article = index_document(document(text))
    window = range(len(article.sentences))
    found = reader.read("Qui ?", article, window)
    assert 0 in found
    for number, reading in found.items():
        check_reading(article, number, reading)
    vectors = reader.sentence_vectors(article)
    assert np.isclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3).all()


# --- always the same ---


@pytest.fixture(scope="module")
def article(seed_document: Document) -> IndexedDocument:
    return index_document(seed_document)


ASKED = (
    ("Quel est le montant du contrat ?", range(3)),
    ("Who created ChatGPT?", range(4, 8)),
    ("Pourquoi ?", range(7, 8)),
)


def read_all(reader: Reader, article: IndexedDocument) -> list[dict[int, SentenceReading]]:
    return [reader.read(question, article, window) for question, window in ASKED]


def test_the_same_in_any_order_and_whatever_was_read_before(
    reader: Reader, article: IndexedDocument
) -> None:
    expected = dict(zip(ASKED, read_all(reader, article), strict=True))
    for question, window in (*ASKED[::-1], *ASKED[::2]):
        assert reader.read(question, article, window) == expected[question, window]
        reader.question_vector(question)


@pytest.mark.parametrize("threads", [1, 3])
def test_the_same_on_any_number_of_threads(
    reader: Reader, article: IndexedDocument, threads: int
) -> None:
    other = Reader(sha256=reader.name, threads=threads)
    assert (other.name, other.width) == (reader.name, reader.width)
    assert read_all(other, article) == read_all(reader, article)
    for question, _ in ASKED:
        np.testing.assert_array_equal(
            other.question_vector(question), reader.question_vector(question)
        )


def test_the_same_from_several_threads_at_once(reader: Reader, article: IndexedDocument) -> None:
    expected = read_all(reader, article)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: read_all(reader, article), range(4))) == [expected] * 4


# --- vectors ---


def test_a_sentence_without_a_piece_has_no_vector(reader: Reader) -> None:
    article = index_document(document("\u00ad. Un mot."))
    vectors = reader.sentence_vectors(article)
    assert vectors.shape == (len(article.sentences), reader.width)
    assert np.isfinite(vectors).all()


def test_no_sentences(reader: Reader) -> None:
    article = index_document(document(" \n "))
    assert reader.sentence_vectors(article).shape == (0, reader.width)


@_few
@given(question=questions)
@example(question="👍")
@example(question="m" * 1000)
def test_a_question_has_a_vector_of_length_1(reader: Reader, question: str) -> None:
    vector = reader.question_vector(question)
    assert vector.shape == (reader.width,)
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-3)


def test_a_question_is_nearest_to_what_answers_it_in_any_language(reader: Reader) -> None:
    """No word of the questions is in the article."""
    text = (
        "Le chat noir dort sur le canapé du salon. La banque centrale a relevé son taux. "
        "Un séisme a détruit le village. Le musicien a composé un opéra."
    )
    article = index_document(document(text))
    vectors = reader.sentence_vectors(article)
    for question, number in (
        ("Where does the black cat sleep?", 0),
        ("What did the earthquake destroy?", 2),
        ("¿Dónde duerme el gato negro?", 0),
    ):
        assert int((vectors @ reader.question_vector(question)).argmax()) == number
