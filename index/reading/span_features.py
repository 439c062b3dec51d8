"""What can be seen of a span beside a question: named numbers, the key words' only input.

Whether it is of a kind that the question asks for, how it begins and ends, whether it is made of
the question's own words, how near it stands to them, and, where meanings are known, how near it
is to the question in meaning.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.questions.analysis import KINDS, Question
from index.reading.span_words import WORDS
from index.reading.spans import AROUND, LENGTHS, SHAPES, TRAITS, Matrix, Spans
from index.retrieval.embeddings import SentenceVectors

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
_DENSE = (
    *(f"{kind}: {side}" for kind in _KINDS for side in _SIDES),
    *TRAITS,
    *(f"asked {name}" for name in _ASKED),
    *(f"near {name} {side}" for name in _NEAR for side in _SIDES),
    *(f"meaning {name}" for name in _MEANING),
)
_DENSE_AT = {name: column for column, name in enumerate(_DENSE)}
DENSE = np.array([_AT[name] for name in _DENSE])
_LEFT_AT = np.array([_LEFT.index(name) if name in _LEFT else -1 for name in AROUND])
_FAR = 1_000_000
_MET = 0.5  # how near a word must be to one of the question to count as it


@dataclass(frozen=True, slots=True)
class SpanFeatures:
    """The features of some spans, most of which are 0.

    `ones`, shape (spans, k): the columns in `SPAN_FEATURES` that are 1, len(SPAN_FEATURES) for
    none. `values`, shape (spans, len(`DENSE`)): those of the columns `DENSE`.
    """

    ones: NDArray[np.intp]
    values: Matrix

    def score(self, weights: Matrix) -> Matrix:
        """Return the logit of each span."""
        return np.asarray(
            np.append(weights, 0.0)[self.ones].sum(axis=1) + self.values @ weights[DENSE]
        )


def span_features(
    question: Question, text: str, spans: Spans, vectors: SentenceVectors | None = None
) -> SpanFeatures:
    """Return the features of each of `spans`, of a document with `text`.

    With `vectors`, words that mean what the question's words mean count as those.
    """
    asked = _asked(question, spans, text, vectors)
    met = asked >= _MET
    is_focus = [term == question.focus for term in question.terms]
    chosen = (slice(None), slice(0, 1), slice(-1, None), np.array(is_focus, dtype=bool))
    groups = np.array([met[terms].any(axis=0) for terms in chosen])
    near = _nearness(spans, np.concatenate([groups, met[met.any(axis=1)]]))
    nearest, each = near[0], near[len(groups) :]
    left = _LEFT_AT[spans.left]
    none = len(SPAN_FEATURES)
    ones = [
        _AT["left edge"] + spans.left,
        _AT["right edge"] + spans.right,
        _AT["begins article"] + spans.begins,
        _AT["ends article"] + spans.ends,
    ]
    values = np.zeros((len(spans.first), len(DENSE)))
    for kind in [*sorted(question.kinds), *(["what"] if question.focus else [])] or ["other"]:
        number = _KINDS.index(kind)
        ones.append(_block(SHAPES[0], number, len(SHAPES)) + spans.shape)
        ones.append(_block(f"{LENGTHS[0]} tokens", number, len(LENGTHS)) + spans.length)
        lefts = _block(f"left {_LEFT[0]}", number, len(_LEFT)) + left
        ones.append(np.where(left >= 0, lefts, none))
        at = _DENSE_AT[f"{kind}: {_SIDES[0]}"]
        values[:, at : at + 2] = nearest
    at = _DENSE_AT[TRAITS[0]]
    values[:, at : at + len(TRAITS)] = spans.traits
    at = _DENSE_AT["asked share"]
    values[:, at : at + len(_ASKED)] = _asked_features(spans, asked)
    if len(each):
        places = met.sum(axis=1)[met.any(axis=1)]
        means = (each.sum(axis=0), (each / places[:, None, None]).sum(axis=0))
        at = _DENSE_AT["near any behind"]
        values[:, at : at + 2 * len(_NEAR)] = np.hstack(
            [*near[: len(groups)], *(mean / len(met) for mean in means)]
        )
    if vectors:
        values[:, -len(_MEANING) :] = vectors.compare_spans(
            question, text, spans.tokens, spans.first, spans.last
        )
    return SpanFeatures(np.stack(ones, axis=1), values)


def _block(name: str, number: int, size: int) -> int:
    """The column at which the features of kind `number` begin that open with `name`."""
    return _AT[f"{_KINDS[0]}: {name}"] + number * size


def _asked(question: Question, spans: Spans, text: str, vectors: SentenceVectors | None) -> Matrix:
    """How far each token is each term of the question, 0 to 1; shape (terms, tokens).

    By its meaning only where no token is the term itself.
    """
    rows = {term: row for row, term in enumerate(question.terms)}
    asked = np.zeros((len(rows), len(spans.tokens)))
    for column, token in enumerate(spans.tokens):
        if (row := rows.get(token.term)) is not None:
            asked[row, column] = 1.0
    if vectors and len(asked):
        missing = ~asked.any(axis=1)
        asked[missing] = vectors.nearest(question, text, spans.tokens)[missing]
    return asked


def _nearness(spans: Spans, met: NDArray[np.bool_]) -> Matrix:
    """Return 1 / tokens to the nearest that is met, after and before each span; 0 for none.

    `met` has a row for each thing to be near to; shape (rows, spans, 2).
    """
    at = np.arange(met.shape[1])
    edge = np.full((len(met), 1), _FAR)
    # The place of the nearest after each token, and before it; out of reach for none.
    following = np.minimum.accumulate(np.where(met, at, _FAR)[:, ::-1], axis=1)[:, ::-1]
    preceding = np.maximum.accumulate(np.where(met, at, -_FAR), axis=1)
    after = np.hstack([following[:, 1:], edge]) - at
    before = at - np.hstack([-edge, preceding[:, :-1]])
    near = np.stack([after, before])
    near = np.where(near < len(at), 1 / near, 0.0)
    return np.stack([near[0][:, spans.last], near[1][:, spans.first]], axis=2)


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
