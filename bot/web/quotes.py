"""An answer as the templates show it. Only formats: nothing here cuts or finds a quote again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.asking import Asked
from bot.links import page_path, page_url
from bot.web.limiting import limits_query
from bot.web.phrases import Phrases
from bot.web.rendering import one_line
from index import Answer, Citation, Document

_LONGEST_TITLE = 200  # characters
_LONGEST_SPEAKER = 100
_LONGEST_URL = 2_048
_SAID = 300  # characters of a quote that are read out

Role = Literal["answer", "context", "nearest"]


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quote: `before`, the short answer `short`, and `after` are its words, to the letter.

    `href` leads to its place, `permanent` to it in the version that was quoted,
    `short_place` is that of the short answer ("3168,3191") or "".
    `dates` are pairs of words of time and the days that they mean, `source` is the article's
    address where that may be linked to, `citation` what is copied, without the link, `address` the
    link where the server knows its own, else "".
    """

    number: int
    role: Role
    language: str
    before: str
    short: str
    after: str
    document_id: str
    href: str
    permanent: str
    short_place: str
    title: str
    published_at: date | None
    dated: str
    passage: int
    is_part: bool
    speaker: str
    dates: tuple[tuple[str, str], ...]
    source: str | None
    citation: str
    address: str


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """What was asked and what came of it; `said` is what a screen reader says of it at once.

    `language` is that of the short answer. `why` is the question to explain, "" where nothing was
    looked for, `limits` what follows it in an address. `is_alone` says of a question in a
    conversation that it was read without one.
    """

    asked: str
    answer: Answer
    language: str
    interpreted_as: str | None
    short: str | None
    quotes: tuple[QuoteView, ...]
    said: str
    why: str
    limits: str
    is_alone: bool


def exchange_view(
    asked: Asked,
    phrases: Phrases,
    *,
    root: str,
    public_url: str | None,
    language_of: Callable[[str], str],
    is_alone: bool = False,
) -> ExchangeView:
    """Return what is shown of an answer.

    root: what comes before every path of this server
    public_url: the address that readers reach this server at
    language_of: gives the language of the article with an id
    is_alone: whether it was to be read in a conversation that cannot be kept
    """
    answer = asked.answer
    quotes = tuple(
        _quote(
            citation,
            phrases,
            root=root,
            public_url=public_url,
            language=language_of(citation.document_id),
        )
        for citation in answer.citations or answer.closest
    )
    said = phrases["said_none"].format(reason=answer.no_answer_reason)
    if answer.answer:
        said = phrases["said_short"].format(answer=answer.answer)
        if answer.conflict and answer.note:
            said = f"{said}. {answer.note}"
    elif answer.citations:
        said = phrases["said_quote"].format(quote=one_line(answer.citations[0].cited_text, _SAID))
    return ExchangeView(
        asked=asked.question,
        answer=answer,
        language=language_of(answer.best.document_id) if answer.best else "",
        interpreted_as=asked.interpreted_as,
        short=answer.answer,
        quotes=quotes,
        said=said,
        why="" if asked.is_reply else answer.question,
        limits=limits_query(answer.limits.limits) if answer.limits else "",
        is_alone=is_alone,
    )


def _quote(
    citation: Citation, phrases: Phrases, *, root: str, public_url: str | None, language: str
) -> QuoteView:
    text, at, stop = citation.cited_text, citation.start_char_index, citation.end_char_index
    start, end = citation.answer_start_char_index, citation.answer_end_char_index
    has_short = start is not None and end is not None
    first, last = (start - at, end - at) if start is not None and end is not None else (0, 0)
    title = one_line(citation.document_title, _LONGEST_TITLE)
    dated = phrases.day(citation.published_at) if citation.published_at else ""
    quoted = phrases.in_marks(text, language)
    return QuoteView(
        number=citation.number,
        role=citation.role or "nearest",
        language=language,
        before=text[:first],
        short=text[first:last],
        after=text[last:],
        document_id=citation.document_id,
        href=root + page_path(citation.document_id, at, stop),
        permanent=root + page_path(citation.document_id, at, stop, sha256=citation.document_sha256),
        short_place=f"{start},{end}" if has_short else "",
        title=title,
        published_at=citation.published_at,
        dated=dated,
        passage=citation.passage,
        is_part=citation.is_part,
        speaker=one_line(citation.unnamed_speaker or "", _LONGEST_SPEAKER),
        dates=tuple((resolved.text, phrases.days(resolved)) for resolved in citation.unnamed_dates),
        source=web_address(citation.text_fragment_url) or web_address(citation.url),
        citation=", ".join(part for part in (quoted, title, dated) if part),
        address=page_url(
            citation.document_id,
            at,
            stop,
            public_url=public_url,
            sha256=citation.document_sha256,
        )
        if public_url
        else "",
    )


def web_address(url: str | None) -> str | None:
    """Return `url` if the page may link to it."""
    is_web = url and len(url) <= _LONGEST_URL and url.startswith(("https://", "http://"))
    return url if is_web else None


def title_of(document: Document) -> str:
    """Return the title on one line."""
    return one_line(document.title, _LONGEST_TITLE) or document.id
