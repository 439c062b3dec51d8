"""A name is found where it is one, and is put into a question as the language wants it."""

from __future__ import annotations

import pytest

from index.training.reader.articles import Name
from index.training.reader.wording import (
    are_joined,
    determiner,
    gaps,
    has_word,
    is_coordinated,
    is_in_language,
    is_whole,
    longest_names,
    put_name,
)
from tests.index.training.reader import tiny

FRENCH = tiny.article(
    "Au Sénat, on attend. L'avis du Sénat viendra. L'Élysée et le Sénat, eux, sont à Paris. "
    "Sénat : le mot est romain. Orbane et Halcyon sont à Lyon. Les Alpes sont loin.",
    {},
    {},
)
ENGLISH = tiny.article(
    "The Senate is here, and Halcyon is there. The Senate has left.", {}, {}, language="en"
)


@pytest.mark.parametrize(
    ("question", "name", "other", "changed"),
    [
        ("Quel est le plan de Zincor ?", "Zincor", "Orbane", "Quel est le plan d'Orbane ?"),
        ("Quel est le plan d'Orbane ?", "Orbane", "Halcyon", "Quel est le plan d'Halcyon ?"),
        ("Quel est le plan de Zincor ?", "Zincor", "Sénat", "Quel est le plan du Sénat ?"),
        ("Quel est le plan de Zincor ?", "Zincor", "Alpes", "Quel est le plan des Alpes ?"),
        ("Quel est le plan de Zincor ?", "Zincor", "Élysée", "Quel est le plan de l'Élysée ?"),
        ("Quel est le plan de la Chambre ?", "Chambre", "Sénat", "Quel est le plan du Sénat ?"),
        ("Qui parle au Conseil ?", "Conseil", "Orbane", "Qui parle à Orbane ?"),
        ("Qui parle à Orbane ?", "Orbane", "Sénat", "Qui parle au Sénat ?"),
        ("Le Conseil a-t-il dit non ?", "Conseil", "Orbane", "Orbane a-t-il dit non ?"),
        ("Orbane a-t-il dit non ?", "Orbane", "Sénat", "Le Sénat a-t-il dit non ?"),
    ],
)
def test_french_prepositions_and_determiners_follow_the_name(
    question: str, name: str, other: str, changed: str
) -> None:
    assert put_name(FRENCH, question, name, other) == changed


@pytest.mark.parametrize(
    ("question", "name", "other", "changed"),
    [
        ("Who sued the Senate?", "Senate", "Halcyon", "Who sued Halcyon?"),
        ("Who sued Halcyon?", "Halcyon", "Senate", "Who sued the Senate?"),
        ("Halcyon did what?", "Halcyon", "Senate", "The Senate did what?"),
    ],
)
def test_so_does_the(question: str, name: str, other: str, changed: str) -> None:
    assert put_name(ENGLISH, question, name, other) == changed


def test_no_determiner_is_put_into_a_question_of_another_language() -> None:
    assert put_name(FRENCH, "Who sued Halcyon and when?", "Halcyon", "Sénat") is None
    assert put_name(FRENCH, "Who sued Halcyon and when?", "Halcyon", "Orbane") is not None


def test_a_name_that_the_question_lacks_is_not_replaced() -> None:
    assert put_name(FRENCH, "Qui a fondé Orbanet ?", "Orbane", "Zincor") is None


def test_the_determiner_is_the_most_frequent_one() -> None:
    assert determiner(FRENCH, "Sénat") == "le"
    assert determiner(FRENCH, "Élysée") == "l'"
    assert determiner(FRENCH, "Orbane") == ""
    assert determiner(FRENCH, "Zincor") == ""


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        ("Hier, Tours a gagné.", "Tours", True),
        ("Tours a gagné hier.", "Tours", True),
        ("Hier, Tours Métropole a gagné.", "Tours", False),
        ("Hier, Grand Tours a gagné.", "Tours", False),
        ("Hier, la Foire de Tours a ouvert.", "Tours", False),
        ("Hier, Tours-Nord a gagné.", "Tours", False),
        ("Hier, «Tours» a paru.", "Tours", False),
        ("Hier, La Ligue a voté.", "Ligue", True),
        ("On voit Tours. On voit Tours. On voit Tours Métropole.", "Tours", True),
    ],
)
def test_a_part_of_a_longer_name_is_not_whole(text: str, name: str, whole: bool) -> None:
    assert is_whole(text, Name(name, "person", True)) == whole


def test_a_common_word_is_not_whole_unless_it_is_somebody() -> None:
    assert not is_whole("Hier, Orange a dit que l'orange a mûri.", Name("Orange", "body", True))
    assert is_whole("Hier, Orange a dit que l'orange a mûri.", Name("Orange", "person", True))
    assert not is_whole("Hier, Elle a paru.", Name("Elle", "body", True))


@pytest.mark.parametrize(
    ("question", "name", "one_of_several"),
    [
        ("Qui a fondé Lyon et Tours ?", "Lyon", True),
        ("Qui a fondé Lyon et Tours ?", "Tours", True),
        ("Who founded Lyon or the Senate?", "Senate", True),
        ("Qui a fondé Tours ?", "Tours", False),
        ("Où est Tours et qui l'a fondée ?", "Tours", True),
    ],
)
def test_coordination_is_seen(question: str, name: str, one_of_several: bool) -> None:
    assert is_coordinated(question, name) == one_of_several


@pytest.mark.parametrize(
    "text",
    ["Lyon et Tours", "Tours, Lyon", "Lyon and the Tours", "Tours (Lyon)", "Lyon ainsi que Tours"],
)
def test_names_next_to_each_other_are_joined(text: str) -> None:
    assert are_joined(text, "Lyon", "Tours")
    assert are_joined(text, "Tours", "Lyon")


@pytest.mark.parametrize("text", ["Lyon a battu Tours", "Lyon, qui a battu Tours"])
def test_names_apart_are_not(text: str) -> None:
    assert not are_joined(text, "Lyon", "Tours")


def test_gaps_are_between_each_two_places() -> None:
    assert sorted(gaps("Lyon a Tours, Lyon", "Lyon", "Tours")) == [2, 3]
    assert gaps("Lyonnais, Tours", "Lyon", "Tours") == []


def test_words_are_whole_words() -> None:
    assert has_word("l'Orbane.", "Orbane")
    assert not has_word("Orbanet", "Orbane")


def test_of_names_in_names_the_longest_count() -> None:
    ann, lee = Name("Ann Lee", "person", True), Name("Lee", "person", True)
    assert longest_names([lee, ann], ["Who is Ann Lee?"]) == [ann]
    assert longest_names([lee, ann], ["Who is Lee?"]) == [lee]


@pytest.mark.parametrize(
    ("question", "language"),
    [("Qui est le maire de Tours ?", "fr"), ("Who is the mayor of Tours?", "en")],
)
def test_the_language_of_a_question_is_that_of_its_small_words(
    question: str, language: str
) -> None:
    assert is_in_language(question, language)
    assert not is_in_language(question, "en" if language == "fr" else "fr")
    assert not is_in_language("Zincor ?", language)
    assert not is_in_language(question, "de")
