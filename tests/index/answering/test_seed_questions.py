"""The questions written for the seed: how well they are answered, and that all is verbatim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index import Document, Reader
from index.reading.weights import load_weights
from index.training.datasets import Dataset, read_dataset
from index.training.evaluation import Figures, Outcome, Prediction, evaluate, summarise
from tests.paths import DATA

SEED = DATA / "seed.json"


@pytest.fixture(scope="module")
def seed_questions() -> Dataset:
    return read_dataset(SEED)


@pytest.fixture(scope="module")
def outcomes(seed_questions: Dataset, reader: Reader) -> list[Outcome]:
    found: list[Outcome] = []
    evaluate(seed_questions, load_weights(), reader=reader, watch=found.append)
    return found


@pytest.fixture(scope="module")
def predictions(outcomes: list[Outcome]) -> list[Prediction]:
    return [outcome.prediction for outcome in outcomes]


@pytest.fixture(scope="module")
def unread(seed_questions: Dataset) -> list[Prediction]:
    """Without the reader."""
    return evaluate(seed_questions, load_weights())


def french(rows: list[Prediction]) -> Figures:
    return summarise("fr", [row for row in rows if row.example.language == "fr"])[0]


def test_the_set_is_of_the_seed(seed_questions: Dataset, seed_document: Document) -> None:
    (entry,) = seed_questions.entries
    assert entry.document.text == seed_document.text
    assert len(entry.examples) == 57


def test_french_questions_find_their_sentence(predictions: list[Prediction]) -> None:
    rows = [p for p in predictions if p.example.language == "fr" and p.example.is_answerable]
    assert len(rows) == 30
    figures = french(predictions)
    assert figures.hit_1 is not None
    assert figures.hit_1 >= 0.85


def test_unanswerable_questions_are_less_sure(predictions: list[Prediction]) -> None:
    figures = french(predictions)
    assert figures.auroc is not None
    assert figures.auroc >= 0.75


def test_without_the_reader_sentences_are_found_and_refusal_is_cruder(
    unread: list[Prediction],
) -> None:
    figures = french(unread)
    assert figures.hit_1 is not None
    assert figures.hit_1 >= 0.85
    assert figures.auroc is not None
    assert figures.auroc >= 0.6
    assert figures.f1 == 0


def test_the_title_of_the_set_changes_no_offset(
    seed_questions: Dataset, predictions: list[Prediction]
) -> None:
    (entry,) = seed_questions.entries
    for row in predictions:
        for start, end, _ in row.ranking:
            quoted = entry.document.text[start:end]
            assert quoted == quoted.strip()


def test_every_citation_is_verbatim(outcomes: list[Outcome], seed_document: Document) -> None:
    for outcome in outcomes:
        assert outcome.answer is not None
        for c in outcome.answer.citations + outcome.answer.closest:
            assert seed_document.text[c.start_char_index : c.end_char_index] == c.cited_text


def test_every_short_answer_is_in_its_quote(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        assert outcome.answer is not None
        if outcome.answer.answer is not None:
            assert outcome.answer.answer in outcome.answer.citations[0].cited_text


def test_a_set_asked_twice_is_answered_alike(
    seed_questions: Dataset, unread: list[Prediction]
) -> None:
    again = evaluate(seed_questions, load_weights())
    assert [replace(p, milliseconds=0.0) for p in again] == [
        replace(p, milliseconds=0.0) for p in unread
    ]
