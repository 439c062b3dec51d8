"""The engine: what is asked of it, and the order of the steps that answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from index.annotations.indexed import IndexedSentence
from index.answering.answer import Answer, make_answer
from index.answering.cache import AnswerCache
from index.answering.citing import Citation, Excerpt, Place, Role
from index.answering.explaining import Explanation, explain
from index.answering.limiting import with_limits_said
from index.answering.no_answer import reader_note
from index.documents.cut import cut_document
from index.documents.document import Document
from index.documents.folder import read_articles
from index.documents.passages import Paragraph, paragraphs_of
from index.documents.versions import Version, Versions
from index.engine.asking import rank_understood
from index.engine.library import Library, make_library
from index.engine.quoted import QuotedArticles
from index.engine.reading import decide, met_words, read
from index.engine.retrieving import Retrieved, retrieve, scope_inside, stage_one
from index.questions.analysis import Question, analyse_question
from index.questions.checking import check_question
from index.ranking.ranker import StageOne
from index.ranking.scope import Scope, Scopes
from index.reading.ranking import Ranking
from index.reading.reader import Reader, SentenceReading
from index.reading.weights import Weights, load_reader, load_weights
from index.retrieval.limits import Limits
from index.retrieval.understanding import asked_of_the_same
from index.timing import stage as measured
from index.timing import timed_stages
from index.verifying import CitationCheck, PastArticles, Quoted, Verification, Verifier

_FIRST_QUESTION = "Qui a dit quoi, quand, et combien ? Who said what, when, and how much?"


class Engine:
    """Answers questions about `documents`. Its index never changes; safe to use from threads.

    `reader` is `index.load_reader(weights)`; without one there are quotes, but no short answers.
    What it makes of the articles is kept in the folder `cache`. `progress` is called with the
    number of documents indexed so far. Documents that are in the engine `previous` too are not
    indexed anew. `versions` are articles as they were, to verify old quotes in. `fingerprint` is
    the same for the same articles, weights and reader.
    Raises `WeightsError` where no weights are given and the shipped ones cannot be read,
    `ValueError` where two documents have one id.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        *,
        weights: Weights | None = None,
        reader: Reader | None = None,
        cache: Path | None = None,
        progress: Callable[[int], None] | None = None,
        previous: Engine | None = None,
        versions: Versions | None = None,
    ) -> None:
        self.weights = weights or load_weights()
        self._library: Library = make_library(
            documents,
            reader=reader,
            cache=cache,
            progress=progress,
            previous=previous._library if previous else None,
        )
        self.documents = self._library.documents
        self.terms = self._library.terms
        self.reader = reader
        self.versions = versions
        # Told of each answer of `ask`: its status, and the seconds of its stages, None if kept.
        self.watch: Callable[[str, Mapping[str, float] | None], None] | None = None
        self.fingerprint = _fingerprint(self.documents, self.weights, reader.name if reader else "")
        self._scopes = Scopes()
        self._answers = AnswerCache()
        past = PastArticles(versions)
        self._quoted = QuotedArticles(self._library, past)
        self._verifier = Verifier(self._library.articles, self._library.copies, past)
        # Patterns, word lists and relations are read on first use: not while a reader waits.
        self.rank(_FIRST_QUESTION)

    @classmethod
    def from_folder(cls, folder: str | Path) -> Engine:
        """Return an engine over the articles in `folder`, with the reader that ships.

        Articles that cannot be read are left out. Raises `NoArticlesError` where there is none, or
        no such folder, `ReaderError` where the reader's file is missing or damaged.
        """
        weights = load_weights()
        documents = read_articles(Path(folder)).documents
        return cls(documents, weights=weights, reader=load_reader(weights))

    def sentence(self, row: int) -> IndexedSentence:
        """Return the sentence of that row of the index, counted in reading order from 0."""
        return self._library.index.sentences[row]

    @property
    def sentence_counts(self) -> Mapping[str, int]:
        """How many sentences each article has, by its id."""
        return {name: len(a.cut.sentences) for name, a in self._library.articles.items()}

    def document(self, document_id: str) -> Document:
        """Return the article with this id, or with a copy of it. Raises `UnknownDocumentError`."""
        return self._library.document(document_id)

    def paragraphs(self, document_id: str) -> tuple[Paragraph, ...]:
        """Return the paragraphs of an article with their sentences, in reading order.

        Together they have all its text but white space. Raises `UnknownDocumentError`.
        """
        return paragraphs_of(self._library.article(document_id).cut.passages)

    def full_names(self, document_id: str) -> tuple[str, ...]:
        """Return the names of two words or more in an article, as written, in reading order.

        Raises `UnknownDocumentError`.
        """
        return tuple(self._library.article(document_id).full_names())

    def ask(self, question: str, *, limits: Limits | None = None, language: str = "") -> Answer:
        """Answer `question` in the articles' own words.

        `limits` say which articles may answer, beside what the question says of them itself: the
        answer's `question` is then without those words. `language` is the one to give reasons and
        notes in, the question's own by default. Answers are kept: the same question again costs
        nothing.
        Raises `InputError` for what is no question (`index.questions.check_question`),
        `UnknownDocumentError` for a limit to an article that is not there.
        """
        limits = limits or Limits()
        answer = self.known_answer(question, limits=limits, language=language)
        if answer is None:
            with timed_stages() as times:
                ranking = rank_understood(self._library, question, limits, self.rank)
                with measured("cite"):
                    answer = self.answer(ranking, language=language)
            self._answers.keep(question.strip(), limits, language, answer)
            if self.watch:
                self.watch(answer.status, times)
        return answer

    def asks_of_the_same(self, question: str) -> bool:
        """Return whether `question` says "in this article", where there are others."""
        return len(self.documents) > 1 and asked_of_the_same(question) is not None

    def known_answer(
        self, question: str, *, limits: Limits | None = None, language: str = ""
    ) -> Answer | None:
        """Return what `ask` answers where that is kept, at once; None where it would rank."""
        answer = self._answers.find(question.strip(), limits or Limits(), language)
        if answer is not None and self.watch:
            self.watch(answer.status, None)
        return answer

    def answer(self, ranking: Ranking, *, language: str = "") -> Answer:
        """Return the answer that `ranking` gives; see `ask`."""
        question, library = ranking.question, self._library
        language = language or question.language
        applied = ranking.limits
        name = f"{self.fingerprint}\n{question.text}" + (f"\n{applied.limits}" if applied else "")
        note = None
        if self.reader is None:
            note = reader_note(question.language, library.languages, said_in=language)
        answer = make_answer(
            ranking,
            library.articles,
            answer_id=hashlib.sha256(name.encode()).hexdigest()[:16],
            language=language,
            forms=library.forms,
            languages=library.languages,
            note=note,
        )
        if applied is None:
            return answer
        titles = [self.document(name).title for name in applied.document_id]
        return with_limits_said(answer, applied, titles)

    def past(self, document_id: str, sha256: str) -> Version | None:
        """Return an article as it was, where that is kept and is not what it is now.

        sha256: that of the text, or the first 12 digits of it or more
        """
        return self._quoted.version(document_id, sha256)

    def past_paragraphs(self, version: Version) -> tuple[Paragraph, ...]:
        """Return the paragraphs of an article as it was, as `paragraphs` does."""
        return paragraphs_of(cut_document(version.document).passages)

    def holds(self, citation: Citation) -> bool:
        """Return whether the quoted article is here as it was when it was quoted.

        It may be a version that is kept. And cut as it was then: a stored citation may be another
        version's of this program.
        """
        return self._quoted.find(citation) is not None

    def verify(
        self,
        text: str,
        *,
        document_id: str | None = None,
        start: int | None = None,
        end: int | None = None,
        document_sha256: str | None = None,
    ) -> Verification:
        """Return what the articles say of the quote in `text`: a verdict, and where it is.

        `document_id` and `document_sha256` name the one article, and its version, to look in: that
        of now, or one that is kept, and then the verification's `past` says of when it is. With
        `start` and `end` the whole `text` is the quote, and `verified` says that
        `document.text[start:end]` is that to the letter. `index.verifying.verdicts` defines the
        verdicts. Raises `InputError` for a place that is not in the article, `UnknownDocumentError`
        for a place in an article that is not there.
        """
        return self._verifier.verify(
            text,
            document_id=document_id,
            start=start,
            end=end,
            document_sha256=document_sha256,
        )

    def verify_answer(self, quotes: Sequence[Quoted]) -> tuple[CitationCheck, ...]:
        """Check each quote of an answer given earlier: whether it still stands, and where."""
        return self._verifier.verify_answer(quotes)

    def excerpts(self, citations: Sequence[Citation]) -> tuple[Excerpt, ...]:
        """Return the paragraphs that `citations` are in, each article's in reading order.

        The article that is cited first comes first; all are as they were quoted, and of those that
        have changed `Excerpt.past` says so. Raises `UnknownDocumentError` for a citation that is
        not in an article that `holds` it.
        """
        return self._quoted.excerpts(citations)

    def explain(self, question: str, *, limits: Limits | None = None) -> Explanation:
        """Return why `ask` answers as it does. Raises `InputError` as `ask` does."""
        ranking = rank_understood(self._library, question, limits or Limits(), self.rank)
        answer = self.answer(ranking)
        shown = {quote.place: quote.role for quote in answer.citations or answer.closest}
        return self.explain_ranking(ranking, shown=shown)

    def explain_ranking(
        self, ranking: Ranking, *, shown: Mapping[Place, Role | None] | None = None
    ) -> Explanation:
        """Return what decided `ranking`: of the sentences at the places `shown`, or of all."""
        return explain(ranking, self.weights, shown=shown)

    def _scope(self, limits: Limits | None) -> Scope:
        """Return the articles inside `limits`. Raises `UnknownDocumentError`."""
        if not limits:
            return self._library.everything
        return self._scopes.of(limits, lambda limits: scope_inside(self._library, limits))

    def rank(self, text: str, *, limits: Limits | None = None) -> Ranking:
        """Rank the sentences for the question `text`, of the articles inside `limits`.

        Ties come in order of document and place. Raises what `ask` raises.
        """
        scope = self._scope(limits)
        with measured("analyse"):
            questions = self.analyse(text, scope)
        with measured("retrieve"):
            retrieved = self.retrieve(questions, scope)
        with measured("rank"):
            stage = self.stage_one(questions, retrieved)
        matched, unknown = met_words(questions, retrieved, stage, scope)
        if stage is None:
            question = next(iter(questions.values()))
            return Ranking(question, (), 0.0, 1.0, None, matched, unknown, scope.applied)
        with measured("read"):
            readings = self.read(stage)
        with measured("decide"):
            return decide(
                self._library,
                stage,
                readings,
                scope,
                weights=self.weights,
                matched=matched,
                unknown=unknown,
            )

    def analyse(self, text: str, scope: Scope | None = None) -> dict[str, Question]:
        """Return the question `text` for articles of each language. Raises `InputError`."""
        text = check_question(text)
        languages = (scope or self._library.everything).languages
        return {
            language: analyse_question(text, language=language, vocabulary=self._library.vocabulary)
            for language in languages
        }

    def retrieve(self, questions: Mapping[str, Question], scope: Scope | None = None) -> Retrieved:
        """Return the sentences that may answer, those of whole passages; of all by default."""
        return retrieve(self._library, questions, scope or self._library.everything)

    def stage_one(self, questions: Mapping[str, Question], retrieved: Retrieved) -> StageOne | None:
        """Return what was retrieved with its linear scores; None where nothing was."""
        return stage_one(self._library, questions, retrieved, self.weights.ranker)

    def read(self, stage: StageOne) -> dict[int, SentenceReading]:
        """Return what the windows round the first sentences of `stage` answer, by row."""
        return read(self._library, stage)


def _fingerprint(documents: Sequence[Document], weights: Weights, reader: str) -> str:
    content = hashlib.sha256(weights.to_json().encode())
    content.update(f"{reader}\n".encode())
    for document in documents:
        content.update(f"{document.id}\n{document.sha256}\n".encode())
    return content.hexdigest()
