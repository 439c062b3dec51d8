"""What can be seen of a span beside a question: named numbers, the key words' only input.

Whether it is of a kind that the question asks for, how it begins and ends, whether it is made of
the question's own words, how near it stands to them, and, where meanings are known, how near it
is to the question in meaning.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.questions.analysis import KINDS, Question
from index.reading.span_words import WORDS
from index.reading.spans import AROUND, LENGTHS, SHAPES, TRAITS, Matrix, Spans
from index.retrieval.embeddings import Meanings

_KINDS = (*KINDS, "what", "other")
_LEFT = ("edge", "comma", "colon", "opening", "bracket", "article", "of", "in", "to", "by", "for",
         "from", "with", "be", "have", "relative", "called", "role", "name", "word")  # fmt: skip
_SIDES = ("behind", "before")
_ASKED = ("share", "none", "first", "last", "all")
_NEAR = ("any", "first", "last", "focus", "mean", "mean of places")
_MEANING = ("question", "focus", "last word, focus", "last word, question")

SPAN_FEATURES: tuple[str, ...] = (
    *(f"left {name}" for name in AROUND),
    *(f"right {name}" for name in AROUND),
    *(f"begins {name}" for name in WORDS),
    *(f"ends {name}" for name in WORDS),
    *(f"{kind}: {shape}" for kind in _KINDS for shape in SHAPES),
    *(f"{kind}: {length} tokens" for kind in _KINDS for length in LENGTHS),
    *(f"{kind}: left {name}" for kind in _KINDS for name in _LEFT),
    *(f"{kind}: {side}" for kind in _KINDS for side in _SIDES),
    *TRAITS,
    *(f"asked {name}" for name in _ASKED),
    *(f"near {name} {side}" for name in _NEAR for side in _SIDES),
    *(f"meaning {name}" for name in _MEANING),
)
_AT = {name: column for column, name in enumerate(SPAN_FEATURES)}
_LEFT_AT = np.array([_LEFT.index(name) if name in _LEFT else -1 for name in AROUND])
_MET = 0.5  # how near a word must be to one of the question to count as it


def span_features(
    question: Question, text: str, spans: Spans, meanings: Meanings | None = None
) -> Matrix:
    """The features of each of `spans`, of a document with `text`; shape (spans, `SPAN_FEATURES`).

    With `meanings`, words that mean what the question's words mean count as those.
    """
    values = np.zeros((len(spans.first), len(SPAN_FEATURES)))
    rows = np.arange(len(values))
    for name, places in (
        ("left edge", spans.left),
        ("right edge", spans.right),
        ("begins article", spans.begins),
        ("ends article", spans.ends),
    ):
        values[rows, _AT[name] + places] = 1
    asked = _asked(question, spans, text, meanings)
    met = asked >= _MET
    nearest = _nearness(spans, np.any(met, axis=0))
    left = _LEFT_AT[spans.left]
    known = left >= 0
    kinds = [*sorted(question.kinds), *(["what"] if question.focus else [])] or ["other"]
    for kind in kinds:
        number = _KINDS.index(kind)
        values[rows, _block(SHAPES[0], number, len(SHAPES)) + spans.shape] = 1
        values[rows, _block(f"{LENGTHS[0]} tokens", number, len(LENGTHS)) + spans.length] = 1
        values[rows[known], _block(f"left {_LEFT[0]}", number, len(_LEFT)) + left[known]] = 1
        at = _block(_SIDES[0], number, len(_SIDES))
        values[:, at : at + 2] = nearest
    at = _AT[TRAITS[0]]
    values[:, at : at + len(TRAITS)] = spans.traits
    at = _AT["asked share"]
    values[:, at : at + len(_ASKED)] = _asked_features(spans, asked)
    is_focus = [term == question.focus for term in question.terms]
    chosen = (slice(0, 1), slice(-1, None), np.array(is_focus, dtype=bool))
    near = [nearest, *(_nearness(spans, np.any(met[terms], axis=0)) for terms in chosen)]
    each = np.array([_nearness(spans, row) for row in met if row.any()])
    if len(each):
        places = met.sum(axis=1)[met.any(axis=1)]
        near += [each.sum(axis=0) / len(met), (each / places[:, None, None]).sum(axis=0) / len(met)]
        at = _AT["near any behind"]
        values[:, at : at + 2 * len(_NEAR)] = np.hstack(near)
    if meanings:
        values[:, -len(_MEANING) :] = meanings.compare_spans(question, text, spans)
    return values


def _block(name: str, number: int, size: int) -> int:
    """The column at which the features of kind `number` begin that open with `name`."""
    return _AT[f"{_KINDS[0]}: {name}"] + number * size


def _asked(question: Question, spans: Spans, text: str, meanings: Meanings | None) -> Matrix:
    """How far each token is each term of the question, 0 to 1; shape (terms, tokens).

    By its meaning only where no token is the term itself.
    """
    terms = np.array([token.term for token in spans.tokens], dtype=object)
    asked = np.array([terms == term for term in question.terms], dtype=float)
    asked = asked.reshape(len(question.terms), len(spans.tokens))
    if meanings and len(asked):
        missing = ~asked.any(axis=1)
        asked[missing] = meanings.nearest(question, text, spans.tokens)[missing]
    return asked


def _nearness(spans: Spans, met: NDArray[np.bool_]) -> Matrix:
    """1 / tokens to the nearest that is met, behind and before each span; 0 for none."""
    near = np.zeros((len(spans.first), 2))
    where = np.flatnonzero(met)
    if len(where):
        behind = np.searchsorted(where, spans.last, side="right")
        before = np.searchsorted(where, spans.first, side="left") - 1
        has_behind, has_before = behind < len(where), before >= 0
        near[has_behind, 0] = 1 / (where[behind[has_behind]] - spans.last[has_behind])
        near[has_before, 1] = 1 / (spans.first[has_before] - where[before[has_before]])
    return near


def _asked_features(spans: Spans, asked: Matrix) -> Matrix:
    """`_ASKED` of each span: how far it repeats the question, which does not answer itself."""
    strength = asked.max(axis=0, initial=0.0)
    content = np.array([bool(token.term) for token in spans.tokens], dtype=float)
    sums = np.concatenate(([0.0], np.cumsum(strength * content)))
    counts = np.concatenate(([0.0], np.cumsum(content)))
    size = np.maximum(1, counts[spans.last + 1] - counts[spans.first])
    share = (sums[spans.last + 1] - sums[spans.first]) / size
    columns = [share, share == 0, strength[spans.first], strength[spans.last], share > 0.99]
    return np.stack(columns, axis=1).astype(float)
