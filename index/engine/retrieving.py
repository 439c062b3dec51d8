"""Which sentences may answer, and how well their words and their meaning fit: no model but vectors.

A question is asked of a scope: of all articles, or of those inside its limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from index.engine.library import TOP_PASSAGES, Library
from index.questions.analysis import Question
from index.ranking.features import compute_features
from index.ranking.matching import match
from index.ranking.ranker import Group, StageOne
from index.ranking.scope import Scope, limited_scope
from index.ranking.sentence_index import Candidates, Values
from index.retrieval.dense import merge
from index.retrieval.limits import AppliedLimits, Limits, inside

_SPELLINGS = 3  # words looked for instead of one that the articles do not have


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What retrieval gives: the sentences to rank, by language, and what it knows of them.

    `passages` is BM25's score of each passage, 0 to 1, `meaning` each sentence's cosine with the
    question, by row; None without a reader.
    """

    candidates: Mapping[str, Candidates]
    passages: Values
    meaning: Values | None


def scope_inside(library: Library, limits: Limits) -> Scope:
    """Return the articles of `library` inside `limits`. Raises `UnknownDocumentError`."""
    flags, undated = inside(library.documents, limits, find=library.document)
    applied = AppliedLimits(
        document_id=limits.document_ids,
        since=limits.since,
        until=limits.until,
        article_language=limits.language or None,
        articles=sum(flags),
        total=len(flags),
        undated=undated,
    )
    languages = {d.language for d, ok in zip(library.documents, flags, strict=True) if ok}
    return limited_scope(
        applied,
        np.array(flags, dtype=bool),
        index=library.index,
        retriever=library.retriever,
        languages=tuple(sorted(languages)) or library.languages,
        most=TOP_PASSAGES,
    )


def retrieve(library: Library, questions: Mapping[str, Question], scope: Scope) -> Retrieved:
    """Return the sentences of `scope` that may answer, those of whole passages.

    questions: the question as it is analysed for each language
    """
    terms = dict.fromkeys(term for question in questions.values() for term in question.terms)
    meaning = None
    if library.dense and library.reader:
        asked = next(iter(questions.values()))
        meaning = library.dense.cosines(library.reader.question_vector(asked.text))
        meaning = meaning if scope.rows is None else np.where(scope.rows, meaning, -1.0)
    if scope.whole is not None:
        return Retrieved(scope.whole, _shares(library, terms, scope), meaning)
    # The ranker forgives a misspelt word, but only in passages that it gets to see.
    for term in [term for term in terms if term not in library.everything.known]:
        terms.update(dict.fromkeys(library.spellings.like(term, _SPELLINGS)))
    shares = _shares(library, terms, scope)
    passages = np.flatnonzero(shares)
    chosen = passages[np.argsort(-shares[passages], kind="stable")].tolist()
    if library.dense and meaning is not None:
        of_text = np.where(library.index.is_heading, -1.0, meaning)
        chosen = merge((chosen, library.dense.passages(of_text, TOP_PASSAGES)), TOP_PASSAGES)
    return Retrieved(library.index.candidates(sorted(chosen)), shares, meaning)


def _shares(library: Library, terms: Iterable[str], scope: Scope) -> Values:
    """Return BM25's score of each passage for `terms`, 0 to 1; 0 of headings."""
    shares = np.zeros(library.index.passages)
    within = None if scope.passages is None else scope.passages[library.text]
    shares[library.text] = library.retriever.shares(list(terms), TOP_PASSAGES, within=within)
    return shares


def stage_one(
    library: Library, questions: Mapping[str, Question], retrieved: Retrieved, weights: Values
) -> StageOne | None:
    """Return what was retrieved with its linear scores; None where nothing was.

    questions: the question as it is analysed for each language
    weights: those of the ranker
    """
    groups = []
    for language, candidates in retrieved.candidates.items():
        question, rows = questions[language], candidates.rows
        near = None if retrieved.meaning is None else retrieved.meaning[rows]
        matches = match(question, candidates, near)
        shares = retrieved.passages[library.index.passage[rows]]
        features = compute_features(question, matches, shares)
        lacks = library.subjects.lacks(questions.values(), question, matches)
        groups.append(Group(question, matches, features, lacks))
    return StageOne(groups, weights) if groups else None
