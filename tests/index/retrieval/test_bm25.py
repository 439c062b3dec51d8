"""BM25+ against the formula, another implementation, and rank-bm25 asked without our index."""

from __future__ import annotations

import math
from collections import Counter

import bm25s  # type: ignore[import-untyped]  # it ships no types
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from index import Document, Engine
from index.annotations.indexed import index_document
from index.engine import TOP_PASSAGES
from index.ranking.features import FEATURES
from index.retrieval import bm25
from index.retrieval.bm25 import DELTA, K1, MAX_SCORED, B, BM25Retriever, index_terms
from tests.index.helpers import document, weights

CORPUS = [["a", "b", "a"], ["b", "c"], ["c", "c", "d", "e"]]
words = st.sampled_from("abcdefgh")
corpora = st.lists(st.lists(words, min_size=1, max_size=8), min_size=1, max_size=8)


def bm25_plus(corpus: list[list[str]], query: list[str], position: int) -> float:
    """Lv and Zhai (2011), formula 9, with idf ln((N + 1) / df); by hand, term by term.

    Without delta x idf, which rank-bm25 gives every passage for every known term.
    """
    mean = sum(len(text) for text in corpus) / len(corpus)
    text = corpus[position]
    score = 0.0
    for term in query:
        df = sum(term in other for other in corpus)
        if df:
            tf = text.count(term)
            norm = 1 - B + B * len(text) / mean
            score += math.log((len(corpus) + 1) / df) * (K1 + 1) * tf / (K1 * norm + tf)
    return score


def test_hand_computed() -> None:
    # N = 3, mean length 3. "a": df 1, idf ln 4. Text 0: tf 2, norm 1.5 x (0.25 + 0.75 x 3/3) = 1.5.
    ((position, score),) = BM25Retriever(CORPUS).search(["a"], 3)
    assert position == 0
    assert score == pytest.approx(math.log(4) * 2 * 2.5 / (2 + 1.5))


def test_hand_computed_over_two_texts() -> None:
    # "c": df 2, idf ln 2. Text 2: tf 2, norm 1.5 x (0.25 + 1) = 1.875. Text 1: tf 1, norm 1.125.
    found = BM25Retriever(CORPUS).search(["c"], 3)
    assert [position for position, _ in found] == [2, 1]
    assert found[0][1] == pytest.approx(math.log(2) * 2 * 2.5 / (2 + 1.875))
    assert found[1][1] == pytest.approx(math.log(2) * 1 * 2.5 / (1 + 1.125))


@given(corpora, st.lists(words, min_size=1, max_size=4, unique=True))
def test_scores_are_the_formula(corpus: list[list[str]], query: list[str]) -> None:
    found = BM25Retriever(corpus).search(query, len(corpus))
    assert {p for p, _ in found} == {p for p, t in enumerate(corpus) if set(t) & set(query)}
    for position, score in found:
        assert score == pytest.approx(bm25_plus(corpus, query, position))


@given(corpora, st.lists(words, min_size=1, max_size=4, unique=True))
def test_an_independent_implementation_agrees(corpus: list[list[str]], query: list[str]) -> None:
    """bm25s gives delta x idf for an absent term, as rank-bm25 does: the same for all passages."""
    known = [term for term in query if any(term in text for text in corpus)]
    oracle = bm25s.BM25(k1=K1, b=B, delta=DELTA, method="bm25+", dtype="float64")
    oracle.index(corpus, show_progress=False)
    found = BM25Retriever(corpus).search(query, len(corpus))
    if known:
        idf = [math.log((len(corpus) + 1) / sum(t in text for text in corpus)) for t in known]
        scores = oracle.get_scores(known) - DELTA * sum(idf)
        assert [score for _, score in found] == pytest.approx([scores[p] for p, _ in found])
    else:
        assert found == []


@given(corpora, st.lists(words, max_size=4), st.integers(1, 5))
def test_best_first_and_ties_in_order_of_position(
    corpus: list[list[str]], query: list[str], top_k: int
) -> None:
    every = BM25Retriever(corpus).search(query, len(corpus))
    assert every == sorted(every, key=lambda item: (-item[1], item[0]))
    assert BM25Retriever(corpus).search(query, top_k) == every[:top_k]


def test_ties() -> None:
    found = BM25Retriever([["x"], ["a", "b"], ["a", "b"], ["a", "b"]]).search(["a"], 10)
    assert [position for position, _ in found] == [1, 2, 3]
    assert len({score for _, score in found}) == 1


def test_a_word_in_every_text_still_matches() -> None:
    found = BM25Retriever([["a", "b"], ["a", "c"]]).search(["a"], 10)
    assert [position for position, _ in found] == [0, 1]
    assert all(score > 0 for _, score in found)


@pytest.mark.parametrize("query", [[], ["z"], ["z", "y"], [""]])
def test_unknown_words_match_nothing(query: list[str]) -> None:
    assert BM25Retriever(CORPUS).search(query, 5) == []


def test_an_unknown_word_changes_no_score() -> None:
    retriever = BM25Retriever(CORPUS)
    assert retriever.search(["a", "z"], 5) == retriever.search(["a"], 5)


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_an_empty_corpus_matches_nothing(corpus: list[list[str]]) -> None:
    assert BM25Retriever(corpus).search(["a"], 5) == []


def test_an_empty_text_among_others() -> None:
    assert [p for p, _ in BM25Retriever([[], ["a"], []]).search(["a"], 5)] == [1]


def test_scores_are_plain_numbers() -> None:
    for position, score in BM25Retriever(CORPUS).search(["a", "c"], 3):
        assert type(position) is int
        assert type(score) is float
        assert np.isfinite(score)


# --- rank-bm25 itself, over all passages ---


def scores_of_all(corpus: list[list[str]], query: list[str]) -> list[float]:
    """rank-bm25's own scores, less what it gives every passage for every known term."""
    engine = BM25Plus(corpus, k1=K1, b=B, delta=DELTA)
    scores = engine.get_scores(query)
    constant = DELTA * sum(engine.idf.get(term, 0.0) for term in query)
    return [float(score) for score in scores - constant]


@given(corpora, st.lists(words, min_size=1, max_size=4, unique=True))
def test_rank_bm25_gives_the_same_scores(corpus: list[list[str]], query: list[str]) -> None:
    found = dict(BM25Retriever(corpus).search(query, len(corpus)))
    for position, score in enumerate(scores_of_all(corpus, query)):
        assert found.get(position, 0.0) == pytest.approx(score, abs=1e-9)


def generated(size: int) -> list[list[str]]:
    """Passages of eight words, a few of them common and most of them rare."""
    rng = np.random.default_rng(size)
    return [[f"w{n}" for n in rng.zipf(1.3, size=8)] for _ in range(size)]


@pytest.mark.parametrize("size", [50, MAX_SCORED - 1, MAX_SCORED + 500])
def test_the_best_ten_are_those_of_all_passages(size: int) -> None:
    corpus = generated(size)
    retriever = BM25Retriever(corpus)
    df = Counter(term for text in corpus for term in set(text))
    asked = [term for term in sorted(df) if 2 <= df[term] <= MAX_SCORED // 4]
    assert len(asked) >= 30
    for first in range(0, 30, 3):
        query = asked[first : first + 3]
        found, scores = retriever.search(query, 10), scores_of_all(corpus, query)
        assert [score for _, score in found] == pytest.approx([scores[p] for p, _ in found])
        best = [score for score in sorted(scores, reverse=True)[:10] if score > 1e-9]
        assert [score for _, score in found] == pytest.approx(best)


def test_a_common_word_does_not_push_a_rare_one_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the limit only passages with the rarest terms are scored, but in full."""
    monkeypatch.setattr(bm25, "MAX_SCORED", 4)
    corpus = [["a", "b"] for _ in range(10)] + [["a", "z"], ["z", "y"]]
    found = BM25Retriever(corpus).search(["a", "z"], 12)
    assert [position for position, _ in found] == [10, 11]
    scores = scores_of_all(corpus, ["a", "z"])
    assert [score for _, score in found] == pytest.approx([scores[10], scores[11]])
    # A word alone is never left out: its first passages are.
    assert [p for p, _ in BM25Retriever(corpus).search(["a"], 12)] == [0, 1, 2, 3]


def test_of_common_words_what_has_all_of_them_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bm25, "MAX_SCORED", 4)
    corpus = [["a", "x"], ["b", "x"], ["c", "x"]] * 10 + [["a", "b", "x"], ["a", "b", "c"]]
    found = BM25Retriever(corpus).search(["a", "b", "c"], 3)
    scores = scores_of_all(corpus, ["a", "b", "c"])
    assert found[0] == (31, pytest.approx(scores[31]))
    (_, second), (_, third) = found[1:]
    assert scores[31] > second >= third > 0
    assert BM25Retriever(corpus).search(["x", "a"], 1)[0][0] in (0, 30)
    assert 30 in dict(BM25Retriever(corpus).search(["a", "b"], 4))


def test_shares_are_of_the_best() -> None:
    retriever = BM25Retriever(CORPUS)
    found = dict(retriever.search(["c"], 3))
    assert retriever.shares(["c"]).tolist() == pytest.approx([0.0, found[1] / found[2], 1.0])
    assert retriever.shares(["c"], 1).tolist() == [0.0, 0.0, 1.0]
    assert retriever.shares(["z"]).tolist() == [0.0, 0.0, 0.0]
    assert BM25Retriever([]).shares(["z"]).tolist() == []


# --- on every question ---


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], list[int]]]:
    """The terms and passages that rank-bm25 was asked to score."""
    asked: list[tuple[list[str], list[int]]] = []
    score = BM25Plus.get_batch_scores

    def spy(self: BM25Plus, query: list[str], positions: list[int]) -> list[float]:
        asked.append((list(query), list(positions)))
        found: list[float] = score(self, query, positions)
        return found

    monkeypatch.setattr(BM25Plus, "get_batch_scores", spy)
    return asked


PARAGRAPHS = (
    "Le maire a signé un contrat avec la société Zorg.",
    "La rivière a débordé. Le contrat du pont est perdu.",
    "Une tempête est venue.",
)
PASSAGE = FEATURES.index("passage.bm25")


@pytest.mark.parametrize("others", [0, TOP_PASSAGES + 20])
def test_rank_bm25_scores_the_passages_for_every_question(
    batches: list[tuple[list[str], list[int]]], others: int
) -> None:
    library = [document("\n\n".join(PARAGRAPHS), document_id="0")]
    library += [
        document(f"Le village numéro {n} est calme.", document_id=f"1{n}") for n in range(others)
    ]
    engine = Engine(library, weights=weights(bias=50.0, passage_bm25=1.0))
    for question, passages in (
        ("Qui a signé le contrat ?", [0, 1]),
        ("Quelle tempête ?", [2]),
        ("Quand la rivière a-t-elle débordé ?", [1]),
    ):
        batches.clear()
        ranking = engine.rank(question)
        ((terms, positions),) = batches
        assert set(terms) <= set(ranking.question.terms)
        assert positions == passages
        best = ranking.sentences[0]
        # The one feature that weighs anything: the passage's share of the best one's score.
        assert best.contributions[PASSAGE] == best.score == 1.0
        assert best.sentence.passage.paragraph - 1 in passages


def test_an_explanation_names_the_score_of_the_passage() -> None:
    engine = Engine(
        [document("\n\n".join(PARAGRAPHS))], weights=weights(bias=50.0, passage_bm25=2.0)
    )
    (sentence,) = engine.explain("Quelle tempête ?").sentences
    (part,) = sentence.contributions
    assert (part.feature, part.value, part.weight) == ("passage.bm25", 1.0, 2.0)


def test_what_a_passage_is_found_by() -> None:
    """Its own terms, what it implies, and its article's topic; not once for each sentence."""
    article = document(
        "Le maire Jean Petit est venu. Il a signé un contrat.\n\nUne tempête est venue.",
        title="Brève",
    )
    first, second = index_terms([index_document(article)])
    assert first.count("brev") == second.count("brev") == 1
    assert first.count("jean") == 2  # written, and meant by "Il"
    assert "tempet" in second
    assert "tempet" not in first


def test_the_passages_of_an_article_but_its_headings(seed_document: Document) -> None:
    article = index_document(seed_document)
    text = [passage for passage in article.passages if passage.kind != "heading"]
    assert len(list(index_terms([article]))) == len(text) < len(article.passages)
