"""What the tools return: the fields of the HTTP API, by the same names, that a model can use.

All text of articles is to the letter: `cited_text` and `text` are the article's text from
`start_char_index` to `end_char_index`, in Unicode code points, from 0, the end exclusive.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field

from bot.json_types import Offset, ResponseModel, Sha256
from bot.links import page_url
from index import Answer, Citation, Document


class TimeWords(ResponseModel):
    """Words of time in a quote, and the days they mean."""

    text: str
    start: date = Field(description="The first day")
    end: date = Field(description="The last day, included")


class Quote(ResponseModel):
    """A quote, to the letter, with its exact place."""

    number: int = Field(description="From 1")
    role: Literal["answer", "context"] | None = Field(
        description="`context`: quoted only because the quote before leans on it. Null: no answer"
    )
    cited_text: str = Field(description="The quote: leave every character as it is")
    document_id: str = Field(description="The article's id, for `read_article`")
    document_title: str
    published_at: date | None
    url: str | None = Field(description="The article's own address")
    page_url: str | None = Field(description="The page that shows the quote in its place")
    passage: int = Field(description="The paragraph of the article, from 1")
    start_char_index: Offset
    end_char_index: Offset
    answer_start_char_index: Offset | None = Field(
        description="Where the short answer begins, if this quote contains it"
    )
    answer_end_char_index: Offset | None
    document_sha256: Sha256
    is_part: bool = Field(description="Whether it is a part of a longer sentence")
    speaker: str | None = Field(description="Who says it, in the article's words; null if in doubt")
    resolved_dates: tuple[TimeWords, ...] = Field(description="Which days its time words mean")

    @classmethod
    def of(cls, citation: Citation, public_url: str | None) -> Self:
        """Return what a model gets of `citation`."""
        start, end = citation.start_char_index, citation.end_char_index
        sha256 = citation.document_sha256
        page = page_url(citation.document_id, start, end, public_url=public_url, sha256=sha256)
        return cls(
            number=citation.number,
            role=citation.role,
            cited_text=citation.cited_text,
            document_id=citation.document_id,
            document_title=citation.document_title,
            published_at=citation.published_at,
            url=citation.url,
            page_url=page if public_url else None,  # a path alone is of no use to a model
            passage=citation.passage,
            start_char_index=start,
            end_char_index=end,
            answer_start_char_index=citation.answer_start_char_index,
            answer_end_char_index=citation.answer_end_char_index,
            document_sha256=sha256,
            is_part=citation.is_part,
            speaker=citation.speaker,
            resolved_dates=tuple(map(TimeWords.model_validate, citation.resolved_dates)),
        )


class AnswerResult(ResponseModel):
    """An answer in the articles' own words, or why there is none."""

    question: str
    status: Literal["answered", "no_answer"]
    answer: str | None = Field(description="The short answer: words of the first quote, or null")
    citations: tuple[Quote, ...] = Field(
        description="The quotes; the first one answers best. With `conflict`: what each article "
        "answers, the newest first"
    )
    conflict: bool = Field(description="Whether articles answer differently: then say all of it")
    no_answer_reason: str | None = Field(description="Why the articles do not answer")
    closest: tuple[Quote, ...] = Field(
        description="Without an answer: the nearest sentences, which do NOT answer"
    )
    confidence: float = Field(description="Calibrated probability that the articles answer")
    language: str
    note: str | None = Field(
        description="What to tell whoever asked, such as that only some of the articles were asked"
    )

    @classmethod
    def of(cls, answer: Answer, public_url: str | None) -> Self:
        """Return what a model gets of `answer`."""
        return cls(
            question=answer.question,
            status=answer.status,
            answer=answer.answer,
            citations=tuple(Quote.of(citation, public_url) for citation in answer.citations),
            conflict=answer.conflict,
            no_answer_reason=answer.no_answer_reason,
            closest=tuple(Quote.of(citation, public_url) for citation in answer.closest),
            confidence=answer.confidence,
            language=answer.language,
            note=answer.note,
        )


class Article(ResponseModel):
    """An article, without its text."""

    id: str = Field(description="For `read_article`")
    title: str
    language: str
    published_at: date | None
    author: str | None
    url: str | None
    sha256: Sha256
    characters: int = Field(description="The length of the text, in Unicode code points")

    @classmethod
    def of(cls, document: Document) -> Self:
        """Return what a model gets of `document`."""
        return cls(
            id=document.id,
            title=document.title,
            language=document.language,
            published_at=document.published_at,
            author=document.author or None,
            url=document.url,
            sha256=document.sha256,
            characters=len(document.text),
        )


class ArticleList(ResponseModel):
    """Some of the articles, by id."""

    articles: tuple[Article, ...]
    total: int = Field(description="Articles that there are")
    next_offset: int | None = Field(description="The `offset` that goes on; null at the end")


class ArticleText(ResponseModel):
    """A part of an article's text, to the letter."""

    document_id: str
    document_title: str
    document_sha256: Sha256 = Field(description="Of the whole text")
    text: str
    start_char_index: Offset
    end_char_index: Offset
    characters: int = Field(description="The length of the whole text")
    next_start: int | None = Field(description="The `start` that goes on; null at the end")
