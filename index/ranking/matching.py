"""How the terms of one question occur in the sentences: the ground of features and of refusing.

Idf is that of the candidate sentences, not of the whole corpus: what tells candidates apart is
what differs among them, and a ranker trained on single articles meets the same numbers in a
library of thousands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.questions.analysis import Question
from index.questions.spelling import PREFIX, likeness
from index.ranking.sentence_index import (
    EVIDENCE_VIEWS,
    MEANT,
    VIEWS,
    Candidates,
    Flags,
    Values,
    view_items,
)
from index.retrieval.bm25 import DELTA, K1, B
from index.text.lexicon import load_lexicon
from index.text.tokens import analyzer_for

MEASURES = ("bm25", "coverage", "matched", "prev", "next", "passage")
_SIMILAR = 0.3  # Dice coefficient of trigrams below which two words are not alike


@dataclass(frozen=True, slots=True)
class Matches:
    """How each of the question's distinct terms is met by each candidate.

    Matrices of shape (candidates, terms), 0 to 1: `met` exactly, by the sentence's own words;
    `similar` and `related` in a word of like form, or of its kin or by whom the sentence means;
    `before`, `after`, `elsewhere` by the neighbours or the rest of the passage.
    All but `met` are 0 where the term is met. `measures`, shape (candidates, `VIEWS` x
    `MEASURES`); `new`, shape (candidates, `EVIDENCE_VIEWS`), counts the distinct names, numbers
    and years that the question does not name; `meaning`, shape (candidates,), is the cosine of
    question and sentence, 0 without vectors. `idf` is ln((candidates + 1) / df) of each term, and
    a term that no candidate has weighs as if one did.
    """

    candidates: Candidates
    met: Values
    similar: Values
    related: Values
    before: Values
    after: Values
    elsewhere: Values
    idf: Values
    measures: Values
    new: NDArray[np.intp]
    meaning: Values


def match(question: Question, candidates: Candidates, meaning: Values | None = None) -> Matches:
    """Match `question` with the `candidates`, whose cosines with it are `meaning`."""
    index, layout = candidates.index, candidates.layout
    terms = question.terms
    items = view_items(question.words, question.tokens)
    views = [(view, item) for view in VIEWS for item in dict.fromkeys(items[view])]
    named = tuple(dict.fromkeys((*terms, *question.words)))
    evidence = [(view, word) for view in EVIDENCE_VIEWS for word in named]
    implied = [(MEANT, term) for term in terms]
    counts = _count(candidates, [index.item(*item) for item in (*views, *evidence, *implied)])
    of_views, of_evidence = (
        counts[:, : len(views)],
        counts[:, len(views) : len(counts[0]) - len(terms)],
    )
    of_implied = counts[:, len(counts[0]) - len(terms) :]
    met = of_views > 0
    before, after = layout.before(met) & ~met, layout.after(met) & ~met
    after &= ~before
    elsewhere = layout.anywhere(met) & ~(met | before | after)
    counted = candidates.counted
    idf = np.log((counted.sum() + 1) / np.maximum(met[counted].sum(axis=0), 1))
    exact, n = met[:, : len(terms)], len(terms)
    similar, related = _approximate(terms, candidates)
    related = np.maximum(related, of_implied > 0)
    similar[exact] = 0.0
    related[exact] = 0.0
    return Matches(
        candidates=candidates,
        met=exact.astype(float),
        similar=similar,
        related=related,
        before=before[:, :n].astype(float),
        after=after[:, :n].astype(float),
        elsewhere=elsewhere[:, :n].astype(float),
        idf=idf[:n],
        measures=_measures(
            [view for view, _ in views], candidates, of_views, idf, (met, before, after, elsewhere)
        ),
        new=candidates.distinct
        - np.count_nonzero(of_evidence.reshape(candidates.size, len(EVIDENCE_VIEWS), -1), axis=2),
        meaning=np.zeros(candidates.size) if meaning is None else meaning,
    )


def _measures(
    views: Sequence[str],
    candidates: Candidates,
    counts: Values,
    idf: Values,
    ways: Sequence[Flags],
) -> Values:
    """Return `MEASURES` of each candidate in each of `VIEWS`; shape (candidates, both).

    views: of which of `VIEWS` each item is
    counts: how often each candidate has each item
    idf: of each item
    ways: who has each item: the candidate, the one before, the one after, others of the passage
    """
    view_of = np.array([VIEWS.index(view) for view in views], dtype=np.intp)
    weights = np.zeros((len(views), len(VIEWS)))
    weights[np.arange(len(views)), view_of] = idf
    total = weights.sum(axis=0)
    total[total == 0] = 1.0
    lengths = candidates.lengths
    mean = lengths[candidates.counted].mean(axis=0)
    mean[mean == 0] = 1.0
    norm = (K1 * (1 - B) + K1 * B * lengths / mean)[:, view_of]
    # BM25+ as Lv and Zhai (2011) have it: unlike rank-bm25's, delta goes only to what occurs.
    saturated = counts * (K1 + 1) / (counts + norm + 1e-9) + DELTA * ways[0]
    sums = np.stack([saturated, ways[0], *ways]) @ weights
    sums /= total
    sums[MEASURES.index("matched")] *= total / 10
    return np.asarray(sums.transpose(1, 2, 0).reshape(candidates.size, -1))


def _count(candidates: Candidates, items: Sequence[int]) -> Values:
    """Return how often each candidate has each of `items`; shape (candidates, items)."""
    column = np.zeros(candidates.index.size, dtype=np.intp)
    column[items] = np.arange(1, len(items) + 1)
    column[0] = 0  # no item
    found = column[candidates.items]
    hits = np.flatnonzero(found)
    counts = np.zeros((candidates.size, len(items)))
    counts[candidates.of_item[hits], found[hits] - 1] = candidates.counts[hits]
    return counts


def _approximate(terms: Sequence[str], candidates: Candidates) -> tuple[Values, Values]:
    """Return how like the likest word to each term is, and whether there is a related one.

    Both of shape (candidates, terms), 0 to 1.
    """
    index = candidates.index
    similar = np.zeros((candidates.size, len(terms)))
    related = np.zeros((candidates.size, len(terms)))
    groups, members = _relations(candidates.sentence(0).document.language)
    values = np.zeros(index.size)
    for column, term in enumerate(terms):
        near = [
            (item, alike)
            for word, item in candidates.stems_like(term[:PREFIX])
            if word != term and (alike := likeness(term, word)) >= _SIMILAR
        ]
        kin = {
            item
            for group in groups.get(term, ())
            for word in members[group]
            if (item := index.item("stem", word))
        }
        if near:
            chosen = [item for item, _ in near]
            values[chosen] = [alike for _, alike in near]
            similar[:, column] = candidates.best_token(values[candidates.stems])
            values[chosen] = 0.0
        if kin:
            chosen = sorted(kin)
            values[chosen] = 1.0
            related[:, column] = candidates.best_token(values[candidates.stems])
            values[chosen] = 0.0
    return similar, related


@cache
def _relations(language: str) -> tuple[dict[str, tuple[int, ...]], tuple[tuple[str, ...], ...]]:
    """Return the groups of related words that each term is in, and the terms of each group."""
    analyzer = analyzer_for(language)
    members = tuple(
        tuple(dict.fromkeys(term for word in words for term in analyzer.terms(word)))
        for words in load_lexicon(language).relations
    )
    groups: dict[str, tuple[int, ...]] = {}
    for number, terms in enumerate(members):
        for term in terms:
            groups[term] = (*groups.get(term, ()), number)
    return groups, members
