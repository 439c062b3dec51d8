from __future__ import annotations

import pytest

from index.answering.respelt import may_be_respelt
from index.questions.analysis import analyse_question
from tests.index.helpers import candidates, document


@pytest.mark.parametrize(
    ("question", "text", "respelt"),
    [
        ("Les 20 chars sont-ils livrés ?", "Vingt chars ont été vus.", ["20"]),
        ("Que dit-on au 21e siècle ?", "Le XXIe siècle commence.", ["21e"]),
        ("Qui a subi la cyber-attaque ?", "La cyberattaque a duré.", ["cyber", "attaque"]),
        ("Qui a subi la cyberattaque ?", "La cyber-attaque a duré.", ["cyberattaque"]),
        ("Les 20 chars sont-ils livrés ?", "Trente chars ont été vus.", []),
        ("Qui a subi le vol ?", "La cyber-attaque a duré.", []),
    ],
)
def test_what_may_be_spelt_otherwise(question: str, text: str, respelt: list[str]) -> None:
    asked = analyse_question(question, language="fr")
    starts = {token.start for token in asked.tokens}
    found = may_be_respelt(starts, asked, candidates(document(text)))
    words = [question[t.start : t.end] for t in asked.tokens if t.start in found]
    assert words == respelt


def test_nothing_missing() -> None:
    asked = analyse_question("Les 20 chars sont-ils livrés ?", language="fr")
    assert may_be_respelt(set(), asked, candidates(document("Vingt chars."))) == frozenset()
