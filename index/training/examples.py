"""What the weights are fitted on: each question on one set of sentences, with its features.

Unanswerable questions come from the sets, and are also made from the answerable ones in the three
ways that matter: the article with every sentence that holds the answer taken out ("hard"),
another article ("easy"), and the article's own sentences asked for a name that it does not know
instead of one that it does ("swapped").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.annotations.indexed import IndexedDocument, IndexedSentence, index_document
from index.errors import InputError
from index.questions.analysis import Question, analyse_question
from index.questions.checking import check_question
from index.ranking.features import compute_features
from index.ranking.matching import Matches, match
from index.ranking.sentence_index import Candidates, Rows, SentenceIndex, Values
from index.reading.span_features import DENSE, SPAN_FEATURES, SpanFeatures, span_features
from index.reading.spans import Spans, find_spans
from index.retrieval.bm25 import BM25Retriever, index_terms
from index.retrieval.embeddings import Encoder, SentenceVectors, content_words
from index.text.tokens import analyzer_for
from index.training.datasets import Dataset, Entry, Example
from index.training.evaluation import right_sentence
from index.training.metrics import normalise_answer, words_f1


@dataclass(frozen=True, slots=True)
class SpanRows:
    """The spans of one sentence and their features, a sparse matrix in rows (scipy's CSR)."""

    spans: Spans
    features: Any


@dataclass(frozen=True, slots=True)
class Indexed:
    """One document as the engine would index it alone, and what it takes to rank it."""

    article: IndexedDocument
    index: SentenceIndex
    retriever: BM25Retriever
    vectors: SentenceVectors | None

    def retrieved(self, question: Question, rows: Rows) -> Values:
        """Return BM25's score of each row's passage, 0 to 1, as the engine has it."""
        return self.retriever.shares(question.terms)[self.index.passage[rows]]


@dataclass(frozen=True, slots=True)
class TrainingExample:
    """One question on one set of candidates, at least one, with its features.

    `right` marks the candidates in which an answer begins; none, and the question is one that
    should not be answered. `golds` are the answers' words. `kind` is "", or how it was made.
    """

    group: str
    source: str
    kind: str
    question: Question
    features: Values
    matches: Matches
    known: frozenset[str]
    right: NDArray[np.bool_]
    shown: Indexed
    golds: tuple[str, ...]
    _rows: dict[int, SpanRows] = field(default_factory=dict)
    _shares: dict[int, Values] = field(default_factory=dict)

    def sentence(self, position: int) -> IndexedSentence:
        """Return the candidate at `position`."""
        return self.matches.candidates.sentence(position)

    def span_rows(self, position: int) -> SpanRows:
        """Return the spans of the candidate at `position`; kept, since each fold asks for them."""
        if position not in self._rows:
            sentence = self.sentence(position)
            spans = find_spans(sentence)
            text = sentence.document.text
            features = span_features(self.question, text, spans, self.shown.vectors)
            self._rows[position] = SpanRows(spans, _sparse(features))
        return self._rows[position]

    def span_shares(self, position: int) -> Values:
        """Return SQuAD's F1 of each span of the candidate at `position` with the best of `golds`.

        There is at least one of them. Kept.
        """
        if position not in self._shares:
            spans = self.span_rows(position).spans
            text = self.sentence(position).document.text
            golds = [normalise_answer(gold).split() for gold in self.golds]
            words = [
                normalise_answer(text[start:end]).split()
                for start, end in zip(spans.start, spans.end, strict=True)
            ]
            shares = [max(words_f1(own, gold) for gold in golds) for own in words]
            self._shares[position] = np.array(shares)
        return self._shares[position]


def _sparse(features: SpanFeatures) -> Any:
    from scipy.sparse import csr_matrix  # which `index.training.train.train` has asked for

    spans, width = features.ones.shape
    columns = len(SPAN_FEATURES)
    rows = np.repeat(np.arange(spans), width)
    ones = csr_matrix(
        (np.ones(rows.size, dtype=np.float32), (rows, features.ones.ravel())),
        shape=(spans, columns + 1),
    )[:, :columns]
    dense = np.zeros((spans, columns), dtype=np.float32)
    dense[:, DENSE] = features.values
    return (ones + csr_matrix(dense)).tocsr()


def make_examples(
    datasets: Sequence[Dataset], encoder: Encoder | None, *, cache: Path | None = None
) -> Iterator[tuple[int, list[TrainingExample]]]:
    """For each entry, return its number of questions and the examples made of them."""
    entries = [(dataset.name, entry) for dataset in datasets for entry in dataset.entries]
    indexed = [_index(entry, encoder, cache) for _, entry in entries]
    own = [number for number, (_, entry) in enumerate(entries) if _has_answers(entry)]
    names = _names_asked(entries)
    asked: set[tuple[str, str]] = set()
    for number, (source, entry) in enumerate(entries):
        examples: list[TrainingExample | None] = []
        shown = indexed[number]
        every = np.arange(len(shown.index.sentences))
        known = shown.article.topic.union(*(s.terms for s in shown.index.sentences))
        for position, example in enumerate(entry.examples):
            try:
                check_question(example.question)
            except InputError:
                continue
            kind = example.kind
            examples.append(_make(source, entry, example, shown, every, kind, is_own=True))
            key = (entry.group, example.question)
            if not example.is_answerable or key in asked:
                continue
            asked.add(key)
            left = _without_answer(entry, example, shown.index)
            examples.append(_make("", entry, example, shown, left, "hard", is_own=True))
            if swapped := _swap_name(entry, example, known, names, number + position):
                examples.append(_make("", entry, swapped, shown, every, "swapped", is_own=True))
            # Another article, chosen so that every article serves about as often.
            other = own[(7 * number + 13 * position + 101) % len(own)]
            if entries[other][1].group != entry.group:
                rows = np.arange(len(indexed[other].index.sentences))
                examples.append(
                    _make("", entry, example, indexed[other], rows, "easy", is_own=False)
                )
        yield len(entry.examples), [example for example in examples if example]


def _index(entry: Entry, encoder: Encoder | None, cache: Path | None) -> Indexed:
    article = index_document(entry.document)
    index = SentenceIndex([article])
    vectors = (
        SentenceVectors(
            encoder,
            [(s.text, content_words(s.document.text, s.tokens)) for s in index.sentences],
            cache=cache,
        )
        if encoder
        else None
    )
    return Indexed(article, index, BM25Retriever(list(index_terms([article]))), vectors)


def _has_answers(entry: Entry) -> bool:
    return any(example.is_answerable for example in entry.examples)


def _without_answer(entry: Entry, example: Example, index: SentenceIndex) -> Rows:
    """Return the rows of the sentences that none of the answers occurs in."""
    text = entry.document.text
    answers = {text[start:end].strip().casefold() for start, end in example.answers} - {""}
    left = [
        row
        for row, sentence in enumerate(index.sentences)
        if not any(answer in sentence.text.casefold() for answer in answers)
    ]
    return np.array(left, dtype=np.intp)


def _names_asked(entries: Sequence[tuple[str, Entry]]) -> list[str]:
    """A name that each question with one asks for, in an order that mixes the articles."""
    by_entry = [
        [
            example.question[start:end]
            for example in entry.examples
            for start, end in _name_in(example.question, entry.document.language)
        ]
        for _, entry in entries
    ]
    longest = max(map(len, by_entry), default=0)
    return [names[i] for i in range(longest) for names in by_entry if i < len(names)]


def _name_in(text: str, language: str) -> list[tuple[int, int]]:
    """The place of the first name in a question, if it has one: names that only spaces part."""
    question = analyse_question(text, language=language)
    place: tuple[int, int] | None = None
    for token in question.tokens:
        if not question.is_name(token):
            continue
        if place is None:
            place = token.start, token.end
        elif text[place[1] : token.start] == " ":
            place = place[0], token.end
    return [place] if place else []


def _swap_name(
    entry: Entry, example: Example, known: frozenset[str], names: Sequence[str], at: int
) -> Example | None:
    """`example` with its name exchanged for one of `names` that has no term among `known`.

    The first from place `at` on. None where it has no name, or one that is not known either.
    """
    language = entry.document.language
    analyzer = analyzer_for(language)
    text = example.question
    for start, end in _name_in(text, language):
        if known.isdisjoint(analyzer.terms(text[start:end])):
            return None
        for name in (names[(at + n) % len(names)] for n in range(len(names))):
            if known.isdisjoint(analyzer.terms(name)):
                return replace(example, question=text[:start] + name + text[end:], answers=())
    return None


def _make(
    source: str,
    entry: Entry,
    example: Example,
    shown: Indexed,
    rows: Rows,
    kind: str,
    *,
    is_own: bool,
) -> TrainingExample | None:
    """Return `example` of `entry`, asked of the sentences `rows` of `shown`; None for no rows.

    `is_own` says that `shown` is the document of `entry`.
    """
    if not len(rows):
        return None
    language = shown.article.document.language
    question = analyse_question(example.question, language=language)
    candidates = Candidates(shown.index, rows)
    sentences = [shown.index.sentences[int(row)] for row in rows]
    right = np.zeros(len(rows), dtype=bool)
    if is_own:
        right[right_sentence([(s.start, s.end) for s in sentences], entry, example)] = True
    matches = match(question, candidates, shown.vectors)
    text = entry.document.text
    return TrainingExample(
        group=entry.group,
        source=source,
        kind=kind,
        question=question,
        features=compute_features(question, matches, shown.retrieved(question, rows)),
        matches=matches,
        known=frozenset().union(*(sentence.terms for sentence in sentences)),
        right=right,
        shown=shown,
        golds=tuple(text[start:end] for start, end in example.answers),
    )
