"""Resolve what was read to days, counted from the day of publication.

`index.annotations.dates.reading` says by which conventions. Everything here gives first and last
day, both included, or None where it is in doubt.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from index.annotations.dates.context import Context

_NEAR_DAYS = 274  # nine months: a day of a month farther away would be named with its year
_RECENT_DAYS, _COMING_DAYS = 184, 92  # half a year back, three months ahead: needs no verb
_NEAR_MONTHS = 10
_NEVER = 999  # days
_TENSES = {1: "future", -1: "past"}
# Days that are known by their month alone, whatever the year: attacks that bear their dates.
KNOWN = frozenset({(9, 11), (10, 7), (11, 13), (1, 6)})

Span = tuple[date, date]


class Resolver:
    """Resolves words of the sentence that `context` is of.

    A `modifier` is 1 for "next", -1 for "last", 0 for neither; `first` and `last` are tokens.
    """

    def __init__(self, context: Context, published_at: date | None) -> None:
        self.context = context
        self.today = published_at

    def from_today(self, first: int, days: int) -> Span | None:
        """Return the day that is `days` after publication, or before it."""
        today = self._known_day(first)
        day = _shift(today, days) if today else None
        return (day, day) if day else None

    def weekday(
        self, first: int, last: int, weekday: int, modifier: int, *, is_this: bool
    ) -> Span | None:
        """Resolve a weekday (0 to 6, Monday first); `is_this`: "ce vendredi"."""
        today = self._known_day(first)
        if today is None:
            return None
        back = (today.weekday() - weekday) % 7
        if is_this:
            return None if back else (today, today)
        if modifier:
            distance = 7 - back if modifier > 0 else -(back or 7)
            # "vendredi dernier", said on a Saturday, is hardly the day before.
            return self.from_today(first, distance) if abs(distance) > 1 else None
        tense = self.context.tense(first, last)
        if tense == "past":
            return self.from_today(first, -back)
        return self.from_today(first, 7 - back) if tense == "future" and back else None

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
        """Resolve the `days` of a month without a year: in the year that brings them nearest.

        With a verb in the past, the last ones if within nine months; in the future, the next
        ones within nine months; else the last ones within half a year, or the next ones within
        three months. A weekday named with them decides alone.
        """
        today = self._known_day(first)
        if today is None:
            return None
        spans = [span for year in years_around(today) if (span := days_of(year, month, *days))]
        if weekday is not None:
            spans = [span for span in spans if span[0].weekday() == weekday]
            return spans[0] if spans else None  # never two in three years
        if (month, days[0]) in KNOWN and not modifier:
            return None
        tense = _TENSES.get(modifier) or self.context.tense(first, last)
        past = [span for span in spans if span[0] <= today]
        future = [span for span in spans if span[0] > today]
        back = (today - past[-1][0]).days if past else _NEVER
        ahead = (future[0][0] - today).days if future else _NEVER
        if modifier:
            either = past[-1:] if modifier < 0 else future[:1]
            return either[0] if either else None
        chosen: Span | None = None
        if (tense == "past" and back <= _NEAR_DAYS) or (tense == "none" and back <= _RECENT_DAYS):
            chosen = past[-1]
        elif (tense == "future" and ahead <= _NEAR_DAYS) or (
            tense == "none" and ahead <= _COMING_DAYS
        ):
            chosen = future[0]
        return self._of_its_year(chosen, first)

    def month(
        self, first: int, last: int, month: int, modifier: int, *, third: int | None = None
    ) -> Span | None:
        """Resolve a month without a year, or the `third` (0 to 2) of it."""
        today = self._known_day(first)
        if today is None:
            return None
        tense = _TENSES.get(modifier) or self.context.tense(first, last)
        spans = [
            month_of(year, month) if third is None else third_of(year, month, third)
            for year in years_around(today)
        ]
        this_month = today.replace(day=1)
        if tense == "past":
            spans = [s for s in spans if s[0] <= today and not (modifier and s[1] >= this_month)]
            chosen = spans[-1] if spans else None
        elif tense == "future":
            spans = [s for s in spans if s[0] > today]
            chosen = spans[0] if spans else None
        else:
            chosen = None
        if chosen is None or modifier:
            return chosen
        months = abs(12 * (today.year - chosen[0].year) + today.month - month)
        return self._of_its_year(chosen, first) if months < _NEAR_MONTHS else None

    def period(self, first: int, unit: str, distance: int, *, from_sunday: bool) -> Span | None:
        """Resolve a week, month or year, `distance` from that of publication.

        `from_sunday`: weeks begin on Sunday for some, so that on a Sunday they are in doubt.
        """
        today = self._known_day(first)
        if today is None:
            return None
        if unit == "week":
            monday = _shift(today, 7 * distance - today.weekday())
            sunday = _shift(monday, 6) if monday else None
            in_doubt = from_sunday and today.weekday() == 6
            return (monday, sunday) if monday and sunday and not in_doubt else None
        months = 12 * today.year + today.month - 1 + distance * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        if not 1 <= year <= 9999:
            return None
        return (
            (date(year, 1, 1), date(year, 12, 31)) if unit == "year" else month_of(year, month + 1)
        )

    def _known_day(self, first: int) -> date | None:
        """Return the day to count from; None in a quotation, which may be older."""
        quoted = self.context.is_quoted(self.context.tokens[first].start)
        return None if quoted else self.today

    def _of_its_year(self, span: Span | None, first: int) -> Span | None:
        """Return `span`, unless what is before it speaks of another year."""
        place = self.context.tokens[first].start
        if span and self.today and self.context.is_of_year(place, span[0].year, self.today.year):
            return span
        return None


def one_day(year: int, month: int, day: int) -> Span | None:
    """Return that day, if there is one."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found


def days_of(year: int, month: int, first: int, last: int) -> Span | None:
    """Return the days `first` to `last` of a month, if there are such."""
    start, end = one_day(year, month, first), one_day(year, month, last)
    return (start[0], end[0]) if start and end else None


def month_of(year: int, month: int) -> Span:
    """Return the whole month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def third_of(year: int, month: int, third: int) -> Span:
    """Return the days 1 to 10, 11 to 20, or 21 to the end of a month."""
    start, end = month_of(year, month)
    end = end if third == 2 else start.replace(day=10 * third + 10)
    return start.replace(day=10 * third + 1), end


def years_around(today: date) -> list[int]:
    """Return the years before, of and after `today`, as far as the calendar goes."""
    return [y for y in (today.year - 1, today.year, today.year + 1) if 1 <= y <= 9999]


def _shift(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
