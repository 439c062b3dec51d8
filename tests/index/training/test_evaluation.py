from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.training.datasets import Dataset, Entry, Example, read_dataset
from index.training.evaluation import (
    ERRORS,
    RANKED,
    Outcome,
    Prediction,
    evaluate,
    right_sentence,
    summarise,
)
from tests.index.helpers import CERTAIN, UNCERTAIN, FakeReader, document
from tests.paths import DATA

TINY = DATA / "tiny.json"


@pytest.fixture(scope="module")
def tiny() -> Dataset:
    return read_dataset(TINY)


@pytest.fixture(scope="module")
def predictions(tiny: Dataset) -> list[Prediction]:
    return evaluate(tiny, CERTAIN)


def made(
    name: str,
    *,
    answers: tuple[tuple[int, int], ...] = ((0, 1),),
    language: str = "",
    rank: int | None = 1,
    status: str = "answered",
    confidence: float = 0.9,
    f1: float = 0.5,
    ms: float = 1.0,
) -> Prediction:
    return Prediction(
        Example(name, "Qui ?", answers, language),
        status,
        confidence,
        None,
        (),
        (),
        rank,
        f1,
        0.0,
        ms,
    )


def test_a_row_for_every_question_in_order(tiny: Dataset, predictions: list[Prediction]) -> None:
    assert [p.example for p in predictions] == [x for e in tiny.entries for x in e.examples]


def test_every_offset_is_a_sentence_of_its_document(
    tiny: Dataset, predictions: list[Prediction]
) -> None:
    rows = iter(predictions)
    for entry in tiny.entries:
        for _ in entry.examples:
            row = next(rows)
            text = entry.document.text
            assert 1 <= len(row.ranking) <= RANKED
            for start, end, probability in row.ranking:
                assert text[start:end] == text[start:end].strip() != ""
                assert 0 <= probability <= 1
            assert [p for *_, p in row.ranking] == sorted(
                (p for *_, p in row.ranking), reverse=True
            )
            assert set(row.citations) <= {(start, end) for start, end, _ in row.ranking}
            assert bool(row.citations) == (row.status == "answered")
            assert (row.answer is None) or any(row.answer in text[a:b] for a, b in row.citations)


def test_the_rank_is_that_of_the_first_right_sentence(predictions: list[Prediction]) -> None:
    for row in predictions:
        right = [
            position
            for position, (start, end, _) in enumerate(row.ranking, 1)
            if any(start <= answer < end for answer, _ in row.example.answers)
        ]
        if row.example.is_answerable:
            assert row.rank == right[0]
        else:
            assert row.rank is None


def test_the_fields_of_a_row(predictions: list[Prediction]) -> None:
    for row in predictions:
        content = row.to_json()
        assert list(content) == [
            "id",
            "status",
            "confidence",
            "answer",
            "citations",
            "ranking",
            "ms",
        ]
        for citation in content["citations"]:
            assert list(citation) == ["start_char_index", "end_char_index"]
        for ranked in content["ranking"]:
            assert list(ranked) == ["start_char_index", "end_char_index", "probability"]
        assert content["id"] == row.example.id
        assert content["ms"] >= 0


def test_short_answers_are_scored_with_a_reader_and_missing_without(
    tiny: Dataset, predictions: list[Prediction], tmp_path: Path
) -> None:
    entry = tiny.entries[0]
    start, end = entry.examples[0].answers[0]
    words = entry.document.text[start:end]
    rows = evaluate(tiny, CERTAIN, reader=FakeReader(words), cache=tmp_path)
    first = next(row for row in rows if row.example.id == entry.examples[0].id)
    assert (first.rank, first.answer, first.f1, first.exact) == (1, words, 1.0, 1.0)
    assert first.error is None
    assert all(row.answer is None and row.f1 == 0 for row in predictions)
    again = FakeReader(words)
    assert evaluate(tiny, CERTAIN, reader=again, cache=tmp_path)[0].answer == words
    assert again.encoded == []  # kept in the cache


def test_progress_counts_questions(tiny: Dataset) -> None:
    done: list[int] = []
    evaluate(tiny, CERTAIN, progress=done.append)
    assert done == [6] * 6


def test_each_outcome_is_watched_when_it_is_known(tiny: Dataset) -> None:
    seen: list[Outcome | int] = []
    rows = evaluate(tiny, UNCERTAIN, progress=seen.append, watch=seen.append)
    outcomes = [item for item in seen if isinstance(item, Outcome)]
    assert [outcome.prediction for outcome in outcomes] == rows
    assert [type(item) for item in seen] == ([Outcome] * 6 + [int]) * 6
    assert [o.entry for o in outcomes] == [e for e in tiny.entries for _ in e.examples]
    for outcome in outcomes:
        assert outcome.explanation is not None
        assert outcome.answer is not None
        assert outcome.answer.question == outcome.prediction.example.question
        assert outcome.answer.status == outcome.prediction.status == "no_answer"
        places = [(s.start, s.end) for s in outcome.explanation.sentences]
        assert places == [(start, end) for start, end, _ in outcome.prediction.ranking]
        rank = outcome.prediction.rank
        assert outcome.right == (places[rank - 1] if rank else None)
    assert {outcome.right is None for outcome in outcomes} == {False, True}


def test_the_gravest_error_is_the_one() -> None:
    errors = {
        "wrong sentence": [
            made("a", rank=2, f1=1.0),
            made("b", rank=None, f1=0.0, status="no_answer"),
        ],
        "not answered": [made("c", status="no_answer", f1=0.0)],
        "not refused": [made("d", answers=(), rank=None, f1=0.0)],
        "wrong short answer": [made("e", f1=0.99), made("f", f1=0.0)],
        None: [made("g", f1=1.0), made("h", answers=(), rank=None, status="no_answer", f1=0.0)],
    }
    assert tuple(errors) == (*ERRORS, None)
    for error, rows in errors.items():
        assert [row.error for row in rows] == [error] * len(rows)


def test_the_right_sentence_of_what_was_not_ranked(tiny: Dataset) -> None:
    article = document("Le pont\n\nUne crue emporta le pont en 1910. Il fut refait. ")
    outcomes: list[Outcome] = []
    examples = (
        Example("heading", "Quoi ?", ((3, 7),)),
        Example("nowhere", "Quoi ?", ((57, 58),)),
        Example("no question", "?!", ((45, 48),)),
        Example("nothing", "?!", ()),
    )
    odd = replace(tiny, entries=(Entry(article, examples, "a"),))
    rows = evaluate(odd, CERTAIN, watch=outcomes.append)
    assert [row.rank for row in rows] == [3, None, None, None]  # a heading comes last
    assert [outcome.right for outcome in outcomes] == [(0, 7), (57, 58), (43, 57), None]
    assert [outcome.explanation is None for outcome in outcomes] == [False, False, True, True]


def test_what_is_no_question_is_a_row_without_answer(tiny: Dataset) -> None:
    entry = tiny.entries[0]
    odd = replace(entry, examples=(replace(entry.examples[0], question="?!"),))
    (row,) = evaluate(replace(tiny, entries=(odd,)), CERTAIN)
    assert (row.status, row.confidence, row.answer) == ("no_answer", 0.0, None)
    assert (row.citations, row.ranking, row.rank) == ((), (), None)


def test_the_right_sentence() -> None:
    entry = Entry(document("Un mot. Deux mots. Trois."), (), "a")
    spans = [(0, 7), (8, 18), (19, 25)]

    def right(*answers: tuple[int, int]) -> list[int]:
        return right_sentence(spans, entry, Example("q", "Qui ?", answers))

    assert right((0, 2)) == [0]
    assert right((13, 22)) == [1]  # begins in the second, ends in the third
    assert right((7, 12)) == [1]  # white space before the answer does not count
    assert right((0, 2), (19, 24)) == [0, 2]
    assert right() == []
    assert right((7, 8)) == [1]


def test_figures_by_hand() -> None:
    rows = [
        made("a", rank=1, confidence=0.9, ms=1),
        made("b", rank=2, confidence=0.2, status="no_answer", ms=2),
        made("c", rank=None, confidence=0.8, ms=3),
        made("d", answers=(), rank=None, confidence=0.8, ms=4),
        made("e", answers=(), rank=None, confidence=0.1, status="no_answer", ms=5),
    ]
    (figures,) = summarise("set", rows)
    assert (figures.name, figures.questions) == ("set", 5)
    assert figures.hit_1 == pytest.approx(1 / 3)
    assert figures.hit_3 == pytest.approx(2 / 3)
    assert figures.mrr_10 == pytest.approx(1.5 / 3)
    assert figures.auroc == pytest.approx((2 + 1 + 1.5) / 6)
    assert figures.answered == pytest.approx(2 / 3)
    assert figures.refused == pytest.approx(1 / 2)
    assert figures.f1 == pytest.approx(0.5)
    assert figures.exact == 0
    assert (figures.p50, figures.p95) == pytest.approx((3, 4.8))


def test_figures_of_nothing() -> None:
    (figures,) = summarise("set", [])
    assert (figures.questions, figures.hit_1, figures.auroc, figures.p50) == (0, None, None, 0)


def test_figures_by_language_and_kind() -> None:
    rows = [
        made("a", language="fr"),
        made("b", language="en", rank=2),
        made("c-hard", answers=(), confidence=0.95),
        made("d-easy", answers=(), confidence=0.1),
    ]
    figures = summarise("set", rows)
    assert [(f.name, f.questions) for f in figures] == [
        ("set", 4),
        ("set en", 1),
        ("set fr", 1),
        ("set easy", 3),
        ("set hard", 3),
    ]
    assert [f.auroc for f in figures] == [0.5, None, None, 1.0, 0.0]
    assert [f.hit_1 for f in figures[1:3]] == [0.0, 1.0]
