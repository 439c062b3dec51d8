"""The articles, cut and indexed once, and the ranking of their sentences for a question.

Retrieval narrows a library down to the passages that may answer; the ranker then looks at every
sentence of those. A small library is ranked whole, so that a sentence which shares no term with
the question, but follows one that does, is still seen.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np

from index.answering.answer import Answer, Citation, Excerpt, answer_ranking, excerpts
from index.answering.cache import AnswerCache
from index.answering.no_answer import WordForms
from index.answering.ranking import Ranking
from index.documents.document import Document
from index.documents.passages import Passage, cut_passages, quotable
from index.errors import UnknownDocumentError
from index.questions.analysis import Question, analyse_question
from index.questions.checking import MAX_QUESTION, check_question
from index.questions.spelling import Spellings, Vocabulary
from index.ranking.answer_types import lacks_answer
from index.ranking.features import Matrix, compute_features
from index.ranking.ranker import RankedSentence, softmax
from index.ranking.sentence_view import Candidate, analyse_sentence, content_words
from index.reading.abstaining import abstain_features, alike_terms, unknown_words
from index.reading.short_answer import find_key_words
from index.reading.spans import find_spans
from index.reading.weights import Weights, load_weights
from index.retrieval.bm25 import BM25Retriever, Retriever
from index.retrieval.embeddings import Encoder, Expansion, Meanings
from index.text.lexicon import UNKNOWN_LANGUAGE
from index.text.tokens import Token, analyzer_for

__all__ = ["MAX_QUESTION", "Engine", "Ranking", "check_question"]

TOP_PASSAGES = 40  # passages that the ranker looks at; a smaller library is ranked whole
_SPELLINGS = 3  # words looked for instead of one that the articles do not have
_OPENING_MARKS = ('"', "«", "“", "„", "(", "-", "–", "—", "¿", "¡")
_CACHED_SPANS = 512  # sentences whose spans are kept; about 20 kB each
_CACHED_PASSAGES = 1_024  # analysed passages kept; about 120 kB each


@dataclass(frozen=True, slots=True)
class _Scored:
    """The candidates in one language, in reading order, with their scores for the question."""

    question: Question
    places: list[tuple[Document, Passage, Candidate]]
    scores: Matrix
    contributions: Matrix
    log_odds: float
    key_words: tuple[int, int] | None
    alike: set[str]


class Engine:
    """Ranks the sentences of `documents` for a question. Immutable; safe to use from threads.

    `retriever` makes the engine that narrows a large library down, from each passage's terms.
    `encoder` (`index.retrieval.embeddings.load_encoder`) makes words known by their meaning, where
    the weights
    were fitted for that; what it makes of the articles is kept in the folder `cache`.
    `progress` is called with the number of documents indexed so far. `fingerprint` is the same
    for the same articles and weights. Raises `WeightsError` where no weights are given and the
    shipped ones cannot be read, `ValueError` where two documents have one id.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        *,
        weights: Weights | None = None,
        retriever: Callable[[Sequence[Sequence[str]]], Retriever] = BM25Retriever,
        encoder: Encoder | None = None,
        cache: Path | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self.documents = tuple(sorted(documents, key=lambda document: document.id))
        everything = weights or load_weights()
        self.knows_meanings = encoder is not None and everything.meaning is not None
        self.weights = (everything.meaning if self.knows_meanings else None) or everything
        self._by_id = {document.id: document for document in self.documents}
        if len(self._by_id) < len(self.documents):
            raise ValueError("documents: must have an id of their own each")
        fingerprint = hashlib.sha256(self.weights.to_json().encode())
        if self.knows_meanings and encoder:
            fingerprint.update(f"{encoder.name}\n".encode())
        for document in self.documents:
            fingerprint.update(f"{document.id}\n{document.sha256}\n".encode())
        self.fingerprint = fingerprint.hexdigest()
        self._passages: list[tuple[Document, Passage]] = []  # those that may be quoted
        self.sentence_counts: dict[str, int] = {}
        terms: list[list[str]] = []  # of each passage
        corpus: list[list[str]] = []  # the same, with the topic of its article
        beside: set[str] = set()  # the terms of titles and headings
        forms: set[str] = set()
        texts: set[str] = set()  # to know the meaning of
        self._forms = Vocabulary()
        for count, document in enumerate(self.documents, 1):
            analyzer = analyzer_for(document.language)
            topic = analyzer.terms(document.topic)
            beside.update(topic)
            forms.update(token.surface for token in analyzer.tokens(document.title))
            passages = cut_passages(document)
            self.sentence_counts[document.id] = sum(len(p.sentences) for p in passages)
            for passage in passages:
                if passage.kind == "heading":
                    heading = document.text[passage.start : passage.end]
                    beside.update(analyzer.terms(heading))
                    forms.update(token.surface for token in analyzer.tokens(heading))
            for passage in quotable(passages):
                tokens = list(analyzer.tokens(document.text, start=passage.start, end=passage.end))
                self._passages.append((document, passage))
                terms.append([token.term for token in tokens if token.term])
                forms.update(token.surface for token in tokens)
                _note_forms(self._forms, document, passage, tokens)
                if self.knows_meanings:
                    texts.update(content_words(document.text, tokens))
                    texts.update(document.text[s.start : s.end] for s in passage.sentences)
                # A passage is about its article's topic whether it names it or not.
                corpus.append(terms[-1] + topic)
            if progress:
                progress(count)
        self._languages = tuple(sorted({d.language for d in self.documents})) or (UNKNOWN_LANGUAGE,)
        self._retriever = retriever(corpus)
        self._meanings = (
            Meanings(encoder, texts, cache=cache) if self.knows_meanings and encoder else None
        )
        self._vocabulary = frozenset(chain.from_iterable(terms))
        self._known = self._vocabulary | beside
        self.word_forms = WordForms(forms)
        self._spellings = Spellings(self._known)
        self._candidates = lru_cache(maxsize=_CACHED_PASSAGES)(self._analyse_passage)
        self._spans = lru_cache(maxsize=_CACHED_SPANS)(find_spans)
        self._answers = AnswerCache()

    def document(self, document_id: str) -> Document:
        """The article with this id. Raises `UnknownDocumentError`."""
        try:
            return self._by_id[document_id]
        except KeyError:
            raise UnknownDocumentError(document_id, tuple(self._by_id)) from None

    def ask(self, question: str, *, language: str = "") -> Answer:
        """Answer `question` in the articles' own words; the last answers are kept.

        Reasons and notes are in `language`, else in the question's own. Raises `InputError` for
        what is no question: see `check_question`.
        """
        answer = self.known_answer(question, language=language)
        if answer is None:
            answer = answer_ranking(self, self.rank(question), language=language)
            self._answers.keep(question.strip(), language, answer)
        return answer

    def known_answer(self, question: str, *, language: str = "") -> Answer | None:
        """Return what `ask` answers where that is kept, at once; None where it would rank."""
        return self._answers.find(question.strip(), language)

    def holds(self, citation: Citation) -> bool:
        """Return whether the quoted article is here, as it was when it was quoted."""
        document = self._by_id.get(citation.document_id)
        return document is not None and document.sha256 == citation.document_sha256

    def excerpts(self, citations: Sequence[Citation]) -> tuple[Excerpt, ...]:
        """Return the paragraphs that contain `citations`, all of which it `holds`."""
        return excerpts(self._by_id, citations)

    def sentence_at(self, document: Document, start: int) -> tuple[Passage, Candidate] | None:
        """The sentence of `document` that begins at `start` and may be quoted, if one does."""
        number = bisect_right(
            self._passages, (document.id, start), key=lambda place: (place[0].id, place[1].start)
        )
        if not number or self._passages[number - 1][0].id != document.id:
            return None
        for candidate in self._candidates(number - 1):
            if candidate.sentence.start == start:
                return self._passages[number - 1][1], candidate
        return None

    def rank(self, text: str) -> Ranking:
        """The candidate sentences for the question `text`, best first.

        Ties come in order of document and place. Raises `InputError` for what is no question:
        see `check_question`.
        """
        text = check_question(text)
        questions = {
            language: analyse_question(text, language=language, vocabulary=self._forms)
            for language in self._languages
        }
        groups: dict[str, list[tuple[Document, Passage, Candidate]]] = {}
        for number in self._candidate_passages(questions):
            document, passage = self._passages[number]
            groups.setdefault(document.language, []).extend(
                (document, passage, candidate) for candidate in self._candidates(number)
            )
        scored = {
            language: self._score(questions[language], group) for language, group in groups.items()
        }
        met = self._known.union(*(group.alike for group in scored.values()))
        unknown = unknown_words(questions.values(), met)
        matched = any(term in met for question in questions.values() for term in question.terms)
        if not scored:
            return Ranking(next(iter(questions.values())), (), 0.0, None, matched, unknown)
        probabilities = iter(softmax(np.concatenate([group.scores for group in scored.values()])))
        sentences = [
            RankedSentence(
                document, passage, candidate.sentence, candidate, float(score), float(p), row
            )
            for group in scored.values()
            for (document, passage, candidate), score, row, p in zip(
                group.places, group.scores, group.contributions, probabilities, strict=False
            )
        ]
        sentences.sort(key=lambda s: (-s.score, s.document.id, s.sentence.start))
        # The question as it was analysed for the language of the best sentence.
        verdict = scored[sentences[0].document.language]
        confidence = float(1 / (1 + np.exp(-verdict.log_odds))) if verdict.question.tokens else 0.0
        return Ranking(
            verdict.question,
            tuple(sentences),
            confidence,
            verdict.key_words,
            matched,
            unknown,
        )

    def expansions(self, ranking: Ranking) -> tuple[Expansion, ...]:
        """What the words of `ranking`'s question were looked for as well, by their meaning."""
        if not self._meanings:
            return ()
        language = ranking.sentences[0].document.language if ranking.sentences else ""
        candidates = [s.candidate for s in ranking.sentences if s.document.language == language]
        return self._meanings.nearest_words(ranking.question, candidates)

    def _score(
        self, question: Question, places: list[tuple[Document, Passage, Candidate]]
    ) -> _Scored:
        """The scores of candidates in one language, for the question analysed for it."""
        candidates = [candidate for _, _, candidate in places]
        features, view = compute_features(
            question, candidates, places[0][0].language, self._meanings
        )
        contributions = features * self.weights.ranker
        scores = contributions.sum(axis=1)
        best = candidates[int(np.argmax(scores))]
        key_words = find_key_words(
            question, best, self.weights.spans, self._meanings, find=self._spans
        )
        evidence = abstain_features(
            question,
            view,
            scores,
            self._vocabulary,
            key_words=key_words.expected if key_words else None,
            lacks_answer=lacks_answer(question, best),
        )
        log_odds = self.weights.bias + float(evidence @ self.weights.abstain)
        alike = alike_terms(question, view)
        given = (key_words.start, key_words.end) if key_words and key_words.are_given else None
        return _Scored(question, places, scores, contributions, log_odds, given, alike)

    def _candidate_passages(self, questions: dict[str, Question]) -> list[int]:
        """Numbers of the passages whose sentences are ranked, in reading order."""
        if len(self._passages) <= TOP_PASSAGES:
            return list(range(len(self._passages)))
        terms = dict.fromkeys(term for question in questions.values() for term in question.terms)
        # The ranker forgives a misspelt word, but only in passages that it gets to see.
        for term in [term for term in terms if term not in self._known]:
            terms.update(dict.fromkeys(self._spellings.like(term, _SPELLINGS)))
        found = self._retriever.search(list(terms), TOP_PASSAGES)
        return sorted(number for number, _ in found)

    def _analyse_passage(self, number: int) -> tuple[Candidate, ...]:
        document, passage = self._passages[number]
        return tuple(
            analyse_sentence(document, passage, number, position)
            for position in range(len(passage.sentences))
        )


def _note_forms(
    forms: Vocabulary, document: Document, passage: Passage, tokens: Iterable[Token]
) -> None:
    """Notes in `forms` how the content words of `passage` are written."""
    openings = {sentence.start for sentence in passage.sentences}
    for token in tokens:
        if not token.term or token.is_number:
            continue
        # A capital after a quotation mark or at the start of a sentence makes no name.
        before = document.text[max(0, token.start - 2) : token.start].strip()
        tells = token.start not in openings and not before.endswith(_OPENING_MARKS)
        written = document.text[token.start : token.end]
        forms.add(written, token.surface, token.term, is_name=token.is_name if tells else None)


def ask(engine: Engine, question: str) -> Answer:
    """Answer `question` as `Engine.ask` does."""
    return engine.ask(question)
