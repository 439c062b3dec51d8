"""Foils that ask of one what the article says of another only."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from index.training.reader.articles import Article
from index.training.reader.roles import age_of_another, attribute_of_another
from tests.index.training.reader import tiny

SEEDS = range(40)
PEOPLE = {"Inès Morel": "person", "Paul Fabre": "person"}
AGES = ("quel âge", "l'âge", "age ", "how old", "'s age")


def ages(article: Article) -> set[tuple[str, int] | None]:
    return {age_of_another(article, random.Random(seed)) for seed in SEEDS}


def attributes(article: Article) -> set[tuple[str, int]]:
    found = (attribute_of_another(article, random.Random(seed)) for seed in SEEDS)
    return {made for made in found if made is not None}


@pytest.mark.parametrize(
    ("language", "question"),
    [("fr", "Quel âge a Paul Fabre ?"), ("en", "How old is Paul Faber?")],
)
def test_the_age_of_one_is_asked_where_that_of_another_is_given(
    language: str, question: str
) -> None:
    article = tiny.lawsuit(language)
    found = ages(article)
    assert (question, 2) in found
    for made in found:
        assert made is not None
        assert any(words in made[0].lower() for words in AGES)
        assert "Paul Fab" in made[0]
        assert ", 34" in article.text[slice(*article.sentences[made[1]])]


@pytest.mark.parametrize(
    "text",
    [
        "Inès Morel, 34 ans, rit. Paul Fabre dort. Il a 52 ans.",
        "Inès Morel, 34 ans, rit. Paul Fabre dort à 52 ans.",
        "Inès Morel, 34 ans, rit. Paul Fabre (52) dort.",
        "Inès Morel, 34 ans, rit. La chambre est vide. Le quinquagénaire Paul Fabre dort.",
        "Inès Morel rit. Paul Fabre dort.",
        "Inès Morel, 34 ans, rit. L'un dort. L'autre aussi. Le port est vide. Et Paul Fabre ?",
    ],
)
def test_no_age_is_asked_that_may_be_given_or_where_none_is_near(text: str) -> None:
    assert ages(tiny.article(text, PEOPLE, {}, title="Un procès")) == {None}


def test_it_is_asked_where_all_ages_are_of_the_other() -> None:
    text = "Inès Morel, 34 ans, rit. Paul Fabre dort. Il a fini."
    assert ages(tiny.article(text, PEOPLE, {}, title="Un procès")) != {None}


@pytest.mark.parametrize("kind", ["body", "place", "unknown"])
def test_only_persons_have_an_age(kind: str) -> None:
    article = tiny.lawsuit("fr")
    names = tuple(replace(n, kind=kind) if " " in n.text else n for n in article.names)
    assert ages(replace(article, names=names)) == {None}


SEAT = "Le siège d'Orbane donne sur le port. Halcyon dort."
SEATS = {
    "Où est le siège d'Halcyon ?",
    "Dans quelle ville se trouve le siège d'Halcyon ?",
    "Où est basé Halcyon ?",
}
BODIES = {"Orbane": "body", "Halcyon": "body"}


def seats(text: str, title: str = "Un procès", names: dict[str, str] = BODIES) -> set[str]:
    """What is asked about a seat, or the words that ask for one."""
    article = tiny.article(text, names, {}, title=title)
    words = ("siège", "siege", "basé", "based", "headquarter", "head office")
    return {made[0] for made in attributes(article) if any(word in made[0] for word in words)}


def test_what_one_has_is_asked_of_another() -> None:
    found = seats(SEAT)
    assert found & SEATS
    assert all("Halcyon" in question for question in found)


def test_in_english_too() -> None:
    found = attributes(tiny.lawsuit("en"))
    asked = {question for question, sentence in found if sentence == 3}
    assert {"Where is Halcyon based?", "Where is Orbane headquartered?"} & asked
    assert not any("Zincor" in question for question in asked)


def test_the_sentence_says_it_of_another() -> None:
    article = tiny.article(SEAT, BODIES, {}, title="Un procès")
    assert {sentence for _, sentence in attributes(article)} == {0}


@pytest.mark.parametrize(
    "text",
    [
        "Le siège d'Orbane, c'est leur port. Halcyon dort.",  # whose?
        "Le siège est vide. Orbane dort. Halcyon dort.",  # nobody's name
        "Le siège d'Orbane est vide. Le siège est plein. Halcyon dort.",  # one of two is
        "Le siège d'Orbane est vide. Le siège d'Halcyon est plein.",  # both have one
        "Orbane a un siège. Orbane a un bureau. " * 2 + "Halcyon dort.",  # too often
        "Le siège d'Orbane est vide. L'un dort. L'autre aussi. Le port dort. Halcyon dort.",  # far
        "Le siège d'Orbane domine Halcyon. Halcyon dort.",  # both in a sentence
        "Halcyon dort. Orbane est sur le port.",  # no word of it
    ],
)
def test_it_is_not_asked_where_it_may_be_said_of_both_or_is_far_away(text: str) -> None:
    assert seats(text) == set()


def test_nor_where_the_title_says_it() -> None:
    assert seats(SEAT, title="Le siège est vide") == set()


def test_nor_of_another_kind() -> None:
    assert seats(SEAT, names={"Orbane": "body", "Halcyon": "person"}) == set()
    assert seats(SEAT, names={"Orbane": "place", "Halcyon": "place"}) == set()


def test_nothing_is_asked_of_places() -> None:
    text = "Albi compte neuf cents habitants. Vabres dort."
    article = tiny.article(text, {"Albi": "place", "Vabres": "place"}, {}, title="Un procès")
    assert attributes(article) == set()


def test_the_same_seed_gives_the_same_foil() -> None:
    article = tiny.lawsuit("fr")
    for seed in SEEDS:
        for foil in (age_of_another, attribute_of_another):
            assert foil(article, random.Random(seed)) == foil(article, random.Random(seed))
    assert len(ages(article)) > 2
    assert len(attributes(article)) > 5
