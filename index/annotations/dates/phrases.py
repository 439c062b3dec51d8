"""Read words of time token by token: which belong together, and what they name.

What they name is resolved to days by `index.annotations.dates.resolving`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.annotations.dates.resolving import Resolver, Span, days_of, month_of, third_of
from index.annotations.dates.words import DateWords, Phrase
from index.text.numerals import is_year
from index.text.tokens import Token

_MAX_DAYS_AGO = 30

_GAP = re.compile("\\.?(?:[ \u00a0\u202f\u2009]|\\r?\\n)?|[-‐‑–'’]")
_COMMA_GAP = re.compile("\\.?,?(?:[ \u00a0\u202f\u2009]|\\r?\\n)")
_DASH = re.compile("[ \u00a0\u202f]?[-‐‑–][ \u00a0\u202f]?")
_DAY = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?", re.ASCII)

Found = tuple[int, int, Span | None]  # first and last token; the days, or None where in doubt


class PhraseReader:
    """Reads the words of time of one sentence, token by token, the longest reading first."""

    def __init__(
        self, text: str, tokens: Sequence[Token], words: DateWords, resolver: Resolver
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.words = words
        self.resolver = resolver

    def read(self) -> list[tuple[int, int, Span]]:
        """Return first and last token of what is resolved, and the days it means."""
        found: list[tuple[int, int, Span]] = []
        i = 0
        while i < len(self.tokens):
            token = self.tokens[i]
            if not token.is_number and token.surface not in self.words.starts:
                i += 1
                continue
            reading = self._read_at(i)
            if reading and reading[2]:
                found.append((reading[0], reading[1], reading[2]))
            i = reading[1] + 1 if reading else i + 1
        return found

    def _read_at(self, i: int) -> Found | None:
        """Return what begins at token i, whether it can be resolved or not."""
        return (
            self._calendar_day(i)
            or self._part(i)
            or self._month_at(i)
            or self._weekday_at(i)
            or self._phrase_at(i)
            or self._ago(i)
        )

    # --- what the words are ---

    def _calendar_day(self, i: int) -> Found | None:
        """Read a day of a month, with its weekday before and its year after it, where they are."""
        weekday = self._weekday(i)
        at = i
        if weekday is not None:
            if not self._near(i, _COMMA_GAP):
                return None
            at = i + 1
        days = self._days(at)
        if days and self._near(days[2]):
            first_day, last_day, j = days
            behind = self._skip(j + 1, self.words.of, 1)
            month = self._month(behind)
            last = behind
        elif (month := self._month(at)) and self._near(at) and (days := self._days(at + 1)):
            first_day, last_day, last = days
        else:
            return None
        if month is None:
            return None
        at_year = self._skip(last + 1, self.words.of, 1)
        year = self._year(at_year) if self._near(last, _COMMA_GAP) or self._near(last) else None
        if year is not None:
            span = days_of(year, month, first_day, last_day)
            if span and weekday is not None and span[0].weekday() != weekday:
                span = None
            return i, at_year, span
        if self._near(last) and last + 1 < len(self.tokens) and self.tokens[last + 1].is_number:
            return i, last, None  # "le 15 mars 44", "on 3 May 10 people"
        if self._is_no_certain_day(i):
            return i, last, None
        modifier, last = self._modifier_behind(last)
        span = self.resolver.day(
            i, last, month, (first_day, last_day), weekday=weekday, modifier=modifier
        )
        return i, last, span

    def _part(self, i: int) -> Found | None:
        """Read a third of a year or month: "début 2026", "mid-January", "the end of 2025"."""
        third = self.words.parts.get(self._surface(i))
        if third is None or not self._near(i):
            return None
        at = self._skip(i + 1, self.words.of, 4)
        if (year := self._year(at)) is not None:
            return i, at, (date(year, 4 * third + 1, 1), month_of(year, 4 * third + 4)[1])
        month = self._month(at)
        if month is None:
            return None
        if (year := self._year_behind(at)) is not None:
            return i, self._year_place(at), third_of(year, month, third)
        modifier, last = self._modifier_behind(at)
        return i, last, self.resolver.month(i, last, month, modifier, third=third)

    def _month_at(self, i: int) -> Found | None:
        """Read a month with its year, or with a word next to it that makes it a month."""
        first, modifier = i, 0
        if self.words.modifier_before and (modifier := self._modifies(i)) and self._near(i):
            i += 1
        month = self._month(i)
        if month is None:
            return None
        if (year := self._year_behind(i)) is not None:
            return first, self._year_place(i), month_of(year, month)
        last = i
        if not modifier:
            modifier, last = self._modifier_behind(i)
        if not modifier and (
            not self._has_cue(first) or self.tokens[i].surface in self.words.short
        ):
            return None
        if self._near(last) and last + 1 < len(self.tokens) and self.tokens[last + 1].is_number:
            return first, last, None  # "en mai 68"
        return first, last, self.resolver.month(first, last, month, modifier)

    def _weekday_at(self, i: int) -> Found | None:
        first, modifier = i, 0
        if self.words.modifier_before and (modifier := self._modifies(i)) and self._near(i):
            i += 1
        weekday = self._weekday(i)
        if weekday is None:
            return None
        last = i
        if not modifier:
            modifier, last = self._modifier_behind(i)
        before = self._surface(first - 1)
        behind = self._surface(last + 1)
        if (
            before in self.words.no_weekday_before
            or behind in self.words.no_weekday_after
            or self._surface(last + 2) in self.words.feasts
            or self._is_named_so(first, last)
            or self._is_that(last)
            or (behind == "the" and self._day_number(last + 2))  # "Friday the 13th"
        ):
            return first, last, None
        is_this = before in self.words.this
        return first, last, self.resolver.weekday(first, last, weekday, modifier, is_this=is_this)

    def _phrase_at(self, i: int) -> Found | None:
        """Read what is counted from the day of publication: "hier", "last month"."""
        for days, distance in self.words.days.items():
            if end := self._spells(i, days):
                in_doubt = (
                    self._surface(i - 1) in self.words.no_day_before
                    or self._genitive(end)
                    or (i > 0 and self.tokens[i].is_name)
                )
                return i, end - 1, None if in_doubt else self.resolver.from_today(i, distance)
        for period, (unit, distance) in self.words.periods.items():
            if end := self._spells(i, period):
                if self._surface(i - 1) in self.words.no_period_before or self._is_that(end - 1):
                    return i, end - 1, None
                from_sunday = self.words.weeks_from_sunday
                span = self.resolver.period(i, unit, distance, from_sunday=from_sunday)
                return i, end - 1, span
        return None

    def _ago(self, i: int) -> Found | None:
        """Read days counted back: "il y a trois jours"; weeks are no certain day."""
        before, behind = self.words.ago
        at = self._spells(i, before) if before else i
        if not at and before:
            return None
        surface = self._surface(at)
        count = self.words.numbers.get(surface, 0)
        if surface.isascii() and surface.isdigit() and len(surface) <= 2:
            count = int(surface)
        end = self._spells(at + 1, behind) if count and self._near(at) else 0
        if not end or not 2 <= count <= _MAX_DAYS_AGO:
            return None
        return i, end - 1, self.resolver.from_today(i, -count)

    # --- single words ---

    def _surface(self, i: int) -> str:
        return self.tokens[i].surface if 0 <= i < len(self.tokens) else ""

    def _near(self, i: int, gap: re.Pattern[str] = _GAP) -> bool:
        """Return whether nothing but `gap` is between token i and the next."""
        if i + 1 >= len(self.tokens):
            return False
        return gap.fullmatch(self.text, self.tokens[i].end, self.tokens[i + 1].start) is not None

    def _skip(self, i: int, words: frozenset[str], most: int) -> int:
        """Return the first token from i on, `most` further at most, that is none of `words`."""
        stop = i + most
        while i < stop and self._surface(i) in words and self._near(i):
            i += 1
        return i

    def _spells(self, i: int, phrase: Phrase) -> int:
        """Return the token after `phrase`, if that begins at token i; else 0."""
        for n, word in enumerate(phrase):
            if self._surface(i + n) != word or (n and not self._near(i + n - 1)):
                return 0
        return i + len(phrase)

    def _month(self, i: int) -> int | None:
        month = self.words.months.get(self._surface(i))
        return month if month and self._written_as_such(i) else None

    def _weekday(self, i: int) -> int | None:
        weekday = self.words.weekdays.get(self._surface(i))
        return weekday if weekday is not None and self._written_as_such(i) else None

    def _written_as_such(self, i: int) -> bool:
        """Return whether token i has a capital where its language wants one.

        A day or part before a month makes it one however it is written ("22 Juillet"), but for
        a street or stadium that bears it ("8-Mai").
        """
        if self.words.capital:
            return self.tokens[i].is_name
        if not self.tokens[i].is_name or i == 0:
            return True
        before = self.tokens[i - 1]
        if before.is_number:
            return not _DASH.fullmatch(self.text, before.end, self.tokens[i].start)
        return before.surface in self.words.parts

    def _year(self, i: int) -> int | None:
        if not 0 <= i < len(self.tokens):
            return None
        return int(self.tokens[i].surface) if is_year(self.tokens[i]) else None

    def _year_place(self, i: int) -> int:
        return self._skip(i + 1, self.words.of, 1)

    def _year_behind(self, i: int) -> int | None:
        """Return the year after token i, with "de" between them at most."""
        return self._year(self._year_place(i)) if self._near(i) else None

    def _days(self, i: int) -> tuple[int, int, int] | None:
        """Return first and last day, and the last token of "27", "27-28", "3 au 7", "27 et 28"."""
        first = self._day_number(i)
        if first is None:
            return None
        j = i + 2 if self._surface(i + 1) in self.words.to | self.words.and_ else i + 1
        joined = self._near(i, _DASH) if j == i + 1 else self._near(i) and self._near(i + 1)
        last = self._day_number(j) if joined else None
        if last is None or last <= first:
            return first, first, i
        if self._surface(i + 1) in self.words.and_ and last != first + 1:
            return None  # two days: the second is read alone
        return first, last, j

    def _day_number(self, i: int) -> int | None:
        number = _DAY.fullmatch(self._surface(i))
        return int(number[1]) if number and 1 <= int(number[1]) <= 31 else None

    def _modifies(self, i: int) -> int:
        """Return 1 for "next", -1 for "last", else 0."""
        surface = self._surface(i)
        return (surface in self.words.next) - (surface in self.words.last)

    def _modifier_behind(self, i: int) -> tuple[int, int]:
        """Return what `_modifies` says of the token after i, and the last token then."""
        if self.words.modifier_after and self._near(i) and (modifier := self._modifies(i + 1)):
            return modifier, i + 1
        return 0, i

    def _has_cue(self, i: int) -> bool:
        """Return whether the words before token i make it a month: "en", "mois de"."""
        before = [self._surface(i - n) for n in (3, 2, 1)]
        return any(tuple(before[-len(cue) :]) == cue for cue in self.words.cues)

    def _is_named_so(self, first: int, last: int) -> bool:
        """Return whether it is part of a name, such as "Sunday Times"."""
        if not self.words.capital or not self._near(last) or self._surface(first - 1) == "on":
            return False
        return self.tokens[last + 1].is_name

    def _is_that(self, last: int) -> bool:
        """Return whether "-là" follows token `last`: "cette année-là", some other year."""
        return self._surface(last + 1) == "la" and self._near(last, _DASH)

    def _is_no_certain_day(self, i: int) -> bool:
        """Return whether it is a street ("rue du 4 septembre"), or comes every year."""
        return any(self._surface(i - n) in self.words.streets | self.words.every for n in (1, 2))

    def _genitive(self, end: int) -> bool:
        """Return whether token `end` is the s of "yesterday's"."""
        return self._surface(end) == "s" and self._near(end - 1)
