"""What the weights are fitted on: each question on one set of sentences, with its features.

Unanswerable questions come from the sets, and are also made from the answerable ones in the three
ways that matter: the article with every sentence that holds the answer taken out ("hard"),
another article ("easy"), and the article's own sentences asked for a name that it does not know
instead of one that it does ("swapped").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.documents.passages import cut_passages, quotable
from index.engine import check_question
from index.errors import InputError
from index.questions.analysis import Question, analyse_question
from index.ranking.features import Matrix, QuestionView, compute_features
from index.ranking.sentence_view import Candidate, analyse_sentence
from index.reading.span_features import span_features
from index.reading.spans import Spans, find_spans
from index.retrieval.embeddings import Meanings
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
class Case:
    """One question on one set of candidates, at least one, with its features.

    `right` marks the candidates in which an answer begins; none, and the question is one that
    should not be answered. `golds` are the answers' words. `kind` is "", or how the case was made.
    """

    group: str
    source: str
    kind: str
    question: Question
    features: Matrix
    view: QuestionView
    vocabulary: frozenset[str]
    right: NDArray[np.bool_]
    candidates: Sequence[Candidate]
    golds: tuple[str, ...]
    meanings: Meanings | None
    _rows: dict[int, SpanRows] = field(default_factory=dict)
    _shares: dict[int, Matrix] = field(default_factory=dict)

    def span_rows(self, position: int) -> SpanRows:
        """The spans of the candidate at `position`; kept, since each fold asks for them."""
        if position not in self._rows:
            candidate = self.candidates[position]
            spans = find_spans(candidate)
            text = candidate.document.text
            features = span_features(self.question, text, spans, self.meanings)
            self._rows[position] = SpanRows(spans, _sparse(features))
        return self._rows[position]

    def span_shares(self, position: int) -> Matrix:
        """SQuAD's F1 of each span of the candidate at `position` with the best of `golds`; kept.

        There is at least one of them.
        """
        if position not in self._shares:
            spans = self.span_rows(position).spans
            text = self.candidates[position].document.text
            golds = [normalise_answer(gold).split() for gold in self.golds]
            words = [
                normalise_answer(text[start:end]).split()
                for start, end in zip(spans.start, spans.end, strict=True)
            ]
            shares = [max(words_f1(own, gold) for gold in golds) for own in words]
            self._shares[position] = np.array(shares)
        return self._shares[position]


def _sparse(features: Matrix) -> Any:
    from scipy.sparse import csr_matrix  # which `index.training.train` has asked for

    return csr_matrix(features, dtype=np.float32)


def article_texts(datasets: Sequence[Dataset]) -> Iterator[str]:
    """All words and sentences of the sets' articles."""
    for dataset in datasets:
        for entry in dataset.entries:
            for candidate in _candidates(entry):
                yield candidate.text
                yield from candidate.words


def make_cases(
    datasets: Sequence[Dataset], meanings: Meanings | None
) -> Iterator[tuple[int, list[Case]]]:
    """For each entry, its number of questions and the cases made of them."""
    entries = [(dataset.name, entry) for dataset in datasets for entry in dataset.entries]
    candidates = [_candidates(entry) for _, entry in entries]
    own = [number for number, (_, entry) in enumerate(entries) if _has_answers(entry)]
    names = _names_asked(entries)
    asked: set[tuple[str, str]] = set()
    for number, (source, entry) in enumerate(entries):
        cases: list[Case | None] = []
        shown = candidates[number]
        known = _terms(shown) | shown[0].topic if shown else frozenset()
        for position, example in enumerate(entry.examples):
            try:
                check_question(example.question)
            except InputError:
                continue
            cases.append(_case(source, entry, entry, example, shown, example.kind, meanings))
            key = (entry.group, example.question)
            if not example.is_answerable or key in asked:
                continue
            asked.add(key)
            left = _without_answer(entry, example, shown)
            cases.append(_case("", entry, entry, example, left, "hard", meanings))
            if swapped := _swap_name(entry, example, known, names, number + position):
                cases.append(_case("", entry, entry, swapped, shown, "swapped", meanings))
            # Another article, chosen so that every article serves about as often.
            other = own[(7 * number + 13 * position + 101) % len(own)]
            if entries[other][1].group != entry.group:
                another = entries[other][1]
                cases.append(
                    _case("", entry, another, example, candidates[other], "easy", meanings)
                )
        yield len(entry.examples), [case for case in cases if case]


def _has_answers(entry: Entry) -> bool:
    return any(example.is_answerable for example in entry.examples)


def _candidates(entry: Entry) -> list[Candidate]:
    document = entry.document
    passages = quotable(cut_passages(document))
    return [
        analyse_sentence(document, passage, number, position)
        for number, passage in enumerate(passages)
        for position in range(len(passage.sentences))
    ]


def _without_answer(
    entry: Entry, example: Example, candidates: Sequence[Candidate]
) -> list[Candidate]:
    text = entry.document.text
    answers = {text[start:end].strip().casefold() for start, end in example.answers} - {""}
    return [
        c
        for c in candidates
        if not any(a in text[c.sentence.start : c.sentence.end].casefold() for a in answers)
    ]


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


def _terms(candidates: Sequence[Candidate]) -> frozenset[str]:
    return frozenset(str(term) for c in candidates for term in c.views["stem"])


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


def _case(
    source: str,
    entry: Entry,
    shown: Entry,
    example: Example,
    candidates: Sequence[Candidate],
    kind: str,
    meanings: Meanings | None,
) -> Case | None:
    """`example` of `entry`, asked of `candidates` of the entry `shown`; None for no candidates."""
    if not candidates:
        return None
    language = shown.document.language
    question = analyse_question(example.question, language=language)
    right = np.zeros(len(candidates), dtype=bool)
    if shown is entry:
        spans = [(c.sentence.start, c.sentence.end) for c in candidates]
        right[right_sentence(spans, entry, example)] = True
    features, view = compute_features(question, candidates, language, meanings)
    text = entry.document.text
    return Case(
        group=entry.group,
        source=source,
        kind=kind,
        question=question,
        features=features,
        view=view,
        vocabulary=_terms(candidates),
        right=right,
        candidates=candidates,
        golds=tuple(text[start:end] for start, end in example.answers),
        meanings=meanings,
    )
