"""The articles, cut and indexed once, and the ranking of their sentences for a question.

Retrieval narrows a library down to the passages that may answer; the ranker then looks at every
sentence of those. A small library is ranked whole, so that a sentence which shares no term with
the question, but follows one that does, is still seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.abstaining import abstain_features, alike_terms, unknown_words
from index.analysis import analyzer_for
from index.candidates import Candidate, analyse_sentence
from index.documents import Document
from index.errors import InputError, UnknownDocumentError, show
from index.features import Matrix, compute_features
from index.keywords import find_key_words
from index.lexicon import UNKNOWN_LANGUAGE
from index.passages import Passage, cut_passages
from index.questions import Question, analyse_question
from index.ranking import RankedSentence, softmax
from index.retrieval import BM25Retriever, Retriever
from index.weights import Weights, load_weights

MAX_QUESTION = 1_000  # characters
TOP_PASSAGES = 40  # passages that the ranker looks at; a smaller library is ranked whole
_CACHED_PASSAGES = 256  # analysed passages kept; about 150 kB each


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidate sentences of one question, best first, and the chance that one answers.

    `confidence` is calibrated, 0 to 1; `matched` says whether any word of the question stands
    in the articles, `unknown` which of its words do not, as the reader wrote them.
    """

    question: Question
    sentences: tuple[RankedSentence, ...]
    confidence: float
    matched: bool
    unknown: tuple[str, ...]


class Engine:
    """Ranks the sentences of `documents` for a question. Immutable; safe to use from threads.

    `retriever` makes the engine that narrows a large library down, from each passage's terms.
    `progress` is called with the number of documents indexed so far. Raises `WeightsError`
    where no weights are given and the shipped ones cannot be read.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        *,
        weights: Weights | None = None,
        retriever: Callable[[Sequence[Sequence[str]]], Retriever] = BM25Retriever,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self.documents = tuple(sorted(documents, key=lambda document: document.id))
        self.weights = weights or load_weights()
        self._by_id = {document.id: document for document in self.documents}
        self._passages: list[tuple[Document, Passage]] = []
        terms: list[list[str]] = []  # of each passage
        topics: list[list[str]] = []
        self.sentence_counts: dict[str, int] = {}
        for count, document in enumerate(self.documents, 1):
            analyzer = analyzer_for(document.language)
            topic = analyzer.terms(document.topic)
            passages = cut_passages(document)
            self.sentence_counts[document.id] = sum(len(p.sentences) for p in passages)
            for passage in passages:
                tokens = analyzer.tokens(document.text, start=passage.start, end=passage.end)
                self._passages.append((document, passage))
                terms.append([token.term for token in tokens if token.term])
                topics.append(topic)
            if progress:
                progress(count)
        self._languages = tuple(sorted({d.language for d in self.documents})) or (UNKNOWN_LANGUAGE,)
        self._vocabulary = frozenset(term for passage_terms in terms for term in passage_terms)
        # A heading says what follows is about; it is quoted only where there is nothing else.
        numbers = list(range(len(self._passages)))
        self._quotable = [n for n in numbers if self._passages[n][1].kind != "heading"] or numbers
        # A passage is about its article's topic whether it names it or not.
        self._retriever = retriever([terms[n] + topics[n] for n in self._quotable])
        self._candidates = lru_cache(maxsize=_CACHED_PASSAGES)(self._analyse_passage)

    def document(self, document_id: str) -> Document:
        """The article with this id. Raises `UnknownDocumentError`."""
        try:
            return self._by_id[document_id]
        except KeyError:
            raise UnknownDocumentError(document_id, tuple(self._by_id)) from None

    def rank(self, text: str) -> Ranking:
        """The candidate sentences for the question `text`, best first.

        Ties come in order of document and place. Raises `InputError` for what is no question:
        see `check_question`.
        """
        text = check_question(text)
        questions = {
            language: analyse_question(text, language=language) for language in self._languages
        }
        by_language: dict[str, list[Candidate]] = {}
        places: dict[str, list[tuple[Document, Passage]]] = {}
        for number in self._candidate_passages(questions):
            document, passage = self._passages[number]
            for candidate in self._candidates(number):
                by_language.setdefault(document.language, []).append(candidate)
                places.setdefault(document.language, []).append((document, passage))
        ranked: list[tuple[Document, Passage, Candidate, float, Matrix]] = []
        log_odds = -np.inf
        alike: set[str] = set()  # terms that the articles have in another form
        best_question = next(iter(questions.values()))
        for language, candidates in by_language.items():
            question = questions[language]
            features, view = compute_features(question, candidates, language)
            contributions = features * self.weights.ranker
            scores = contributions.sum(axis=1)
            best = int(np.argmax(scores))
            alike |= alike_terms(question, view)
            evidence = abstain_features(
                question,
                view,
                scores,
                self._vocabulary,
                has_key_words=find_key_words(question, places[language][best][0], candidates[best])
                is not None,
            )
            odds = self.weights.bias + float(evidence @ self.weights.abstain)
            if odds > log_odds:
                log_odds, best_question = odds, question
            for (document, passage), candidate, score, row in zip(
                places[language], candidates, scores, contributions, strict=True
            ):
                ranked.append((document, passage, candidate, float(score), row))
        unknown = unknown_words(questions.values(), self._vocabulary | alike)
        matched = any(
            term in self._vocabulary or term in alike
            for question in questions.values()
            for term in question.terms
        )
        if not ranked:
            return Ranking(best_question, (), 0.0, matched, unknown)
        probabilities = softmax(np.array([item[3] for item in ranked]))
        sentences = [
            RankedSentence(document, passage, candidate.sentence, candidate, score, float(p), row)
            for (document, passage, candidate, score, row), p in zip(
                ranked, probabilities, strict=True
            )
        ]
        sentences.sort(key=lambda s: (-s.score, s.document.id, s.sentence.start))
        confidence = float(1 / (1 + np.exp(-log_odds))) if best_question.tokens else 0.0
        return Ranking(best_question, tuple(sentences), confidence, matched, unknown)

    def _candidate_passages(self, questions: dict[str, Question]) -> list[int]:
        """Numbers of the passages whose sentences are ranked, in reading order."""
        if len(self._quotable) <= TOP_PASSAGES:
            return self._quotable
        terms = dict.fromkeys(term for question in questions.values() for term in question.terms)
        found = self._retriever.search(list(terms), TOP_PASSAGES)
        return sorted(self._quotable[position] for position, _ in found)

    def _analyse_passage(self, number: int) -> tuple[Candidate, ...]:
        document, passage = self._passages[number]
        return tuple(
            analyse_sentence(document, passage, number, position)
            for position in range(len(passage.sentences))
        )


def check_question(text: str) -> str:
    """`text` without white space at its ends, if it can be asked.

    Raises `InputError` where it is empty, over `MAX_QUESTION` characters, holds no letter or
    digit, or is no Unicode text (unpaired surrogates).
    """
    stripped = text.strip()
    if not stripped:
        raise InputError("question", "must not be empty", show(text))
    if len(stripped) > MAX_QUESTION:
        raise InputError(
            "question", f"must have at most {MAX_QUESTION} characters", f"{len(stripped)}"
        )
    if any("\ud800" <= character <= "\udfff" for character in stripped):
        raise InputError("question", "must be Unicode text without unpaired surrogates", show(text))
    if not any(character.isalnum() for character in stripped):
        raise InputError("question", "must have at least one letter or digit", show(text))
    return stripped
