"""What the reader makes of the sentences that rank first, and what is decided by all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from index.engine.library import Library
from index.engine.retrieving import Retrieved
from index.questions.analysis import Question
from index.ranking.ranker import StageOne, softmax
from index.ranking.scope import Scope
from index.reading.choosing import choice_features, choice_scores, with_clauses_first
from index.reading.deciding import alike_terms, answers_whole, evidence, unknown_words
from index.reading.ranking import Ranking, ranked_sentence
from index.reading.reader import SentenceReading
from index.reading.rivals import find_rivals
from index.reading.weights import Weights
from index.reading.windows import window_round

TOP_SENTENCES = 10  # that a ranking keeps
WINDOWS = 3  # that are read for a question, at most
# Log-odds that a window answers from which on no more are read, after the first and the second: of
# the kept news articles a quarter of the questions need one and hit@1 is that of always three.
_ENOUGH = (2.0, 1.0)
_NEAR = 0.5  # a cosine that few sentences about something else have, and few answers have not
_CERTAIN = 0.95  # that a clause is the answer which a question asks for by its number alone


def met_words(
    questions: Mapping[str, Question], retrieved: Retrieved, stage: StageOne | None, scope: Scope
) -> tuple[bool, tuple[str, ...]]:
    """Return whether anything of a question is in the articles, and which of its words are not.

    questions: the question as it is analysed for each language
    """
    terms = {term for question in questions.values() for term in question.terms}
    alike = alike_terms(stage) if stage else set()
    known = {term for term in terms if term in scope.known or term in alike}
    meaning = retrieved.meaning
    is_near = meaning is not None and bool((meaning >= _NEAR).any())
    return bool(known) or is_near, unknown_words(questions.values(), known)


def read(library: Library, stage: StageOne) -> dict[int, SentenceReading]:
    """Return what the windows round the first sentences of `stage` answer, by row."""
    readings: dict[int, SentenceReading] = {}
    if library.reader is None:
        return readings
    question = stage.groups[0].question
    windows, likely = 0, -np.inf
    for position in stage.order(stage.scores):
        row = int(stage.rows[position])
        if row in readings:
            continue
        found = _read_round(library, row, question)
        readings = {**found, **readings}
        windows += 1
        likely = max([likely, *(reading.answerable for reading in found.values())])
        if windows == WINDOWS or likely > _ENOUGH[windows - 1]:
            break
    return readings


def _read_round(library: Library, row: int, question: Question) -> dict[int, SentenceReading]:
    """Return what the window round the sentence `row` answers, by row."""
    if library.reader is None:
        return {}
    number = library.numbers[row]
    article = library.articles[library.index.sentences[row].document.id]
    places = [(sentence.start, sentence.end) for sentence in article.sentences]
    window = window_round(places, number)
    found = library.reader.read(question.text, article, window, asked=question)
    return {row - number + other: reading for other, reading in found.items()}


def decide(
    library: Library,
    stage: StageOne,
    readings: Mapping[int, SentenceReading],
    scope: Scope,
    *,
    weights: Weights,
    matched: bool,
    unknown: tuple[str, ...],
) -> Ranking:
    """Return the ranking that stage one and what was read give together.

    matched, unknown: as `met_words` returns them
    """
    choice = choice_features(stage, readings)
    scores, is_clause = with_clauses_first(stage, choice_scores(stage, choice, weights.choice))
    order = stage.order(scores)
    best = order[0]
    question = stage.group_of(best)[0].question
    values = evidence(stage, scores, best, readings, scope.terms)
    decision = weights.read if readings else weights.unread
    # Where no word is met, only who reads can tell; and then it is worth asking: of the kept
    # questions two in five of these are answered by the article, in other words throughout.
    may_answer = bool(question.tokens) and (matched or bool(readings)) and not stage.asks[best]
    confidence = decision.probability(values) if may_answer else 0.0
    if is_clause and may_answer:
        confidence = max(confidence, _CERTAIN)
    reading = readings.get(int(stage.rows[best]))
    has_short = reading is not None and not answers_whole(question)
    probabilities = softmax(scores)
    sentences = tuple(
        ranked_sentence(stage, position, scores, probabilities, choice, weights)
        for position in order[:TOP_SENTENCES]
    )
    ranking = Ranking(
        question=question,
        sentences=sentences,
        confidence=confidence,
        threshold=decision.threshold,
        short_answer=(reading.start, reading.end) if reading and has_short else None,
        matched=matched,
        unknown=unknown,
        limits=scope.applied,
    )
    if not (ranking.is_answered and ranking.short_answer and len(library.articles) > 1):
        return ranking
    rivals = find_rivals(
        stage,
        best,
        readings,
        read=lambda row: _read_round(library, row, stage.groups[0].question),
        articles=library.articles,
        weights=weights,
        known=scope.terms,
    )
    return replace(ranking, rivals=rivals)
