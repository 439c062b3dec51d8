"""What several test files of `index` need: candidates of a text, weights and an encoder made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from index.documents.document import Document, make_document
from index.documents.passages import cut_passages
from index.ranking.features import FEATURES
from index.ranking.sentence_view import Candidate, analyse_sentence
from index.reading.abstaining import ABSTAIN_FEATURES
from index.reading.span_features import SPAN_FEATURES
from index.reading.weights import Weights
from index.retrieval.embeddings import Vectors


def document(
    text: str, *, document_id: str = "a", title: str = "", published_at: date | None = None
) -> Document:
    made = make_document(text, document_id=document_id, title=title)
    return replace(made, published_at=published_at or made.published_at)


def candidates(article: Document) -> list[Candidate]:
    """The sentences of all passages, headings included, in reading order."""
    return [
        analyse_sentence(article, passage, number, position)
        for number, passage in enumerate(cut_passages(article))
        for position in range(len(passage.sentences))
    ]


def weights(bias: float = 0.0, **named: float) -> Weights:
    """Weights that are 0 but for `named` features of the ranker (`stem_bm25` for "stem.bm25")."""
    ranker = np.zeros(len(FEATURES))
    for name, value in named.items():
        ranker[FEATURES.index(name.replace("_", ".", 1))] = value
    return Weights(ranker, np.zeros(len(SPAN_FEATURES)), np.zeros(len(ABSTAIN_FEATURES)), bias)


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
