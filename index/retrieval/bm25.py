"""Which passages may hold the answer: BM25 over terms, by rank-bm25, on every question.

`BM25Plus` (Lv and Zhai, 2011, "Lower-bounding term frequency normalization"): its idf
`ln((N + 1) / df)` stays positive in a corpus of a few dozen passages, where `BM25Okapi`'s falls
to 0 for a term in half of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Plus

from index.annotations.indexed import IndexedDocument

K1 = 1.5  # rank-bm25's own defaults; a grid on held-out folds moved hit@1 by less than 0.003
B = 0.75
DELTA = 1.0
# Passages that are scored for one question: those with its rarest terms first, and of those the
# ones that have its other terms too, so that a common word costs about the same in a library of
# ten thousand articles as in one of ten.
MAX_SCORED = 400
_NOWHERE = np.zeros(0, dtype=np.intp)

Flags = NDArray[np.bool_]


def index_terms(articles: Sequence[IndexedDocument]) -> Iterator[list[str]]:
    """Return each passage's index terms: its own, those it implies and what its article is about.

    A passage is about that whether it names it or not. Headings have none: they
    are found with what is under them.
    """
    for article in articles:
        terms: list[str] = []
        for sentence in article.sentences:
            if sentence.is_heading and sentence.passage.kind == "heading":
                continue
            if sentence.position == 0:
                terms = []
            terms += [token.term for token in sentence.tokens if token.term]
            terms += sorted(sentence.added)
            if sentence.position == len(sentence.passage.sentences) - 1:
                # In an article alone, names that every passage has would tell none apart.
                about = article.about if len(articles) > 1 else article.topic
                inherited = about.difference(article.topic, terms)
                yield [*sorted(article.topic), *sorted(inherited), *terms]


class BM25Retriever:
    """rank-bm25's `BM25Plus` over `corpus`, each passage's index terms.

    rank-bm25 looks at every passage for every term; here an inverted index names the passages
    worth scoring. An empty corpus, or one without any term, matches nothing.
    """

    def __init__(self, corpus: Sequence[Sequence[str]]) -> None:
        self.size = len(corpus)
        self._engine = BM25Plus(corpus, k1=K1, b=B, delta=DELTA) if any(corpus) else None
        if self._engine is not None:
            # rank-bm25 makes an array of this list at every question.
            self._engine.doc_len = np.array(self._engine.doc_len)
        postings: dict[str, list[int]] = {}
        for position, terms in enumerate(corpus):
            for term in set(terms):
                postings.setdefault(term, []).append(position)
        self._postings = {term: np.array(found) for term, found in postings.items()}

    def having(self, term: str) -> NDArray[np.intp]:
        """Return the positions of the passages that have `term`, ascending."""
        return self._postings.get(term, _NOWHERE)

    def search(
        self, terms: Sequence[str], top_k: int, *, within: Flags | None = None
    ) -> list[tuple[int, float]]:
        """Return the (position, score) of at most `top_k` matching passages, best first.

        A score is what BM25+ gives beyond the constant that rank-bm25 adds for every known term,
        whether a passage has it or not; so it is above 0 exactly for the passages that match.
        Unknown words and an empty query match nothing. Ties come in order of position. `top_k` is
        at least 1. With `within`, a flag for each passage, those alone are searched.
        """
        postings = {term: self._postings[term] for term in terms if term in self._postings}
        if within is not None:
            inside = {term: found[within[found]] for term, found in postings.items()}
            postings = {term: found for term, found in inside.items() if len(found)}
        known = sorted(postings, key=lambda term: (len(postings[term]), term))
        if self._engine is None or not known:
            return []
        matching = self._worth_scoring([postings[term] for term in known], known)
        scores = self._score(known, matching)
        # lexsort's last key is the first that counts: the score, then the position.
        order = np.lexsort((matching, -scores))[:top_k]
        return [(int(matching[i]), float(scores[i])) for i in order]

    def shares(
        self, terms: Sequence[str], top_k: int | None = None, *, within: Flags | None = None
    ) -> NDArray[np.float64]:
        """Return each passage's score as a share of the best one's; 0 beyond the `top_k` best.

        And 0 of those that are not `within`.
        """
        shares = np.zeros(self.size)
        if found := self.search(terms, top_k or max(1, self.size), within=within):
            positions, scores = zip(*found, strict=True)
            shares[list(positions)] = np.array(scores) / scores[0]
        return shares

    def _worth_scoring(
        self, postings: Sequence[NDArray[np.intp]], known: Sequence[str]
    ) -> NDArray[np.intp]:
        """Return `MAX_SCORED` positions at most, ascending, with the rarest of `known`.

        `known` are terms of the corpus, the rarest first, `postings` their positions. Where even
        that one has more, those that have most of the others, each weighed by its idf; ties come in
        order of position.
        """
        assert self._engine is not None  # noqa: S101  (search has asked)
        rarest = postings[0]
        if len(rarest) <= MAX_SCORED:
            chosen, size = [rarest], len(rarest)
            for found in postings[1:]:
                if size + len(found) > MAX_SCORED:
                    break
                chosen.append(found)
                size += len(found)
            return np.unique(np.concatenate(chosen))
        lacking = np.zeros(len(rarest))
        has_term = np.zeros(self.size, dtype=bool)
        for term, found in zip(known[1:], postings[1:], strict=True):
            has_term[found] = True
            lacking -= self._engine.idf[term] * has_term[rarest]
            has_term[found] = False
        last = np.partition(lacking, MAX_SCORED - 1)[MAX_SCORED - 1]
        better = np.flatnonzero(lacking < last)
        as_good = np.flatnonzero(lacking == last)[: MAX_SCORED - len(better)]
        return np.asarray(rarest[np.sort(np.concatenate((better, as_good)))])

    def _score(self, known: Sequence[str], positions: NDArray[np.intp]) -> NDArray[np.float64]:
        assert self._engine is not None  # noqa: S101  (search has asked)
        scores = np.asarray(self._engine.get_batch_scores(known, positions.tolist()))
        return np.asarray(scores - DELTA * sum(self._engine.idf[term] for term in known))
