"""Whether to answer: what is looked at, by hand, and never a number that is none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Engine
from index.questions.analysis import analyse_question
from index.ranking.ranker import StageOne
from index.reading.deciding import EVIDENCE, alike_terms, answers_whole, evidence, unknown_words
from index.reading.reader import SentenceReading
from tests.index.helpers import CERTAIN, FakeReader, document, random_weights
from tests.strategies import articles, questions

TEXT = "Le maire Jean Petit signe le contrat. Le pont de Lyon est long.\n\nLa ville dort."


def stage_of(engine: Engine, question: str) -> StageOne:
    asked = engine.analyse(question)
    stage = engine.stage_one(asked, engine.retrieve(asked))
    assert stage is not None
    return stage


def evidence_of(
    question: str,
    best: int,
    readings: dict[int, SentenceReading] | None = None,
    *,
    text: str = TEXT,
    scores: list[float] | None = None,
) -> dict[str, float]:
    engine = Engine([document(text)], weights=CERTAIN)
    stage = stage_of(engine, question)
    given_scores = stage.scores if scores is None else np.array(scores)
    values = evidence(stage, given_scores, best, readings or {}, engine.terms)
    return dict(zip(EVIDENCE, values.tolist(), strict=True))


def test_the_words_of_the_question() -> None:
    found = evidence_of("Qui signe le pont de Paris en 1999 ?", 0)
    assert found["coverage"] == pytest.approx(1 / 4)  # "signe"
    assert found["unknown share"] == pytest.approx(2 / 4)
    assert found["unknown names"] == 1  # Paris
    assert found["unknown numbers"] == 1
    assert found["names met"] == 0


def test_names_and_numbers_that_are_met() -> None:
    text = "Jean Petit a signé 3 contrats. Le pont est long."
    found = evidence_of("Combien de contrats, sur les 3, Jean Petit a-t-il signés ?", 0, text=text)
    assert found["names met"] == 1
    assert found["unknown numbers"] == found["unknown share"] == 0
    other = evidence_of("Combien de contrats, sur les 4, Jean Petit a-t-il signés ?", 0, text=text)
    assert other["unknown numbers"] == 1


def test_a_name_next_to_the_sentence_is_met() -> None:
    text = "Jean Petit est là. Il a signé hier.\n\nLa ville dort."
    assert evidence_of("Qui est Jean Petit ?", 1, text=text)["names met"] == 1
    assert evidence_of("Qui est Jean Petit ?", 2, text=text)["names met"] == 0


def test_a_question_without_names_is_between_met_and_not() -> None:
    assert evidence_of("Qui signe le contrat ?", 0)["names met"] == 0.5


def test_words_of_another_language_tell_nothing_when_they_are_missing() -> None:
    found = evidence_of("Who signed with Elon Musk in the city of Paris?", 0)
    for name in ("coverage", "unknown share", "unknown names"):
        assert found[name] == 0
    found = evidence_of("Who signed the 300 contracts with the others?", 0)
    assert found["unknown numbers"] == 1  # written alike in both


def test_the_ranking() -> None:
    found = evidence_of("Qui signe ?", 1, scores=[0.0, np.log(6), 0.0])
    assert found["probability"] == pytest.approx(np.log(0.75 / 0.25))
    alone = evidence_of("Qui signe ?", 0, text="Le maire signe.")
    assert alone["probability"] == pytest.approx(np.log((1 - 1e-4) / 1e-4))


def test_what_was_read() -> None:
    """Of all windows the one that is likeliest to answer counts."""
    readings = {0: SentenceReading(0, 8, 2.5, 1.5), 1: SentenceReading(38, 45, -3.0, 4.0)}
    for best in range(3):
        assert evidence_of("Qui signe ?", best, readings)["answerable"] == 4.0
        assert evidence_of("Qui signe ?", best)["answerable"] == 0  # without a reader


def test_the_kind_of_answer() -> None:
    assert evidence_of("Quand le maire signe-t-il ?", 0)["kind wanting"] == 1
    assert evidence_of("Quand ?", 0, text="Il signe en 2021.")["kind wanting"] == 0


@given(articles, questions, st.integers(0, 2**32 - 1), st.booleans())
def test_evidence_is_always_finite(text: str, question: str, seed: int, reads: bool) -> None:
    reader = FakeReader("Pentagone", "mot") if reads else None
    engine = Engine([document(text)], weights=random_weights(seed), reader=reader)
    asked = engine.analyse(question)
    stage = engine.stage_one(asked, engine.retrieve(asked))
    if stage is None:
        return
    readings = engine.read(stage)
    for best in {0, len(stage.rows) - 1}:
        values = evidence(stage, stage.scores, best, readings, engine.terms)
        assert values.shape == (len(EVIDENCE),)
        assert np.isfinite(values).all()


# --- what the whole sentence answers ---


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("Le maire a-t-il signé le contrat ?", True),
        ("Est-ce que le maire a signé ?", True),
        ("Did the mayor sign the contract?", True),
        ("Qu'a dit le maire ?", True),
        ("Que pense le maire du contrat ?", True),
        ("Qui a signé le contrat ?", False),
        ("Quand le maire a-t-il dit oui ?", False),
        ("Combien coûte le contrat ?", False),
        ("contrat maire Lyon", False),
    ],
)
def test_yes_or_no_and_what_somebody_said_have_no_short_answer(question: str, whole: bool) -> None:
    assert answers_whole(analyse_question(question, language="fr")) == whole


# --- which words the articles have ---


def test_terms_that_a_candidate_implies_or_has_by_another_word() -> None:
    text = "Le Pentagone achète des fusils. Il assassine la production."
    engine = Engine([document(text)], weights=CERTAIN)
    stage = stage_of(engine, "Qui a tué les producteurs et les girafes ?")
    tue, producteur, girafe = stage.groups[0].question.terms
    assert {tue, producteur, girafe}.isdisjoint(engine.terms)
    assert alike_terms(stage) == {tue, producteur}
    stage = stage_of(engine, "Le Pentagone ?")
    assert alike_terms(stage) == set(stage.groups[0].question.terms)  # whom "il" means


def test_unknown_words_are_told_as_written_in_their_order() -> None:
    asked = analyse_question("Que pense Elon Musk de l'accord ?", language="fr")
    known = set(analyse_question("l'accord", language="fr").terms)
    assert unknown_words([asked], known) == ("pense", "Elon", "Musk")
    assert unknown_words([asked], set(asked.terms)) == ()


def test_a_word_that_one_language_knows_is_known() -> None:
    """The stems of "signed" differ from language to language."""
    text = "Who signed the treaties?"
    asked = [analyse_question(text, language=language) for language in ("fr", "en")]
    english = set(asked[1].terms)
    assert unknown_words(asked, english) == ()
    assert unknown_words(asked[:1], set()) != ()
    assert unknown_words([], set()) == ()


def test_a_word_that_is_asked_twice_is_told_once() -> None:
    asked = analyse_question("Musk, Musk et encore Musk ?", language="fr")
    assert unknown_words([asked], set()).count("Musk") == 1


def test_a_name_that_the_article_is_about_is_met_where_others_are_about_others() -> None:
    article = document("# Une usine à Foix\n\nElle ouvrira.\n\nLe projet est grand.")
    other = document("# Une laiterie à Auch\n\nElle ouvrira.", document_id="b")
    for library, met in (((article,), 0.0), ((article, other), 1.0)):
        engine = Engine(library, weights=CERTAIN)
        stage = stage_of(engine, "Le projet de Foix est-il grand ?")
        texts = [engine.sentence(int(row)).text for row in stage.rows]
        found = evidence(stage, stage.scores, texts.index("Le projet est grand."), {}, engine.terms)
        assert found[EVIDENCE.index("names met")] == met
