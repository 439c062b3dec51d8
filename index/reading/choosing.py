"""Which sentence answers: stage one and what was read, weighed together.

A second conditional logit (`index.ranking.ranker`) over the same candidates. Only the windows
round the first sentences of stage one are read; the other candidates are `unread`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from index.questions.clauses import asked_clause
from index.ranking.ranker import StageOne
from index.ranking.sentence_index import Candidates, Values
from index.reading.reader import SentenceReading
from index.text.tokens import analyzer_for

CHOICE = ("stage one", "margin", "unread")


def choice_features(stage: StageOne, readings: Mapping[int, SentenceReading]) -> Values:
    """Return `CHOICE` of each candidate of `stage`; shape (candidates, `CHOICE`).

    `readings` are by row: the log-probability in stage one, and of what was read the margin of
    the best words over no answer.
    """
    values = np.zeros((len(stage.rows), len(CHOICE)))
    values[:, 0] = stage.log_probabilities
    values[:, 2] = 1.0
    for position, row in enumerate(stage.rows.tolist()):
        if reading := readings.get(row):
            values[position, 1:] = reading.margin, 0.0
    return values


def choice_scores(stage: StageOne, choice: Values, weights: Values) -> Values:
    """Return the score of each candidate from its `CHOICE`; stage one's where nothing was read.

    Headings are below all text, but for one that answers where no text that was read does.
    """
    unread = choice[:, CHOICE.index("unread")] > 0
    if unread.all():
        return stage.scores
    scores = stage.demoted(choice @ weights)
    margins = np.where(unread, -np.inf, choice[:, CHOICE.index("margin")])
    heads = np.where(stage.is_heading & ~stage.asks, margins, -np.inf)
    text = np.where(stage.is_heading | stage.asks, -np.inf, margins)
    best = int(heads.argmax())
    if heads[best] > 0 > text.max():
        scores[best] = scores.max() + 1
    return scores


def with_clauses_first(stage: StageOne, scores: Values) -> tuple[Values, bool]:
    """Return `scores` with the clauses first that the question asks for by their number.

    And whether it asks for nothing else, so that the first of them is the answer: nothing but what
    the article's title and headings say, as in "l'article 2 du règlement du marché". The number is
    that of the sentence itself where one has it with the name asked for ("article"), else of any.
    """
    is_clause = np.zeros(len(stage.rows), dtype=bool)
    is_named = np.zeros(len(stage.rows), dtype=bool)
    is_whole = np.zeros(len(stage.rows), dtype=bool)
    position = 0
    for group in stage.groups:
        candidates = group.matches.candidates
        language = candidates.sentence(0).document.language
        asked = asked_clause(group.question, language=language)
        named = _article_names(candidates) if asked and asked.others else {}
        for number in range(candidates.size if asked else 0):
            sentence = candidates.sentence(number)
            if asked and sentence.clause and not sentence.is_heading and not sentence.asks:
                label, value = sentence.clause
                is_clause[position + number] = value.lower() == asked.number.lower() and label in (
                    "",
                    asked.label,
                )
                is_named[position + number] = (label, value) == (asked.label, asked.number)
                names = named.get(sentence.document.id, frozenset())
                is_whole[position + number] = asked.is_all(names)
        position += candidates.size
    chosen = is_named if is_named.any() else is_clause
    if not chosen.any():
        return scores, False
    if (chosen & is_whole).any():  # where each begins, in the articles that the question names
        chosen = chosen & is_whole
        chosen = chosen & ~np.isin(stage.rows - 1, stage.rows[chosen])
    rise = max(0.0, float(scores.max() - scores[chosen].max()) + 1)
    return np.where(chosen, scores + rise, scores), bool((chosen & is_whole).any())


def _article_names(candidates: Candidates) -> dict[str, frozenset[str]]:
    """Return the terms that name each article of `candidates`: of its title and its headings."""
    named: dict[str, frozenset[str]] = {}
    for number in range(candidates.size):
        sentence = candidates.sentence(number)
        document = sentence.document
        if document.id not in named:
            terms = analyzer_for(document.language).terms
            named[document.id] = frozenset(terms(document.title))
        if sentence.is_heading:
            named[document.id] |= sentence.terms
    return named
