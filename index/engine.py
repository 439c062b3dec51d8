"""The articles, indexed once, and the way from a question to a cited answer.

    question  = analyse_question(text)
    retrieved = retrieve(question)                # rank-bm25's BM25Plus, and vectors
    stage     = stage_one(question, retrieved)    # linear, named features, --explain
    readings  = read(question, best few windows)  # short answers, and whether there are any
    ranking   = decide(stage, readings)           # calibrated
    answer    = answer(ranking)                   # verbatim; or "the articles do not say"

A library of up to `TOP_PASSAGES` passages is ranked whole, so that a sentence which shares no
term with the question, but follows one that does, is still seen.

Past 400 lines: each stage is a few lines that call its package, and all are read in one place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.annotations.indexed import IndexedDocument, IndexedSentence, index_document
from index.answering.answer import Answer, make_answer
from index.answering.cache import AnswerCache
from index.answering.citing import Citation, Excerpt, Place, Role, excerpts_of
from index.answering.explaining import Explanation, explain
from index.answering.limiting import limits_note, nothing_inside
from index.answering.no_answer import WordForms, reader_note
from index.documents.cut import cut_document
from index.documents.document import Document
from index.documents.folder import read_articles
from index.documents.passages import Paragraph, paragraphs_of
from index.documents.versions import Version, Versions
from index.errors import UnknownDocumentError
from index.questions.analysis import Question, analyse_question
from index.questions.checking import check_question
from index.questions.preparing import prepare_questions
from index.questions.spelling import Spellings, Vocabulary
from index.ranking.features import compute_features
from index.ranking.matching import match
from index.ranking.ranker import Group, StageOne, softmax
from index.ranking.scope import Scope, Scopes, limited_scope
from index.ranking.sentence_index import Candidates, SentenceIndex, Values
from index.ranking.subjects import Subjects
from index.reading.choosing import choice_features, choice_scores, with_clauses_first
from index.reading.deciding import alike_terms, answers_whole, evidence, unknown_words
from index.reading.ranking import Ranking, ranked_sentence
from index.reading.reader import Reader, SentenceReading, Vectors
from index.reading.rivals import find_rivals
from index.reading.vector_cache import sentence_vectors
from index.reading.weights import Weights, load_reader, load_weights
from index.reading.windows import window_round
from index.retrieval.bm25 import BM25Retriever, index_terms
from index.retrieval.dense import DenseRetriever, merge
from index.retrieval.limits import AppliedLimits, Limits, inside, span_of
from index.retrieval.understanding import asked_of_the_same, asked_year, understand
from index.text.lexicon import UNKNOWN_LANGUAGE
from index.text.plain import read_as
from index.text.tokens import analyzer_for
from index.timing import stage as measured
from index.timing import timed_stages
from index.verifying import CitationCheck, Past, PastArticles, Quoted, Verification, Verifier

TOP_PASSAGES = 40  # passages that the ranker looks at; a smaller library is ranked whole
TOP_SENTENCES = 10  # that a ranking keeps
_NEAR = 0.5  # a cosine that few sentences about something else have, and few answers have not
_SPELLINGS = 3  # words looked for instead of one that the articles do not have
_FIRST_QUESTION = "Qui a dit quoi, quand, et combien ? Who said what, when, and how much?"
_OPENING_MARKS = ('"', "«", "“", "„", "(", "-", "–", "—", "¿", "¡")
_AS_SURE = 0.7  # share of the best one's probability or confidence: about as likely
_CERTAIN = 0.95  # that a clause is the answer which a question asks for by its number alone
WINDOWS = 3  # that are read for a question, at most
# Log-odds that a window answers from which on no more are read, after the first and the second: of
# the kept news articles a quarter of the questions need one and hit@1 is that of always three.
_ENOUGH = (2.0, 1.0)


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What retrieval gives: the sentences to rank, by language, and what it knows of them.

    `passages` is BM25's score of each passage, 0 to 1, `meaning` each sentence's cosine with the
    question, by row; None without a reader.
    """

    candidates: Mapping[str, Candidates]
    passages: Values
    meaning: Values | None


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
        indexed = previous._articles if previous else {}
        self.documents = tuple(sorted(documents, key=lambda document: document.id))
        self.weights = weights or load_weights()
        self.reader = reader
        self.versions = versions
        # Told of each answer of `ask`: its status, and the seconds of its stages, None if kept.
        self.watch: Callable[[str, Mapping[str, float] | None], None] | None = None
        self.fingerprint = _fingerprint(self.documents, self.weights, reader.name if reader else "")
        self._languages = tuple(sorted({d.language for d in self.documents})) or (UNKNOWN_LANGUAGE,)
        self._articles: dict[str, IndexedDocument] = {}
        self._vocabulary = Vocabulary()
        forms: set[str] = set()
        vectors = []
        for count, found in enumerate(self._read_articles(forms, cache, indexed), 1):
            vectors.append(found)
            if progress:
                progress(count)
        if len(self._articles) < len(self.documents):
            raise ValueError("documents: must have an id of their own each")
        copies = ((name, d.id) for d in self.documents for name in d.also_known_as)
        self._copies = {name: own for name, own in copies if name not in self._articles}
        articles = tuple(self._articles.values())
        self._forms = WordForms(forms)
        self._index = SentenceIndex(articles)
        self._numbers = [n for article in articles for n in range(len(article.sentences))]
        self._text = np.flatnonzero(~self._index.heads)  # the passages that are no headings
        is_small = len(self._text) <= TOP_PASSAGES
        every = range(self._index.passages)
        whole = self._index.candidates(every) if is_small else None
        self._retriever = BM25Retriever(list(index_terms(articles)))
        of_passage = self._index.document[np.array(self._index.first_rows[:-1], dtype=np.intp)]
        self._subjects = Subjects(len(articles), self._retriever.having, of_passage[self._text])
        self._dense = None
        if reader and self._index.sentences:
            self._dense = DenseRetriever(np.concatenate(vectors), self._index.passage)
        self.terms = frozenset().union(*(sentence.terms for sentence in self._index.sentences))
        self._known = self.terms.union(*(a.topic.union(*a.headings) for a in articles))
        self._everything = Scope(None, self._languages, whole, self.terms, self._known)
        self._scopes = Scopes()
        self._spellings = Spellings(self._known)
        prepare_questions(self._languages)
        self._answers = AnswerCache()
        self._past = PastArticles(versions)
        self._verifier = Verifier(self._articles, self._copies, self._past)
        # Patterns, word lists and relations are read on first use: not while a reader waits.
        self.rank(_FIRST_QUESTION)

    def _read_articles(
        self, forms: set[str], cache: Path | None, indexed: Mapping[str, IndexedDocument]
    ) -> Iterator[Vectors]:
        """Index all documents, add the word forms in them to `forms`, and yield their vectors.

        indexed: what is known already, by id
        """
        articles = self._index_articles(forms, indexed)
        if self.reader is None:
            for article in articles:
                yield np.zeros((len(article.sentences), 0), np.float32)
        else:
            yield from sentence_vectors(self.reader, articles, cache)

    def _index_articles(
        self, forms: set[str], indexed: Mapping[str, IndexedDocument]
    ) -> Iterator[IndexedDocument]:
        for document in self.documents:
            known = indexed.get(document.id)
            article = known if known and known.document == document else index_document(document)
            self._articles[document.id] = article
            _note_forms(self._vocabulary, article)
            forms.update(token.surface for token in article.cut.tokens)
            titles = analyzer_for(document.language).tokens(document.title)
            forms.update(token.surface for token in titles)
            yield article

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
        return self._index.sentences[row]

    @property
    def sentence_counts(self) -> Mapping[str, int]:
        """How many sentences each article has, by its id."""
        return {name: len(article.cut.sentences) for name, article in self._articles.items()}

    def document(self, document_id: str) -> Document:
        """Return the article with this id, or with a copy of it. Raises `UnknownDocumentError`."""
        try:
            return self._articles[self._copies.get(document_id, document_id)].document
        except KeyError:
            raise UnknownDocumentError(document_id, tuple(self._articles)) from None

    def paragraphs(self, document_id: str) -> tuple[Paragraph, ...]:
        """Return the paragraphs of an article with their sentences, in reading order.

        Together they have all its text but white space. Raises `UnknownDocumentError`.
        """
        return paragraphs_of(self._articles[self.document(document_id).id].cut.passages)

    def full_names(self, document_id: str) -> tuple[str, ...]:
        """Return the names of two words or more in an article, as written, in reading order.

        Raises `UnknownDocumentError`.
        """
        return tuple(self._articles[self.document(document_id).id].full_names())

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
                ranking = self._understood(question, limits)
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
        question = ranking.question
        language = language or question.language
        applied = ranking.limits
        name = f"{self.fingerprint}\n{question.text}" + (f"\n{applied.limits}" if applied else "")
        note = None
        if self.reader is None:
            note = reader_note(question.language, self._languages, said_in=language)
        answer = make_answer(
            ranking,
            self._articles,
            answer_id=hashlib.sha256(name.encode()).hexdigest()[:16],
            language=language,
            forms=self._forms,
            languages=self._languages,
            note=note,
        )
        return self._said_limited(answer, applied) if applied else answer

    def _said_limited(self, answer: Answer, applied: AppliedLimits) -> Answer:
        """Return `answer` with the limits that it kept, also in words."""
        titles = [self.document(name).title for name in applied.document_id]
        said = limits_note(applied, titles, language=answer.language)
        reason = answer.no_answer_reason
        return replace(
            answer,
            no_answer_reason=reason if applied.articles else nothing_inside(answer.language),
            note=f"{answer.note} {said}" if answer.note else said,
            limits=applied,
        )

    def past(self, document_id: str, sha256: str) -> Version | None:
        """Return an article as it was, where that is kept and is not what it is now.

        sha256: that of the text, or the first 12 digits of it or more
        """
        own = self._copies.get(document_id, document_id)
        article = self._articles.get(own)
        if self.versions is None or (article and article.document.sha256.startswith(sha256)):
            return None
        return self.versions.find(own, sha256)

    def past_paragraphs(self, version: Version) -> tuple[Paragraph, ...]:
        """Return the paragraphs of an article as it was, as `paragraphs` does."""
        return paragraphs_of(cut_document(version.document).passages)

    def holds(self, citation: Citation) -> bool:
        """Return whether the quoted article is here as it was when it was quoted.

        It may be a version that is kept. And cut as it was then: a stored citation may be another
        version's of this program.
        """
        return self._quoted(citation) is not None

    def _quoted(self, citation: Citation) -> tuple[IndexedDocument, Past | None] | None:
        """Return the article that was quoted, as it was, and when that was if it has changed."""
        own = self._copies.get(citation.document_id, citation.document_id)
        article, past = self._articles.get(own), None
        if article is None or article.document.sha256 != citation.document_sha256:
            version, article = self._past.find(own, citation.document_sha256)
            past = Past(version.as_of, own not in self._articles) if version else None
        sentence = article.sentence_at(citation.start_char_index) if article else None
        is_there = (
            sentence is not None
            and sentence.end == citation.end_char_index
            and sentence.passage.paragraph == citation.passage
        )
        return (article, past) if article and is_there else None

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
        by_version: dict[tuple[str, str], list[Citation]] = {}
        for citation in citations:
            version = citation.document_id, citation.document_sha256
            by_version.setdefault(version, []).append(citation)
        found = []
        for (document_id, _), cited in by_version.items():
            quoted = self._quoted(cited[0])
            if quoted is None:
                raise UnknownDocumentError(document_id, tuple(self._articles))
            article, past = quoted
            found += [replace(excerpt, past=past) for excerpt in excerpts_of(article, cited)]
        return tuple(found)

    def explain(self, question: str, *, limits: Limits | None = None) -> Explanation:
        """Return why `ask` answers as it does. Raises `InputError` as `ask` does."""
        ranking = self._understood(question, limits or Limits())
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
        return self._scopes.of(limits, self._limited) if limits else self._everything

    def _understood(self, text: str, limits: Limits) -> Ranking:
        """Rank for `text`, inside `limits` and those that are in its words. Raises as `ask` does.

        A year that is asked about is no limit, but where what ranks first, or as well, is neither
        from that year nor says it, the articles of that year are asked as well, and their answer
        counts if it is about as sure.
        """
        text = check_question(text)
        if limits.document_ids:
            text = asked_of_the_same(text) or text
        if understood := understand(text, self._articles.values()):
            limits = limits.or_else(understood.limits)
            text = understood.question
        ranking = self.rank(text, limits=limits)
        asked = asked_year(text)
        if asked is None or limits.has_days:
            return ranking
        year, rest = asked
        years = {d.published_at.year for d in self.documents if d.published_at}
        if year not in years or len(years) == 1 or _is_of_year(ranking, year):
            return ranking
        first, last = span_of(year)
        of_year = self.rank(rest, limits=limits.or_else(Limits(since=first, until=last)))
        least = _AS_SURE * ranking.confidence
        return of_year if of_year.is_answered and of_year.confidence >= least else ranking

    def _limited(self, limits: Limits) -> Scope:
        flags, undated = inside(self.documents, limits, find=self.document)
        applied = AppliedLimits(
            document_id=limits.document_ids,
            since=limits.since,
            until=limits.until,
            article_language=limits.language or None,
            articles=sum(flags),
            total=len(flags),
            undated=undated,
        )
        languages = {d.language for d, ok in zip(self.documents, flags, strict=True) if ok}
        return limited_scope(
            applied,
            np.array(flags, dtype=bool),
            index=self._index,
            retriever=self._retriever,
            languages=tuple(sorted(languages)) or self._languages,
            most=TOP_PASSAGES,
        )

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
        terms = {term for question in questions.values() for term in question.terms}
        alike = alike_terms(stage) if stage else set()
        known = {term for term in terms if term in scope.known or term in alike}
        unknown = unknown_words(questions.values(), known)
        meaning = retrieved.meaning
        is_near = meaning is not None and bool((meaning >= _NEAR).any())
        matched = bool(known) or is_near
        if stage is None:
            question = next(iter(questions.values()))
            return Ranking(question, (), 0.0, 1.0, None, matched, unknown, scope.applied)
        with measured("read"):
            readings = self.read(stage)
        with measured("decide"):
            return self._decide(stage, readings, scope, matched=matched, unknown=unknown)

    def analyse(self, text: str, scope: Scope | None = None) -> dict[str, Question]:
        """Return the question `text` for articles of each language. Raises `InputError`."""
        text = check_question(text)
        languages = scope.languages if scope else self._languages
        return {
            language: analyse_question(text, language=language, vocabulary=self._vocabulary)
            for language in languages
        }

    def retrieve(self, questions: Mapping[str, Question], scope: Scope | None = None) -> Retrieved:
        """Return the sentences that may answer, those of whole passages; of all by default."""
        scope = scope or self._everything
        terms = dict.fromkeys(term for question in questions.values() for term in question.terms)
        meaning = None
        if self._dense and self.reader:
            asked = next(iter(questions.values()))
            meaning = self._dense.cosines(self.reader.question_vector(asked.text))
            meaning = meaning if scope.rows is None else np.where(scope.rows, meaning, -1.0)
        if scope.whole is not None:
            return Retrieved(scope.whole, self._shares(terms, scope), meaning)
        # The ranker forgives a misspelt word, but only in passages that it gets to see.
        for term in [term for term in terms if term not in self._known]:
            terms.update(dict.fromkeys(self._spellings.like(term, _SPELLINGS)))
        shares = self._shares(terms, scope)
        passages = np.flatnonzero(shares)[
            np.argsort(-shares[np.flatnonzero(shares)], kind="stable")
        ]
        chosen = passages.tolist()
        if self._dense and meaning is not None:
            near = self._dense.passages(
                np.where(self._index.is_heading, -1.0, meaning), TOP_PASSAGES
            )
            chosen = merge((chosen, near), TOP_PASSAGES)
        return Retrieved(self._index.candidates(sorted(chosen)), shares, meaning)

    def _shares(self, terms: Iterable[str], scope: Scope) -> Values:
        """Return BM25's score of each passage for `terms`, 0 to 1; 0 of headings."""
        shares = np.zeros(self._index.passages)
        within = None if scope.passages is None else scope.passages[self._text]
        shares[self._text] = self._retriever.shares(list(terms), TOP_PASSAGES, within=within)
        return shares

    def stage_one(self, questions: Mapping[str, Question], retrieved: Retrieved) -> StageOne | None:
        """Return what was retrieved with its linear scores; None where nothing was."""
        groups = []
        for language, candidates in retrieved.candidates.items():
            question, rows = questions[language], candidates.rows
            near = None if retrieved.meaning is None else retrieved.meaning[rows]
            matches = match(question, candidates, near)
            shares = retrieved.passages[self._index.passage[rows]]
            features = compute_features(question, matches, shares)
            lacks = self._subjects.lacks(questions.values(), question, matches)
            groups.append(Group(question, matches, features, lacks))
        return StageOne(groups, self.weights.ranker) if groups else None

    def read(self, stage: StageOne) -> dict[int, SentenceReading]:
        """Return what the windows round the first sentences of `stage` answer, by row."""
        readings: dict[int, SentenceReading] = {}
        if self.reader is None:
            return readings
        question = stage.groups[0].question
        windows, likely = 0, -np.inf
        for position in stage.order(stage.scores):
            row = int(stage.rows[position])
            if row in readings:
                continue
            found = self._read_round(row, question)
            readings = {**found, **readings}
            windows += 1
            likely = max([likely, *(reading.answerable for reading in found.values())])
            if windows == WINDOWS or likely > _ENOUGH[windows - 1]:
                break
        return readings

    def _read_round(self, row: int, question: Question) -> dict[int, SentenceReading]:
        """Return what the window round the sentence `row` answers, by row."""
        if self.reader is None:
            return {}
        number = self._numbers[row]
        article = self._articles[self._index.sentences[row].document.id]
        places = [(sentence.start, sentence.end) for sentence in article.sentences]
        found = self.reader.read(
            question.text, article, window_round(places, number), asked=question
        )
        return {row - number + other: reading for other, reading in found.items()}

    def _decide(
        self,
        stage: StageOne,
        readings: Mapping[int, SentenceReading],
        scope: Scope,
        *,
        matched: bool,
        unknown: tuple[str, ...],
    ) -> Ranking:
        """Return the ranking that stage one and what was read give together."""
        weights = self.weights
        choice = choice_features(stage, readings)
        scores, is_clause = with_clauses_first(stage, choice_scores(stage, choice, weights.choice))
        order = stage.order(scores)
        best = order[0]
        question = stage.group_of(best)[0].question
        values = evidence(stage, scores, best, readings, scope.terms)
        decision = weights.read if readings else weights.unread
        # Where no word is met, only who reads can tell; and then it is worth asking: of the kept
        # questions two in five of these are answered by the article, in other words throughout.
        may_answer = bool(question.tokens) and (matched or bool(readings)) and not stage.asks[best]
        confidence = decision.probability(values) if may_answer else 0.0
        if is_clause and may_answer:
            confidence = max(confidence, _CERTAIN)
        reading = readings.get(int(stage.rows[best]))
        has_short = reading is not None and not answers_whole(question)
        probabilities = softmax(scores)
        top = order[:TOP_SENTENCES]
        sentences = tuple(
            ranked_sentence(stage, position, scores, probabilities, choice, weights)
            for position in top
        )
        ranking = Ranking(
            question=question,
            sentences=sentences,
            confidence=confidence,
            threshold=decision.threshold,
            short_answer=(reading.start, reading.end) if reading and has_short else None,
            matched=matched,
            unknown=unknown,
            limits=scope.applied,
        )
        if not (ranking.is_answered and ranking.short_answer and len(self._articles) > 1):
            return ranking
        rivals = find_rivals(
            stage,
            best,
            readings,
            read=lambda row: self._read_round(row, stage.groups[0].question),
            articles=self._articles,
            weights=weights,
            known=scope.terms,
        )
        return replace(ranking, rivals=rivals)


def _is_of_year(ranking: Ranking, year: int) -> bool:
    """Return whether what may be quoted is of articles of `year`, or says that it tells of it."""
    if not ranking.sentences:
        return False
    least = _AS_SURE * ranking.sentences[0].probability

    def is_of_year(sentence: IndexedSentence) -> bool:
        day = sentence.document.published_at
        return (
            (day is not None and day.year == year)
            or str(year) in sentence.text
            or any(found.start.year <= year <= found.end.year for found in sentence.dates)
        )

    return all(is_of_year(s.sentence) for s in ranking.sentences if s.probability >= least)


def _fingerprint(documents: Sequence[Document], weights: Weights, reader: str) -> str:
    content = hashlib.sha256(weights.to_json().encode())
    content.update(f"{reader}\n".encode())
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
            written = read_as(text, token.start, token.end)
            is_name = token.is_name if tells else None
            vocabulary.add(written, token.surface, token.term, is_name=is_name)
