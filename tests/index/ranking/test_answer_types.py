from __future__ import annotations

import pytest

from index.questions.analysis import KINDS, analyse_question
from index.ranking.answer_types import TYPES, lacks_answer
from index.ranking.matching import match
from index.ranking.sentence_index import CLASSES
from tests.index.helpers import document, some_candidates
from tests.index.ranking.test_features import column


def test_types_are_the_kinds_of_questions() -> None:
    assert set(TYPES) == {*KINDS, "other"}


def test_every_evidence_exists() -> None:
    """A name that is neither computed nor a class of sentences would be 0 for ever."""
    computed = {"first", "name", "near", "names", "number", "numeral", "year"}
    for names in TYPES.values():
        assert set(names) <= computed | set(CLASSES)


def test_types() -> None:
    text = "Il a payé 200 millions de dollars. Il a vu Paris en 1999. Il a dit non au maire."
    assert column("number?number", "Combien a-t-il payé ?", text) == [1, 1, 0]
    assert column("number?unit", "Combien a-t-il payé ?", text) == [1, 0, 0]
    assert column("date?year", "Quand a-t-il payé ?", text) == [0, 1, 0]
    assert column("place?name", "Où a-t-il payé ?", text) == [0, 1, 0]
    assert column("number?number", "Quand a-t-il payé ?", text) == [0, 0, 0]
    assert column("other?quote", "payé", text) == [0, 0, 0]


def test_what_the_question_names_is_no_evidence() -> None:
    text = "Il a vu Paris en 1999. Il a vu Rome en 1888."
    assert column("place?name", "Où est Paris ?", text) == [0, 1]
    assert column("date?year", "Quand, en 1999 ?", text) == [0, 1]


def test_a_quantity_is_evidence_of_its_kind() -> None:
    text = "Il a payé 3 euros. Il a attendu deux heures. La hausse est de 4 %. Il a dit oui."
    assert column("money?money", "Combien a coûté le pont ?", text) == [1, 0, 0, 0]
    assert column("duration?duration", "Combien de temps ?", text) == [0, 1, 0, 0]
    assert column("percentage?percentage", "Quel pourcentage ?", text) == [0, 0, 1, 0]
    assert column("money?money", "Combien de temps ?", text) == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("Quel est l'âge du patron ?", "Le patron a 40 ans.", False),
        ("Quel est l'âge du patron ?", "Le patron a signé en 2021.", True),
        ("How old is the boss?", "The boss signed it.", True),
        ("Combien a coûté le pont ?", "Le pont a coûté $5 million.", False),
        ("Combien a coûté le pont ?", "Le pont a 12 arches.", True),
        ("Quand a-t-il signé ?", "Il a signé vendredi.", False),
        ("Quand, en 2021, a-t-il signé ?", "Il a signé en 2021.", True),
        ("Où est-il né ?", "Elle aime lire.", True),
        ("Pourquoi a-t-il signé ?", "Elle aime lire.", False),
        ("Qui a signé, et quand ?", "Elle aime lire.", False),  # may be either
        ("Combien de soldats sont venus ?", "En 1815 Napoléon est venu.", True),
        ("Combien de soldats sont venus ?", "Le 22 juillet 2025, il est venu.", True),
        ("Combien de soldats sont venus ?", "Il est venu 1815 soldats.", False),
        ("Quand Charlemagne fut-il couronné ?", "Il fut couronné en 800.", False),
    ],
)
def test_what_lacks_the_kind_of_answer(question: str, text: str, lacks: bool) -> None:
    article = document(text)
    found = some_candidates(article)
    assert found.size == 1
    asked = analyse_question(question, language=article.language)
    assert lacks_answer(asked, match(asked, found), 0) == lacks
