"""Whether the articles answer at all: one calibrated probability a question.

A logistic regression over what the words of the question, the ranking and the reader say of the
sentence that was chosen. Fitted on documents that the reader did not see, with questions made to
be unanswerable among them; without a reader other weights are used, and it is cruder.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping

import numpy as np

from index.questions.analysis import Question
from index.questions.spelling import ALIKE
from index.ranking.answer_types import lacks_answer
from index.ranking.ranker import StageOne, softmax
from index.ranking.sentence_index import Values
from index.reading.reader import SentenceReading

EVIDENCE = (
    "probability",
    "coverage",
    "unknown share",
    "unknown names",
    "unknown numbers",
    "names met",
    "kind wanting",
    "meaning",
    "answerable",
)
_RELATED = 0.7  # what a related word counts beside the word itself
_LEAST = 1e-4  # of a probability: its log-odds stay within 10


def evidence(
    stage: StageOne,
    scores: Values,
    best: int,
    readings: Mapping[int, SentenceReading],
    known: Container[str],
) -> Values:
    """Return the values of `EVIDENCE` for the candidate `best` of `stage`.

    scores: those that chose it, one for each candidate
    readings: what was read, by row; none without a reader
    known: every term of the articles
    """
    group, position = stage.group_of(best)
    question, matches = group.question, group.matches
    count = max(1, len(question.terms))
    names = np.array([question.is_name(token) for token in question.first_tokens], dtype=bool)
    numbers = np.array([token.is_number for token in question.first_tokens], dtype=bool)
    unknown = np.array([term not in known for term in question.terms], dtype=bool)
    similar = matches.similar[position] * (matches.similar[position] > ALIKE)
    related = matches.related[position] * _RELATED
    met = np.maximum(np.maximum(matches.met[position], similar), related)
    around = (matches.before, matches.after, matches.elsewhere)
    near = np.maximum.reduce([met, *(values[position] for values in around)])
    # What the whole article is about, none of its sentences need name.
    about = matches.candidates.about(position)
    near = np.maximum(near, np.array([term in about for term in question.terms], dtype=float))
    # Of words in another language than the article's it tells nothing that they are not in it.
    is_foreign = question.language != matches.candidates.sentence(position).document.language
    own = float(not is_foreign)
    values = (
        _log_odds(float(softmax(scores)[best])),
        own * float(met.sum()) / count,
        own * float(unknown.sum()) / count,
        own * float((unknown & names).sum()),
        float((unknown & numbers).sum()),
        float(near[names].mean()) if names.any() else 0.5,
        float(lacks_answer(question, matches, position)),
        float(matches.meaning[position]),
        max((reading.answerable for reading in readings.values()), default=0.0),
    )
    return np.array(values, dtype=float)


def answers_whole(question: Question) -> bool:
    """Whether the whole sentence is what answers: yes or no, and what somebody said or thinks."""
    return bool(question.kinds) and question.kinds <= {"yes_no", "quotation"}


def alike_terms(stage: StageOne) -> set[str]:
    """Return the terms of the question that some candidate implies, or has by another word."""
    found: set[str] = set()
    for group in stage.groups:
        if terms := group.question.terms:
            likeness = np.maximum(group.matches.similar, group.matches.related).max(axis=0)
            found |= {term for term, value in zip(terms, likeness, strict=True) if value > ALIKE}
    return found


def unknown_words(questions: Iterable[Question], known: Container[str]) -> tuple[str, ...]:
    """Return the question's content words that the articles never use, as the reader wrote them.

    `questions` is one question, analysed for each language of the articles: a word that any of
    them knows is known.
    """
    words: dict[int, str] = {}
    found: set[int] = set()
    for question in questions:
        for token in question.tokens:
            words[token.start] = question.text[token.start : token.end]
            if token.term in known:
                found.add(token.start)
    return tuple(dict.fromkeys(words[start] for start in sorted(words.keys() - found)))


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(bounded / (1 - bounded))
