"""What several test files of `index` need: sentences of a text, weights and an encoder made up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from index.annotations.indexed import IndexedSentence, index_document
from index.documents.document import Document, make_document
from index.ranking.features import FEATURES
from index.ranking.sentence_index import Candidates, SentenceIndex
from index.reading.abstaining import ABSTAIN_FEATURES
from index.reading.span_features import SPAN_FEATURES
from index.reading.weights import Weights
from index.retrieval.embeddings import Vectors


def document(
    text: str, *, document_id: str = "a", title: str = "", published_at: date | None = None
) -> Document:
    made = make_document(text, document_id=document_id, title=title)
    return replace(made, published_at=published_at or made.published_at)


def sentences(article: Document) -> tuple[IndexedSentence, ...]:
    """The sentences of `article` that may be quoted, in reading order."""
    return index_document(article).sentences


def candidates(article: Document) -> Candidates | None:
    """The same as the ranker looks at them; None where there is none."""
    index = SentenceIndex([index_document(article)])
    return index.candidates(range(index.passages)).get(article.language)


def some_candidates(article: Document) -> Candidates:
    """The same of an article that has some."""
    found = candidates(article)
    assert found is not None
    return found


def weights(bias: float = 0.0, **named: float) -> Weights:
    """Weights that are 0 but for `named` features of the ranker.

    `stem_bm25` is "stem.bm25", `related_any` is "related:any".
    """
    ranker = np.zeros(len(FEATURES))
    columns = {re.sub("[.: ]", "_", name): column for column, name in enumerate(FEATURES)}
    for name, value in named.items():
        ranker[columns[name]] = value
    return Weights(ranker, np.zeros(len(SPAN_FEATURES)), np.zeros(len(ABSTAIN_FEATURES)), bias)


def random_weights(seed: int) -> Weights:
    """Weights of any size and sign, in the order of magnitude of fitted ones."""
    rng = np.random.default_rng(seed)
    return Weights(
        rng.normal(size=len(FEATURES)),
        rng.normal(size=len(SPAN_FEATURES)),
        rng.normal(size=len(ABSTAIN_FEATURES)),
        float(rng.normal()),
    )


CERTAIN = weights(bias=50.0, stem_bm25=1.0)
"""Always answers, and ranks by BM25 alone."""

UNCERTAIN = weights(bias=-50.0, stem_bm25=1.0)
"""Never answers."""


class Synonyms:
    """An encoder that knows a few words: those of one group are the same, all others unlike."""

    name = "synonyms 1"
    groups = (("founded", "fondée"), ("weapons", "armes"))

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return np.stack([self._one(text) for text in texts])

    def _one(self, text: str) -> Vectors:
        vector = np.zeros(64, dtype=np.float32)
        for number, group in enumerate(self.groups):
            if text in group:
                vector[number] = 1
                return vector
        vector[10 + sum(map(ord, text)) % 54] = 1
        return vector
