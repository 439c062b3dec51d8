"""The articles with all that is known of them before a question comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.annotations.indexed import IndexedDocument, index_document
from index.answering.no_answer import WordForms
from index.documents.document import Document
from index.errors import UnknownDocumentError
from index.questions.preparing import prepare_questions
from index.questions.spelling import Spellings, Vocabulary
from index.ranking.scope import Scope
from index.ranking.sentence_index import Rows, SentenceIndex
from index.ranking.subjects import Subjects
from index.reading.reader import Reader, Vectors
from index.reading.vector_cache import sentence_vectors
from index.retrieval.bm25 import BM25Retriever, index_terms
from index.retrieval.dense import DenseRetriever
from index.text.lexicon import UNKNOWN_LANGUAGE
from index.text.plain import read_as
from index.text.tokens import analyzer_for

# Passages that the ranker looks at. A smaller library is ranked whole, so that a sentence which
# shares no term with the question, but follows one that does, is still seen.
TOP_PASSAGES = 40
_OPENING_MARKS = ('"', "«", "“", "„", "(", "-", "–", "—", "¿", "¡")


@dataclass(frozen=True, slots=True)
class Library:
    """What is made of the articles once; nothing in it changes.

    documents: in order of id
    articles: the same, indexed, by id
    copies: the id of the article that is here, by those of its copies
    languages: those of the articles, at least one
    vocabulary: how content words are written in the articles
    forms: all words of texts and titles as they are written
    index: the sentences, by row
    numbers: of each row, the number of the sentence in its article
    text: the passages that are no headings
    retriever: of those
    subjects: which articles have each term
    reader: None where nothing is read
    dense: the vectors of the sentences; None without a reader
    spellings: words that are nearly those of the articles
    everything: the scope of all articles
    """

    documents: tuple[Document, ...]
    articles: Mapping[str, IndexedDocument]
    copies: Mapping[str, str]
    languages: tuple[str, ...]
    vocabulary: Vocabulary
    forms: WordForms
    index: SentenceIndex
    numbers: Sequence[int]
    text: Rows
    retriever: BM25Retriever
    subjects: Subjects
    reader: Reader | None
    dense: DenseRetriever | None
    spellings: Spellings
    terms: frozenset[str]
    everything: Scope

    def own_id(self, document_id: str) -> str:
        """Return the id of the article that `document_id` is a copy of, or `document_id`."""
        return self.copies.get(document_id, document_id)

    def article(self, document_id: str) -> IndexedDocument:
        """Return the article with this id, or with a copy of it. Raises `UnknownDocumentError`."""
        try:
            return self.articles[self.own_id(document_id)]
        except KeyError:
            raise self.unknown(document_id) from None

    def document(self, document_id: str) -> Document:
        """Return the document of `article`. Raises `UnknownDocumentError`."""
        return self.article(document_id).document

    def unknown(self, document_id: str) -> UnknownDocumentError:
        """Return the error that says that no article has this id."""
        return UnknownDocumentError(document_id, tuple(self.articles))


def make_library(
    documents: Iterable[Document],
    *,
    reader: Reader | None,
    cache: Path | None,
    progress: Callable[[int], None] | None,
    previous: Library | None,
) -> Library:
    """Index `documents`; those that are in `previous` too are taken from there.

    What the reader makes of them is kept in the folder `cache`. `progress` is called with the
    number of documents indexed so far. Raises `ValueError` where two have one id.
    """
    ordered = tuple(sorted(documents, key=lambda document: document.id))
    known = previous.articles if previous else {}
    by_id: dict[str, IndexedDocument] = {}
    vocabulary = Vocabulary()
    forms: set[str] = set()

    def indexed() -> Iterator[IndexedDocument]:
        for document in ordered:
            before = known.get(document.id)
            is_known = before is not None and before.document == document
            article = before if before and is_known else index_document(document)
            by_id[document.id] = article
            _note_forms(vocabulary, article)
            forms.update(token.surface for token in article.cut.tokens)
            titles = analyzer_for(document.language).tokens(document.title)
            forms.update(token.surface for token in titles)
            yield article

    vectors = []
    for count, found in enumerate(_vectors(indexed(), reader, cache), 1):
        vectors.append(found)
        if progress:
            progress(count)
    if len(by_id) < len(ordered):
        raise ValueError("documents: must have an id of their own each")
    articles = tuple(by_id.values())
    index = SentenceIndex(articles)
    text = np.flatnonzero(~index.heads)
    retriever = BM25Retriever(list(index_terms(articles)))
    languages = tuple(sorted({d.language for d in ordered})) or (UNKNOWN_LANGUAGE,)
    prepare_questions(languages)
    terms: frozenset[str] = frozenset().union(*(s.terms for s in index.sentences))
    words = terms.union(*(a.topic.union(*a.headings) for a in articles))
    is_small = len(text) <= TOP_PASSAGES
    whole = index.candidates(range(index.passages)) if is_small else None
    copies = ((name, d.id) for d in ordered for name in d.also_known_as)
    return Library(
        documents=ordered,
        articles=by_id,
        copies={name: own for name, own in copies if name not in by_id},
        languages=languages,
        vocabulary=vocabulary,
        forms=WordForms(forms),
        index=index,
        numbers=[n for article in articles for n in range(len(article.sentences))],
        text=text,
        retriever=retriever,
        subjects=Subjects(len(articles), retriever.having, index.document_of_passage[text]),
        reader=reader,
        dense=(
            DenseRetriever(np.concatenate(vectors), index.passage)
            if reader and index.sentences
            else None
        ),
        spellings=Spellings(words),
        terms=terms,
        everything=Scope(None, languages, whole, terms, words),
    )


def _vectors(
    articles: Iterable[IndexedDocument], reader: Reader | None, cache: Path | None
) -> Iterator[Vectors]:
    """Yield the sentence vectors of each of `articles`; of width 0 without a reader."""
    if reader is None:
        return (np.zeros((len(article.sentences), 0), np.float32) for article in articles)
    return sentence_vectors(reader, articles, cache)


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
