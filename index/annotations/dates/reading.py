"""Resolve words of time to days: "vendredi", "en juin", "début 2026", "le 27 février".

They are read as news agencies write, from the article's day of publication, and given beside a
quote, never inside it. What can be read in two ways is not resolved: a wrong date is worse than
none. So the conventions are these:

- a weekday is the last such day on or before publication, which agencies name on the day itself
  too; in the future, the first one after. There must be a verb that tells. "vendredi prochain"
  is the first one after, "vendredi dernier" the last one before, unless that was the day before.
- a month is the last one that began, or in the future the next one, if it is less than ten
  months away; "en mars" in a report of February on what was announced may be either.
- a day of a month is the one nearest to publication, on or before by preference
  (`index.annotations.dates.resolving.Resolver.day`).
- "début", "mi-" and "fin" are the first, second and last third: January to April, May to August,
  September to December; or to the 10th, to the 20th, to the end of a month.
- "la semaine dernière" is Monday to Sunday.
- where another year was named before in the paragraph, or one long past before that, months and
  days of them are resolved with their own year alone; inside quotation marks, where the day of
  speaking is not known, everything is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.annotations.dates.context import Context
from index.annotations.dates.phrases import PhraseReader
from index.annotations.dates.resolving import Resolver, month_of, one_day
from index.annotations.dates.words import date_words
from index.documents.cut import CutDocument
from index.text.tokens import Token, analyzer_for

_ISO = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])", re.ASCII)


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """Words of time in an article and the days they mean, both included.

    `text` is `document.text[start_char_index:end_char_index]`: Python code points, 0-based, end
    exclusive. One day has `start == end`.
    """

    text: str
    start_char_index: int
    end_char_index: int
    start: date
    end: date

    @property
    def names_its_year(self) -> bool:
        """Return whether the words say it themselves, so that a reader need not be told."""
        return str(self.start.year) in self.text

    @property
    def is_month(self) -> bool:
        """Return whether the days are a whole month."""
        return (self.start, self.end) == month_of(self.start.year, self.start.month)

    @property
    def is_year(self) -> bool:
        """Return whether the days are a whole year."""
        return (self.start, self.end) == (
            date(self.start.year, 1, 1),
            date(self.start.year, 12, 31),
        )

    @property
    def iso(self) -> str:
        """The day, month or year as ISO 8601 writes it; other stretches as first day/last day."""
        start, end = self.start.isoformat(), self.end.isoformat()
        if self.is_year:
            return start[:4]
        if self.is_month:
            return start[:7]
        return start if start == end else f"{start}/{end}"


def find_dates(cut: CutDocument) -> Mapping[int, tuple[ResolvedDate, ...]]:
    """Return the resolved dates of each sentence of `cut`, by where the sentence starts.

    A sentence without any has no entry.
    """
    document = cut.document
    found = {
        sentence.start: resolve_dates(
            document.text,
            sentence.start,
            sentence.end,
            language=document.language,
            published_at=document.published_at,
            tokens=cut.tokens_between(sentence.start, sentence.end),
        )
        for sentence in cut.sentences
    }
    return {start: dates for start, dates in found.items() if dates}


def resolve_dates(
    text: str,
    start: int,
    end: int,
    *,
    language: str,
    published_at: date | None,
    tokens: Sequence[Token] | None = None,
) -> tuple[ResolvedDate, ...]:
    """Return the words of time in the sentence `text[start:end]` that mean certain days, in order.

    Without `published_at`, only what names its year. They do not overlap. `tokens` are those of
    the sentence, where they are known. Never raises, for any text; a language without word lists
    has only dates such as 2026-02-27.
    """
    words = date_words(language)
    found = [
        (match.start(), match.end(), span)
        for match in _ISO.finditer(text, start, end)
        if (span := one_day(int(match[1]), int(match[2]), int(match[3])))
    ]
    if words:
        if tokens is None:
            tokens = tuple(analyzer_for(language).tokens(text, start=start, end=end))
        if any(token.is_number or token.surface in words.starts for token in tokens):
            resolver = Resolver(Context(text, tokens, words, start, end), published_at)
            found += [
                (tokens[first].start, tokens[last].end, span)
                for first, last, span in PhraseReader(text, tokens, words, resolver).read()
            ]
    return tuple(ResolvedDate(text[a:b], a, b, *span) for a, b, span in sorted(found))
