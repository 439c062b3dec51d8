"""The short answer in a quote: the shortest run of its words that answers.

A conditional logit over all spans of the sentence (`index.reading.spans`) gives each its
probability.
What is chosen is the span that shares most with the right one on average over all that it may
be, as SQuAD's F1 measures sharing: where "en 1830" and "1830" are as likely, both are better
than a third. Where even that one shares too little, there are none: the sentence is the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.annotations.indexed import IndexedSentence
from index.questions.analysis import Question
from index.ranking.ranker import softmax
from index.reading.span_features import span_features
from index.reading.spans import SHAPES, Matrix, Spans, find_spans
from index.retrieval.embeddings import SentenceVectors
from index.text.lexicon import words_of
from index.text.numerals import is_ordinal

# The least expected F1 of a short answer that is given. Of PIAF's questions whose sentence is
# right, on folds not trained on, 0.4 gives one to four of five.
GIVEN = 0.4

_COUNTED = frozenset(("date", "duration", "money", "number", "percentage"))
_MEASURES = frozenset(("duration", "money", "percentage"))
_TIMES = ("number_word", "month", "weekday", "time", "century", "date_part")
_CONSIDERED = 60  # spans, the likeliest, of which one is chosen
_LIKELY = 20  # spans that the right one is taken to be among; the others are too unlikely to count


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """`document.text[start:end]`, and how much they are expected to share with the right ones.

    `expected` is the expected F1, 0 to 1; where they are who said it, that of the likeliest
    span, and `GIVEN` at least. They lie within their sentence, white space at neither end.
    """

    start: int
    end: int
    expected: float

    @property
    def is_given(self) -> bool:
        """Whether it is good enough to be shown."""
        return self.expected >= GIVEN


def find_short_answer(
    question: Question,
    sentence: IndexedSentence,
    speaker: tuple[int, int] | None,
    weights: Matrix,
    vectors: SentenceVectors | None = None,
    *,
    find: Callable[[IndexedSentence], Spans] = find_spans,
) -> ShortAnswer | None:
    """Return the best short answer in `sentence`, good enough or not; None where none may be.

    `speaker` is the place of whoever says what the sentence quotes, if that is plain. `weights`
    are those of `SPAN_FEATURES`; `find` may remember what `find_spans` found.
    """
    if answers_whole(question):
        return None
    spans = find(sentence)
    if not len(spans.first):
        return None
    features = span_features(question, sentence.document.text, spans, vectors)
    return choose_span(question, sentence, speaker, spans, features.score(weights))


def answers_whole(question: Question) -> bool:
    """Whether the whole sentence is what answers: yes or no, and what somebody said or thinks."""
    return bool(question.kinds) and question.kinds <= {"yes_no", "quotation"}


def choose_span(
    question: Question,
    sentence: IndexedSentence,
    speaker: tuple[int, int] | None,
    spans: Spans,
    scores: Matrix,
) -> ShortAnswer | None:
    """Return the short answer in `sentence` where `scores` are the logits of its `spans`.

    Who said something is what the sentence itself says, where the question does not.
    """
    fits = _may_answer(question, sentence, spans)
    if not fits.any():
        return None
    found = best_span(spans, np.where(fits, scores, -np.inf))
    if (
        speaker
        and question.asks_who_said
        and sentence.start <= speaker[0]
        and speaker[1] <= sentence.end
        and sentence.speakers.isdisjoint(question.terms)
    ):
        return ShortAnswer(*speaker, max(GIVEN, found.expected))
    return found


def _may_answer(question: Question, sentence: IndexedSentence, spans: Spans) -> NDArray[np.bool_]:
    """Which of `spans`, those of `sentence`, are of a kind that `question` asks for.

    Where it asks for a number or a date and nothing else, those that are one.
    """
    if not question.kinds or not question.kinds <= _COUNTED:
        return np.ones(len(spans.first), dtype=bool)
    language, tokens = sentence.document.language, sentence.tokens
    if "date" in question.kinds:
        times = words_of(language, *_TIMES)
        marks = [token.is_number or token.surface in times for token in tokens]
        centuries = words_of(language, "century")
        beside = set(times)
        for i in (i for i, token in enumerate(tokens) if token.surface in centuries):
            for j in (i - 1, i + 1):
                if 0 <= j < len(tokens) and is_ordinal(tokens[j].surface):
                    beside.add(tokens[j].surface)
                    marks[j], marks[i] = True, False  # "siglo XVI", not "el siglo"
    else:
        marks = list(sentence.counts)
        beside = set(words_of(language, "number_word", "unit", "time"))
    asked = frozenset(question.terms)
    new = [mark and token.term not in asked for mark, token in zip(marks, tokens, strict=True)]
    others = [
        bool(token.term) and not mark and token.surface not in beside
        for mark, token in zip(marks, tokens, strict=True)
    ]
    # "Trois ponts", where it is not known what is counted.
    most = 1 if question.kinds == {"number"} else 0
    measures = question.kinds & _MEASURES
    odd = [SHAPES.index(name) for name in (_MEASURES - measures if measures else ())]
    fits = (_count(new, spans) > 0) & (_count(others, spans) <= most)
    return np.asarray(fits & ~np.isin(spans.shape, odd))


def _count(chosen: Sequence[bool], spans: Spans) -> NDArray[np.intp]:
    """How many of the chosen tokens each span holds."""
    counts = np.concatenate(([0], np.cumsum(chosen)))
    return np.asarray(counts[spans.last + 1] - counts[spans.first], dtype=np.intp)


def best_span(spans: Spans, scores: Matrix) -> ShortAnswer:
    """The span of the highest expected F1, of at least one, where `scores` are their logits.

    One with a logit of minus infinity is never chosen; there must be another.
    """
    probabilities = softmax(scores)
    order = np.argsort(-probabilities, kind="stable")[:_CONSIDERED]
    first, last = spans.first[order], spans.last[order]
    likely = slice(0, _LIKELY)
    shared = np.minimum(last[:, None], last[likely]) - np.maximum(first[:, None], first[likely]) + 1
    lengths = last - first + 1
    f1 = 2 * np.maximum(shared, 0) / (lengths[:, None] + lengths[likely])
    expected = np.where(np.isneginf(scores[order]), -1.0, f1 @ probabilities[order[likely]])
    best = int(order[np.argmax(expected)])
    return ShortAnswer(int(spans.start[best]), int(spans.end[best]), float(expected.max()))
