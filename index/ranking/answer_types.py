"""Whether a sentence has the kind of answer that a question asks for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.questions.analysis import Question
from index.ranking.matching import Matches
from index.ranking.sentence_index import CLASSES, EVIDENCE_VIEWS, SHAPES, TOKEN_MARKS, Values

# For each kind of question, the evidence that a sentence has such an answer.
TYPES = {
    "number": ("number", "numeral", "unit", "year", "near"),
    "date": ("year", "month", "weekday", "time", "numeral", "near"),
    "place": ("name", "place", "near"),
    "person": ("name", "names", "role", "near"),
    "name": ("name", "quote", "near"),
    "reason": ("reason",),
    "manner": ("manner", "quote"),
    "definition": ("role", "name", "first", "near"),
    "duration": ("duration",),
    "money": ("money",),
    "percentage": ("percentage",),
    "organisation": ("name", "names"),
    "role": ("role",),
    "quotation": ("quote", "speech"),
    "yes_no": ("name", "numeral"),
    "other": ("name", "numeral", "quote"),
}

# Kinds of answer that leave a mark on every sentence that has one, and which.
_MARKS = {
    "date": ("year", "month", "weekday", "time", "number"),
    "duration": ("duration",),
    "money": ("money",),
    "percentage": ("percentage",),
    "place": ("name",),
}
_ANSWERS = {"number": "number", "date": "number", "definition": "role"}  # of a token; else a name
_NEAR = 8  # tokens between a possible answer and a question term, at most
_TYPE_COLUMNS = {
    pair: column
    for column, pair in enumerate((kind, name) for kind, names in TYPES.items() for name in names)
}


def type_features(question: Question, matches: Matches) -> Values:
    """Return how each candidate has what the question asks for; (candidates, pairs of `TYPES`).

    What the question names itself is not what it asks for.
    """
    values = np.zeros((matches.candidates.size, len(_TYPE_COLUMNS)))
    for kind in question.kinds or {"other"}:
        for name in TYPES[kind]:
            values[:, _TYPE_COLUMNS[kind, name]] = (
                _nearness(kind, question, matches) if name == "near" else _has(name, matches)
            )
    return values


def _has(name: str, matches: Matches) -> NDArray[np.bool_]:
    """Return which candidates have the evidence `name` of `TYPES` in what is new in them."""
    names, numbers, years = (matches.new[:, EVIDENCE_VIEWS.index(v)] for v in EVIDENCE_VIEWS)
    if name == "numeral":
        return np.asarray(numbers > 0)
    if name == "number":
        return np.asarray((numbers > 0) | _class("number_word", matches))
    if name == "year":
        return np.asarray(years > 0)
    if name == "name":
        return np.asarray(names > 0)
    if name == "names":
        return np.asarray(names > 1)
    if name == "place":
        return np.asarray((names > 0) & _class("place", matches))
    if name == "first":
        return np.asarray(matches.candidates.shapes[:, SHAPES.index("first")] > 0)
    return _class(name, matches)


def _class(name: str, matches: Matches) -> NDArray[np.bool_]:
    return np.asarray(matches.candidates.classes[:, CLASSES.index(name)])


def _nearness(kind: str, question: Question, matches: Matches) -> Values:
    """Return 1 / (1 + tokens between a possible answer and the nearest question term).

    0 where more than `_NEAR` are between, or there is no such answer. It is what tells "le
    ministre Pete Hegseth" from a sentence with a role and the name in other places.
    """
    candidates = matches.candidates
    is_asked = np.zeros(candidates.index.size, dtype=bool)
    is_asked[[candidates.index.item("stem", term) for term in question.terms]] = True
    is_asked[0] = False  # no item
    met = is_asked[candidates.stems]
    if not met.any():
        return np.zeros(candidates.size)
    mark = TOKEN_MARKS.index(_ANSWERS.get(kind, "name"))
    answers = np.flatnonzero(candidates.token_marks[:, mark] & ~met)
    asked, own = candidates.positions[met], candidates.positions[answers]
    behind = np.searchsorted(asked, own)
    gap = np.minimum(
        np.abs(own - asked[np.maximum(behind - 1, 0)]),
        np.abs(own - asked[np.minimum(behind, len(asked) - 1)]),
    )
    near = np.zeros(len(met))
    near[answers] = np.where(gap <= _NEAR, 1 / (1 + gap), 0.0)
    return candidates.best_token(near)


def lacks_answer(question: Question, matches: Matches, best: int) -> bool:
    """Return whether candidate `best` has no mark of any kind of answer that is asked for.

    False where a kind that leaves no mark, such as a reason, may be asked for.
    """
    kinds = question.kinds
    if kinds & {"duration", "money", "percentage"}:
        kinds = kinds - {"number"}
    if not kinds or not kinds <= _MARKS.keys() | {"number"}:
        return False
    if "number" in kinds:
        asked = frozenset(question.terms) | frozenset(question.words)
        sentence = matches.candidates.sentence(best)
        marks = sentence.counts
        if any(
            counts and token.term not in asked
            for counts, token in zip(marks, sentence.tokens, strict=True)
        ):
            return False
    return not any(
        bool(_has(mark, matches)[best]) for kind in kinds - {"number"} for mark in _MARKS[kind]
    )
