"""The part of the index that a question is asked of: all of it, or the articles inside its limits.

What is outside is neither retrieved nor ranked; how rare a word is, BM25 takes from all articles.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

import numpy as np

from index.ranking.sentence_index import Candidates, Flags, SentenceIndex
from index.retrieval.bm25 import BM25Retriever
from index.retrieval.limits import AppliedLimits, Limits

MAX_SCOPES = 16  # that are kept


@dataclass(frozen=True, slots=True)
class Scope:
    """What may answer.

    applied: the limits; None for all articles
    languages: those of the articles; of all, where none is inside
    whole: all sentences, where there are so few that all are ranked; else None
    terms: the terms of the articles' sentences
    known: the same with those of titles and headings
    passages: which passages are inside; None for all
    rows: which sentences are; None for all
    """

    applied: AppliedLimits | None
    languages: tuple[str, ...]
    whole: Mapping[str, Candidates] | None
    terms: Container[str]
    known: Container[str]
    passages: Flags | None = None
    rows: Flags | None = None


class TermsInside:
    """The terms of the passages inside, which are not listed: a library has many."""

    def __init__(self, retriever: BM25Retriever, inside: Flags) -> None:
        self._retriever = retriever
        self._inside = inside

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and bool(self._inside[self._retriever.having(term)].any())


class Scopes:
    """The scopes of the last limits, the least recently used dropped first. Thread-safe."""

    def __init__(self) -> None:
        self._kept: dict[Limits, Scope] = {}
        self._lock = threading.Lock()

    def of(self, limits: Limits, make: Callable[[Limits], Scope]) -> Scope:
        """Return the scope of `limits`, as `make` gives it where it is not kept."""
        with self._lock:
            scope = self._kept.pop(limits, None)
            if scope is not None:
                self._kept[limits] = scope
                return scope
        scope = make(limits)
        with self._lock:
            self._kept[limits] = scope
            if len(self._kept) > MAX_SCOPES:
                del self._kept[next(iter(self._kept))]
        return scope


def limited_scope(
    applied: AppliedLimits,
    documents: Flags,
    *,
    index: SentenceIndex,
    retriever: BM25Retriever,
    languages: tuple[str, ...],
    most: int,
) -> Scope:
    """Return the scope of the `documents` inside some limits.

    documents: which are, of those of `index`
    languages: of those inside; of all, where none is
    most: the passages that are ranked whole, at most
    """
    rows = documents[index.document]
    passages = documents[index.document_of_passage]
    text = passages & ~index.heads
    is_small = int(text.sum()) <= most
    terms = TermsInside(retriever, passages[~index.heads])
    return Scope(
        applied=applied,
        languages=languages,
        whole=index.candidates(np.flatnonzero(passages).tolist()) if is_small else None,
        terms=terms,
        known=terms,
        passages=passages,
        rows=rows,
    )
