from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.questions import KINDS, analyse_question, prepare_questions, read_follow_up
from index.text.tokens import analyzer_for
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


OF_EACH_LANGUAGE = [  # a question, the language, the kinds that it is, and is not
    # French
    ("Pourquoi le taux directeur a-t-il baissé ?", "fr", "reason", "percentage"),
    ("Qui a relevé le taux directeur ?", "fr", "person", "percentage"),
    ("Quand la BCE a-t-elle baissé ses taux ?", "fr", "date", "percentage"),
    ("Quel est le taux de chômage ?", "fr", "percentage number", ""),
    ("À quel taux la banque prête-t-elle ?", "fr", "percentage", ""),
    ("De combien le taux a-t-il baissé ?", "fr", "percentage", ""),
    ("Que faisait Napoléon quand la guerre a éclaté ?", "fr", "", "date"),
    ("Qui était roi quand la guerre a commencé ?", "fr", "person", "date"),
    ("Le contrat est signé quand ?", "fr", "date", ""),
    ("Sait-on quand il est mort ?", "fr", "date", ""),
    ("Combien de soldats ont été touchés ?", "fr", "number", "money"),
    ("Combien de médailles la France a-t-elle gagnées ?", "fr", "number", "money"),
    ("Combien d'argent a-t-il reçu ?", "fr", "money number", ""),
    ("Combien de dollars a-t-il perdus ?", "fr", "money", ""),
    ("Combien gagne le ministre ?", "fr", "money", ""),
    ("Combien d'années a-t-il régné ?", "fr", "duration number", ""),
    ("Combien d'heures dure le vol ?", "fr", "duration number", ""),
    ("Le suspect est-il mort ou a-t-il survécu ?", "fr", "yes_no", "place"),
    ("Le musée est où ?", "fr", "place", ""),
    ("Quels chefs-d'œuvre a-t-il peints ?", "fr", "", "person"),
    ("Quels chefs ont signé ?", "fr", "person", ""),
    ("Quel ministère a signé ?", "fr", "organisation", "person"),
    ("Quel est l'état de santé du pape ?", "fr", "", "place person"),
    ("Quel est l'état le plus peuplé ?", "fr", "place", ""),
    ("Qu'est-ce que Pascal a inventé ?", "fr", "", "definition"),
    ("Qu'est-ce que la foule aime ?", "fr", "", "definition"),
    ("Qu'est-ce que la photosynthèse ?", "fr", "definition", ""),
    ("Qu'est-ce qu'un quasar ?", "fr", "definition", ""),
    ("Qu'est-ce que l'intelligence artificielle ?", "fr", "definition", ""),
    ("Qu'est-ce que la théorie de la relativité ?", "fr", "definition", ""),
    ("Qu'est-ce que le droit à l'oubli ?", "fr", "definition", ""),
    ("Qu'est-ce que le ministre a dit ?", "fr", "", "definition"),
    ("Qu'est-ce que les soldats ont trouvé ?", "fr", "", "definition"),
    ("Qu'est-ce qu'il mange ?", "fr", "", "definition"),
    ("Quel journaliste a écrit l'article ?", "fr", "person", ""),
    ("Le ministre a-t-il signé ?", "fr", "yes_no", ""),
    ("Où est-il né ?", "fr", "place", "yes_no"),
    ("Dans quel état se trouve la ville ?", "fr", "place", ""),
    ("Le roi est mort où ?", "fr", "place", ""),
    ("taux de chômage france", "fr", "percentage", ""),
    ("Et Anthropic, quand a-t-elle été fondée ?", "fr", "date", ""),
    ("Combien y a-t-il de pages ?", "fr", "number", "money"),
    ("Qu'est-ce que la Banque centrale européenne ?", "fr", "definition", ""),
    ("Qu'est-ce que la police cherche à Paris ?", "fr", "", "definition"),
    ("Tu sais où est né Victor Hugo ?", "fr", "place", ""),
    ("Quel a été le taux d'inflation ?", "fr", "percentage number", ""),
    # English
    ("Who sets the interest rate?", "en", "person", "percentage"),
    ("Why did the rate of inflation fall?", "en", "reason", "percentage"),
    ("What is the current unemployment rate?", "en", "percentage", ""),
    ("At what rate does it grow?", "en", "percentage", ""),
    ("Who was king when the war began?", "en", "person", "date"),
    ("What did Nokia think when the iPhone came out?", "en", "quotation", "date"),
    ("How old was Mozart when he died?", "en", "duration number", "date"),
    ("Since when has he been minister?", "en", "date", ""),
    ("Do you know when he died?", "en", "date", ""),
    ("How long is the Golden Gate Bridge?", "en", "number", "duration"),
    ("How long was the war?", "en", "duration number", ""),
    ("How long was he minister?", "en", "duration", ""),
    ("How long did the deal last?", "en", "duration", ""),
    ("How long was the king imprisoned?", "en", "duration", ""),
    ("How much time did he spend there?", "en", "duration", "money"),
    ("What was the title of the book?", "en", "name", "role"),
    ("What is his title?", "en", "role", ""),
    ("What did the post office sell?", "en", "", "role"),
    ("What office did he hold?", "en", "role", ""),
    ("What is the capital of Peru?", "en", "place", "definition"),
    ("What is the state of the economy?", "en", "", "place"),
    ("What is the population of the city?", "en", "number", "place"),
    ("How cold is it in winter?", "en", "number", "manner"),
    ("How did they react?", "en", "manner", "number"),
    ("When he died, how old was Mozart?", "en", "duration", "date"),
    ("What is a quasar?", "en", "definition", ""),
    ("What is the book's title?", "en", "name", "role"),
    ("unemployment rate france", "en", "percentage", ""),
    ("When he spoke, what did Trump say?", "en", "", "date"),
    ("Was it raining when he died?", "en", "yes_no", "date"),
    ("What is the company's share price?", "en", "money number", "percentage"),
    ("What is Peru's population?", "en", "number", "place"),
    ("What is the official language of Peru?", "en", "name", "place"),
    ("How long is the film?", "en", "duration number", ""),
    ("How long is a marathon?", "en", "number", "duration"),
    # German
    ("Wer gewann den Preis?", "de", "person", "money"),
    ("Wann wurde der Preis verliehen?", "de", "date", "money"),
    ("Welchen Preis hat das Buch?", "de", "money", ""),
    ("Wie hoch ist die Inflationsrate?", "de", "percentage number", "manner"),
    ("Was ist ein Quasar?", "de", "definition", ""),
    ("Was kostet das Ticket?", "de", "money number", "definition"),
    ("Wie schnell fährt der Zug?", "de", "number", "manner"),
    ("Wie tief ist der See?", "de", "number", "manner"),
    ("Wie schwer ist der Elefant?", "de", "number", "manner"),
    ("Wie lautet der Name des Hundes?", "de", "name", "manner"),
    ("Welcher König baute das Schloss?", "de", "person", ""),
    ("Welche Sprache spricht man dort?", "de", "name", ""),
    ("Was ist der Grund für den Streik?", "de", "reason", "definition"),
    ("Kommt er morgen?", "de", "yes_no", ""),
    ("Wurde er gewählt?", "de", "yes_no", ""),
    ("Wann wurde er gewählt?", "de", "date", "yes_no"),
    ("Wie heiß ist die Sonne?", "de", "number", "name manner"),
    ("Wie heißt der Hund?", "de", "name", "manner"),
    ("Gewann Frankreich das Spiel?", "de", "yes_no", ""),
    ("In welchem Alter starb Mozart?", "de", "duration number", ""),
    ("Was ist passiert?", "de", "", "definition"),
    # Spanish
    ("¿Quién murió a la edad de treinta años?", "es", "person", "duration"),
    ("¿Quién recibió el precio del rescate?", "es", "person", "money"),
    ("¿Cuál es la tasa de paro?", "es", "percentage", ""),
    ("¿Cuál es el precio de la entrada?", "es", "money", ""),
    ("¿Quién era rey cuando empezó la guerra?", "es", "person", "date"),
    ("¿A qué hora empieza el partido?", "es", "date", ""),
    ("¿Qué es un cuásar?", "es", "definition", ""),
    ("¿Está casado?", "es", "yes_no", ""),
    ("¿Ganó Francia el partido?", "es", "yes_no", ""),
    ("¿Qué edad tenía?", "es", "duration number", ""),
    ("¿Qué altura tiene la torre?", "es", "number", ""),
    ("¿Cuántas medallas ganó Francia?", "es", "number", "money yes_no"),
    ("¿Cuánto ganó el ministro?", "es", "money number", ""),
]


@pytest.mark.parametrize(("text", "language", "kinds", "others"), OF_EACH_LANGUAGE)
def test_kinds_by_the_question_word(text: str, language: str, kinds: str, others: str) -> None:
    question = analyse_question(text, language=language)
    assert question.language == language
    assert set(kinds.split()) <= question.kinds
    assert question.kinds.isdisjoint(others.split())


@pytest.mark.parametrize("opening", ["what is ", "qu'est-ce que la ", "c'est quoi ", "was ist "])
@pytest.mark.parametrize("word", ["a", "a ", "ou ", "-il ", "quand ", "when ", "what "])
def test_long_questions_take_no_longer_than_they_are(opening: str, word: str) -> None:
    text = opening + word * (40_000 if word == "a" else 4_000) + "-b"
    begun = time.thread_time()
    analyse_question(text, language="fr")
    assert time.thread_time() - begun < 2  # a pattern that goes back over it takes many times that


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
        ("What speed did it reach?", "en", "speed"),
        ("¿Qué ciudad es la capital?", "es", "ciudad"),
        ("¿Cuál es la capital de Perú?", "es", "capital"),
        ("¿Qué es la fotosíntesis?", "es", "fotosíntesis"),
    ],
)
def test_focus(text: str, language: str, word: str) -> None:
    assert analyse_question(text, language=language).focus == analyzer_for(language).terms(word)[0]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Qui a signé ?", "fr"),
        ("Pourquoi ?", "fr"),
        ("Où est-il ?", "fr"),
        ("Que produit l'usine ?", "fr"),
        ("Est-ce que Sam Altman a signé ?", "fr"),
        ("What made him rich?", "en"),
        ("What caused the war?", "en"),
        ("¿Por qué Francia perdió?", "es"),
        ("¿Para qué ciudad trabaja?", "es"),
    ],
)
def test_no_focus(text: str, language: str) -> None:
    assert analyse_question(text, language=language).focus == ""


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
    ("text", "terms"),
    [
        ("Que s'est-il passé à Davos ?", ("davos",)),
        ("Qu'est-ce qui s'est passé à Davos ?", ("davos",)),
        ("What happened at Davos?", ("davos",)),
        ("Que s'est-il passé ?", ("pass",)),
        ("Où Amodei a-t-il passé la nuit ?", ("amodei", "pass", "nuit")),
    ],
)
def test_that_something_happened_is_not_looked_for(text: str, terms: tuple[str, ...]) -> None:
    assert analyse_question(text, language="fr").terms == terms


def test_nothing_is_compiled_or_loaded_at_the_first_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prepare_questions(["fr"])

    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("re.compile", fail)
    monkeypatch.setattr("json.loads", fail)
    for text in ("Quel est le montant du contrat ?", "Who signed the contract?", "c ki"):
        assert analyse_question(text, language="fr").text == text
        assert read_follow_up(text, None).question == text
