from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given

from index import Document
from index.annotations.indexed import index_document
from index.questions.analysis import analyse_question
from index.ranking.features import FEATURES, compute_features
from index.ranking.matching import match
from index.ranking.sentence_index import (
    CLASSES,
    EVIDENCE_VIEWS,
    VIEWS,
    Candidates,
    SentenceIndex,
    Values,
)
from index.retrieval.bm25 import DELTA, K1, B
from tests.index.helpers import candidates, document, some_candidates
from tests.strategies import articles, questions

# Four sentences of made-up words in no language, so that every word is its own term.
TINY = document("Alpha beta. Gamma delta alpha. Epsilon kappa.\n\nZeta beta zeta.")
IDF1, IDF2 = math.log(5), math.log(5 / 2)  # of a term in none or one of the four, and in two


def features(question: str, article: Document) -> Values:
    found = some_candidates(article)
    asked = analyse_question(question, language=article.language)
    return compute_features(asked, match(asked, found), np.zeros(found.size))


def column(name: str, question: str, text: str | Document = TINY) -> list[float]:
    article = document(text) if isinstance(text, str) else text
    values: list[float] = features(question, article)[:, FEATURES.index(name)].tolist()
    return values


# --- any text ---


def test_names_are_unique() -> None:
    assert len(set(FEATURES)) == len(FEATURES)


@given(articles, questions)
def test_any_text_gives_finite_features(text: str, question: str) -> None:
    article = document(text)
    found = candidates(article)
    if found:
        asked = analyse_question(question, language=article.language)
        seen = match(asked, found)
        matrix = compute_features(asked, seen, np.zeros(found.size))
        assert matrix.shape == (found.size, len(FEATURES))
        assert np.isfinite(matrix).all()
        parts = (seen.met, seen.similar, seen.related, seen.before, seen.after, seen.elsewhere)
        for part in parts:
            assert part.shape == (found.size, len(asked.terms))
            assert ((part >= 0) & (part <= 1)).all()
        # A term is met in one way at most.
        ways = (seen.met > 0) * 1 + (seen.before > 0) + (seen.after > 0) + (seen.elsewhere > 0)
        assert (ways <= 1).all()
        assert not ((seen.met > 0) & ((seen.similar > 0) | (seen.related > 0))).any()
        assert (seen.new >= 0).all()


@given(articles, questions)
def test_shares_are_shares(text: str, question: str) -> None:
    article = document(text)
    if candidates(article):
        matrix = features(question, article)
        for view in VIEWS:
            parts = [
                matrix[:, FEATURES.index(f"{view}.{measure}")]
                for measure in ("coverage", "prev", "next", "passage")
            ]
            assert (np.stack(parts) >= 0).all()
            assert (np.sum(parts, axis=0) <= 1 + 1e-9).all()


@given(articles, questions)
def test_what_is_seen_of_a_sentence_does_not_depend_on_other_articles(
    text: str, question: str
) -> None:
    """Columns are shared by all articles; each question must pick its own from them."""
    article = document(text)
    alone = candidates(article)
    other = document("Un pont de 200 mètres. OpenAI l'a choisi en 2021.", document_id="0")
    index = SentenceIndex([index_document(other), index_document(article)])
    rows = np.flatnonzero(index.document == 1)
    if alone:
        asked = analyse_question(question, language=article.language)
        one, two = (
            compute_features(asked, match(asked, found), np.zeros(found.size))
            for found in (alone, Candidates(index, rows))
        )
        np.testing.assert_allclose(one, two, rtol=1e-9, atol=1e-12)


# --- a tiny example by hand ---


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
        return idf * (tf * (K1 + 1) / (tf + norm) + DELTA) / total

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
    # "alpha" in both of two: idf ln(3 / 2) as a share of ln 3; gamma is no topic.
    topic = math.log(3 / 2) / math.log(3)
    assert column("exact:topic", "alpha gamma", article) == pytest.approx([topic, topic])


# --- what a sentence implies ---


def test_who_is_meant_is_related() -> None:
    text = (
        "La maire de Tours, Claire Vidal, a présenté son budget lundi. "
        "Elle a promis de baisser les impôts. Les travaux seront finis en mai."
    )
    asked = "Qu'a promis Claire Vidal ?"
    # Of "promis", "claire" and "vidal", the names are implied where they are not written.
    assert column("related:any", asked, text) == pytest.approx([0, 2 / 3, 0])
    assert column("exact:any", asked, text) == pytest.approx([2 / 3, 1 / 3, 0])


def test_a_day_that_is_told_by_another_word_is_met() -> None:
    text = "Le pont a été fermé vendredi. Le pont a été ouvert jeudi."
    article = document(text, published_at=date(2026, 2, 28))
    # "27", "février", "2026": the second sentence is of another day of that month.
    assert column("exact:any", "le 27 février 2026", article) == pytest.approx([1, 2 / 3])
    undated = document(text)
    assert column("exact:any", "le 27 février 2026", undated) == [0, 0]


def test_a_day_that_is_told_by_another_word_makes_no_sentence_longer() -> None:
    text = "Le pont a été fermé vendredi."
    dated = some_candidates(document(text, published_at=date(2026, 2, 28)))
    assert dated.lengths.tolist() == some_candidates(document(text)).lengths.tolist()


# --- what a sentence is ---


def test_classes_and_what_is_new() -> None:
    found = some_candidates(document("Le patron de Zorg a dit que « 12 % » des 300 sont là."))
    present = {name for name, has in zip(CLASSES, found.classes[0], strict=True) if has}
    assert {"role", "speech", "unit", "quote"} <= present
    asked = analyse_question("Combien a dit Zorg sur les 300 ?", language="fr")
    new = dict(zip(EVIDENCE_VIEWS, match(asked, found).new[0].tolist(), strict=True))
    assert new == {"name": 0, "number": 1, "year": 0}


def test_the_score_of_the_passage_is_a_feature() -> None:
    asked = analyse_question("alpha", language=TINY.language)
    shares = np.array([1.0, 1.0, 1.0, 0.25])
    matrix = compute_features(asked, match(asked, some_candidates(TINY)), shares)
    assert matrix[:, FEATURES.index("passage.bm25")].tolist() == shares.tolist()


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
    matrix = features("?", TINY)
    assert matrix.shape == (4, len(FEATURES))
    assert np.isfinite(matrix).all()
    assert matrix[:, FEATURES.index("stem.coverage")].tolist() == [0, 0, 0, 0]


def test_one_candidate() -> None:
    assert np.isfinite(features("alpha", document("Alpha beta."))).all()


def test_the_capital_of_a_first_word_is_no_evidence_of_a_name() -> None:
    text = "Demain il part dans la ville. Il part dans la ville de Lyon."
    assert column("place?name", "Où part-il ?", text) == [0, 1]
