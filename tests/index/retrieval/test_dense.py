"""Passages by meaning: nearest first, merged with BM25's by rank alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, Engine
from index.engine import TOP_PASSAGES
from index.ranking.features import FEATURES
from index.retrieval.dense import DenseRetriever, merge
from tests.index.helpers import CERTAIN, FakeReader, document, weights


def retriever(*passages: int) -> DenseRetriever:
    """Of sentences that are in these passages, each with a vector of its own."""
    return DenseRetriever(np.eye(len(passages), dtype=np.float32), np.array(passages, np.intp))


def test_cosines_are_those_of_the_rows() -> None:
    vectors = np.array([[0.6, 0.8], [1.0, 0.0]], np.float32)
    found = DenseRetriever(vectors, np.array([0, 0])).cosines(np.array([0.0, 1.0], np.float32))
    assert found == pytest.approx([0.8, 0.0])
    assert found.dtype == np.float64


def test_a_passage_is_as_near_as_its_best_sentence() -> None:
    dense = retriever(0, 0, 1, 2, 2, 2)
    cosines = np.array([0.1, 0.5, 0.6, 0.2, 0.9, 0.0])
    assert dense.passages(cosines, 3) == [2, 1, 0]
    assert dense.passages(cosines, 2) == [2, 1]
    assert dense.passages(cosines, 9) == [2, 1, 0]


def test_ties_come_in_order_of_position() -> None:
    assert retriever(0, 1, 2, 3).passages(np.array([0.5, 0.7, 0.5, 0.7]), 4) == [1, 3, 0, 2]


def test_no_sentences() -> None:
    dense = DenseRetriever(np.zeros((0, 4), np.float32), np.zeros(0, np.intp))
    assert dense.cosines(np.ones(4, np.float32)).shape == (0,)
    assert dense.passages(np.zeros(0), 5) == []


@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=8),
    seed=st.integers(0, 2**32 - 1),
    top_k=st.integers(1, 10),
)
def test_passages_by_sorting_all(sizes: list[int], seed: int, top_k: int) -> None:
    passages = np.repeat(np.arange(len(sizes)), sizes)
    cosines = np.random.default_rng(seed).integers(-3, 4, size=len(passages)) / 4
    best = {int(p): max(cosines[passages == p]) for p in passages}
    expected = sorted(best, key=lambda p: (-best[p], p))[:top_k]
    assert retriever(*passages.tolist()).passages(cosines, top_k) == expected


# --- reciprocal rank fusion, k = 60 ---


def test_fusion_by_hand() -> None:
    # 7: 1/61 + 1/62 = .03252; 3: 1/62 + 1/61, the same; 5: 1/63 = .01587; 9: 1/63.
    assert merge(([7, 3, 5], [3, 7, 9]), 4) == [3, 7, 5, 9]
    # 1: 1/61 = .01639; 2: 1/62 + 1/63 = .03200; 4: 1/63 + 1/61 = .03227.
    assert merge(([1, 2, 4], [4, 8, 2]), 3) == [4, 2, 1]
    assert merge(([1, 2, 4], [4, 8, 2]), 1) == [4]


def test_what_is_first_in_one_ranking_is_before_what_is_second_in_one() -> None:
    assert merge(([5, 6], [2, 1]), 4) == [2, 5, 1, 6]


def test_in_two_rankings_even_the_last_is_before_the_first_of_one() -> None:
    # 1/100 + 1/100 = .02 > 1/61 = .0164
    one, two = list(range(100, 140)), list(range(200, 240))
    one[39] = two[39] = 7
    assert merge((one, two), 1) == [7]


def test_fusion_of_little() -> None:
    assert merge((), 3) == []
    assert merge(([], []), 3) == []
    assert merge(([], [4, 1]), 3) == [4, 1]


@given(st.lists(st.permutations(range(6)), min_size=1, max_size=3), st.integers(1, 6))
def test_fusion_keeps_each_once(rankings: list[list[int]], top_k: int) -> None:
    found = merge(rankings, top_k)
    assert len(found) == len(set(found)) == top_k
    assert merge(rankings[::-1], top_k) == found


# --- in an engine ---

SIZE = TOP_PASSAGES + 20
NEAR = "Refuse les armes."
SYNONYMS = (("founded", "fondée"), ("weapons", "armes"))


def library() -> list[Document]:
    texts = [f"La ville numéro {n} est dans le nord. Elle est belle." for n in range(SIZE)]
    texts[SIZE - 7] = NEAR
    return [document(text, document_id=f"d{n:03}") for n, text in enumerate(texts)]


def test_a_passage_is_found_by_its_meaning_alone_in_a_large_library() -> None:
    """No word of the question is in the articles."""
    made = weights(bias=50.0, meaning=1.0)
    engine = Engine(library(), weights=made, reader=FakeReader(groups=SYNONYMS))
    assert engine._library.everything.whole is None
    ranking = engine.rank("weapons?")
    assert ranking.sentences[0].sentence.text == NEAR
    assert ranking.matched
    without = Engine(library(), weights=made).rank("weapons?")
    assert (without.sentences, without.matched) == ((), False)


def test_what_only_words_find_is_not_lost_among_what_is_near() -> None:
    """All else is as near in meaning as can be, and fills the places there are."""

    class Indifferent(FakeReader):
        def _vector(self, text: str) -> np.ndarray:
            vector = np.zeros(self.width, np.float32)
            vector[int("Zorg" in text)] = 1.0
            return vector

    articles = library()
    articles.append(document("Le patron de Zorg dort.", document_id="z"))
    engine = Engine(articles, weights=CERTAIN, reader=Indifferent())
    # The question's vector is that of the articles without the word.
    ranking = engine.rank("patron ?")
    assert ranking.sentences[0].sentence.document.id == "z"


def test_no_more_passages_are_ranked_than_without_a_reader() -> None:
    engine = Engine(library(), weights=CERTAIN, reader=FakeReader(groups=SYNONYMS))
    questions = engine.analyse("Quelle ville est dans le nord ?")
    retrieved = engine.retrieve(questions)
    (candidates,) = retrieved.candidates.values()
    assert len({candidates.sentence(n).document.id for n in range(candidates.size)}) == TOP_PASSAGES
    assert retrieved.meaning is not None
    assert retrieved.meaning.shape == (sum(engine.sentence_counts.values()),)


def test_without_a_reader_nothing_has_a_meaning() -> None:
    source = document("La société a été fondée en 2021. Elle refuse les armes.")
    engine = Engine([source], weights=weights(meaning=1.0))
    assert engine.retrieve(engine.analyse("weapons?")).meaning is None
    for ranked in engine.rank("Qui refuse les armes ?").sentences:
        assert ranked.contributions[FEATURES.index("meaning")] == 0


def test_the_vectors_are_those_of_the_rows_in_whatever_order_articles_come() -> None:
    articles = library()[-10:]
    made = weights(bias=50.0, meaning=1.0)
    for order in (articles, articles[::-1]):
        engine = Engine(order, weights=made, reader=FakeReader(groups=SYNONYMS))
        best = engine.rank("weapons?").sentences[0].sentence
        assert best.text == NEAR
