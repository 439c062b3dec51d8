"""What several test files of `index` need: sentences of a text, weights made up."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np

from index.annotations.indexed import IndexedSentence, index_document
from index.documents.document import Document, make_document
from index.ranking.features import FEATURES
from index.ranking.sentence_index import Candidates, SentenceIndex
from index.reading.choosing import CHOICE
from index.reading.deciding import EVIDENCE
from index.reading.weights import Decision, Weights


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
    decision = Decision(bias, np.zeros(len(EVIDENCE)), 0.5)
    return Weights(ranker, np.zeros(len(CHOICE)), decision, decision)


def random_weights(seed: int) -> Weights:
    """Weights of any size and sign, in the order of magnitude of fitted ones."""
    rng = np.random.default_rng(seed)
    decision = Decision(float(rng.normal()), rng.normal(size=len(EVIDENCE)), 0.5)
    return Weights(rng.normal(size=len(FEATURES)), rng.normal(size=len(CHOICE)), decision, decision)


CERTAIN = weights(bias=50.0, stem_bm25=1.0)
"""Always answers, and ranks by BM25 alone."""

UNCERTAIN = weights(bias=-50.0, stem_bm25=1.0)
"""Never answers."""
