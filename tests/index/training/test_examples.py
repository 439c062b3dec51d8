from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from index.engine import Engine
from index.ranking.features import FEATURES
from index.training.datasets import Dataset, Entry, Example, read_dataset
from index.training.examples import Case, crossed, make_cases, make_foils, names_asked
from tests.index.helpers import FakeReader, document, random_weights

ARTICLES = {
    "Lyon": "Jean Petit a ouvert le pont de Lyon en 1999. Le pont a coûté 3 millions d'euros.",
    "Oslo": "Anna Berg dirige le musée de la ville. Le musée a été fondé en 1901.",
}
QUESTIONS = {
    "Lyon": [
        ("Quand Jean Petit a-t-il ouvert le pont ?", "1999"),
        ("Combien a coûté le pont ?", "3 millions d'euros"),
        ("Qui a ouvert le pont en 1999 ?", "Jean Petit"),
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


def engine_of(entry: Entry, *, reads: bool = True, seed: int = 3) -> Engine:
    reader = FakeReader("1999", "Anna") if reads else None
    return Engine([entry.document], weights=random_weights(seed), reader=reader)


def cases_of(entry: Entry, *, kind: str = "", reads: bool = True) -> list[Case]:
    asked = [(kind, example) for example in entry.examples]
    return list(make_cases("set.json", entry, asked, engine_of(entry), reads=reads))


# --- cases ---


def test_a_case(dataset: Dataset) -> None:
    lyon, _ = dataset.entries
    first, second, third = cases_of(lyon)
    assert (first.group, first.source, first.kind) == ("Lyon", "set.json", "")
    assert [case.right.tolist() for case in (first, second, third)] == [
        [True, False],
        [False, True],
        [True, False],
    ]
    assert [case.golds for case in (first, second, third)] == [
        ("1999",),
        ("3 millions d'euros",),
        ("Jean Petit",),
    ]
    assert first.is_answerable
    assert first.example == lyon.examples[0]
    assert first.stage.features.shape == (2, len(FEATURES))


def test_what_was_read_is_kept_by_row(dataset: Dataset) -> None:
    lyon, _ = dataset.entries
    for case in cases_of(lyon):
        assert set(case.readings) == {0, 1}
        reading = case.readings[0]
        assert lyon.document.text[reading.start : reading.end] == "1999"
    assert all(case.readings == {} for case in cases_of(lyon, reads=False))


def test_a_foil_has_no_right_sentence(dataset: Dataset) -> None:
    for entry in dataset.entries:
        foils = list(make_foils(entry, names_asked(dataset.entries), 0))
        for case in make_cases("set.json", entry, foils, engine_of(entry)):
            assert case.kind in ("swapped", "number")
            assert not case.is_answerable
            assert not case.right.any()
            assert case.golds == ()


def test_an_answer_of_two_sentences_is_right_in_both() -> None:
    source = document("Le pont est ici. Rien. Le pont est là.")
    entry = Entry(source, (Example("q", "Où est le pont ?", ((12, 15), (35, 37))),), "a")
    (case,) = cases_of(entry)
    assert case.right.tolist() == [True, False, True]
    assert case.golds == ("ici", "là")


def test_what_is_no_question_is_left_out(dataset: Dataset) -> None:
    lyon, _ = dataset.entries
    odd = Example("odd", "?!", ((0, 4),))
    found = list(make_cases("set.json", lyon, [("", odd), ("", lyon.examples[0])], engine_of(lyon)))
    assert [case.example.id for case in found] == ["Lyon-0"]


def test_an_article_without_sentences_has_no_cases() -> None:
    entry = Entry(document(" \n "), (Example("q", "Qui est là ?", ()),), "a")
    assert cases_of(entry) == []


@pytest.mark.parametrize("reads", [False, True])
def test_what_is_learned_from_is_what_the_engine_sees(dataset: Dataset, reads: bool) -> None:
    """The same features to the last digit: a score is the sum of what was trained on."""
    for entry in dataset.entries:
        engine = engine_of(entry, reads=reads)
        asked = [("", example) for example in entry.examples]
        for case in make_cases("set.json", entry, asked, engine):
            ranking = engine.rank(case.example.question)
            contributions = {r.sentence.place: r.contributions for r in ranking.sentences}
            for row, features in zip(case.stage.rows, case.stage.features, strict=True):
                place = engine.sentence(int(row)).place
                expected = features * engine.weights.ranker
                np.testing.assert_array_equal(contributions[place], expected)


# --- questions in another language than the article's ---


def asked_of(text: str, **questions: str) -> Entry:
    """An entry whose questions, by their ids with "_" for "-", are all answered by its start."""
    examples = (Example(i.replace("_", "-"), q, ((0, 2),)) for i, q in questions.items())
    return Entry(document(text), tuple(examples), "a")


def test_questions_of_the_first_translation_are_asked_of_the_others() -> None:
    english = asked_of("The bridge.", q1="What is it?", q2="Where is it?")
    german = asked_of("Die Brücke.", q2="Wo ist sie?", q1="Was ist sie?")
    spanish = asked_of("El puente.", q1="¿Qué es?")
    other = asked_of("Le pont.", q1="Qu'est-ce ?")
    entries = [
        ("xquad-en.json", english),
        ("xquad-de.json", german),
        ("piaf.json", other),
        ("xquad-es.json", spanish),
    ]
    (to_german, german_asked), (to_spanish, spanish_asked) = crossed(entries)
    assert to_german == "xquad-en on xquad-de.json"
    assert to_spanish == "xquad-en on xquad-es.json"
    assert german_asked.document == german.document
    assert german_asked.group == german.group
    assert [(e.id, e.question) for e in german_asked.examples] == [
        ("q2", "Where is it?"),
        ("q1", "What is it?"),
    ]
    # What answers is where it was.
    assert [e.answers for e in german_asked.examples] == [e.answers for e in german.examples]
    assert [e.question for e in spanish_asked.examples] == ["What is it?"]


def test_only_questions_that_were_translated_are_crossed() -> None:
    first = asked_of("The bridge.", q1="What is it?", q2_hard="Who is it?")
    second = asked_of("Die Brücke.", q3="Wann?", q2_hard="Wer ist sie?")
    assert crossed([("xquad-en.json", first), ("xquad-de.json", second)]) == []
    assert crossed([("piaf.json", first), ("piaf.json", second)]) == []
    assert crossed([]) == []


# --- questions made to be unanswerable ---


def foils_of(question: str, text: str, names: list[str], *, at: int = 0) -> dict[str, str]:
    entry = Entry(document(text), (Example("q", question, ((0, 2),)),), "a")
    found = list(make_foils(entry, names, at))
    assert all(not foil.answers and foil.id == "q" for _, foil in found)
    kinds = {kind: foil.question for kind, foil in found}
    assert len(kinds) == len(found)
    return kinds


def test_the_names_that_questions_ask_for(dataset: Dataset) -> None:
    assert names_asked(dataset.entries) == ["Jean Petit", "Anna Berg"]


def test_names_come_article_by_article_in_turn() -> None:
    def entry(*questions: str) -> Entry:
        return Entry(document("Un mot."), tuple(Example("q", q, ()) for q in questions), "a")

    entries = [
        entry("Que dit Jean Petit ?", "Où est Lyon ?", "Que fait Rome ?"),
        entry("Qui ?"),
        entry("Que dit Anna Berg ?"),
    ]
    assert names_asked(entries) == ["Jean Petit", "Anna Berg", "Lyon", "Rome"]
    assert names_asked([]) == []


def test_foils_of_a_set(dataset: Dataset) -> None:
    names = names_asked(dataset.entries)
    found = [
        (kind, foil.question)
        for entry in dataset.entries
        for kind, foil in make_foils(entry, names, 0)
    ]
    assert found == [
        ("swapped", "Quand Anna Berg a-t-il ouvert le pont ?"),
        ("number", "Qui a ouvert le pont en 2999 ?"),
        ("swapped", "Que dirige Jean Petit ?"),
    ]


def test_unanswerable_questions_make_no_foils() -> None:
    entry = Entry(document("Jean dort."), (Example("q", "Que fait Jean en 3 ?", ()),), "a")
    assert list(make_foils(entry, ["Anna"], 0)) == []


def test_the_name_to_swap_in_is_one_that_the_article_has_not() -> None:
    text = "Jean Petit et Anna Berg dirigent le musée."
    asked = "Que dirige Jean Petit ?"
    assert foils_of(asked, text, ["Anna Berg", "Jean Moulin", "Rome"]) == {
        "swapped": "Que dirige Rome ?"
    }
    assert foils_of(asked, text, ["Lyon", "Rome"], at=1) == {"swapped": "Que dirige Rome ?"}
    assert foils_of(asked, text, ["Lyon", "Rome"], at=2) == {"swapped": "Que dirige Lyon ?"}
    assert foils_of(asked, text, ["Anna Berg"]) == {}
    assert foils_of(asked, text, []) == {}


def test_a_name_that_the_article_has_not_is_not_swapped() -> None:
    """The question may mean somebody whom the article calls otherwise."""
    assert foils_of("Que dirige Zoé Roux ?", "Elle dirige le musée.", ["Rome"]) == {}


def test_a_question_without_a_name_or_number_makes_no_foil() -> None:
    assert foils_of("Qui dirige le musée ?", "Anna dirige le musée.", ["Rome"]) == {}


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Qui a payé 300 euros ?", "Il a payé 300 euros.", "Qui a payé 400 euros ?"),
        ("Qui a payé 900 euros ?", "Il a payé 900 euros.", "Qui a payé 100 euros ?"),
        ("Qui a payé 300 euros ?", "Il a payé 300 ou 400 euros.", "Qui a payé 500 euros ?"),
        ("Qui a payé 1.500 euros ?", "Il a payé 1.500 euros.", "Qui a payé 2.500 euros ?"),
        # The first of them that the article has.
        ("En 2020, qui a payé 300 ?", "Il a payé 300 euros.", "En 2020, qui a payé 400 ?"),
    ],
)
def test_a_changed_number(question: str, text: str, expected: str) -> None:
    assert foils_of(question, text, []) == {"number": expected}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Qui a payé 400 euros ?", "Il a payé 300 euros."),
        ("Qui a payé 3 euros ?", "1, 2, 3, 4, 5, 6, 7, 8, 9."),
        ("Qui est le 19e ?", "C'est le 19e."),
    ],
)
def test_a_number_that_cannot_be_changed(question: str, text: str) -> None:
    assert foils_of(question, text, []) == {}
