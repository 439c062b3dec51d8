from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given

from index import Engine
from index.questions.analysis import analyse_question
from index.ranking.matching import match
from index.reading.abstaining import (
    ABSTAIN_FEATURES,
    THRESHOLD,
    abstain_features,
    unknown_words,
)
from tests.index.helpers import candidates, document, some_candidates
from tests.strategies import articles, questions

TINY = document("Alpha beta. Gamma delta alpha. Epsilon kappa.\n\nZeta beta zeta.")
VOCABULARY = frozenset(["alpha", "beta", "gamma", "delta", "epsilon", "kappa", "zeta"])


def features(
    question: str,
    scores: list[float],
    *,
    short_answer: float | None = None,
    lacks_answer: bool = False,
) -> dict[str, float]:
    asked = analyse_question(question, language="und")
    values = abstain_features(
        asked,
        match(asked, some_candidates(TINY)),
        np.array(scores),
        VOCABULARY,
        short_answer=short_answer,
        lacks_answer=lacks_answer,
    )
    return dict(zip(ABSTAIN_FEATURES, values.tolist(), strict=True))


def test_names_are_unique() -> None:
    assert len(set(ABSTAIN_FEATURES)) == len(ABSTAIN_FEATURES)


def test_by_hand() -> None:
    found = features("alpha Omega 12 beta", [2.0, 1.0, 0.0, -1.0])
    shares = np.exp([2.0, 1.0, 0.0, -1.0])
    shares /= shares.sum()
    assert found["top score"] == pytest.approx(0.4)
    assert found["top probability"] == pytest.approx(shares[0])
    assert found["gap to second"] == pytest.approx(0.2)
    assert found["entropy"] == pytest.approx(-(shares * np.log(shares)).sum())
    assert found["candidates"] == pytest.approx(np.log(4))
    assert found["terms"] == pytest.approx(np.log(5))
    assert found["words"] == pytest.approx(0.4)
    assert found["unknown terms"] == 2
    assert found["unknown share"] == pytest.approx(0.5)
    assert found["unknown names"] == 1
    assert found["unknown name share"] == 1
    assert found["unknown numbers"] == 1
    assert found["names"] == 1
    assert found["sentence best"] == pytest.approx(0.5)  # alpha and beta of four
    assert found["sentence missing"] == pytest.approx(2)
    assert found["least missing"] == pytest.approx(2)
    assert found["all met"] == 0
    assert found["name coverage"] == 0


def test_the_best_sentence_is_the_one_with_the_best_score() -> None:
    assert features("zeta", [0, 0, 0, 1])["all met"] == 1
    assert features("zeta", [1, 0, 0, 0])["all met"] == 0


def test_kinds_asked() -> None:
    found = features("Quand alpha a-t-il été fondé ?", [0, 0, 0, 0])
    assert found["asks date"] == 1
    assert found["asks number"] == 0


def test_how_good_the_short_answer_is() -> None:
    scores = [0.0, 0.0, 0.0, 0.0]
    found = features("alpha", scores, short_answer=0.75)
    assert (found["short answer"], found["short answer wanting"]) == (0.75, 0)
    found = features("alpha", scores, short_answer=0.2)
    assert (found["short answer"], found["short answer wanting"]) == (0.2, 1)
    found = features("alpha", scores)
    assert (found["short answer"], found["short answer wanting"]) == (0, 1)


def test_whether_the_best_has_what_is_wanted() -> None:
    assert features("alpha", [0.0] * 4)["kind wanting"] == 0
    assert features("alpha", [0.0] * 4, lacks_answer=True)["kind wanting"] == 1


def test_a_word_that_is_alike_counts_as_met() -> None:
    # alphas and alpha: 8 of 11 trigrams, see test_features; gaxxxx and gamma: 2 of 11.
    found = features("alphas gaxxxx", [1, 0, 0, 0])
    assert found["not alike terms"] == 1
    assert found["sentence best"] == pytest.approx(8 / 11 / 2)


@given(articles, questions)
def test_finite_for_any_text(text: str, question: str) -> None:
    article = document(text)
    found = candidates(article)
    if found:
        asked = analyse_question(question, language=article.language)
        seen = match(asked, found)
        scores = seen.measures.sum(axis=1)
        values = abstain_features(
            asked, seen, scores, frozenset(), short_answer=None, lacks_answer=True
        )
        assert values.shape == (len(ABSTAIN_FEATURES),)
        assert np.isfinite(values).all()


def test_unknown_words_are_as_written_once_and_in_order() -> None:
    asked = analyse_question("Où Zorg a choisi Alpha et Bork, Zorg ?", language="fr")
    assert unknown_words([asked], {"alpha"}) == ("Zorg", "choisi", "Bork")


def test_a_word_that_one_language_knows_is_known() -> None:
    text = "Who founded Anthropic?"
    asked = [analyse_question(text, language=code) for code in ("fr", "en")]
    (founded,) = (t for t in asked[1].terms if t.startswith("found"))
    assert "founded" not in unknown_words(asked, {founded})


@pytest.mark.parametrize(
    "question",
    [
        "Qui a remporté la Coupe du monde de football ?",
        "Quelle est la recette de la tarte aux pommes ?",
        "Who won the football world cup?",
        "Quel temps fera-t-il demain à Marseille ?",
    ],
)
def test_what_the_seed_never_speaks_of_is_not_answered(engine: Engine, question: str) -> None:
    assert engine.rank(question).confidence < THRESHOLD


@pytest.mark.parametrize(
    "question",
    [
        "Quel est le montant du contrat signé par Dario Amodei ?",
        "Qui est le patron d'Anthropic ?",
        "En quelle année Anthropic a-t-elle été fondée ?",
    ],
)
def test_what_the_seed_says_is_answered(engine: Engine, question: str) -> None:
    assert engine.rank(question).confidence >= THRESHOLD


def test_a_day_that_is_told_by_another_word_is_not_missing() -> None:
    article = document(
        "Le pont a été fermé vendredi. Le maire est parti.", published_at=date(2026, 2, 28)
    )
    found = some_candidates(article)
    known = found.sentence(0).terms
    for text, missing in (("le 27 février 2026", 0), ("le 3 juin 2024", 3)):
        asked = analyse_question(text, language="fr")
        values = abstain_features(
            asked,
            match(asked, found),
            np.array([1.0, 0.0]),
            known,
            short_answer=None,
            lacks_answer=False,
        )
        row = dict(zip(ABSTAIN_FEATURES, values.tolist(), strict=True))
        assert row["unknown terms"] == missing
        assert row["sentence missing"] == missing
