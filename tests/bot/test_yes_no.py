"""A question for yes or no is answered with sentences alone: the bot never says either itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.http.app import create_app
from bot.http.schemas import AskResponse
from bot.library import Library
from bot.telegram.phrases import ENGLISH, FRENCH, Phrases
from bot.telegram.text import Message
from bot.telegram.views import answer_messages, inline_results, other_message
from bot.terminal.formatting import format_answer
from index import Answer, Engine
from index.reading.weights import Weights
from tests.bot.answers import FirstWordReader
from tests.bot.conftest import TestClient
from tests.bot.telegram.helpers import quotes, styled
from tests.index.helpers import CERTAIN, UNCERTAIN, document

FRENCH_ARTICLE = (
    "Anne Roy a signé un contrat de 200 millions de dollars avec Zorg en 2021. "
    'Le maire de Lyon a dit "oui" à Zorg. La ville est-elle prête ? Oui, selon le maire de Lyon.'
)
ENGLISH_ARTICLE = (
    "Anne Roy has signed a contract of 200 million dollars with Zorg in 2021. "
    'The mayor of Lyon said "yes" to Zorg. Is the city ready? Yes, according to the mayor of Lyon.'
)
QUESTIONS = (
    "Anne Roy a-t-elle signé un contrat avec Zorg ?",
    "Est-ce que le contrat vaut 200 millions de dollars ?",
    "Est-ce qu'Anne Roy a signé avec Zorg en 2021 ?",
    "Le maire de Lyon est-il prêt, oui ou non ?",
    "est ce que zorg a signé",
    "Y a-t-il un contrat avec Zorg ?",
    "Did Anne Roy sign a contract with Zorg?",
    "Is the contract worth 200 million dollars?",
    "Was the contract with Zorg signed in 2021?",
    "Is the mayor of Lyon ready, yes or no?",
    "has zorg signed",
    "Are there dollars in the contract?",
)
SEED_QUESTIONS = (
    "Anthropic a-t-elle été fondée en 2021 ?",
    "Est-ce que Sam Altman est le patron d'OpenAI ?",
    "Le contrat vaut-il 200 millions de dollars ?",
    "Was Anthropic founded in 2021?",
    "Is Sam Altman the boss of OpenAI?",
)
# "Non" and "no" stand in what the bot does say: "no sentence answers it surely enough".
_ANSWERS = re.compile(
    r"\b(oui|si|yes|yeah|yep|vrai|true|faux|false|exact|correct|indeed|effectivement)\b|^\W*non?\b",
    re.IGNORECASE,
)


@pytest.fixture(params=[CERTAIN, UNCERTAIN], ids=["answered", "not answered"])
def made(request: pytest.FixtureRequest) -> Engine:
    """An engine that answers all or nothing, and reads, over an article in each language."""
    weights: Weights = request.param
    sources = [document(FRENCH_ARTICLE), document(ENGLISH_ARTICLE, document_id="b")]
    return Engine(sources, weights=weights, reader=FirstWordReader())


def own_words(text: str, answer: Answer) -> str:
    """What is left of `text` without the question and what is quoted."""
    own = text.replace(answer.question, " ")
    for citation in (*answer.citations, *answer.closest):
        own = own.replace(citation.cited_text, "\n")
    return own


def check_own_words(own: str) -> None:
    for line in own.splitlines():
        assert not _ANSWERS.search(line), line


def outside_quotes(message: Message) -> str:
    text = message.text
    for quote in quotes(message):
        text = text.replace(quote, "\n")
    return text


def check(answer: Answer, *, language: str) -> None:
    assert answer.language == language
    assert answer.answer is None
    for citation in (*answer.citations, *answer.closest):
        assert citation.answer_start_char_index is None
        assert citation.answer_end_char_index is None
    check_own_words(answer.no_answer_reason or "")


def language_of(question: str) -> str:
    return "en" if re.match(r"(did|is|was|has|are)\b", question, re.IGNORECASE) else "fr"


@pytest.mark.parametrize("question", QUESTIONS)
def test_there_is_no_short_answer(made: Engine, question: str) -> None:
    check(made.ask(question), language=language_of(question))


@pytest.mark.parametrize("question", SEED_QUESTIONS)
def test_there_is_no_short_answer_over_the_seed(engine: Engine, question: str) -> None:
    check(engine.ask(question), language=language_of(question))


@pytest.mark.parametrize("question", ["Qui a signé avec Zorg ?", "Who signed with Zorg?"])
def test_the_same_engine_gives_a_short_answer_to_other_questions(question: str) -> None:
    source = document(FRENCH_ARTICLE if question.startswith("Qui") else ENGLISH_ARTICLE)
    assert Engine([source], weights=CERTAIN, reader=FirstWordReader()).ask(question).answer


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_terminal_says_neither(made: Engine, question: str) -> None:
    answer = made.ask(question)
    text = format_answer(answer, colour=True)
    assert "\x1b[1m" not in text
    check_own_words(own_words(text, answer))


@pytest.mark.parametrize("phrases", [FRENCH, ENGLISH], ids=["fr", "en"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_telegram_says_neither(made: Engine, phrases: Phrases, question: str) -> None:
    answer = made.ask(question)
    messages = [
        *answer_messages(answer, phrases, understood_as=question),
        other_message(answer, 1, phrases),
    ]
    for result in inline_results(answer, phrases):
        content = result.input_message_content
        messages.append(Message(content.message_text, content.entities))
    for message in messages:
        if message:
            assert styled(message, "bold") == []
            check_own_words(outside_quotes(message).replace(question, " "))


@pytest.fixture
def http(made: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(Library(made))) as client:
        yield client


def test_the_api_says_neither(http: TestClient) -> None:
    for question in QUESTIONS:
        answer = http.get("/ask", params={"q": question}).json()
        assert answer["answer"] is None
        for citation in answer["citations"] + answer["closest"]:
            assert citation["answer_start_char_index"] is None
        for field in set(AskResponse.model_fields) - {
            "question",
            "citations",
            "closest",
            "conflict",
        }:
            check_own_words(str(answer[field]))
