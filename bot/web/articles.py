"""The articles as the page shows them: whole, to the letter; and as a list with a filter."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial

from markupsafe import Markup

from bot.library.suggestions import newest_first
from bot.links import page_path
from bot.web.phrases import PHRASES, Phrases
from bot.web.quotes import title_of, web_address
from bot.web.rendering import render
from index import Document, Engine
from index.documents import Paragraph, Version

PAGE = 50  # articles of a list
MAX_FILTER = 200  # characters
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})

_FILE_TYPES = {
    "text/html": "HTML",
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
}
_KEPT = 4  # texts as HTML, of 30 MB at most


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of an article's text; `place` is "START,END" where it is a sentence, else ""."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: the white space before it, what it is, and its text in pieces."""

    gap: str
    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article; `text` is all of its stored text from `start` on, as HTML.

    `has_title` says whether it begins with its title, `original_type` what the file is called that
    it was extracted from; "" where the text is the file. `as_of` is the last day on which it was as
    it is shown, in words, "" where that is how it is; `now` the path of the article as it is, ""
    where there is none or this is it. `is_other`: a version was asked for that is not kept.
    """

    id: str
    path: str
    title: str
    has_title: bool
    language: str
    language_name: str
    published_at: date | None
    dated: str
    author: str
    source: str | None
    original: str
    original_type: str
    start: int
    text: Markup
    as_of: str = ""
    now: str = ""
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article in a list; `copies` are the names that it has beside its own."""

    id: str
    path: str
    title: str
    language: str
    language_name: str
    published_at: date | None
    dated: str
    copies: str
    is_cited: bool


@dataclass(frozen=True, slots=True)
class ListView:
    """One page of the articles that a filter lets through; `cited` are shown before them."""

    cited: tuple[ListedArticle, ...]
    articles: tuple[ListedArticle, ...]
    found: int
    total: int
    filter: str
    page: int
    pages: int


class Shelf:
    """The articles of an engine, newest first, and what is found by a filter."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.documents = tuple(newest_first(engine.documents))
        self._languages = {document.id: document.language for document in self.documents}
        self.languages = tuple(sorted(set(self._languages.values())))
        # A long article takes seconds; where there is one article, every visit shows it.
        # No method of this object, which would then never be freed without the collector.
        self._text = lru_cache(_KEPT)(partial(_render, engine))
        self._searched = [_searched(document) for document in self.documents]

    def language_of(self, document_id: str) -> str:
        """Return the language of the article, "und" where it is no longer there."""
        return self._languages.get(document_id, "und")

    def article(
        self, document_id: str, phrases: Phrases, *, root: str, version: str = ""
    ) -> ArticleView:
        """Return the whole article, as it is, or as it was in the version of this sha256.

        Raises `UnknownDocumentError`.
        """
        if version and (past := self.engine.past(document_id, version)):
            return self._past(past, phrases, root=root)
        document = self.engine.document(document_id)
        view = _view(
            document,
            self.engine.paragraphs(document_id),
            self._text(document.id),
            phrases,
            root=root,
        )
        return replace(view, is_other=not document.sha256.startswith(version))

    def _past(self, past: Version, phrases: Phrases, *, root: str) -> ArticleView:
        """Return an article as it was. Its file is another now."""
        document, paragraphs = past.document, self.engine.past_paragraphs(past)
        text = _rendered(document, paragraphs)
        is_here = document.id in self._languages
        return replace(
            _view(document, paragraphs, text, phrases, root=root),
            path=root + page_path(document.id, sha256=document.sha256),
            original_type="",
            as_of=phrases.day(past.as_of),
            now=root + page_path(document.id) if is_here else "",
        )

    def list(
        self,
        phrases: Phrases,
        *,
        root: str,
        wanted: str = "",
        page: int = 1,
        cited: Collection[str] = (),
    ) -> ListView:
        """Return a page of the articles that have every word of `wanted`; the last if over it.

        cited: the ids of those that an answer quotes
        """
        words = _folded(wanted[:MAX_FILTER]).split()
        found = [
            document
            for document, searched in zip(self.documents, self._searched, strict=True)
            if all(word in searched for word in words)
        ]
        pages = max(1, -(-len(found) // PAGE))
        page = min(max(1, page), pages)
        shown = found[(page - 1) * PAGE : page * PAGE]
        quoted = [document for document in self.documents if document.id in cited]

        def listed(documents: Sequence[Document]) -> tuple[ListedArticle, ...]:
            return tuple(
                ListedArticle(
                    id=document.id,
                    path=root + page_path(document.id),
                    title=title_of(document),
                    language=document.language,
                    language_name=phrases.language_name(document.language),
                    published_at=document.published_at,
                    dated=phrases.day(document.published_at) if document.published_at else "",
                    copies=", ".join(document.also_known_as),
                    is_cited=document.id in cited,
                )
                for document in documents
            )

        return ListView(
            cited=listed(quoted),
            articles=listed(shown),
            found=len(found),
            total=len(self.documents),
            filter=wanted[:MAX_FILTER],
            page=page,
            pages=pages,
        )


def _view(
    document: Document,
    paragraphs: Sequence[Paragraph],
    text: Markup,
    phrases: Phrases,
    *,
    root: str,
) -> ArticleView:
    begins = document.text[paragraphs[0].start : paragraphs[0].end] if paragraphs else ""
    return ArticleView(
        id=document.id,
        path=root + page_path(document.id),
        title=title_of(document),
        has_title=begins.strip("# ") == document.title,
        language=document.language,
        language_name=phrases.language_name(document.language),
        published_at=document.published_at,
        dated=phrases.day(document.published_at) if document.published_at else "",
        author=document.author,
        source=web_address(document.url),
        original=f"{root}{page_path(document.id)}/original",
        original_type=_FILE_TYPES.get(document.media_type, ""),
        start=document.body_start,
        text=text,
    )


def _render(engine: Engine, document_id: str) -> Markup:
    return _rendered(engine.document(document_id), engine.paragraphs(document_id))


def _rendered(document: Document, paragraphs: Sequence[Paragraph]) -> Markup:
    """Return the text of an article as HTML, its sentences with their places as ids.

    All `gap`s and pieces, then the rest, are the stored text.
    """
    end = paragraphs[-1].end if paragraphs else document.body_start
    blocks = _blocks(document, paragraphs)
    html = render("text.html", blocks=blocks, rest=document.text[end:])
    return Markup(html)  # noqa: S704  # from a template that escapes


def _blocks(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[Block]:
    """Yield the paragraphs: between them, and between their sentences, is what lies there."""
    text, at = document.text, document.body_start
    for paragraph in paragraphs:
        gap = text[at : paragraph.start]
        at = paragraph.start
        pieces = []
        for sentence in paragraph.sentences:
            if at < sentence.start:
                pieces.append(Piece(text[at : sentence.start]))
            at = sentence.end
            place = f"{sentence.start},{at}"
            pieces.append(Piece(text[sentence.start : at], place))
        yield Block(gap, paragraph.kind, tuple(pieces))


def _searched(document: Document) -> str:
    """Return what a filter looks in: title, date, language, names of copies; folded."""
    day = document.published_at
    dates = [day.isoformat(), *(p.day(day) for p in PHRASES.values())] if day else []
    names = [phrases.language_name(document.language) for phrases in PHRASES.values()]
    return _folded("\n".join([document.title, *dates, *names, *document.also_known_as]))


def _folded(text: str) -> str:
    """Return `text` in lower case, without accents and ligatures."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_LIGATURES)
    return "".join(c for c in decomposed if not unicodedata.combining(c))
