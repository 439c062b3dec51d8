"""Whether a sentence has the kind of answer that a question asks for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.annotations.indexed import IndexedSentence
from index.questions.analysis import Question
from index.ranking.matching import Matches
from index.ranking.sentence_index import CLASSES, EVIDENCE_VIEWS, SHAPES, Values
from index.text.numerals import number_kind
from index.text.tokens import Token

# For each kind of question, the evidence that a sentence has such an answer.
TYPES = {
    "number": ("number", "numeral", "unit", "year"),
    "date": ("year", "month", "weekday", "time", "numeral"),
    "place": ("name", "place"),
    "person": ("name", "names", "role"),
    "name": ("name", "quote"),
    "reason": ("reason",),
    "manner": ("manner", "quote"),
    "definition": ("role", "name", "first"),
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
            values[:, _TYPE_COLUMNS[kind, name]] = _has(name, matches)
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
        marks = count_marks(sentence.tokens, sentence)
        if any(
            counts and token.term not in asked
            for counts, token in zip(marks, sentence.tokens, strict=True)
        ):
            return False
    return not any(
        bool(_has(mark, matches)[best]) for kind in kinds - {"number"} for mark in _MARKS[kind]
    )


def count_marks(tokens: Sequence[Token], sentence: IndexedSentence) -> list[bool]:
    """Return which of its tokens tell how many: numbers, in figures or words, that date nothing."""
    text, language = sentence.document.text, sentence.document.language
    return [number_kind(text, tokens, i, language) == "count" for i in range(len(tokens))]
