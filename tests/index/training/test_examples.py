from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.engine import Engine
from index.ranking.features import FEATURES
from index.training.datasets import Dataset, read_dataset
from index.training.examples import TrainingExample, make_examples
from tests.index.helpers import Synonyms, random_weights

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


def examples_of(dataset: Dataset) -> list[TrainingExample]:
    return [example for _, made in make_examples([dataset], None) for example in made]


def test_the_ways_in_which_questions_are_asked(dataset: Dataset) -> None:
    found = [(x.kind, x.question.text, len(x.right)) for x in examples_of(dataset)]
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
    for example in examples_of(dataset):
        assert example.right.any() == (not example.kind)
        assert example.features.shape == (len(example.right), len(FEATURES))
    first = examples_of(dataset)[0]
    assert first.right.tolist() == [True, False]
    assert first.golds == ("1999",)
    assert (first.group, first.source) == ("Lyon", "set.json")


def test_how_right_a_span_is(dataset: Dataset) -> None:
    example = examples_of(dataset)[4]  # "3 millions d'euros", in the second sentence
    spans, shares = example.span_rows(1).spans, example.span_shares(1)
    text = example.sentence(1).document.text
    by_words = {text[a:b]: s for a, b, s in zip(spans.start, spans.end, shares, strict=True)}
    assert by_words["3 millions d'euros"] == 1
    assert by_words["Le pont"] == 0
    assert 0 < by_words["coûté 3 millions d'euros"] < 1
    assert example.span_rows(1).features.shape[0] == len(shares)
    assert not np.isnan(shares).any()


@pytest.mark.parametrize("with_vectors", [False, True])
def test_what_is_learned_from_is_what_the_engine_sees(dataset: Dataset, with_vectors: bool) -> None:
    """The same features to the last digit: a score is the sum of what was trained on."""
    encoder = Synonyms() if with_vectors else None
    made = random_weights(3)
    made = replace(made, meaning=made if with_vectors else None)
    entries = iter(dataset.entries)
    for _, examples in make_examples([dataset], encoder):
        engine = Engine([next(entries).document], weights=made, encoder=encoder)
        for example in (x for x in examples if not x.kind or x.kind == "swapped"):
            scores = {
                example.sentence(n).place: score
                for n, score in enumerate(example.features @ made.ranker)
            }
            ranked = engine.rank(example.question.text).sentences
            assert {s.sentence.place: s.score for s in ranked} == pytest.approx(scores)
