"""Which part of a text is the quote, and who is said to have said it."""

from __future__ import annotations

import pytest
from hypothesis import given

from index.verifying.quoting import read_quote
from tests.strategies import articles

QUOTE = "Nous ne céderons pas un mètre"


@pytest.mark.parametrize(
    "text",
    [
        "{}", "  {}\n", "« {} »", "«{}»", "“{}”", "„{}“", '"{}"', "‘{}’", "'{}'", "‹{}›",
        "<< {} >>", "''{}''", "``{}''", ",,{}''", "« “{}” »", "“‘{}’”", "« {} ».", '"{}",',
        "« {}", "{} »", "“{}", '{}"', "» {} «", "((« {} »))",
    ],
)  # fmt: skip
def test_the_marks_are_no_part_of_the_quote(text: str) -> None:
    text = text.format(QUOTE)
    reading = read_quote(text)
    assert text[reading.start : reading.end] == QUOTE
    assert (reading.name, reading.asides) == (None, ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Marc Delvaux a dit « {} »", "Marc Delvaux"),
        ("Marc Delvaux a déclaré : « {} »", "Marc Delvaux"),
        ("« {} », a déclaré Marc Delvaux", "Marc Delvaux"),
        ("« {} », a déclaré hier à la presse le maire, Marc Delvaux.", "le maire, Marc Delvaux"),
        ("Selon le maire de Tours, « {} »", "le maire de Tours"),
        ("D'après M. Delvaux, “{}”", "M. Delvaux"),
        ("Marc Delvaux : « {} »", "Marc Delvaux"),
        ("Delvaux: \"{}\"", "Delvaux"),
        ("« {} » (Marc Delvaux)", "Marc Delvaux"),
        ("« {} » – Marc Delvaux", "Marc Delvaux"),
        ("« {} », dixit Delvaux", "Delvaux"),
        ("“{}” said Marc Delvaux", "Marc Delvaux"),
        ("\"{},\" Marc Delvaux said.", "Marc Delvaux"),
        ("According to Marc Delvaux, “{}”", "Marc Delvaux"),
        ("Did Delvaux say \"{}\"?", "Delvaux"),
        ("Marc Delvaux said: '{}'", "Marc Delvaux"),
        ("Marc Delvaux hat gesagt: „{}“", "Marc Delvaux"),
        ("Marc Delvaux dijo: «{}»", "Marc Delvaux"),
        ("Est-ce que Ursula von der Leyen a dit « {} » ?", "Ursula von der Leyen"),
        ("vérifie : « {} »", None),
        ("Vérifie : « {} »", None),
        ("Verify: “{}”", None),
        ("Marc Delvaux a dit « {}", "Marc Delvaux"),
        ("{} », a dit Marc Delvaux", "Marc Delvaux"),
        ('{}", a dit Marc Delvaux', "Marc Delvaux"),
        ("est-ce vrai ? « {} »", None),
        ("il a dit « {} »", None),
    ],
)  # fmt: skip
def test_who_is_said_to_have_said_it(text: str, name: str | None) -> None:
    text = text.format(QUOTE)
    reading = read_quote(text)
    assert text[reading.start : reading.end].rstrip(",") == QUOTE
    assert reading.name == name


def test_a_quotation_inside_another() -> None:
    text = "vérifie : « Il a dit « oui bien sûr » hier, et « non » ce matin »"
    reading = read_quote(text)
    assert text[reading.start : reading.end] == text[12:-2]
    assert not reading.asides


def test_several_quotations_are_one_quote() -> None:
    text = f"« {QUOTE} », a dit Marc Delvaux. « Nous irons en justice demain »"
    reading = read_quote(text)
    assert text[reading.start : reading.end] == text[2:-2]
    assert [text[a:b] for a, b in reading.asides] == [" », a dit Marc Delvaux. « "]
    assert reading.name == "Marc Delvaux"


@pytest.mark.parametrize(
    "text",
    [
        'il a, lui, accusé Anthropic de "trahison", fustigé',
        'Il a dit "non" et "oui" à la ville de Tours',
        "the workers' rights and the party's plan",
        "l'accord d'hier qu'il n'a pas lu",
    ],
)
def test_without_a_quotation_of_three_words_all_is_the_quote(text: str) -> None:
    reading = read_quote(text)
    assert (reading.start, reading.end) == (0, len(text))


@given(articles)
def test_any_text_can_be_read(text: str) -> None:
    reading = read_quote(text)
    assert 0 <= reading.start <= reading.end <= len(text)
    for a, b in reading.asides:
        assert reading.start < a <= b < reading.end
    whole = reading.whole(text)
    assert whole.start <= reading.start
    assert reading.end <= whole.end
