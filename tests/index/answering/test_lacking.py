"""Which kind of answer sentences lack, said only where it is certain."""

from __future__ import annotations

import pytest
from hypothesis import given

from index.answering.lacking import lacking_kind
from index.questions.analysis import analyse_question
from tests.index.helpers import candidates, document
from tests.strategies import articles, questions

BARE = "La mairie a rejeté cette subvention pour les nageurs."


def lacking(question: str, text: str, language: str = "fr") -> str:
    source = document(text)
    asked = analyse_question(question, language=source.language)
    return lacking_kind(asked, candidates(source), language=language)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Quel est l'âge du maire ?", "d'âge en chiffres"),
        ("Quel est le taux de refus ?", "de pourcentage"),
        ("Quel est le montant de la subvention ?", "de somme d'argent"),
        ("Combien de nageurs ?", "de nombre, sinon dans des dates"),
        ("Quand a-t-elle rejeté la subvention ?", "de date"),
        ("Qui a rejeté la subvention ?", "de nom propre"),
        ("Où vit Paul Martin ?", "de nom propre"),
        ("Pourquoi la mairie a-t-elle rejeté la subvention ?", ""),
        ("Comment la mairie a-t-elle rejeté la subvention ?", ""),
        ("La mairie a-t-elle rejeté la subvention ?", ""),
        ("Depuis combien de temps la mairie rejette-t-elle ?", ""),
    ],
)
def test_what_a_bare_sentence_lacks(question: str, kind: str) -> None:
    assert lacking(question, BARE) == kind


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Quel âge a le maire ?", "Le maire de la ville a fêté ses trente ans avec les enfants."),
        ("Quel âge a le maire ?", "Le maire, 43, est dans la ville avec les enfants."),
        ("Quel est le prix de la piscine ?", "La piscine a coûté 3 millions pour les enfants."),
        (
            "Quel est le prix de la piscine ?",
            "La piscine a coûté 12 € avec les enfants de la ville.",
        ),
        ("Quel est le prix ?", "Cela coûte des milliers d'euros pour les enfants de la ville."),
        ("Quel est le taux de refus ?", "Le refus a été de 12 % pour les enfants de la ville."),
        ("Combien de piscines ?", "La ville a une piscine pour les enfants de la région."),
        ("Combien de piscines ?", "La ville a plusieurs bassins pour les enfants de la région."),
        ("Combien de piscines ?", "La ville a une seule fontaine pour les enfants de la région."),
        ("Quand a-t-elle fermé ?", "La piscine de la ville a fermé vendredi pour les enfants."),
        ("Quand a-t-elle fermé ?", "La piscine de la ville a fermé hier soir pour les enfants."),
        ("Quand a-t-elle fermé ?", "La piscine de la ville a fermé à Noël pour les enfants."),
        ("Qui a fermé la piscine ?", "La piscine de la ville a été fermée par Jeanne Roux."),
    ],
)
def test_what_may_be_an_answer_is_not_lacking(question: str, text: str) -> None:
    assert lacking(question, text) == ""


def test_dates_hold_no_other_number() -> None:
    text = "La mairie a rejeté cette subvention le 3 juin 2024 pour les nageurs."
    assert lacking("Combien de nageurs ?", text) == "de nombre, sinon dans des dates"
    assert lacking("Quel est le montant de la subvention ?", text) == "de somme d'argent"
    assert lacking("Quand a-t-elle rejeté la subvention ?", text) == ""


def test_a_name_of_the_question_is_no_answer() -> None:
    text = "Devenu maire, Paul Martin a rejeté la subvention pour les nageurs."
    assert lacking("Qui a parlé avec Paul Martin ?", text) == ""  # for all we know, "Devenu" is
    text = "La mairie de Paul Martin a rejeté la subvention pour les nageurs."
    assert lacking("Qui a parlé avec Paul Martin ?", text) == "d'autre nom propre"
    assert lacking("qui a parlé avec paul martin", text) == "d'autre nom propre"


def test_a_number_of_the_question_is_a_number() -> None:
    text = "La mairie a rejeté les 3 subventions de cette année pour les nageurs."
    assert lacking("Combien de nageurs ont ces 3 subventions ?", text) == ""


def test_in_english() -> None:
    text = "The town hall has rejected the grant for the swimmers."
    for question, kind in (
        ("How old is the mayor?", "an age in figures"),
        ("How much did the grant cost?", "a sum of money"),
        ("How many swimmers?", "a number, other than in dates"),
        ("When was it rejected?", "a date"),
        ("Who rejected it?", "a proper name"),
    ):
        assert lacking(question, text, "en") == kind


@pytest.mark.parametrize(
    "name", ["xAI", "eBay", "iRobot", "3M", "4chan", "@macron", "leboncoin.fr", "北京"]
)
def test_a_name_needs_no_capital_in_front(name: str) -> None:
    text = f"La piscine de la ville a été rachetée par la société {name} pour les nageurs."
    assert lacking("Qui a racheté la piscine ?", text) == ""
    assert lacking("Quelle entreprise a racheté la piscine ?", text) == ""


@pytest.mark.parametrize(
    ("question", "text", "kind"),
    [
        ("Où vit Paris Hilton ?", "La vedette vit à Paris avec les enfants.", ""),
        ("Où est Paris ?", "La vedette a vu Paris Hilton avec les enfants.", ""),
        ("où vit paris hilton", "La vedette vit à Paris avec les enfants.", ""),
        ("Où vit Paris Hilton ?", "La vedette Paris Hilton a des enfants.", "d'autre nom propre"),
        (
            "Qui dirige la Banque de France ?",
            "La direction de la Banque de France a rejeté cette subvention.",
            "d'autre nom propre",
        ),
        ("Où est la Banque de France ?", "La direction est en France avec les enfants.", ""),
        ("Qui a vu Paris et la tour de Hilton ?", "La vedette a vu Paris Hilton ici.", ""),
    ],
)
def test_a_name_with_other_neighbours_is_another(question: str, text: str, kind: str) -> None:
    assert lacking(question, text) == kind


@pytest.mark.parametrize(
    "told",
    [
        *("aucun nageur", "les jumeaux", "personne", "la deuxième équipe", "la vingtième équipe"),
        *("½ litre", "⅓ du bassin", "Ⅻ places", "Louis XIV", "la Ve équipe", "les deux"),
        *("des dizaines", "la page xii"),
    ],
)
def test_a_word_that_may_tell_how_many_is_a_number(told: str) -> None:
    text = f"La mairie de la ville a rejeté avec {told} la subvention pour les nageurs."
    assert lacking("Combien de nageurs ?", text) == ""


def test_a_lone_letter_behind_a_small_word_is_no_number() -> None:
    text = "La mairie a écrit cela sur X avec les enfants de la ville."
    assert lacking("Combien de nageurs ?", text) == "de nombre, sinon dans des dates"
    text = "La mairie a écrit cela à Charles X avec les enfants de la ville."
    assert lacking("Combien de nageurs ?", text) == ""


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Wie viele Kinder?", "Es waren Hunderte mit der Mutter in dem Haus und auf der Wiese."),
        ("Wie viele Kinder?", "Es waren Tausende mit der Mutter in dem Haus und auf der Wiese."),
        ("Wie viele Kinder?", "Es waren Dutzende mit der Mutter in dem Haus und auf der Wiese."),
        ("Wie viele Kinder?", "Sie hat keine Kinder und ist nicht mit der Mutter in dem Haus."),
        ("Wie viele Kinder?", "Es war niemand mit der Mutter in dem Haus und auf der Wiese."),
        ("Wie viele Kinder?", "Es waren zweihundert mit der Mutter in dem Haus auf der Wiese."),
        ("¿Cuántos niños?", "Había decenas de ellos con la madre en la casa y en el jardín."),
        ("¿Cuántos niños?", "Había cientos de ellos con la madre en la casa y en el jardín."),
        ("¿Cuántos niños?", "Había miles de ellos con la madre en la casa y en el jardín."),
        ("¿Cuántos niños?", "Ambos estaban con la madre en la casa y en el jardín de la ciudad."),
        ("¿Cuántos niños?", "No había ninguno con la madre en la casa y en el jardín."),
        ("How many children?", "There was nobody with the mother in the house and the garden."),
        ("How many children?", "The twins were with the mother in the house and the garden."),
        ("How many children?", "There were none with the mother in the house and the garden."),
        ("How many children?", "It was the fifth with the mother in the house and the garden."),
    ],
)
def test_numbers_in_words_of_other_languages(question: str, text: str) -> None:
    assert lacking(question, text, "en") == ""


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Quand a-t-elle fermé ?", "La piscine de la ville a fermé à midi pour les nageurs."),
        ("Quand a-t-elle fermé ?", "La piscine de la ville a fermé avant minuit pour eux."),
        ("Quand a-t-elle fermé ?", "La piscine de la ville a fermé à l'aube pour les nageurs."),
        ("Quand a-t-elle fermé ?", "La piscine de la ville a fermé la veille pour les nageurs."),
        ("Quand a-t-elle fermé ?", "La piscine de la ville a fermé pendant la Fronde pour eux."),
        ("Quand a-t-elle fermé ?", "La piscine de la ville date du Moyen Âge pour les nageurs."),
        ("Quand a-t-elle fermé ?", "La piscine est de la Renaissance pour tous les nageurs."),
        ("When did it close?", "The pool of the town has closed in the Sixties for the swimmers."),
        ("When did it close?", "The pool of the town has closed at noon for the swimmers."),
        ("When did it close?", "The pool of the town has closed by midnight for the swimmers."),
        ("When did it close?", "The pool of the town is one of the Middle Ages for the swimmers."),
        ("When did it close?", "The pool of the town has closed on the eve for the swimmers."),
        (
            "Wann ist das geschlossen worden?",
            "Das ist vorgestern geschlossen worden und die Kinder haben es nicht gesehen.",
        ),
        ("¿Cuándo cerró?", "La piscina de la ciudad se cerró anteayer para todos los niños."),
    ],
)
def test_a_word_that_may_tell_when_is_a_date(question: str, text: str) -> None:
    assert lacking(question, text, "en") == ""


@pytest.mark.parametrize(
    ("question", "text", "kind"),
    [
        ("Combien de temps dure le voyage ?", BARE, "de durée en chiffres"),
        ("Combien de temps dure le voyage ?", "Le voyage de la ville dure trois heures.", ""),
        ("Combien de temps dure le voyage ?", "Le voyage de la ville dure quelques heures.", ""),
        (
            "Combien de temps dure le voyage ?",
            "Le voyage de la ville a duré de 1990 à 1995 avec les enfants.",
            "",
        ),
        ("Combien d'années dure le voyage ?", BARE, "de durée en chiffres"),
        ("Combien vaut la piscine ?", BARE, "de somme d'argent"),
        ("Combien vaut la piscine ?", "La piscine de la ville vaut des $ pour les nageurs.", ""),
        ("Quelle part des voix a-t-elle ?", BARE, "de pourcentage"),
        ("À quel âge est-il mort ?", BARE, "d'âge en chiffres"),
        ("How long is the bridge?", BARE, "de nombre, sinon dans des dates"),
    ],
)
def test_kinds_of_numbers(question: str, text: str, kind: str) -> None:
    assert lacking(question, text) == kind


def test_nothing_is_said_of_a_language_without_word_lists() -> None:
    assert lacking("Quand ?", "Он сказал это нам всем и ушёл домой.") == ""


def test_nothing_is_said_of_no_sentences() -> None:
    asked = analyse_question("Quand ?", language="fr")
    assert lacking_kind(asked, [], language="fr") == ""


@given(articles, questions)
def test_what_is_lacking_is_no_figure(text: str, question: str) -> None:
    source = document(text)
    asked = analyse_question(question, language=source.language)
    found = candidates(source)
    kind = lacking_kind(asked, found, language="fr")
    if kind == "de date":
        assert not any(token.is_number for sentence in found for token in sentence.tokens)
