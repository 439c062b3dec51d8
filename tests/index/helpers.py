"""What several test files of `index` need: sentences of a text, weights and a reader made up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from index.annotations.indexed import IndexedDocument, IndexedSentence, index_document
from index.documents.document import Document, make_document
from index.questions.analysis import Question
from index.ranking.features import FEATURES
from index.ranking.sentence_index import Candidates, SentenceIndex
from index.reading.choosing import CHOICE
from index.reading.deciding import EVIDENCE
from index.reading.reader import Reader, SentenceReading, Vectors
from index.reading.weights import Decision, Weights
from index.text.tokens import analyzer_for


def document(
    text: str, *, document_id: str = "a", title: str = "", published_at: date | None = None
) -> Document:
    made = make_document(text, document_id=document_id, title=title)
    return replace(made, published_at=published_at or made.published_at)


def sentences(article: Document) -> tuple[IndexedSentence, ...]:
    """The sentences of `article` that may be quoted, in reading order."""
    return index_document(article).sentences


def candidates(article: Document) -> Candidates | None:
    """The same as the ranker looks at them; None where there is none."""
    index = SentenceIndex([index_document(article)])
    return index.candidates(range(index.passages)).get(article.language)


def some_candidates(article: Document) -> Candidates:
    """The same of an article that has some."""
    found = candidates(article)
    assert found is not None
    return found


def weights(bias: float = 0.0, **named: float) -> Weights:
    """Weights that are 0 but for `named` features of the ranker, with or without a reader.

    `stem_bm25` is "stem.bm25", `related_any` is "related:any".
    """
    ranker = np.zeros(len(FEATURES))
    columns = {re.sub("[.: ]", "_", name): column for column, name in enumerate(FEATURES)}
    for name, value in named.items():
        ranker[columns[name]] = value
    decision = Decision(bias, np.zeros(len(EVIDENCE)), 0.5)
    choice = np.array([float(name == "stage one") for name in CHOICE])
    return Weights(ranker, choice, decision, decision)


def random_weights(seed: int) -> Weights:
    """Weights of any size and sign, in the order of magnitude of fitted ones."""
    rng = np.random.default_rng(seed)
    decision = Decision(float(rng.normal()), rng.normal(size=len(EVIDENCE)), 0.5)
    return Weights(rng.normal(size=len(FEATURES)), rng.normal(size=len(CHOICE)), decision, decision)


CERTAIN = weights(bias=50.0, stem_bm25=1.0)
"""Always answers, and ranks by BM25 alone."""

UNCERTAIN = weights(bias=-50.0, stem_bm25=1.0)
"""Never answers."""


class FakeReader(Reader):
    """Knows no language: points at the first of its words that a sentence has.

    A sentence with one of `words` answers with a margin of 5 and log-odds of `answerable`, any
    other with its whole text and -5 for both. In vectors the words of one of `groups` are the same,
    all others unlike. `asked` lists (question, document id, window) of what was read, `encoded` the
    ids of the articles whose sentences were made vectors.
    """

    def __init__(
        self,
        *words: str,
        groups: Sequence[Sequence[str]] = (),
        name: str = "fake",
        answerable: float = 5.0,
    ):
        self.name = name
        self.answerable = answerable
        self.words = words
        self.groups = {word: f"group {n}" for n, group in enumerate(groups) for word in group}
        self.asked: list[tuple[str, str, range]] = []
        self.encoded: list[str] = []

    @property
    def width(self) -> int:
        return 256

    def question_vector(self, question: str) -> Vectors:
        return self._vector(question)

    def sentence_vectors(self, article: IndexedDocument) -> Vectors:
        self.encoded.append(article.document.id)
        rows = [self._vector(sentence.text) for sentence in article.sentences]
        return np.array(rows, np.float32).reshape(len(rows), self.width)

    def read(
        self,
        question: str,
        article: IndexedDocument,
        window: range,
        *,
        asked: Question | None = None,  # noqa: ARG002  (it knows no units)
    ) -> dict[int, SentenceReading]:
        self.asked.append((question, article.document.id, window))
        return {number: self._reading(article.sentences[number]) for number in window}

    def _reading(self, sentence: IndexedSentence) -> SentenceReading:
        for word in self.words:
            if word in sentence.text:
                start = sentence.start + sentence.text.index(word)
                return SentenceReading(start, start + len(word), 5.0, self.answerable)
        return SentenceReading(sentence.start, sentence.end, -5.0, -5.0)

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self.width, np.float32)
        for token in analyzer_for("und").tokens(text):
            word = self.groups.get(token.surface, token.surface)
            # The same in every process, unlike `hash`.
            vector[sum(n * ord(letter) for n, letter in enumerate(word, 1)) % self.width] += 1
        return vector / max(1.0, float(np.linalg.norm(vector)))
