"""Which clause a question asks for by its number."""

from __future__ import annotations

import pytest

from index.questions.analysis import analyse_question
from index.questions.clauses import AskedClause, asked_clause


@pytest.mark.parametrize(
    ("question", "language", "clause"),
    [
        ("Que dit l'article 2 ?", "fr", AskedClause("article", "2", True)),
        ("Que prévoit l'article 2 ?", "fr", AskedClause("article", "2", False)),
        ("Que dit le point 4.2 ?", "fr", AskedClause("point", "4.2", True)),
        ("Et l'article II ?", "fr", AskedClause("article", "2", True)),
        ("Que dit la mesure n° 3 ?", "fr", AskedClause("mesure", "3", True)),
        ("What does section 3 say?", "en", AskedClause("section", "3", True)),
        ("What does rule 2 say about dogs?", "en", AskedClause("rule", "2", False)),
        ("What does section 3 say?", "fr", AskedClause("section", "3", True)),
    ],
)
def test_clauses(question: str, language: str, clause: AskedClause) -> None:
    asked = analyse_question(question, language=language)
    assert asked_clause(asked, language=language) == clause


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
