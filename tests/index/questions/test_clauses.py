"""Which clause a question asks for by its number."""

from __future__ import annotations

import pytest

from index import Engine
from index.questions.analysis import analyse_question
from index.questions.clauses import AskedClause, asked_clause
from tests.index.helpers import UNCERTAIN, document

NOTHING: frozenset[str] = frozenset()
PREVOIT = frozenset({"prevoit"})
DOG = frozenset({"dog"})


@pytest.mark.parametrize(
    ("question", "language", "clause"),
    [
        ("Que dit l'article 2 ?", "fr", AskedClause("article", "2", NOTHING, True)),
        ("Que dit l'article 1er ?", "fr", AskedClause("article", "1", NOTHING, True)),
        (
            "Que prévoit l'article 2 ?",
            "fr",
            AskedClause("article", "2", PREVOIT, True),
        ),
        ("Que dit le point 4.2 ?", "fr", AskedClause("point", "4.2", NOTHING, True)),
        ("Et l'article II ?", "fr", AskedClause("article", "2", NOTHING, True)),
        ("Que dit la mesure n° 3 ?", "fr", AskedClause("mesure", "3", NOTHING, True)),
        ("What does section 3 say?", "en", AskedClause("section", "3", NOTHING, True)),
        (
            "What does rule 2 say about dogs?",
            "en",
            AskedClause("rule", "2", DOG, True),
        ),
        ("What does section 3 say?", "fr", AskedClause("section", "3", NOTHING, True)),
    ],
)
def test_clauses(question: str, language: str, clause: AskedClause) -> None:
    asked = analyse_question(question, language=language)
    assert asked_clause(asked, language=language) == clause


LEASE = """Bail

Art. 1. - Le loyer est payable le 5 de chaque mois. Il est révisé chaque année.

Art. 2. - Le dépôt de garantie est fixé à 850 euros. Le loyer n'y est pour rien.

Section 3

Le préavis est de trois mois. Le loyer reste dû."""


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Que dit l'article 2 ?", "Art. 2. - Le dépôt de garantie est fixé à 850 euros."),
        ("Que dit la section 3 ?", "Le préavis est de trois mois."),
        ("Le loyer reste-t-il dû selon la section 3 ?", "Le loyer reste dû."),
    ],
)
def test_a_clause_is_found_by_its_number(question: str, clause: str) -> None:
    """And is the answer where nothing else is asked."""
    ranking = Engine([document(LEASE)], weights=UNCERTAIN).rank(question)
    assert ranking.sentences[0].sentence.text == clause
    assert ranking.is_answered == question.startswith("Que dit")


MARKET = """Règlement du marché de Noël

Art. 1. - Les prix sont affichés.

Art. 2. - Le droit de place est de 18 euros."""


@pytest.mark.parametrize(
    ("question", "is_answered"),
    [
        ("Que dit l'article 2 du règlement ?", True),
        ("Dans le règlement du marché de Noël, que dit l'article 2 ?", True),
        ("Combien de marchés dans l'article 2 du règlement ?", False),
        ("Que dit l'article 2 du règlement de la piscine ?", False),
        ("Que dit l'article 2 du règlement des prix ?", False),
    ],
)
def test_a_clause_of_an_article_that_the_question_names(
    question: str, *, is_answered: bool
) -> None:
    """By words of its title; what else is asked is decided as ever."""
    engine = Engine(
        [document(MARKET, document_id="market"), document(LEASE, document_id="lease")],
        weights=UNCERTAIN,
    )
    ranking = engine.rank(question)
    assert ranking.is_answered == is_answered
    if is_answered:
        expected = "Art. 2. - Le droit de place est de 18 euros."
        assert ranking.sentences[0].sentence.text == expected


@pytest.mark.parametrize("question", ["Que dit l'article 4 ?", "Que dit la règle 2 ?"])
def test_a_clause_that_is_not_there(question: str) -> None:
    assert not Engine([document(LEASE)], weights=UNCERTAIN).rank(question).is_answered


@pytest.mark.parametrize(
    "question",
    [
        "Combien de foyers en 2027 ?",
        "Que dit l'article ?",
        "Quel point a 3 voix ?",
        "Un but à 2,5 %",
    ],
)
def test_no_clause(question: str) -> None:
    assert asked_clause(analyse_question(question, language="fr"), language="fr") is None
