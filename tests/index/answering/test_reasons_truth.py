"""That what is said where there is no answer is true to the letter, also of other spellings."""

from __future__ import annotations

import re
from itertools import chain

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index import Engine
from index.engine import Ranking
from index.ranking.sentence_view import Candidate
from index.text.tokens import analyzer_for
from tests.index.answering.test_reasons import FRENCH, reason
from tests.index.helpers import UNCERTAIN, candidates, document
from tests.strategies import articles, questions


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        # An irregular form is no reason to say more than that the word itself is not there.
        (
            "Google est-il mort ?",
            "La société Google a gagné. Le poète mourut dans la ville avec les enfants.",
            "Les articles parlent de « Google », mais n'emploient pas le mot « mort ».",
        ),
        (
            "De quelle couleur est son œil ?",
            "Les yeux de la fille et les murs de la ville sont de la même couleur.",
            "Les articles n'emploient pas le mot « œil ».",
        ),
        (
            "Is the house grey?",
            "The house of the mayor is gray, and so are the doors of the town hall.",
            "The articles do not use the word “grey”.",
        ),
        (
            "Is there a mouse in the house?",
            "There are mice in the house of the mayor, and so there are in the town hall.",
            "The articles do not use the word “mouse”.",
        ),
    ],
)
def test_only_the_word_as_written_is_said_to_be_missing(
    question: str, text: str, expected: str
) -> None:
    assert reason(question, document(text)) == expected


@pytest.mark.parametrize(
    ("question", "text", "named"),
    [
        ("Les 20 nageurs dorment-ils ?", "Vingt nageurs dorment dans la ville.", ""),
        ("Les vingt nageurs dorment-ils ?", "Les 20 nageurs dorment dans la ville.", ""),
        ("Les 30 nageurs dorment-ils ?", "Vingt nageurs dorment dans la ville.", "30"),
        ("Les 2 000 nageurs dorment-ils ?", "Les deux mille nageurs dorment.", ""),
        ("Le 21e siècle est-il là ?", "Le XXIe siècle est là pour les enfants.", ""),
        ("Le XXIe siècle est-il là ?", "Le 21e siècle est là pour les enfants.", ""),
        ("Le 19e siècle est-il là ?", "Le XXIe siècle est là pour les enfants.", "19e"),
        ("Le vingtième siècle est-il là ?", "Le XXe siècle est là pour les enfants.", ""),
        ("Le premier nageur dort-il ?", "Le 1er nageur dort avec les enfants.", ""),
        ("Le 2e nageur dort-il ?", "Le deuxième nageur dort avec les enfants.", ""),
        ("Le deuxième nageur dort-il ?", "Le second nageur dort avec les enfants.", ""),
        ("A-t-il bu ½ litre ?", "Il a bu un demi litre dans la ville avec les enfants.", ""),
        ("A-t-il bu 1/2 litre ?", "Il a bu un demi litre dans la ville avec les enfants.", ""),
        ("Le premier nageur dort-il ?", "Le nageur dort avec les enfants.", "premier"),
        (
            "La cyber-attaque a-t-elle eu lieu ?",
            "La cyberattaque a eu lieu dans la ville avec les enfants.",
            "",
        ),
        (
            "La cyberattaque a-t-elle eu lieu ?",
            "La cyber-attaque a eu lieu dans la ville avec les enfants.",
            "",
        ),
        (
            "Les cyberattaques ont-elles eu lieu ?",
            "La cyber-attaque a eu lieu dans la ville avec les enfants.",
            "",
        ),
        ("Le weekend a-t-il eu lieu ?", "Le week-end a eu lieu dans la ville.", ""),
    ],
)
def test_another_spelling_is_not_missing(question: str, text: str, named: str) -> None:
    said = reason(question, document(text))
    assert re.findall(r"pas les? mots? « (.*?) »", said) == ([named] if named else [])
    assert "Aucun mot" not in said


def test_names_are_in_one_piece_only_where_they_stand_so() -> None:
    text = "La vedette Hilton est à Paris avec les enfants de la ville."
    assert reason("Paris Hilton a-t-elle gagné ?", document(text)) == (
        "Les articles parlent de « Paris » et « Hilton », mais n'emploient pas le mot « gagné »."
    )


def test_what_never_meets_is_there() -> None:
    text = (
        "Paul Martin a acheté une voiture rouge. Le conseil a rejeté la subvention.\n\n"
        "La ville a une automobile avec les enfants."
    )
    for question in (
        "Le conseil a-t-il rejeté l'automobile ?",
        "Paul Martin a-t-il rejeté la bagnole ?",
        "Le conseil a-t-il refusé la voiture ?",
    ):
        source = document(text)
        stems = {term for c in candidates(source) for term in c.views["stem"]}
        said = reason(question, source)
        if "ne réunit" in said or "même phrase" in said:
            assert set(chain.from_iterable(quoted(said))) <= stems


WORDS = (
    *("Paul Martin", "Jeanne Roux", "Brève", "piscine", "subvention", "rejeté", "fermé", "tuiles"),
    *("inauguré", "enfants", "Google", "âge", "volcan", "portes", "conseil", "réouverture"),
)
asked_words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6, unique=True).map(
    lambda words: f"Est-ce que {' '.join(words)} ?"
)
_NEVER = re.compile(r"n'emploient pas les? mots? (.*?)\.(?: Aucune|$)")
_APART = re.compile(r"parlent de (.*), mais jamais dans la même phrase que (.*?)\.(?: Aucune|$)")
_UNMET = re.compile(r"ne réunit (.*?)\.(?: Aucune|$)")


def quoted(text: str) -> list[list[str]]:
    """The terms of each quotation in `text`."""
    return [analyzer_for("fr").terms(words) for words in re.findall(r"« (.*?) »", text)]


def check_reason(said: str, sentences: list[Candidate]) -> bool:
    """Whether anything was claimed of `sentences`; it must be true of each."""
    held = [frozenset(map(str, sentence.views["stem"])) for sentence in sentences]
    everything = frozenset().union(*held)
    if claim := _NEVER.search(said):
        assert everything.isdisjoint(chain.from_iterable(quoted(claim[1])))
    elif claim := _APART.search(said):
        together = set(chain.from_iterable(quoted(claim[1])))
        assert everything.issuperset(chain.from_iterable(quoted(claim[2])))
        assert any(together <= terms for terms in held)
        for words in quoted(claim[2]):
            assert not any(together | set(words) <= terms for terms in held)
    elif claim := _UNMET.search(said):
        unmet = set(chain.from_iterable(quoted(claim[1])))
        assert unmet <= everything
        assert not any(unmet <= terms for terms in held)
    else:
        return False
    return True


@given(asked_words)
def test_what_is_claimed_is_true(question: str) -> None:
    assume(check_reason(reason(question, FRENCH), candidates(FRENCH)))


@given(articles, questions)
def test_any_question_to_any_text(text: str, question: str) -> None:
    source = document(text)
    said = reason(question, source)
    assert said.endswith(".")
    if source.language == "fr":
        check_reason(said, candidates(source))


@given(articles, questions)
def test_what_is_held_goes_with_the_sentences(text: str, question: str) -> None:
    ranking: Ranking = Engine([document(text)], weights=UNCERTAIN).rank(question)
    assert len(ranking.held.sentences) == len(ranking.sentences)
    for sentence, held in zip(ranking.sentences, ranking.held.sentences, strict=True):
        for token in ranking.question.tokens:
            if token.term in sentence.candidate.views["stem"]:
                assert token.start in held
