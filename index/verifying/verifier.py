"""From a text to what the articles say of the quote in it.

    quote       = read_quote(text)                  # what is inside the marks, and who said it
    verbatim    = find_verbatim(quote)              # to the letter
    typographic = find_typographic(quote)           # the same letters, but for typography
                  find_joined(pieces of the quote)  # with what […] says was left out
    altered     = find_nearest(quote)               # or absent
    attribution = attribute(name, places)           # does the article say that it was said by him?

The first that finds a place decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import Literal

from index.annotations.indexed import IndexedDocument
from index.errors import InputError, UnknownDocumentError, show
from index.verifying.article_index import ArticleIndex
from index.verifying.attributing import attribute
from index.verifying.letters import count_words, fold_letters
from index.verifying.past import PastArticles
from index.verifying.placing import make_place
from index.verifying.quoting import Reading, read_quote
from index.verifying.search import MAX_SEARCHED, Search
from index.verifying.verdicts import (
    LEAST_WORDS,
    MAX_PLACES,
    CitationCheck,
    Past,
    Quoted,
    QuotePlace,
    Reason,
    Verification,
)

MAX_QUOTE = 100_000  # characters, of a quote with its place


class Verifier:
    """Verifies quotes against `articles`; safe to use from threads.

    `copies` are further ids of articles: of other files with the same text; `past` articles as
    they were. What it needs to search is made at the first quote.
    """

    def __init__(
        self,
        articles: Mapping[str, IndexedDocument],
        copies: Mapping[str, str] | None = None,
        past: PastArticles | None = None,
    ) -> None:
        self._by_id = articles
        self._copies = copies or {}
        self._past = past or PastArticles(None)
        self._lock = Lock()
        self._searched: tuple[tuple[IndexedDocument, ...], ArticleIndex] | None = None

    def verify(
        self,
        text: str,
        *,
        document_id: str | None = None,
        start: int | None = None,
        end: int | None = None,
        document_sha256: str | None = None,
    ) -> Verification:
        """Return what the articles say of the quote in `text`; see `Engine.verify`."""
        is_placed = start is not None or end is not None
        if document_sha256 is not None and (document_id is not None or not is_placed):
            then, past = self._as_it_was(document_id, document_sha256)
            if then and past:
                found = then.verify(text, document_id=then.only, start=start, end=end)
                return replace(found, past=past)
        if is_placed:
            return self._verify_at(text, document_id, start, end, document_sha256)
        article, reason = self._narrow(document_id, document_sha256)
        return self._look(text, article, reason)

    def verify_answer(self, quotes: Sequence[Quoted]) -> tuple[CitationCheck, ...]:
        """Check each quote against the version of its article; see `Engine.verify_answer`."""
        return tuple(self._check(quoted) for quoted in quotes)

    def _check(self, quoted: Quoted) -> CitationCheck:
        article = self._article(quoted.document_id)
        then, past = self._as_it_was(quoted.document_id, quoted.document_sha256)
        if then and past:
            check = then._check(replace(quoted, document_id=then.only))
            found = replace(check.verification, past=past)
            state: Literal["changed", "missing"] = "changed" if article else "missing"
            now = self._look(quoted.text, article, None, is_quote=True) if article else None
            is_there = now.verdict == "verbatim" if now else None
            return CitationCheck(quoted, state, check.stands, found, is_there)
        if article is None:
            found = self._look(quoted.text, None, "unknown_document", is_quote=True)
            return CitationCheck(quoted, "missing", False, found)
        document = article.document
        is_same = document.sha256 == quoted.document_sha256
        if is_same and 0 <= quoted.start < quoted.end <= len(document.text) and quoted.text:
            found = self.verify(
                quoted.text, document_id=document.id, start=quoted.start, end=quoted.end
            )
            return CitationCheck(quoted, "same", found.verified, found)
        found = self._look(quoted.text, article, None, is_quote=True)
        stands = found.verdict == "verbatim" and not is_same
        return CitationCheck(quoted, "same" if is_same else "changed", stands, found)

    # --- where to look ---

    @property
    def only(self) -> str:
        """The id of the only article."""
        (document_id,) = self._by_id
        return document_id

    def _as_it_was(
        self, document_id: str | None, sha256: str
    ) -> tuple[Verifier, Past] | tuple[None, None]:
        """Return what verifies against an article as it was; (None, None) where it still is so."""
        article, _ = self._narrow(document_id, sha256)
        if article:
            return None, None
        own = None if document_id is None else self._copies.get(document_id, document_id)
        version, indexed = self._past.find(own, sha256)
        if version is None or indexed is None:
            return None, None
        is_gone = version.document.id not in self._by_id
        return Verifier({version.document.id: indexed}), Past(version.as_of, is_gone)

    def _article(self, document_id: str) -> IndexedDocument | None:
        return self._by_id.get(self._copies.get(document_id, document_id))

    def _narrow(
        self, document_id: str | None, sha256: str | None
    ) -> tuple[IndexedDocument | None, Reason | None]:
        """Return the one article that is meant, or why there is none; (None, None) means all."""
        if document_id is None:
            if sha256 is None:
                return None, None
            found = (a for a in self._by_id.values() if a.document.sha256 == sha256)
            article = next(found, None)
            return article, None if article else "unknown_version"
        article = self._article(document_id)
        if article is None:
            return None, "unknown_document"
        if sha256 is not None and article.document.sha256 != sha256:
            return None, "unknown_version"
        return article, None

    def _verify_at(
        self,
        text: str,
        document_id: str | None,
        start: int | None,
        end: int | None,
        sha256: str | None,
    ) -> Verification:
        """Compare `text` with that place, character by character; if it differs, look for it."""
        if document_id is None:
            raise InputError("document_id", "must be given with start and end", show(document_id))
        article, reason = self._narrow(document_id, sha256)
        if reason == "unknown_document":
            raise UnknownDocumentError(document_id, tuple(self._by_id))
        if article is None:
            return _unchecked(text, Reading(0, len(text)), reason)
        document, length = article.document, len(article.document.text)
        if start is None or not 0 <= start < length:
            rule = f"must be from 0 to {length - 1} in {document.id}"
            raise InputError("start", rule, show(start))
        if end is None or not start < end <= length:
            rule = f"must be from {start + 1} to {length} in {document.id}"
            raise InputError("end", rule, show(end))
        if not text:
            raise InputError("text", "must not be empty", show(text))
        if len(text) > MAX_QUOTE:
            raise InputError("text", f"must have at most {MAX_QUOTE} characters", str(len(text)))
        places: list[QuotePlace] = []
        at = document.text.find(text)
        while at >= 0 and len(places) < MAX_PLACES:
            places.append(make_place(article, at, at + len(text)))
            at = document.text.find(text, at + 1)
        if not places:
            return self._look(text, article, None, is_quote=True)
        return Verification(
            text=text,
            quote=text,
            quote_start=0,
            quote_end=len(text),
            verdict="verbatim",
            verified=document.text[start:end] == text,
            places=tuple(places),
            more_places=at >= 0,
        )

    # --- looking ---

    def _look(
        self,
        text: str,
        article: IndexedDocument | None,
        reason: Reason | None,
        *,
        is_quote: bool = False,
    ) -> Verification:
        """Return what `article`, or all, say of the quote in `text`; `is_quote`: of all of it."""
        if len(text) > MAX_QUOTE:
            return _unchecked(text, Reading(0, len(text)), "too_long")
        reading = Reading(0, len(text)) if is_quote else read_quote(text)
        if reason is not None:
            return _unchecked(text, reading, reason)
        if reading.end - reading.start > MAX_SEARCHED:
            return _unchecked(text, reading, "too_long")
        if not fold_letters(text[reading.start : reading.end]):
            return _unchecked(text, reading, "empty")
        articles, index = self._search()
        number = None if article is None else articles.index(article)
        search = Search(index, articles, number)
        is_short = count_words(text[reading.start : reading.end]) < LEAST_WORDS
        quote, found = reading, search.exact(text, reading)
        if not is_short or reading.frame:
            quote, found = search.find_either(text, reading)
        if is_short and quote is reading and not (is_quote and found.matches):
            found = search.exact(text, reading)
            places = tuple(search.place(match) for match in found.matches)
            return _unchecked(text, reading, "too_short", places, found.more)
        reading = quote
        found = search.with_short(text, reading, found)
        span = reading.start, reading.end
        if found.matches:
            span = found.matches[0].quote_start, found.matches[0].quote_end
        is_joined = bool(reading.asides)
        places = tuple(search.place(match, is_joined=is_joined) for match in found.matches)
        attribution = None
        if reading.name:
            sources = [articles[match.article] for match in found.matches]
            attribution = attribute(reading.name, places, sources)
        return Verification(
            text=text,
            quote=text[slice(*span)],
            quote_start=span[0],
            quote_end=span[1],
            verdict=found.verdict,
            verified=found.verdict == "verbatim",
            places=places,
            more_places=found.more,
            attribution=attribution,
        )

    def _search(self) -> tuple[tuple[IndexedDocument, ...], ArticleIndex]:
        with self._lock:
            if self._searched is None:
                articles = tuple(self._by_id.values())
                self._searched = articles, ArticleIndex([a.document for a in articles])
            return self._searched


def _unchecked(
    text: str,
    quote: Reading,
    reason: Reason | None,
    places: tuple[QuotePlace, ...] = (),
    more: bool = False,
) -> Verification:
    return Verification(
        text=text,
        quote=text[quote.start : quote.end],
        quote_start=quote.start,
        quote_end=quote.end,
        verdict="uncheckable",
        verified=False,
        reason=reason,
        places=places,
        more_places=more,
    )
