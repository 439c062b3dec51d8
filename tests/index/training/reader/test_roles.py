"""Foils with the roles or the names exchanged: the window says it the other way round."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from index.training.reader.articles import Article, Asked, Name
from index.training.reader.roles import exchanged_names, exchanged_roles, name_beside
from tests.index.training.reader import tiny

SEEDS = range(12)
Foil = Callable[[Article, Asked, random.Random], str | None]


def made(foil: Foil, article: Article, asked: Asked) -> set[str | None]:
    """What is made by any seed; None stands for no foil."""
    return {foil(article, asked, random.Random(seed)) for seed in SEEDS}


def beside(article: Article, number: int = 2, window: range | None = None) -> set[str | None]:
    asked, sentence = tiny.question(article, number)
    shown = window or range(len(article.sentences))
    return {name_beside(article, asked, sentence, shown, random.Random(s)) for s in SEEDS}


def asking(article: Article, question: str, answer: str) -> Asked:
    start = article.text.index(answer)
    return Asked("1", question, ((start, start + len(answer)),))


@pytest.mark.parametrize(
    ("language", "question"),
    [("fr", "Qui a attaqué Halcyon en justice ?"), ("en", "Who sued Halcyon?")],
)
def test_the_answer_takes_the_place_of_a_name(language: str, question: str) -> None:
    article = tiny.lawsuit(language)
    assert made(exchanged_roles, article, article.questions[0]) == {question}


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("fr", "Quand le Sénat a-t-il attaqué Halcyon en justice ?"),
        ("en", "When did the Senate sue Halcyon?"),
    ],
)
def test_two_names_change_places(language: str, question: str) -> None:
    article = tiny.lawsuit(language)
    assert made(exchanged_names, article, article.questions[1]) == {question}


@pytest.mark.parametrize(
    ("language", "questions"),
    [
        ("fr", {"Qui a fondé la société Halcyon ?", "Qui a fondé la société Zincor ?"}),
        ("en", {"Who founded the company Halcyon?", "Who founded the company Zincor?"}),
    ],
)
def test_another_name_of_the_window_takes_the_place(language: str, questions: set[str]) -> None:
    # Not the Senate: that has a determiner, so it is another kind of thing.
    assert beside(tiny.lawsuit(language)) == questions


def test_a_name_of_the_very_sentence_comes_first() -> None:
    article = tiny.article(
        "Orbane a été fondée par Inès Morel dans un garage qui a été prêté par Zincor hier. "
        "Halcyon dort.",
        {"Orbane": "body", "Zincor": "body", "Halcyon": "body", "Inès Morel": "person"},
        {"Qui a fondé la société Orbane ?": "Inès Morel"},
        title="Un garage",
    )
    assert beside(article, 0) == {"Qui a fondé la société Zincor ?"}


def test_only_names_of_the_window_are_put() -> None:
    assert beside(tiny.lawsuit("fr"), window=range(2, 5)) == {"Qui a fondé la société Zincor ?"}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Qui a rencontré le Sénat ?", "Halcyon"),
        ("Qui a signé un accord avec le Sénat ?", "Halcyon"),
        ("Qui est l'adversaire du Sénat ?", "Halcyon"),
        ("Qui partage un bureau avec le Sénat ?", "Halcyon"),
        ("Quand Halcyon a-t-il rencontré le Sénat ?", "mardi"),
        ("Quand Halcyon et Zincor ont-ils fusionné ?", "mardi"),
    ],
)
def test_what_two_do_to_each_other_is_not_turned_round(question: str, answer: str) -> None:
    article = tiny.lawsuit("fr")
    assert made(exchanged_roles, article, asking(article, question, answer)) == {None}
    assert made(exchanged_names, article, asking(article, question, answer)) == {None}


@pytest.mark.parametrize(
    "question",
    ["Who met the Senate?", "Who merged with the Senate?", "Who played against the Senate?"],
)
def test_nor_in_english(question: str) -> None:
    article = tiny.lawsuit("en")
    assert made(exchanged_roles, article, asking(article, question, "Halcyon")) == {None}


def test_what_two_do_to_each_other_is_not_asked_of_one_beside() -> None:
    article = tiny.lawsuit("fr")
    asked = asking(article, "Où la foule a-t-elle rencontré Orbane ?", "Inès Morel")
    assert beside(replace(article, questions=(asked,)), 0) == {None}


@pytest.mark.parametrize(
    "more",
    [
        "Halcyon et le Sénat sont loin.",
        "On connaît le Sénat, Halcyon.",
        "On cite Halcyon (Sénat).",
        "On cite Halcyon ainsi que le Sénat.",
    ],
)
def test_names_that_are_joined_somewhere_are_not_exchanged(more: str) -> None:
    article = tiny.lawsuit("fr", more=more)
    assert made(exchanged_roles, article, article.questions[0]) == {None}
    assert made(exchanged_names, article, article.questions[1]) == {None}


def test_nor_are_those_that_the_question_joins() -> None:
    article = tiny.lawsuit("fr")
    for question in (
        "Quand Halcyon et Zincor ont-ils ri ?",
        "Quand rit Halcyon ainsi que Zincor ?",
    ):
        assert made(exchanged_names, article, asking(article, question, "mardi")) == {None}
    asked = asking(article, "Qui a fondé les sociétés Orbane et Zincor ?", "Inès Morel")
    assert beside(replace(article, questions=(asked,)), 0) == {None}


@pytest.mark.parametrize("question", ["Quand a ri le Sénat ?", "Pourquoi rire du Sénat ?"])
def test_the_answer_is_put_only_where_somebody_is_asked_for(question: str) -> None:
    article = tiny.lawsuit("fr")
    assert made(exchanged_roles, article, asking(article, question, "Halcyon")) == {None}


def test_a_long_answer_is_not_the_name_in_it() -> None:
    article = tiny.lawsuit("fr")
    question = article.questions[0].text
    assert made(exchanged_roles, article, asking(article, question, "Halcyon a attaqué")) != {None}
    said = "Halcyon a attaqué le Sénat en justice mardi."
    assert made(exchanged_roles, article, asking(article, question, said)) == {None}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("person", "body"),
        ("place", "body"),
        ("place", "place"),
    ],
)
def test_only_what_is_alike_is_exchanged(first: str, second: str) -> None:
    article = tiny.lawsuit("fr")
    names = (Name("Halcyon", first, True), Name("Sénat", second, True))
    article = replace(article, names=names)
    assert made(exchanged_roles, article, article.questions[0]) == {None}
    assert made(exchanged_names, article, article.questions[1]) == {None}


@pytest.mark.parametrize(
    ("name", "other"), [("Orbane", "Orbane Nord"), ("Parti Vert Libre", "PVL"), ("Orbane", "K2")]
)
def test_names_that_may_be_of_one_thing_are_not_exchanged(name: str, other: str) -> None:
    text = f"Hier, {other} a attaqué {name} à Oslo. La plainte a été lue à la foule."
    names = {name: "body", other: "body"}
    article = tiny.article(text, names, {f"Qui a attaqué {name} ?": other}, title="Un procès")
    assert made(exchanged_roles, article, article.questions[0]) == {None}


def test_nor_those_that_share_a_word_with_each_other_or_with_the_question() -> None:
    article = tiny.article(
        "Hier, Groupe Orbane a attaqué Orbane Nord à la foire. Zincor Oslo a ri.",
        {"Groupe Orbane": "body", "Orbane Nord": "body", "Zincor Oslo": "body"},
        {},
        title="Un procès",
    )
    asked = asking(article, "Quand Groupe Orbane a-t-il attaqué Orbane Nord ?", "Hier")
    assert made(exchanged_names, article, asked) == {None}
    asked = asking(article, "Qui a attaqué Orbane Nord à Oslo ?", "Zincor Oslo")
    assert made(exchanged_roles, article, asked) == {None}
    asked = asking(article, "Qui a attaqué Orbane Nord hier ?", "Zincor Oslo")
    assert made(exchanged_roles, article, asked) == {"Qui a attaqué Zincor Oslo hier ?"}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "Hier, Zincor a attaqué la Banque Orbane à Oslo. On a lu la plainte à la foule.",
            "Zincor",
        ),
        ("Hier, la Banque Zincor a attaqué Orbane à Oslo. On a lu la plainte.", "Banque Zincor"),
    ],
)
def test_a_part_of_a_longer_name_is_not_exchanged(text: str, answer: str) -> None:
    place = "la Banque Orbane" if "Banque Orbane" in text else "Orbane"
    asked = {f"Qui a attaqué {place} ?": answer}
    article = tiny.article(text, {"Zincor": "body", "Orbane": "body"}, asked, title="Un procès")
    assert made(exchanged_roles, article, article.questions[0]) == {None}


FOUNDED = "Qui a fondé la société Orbane ?"


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        # Zincor is the answer.
        (
            "Orbane a été vendue hier à Oslo au terme d'un long voyage par Zincor à un tiers.",
            "Par quelle société Orbane a-t-elle été vendue ?",
            "Zincor",
        ),
        # Zincor is a part of another name.
        ("Orbane a été fondée par Inès Morel hier. La rue Zincor Nord est vide.", FOUNDED, "Inès"),
        # It may be true of Zincor too: it is near, or it is something that both did.
        ("Orbane, filiale de Zincor, a été fondée par Inès Morel.", FOUNDED, "Inès"),
        (
            "Orbane a été fondée par Inès Morel lors d'un dîner, et un accord a uni Zincor à elle.",
            FOUNDED,
            "Inès",
        ),
        # Of whom is it said?
        (
            "Elle a été fondée par Inès Morel dans un garage prêté par Zincor hier. Orbane dort.",
            FOUNDED,
            "Inès",
        ),
        # A year is asked for, and Zincor has one.
        (
            "Orbane a ouvert en 1954 à Oslo. Le port est vide. Zincor date de 1960.",
            "Quand la société Orbane a-t-elle ouvert ?",
            "1954",
        ),
    ],
)
def test_nor_is_one_put_of_which_it_may_be_true(text: str, question: str, answer: str) -> None:
    names = {"Orbane": "body", "Zincor": "body", "Inès Morel": "person"}
    article = tiny.article(text, names, {question: answer}, title="Le port")
    assert beside(article, 0) == {None}


@pytest.mark.parametrize(
    "more",
    [
        "Une autre société dort chez Zincor. Une société dort chez Halcyon.",
        "Le groupe Zincor dit qu'il a été fondé hier. Halcyon a été fondé lundi.",
        "On parle de Zincor et Halcyon. Ils ont été fondés hier.",
    ],
)
def test_what_the_window_may_say_of_the_other_too_is_not_asked(more: str) -> None:
    assert beside(tiny.lawsuit("fr", more=more)) == {None}


def test_who_somebody_is_may_be_said_by_the_word_next_to_the_name() -> None:
    article = tiny.article(
        "Inès Morel est avocate. La chambre est grande. Paul Fabre lit le journal.",
        {"Inès Morel": "person", "Paul Fabre": "person"},
        {"Qui est Inès Morel ?": "avocate", "Quel métier exerce donc Inès Morel ?": "avocate"},
        title="Un procès",
    )
    assert beside(article, 0) == {None}
    assert beside(article, 1) == {"Quel métier exerce donc Paul Fabre ?"}


def test_a_name_that_only_a_question_on_an_encyclopedia_has_is_kept() -> None:
    asked = {"Qui a fondé la société Orbane ?": "Inès Morel"}
    names = {"Orbane": "body", "Zincor": "body", "Inès Morel": "person"}
    text = "Elle a été fondée par Inès Morel hier. Zincor donne sur le port. Orbane est au nord."
    assert beside(tiny.article(text, names, asked, title="Le port"), 0) != {None}
    assert beside(tiny.article(text, names, asked, title="Le port", source="piaf"), 0) == {None}
    assert beside(tiny.article(text, names, asked, title="Orbane", source="piaf"), 0) != {None}


def test_a_question_in_another_language_is_left_alone() -> None:
    article = tiny.lawsuit("fr")
    assert made(exchanged_names, article, asking(article, "When did Halcyon sue Zincor?", "mardi"))
    asked = asking(article, "Who founded the company Orbane?", "Inès Morel")
    assert beside(replace(article, questions=(asked,)), 0) == {None}


def test_the_same_seed_gives_the_same_foil() -> None:
    article = tiny.lawsuit("fr")
    asked, sentence = tiny.question(article, 2)
    for seed in SEEDS:
        once, again = (
            name_beside(article, asked, sentence, range(6), random.Random(seed)) for _ in range(2)
        )
        assert once == again
    assert len(beside(article)) == 2
