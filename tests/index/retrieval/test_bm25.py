from __future__ import annotations

import math

import bm25s  # type: ignore[import-untyped]  # it ships no types
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.retrieval.bm25 import DELTA, K1, B, BM25Retriever

CORPUS = [["a", "b", "a"], ["b", "c"], ["c", "c", "d", "e"]]
words = st.sampled_from("abcdefgh")
corpora = st.lists(st.lists(words, min_size=1, max_size=8), min_size=1, max_size=8)


def bm25_plus(corpus: list[list[str]], query: list[str], position: int) -> float:
    """Lv and Zhai (2011), formula 9, with idf ln((N + 1) / df); by hand, term by term."""
    mean = sum(len(text) for text in corpus) / len(corpus)
    text = corpus[position]
    score = 0.0
    for term in query:
        df = sum(term in other for other in corpus)
        if df:
            tf = text.count(term)
            norm = 1 - B + B * len(text) / mean
            score += math.log((len(corpus) + 1) / df) * ((K1 + 1) * tf / (K1 * norm + tf) + DELTA)
    return score


def test_hand_computed() -> None:
    # N = 3, mean length 3. "a": df 1, idf ln 4. Text 0: tf 2, norm 1.5 x (0.25 + 0.75 x 3/3) = 1.5.
    ((position, score),) = BM25Retriever(CORPUS).search(["a"], 3)
    assert position == 0
    assert score == pytest.approx(math.log(4) * (2 * 2.5 / (2 + 1.5) + 1))


def test_hand_computed_over_two_texts() -> None:
    # "c": df 2, idf ln 2. Text 2: tf 2, norm 1.5 x (0.25 + 1) = 1.875. Text 1: tf 1, norm 1.125.
    found = BM25Retriever(CORPUS).search(["c"], 3)
    assert [position for position, _ in found] == [2, 1]
    assert found[0][1] == pytest.approx(math.log(2) * (2 * 2.5 / (2 + 1.875) + 1))
    assert found[1][1] == pytest.approx(math.log(2) * (1 * 2.5 / (1 + 1.125) + 1))


@given(corpora, st.lists(words, min_size=1, max_size=4, unique=True))
def test_scores_are_the_formula(corpus: list[list[str]], query: list[str]) -> None:
    found = BM25Retriever(corpus).search(query, len(corpus))
    assert {p for p, _ in found} == {p for p, t in enumerate(corpus) if set(t) & set(query)}
    for position, score in found:
        assert score == pytest.approx(bm25_plus(corpus, query, position))


@given(corpora, st.lists(words, min_size=1, max_size=4, unique=True))
def test_an_independent_implementation_agrees(corpus: list[list[str]], query: list[str]) -> None:
    """bm25s gives delta x idf for an absent term, as rank-bm25 does, so the scores are equal."""
    known = [term for term in query if any(term in text for text in corpus)]
    oracle = bm25s.BM25(k1=K1, b=B, delta=DELTA, method="bm25+", dtype="float64")
    oracle.index(corpus, show_progress=False)
    found = BM25Retriever(corpus).search(query, len(corpus))
    if known:
        scores = oracle.get_scores(known)
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
