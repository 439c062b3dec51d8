from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given

from index.questions.analysis import analyse_question
from index.ranking.answer_types import TYPES
from index.ranking.features import (
    FEATURES,
    K1,
    MATCHES,
    MEANING,
    MEASURES,
    SAID,
    SHAPES,
    TERM_CLASSES,
    B,
    Matrix,
    compute_features,
)
from index.ranking.sentence_view import VIEWS
from tests.index.helpers import candidates, document
from tests.strategies import articles, questions

# Four sentences of made-up words in no language, so that every word is its own term.
TINY = document("Alpha beta. Gamma delta alpha. Epsilon kappa.\n\nZeta beta zeta.")
IDF1, IDF2 = math.log(5), math.log(5 / 2)  # of a term in none or one of the four, and in two


def features(question: str, text: str = "") -> Matrix:
    article = document(text) if text else TINY
    asked = analyse_question(question, language=article.language)
    return compute_features(asked, candidates(article), article.language)[0]


def column(name: str, question: str, text: str = "") -> list[float]:
    values: list[float] = features(question, text)[:, FEATURES.index(name)].tolist()
    return values


# --- names and shape ---


def test_names_are_unique() -> None:
    assert len(set(FEATURES)) == len(FEATURES)
    assert len(FEATURES) == (
        len(VIEWS) * len(MEASURES)
        + len(MATCHES) * len(TERM_CLASSES)
        + sum(len(names) for names in TYPES.values())
        + len(SHAPES)
        + len(MEANING)
        + len(SAID)
    )


@given(articles, questions)
def test_any_text_gives_finite_features(text: str, question: str) -> None:
    article = document(text)
    found = candidates(article)
    if found:
        asked = analyse_question(question, language=article.language)
        matrix, view = compute_features(asked, found, article.language)
        assert matrix.shape == (len(found), len(FEATURES))
        assert np.isfinite(matrix).all()
        shape = (len(found), len(asked.terms))
        for part in (view.met, view.similar, view.related, view.before, view.after, view.elsewhere):
            assert part.shape == shape
            assert ((part >= 0) & (part <= 1)).all()
        # A term is met in one way at most.
        ways = (view.met > 0) * 1 + (view.before > 0) + (view.after > 0) + (view.elsewhere > 0)
        assert (ways <= 1).all()
        assert not ((view.met > 0) & ((view.similar > 0) | (view.related > 0))).any()
        assert len(view.max_coverage) == len(VIEWS)
        assert all(0 <= value <= 1 + 1e-9 for value in view.max_coverage)


@given(articles, questions)
def test_shares_are_shares(text: str, question: str) -> None:
    article = document(text)
    found = candidates(article)
    if found:
        asked = analyse_question(question, language=article.language)
        matrix, _ = compute_features(asked, found, article.language)
        for view in VIEWS:
            parts = [
                matrix[:, FEATURES.index(f"{view}.{measure}")]
                for measure in ("coverage", "prev", "next", "passage")
            ]
            assert (np.stack(parts) >= 0).all()
            assert (np.sum(parts, axis=0) <= 1 + 1e-9).all()


# --- a tiny example by hand ---


def test_candidates() -> None:
    found = candidates(TINY)
    assert [c.passage for c in found] == [0, 0, 0, 1]
    assert [(c.is_first, c.is_last) for c in found] == [
        (True, False),
        (False, False),
        (False, True),
        (True, True),
    ]
    assert [dict(c.views["stem"]) for c in found] == [
        {"alpha": 1, "beta": 1},
        {"gamma": 1, "delta": 1, "alpha": 1},
        {"epsilon": 1, "kappa": 1},
        {"zeta": 2, "beta": 1},
    ]
    assert dict(found[0].views["phrase"]) == {("alpha", "beta"): 1}
    assert dict(found[1].views["pair"]) == {
        ("delta", "gamma"): 1,
        ("alpha", "gamma"): 1,
        ("alpha", "delta"): 1,
    }
    assert dict(found[0].views["gram4"]) == {
        "_alp": 1,
        "alph": 1,
        "lpha": 1,
        "pha_": 1,
        "_bet": 1,
        "beta": 1,
        "eta_": 1,
    }
    assert list(found[0].views["run5"])[:3] == ["_alph", "alpha", "lpha_"]


def test_coverage() -> None:
    total = IDF2 + 2 * IDF1  # alpha in two, zeta in one, omega in none
    wanted = [IDF2 / total, IDF2 / total, 0.0, IDF1 / total]
    assert column("stem.coverage", "alpha zeta omega") == pytest.approx(wanted)
    assert column("word.coverage", "alpha zeta omega") == pytest.approx(wanted)
    matched = [value * total / 10 for value in wanted]
    assert column("stem.matched", "alpha zeta omega") == pytest.approx(matched)


def test_bm25() -> None:
    total = IDF2 + 2 * IDF1

    def scored(idf: float, tf: int, length: int) -> float:
        norm = K1 * (1 - B + B * length / 2.5)  # 10 words in 4 sentences
        return idf * (tf * (K1 + 1) / (tf + norm) + 1) / total

    assert column("stem.bm25", "alpha zeta omega") == pytest.approx(
        [scored(IDF2, 1, 2), scored(IDF2, 1, 3), 0.0, scored(IDF1, 2, 3)]
    )


def test_neighbours() -> None:
    # "beta" stands in sentence 0 (and in 3, alone in its passage).
    assert column("stem.prev", "beta") == pytest.approx([0, 1, 0, 0])
    assert column("stem.next", "beta") == pytest.approx([0, 0, 0, 0])
    assert column("stem.passage", "beta") == pytest.approx([0, 0, 1, 0])
    # "epsilon" stands in sentence 2; 3 is next to it but in another passage.
    assert column("stem.prev", "epsilon") == pytest.approx([0, 0, 0, 0])
    assert column("stem.next", "epsilon") == pytest.approx([0, 1, 0, 0])
    assert column("stem.passage", "epsilon") == pytest.approx([1, 0, 0, 0])
    # A term that the sentence before holds does not count again for the one after.
    assert column("stem.next", "alpha") == pytest.approx([0, 0, 0, 0])
    assert column("stem.prev", "alpha") == pytest.approx([0, 0, 1, 0])


def test_matches_by_class_of_term() -> None:
    rarity = 1 / 2 * np.array([IDF2, IDF1]) / math.log(5)
    assert column("exact:any", "alpha zeta") == pytest.approx([0.5, 0.5, 0, 0.5])
    assert column("exact:rare", "alpha zeta") == pytest.approx(
        [2 * rarity[0], 2 * rarity[0], 0, 2 * rarity[1]]
    )
    assert column("exact:last", "alpha zeta") == pytest.approx([0, 0, 0, 1])
    assert column("exact:rarest", "alpha zeta") == pytest.approx(
        [(IDF2 / IDF1) ** 2, (IDF2 / IDF1) ** 2, 0, 1]
    )


def test_names_are_capitals_but_for_the_first_word() -> None:
    assert column("exact:name", "alpha Zeta") == pytest.approx([0, 0, 0, 1])
    assert column("exact:name", "Alpha zeta") == pytest.approx([0, 0, 0, 0])


def test_numbers() -> None:
    text = "Alpha 2021 beta. Gamma 12 delta."
    assert column("exact:number", "alpha 2021", text) == pytest.approx([1, 0])


def test_similar_words_are_alike_but_not_met() -> None:
    # alphas and alpha share the trigrams _al alp lph pha: 2 x 4 / (6 + 5).
    assert column("similar:any", "alphas") == pytest.approx([8 / 11, 8 / 11, 0, 0])
    assert column("exact:any", "alphas") == pytest.approx([0, 0, 0, 0])


def test_related_words() -> None:
    text = "Le chanteur mourut dans la ville de Lyon. Le maire a tué un homme de la ville."
    assert column("related:any", "Qui est l'assassin du meurtre ?", text)[0] == 0
    assert column("related:any", "Quel meurtre ?", text) == pytest.approx([0, 1])


def test_topic_terms_count_where_the_article_has_them() -> None:
    article = document("Alpha beta. Gamma alpha.", title="Alpha")
    asked = analyse_question("alpha gamma", language=article.language)
    matrix, _ = compute_features(asked, candidates(article), article.language)
    # "alpha" in both of two: idf ln(3 / 2) as a share of ln 3; gamma is no topic.
    topic = math.log(3 / 2) / math.log(3)
    assert matrix[:, FEATURES.index("exact:topic")] == pytest.approx([topic, topic])


# --- what is said ---


def test_who_is_meant_counts_where_the_name_is_not() -> None:
    text = (
        "La maire de Tours, Claire Vidal, a présenté son budget lundi. "
        "Elle a promis de baisser les impôts. Les travaux seront finis en mai."
    )
    asked = "Qu'a promis Claire Vidal ?"
    # Of "promis", "claire" and "vidal", the names stand in one of three sentences each.
    found = column("meant", asked, text)
    assert found[0] == found[2] == 0
    assert found[1] > 0.5


def test_who_speaks() -> None:
    text = (
        "Le pont rouvrira lundi, a assuré le préfet Paul Le Goff. "
        "Le pont est long de 300 mètres. Paul Le Goff a 40 ans."
    )
    assert column("asked speaker", "Qu'a dit Paul Le Goff du pont ?", text) == [1, 0, 0]
    assert column("asked speaker", "Quel âge a Paul Le Goff ?", text) == [0, 0, 0]
    assert column("who said", "Qui a dit que le pont rouvrira ?", text) == [1, 0, 0]
    assert column("who said", "Quand le pont rouvrira-t-il ?", text) == [0, 0, 0]


def test_the_days_that_are_asked_for() -> None:
    text = "Le pont a été fermé vendredi. Le pont a été ouvert jeudi."
    article = document(text, published_at=date(2026, 2, 28))
    asked = analyse_question("Que s'est-il passé le 27 février 2026 ?", language="fr")
    matrix, _ = compute_features(asked, candidates(article), "fr")
    assert matrix[:, FEATURES.index("asked date")].tolist() == [1, 0]


def test_shape() -> None:
    assert column("length", "x") == pytest.approx([math.log1p(n) for n in (2, 3, 2, 3)])
    assert column("length2", "x") == pytest.approx([math.log1p(n) ** 2 / 4 for n in (2, 3, 2, 3)])
    assert column("short", "x") == [1, 1, 1, 1]
    assert column("first", "x") == [1, 0, 0, 1]
    assert column("last", "x") == [0, 0, 1, 1]
    assert column("opening", "x") == [1, 0, 0, 0]
    assert column("empty", "alpha") == [0, 0, 1, 1]


def test_a_pronoun_leans_on_what_stands_before() -> None:
    text = "Anthropic est une société de la ville. Elle a été fondée par des anciens."
    assert column("pronoun", "Quelle société ?", text) == [0, 1]
    assert column("leaning", "Quelle société ?", text)[1] > 0


def test_a_question_without_terms() -> None:
    matrix = features("?")
    assert matrix.shape == (4, len(FEATURES))
    assert np.isfinite(matrix).all()
    assert matrix[:, FEATURES.index("stem.coverage")].tolist() == [0, 0, 0, 0]


def test_one_candidate() -> None:
    assert np.isfinite(features("alpha", "Alpha beta.")).all()


def test_the_capital_of_a_first_word_is_no_evidence_of_a_name() -> None:
    text = "Demain il part dans la ville. Il part dans la ville de Lyon."
    assert column("place?name", "Où part-il ?", text) == [0, 1]
