"""What was quoted earlier, found again: in the articles of now, or as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.annotations.indexed import IndexedDocument
from index.answering.citing import Citation, Excerpt, excerpts_of
from index.documents.versions import Version
from index.engine.library import Library
from index.verifying import Past, PastArticles


class QuotedArticles:
    """The articles of `library`, and as they were: those of `past`."""

    def __init__(self, library: Library, past: PastArticles) -> None:
        self._library = library
        self._past = past

    def version(self, document_id: str, sha256: str) -> Version | None:
        """Return an article as it was; see `Engine.past`."""
        own = self._library.own_id(document_id)
        article = self._library.articles.get(own)
        if article and article.document.sha256.startswith(sha256):
            return None
        return self._past.version(own, sha256)

    def find(self, citation: Citation) -> tuple[IndexedDocument, Past | None] | None:
        """Return the article that was quoted, as it was, and when that was if it has changed.

        None where it is not kept, or is no longer cut as it was: a stored citation may be another
        version's of this program.
        """
        own = self._library.own_id(citation.document_id)
        article, past = self._library.articles.get(own), None
        if article is None or article.document.sha256 != citation.document_sha256:
            version, article = self._past.find(own, citation.document_sha256)
            is_gone = own not in self._library.articles
            past = Past(version.as_of, is_gone) if version else None
        sentence = article.sentence_at(citation.start_char_index) if article else None
        is_there = (
            sentence is not None
            and sentence.end == citation.end_char_index
            and sentence.passage.paragraph == citation.passage
        )
        return (article, past) if article and is_there else None

    def excerpts(self, citations: Sequence[Citation]) -> tuple[Excerpt, ...]:
        """Return the paragraphs that `citations` are in; see `Engine.excerpts`."""
        by_version: dict[tuple[str, str], list[Citation]] = {}
        for citation in citations:
            version = citation.document_id, citation.document_sha256
            by_version.setdefault(version, []).append(citation)
        found = []
        for (document_id, _), cited in by_version.items():
            quoted = self.find(cited[0])
            if quoted is None:
                raise self._library.unknown(document_id)
            article, past = quoted
            found += [replace(excerpt, past=past) for excerpt in excerpts_of(article, cited)]
        return tuple(found)
