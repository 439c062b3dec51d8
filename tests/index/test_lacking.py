"""Which kind of answer sentences lack, said only where it is certain."""

from __future__ import annotations

import pytest
from hypothesis import given

from index.lacking import lacking_kind
from index.questions import analyse_question
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
