"""Whether two short answers mean the same."""

from __future__ import annotations

from datetime import date

import pytest

from index.answering.values import Value, differ, read_value, years_told
from tests.index.helpers import document, sentences

DAY = date(2026, 3, 4)  # a Wednesday


def value(text: str, answer: str, kind: str) -> Value | None:
    (sentence,) = sentences(document(text, published_at=DAY))
    start = sentence.document.text.index(answer)
    return read_value(sentence, start, start + len(answer), frozenset({kind}))


def are_different(first: str, second: str, kind: str, asked: tuple[str, ...] = ()) -> bool:
    frame = "La réponse est bien {} selon la ville."
    one, other = (value(frame.format(a), a, kind) for a in (first, second))
    return one is not None and other is not None and differ(one, other, asked)


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("340 emplois", "290 emplois", "number"),
        ("1,2 milliard d'euros", "1 400 millions d'euros", "money"),
        ("12 %", "quinze pour cent", "percentage"),
        ("340 emplois", "341 emplois", "number"),
        ("deux mois", "deux ans", "duration"),
        ("en octobre 2026", "en février 2027", "date"),
        ("le 14 mars 2026", "le 15 mars 2026", "date"),
        ("Georges Cuenin", "Brigitte Faivre", "person"),
        ("M. Cuenin", "Mme Faivre", "person"),
    ],
)
def test_they_differ(first: str, second: str, kind: str) -> None:
    assert are_different(first, second, kind)
    assert are_different(second, first, kind)


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("1,2 milliard d'euros", "1 200 millions d'euros", "money"),
        ("600 emplois", "six cents emplois", "number"),
        ("340 emplois", "environ 350 emplois", "number"),
        ("plus de 300 emplois", "340 emplois", "number"),
        ("12 %", "douze pour cent", "percentage"),
        ("deux ans", "24 mois", "duration"),
        ("2 km", "2 000 mètres", "number"),
        ("fin 2028", "en décembre 2028", "date"),
        ("en 2027", "en septembre 2027", "date"),
        ("le 14 mars 2026", "en mars 2026", "date"),
        ("Paul Rives", "M. Rives", "person"),
        ("Paul Rives", "Paul", "person"),
        # What is not of one kind is not compared.
        ("85 millions d'euros", "340 emplois", "number"),
        ("340 emplois", "12 hectares", "number"),
        ("12 %", "340 emplois", "number"),
        ("12 morts et 30 blessés", "14 morts", "number"),
        ("le maire", "Paul Rives", "person"),
        ("340 emplois", "en octobre 2026", "number"),
    ],
)
def test_they_do_not_differ(first: str, second: str, kind: str) -> None:
    assert not are_different(first, second, kind)
    assert not are_different(second, first, kind)


def test_what_the_question_counts_is_compared_by_whatever_name() -> None:
    assert are_different("340 emplois", "290 postes", "number", ("emplois",))
    assert not are_different("340 emplois", "290 postes", "number")


def test_the_unit_after_the_answer_counts() -> None:
    text = "Le projet coûtera 85 millions d'euros."
    one, other = value(text, "85", "number"), value(text.replace("85", "86"), "86", "number")
    assert one
    assert other
    assert differ(one, other, ())


def test_years_that_a_sentence_tells_of() -> None:
    (sentence,) = sentences(document("En 2023, le parc de 2019 a reçu 3 000 visiteurs."))
    start = sentence.document.text.index("3 000")
    assert years_told(sentence, but=(start, start + 5)) == {2023, 2019}
    assert years_told(sentence, but=(0, len(sentence.document.text))) == frozenset()
