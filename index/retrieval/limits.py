"""Limits of a question: the articles that may answer it, by id, by day of publication, by language.

An article without a date is outside every limit in time: nobody knows that it is inside.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.documents.document import Document
from index.errors import InputError, show
from index.text.lexicon import UNKNOWN_LANGUAGE, available_languages

MAX_DOCUMENTS = 100  # ids of one question

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Limits:
    """Which articles may answer; `Limits()` are all.

    document_ids: only these; empty for any
    since, until: only those published from that day on, and until that day, both included
    language: only those in this language, a code such as "fr"; "" for any
    """

    document_ids: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    language: str = ""

    def __bool__(self) -> bool:
        return self != Limits()

    @property
    def has_days(self) -> bool:
        """Whether only articles with a date can be inside."""
        return self.since is not None or self.until is not None

    def or_else(self, others: Limits) -> Limits:
        """Return these limits, and those of `others` where these say nothing."""
        days = self if self.has_days else others
        return Limits(
            self.document_ids or others.document_ids,
            days.since,
            days.until,
            self.language or others.language,
        )


@dataclass(frozen=True, slots=True)
class AppliedLimits:
    """The limits that an answer kept, in the names of every face, and what they came to.

    `articles` were inside, of `total`; `undated` were left out for want of a date alone.
    """

    document_id: tuple[str, ...]
    since: date | None
    until: date | None
    article_language: str | None
    articles: int
    total: int
    undated: int

    @property
    def limits(self) -> Limits:
        """The limits themselves."""
        return Limits(self.document_id, self.since, self.until, self.article_language or "")


def read_limits(
    *,
    document_id: str | Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    article_language: str | None = None,
) -> Limits:
    """Return the limits that a caller wrote. None and "" are no limit.

    A day may also be a month or a year ("2024-03", "2024"): `since` means its first day, `until`
    its last. Whether an article has the id is for the engine to say. Raises `InputError`, with the
    names of these arguments.
    """
    ids = [document_id] if isinstance(document_id, str) else list(document_id or ())
    ids = list(dict.fromkeys(name for name in ids if name))
    if len(ids) > MAX_DOCUMENTS:
        raise InputError("document_id", f"must be at most {MAX_DOCUMENTS} articles", f"{len(ids)}")
    first = _day("since", since, "first") if since else None
    last = _day("until", until, "last") if until else None
    if first and last and first > last:
        rule = f"must not be before since, {first.isoformat()}"
        raise InputError("until", rule, last.isoformat())
    return Limits(tuple(ids), first, last, _language(article_language) if article_language else "")


def inside(
    documents: Sequence[Document], limits: Limits, *, find: Callable[[str], Document]
) -> tuple[list[bool], int]:
    """Return which of `documents` are inside `limits`, and how many lack a date alone.

    find: gives the document of an id
    """
    wanted = {find(name).id for name in limits.document_ids}
    flags, undated = [], 0
    for document in documents:
        is_inside = (not wanted or document.id in wanted) and (
            not limits.language or document.language == limits.language
        )
        if is_inside and limits.has_days:
            day = document.published_at
            undated += day is None
            is_inside = day is not None and ((limits.since or day) <= day <= (limits.until or day))
        flags.append(is_inside)
    return flags, undated


def _day(field: str, value: str, which: Literal["first", "last"]) -> date:
    match = _DAY.fullmatch(value.strip())
    rule = "must be a day, a month or a year, such as 2024-03-31, 2024-03 or 2024"
    if not match:
        raise InputError(field, rule, show(value))
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        return span_of(year or 0, month, day)[which == "last"]
    except ValueError:
        raise InputError(field, rule, show(value)) from None


def span_of(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date]:
    """Return the first and the last day of a year, month or day. Raises `ValueError`."""
    if day is not None and month is not None:
        return date(year, month, day), date(year, month, day)
    if month is not None:
        first = date(year, month, 1)
        return first, date(year, month, calendar.monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def _language(value: str) -> str:
    code = value.strip().lower()
    known = (*available_languages(), UNKNOWN_LANGUAGE)
    if code not in known:
        raise InputError("article_language", f"must be one of {', '.join(known)}", show(value))
    return code
