"""Which days a question names, and how far a sentence's dates lie in them.

A question has no tense to trust and no paragraph before it, so it is read by other conventions
than an article: "vendredi" is the last one on or before publication, "le 27 février" the one
nearest to it, days to come counting twice, "en juin" the last June that began; the next one only
where the verb is in the future. "hier" is counted from publication as well: a reader asks from
inside the report.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from index.annotations.dates.context import Context
from index.annotations.dates.reading import DateReader, Found, ResolvedDate, resolve_dates
from index.annotations.dates.resolving import (
    KNOWN,
    Resolver,
    Span,
    days_of,
    month_of,
    third_of,
    years_around,
)
from index.annotations.dates.words import date_words
from index.documents.document import Document
from index.documents.sentences import Sentence
from index.text.tokens import analyzer_for

_CACHED_SENTENCES = 65_536
_BETWEEN = 3  # tokens at most from one end of a stretch to the other: "3 mai et le 4 juin"


def asked_span(
    question_text: str, language: str, published_at: date | None
) -> tuple[date, date] | None:
    """The first and last day of what a question in `language` names, or None.

    `published_at` is the article's; without it, only what names its year. Of several dates the
    first counts, or the stretch from the first to the second where that is what they mark.
    Never raises, for any text.
    """
    words = date_words(language)
    if words is None:
        found = resolve_dates(
            question_text, 0, len(question_text), language=language, published_at=published_at
        )
        return (found[0].start, found[0].end) if found else None
    tokens = tuple(analyzer_for(language).tokens(question_text))
    if not any(token.is_number or token.surface in words.starts for token in tokens):
        return None
    if dated := _iso_day(question_text):
        return dated
    context = Context(question_text, tokens, words, 0, len(question_text))
    reader = _QuestionReader(question_text, tokens, words, _QuestionResolver(context, published_at))
    spans = reader.read()
    if not spans:
        return None
    if len(spans) > 1:
        (_, last, one), (first, _, other) = spans[:2]
        between = question_text[tokens[last].end : tokens[first].start]
        is_stretch = (
            2 <= first - last <= _BETWEEN
            and "," not in between
            and tokens[last + 1].surface in words.to | words.and_
        )
        if is_stretch and one[0] <= other[1]:
            return one[0], max(one[1], other[1])
    return spans[0][2]


def date_overlap(span: tuple[date, date] | None, resolved: Sequence[ResolvedDate]) -> float:
    """How well the best of the dates `resolved` lies in `span`, 0 to 1.

    1 where it lies in it wholly, 0 where none meets it. Where it is broader, 1 / (1 + log2 of how
    many times): a day asked for is worth 0.26 in a week, 0.17 in a month and 0.11 in a year.
    """
    if span is None:
        return 0.0
    best = 0.0
    for found in resolved:
        common = (min(span[1], found.end) - max(span[0], found.start)).days + 1
        if common > 0:
            broader = ((found.end - found.start).days + 1) / common
            best = max(best, 1 / (1 + math.log2(broader)))
    return best


class SentenceDates:
    """The resolved dates of sentences, each worked out when it is first needed, and kept.

    One for each engine, so that articles are forgotten with it. Safe to use from threads.
    """

    def __init__(self) -> None:
        self._resolved = lru_cache(maxsize=_CACHED_SENTENCES)(_resolve)

    def of(self, document: Document, sentence: Sentence) -> tuple[ResolvedDate, ...]:
        """The words of time in `sentence` of `document` that mean certain days."""
        return self._resolved(document, sentence.start, sentence.end)

    def overlaps(
        self, question_text: str, language: str, places: Iterable[tuple[Document, Sentence]]
    ) -> list[float]:
        """`date_overlap` of each sentence with what the question, in `language`, names.

        Each by its own article's day of publication. Nothing is resolved where no date is named.
        """
        spans: dict[date | None, Span | None] = {}
        values: list[float] = []
        for document, sentence in places:
            day = document.published_at
            if day not in spans:
                spans[day] = asked_span(question_text, language, day)
            span = spans[day]
            values.append(date_overlap(span, self.of(document, sentence)) if span else 0.0)
        return values


def _iso_day(text: str) -> Span | None:
    """The first date such as 2026-02-27 in `text`."""
    found = resolve_dates(text, 0, len(text), language="", published_at=None)
    return (found[0].start, found[0].end) if found else None


def _resolve(document: Document, start: int, end: int) -> tuple[ResolvedDate, ...]:
    return resolve_dates(
        document.text,
        start,
        end,
        language=document.language,
        published_at=document.published_at,
    )


class _QuestionResolver(Resolver):
    """Resolves by the conventions of questions; what is quoted in one is asked for as well."""

    def weekday(
        self,
        first: int,
        last: int,
        weekday: int,
        modifier: int,
        *,
        is_this: bool,  # noqa: ARG002 (the base's)
    ) -> Span | None:
        if self.today is None:
            return None
        back = (self.today.weekday() - weekday) % 7
        if modifier:
            return self.from_today(first, 7 - back if modifier > 0 else -(back or 7))
        if back and self._is_to_come(first, last):
            return self.from_today(first, 7 - back)
        return self.from_today(first, -back)

    def day(
        self,
        first: int,
        last: int,
        month: int,
        days: tuple[int, int],
        *,
        weekday: int | None,
        modifier: int,
    ) -> Span | None:
        today = self.today
        if today is None or ((month, days[0]) in KNOWN and not modifier):
            return None
        spans = [span for year in years_around(today) if (span := days_of(year, month, *days))]
        if weekday is not None:
            spans = [span for span in spans if span[0].weekday() == weekday]
        if modifier:
            spans = [span for span in spans if (span[0] > today) == (modifier > 0)]
        ahead = 1 if self._is_to_come(first, last) else 2  # reports tell of what has been
        return min(
            spans,
            key=lambda span: max((today - span[0]).days, ahead * (span[0] - today).days),
            default=None,
        )

    def month(
        self, first: int, last: int, month: int, modifier: int, *, third: int | None = None
    ) -> Span | None:
        today = self.today
        if today is None:
            return None
        spans = [
            month_of(year, month) if third is None else third_of(year, month, third)
            for year in years_around(today)
        ]
        if modifier > 0 or (not modifier and self._is_to_come(first, last)):
            return next((span for span in spans if span[1] > today), None)
        this_month = today.replace(day=1)
        spans = [s for s in spans if s[0] <= today and not (modifier and s[1] >= this_month)]
        return spans[-1] if spans else None

    def _is_to_come(self, first: int, last: int) -> bool:
        return self.context.tense(first, last) == "future"

    def _known_day(self, first: int) -> date | None:  # noqa: ARG002 (a quote in a report has a day of its own)
        return self.today


class _QuestionReader(DateReader):
    """Reads a question: as it is typed, in small letters often, and with years alone."""

    def read_at(self, i: int) -> Found | None:
        return super().read_at(i) or self._today_at(i) or self._year_at(i)

    def _today_at(self, i: int) -> Found | None:
        for phrase in self.words.today:
            if end := self._spells(i, phrase):
                return i, end - 1, self.resolver.from_today(i, 0)
        return None

    def _year_at(self, i: int) -> Found | None:
        """A year alone, where a word leads up to it as to a month: "en 2025"."""
        year = self._year(i)
        is_led = self._has_cue(i) or self._surface(i - 1) in self.words.of
        if year is None or not is_led or self._is_counted(i):
            return None
        return i, i, (date(year, 1, 1), date(year, 12, 31))

    def _is_counted(self, i: int) -> bool:
        """Whether there are that many of something: "more than in 2000 cities"."""
        following = self._surface(i + 1)
        return (
            self._near(i)
            and bool(following)
            and following not in self.words.starts
            and (bool(self.tokens[i + 1].term))
        )

    def _written_as_such(self, i: int) -> bool:
        """Small letters for capitals, and the other way round, beside a number or a cue."""
        if super()._written_as_such(i):
            return True
        if self._surface(i) in self.words.weekdays:
            return self.words.capital
        beside = any(0 <= j < len(self.tokens) and self.tokens[j].is_number for j in (i - 1, i + 1))
        return beside or (self.words.capital and self._has_cue(i))

    def _has_cue(self, i: int) -> bool:
        return super()._has_cue(i) or self._surface(i - 1) in self.words.of
