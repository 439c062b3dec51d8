"""How good the answers are on a question set: the measures, and a row for every question."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from index.answering.answer import Answer
from index.answering.explaining import Explanation
from index.documents.passages import cut_passages
from index.engine import Engine
from index.errors import InputError
from index.reading.ranking import Ranking
from index.reading.reader import Reader
from index.reading.weights import Weights
from index.training.datasets import Dataset, Entry, Example
from index.training.metrics import answer_f1, auroc, exact_match, hit_at, mrr_at

RANKED = 10  # sentences of a ranking that a prediction keeps

Error = Literal["wrong sentence", "not answered", "not refused", "wrong short answer"]
ERRORS: tuple[Error, ...] = get_args(Error)


@dataclass(frozen=True, slots=True)
class Prediction:
    """What came of one question.

    `rank` is that of the first sentence in which an answer begins, from 1, or None. `ranking`
    holds (start, end, probability) of the `RANKED` best sentences, also where the question was
    not answered; offsets are in the document whose paragraphs are joined by a blank line.
    `milliseconds` is the time of the answer, indexing left out.
    """

    example: Example
    status: str
    confidence: float
    answer: str | None
    citations: tuple[tuple[int, int], ...]
    ranking: tuple[tuple[int, int, float], ...]
    rank: int | None
    f1: float
    exact: float
    milliseconds: float

    @property
    def error(self) -> Error | None:
        """What went wrong, the gravest only; None where nothing did.

        "wrong sentence": another is ranked first, quoted or not; "not answered": the right one is
        first, but there was no answer; "not refused": there was one to what the document does not
        say; "wrong short answer": the right sentence was quoted, but `f1` is below 1.
        """
        if not self.example.is_answerable:
            return "not refused" if self.status == "answered" else None
        if self.rank != 1:
            return "wrong sentence"
        if self.status != "answered":
            return "not answered"
        return "wrong short answer" if self.f1 < 1 else None

    def to_json(self) -> dict[str, Any]:
        """The row that `motpourmot eval --predictions` writes."""
        return {
            "id": self.example.id,
            "status": self.status,
            "confidence": self.confidence,
            "answer": self.answer,
            "citations": [
                {"start_char_index": start, "end_char_index": end} for start, end in self.citations
            ],
            "ranking": [
                {"start_char_index": start, "end_char_index": end, "probability": probability}
                for start, end, probability in self.ranking
            ],
            "ms": round(self.milliseconds, 3),
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """A prediction and what it was made from: all that shows why it is right or wrong.

    `explanation` and `answer` are None where the question is none.
    """

    entry: Entry
    prediction: Prediction
    explanation: Explanation | None
    answer: Answer | None

    @property
    def right(self) -> tuple[int, int] | None:
        """The place of the sentence to quote: the best ranked in which an answer begins.

        Where none was ranked, the first of the document; where none is a sentence, the answer
        itself; None where the document does not say.
        """
        example = self.prediction.example
        if self.prediction.rank:
            start, end, _ = self.prediction.ranking[self.prediction.rank - 1]
            return start, end
        passages = cut_passages(self.entry.document)
        spans = [(s.start, s.end) for passage in passages for s in passage.sentences]
        found = [spans[position] for position in right_sentence(spans, self.entry, example)]
        return next(iter((*found, *example.answers)), None)


@dataclass(frozen=True, slots=True)
class Figures:
    """The measures over some predictions; a measure that does not apply is None.

    `answered` is the share of answerable questions that were answered, `refused` the share of
    unanswerable ones that were not; `p50` and `p95` are milliseconds a question.
    """

    name: str
    questions: int
    hit_1: float | None
    hit_3: float | None
    mrr_10: float | None
    auroc: float | None
    answered: float | None
    refused: float | None
    f1: float | None
    exact: float | None
    p50: float
    p95: float


def evaluate(
    dataset: Dataset,
    weights: Weights,
    *,
    reader: Reader | None = None,
    cache: Path | None = None,
    progress: Callable[[int], None] | None = None,
    watch: Callable[[Outcome], None] | None = None,
) -> list[Prediction]:
    """Ask every question of `dataset`, each entry indexed alone; in the order of the set.

    `reader` and `cache` are those of the engine. `progress` is called with the number of
    questions just done, `watch` with each outcome as soon as it is known; its ranking is not kept.
    """
    predictions: list[Prediction] = []
    for entry in dataset.entries:
        engine = Engine([entry.document], weights=weights, reader=reader, cache=cache)
        for example in entry.examples:
            prediction, ranking, answer = _predict(engine, entry, example)
            predictions.append(prediction)
            if watch:
                explanation = engine.explain_ranking(ranking) if ranking else None
                watch(Outcome(entry, prediction, explanation, answer))
        if progress:
            progress(len(entry.examples))
    return predictions


def summarise(name: str, predictions: Sequence[Prediction]) -> list[Figures]:
    """The figures of all `predictions`, then of each language and each kind of unanswerable.

    The kinds are the endings of ids like `…-hard`; each is measured against all answerable.
    """
    figures = [_figures(name, predictions)]
    languages = sorted({p.example.language for p in predictions if p.example.language})
    if len(languages) > 1:
        figures += [
            _figures(f"{name} {code}", [p for p in predictions if p.example.language == code])
            for code in languages
        ]
    kinds = sorted({p.example.kind for p in predictions if not p.example.is_answerable} - {""})
    if len(kinds) > 1:
        figures += [
            _figures(
                f"{name} {kind}",
                [p for p in predictions if p.example.is_answerable or p.example.kind == kind],
            )
            for kind in kinds
        ]
    return figures


def right_sentence(spans: Sequence[tuple[int, int]], entry: Entry, example: Example) -> list[int]:
    """Positions in `spans`, (start, end) of sentences, in which an answer of `example` begins."""
    text = entry.document.text
    starts = []
    for start, end in example.answers:
        while start < end and text[start].isspace():
            start += 1
        starts.append(start)
    return [
        position
        for position, (begin, stop) in enumerate(spans)
        if any(begin <= start < stop for start in starts)
    ]


def _predict(
    engine: Engine, entry: Entry, example: Example
) -> tuple[Prediction, Ranking | None, Answer | None]:
    began = time.perf_counter()
    ranking: Ranking | None = None
    answer: Answer | None = None
    try:
        ranking = engine.rank(example.question)
        answer = engine.answer(ranking)
    except InputError:
        pass  # what is no question has no answer; the row says so
    elapsed = (time.perf_counter() - began) * 1000
    ranked = ranking.sentences if ranking else ()
    right = right_sentence([(s.sentence.start, s.sentence.end) for s in ranked], entry, example)
    text = entry.document.text
    golds = [text[start:end] for start, end in example.answers]
    short = (answer.answer if answer else None) or ""
    prediction = Prediction(
        example=example,
        status=answer.status if answer else "no_answer",
        confidence=answer.confidence if answer else 0.0,
        answer=answer.answer if answer else None,
        citations=tuple(
            (c.start_char_index, c.end_char_index) for c in (answer.citations if answer else ())
        ),
        ranking=tuple(
            (s.sentence.start, s.sentence.end, round(s.probability, 6)) for s in ranked[:RANKED]
        ),
        rank=right[0] + 1 if right else None,
        f1=answer_f1(short, golds),
        exact=exact_match(short, golds),
        milliseconds=elapsed,
    )
    return prediction, ranking, answer


def _figures(name: str, predictions: Sequence[Prediction]) -> Figures:
    known = [p for p in predictions if p.example.is_answerable]
    unknown = [p for p in predictions if not p.example.is_answerable]
    ranks = [p.rank for p in known]
    times = [p.milliseconds for p in predictions] or [0.0]
    return Figures(
        name=name,
        questions=len(predictions),
        hit_1=hit_at(ranks, 1) if known else None,
        hit_3=hit_at(ranks, 3) if known else None,
        mrr_10=mrr_at(ranks, 10) if known else None,
        auroc=auroc([p.confidence for p in known], [p.confidence for p in unknown]),
        answered=_share(p.status == "answered" for p in known) if known else None,
        refused=_share(p.status == "no_answer" for p in unknown) if unknown else None,
        f1=_share(p.f1 for p in known) if known else None,
        exact=_share(p.exact for p in known) if known else None,
        p50=float(np.percentile(times, 50)),
        p95=float(np.percentile(times, 95)),
    )


def _share(values: Iterator[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)
