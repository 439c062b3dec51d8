"""Whether a sentence holds the kind of answer that a question wants."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.questions.analysis import Question
from index.ranking.sentence_view import Candidate
from index.text.lexicon import words_of
from index.text.tokens import YEAR

Matrix = NDArray[np.float64]

# For each kind of question, the evidence that a sentence holds such an answer.
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

# Kinds of answer that leave a mark on every sentence that holds one, and which.
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


def type_features(question: Question, candidates: Sequence[Candidate]) -> Matrix:
    """How each candidate holds what the question asks for; shape (candidates, pairs in `TYPES`)."""
    asked = frozenset(question.terms) | frozenset(question.words)
    terms = frozenset(question.terms)
    # What the question names itself is not what it asks for.
    found = [(candidate.numbers - asked, candidate.names - asked) for candidate in candidates]
    values = np.zeros((len(candidates), len(_TYPE_COLUMNS)))
    for kind in question.kinds or {"other"}:
        for name in TYPES[kind]:
            if name == "near":
                column = [_nearness(kind, c, terms) for c in candidates]
            else:
                column = [
                    _holds(name, candidate, numbers, names)
                    for candidate, (numbers, names) in zip(candidates, found, strict=True)
                ]
            values[:, _TYPE_COLUMNS[kind, name]] = column
    return values


def _holds(
    name: str, candidate: Candidate, numbers: frozenset[str], names: frozenset[str]
) -> float:
    """Whether the candidate holds the evidence `name` of `TYPES`, in what it has that is new."""
    if name == "numeral":
        return float(bool(numbers))
    if name == "number":
        return float(bool(numbers) or "number_word" in candidate.classes)
    if name == "year":
        return float(any(YEAR.fullmatch(number) for number in numbers))
    if name == "name":
        return float(bool(names))
    if name == "names":
        return float(len(names) > 1)
    if name == "place":
        return float(bool(names) and "place" in candidate.classes)
    if name == "first":
        return float(candidate.is_first)
    return float(name in candidate.classes)


def _nearness(kind: str, candidate: Candidate, terms: frozenset[str]) -> float:
    """1 / (1 + tokens between a possible answer and the nearest question term); 0 beyond 8."""
    met = [i for i, token in enumerate(candidate.tokens) if token.term in terms]
    if not met:
        return 0.0
    roles = words_of(candidate.document.language, "role")
    best = 9
    for i, token in enumerate(candidate.tokens):
        if kind in ("number", "date"):
            fits = token.is_number
        elif kind == "definition":
            fits = token.surface in roles
        else:
            fits = i > 0 and token.is_name and bool(token.term)
        if fits and token.term not in terms:
            best = min(best, min(abs(i - j) for j in met))
    return 1 / (1 + best) if best < 9 else 0.0


def lacks_answer(question: Question, candidate: Candidate) -> bool:
    """Whether `candidate` has no mark of any kind of answer that `question` may ask for.

    Never where it may ask for a kind that leaves no mark, such as a reason.
    """
    kinds = question.kinds
    if kinds & {"duration", "money", "percentage"}:
        kinds = kinds - {"number"}
    if not kinds or not kinds <= _MARKS.keys() | {"number"}:
        return False
    asked = frozenset(question.terms) | frozenset(question.words)
    numbers, names = candidate.numbers - asked, candidate.names - asked
    counted = "number" in kinds and any(
        counts and token.term not in asked
        for counts, token in zip(count_marks(candidate), candidate.tokens, strict=True)
    )
    return not counted and not any(
        _holds(mark, candidate, numbers, names)
        for kind in kinds - {"number"}
        for mark in _MARKS[kind]
    )


def count_marks(candidate: Candidate) -> list[bool]:
    """Which of its tokens tell how many: numbers, in figures or words, that are no date's."""
    language = candidate.document.language
    months, words = words_of(language, "month"), words_of(language, "number_word")
    dating = words_of(language, "in", "from")
    tokens, text = candidate.tokens, candidate.document.text
    marks = []
    for i, token in enumerate(tokens):
        behind = tokens[i + 1] if i + 1 < len(tokens) else None
        by_month = bool(
            (i and tokens[i - 1].surface in months) or (behind and behind.surface in months)
        )
        # "1815 soldats" are counted; soldiers "en 1815" are not.
        counted = (
            behind is not None
            and bool(behind.term)
            and not behind.is_name
            and text[token.end : behind.start].isspace()
            and not (i and tokens[i - 1].surface in dating)
        )
        is_year = token.end - token.start == 4 and bool(YEAR.fullmatch(token.term))
        counts = token.is_number and not by_month and (counted or not is_year)
        marks.append(counts or token.surface in words)
    return marks
