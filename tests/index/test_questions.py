from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import analyzer_for
from index.questions import KINDS, analyse_question
from tests.strategies import questions

KIND_OF = [
    # French
    ("Combien de soldats compte l'armée ?", "number"),
    ("Quel est le montant du contrat ?", "number"),
    ("Quelle est la population de la ville ?", "number"),
    ("Quel est le prix d'un billet ?", "number"),
    ("À quel âge est-il mort ?", "number"),
    ("Quelle hauteur mesure la tour ?", "number"),
    ("Quand a-t-il signé le contrat ?", "date"),
    ("En quelle année la société a-t-elle été fondée ?", "date"),
    ("À quelle date le traité est-il entré en vigueur ?", "date"),
    ("Depuis quand est-il ministre ?", "date"),
    ("Quel jour le musée est-il fermé ?", "date"),
    ("Où est né l'écrivain ?", "place"),
    ("D'où vient le fromage ?", "place"),
    ("Dans quelle ville se trouve le musée ?", "place"),
    ("Dans quel pays a-t-il vécu ?", "place"),
    ("Qui a fondé la société ?", "person"),
    ("Qui est le patron d'Anthropic ?", "person"),
    ("Avec qui la société a-t-elle signé ?", "person"),
    ("Par qui la tour a-t-elle été construite ?", "person"),
    ("Quel roi a fait construire le palais ?", "person"),
    ("Quel est le nom de la société ?", "name"),
    ("Comment s'appelle le modèle ?", "name"),
    ("Quelle entreprise a signé un accord ?", "name"),
    ("Pourquoi a-t-il refusé ?", "reason"),
    ("Pour quelle raison a-t-il refusé ?", "reason"),
    ("Quelle est la cause de l'accident ?", "reason"),
    ("Comment a-t-il réagi ?", "manner"),
    ("De quelle manière a-t-il réagi ?", "manner"),
    ("Qui est Pete Hegseth ?", "definition"),
    ("Qu'est-ce que la photosynthèse ?", "definition"),
    ("Que signifie ce mot ?", "definition"),
    ("Est-ce que le contrat est signé ?", "yes_no"),
    ("Le contrat interdit-il la surveillance ?", "yes_no"),
    ("Anthropic va-t-elle aller en justice ?", "yes_no"),
    ("Combien de temps a duré l'accord ?", "duration"),
    ("Depuis combien d'années est-il là ?", "number"),
    ("Quel est l'âge de Sam Altman ?", "duration"),
    ("Quelle est la durée du contrat ?", "duration"),
    ("Combien a coûté le pont ?", "money"),
    ("Quel est le montant du contrat ?", "money"),
    ("Combien de millions d'euros a-t-il versés ?", "money"),
    ("Quel pourcentage des voix a-t-il eu ?", "percentage"),
    ("Quelle entreprise a signé un accord ?", "organisation"),
    ("Dans quelle université enseigne-t-il ?", "organisation"),
    ("Quelle est la fonction de Pete Hegseth ?", "role"),
    ("Quel poste occupe-t-elle ?", "role"),
    ("Que pense Amodei de la surveillance ?", "quotation"),
    ("Qu'a déclaré le ministre ?", "quotation"),
    ("En quels termes a-t-il répondu ?", "quotation"),
    ("Est-ce qu'Anthropic a signé ?", "yes_no"),
    ("Anthropic a signé un accord ?", "yes_no"),
    ("esq le contrat est signé", "yes_no"),
    # English
    ("How long did the deal last?", "duration"),
    ("How old is Dario Amodei?", "duration"),
    ("How many years did it take?", "duration"),
    ("How much did the bridge cost?", "money"),
    ("What is the price of a ticket?", "money"),
    ("What percentage of voters agreed?", "percentage"),
    ("Which company signed the contract?", "organisation"),
    ("What is his job at the ministry?", "role"),
    ("What did the minister say about it?", "quotation"),
    ("What does Amodei think of it?", "quotation"),
    ("Didn't they sign the contract?", "yes_no"),
    ("OpenAI has signed a deal?", "yes_no"),
    ("How many soldiers are there?", "number"),
    ("How much was the contract worth?", "number"),
    ("What is the population of the city?", "number"),
    ("When did they sign the contract?", "date"),
    ("In what year was the company founded?", "date"),
    ("Where was the writer born?", "place"),
    ("In which country did he live?", "place"),
    ("Who founded the company?", "person"),
    ("Which king built the palace?", "person"),
    ("What is the name of the company?", "name"),
    ("Which company signed the contract?", "name"),
    ("Why did they refuse?", "reason"),
    ("How did they react?", "manner"),
    ("Who is Pete Hegseth?", "definition"),
    ("What is photosynthesis?", "definition"),
    ("Did they sign the contract?", "yes_no"),
    ("Will the company go to court?", "yes_no"),
]


@pytest.mark.parametrize(("text", "kind"), KIND_OF)
def test_kinds(text: str, kind: str) -> None:
    question = analyse_question(text, language="fr")
    assert kind in question.kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Comment a-t-il réagi ?", "name"),
        ("How many soldiers are there?", "manner"),
        ("Quel est le montant du contrat ?", "date"),
        ("Pourquoi a-t-il refusé ?", "manner"),
        ("Quand Anthropic a-t-elle été fondée ?", "yes_no"),
        ("Qu'est-ce que la photosynthèse ?", "person"),
        ("Le ministre ou le président a-t-il signé ?", "place"),
        ("La société fondée en 2021 est-elle connue ?", "number"),
        ("Qui a reçu le prix Nobel ?", "money"),
        ("Combien de pages ce rapport compte-t-il ?", "money"),
        ("Que veut dire ce mot ?", "quotation"),
        ("What was the museum originally called?", "quotation"),
        ("When did the last Ice Age end?", "duration"),
        ("Qui est le patron d'Anthropic ?", "yes_no"),
        ("montant contrat pentagone", "yes_no"),
        ("What has he signed?", "yes_no"),
    ],
)
def test_kinds_that_it_is_not(text: str, kind: str) -> None:
    assert kind not in analyse_question(text, language="fr").kinds


@pytest.mark.parametrize(
    "text",
    ["QUAND A-T-IL SIGNÉ ?", "quand a-t-il signé", "Quand\u00a0a-t-il signé\u202f?", "Quand ?"],
)
def test_case_spaces_and_marks_make_no_difference(text: str) -> None:
    assert "date" in analyse_question(text, language="fr").kinds


@pytest.mark.parametrize("text", ["Qu’est-ce que la foudre ?", "Qu'est-ce que la foudre ?"])
def test_apostrophes_make_no_difference(text: str) -> None:
    assert "definition" in analyse_question(text, language="fr").kinds


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        ("Dans quel pays a-t-il vécu ?", "fr", "pays"),
        ("Quel est le montant du contrat ?", "fr", "montant"),
        ("Quelle est l'altitude du mont ?", "fr", "altitude"),
        ("What year was it founded?", "en", "year"),
        ("Which company signed it?", "en", "company"),
        ("What is the height of the tower?", "en", "height"),
        ("Quelle était la réponse de l'État ?", "fr", "réponse"),
    ],
)
def test_focus(text: str, language: str, word: str) -> None:
    assert analyse_question(text, language=language).focus == analyzer_for(language).terms(word)[0]


@pytest.mark.parametrize("text", ["Qui a signé ?", "Pourquoi ?", "Où est-il ?"])
def test_no_focus(text: str) -> None:
    assert analyse_question(text, language="fr").focus == ""


def test_terms_are_distinct_and_in_order() -> None:
    question = analyse_question("Le contrat du Pentagone et les contrats ?", language="fr")
    assert question.terms == ("contrat", "pentagon")
    assert question.words == ("le", "contrat", "du", "pentagone", "et", "les", "contrats")


def test_a_question_in_another_language() -> None:
    question = analyse_question("Who is the boss of Anthropic?", language="fr")
    assert question.language == "en"
    assert [token.surface for token in question.tokens] == ["boss", "anthropic"]


def test_a_question_whose_language_does_not_stand_out() -> None:
    assert analyse_question("OpenAI Pentagone", language="fr").language == "fr"
    assert analyse_question("OpenAI Pentagone", language="und").language == "und"


@given(questions, st.sampled_from(["fr", "en", "und"]))
def test_any_question(text: str, language: str) -> None:
    question = analyse_question(text, language=language)
    assert question.text == text
    assert question.kinds <= set(KINDS)
    assert len(set(question.terms)) == len(question.terms)
    assert "" not in question.terms
    assert question.focus == "" or question.focus in question.terms
    for token in question.tokens:
        assert 0 <= token.start < token.end <= len(text)


@pytest.mark.parametrize(
    ("text", "who", "speech"),
    [
        ("Qui a parlé de trahison ?", True, True),
        ("Qui a dit « nous ne céderons pas » ?", True, True),
        ("Who said the bridge would open?", True, True),
        ("Qui a été accusé de trahison ?", False, True),  # not the one who speaks
        ("À qui a-t-il dit oui ?", False, True),
        ("Que pense Amodei de la surveillance ?", False, True),
        ("Qui a signé le contrat ?", False, False),
        ("Quel âge a Paul Le Goff ?", False, False),
    ],
)
def test_what_asks_for_speech(text: str, who: bool, speech: bool) -> None:
    question = analyse_question(text, language="fr")
    assert (question.asks_who_said, question.is_about_speech) == (who, speech)
