"""A question that is itself in the text is never the answer to one: what follows it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Engine
from index.answering.explaining import ASKS
from index.reading.choosing import CHOICE
from tests.index.helpers import (
    CERTAIN,
    UNCERTAIN,
    FakeReader,
    document,
    random_weights,
    weights,
)
from tests.strategies import articles, questions

INTERVIEW = """Rue de la Gare

Après trente ans, Paul Morin a fermé son magasin de jouets en mai.

Q: Pourquoi avez-vous fermé le magasin ?
R: Parce que le loyer a doublé.

Q: Que ferez-vous maintenant ?
R: Je vais voyager en Italie avec ma femme.

Q: Parlez-nous de vos clients.
R: Ils venaient en famille le samedi, et beaucoup ont pleuré.
"""
ASKING = "Pourquoi le magasin a-t-il fermé ?"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("pourquoi le magasin a-t-il fermé ?", "R: Parce que le loyer a doublé."),
        ("Que va-t-il faire maintenant ?", "R: Je vais voyager en Italie avec ma femme."),
        ("Que dit-il de ses clients ?", "R: Ils venaient en famille le samedi"),
    ],
)
def test_an_interview_is_answered_by_who_is_asked(question: str, answer: str) -> None:
    best = Engine([document(INTERVIEW)]).rank(question).sentences[0]
    assert best.sentence.text.startswith(answer)


@pytest.mark.parametrize("between", ["\n", "\n\n", " ", " / "])
def test_what_follows_the_question_is_quoted(between: str) -> None:
    text = f"Q: Pourquoi avez-vous fermé le magasin ?{between}R: Parce que le loyer a doublé."
    engine = Engine([document(text)], weights=CERTAIN, reader=FakeReader("magasin", "le loyer"))
    answer = engine.ask("pourquoi le magasin a-t-il fermé ?")
    assert answer.citations[0].cited_text.endswith("R: Parce que le loyer a doublé.")
    assert answer.answer == "le loyer"


def test_however_well_a_question_is_read_it_is_no_answer() -> None:
    """What the reader points at in it is as good as can be."""
    made = weights(bias=50.0, stem_bm25=1.0)
    made.choice[CHOICE.index("margin")] = 9.0
    source = document(f"{ASKING}\n\nLe loyer a doublé.")
    engine = Engine([source], weights=made, reader=FakeReader("magasin"))
    answer = engine.ask(ASKING)
    assert [c.cited_text for c in answer.citations] == ["Le loyer a doublé."]
    assert answer.answer == "Le loyer a doublé."


def test_a_headline_that_asks_is_no_answer_even_alone() -> None:
    answer = Engine([document(ASKING)], weights=CERTAIN).ask(ASKING)
    assert (answer.status, answer.confidence, answer.answer) == ("no_answer", 0.0, None)
    assert [c.cited_text for c in answer.closest] == [ASKING]


def test_in_a_library_of_two_languages_a_question_comes_after_all_that_state() -> None:
    french, english = document(ASKING), document("It rains in the old town.", document_id="b")
    ranking = Engine([french, english], weights=CERTAIN).rank(ASKING)
    assert [s.sentence.asks for s in ranking.sentences] == [False, True]


def test_who_asked_what_is_an_answer() -> None:
    text = "Un titre.\n\nLe maire demande : « Pourquoi le magasin a-t-il fermé ? »\n\nIl pleut."
    answer = Engine([document(text)], weights=CERTAIN).ask("Que demande le maire ?")
    assert answer.citations[0].cited_text.startswith("Le maire demande")


def test_an_explanation_says_what_put_a_question_last() -> None:
    engine = Engine([document(f"Il pleut.\n\n{ASKING}\n\nLe magasin ferme.")], weights=UNCERTAIN)
    explained = engine.explain(ASKING).sentences
    assert explained[-1].text == ASKING
    assert ASKS in {c.feature for c in explained[-1].contributions}
    assert all(ASKS not in {c.feature for c in s.contributions} for s in explained[:-1])
    for sentence in explained:
        assert sum(c.product for c in sentence.contributions) == pytest.approx(sentence.score)


@given(
    st.lists(st.sampled_from([ASKING, "Who signed?", "« Quoi ? »", "Q: Parlez."]), max_size=4),
    articles,
    questions,
    st.integers(0, 2**32 - 1),
)
def test_no_question_is_ever_quoted_as_the_answer(
    asked: list[str], text: str, question: str, seed: int
) -> None:
    mixed = document("\n\n".join([*asked, text, *asked]))
    other = document(" ".join(asked), document_id="b")
    for made in (CERTAIN, random_weights(seed)):
        engine = Engine([mixed, other], weights=made)
        ranking = engine.rank(question)
        asks = [ranked.sentence.asks for ranked in ranking.sentences]
        assert asks == sorted(asks)
        places = {ranked.sentence.place: ranked.sentence.asks for ranked in ranking.sentences}
        for citation in engine.answer(ranking).citations:
            assert citation.role == "context" or not places[citation.place]
