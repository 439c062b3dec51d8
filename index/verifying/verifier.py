"""From a text to what the articles say of the quote in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock

from index.annotations.indexed import IndexedDocument
from index.errors import InputError, UnknownDocumentError, show
from index.verifying.comparing import Comparison, Text
from index.verifying.edges import begins_word, ends_word
from index.verifying.letter_index import LetterIndex
from index.verifying.letters import fold_words, read_letters
from index.verifying.placing import make_place
from index.verifying.quoting import find_quote
from index.verifying.verdicts import (
    MAX_PLACES,
    CitationCheck,
    Quoted,
    QuotePlace,
    Reason,
    Verdict,
    Verification,
)

MAX_QUOTE = 100_000  # characters, of a quote with its place
MAX_SEARCHED = 20_000  # characters, of a quote that is looked for
LEAST_WORDS = 3
_MAX_LOOKS = 2_000  # places that are compared for a quote


class Verifier:
    """Verifies quotes against `articles`. What it needs to search is made at the first quote."""

    def __init__(self, articles: Mapping[str, IndexedDocument]) -> None:
        self._articles = articles
        self._ids = tuple(articles)
        self._lock = Lock()
        self._letters: LetterIndex | None = None

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
        if start is not None or end is not None:
            return self._verify_at(text, document_id, start, end, document_sha256)
        article, reason = self._narrow(document_id, document_sha256)
        return self._look(text, article, reason)

    def verify_answer(self, quotes: Sequence[Quoted]) -> tuple[CitationCheck, ...]:
        """Check each quote against the version of its article; see `Engine.verify_answer`."""
        return tuple(self._check(quoted) for quoted in quotes)

    def _check(self, quoted: Quoted) -> CitationCheck:
        article = self._articles.get(quoted.document_id)
        if article is None:
            found = self._look(quoted.text, None, "unknown_document")
            return CitationCheck(quoted, "missing", False, found)
        document = article.document
        if document.sha256 != quoted.document_sha256:
            found = self._look(quoted.text, article, None, is_quote=True)
            return CitationCheck(quoted, "changed", found.verdict == "verbatim", found)
        if not 0 <= quoted.start < quoted.end <= len(document.text):
            found = self._look(quoted.text, article, None, is_quote=True)
            return CitationCheck(quoted, "same", False, found)
        found = self.verify(
            quoted.text, document_id=document.id, start=quoted.start, end=quoted.end
        )
        return CitationCheck(quoted, "same", found.verified, found)

    # --- what is asked ---

    def _narrow(
        self, document_id: str | None, sha256: str | None
    ) -> tuple[IndexedDocument | None, Reason | None]:
        """Return the one article that is meant, or why there is none; (None, None) means all."""
        if document_id is None:
            if sha256 is None:
                return None, None
            found = (a for a in self._articles.values() if a.document.sha256 == sha256)
            article = next(found, None)
            return article, None if article else "unknown_version"
        article = self._articles.get(document_id)
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
        """Compare `text` with that place, character by character; elsewhere look for it."""
        if document_id is None:
            raise InputError("document_id", "must be given with a place", show(document_id))
        article, reason = self._narrow(document_id, sha256)
        if reason == "unknown_document":
            raise UnknownDocumentError(document_id, self._ids)
        if article is None:
            return _uncheckable(text, (0, len(text)), reason)
        document = article.document
        length = len(document.text)
        if start is None or not 0 <= start < length:
            raise InputError(
                "start", f"must be from 0 to {length - 1} in {document.id}", show(start)
            )
        if end is None or not start < end <= length:
            raise InputError(
                "end", f"must be from {start + 1} to {length} in {document.id}", show(end)
            )
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
        start, end = (0, len(text)) if is_quote else find_quote(text)
        if reason is not None:
            return _uncheckable(text, (start, end), reason)
        if end - start > MAX_SEARCHED:
            return _uncheckable(text, (start, end), "too_long")
        words = fold_words(text[start:end])
        if not words:
            return _uncheckable(text, (start, end), "empty")
        verdict, places, more = self._find(text, start, end, article)
        if len(words) < LEAST_WORDS:
            is_exact = verdict == "verbatim"
            return _uncheckable(
                text, (start, end), "too_short", places if is_exact else (), is_exact and more
            )
        return Verification(
            text=text,
            quote=text[start:end],
            quote_start=start,
            quote_end=end,
            verdict=verdict,
            verified=verdict == "verbatim",
            places=places,
            more_places=more,
        )

    def _find(
        self, text: str, start: int, end: int, article: IndexedDocument | None
    ) -> tuple[Verdict, tuple[QuotePlace, ...], bool]:
        index = self._letter_index()
        quote = Text(text, read_letters(text, start, end))
        size = len(quote.letters.folded)
        number = None if article is None else self._ids.index(article.document.id)
        exact: list[QuotePlace] = []
        typographic: list[QuotePlace] = []
        more = False
        for looks, (found, at) in enumerate(index.find(quote.letters.folded, number)):
            if looks == _MAX_LOOKS or len(exact) == MAX_PLACES:
                more = True
                break
            source = self._articles[self._ids[found]]
            letters, b = index.read(at, size)
            compared = Comparison(
                quote, 0, Text(source.document.text, letters), b, size, may_be_capital=True
            )
            text_found = source.document.text
            if not (
                begins_word(text_found, compared.start) and ends_word(text_found, compared.end)
            ):
                continue
            if not compared.is_typographic:
                continue
            place = make_place(source, compared.start, compared.end, compared.differences)
            (typographic if compared.differences else exact).append(place)
        if exact:
            return "verbatim", tuple(exact), more
        if typographic:
            return "typographic", tuple(typographic[:MAX_PLACES]), more
        return "absent", (), False

    def _letter_index(self) -> LetterIndex:
        with self._lock:
            if self._letters is None:
                self._letters = LetterIndex([a.document for a in self._articles.values()])
            return self._letters


def _uncheckable(
    text: str,
    at: tuple[int, int],
    reason: Reason | None,
    places: tuple[QuotePlace, ...] = (),
    more: bool = False,
) -> Verification:
    return Verification(
        text=text,
        quote=text[at[0] : at[1]],
        quote_start=at[0],
        quote_end=at[1],
        verdict="uncheckable",
        verified=False,
        reason=reason,
        places=places,
        more_places=more,
    )
