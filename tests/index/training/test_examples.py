from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from index.training.datasets import Dataset, read_dataset
from index.training.examples import Case, article_texts, make_cases

ARTICLES = {
    "Lyon": "Jean Petit a ouvert le pont de Lyon en 1999. Le pont a coûté 3 millions d'euros.",
    "Oslo": "Anna Berg dirige le musée de la ville. Le musée a été fondé en 1901.",
}
QUESTIONS = {
    "Lyon": [
        ("Quand Jean Petit a-t-il ouvert le pont ?", "1999"),
        ("Combien a coûté le pont ?", "3 millions d'euros"),
    ],
    "Oslo": [("Que dirige Anna Berg ?", "le musée de la ville")],
}


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    entries = []
    for title, text in ARTICLES.items():
        asked = [
            {
                "id": f"{title}-{number}",
                "question": question,
                "answers": [{"text": answer, "answer_start": text.index(answer)}],
            }
            for number, (question, answer) in enumerate(QUESTIONS[title])
        ]
        entries.append({"title": title, "paragraphs": [{"context": text, "qas": asked}]})
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"data": entries}), encoding="utf-8")
    return read_dataset(path)


def cases_of(dataset: Dataset) -> list[Case]:
    return [case for _, cases in make_cases([dataset], None) for case in cases]


def test_the_ways_in_which_questions_are_asked(dataset: Dataset) -> None:
    found = [(case.kind, case.question.text, len(case.candidates)) for case in cases_of(dataset)]
    assert found == [
        ("", "Quand Jean Petit a-t-il ouvert le pont ?", 2),
        ("hard", "Quand Jean Petit a-t-il ouvert le pont ?", 1),
        ("swapped", "Quand Anna Berg a-t-il ouvert le pont ?", 2),
        ("easy", "Quand Jean Petit a-t-il ouvert le pont ?", 2),
        ("", "Combien a coûté le pont ?", 2),
        ("hard", "Combien a coûté le pont ?", 1),
        ("", "Que dirige Anna Berg ?", 2),
        ("hard", "Que dirige Anna Berg ?", 1),
        ("swapped", "Que dirige Jean Petit ?", 2),
        ("easy", "Que dirige Anna Berg ?", 2),
    ]


def test_only_the_question_as_it_was_asked_has_a_right_sentence(dataset: Dataset) -> None:
    for case in cases_of(dataset):
        assert case.right.any() == (not case.kind)
        assert case.features.shape[0] == len(case.candidates) == len(case.right)
    first = cases_of(dataset)[0]
    assert first.right.tolist() == [True, False]
    assert first.golds == ("1999",)
    assert (first.group, first.source) == ("Lyon", "set.json")


def test_how_right_a_span_is(dataset: Dataset) -> None:
    case = cases_of(dataset)[4]  # "3 millions d'euros", in the second sentence
    spans, shares = case.span_rows(1).spans, case.span_shares(1)
    text = case.candidates[1].document.text
    by_words = {text[a:b]: s for a, b, s in zip(spans.start, spans.end, shares, strict=True)}
    assert by_words["3 millions d'euros"] == 1
    assert by_words["Le pont"] == 0
    assert 0 < by_words["coûté 3 millions d'euros"] < 1
    assert case.span_rows(1).features.shape[0] == len(shares)
    assert not np.isnan(shares).any()


def test_the_words_and_sentences_of_all_articles(dataset: Dataset) -> None:
    texts = set(article_texts([dataset]))
    assert {"musée", "Le musée a été fondé en 1901."} <= texts
