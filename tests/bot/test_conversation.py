"""Follow-ups are read with the question before; complete questions are left alone."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.conversation import answer_in_language_of, resolve
from index import Engine, InputError, ask
from index.engine import MAX_QUESTION, check_question
from index.training.datasets import read_dataset
from tests.index.helpers import CERTAIN, UNCERTAIN, document
from tests.paths import DATA
from tests.strategies import any_text, articles, questions

SEED = DATA / "seed.json"
SEED_QUESTIONS = [e.question for e in read_dataset(SEED).entries[0].examples]
FOUNDED = "Quand a été fondée Anthropic ?"
BOSS = "Qui est le patron d'Anthropic ?"  # Dario Amodei
AMOUNT = "Quel est le montant du contrat ?"  # 200 millions de dollars
NO_ANSWER = "Quel est le chiffre d'affaires d'OpenAI ?"

# Question before, follow-up, what it is read as.
READINGS = (
    # another name
    (FOUNDED, "Et OpenAI ?", "Quand a été fondée OpenAI ?"),
    (FOUNDED, "et openai", "Quand a été fondée openai ?"),
    (FOUNDED, "Et pour OpenAI ?", "Quand a été fondée OpenAI ?"),
    (FOUNDED, "Mais celle d’OpenAI ?", "Quand a été fondée OpenAI ?"),
    (FOUNDED, "Quid d'OpenAI ?", "Quand a été fondée OpenAI ?"),
    (FOUNDED, "Qu'en est-il d'OpenAI ?", "Quand a été fondée OpenAI ?"),
    (FOUNDED, "What about OpenAI?", "Quand a été fondée OpenAI?"),
    (BOSS, "Et d'OpenAI ?", "Qui est le patron d'OpenAI ?"),
    (BOSS, "Et de Google ?", "Qui est le patron de Google ?"),
    (BOSS, "Et le Pentagone ?", "Qui est le patron du Pentagone ?"),
    ("qui est le patron d'anthropic", "et openai ?", "Qui est le patron d'openai ?"),
    ("Anthropic a-t-elle signé ?", "Et OpenAI ?", "OpenAI a-t-elle signé ?"),
    ("Who is Sam Altman?", "And Dario Amodei?", "Who is Dario Amodei?"),
    ("Who is Sam Altman?", "How about Dario Amodei?", "Who is Dario Amodei?"),
    (NO_ANSWER, "Et Anthropic ?", "Quel est le chiffre d'affaires d'Anthropic ?"),
    ("Où est la capitale du Japon ?", "Et de la France ?", "Où est la capitale de la France ?"),
    # another thing
    ("Que pense Amodei de la surveillance ?", "Et des armes ?", "Que pense Amodei des armes ?"),
    ("What does he think of spying?", "What about weapons?", "What does he think of weapons?"),
    ("Combien vaut le contrat ?", "Et l'accord ?", "Combien vaut l'accord ?"),
    (AMOUNT, "Et la date ?", "Quel est la date du contrat ?"),
    ("Quand le contrat a-t-il été signé ?", "Le montant ?", "Le montant ?"),  # in doubt, complete
    ("Quand le contrat est signé ?", "Et le montant ?", "Quel est le montant, le contrat, signé ?"),
    (FOUNDED, "Et en juin ?", "Quand a été fondée Anthropic, en juin ?"),
    # question words alone
    (FOUNDED, "Et par qui ?", "Par qui a été fondée Anthropic ?"),
    (FOUNDED, "pq ?", "Pourquoi a été fondée Anthropic ?"),
    (FOUNDED, "c'est ou", "Ou a été fondée Anthropic ?"),
    ("Qui a signé le contrat ?", "Et quand ?", "Quand a signé le contrat, Dario Amodei ?"),
    ("Qui a signé le contrat ?", "et quand ca", "Quand a signé le contrat, Dario Amodei ?"),
    ("Who signed the contract?", "why tho", "Why: signed the contract, Dario Amodei?"),
    ("Who signed it?", "And since when?", "Since when signed it?"),
    (AMOUNT, "Quand ?", "Quand : le contrat ?"),
    ("L'accord est-il signé ?", "Pourquoi ?", "Pourquoi l'accord est-il signé ?"),
    ("OpenAI a signé avec qui ?", "Où ça ?", "Où OpenAI a signé, Dario Amodei ?"),
    # pronouns
    (BOSS, "Quel âge a-t-il ?", "Quel âge a-t-il, Dario Amodei ?"),
    (BOSS, "quel age a t il", "Quel age a t il, Dario Amodei ?"),
    (BOSS, "Qui est-ce ?", "Qui est-ce, Dario Amodei ?"),
    (BOSS, "How old is he?", "How old is he, Dario Amodei?"),
    (BOSS, "Who is his wife?", "Who is his wife, Dario Amodei?"),
    (BOSS, "Il a signé quand ?", "Il a signé quand, Dario Amodei ?"),
    (BOSS, "Quand l'a-t-il signé ?", "Quand l'a-t-il signé, Dario Amodei, le patron, Anthropic ?"),
    (AMOUNT, "Quand a-t-il été signé ?", "Quand a-t-il été signé, le contrat ?"),
    (AMOUNT, "Qui l’a signé ?", "Qui l’a signé, le contrat ?"),
    (FOUNDED, "Et son patron ?", "Son patron, fondée Anthropic ?"),
    ("Qui est Pete Hegseth ?", "Qu'en pense Trump ?", "Qu'en pense Trump, Pete Hegseth ?"),
    # what was quoted
    (
        "Qu'est-ce qui met en danger des vies américaines ?",
        "Qui a dit ça ?",
        "Qui a dit ça, « Leur égoïsme met en danger des vies américaines, nos troupes et la… » ?",
    ),
    (
        "Qu'est-ce qui met en danger des vies américaines ?",
        "who said that",
        'Who said that, "Leur égoïsme met en danger des vies américaines, nos troupes et la…"?',
    ),
    (NO_ANSWER, "Qui a dit ça ?", "Qui a dit ça, le chiffre, affaires, OpenAI ?"),
)  # fmt: skip

COMPLETE = (
    "L'accord a-t-il été signé ?",
    "Pourquoi OpenAI a-t-elle signé ?",
    "Que dit Dario Amodei de son entreprise ?",
    "Combien y a-t-il de soldats ?",
    "De quoi s'agit-il ?",
    "Que faut-il faire ?",
    "Combien de temps faut-il pour signer ?",
    "Que s'est-il passé ?",
    "Que s'est-il passé vendredi ?",
    "Est-ce qu'il y a un accord ?",
    "Est-il vrai que Trump a gagné ?",
    "Combien de soldats ont-ils envoyés ?",
    "Quel âge a-t-il, Dario Amodei ?",
    "Et quand Anthropic a-t-elle été fondée ?",
    "Et qui a signé le contrat ?",
    "Et Anthropic a refusé ?",
    "Et Anthropic, quand a-t-elle été fondée ?",
    "Ce que dit Trump ?",
    "Dans son discours, qu'a dit Trump ?",
    "Qui a trahi son pays ?",
    "c'est quoi Claude ?",
    "Où est Claude ?",
    "contrat Anthropic",
    "Anthropic",
    "bonjour",
    "comment ça va ?",
    "Qui es-tu ?",
    "Et toi ?",
    "Et alors ?",
    "Is it true that OpenAI signed?",
    "What time is it?",
    "What does it take to sign?",
    "How was it determined who won?",
    "Who signed the contract that OpenAI wanted?",
    "Which team won its first game?",
    "When he spoke, what did Trump say?",
    "And who founded Anthropic?",
    "And did OpenAI sign?",
    "Who are you?",
    "How are you?",
    "Wann?",
    "¿Y cuándo?",
)


@pytest.mark.parametrize(("previous", "typed", "read"), READINGS)
def test_follow_ups_are_read_with_the_question_before(
    engine: Engine, previous: str, typed: str, read: str
) -> None:
    assert resolve(engine, typed, previous) == read


@pytest.mark.parametrize("typed", COMPLETE)
@pytest.mark.parametrize("previous", [FOUNDED, BOSS, AMOUNT, "Who is Sam Altman?"])
def test_complete_questions_are_left_alone(engine: Engine, previous: str, typed: str) -> None:
    assert resolve(engine, typed, previous) == typed


@pytest.mark.parametrize("typed", [typed for _, typed, _ in READINGS])
@pytest.mark.parametrize("previous", [None, "", " ", "?", "a" * 1001, "\ud800"])
def test_without_a_question_before_nothing_is_read(
    engine: Engine, previous: str | None, typed: str
) -> None:
    assert resolve(engine, typed, previous) == typed


def test_a_reading_that_would_be_too_long_is_none(engine: Engine) -> None:
    longest = "a" * MAX_QUESTION
    assert resolve(engine, "Et quand ?", longest) == "Et quand ?"
    fits = "b" * (MAX_QUESTION - len("Quand :  ?"))
    assert resolve(engine, "Et quand ?", fits) == f"Quand : {fits} ?"


def test_without_articles() -> None:
    assert resolve(Engine(()), "Et OpenAI ?", FOUNDED) == "Quand a été fondée OpenAI ?"


@given(questions, st.one_of(questions, any_text))
@example("Et l ?", "a")
@example("Et 1 ?", "1")
def test_whatever_is_asked_comes_out_as_a_question(engine: Engine, text: str, before: str) -> None:
    assert resolve(engine, text, None) == text
    read = resolve(engine, text, before)
    assert read == resolve(engine, text, before)
    try:
        check_question(text)
    except InputError:  # white space that `questions` does not know
        return
    assert check_question(read)


@given(st.sampled_from([typed for _, typed, _ in READINGS]), questions)
def test_follow_ups_of_whatever_was_asked_can_be_asked(
    engine: Engine, typed: str, before: str
) -> None:
    assert check_question(resolve(engine, typed, before))


@pytest.mark.parametrize(
    ("asked", "read_as", "language"),
    [
        # As typed: no accents, no apostrophes, the shorthand of chats, no function word at all.
        ("pk ?", "Why was the contract with Zorg signed?", "fr"),
        ("montant contrat", "What is the amount of the contract with Zorg?", "fr"),
        ("contract amount", "Quel est le montant du contrat avec Zorg ?", "en"),
        ("u sure?", "Le contrat avec Zorg a-t-il été signé ?", "en"),
        ("Et quand ?", "When was the contract signed?", "fr"),
        ("And when?", "Quand le contrat a-t-il été signé ?", "en"),
        # What is in no language is in that of what it was read as.
        ("Zorg ?", "Quel est le montant du contrat avec Zorg ?", "fr"),
        ("Zorg ?", "What is the amount of the contract with Zorg?", "en"),
    ],
)
def test_what_is_said_beside_the_quotes_is_in_the_language_that_was_typed(
    asked: str, read_as: str, language: str
) -> None:
    sources = [
        document("Le maire a signé le contrat avec Zorg en 2021, pour une année et plus."),
        document("The mayor has signed the contract with Zorg in 2021.", document_id="b"),
    ]
    answer = answer_in_language_of(Engine(sources, weights=UNCERTAIN), read_as, asked=asked)
    assert answer.language == language
    assert answer.no_answer_reason
    assert answer.no_answer_reason.startswith("Les articles" if language == "fr" else "The")


@given(articles, questions)
def test_a_question_that_is_taken_as_it_is_has_the_answer_of_every_face(
    text: str, question: str
) -> None:
    engine = Engine([document(text)], weights=CERTAIN)
    assert answer_in_language_of(engine, question, asked=question) == ask(engine, question)


@given(st.sampled_from(SEED_QUESTIONS), st.one_of(st.sampled_from(SEED_QUESTIONS), questions))
def test_a_complete_question_ranks_as_if_it_came_first(
    engine: Engine, question: str, before: str
) -> None:
    assert ask(engine, resolve(engine, question, before)) == ask(engine, question)
