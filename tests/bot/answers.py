"""Answers and a reader made up, for tests of what is shown and kept of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from index import Answer, Citation, Reader
from index.annotations.indexed import IndexedDocument
from index.reading.reader import SentenceReading, Vectors


def citation(text: str, number: int = 1, **fields: Any) -> Citation:
    """A citation of `text`, as if it stood at the beginning of an article."""
    start = fields.pop("start_char_index", 0)
    values: dict[str, Any] = {
        "cited_text": text,
        "number": number,
        "document_id": "a",
        "document_title": "Un titre",
        "published_at": date(2026, 2, 28),
        "url": None,
        "passage": 17,
        "start_char_index": start,
        "end_char_index": start + len(text),
        "prefix": "",
        "suffix": "",
        "document_sha256": "0" * 64,
        "score": 0.5,
        "answer_start_char_index": None,
        "answer_end_char_index": None,
        "text_fragment_url": None,
    }
    return Citation(**{**values, **fields})


def without_role(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """The same as no part of an answer."""
    return tuple(replace(cited, role=None) for cited in citations)


def answered(
    *citations: Citation, answer: str | None = None, others: tuple[Citation, ...] = ()
) -> Answer:
    return Answer(
        "0123456789abcdef",
        "Qui ?",
        "fr",
        "answered",
        None,
        0.9,
        answer,
        citations,
        (),
        None,
        without_role(others),
    )


def not_answered(
    *closest: Citation,
    reason: str = "Les articles ne le disent pas.",
    others: tuple[Citation, ...] = (),
) -> Answer:
    return Answer(
        "0123456789abcdef",
        "Qui ?",
        "fr",
        "no_answer",
        reason,
        0.1,
        None,
        (),
        without_role(closest),
        others=without_role(others),
    )


class FirstWordReader(Reader):
    """Points at the first word of every sentence, whatever is asked."""

    width = 1

    def __init__(self) -> None:
        self.name = "first word"

    def question_vector(self, question: str) -> Vectors:
        del question
        return np.ones(1, np.float32)

    def sentence_vectors(self, article: IndexedDocument) -> Vectors:
        return np.ones((len(article.sentences), 1), np.float32)

    def read(
        self, question: str, article: IndexedDocument, window: range, *, asked: object = None
    ) -> dict[int, SentenceReading]:
        del question, asked
        found = {}
        for number in window:
            start = article.sentences[number].start
            end = start + len(article.sentences[number].text.split()[0])
            found[number] = SentenceReading(start, end, 0.0, 0.0)
        return found
