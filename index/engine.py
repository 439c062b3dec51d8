"""The articles, indexed once, and the way from a question to a cited answer.

    question  = analyse_question(text)
    passages  = retrieve(question)                  # rank-bm25's BM25Plus
    ranking   = rank(question, sentences(passages)) # linear, named features
    answer    = decide and cite                     # verbatim; or "the articles do not say"

A library of up to `TOP_PASSAGES` passages is ranked whole, so that a sentence which shares no
term with the question, but follows one that does, is still seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from index.annotations.indexed import IndexedDocument, index_document
from index.answering.answer import Answer, make_answer
from index.answering.cache import AnswerCache
from index.answering.citing import Citation, Excerpt, Place, Role, excerpts_of
from index.answering.explaining import Explanation, explain
from index.answering.no_answer import WordForms, language_note
from index.documents.document import Document, read_articles
from index.errors import UnknownDocumentError
from index.questions.analysis import Question, analyse_question
from index.questions.checking import check_question
from index.questions.preparing import prepare_questions
from index.questions.spelling import Spellings, Vocabulary
from index.ranking.answer_types import lacks_answer
from index.ranking.features import compute_features
from index.ranking.matching import match
from index.ranking.ranker import RankedSentence, softmax
from index.ranking.sentence_index import Candidates, SentenceIndex, Values
from index.reading.abstaining import abstain_features, alike_terms, unknown_words
from index.reading.ranking import Ranking
from index.reading.short_answer import find_short_answer
from index.reading.spans import find_spans
from index.reading.weights import Weights, load_weights
from index.retrieval.bm25 import BM25Retriever, index_terms
from index.retrieval.embeddings import Encoder, Expansion, SentenceVectors, content_words
from index.text.lexicon import UNKNOWN_LANGUAGE
from index.text.tokens import analyzer_for

TOP_PASSAGES = 40  # passages that the ranker looks at; a smaller library is ranked whole
TOP_SENTENCES = 10  # that a ranking keeps
_SPELLINGS = 3  # words looked for instead of one that the articles do not have
_FIRST_QUESTION = "Qui a dit quoi, quand, et combien ? Who said what, when, and how much?"
_OPENING_MARKS = ('"', "«", "“", "„", "(", "-", "–", "—", "¿", "¡")
_KEPT_SPANS = 512  # sentences whose spans are kept; about 20 kB each


@dataclass(frozen=True, slots=True)
class _Scored:
    """The candidates in one language, in reading order, with their scores for the question."""

    question: Question
    candidates: Candidates
    scores: Values
    features: Values
    log_odds: float
    short_answer: tuple[int, int] | None
    alike: set[str]


class Engine:
    """Answers questions about `documents`. Its index never changes; safe to use from threads.

    `encoder` (`index.retrieval.load_encoder`) makes words known by their meaning, where the
    weights were fitted for that; what it makes of the articles is kept in the folder `cache`.
    `progress` is called with the number of documents indexed so far. `fingerprint` is the same
    for the same articles and weights. Raises `WeightsError` where no weights are given and the
    shipped ones cannot be read, `ValueError` where two documents have one id.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        *,
        weights: Weights | None = None,
        encoder: Encoder | None = None,
        cache: Path | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self.documents = tuple(sorted(documents, key=lambda document: document.id))
        everything = weights or load_weights()
        uses_vectors = encoder is not None and everything.meaning is not None
        self.weights = (everything.meaning if uses_vectors else None) or everything
        self.fingerprint = _fingerprint(
            self.documents, self.weights, encoder.name if uses_vectors and encoder else ""
        )
        self._note_helps = everything.meaning is not None and not uses_vectors
        self._languages = tuple(sorted({d.language for d in self.documents})) or (UNKNOWN_LANGUAGE,)
        self._articles: dict[str, IndexedDocument] = {}
        self._vocabulary = Vocabulary()
        forms: set[str] = set()
        for count, document in enumerate(self.documents, 1):
            article = index_document(document)
            self._articles[document.id] = article
            _note_forms(self._vocabulary, article)
            forms.update(token.surface for token in article.cut.tokens)
            titles = analyzer_for(document.language).tokens(document.title)
            forms.update(token.surface for token in titles)
            if progress:
                progress(count)
        if len(self._articles) < len(self.documents):
            raise ValueError("documents: must have an id of their own each")
        articles = tuple(self._articles.values())
        self._forms = WordForms(forms)
        self._index = SentenceIndex(articles)
        passages = range(self._index.passages)
        is_small = len(passages) <= TOP_PASSAGES
        self._whole = self._index.candidates(passages) if is_small else None
        self._retriever = BM25Retriever(list(index_terms(articles)))
        self._terms = frozenset().union(*(sentence.terms for sentence in self._index.sentences))
        self._known = self._terms.union(*(a.topic.union(*a.headings) for a in articles))
        self._spellings = Spellings(self._known)
        prepare_questions(self._languages)
        self._vectors = (
            SentenceVectors(
                encoder,
                [(s.text, content_words(s.document.text, s.tokens)) for s in self._index.sentences],
                cache=cache,
            )
            if uses_vectors and encoder
            else None
        )
        self._spans = lru_cache(maxsize=_KEPT_SPANS)(find_spans)
        self._answers = AnswerCache()
        # Patterns, word lists and relations are read on first use: not while a reader waits.
        self.rank(_FIRST_QUESTION)

    @classmethod
    def from_folder(cls, folder: str | Path, *, encoder: Encoder | None = None) -> Engine:
        """Return an engine over the articles in `folder`; those that cannot be read are left out.

        `encoder` is that of the extra `crosslingual`, by `index.load_encoder()`. Raises
        `NoArticlesError` where there is no article, or no such folder.
        """
        return cls(read_articles(Path(folder)).documents, encoder=encoder)

    @property
    def sentence_counts(self) -> Mapping[str, int]:
        """How many sentences each article has, by its id."""
        return {name: len(article.cut.sentences) for name, article in self._articles.items()}

    def document(self, document_id: str) -> Document:
        """Return the article with this id. Raises `UnknownDocumentError`."""
        try:
            return self._articles[document_id].document
        except KeyError:
            raise UnknownDocumentError(document_id, tuple(self._articles)) from None

    def full_names(self, document_id: str) -> tuple[str, ...]:
        """Return the names of two words or more in an article, as written, in reading order.

        Raises `UnknownDocumentError`.
        """
        return tuple(self._articles[self.document(document_id).id].full_names())

    def ask(self, question: str, *, language: str = "") -> Answer:
        """Answer `question` in the articles' own words.

        `language` is the one to give reasons and notes in, the question's own by default. Answers
        are kept: the same question again costs nothing. Raises `InputError` for what is no
        question (`index.questions.check_question`).
        """
        answer = self.known_answer(question, language=language)
        if answer is None:
            answer = self.answer(self.rank(question), language=language)
            self._answers.keep(question.strip(), language, answer)
        return answer

    def known_answer(self, question: str, *, language: str = "") -> Answer | None:
        """Return what `ask` answers where that is kept, at once; None where it would rank."""
        return self._answers.find(question.strip(), language)

    def answer(self, ranking: Ranking, *, language: str = "") -> Answer:
        """Return the answer that `ranking` gives; see `ask`."""
        question = ranking.question
        language = language or question.language
        name = f"{self.fingerprint}\n{question.text}"
        note = language_note(
            question.language, self._languages, said_in=language, extra_helps=self._note_helps
        )
        return make_answer(
            ranking,
            self._articles,
            answer_id=hashlib.sha256(name.encode()).hexdigest()[:16],
            language=language,
            forms=self._forms,
            languages=self._languages,
            note=None if self._vectors else note,
        )

    def holds(self, citation: Citation) -> bool:
        """Return whether the quoted article is here, as it was when it was quoted.

        And cut as it was then: a stored citation may be another version's.
        """
        article = self._articles.get(citation.document_id)
        if article is None or article.document.sha256 != citation.document_sha256:
            return False
        sentence = article.sentence_at(citation.start_char_index)
        return (
            sentence is not None
            and sentence.end == citation.end_char_index
            and sentence.passage.paragraph == citation.passage
        )

    def excerpts(self, citations: Sequence[Citation]) -> tuple[Excerpt, ...]:
        """Return the paragraphs that `citations` are in, each article's in reading order.

        The article that is cited first comes first. Raises `UnknownDocumentError` for a citation of
        an article that is not there.
        """
        by_document: dict[str, list[Citation]] = {}
        for citation in citations:
            by_document.setdefault(self.document(citation.document_id).id, []).append(citation)
        return tuple(
            excerpt
            for document_id, cited in by_document.items()
            for excerpt in excerpts_of(self._articles[document_id], cited)
        )

    def explain(self, question: str) -> Explanation:
        """Return why `ask(question)` answers as it does. Raises `InputError` as `ask` does."""
        ranking = self.rank(question)
        answer = self.answer(ranking)
        shown = {quote.place: quote.role for quote in answer.citations or answer.closest}
        return self.explain_ranking(ranking, shown=shown)

    def explain_ranking(
        self, ranking: Ranking, *, shown: Mapping[Place, Role | None] | None = None
    ) -> Explanation:
        """Return what decided `ranking`: of the sentences at the places `shown`, or of all."""
        expansions: tuple[Expansion, ...] = ()
        if self._vectors and ranking.sentences:
            language = ranking.sentences[0].sentence.document.language
            sentences = enumerate(self._index.sentences)
            rows = np.array([n for n, s in sentences if s.document.language == language])
            expansions = self._vectors.nearest_words(ranking.question, rows)
        return explain(ranking, self.weights.ranker, expansions, shown=shown)

    def rank(self, text: str) -> Ranking:
        """Rank the sentences for the question `text`.

        Ties come in order of document and place. Raises `InputError` for what is no question.
        """
        text = check_question(text)
        questions = {
            language: analyse_question(text, language=language, vocabulary=self._vocabulary)
            for language in self._languages
        }
        groups, retrieved = self._retrieve(questions)
        scored = [
            self._score(questions[language], candidates, retrieved)
            for language, candidates in groups.items()
        ]
        alike = frozenset().union(*(group.alike for group in scored))
        terms = {term for question in questions.values() for term in question.terms}
        known = {term for term in terms if term in self._known or term in alike}
        unknown = unknown_words(questions.values(), known)
        matched = bool(known)
        if not scored:
            return Ranking(next(iter(questions.values())), (), 0.0, None, matched, unknown)
        sentences = self._best(scored)
        # The question as it was analysed for the language of the best sentence.
        best_language = sentences[0].sentence.document.language
        verdict = next(g for g in scored if questions[best_language] is g.question)
        may_answer = bool(verdict.question.tokens) and not sentences[0].sentence.asks
        confidence = float(1 / (1 + np.exp(-verdict.log_odds))) if may_answer else 0.0
        return Ranking(
            verdict.question, sentences, confidence, verdict.short_answer, matched, unknown
        )

    def _retrieve(
        self, questions: Mapping[str, Question]
    ) -> tuple[Mapping[str, Candidates], Values]:
        """Return the sentences to rank by language, and BM25's score of each passage, 0 to 1."""
        terms = dict.fromkeys(term for question in questions.values() for term in question.terms)
        if self._whole is not None:
            return self._whole, self._retriever.shares(list(terms), TOP_PASSAGES)
        # The ranker forgives a misspelt word, but only in passages that it gets to see.
        for term in [term for term in terms if term not in self._known]:
            terms.update(dict.fromkeys(self._spellings.like(term, _SPELLINGS)))
        scores = self._retriever.shares(list(terms), TOP_PASSAGES)
        return self._index.candidates(np.flatnonzero(scores).tolist()), scores

    def _score(self, question: Question, candidates: Candidates, retrieved: Values) -> _Scored:
        """Score `candidates` for the question, analysed for their language."""
        matches = match(question, candidates, self._vectors)
        features = compute_features(
            question, matches, retrieved[self._index.passage[candidates.rows]]
        )
        scores = features @ self.weights.ranker
        scores[candidates.asks] = scores.min() - 1  # a question is no answer, however alike
        best = int(np.argmax(scores))
        sentence = candidates.sentence(best)
        found = find_short_answer(
            question,
            sentence,
            self._articles[sentence.document.id].speaker_of(sentence.start, sentence.end),
            self.weights.spans,
            self._vectors,
            find=self._spans,
        )
        evidence = abstain_features(
            question,
            matches,
            scores,
            self._terms,
            short_answer=found.expected if found else None,
            lacks_answer=lacks_answer(question, matches, best),
        )
        return _Scored(
            question=question,
            candidates=candidates,
            scores=scores,
            features=features,
            log_odds=self.weights.bias + float(evidence @ self.weights.abstain),
            short_answer=(found.start, found.end) if found and found.is_given else None,
            alike=alike_terms(question, matches),
        )

    def _best(self, scored: Sequence[_Scored]) -> tuple[RankedSentence, ...]:
        """Return the best sentences of all languages, best first, ties in reading order.

        Those that ask come after all others.
        """
        rows = np.concatenate([group.candidates.rows for group in scored])
        scores = np.concatenate([group.scores for group in scored])
        features = np.concatenate([group.features for group in scored])
        asks = np.concatenate([group.candidates.asks for group in scored])
        probabilities = softmax(scores)
        order = np.lexsort((rows, -scores, asks))[:TOP_SENTENCES]
        contributions = features[order] * self.weights.ranker
        return tuple(
            RankedSentence(self._index.sentences[row], score, probability, contributions[position])
            for position, (row, score, probability) in enumerate(
                zip(
                    rows[order].tolist(),
                    scores[order].tolist(),
                    probabilities[order].tolist(),
                    strict=True,
                )
            )
        )


def _fingerprint(documents: Sequence[Document], weights: Weights, encoder: str) -> str:
    content = hashlib.sha256(weights.to_json().encode())
    content.update(f"{encoder}\n".encode())
    for document in documents:
        content.update(f"{document.id}\n{document.sha256}\n".encode())
    return content.hexdigest()


def _note_forms(vocabulary: Vocabulary, article: IndexedDocument) -> None:
    """Note in `vocabulary` how the content words of `article` are written."""
    text = article.document.text
    for sentence in article.sentences:
        for token in sentence.tokens:
            if not token.term or token.is_number:
                continue
            # A capital after a quotation mark or at the start of a sentence makes no name.
            before = text[max(0, token.start - 2) : token.start].strip()
            tells = token.start != sentence.start and not before.endswith(_OPENING_MARKS)
            written = text[token.start : token.end]
            is_name = token.is_name if tells else None
            vocabulary.add(written, token.surface, token.term, is_name=is_name)
