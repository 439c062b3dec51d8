"""Index terms that a resolved date adds to its sentence.

"vendredi" is found by "27 février 2026", because that day's words are indexed with it. They serve
search alone and are never quoted.
"""

from __future__ import annotations

from datetime import date, timedelta

from index.annotations.dates.reading import ResolvedDate
from index.annotations.dates.words import DateWords, date_words
from index.text.lexicon import available_languages
from index.text.tokens import analyzer_for

_MONTH = 31  # days; of a longer stretch only the years are added
_FEW = 3  # days that are each added: "les 26 et 27 février"


def date_terms(resolved: ResolvedDate, language: str) -> tuple[str, ...]:
    """Return the terms that `resolved` implies in an article in `language`, its own left out.

    Of one day: its number, month, weekday and year; of a week or month, months and year; of more,
    the years. Months and weekdays in every language with a lexicon, since a French article is
    asked about in English as well.
    """
    start, end = resolved.start, resolved.end
    days = [start + timedelta(days=n) for n in range(min((end - start).days + 1, _FEW + 1))]
    words = [str(start.year), str(end.year)]
    if (end - start).days < _MONTH:
        words += [*_months(start), *_months(end)]
    if len(days) <= _FEW:
        words += [word for day in days for word in (*_numbers(day, language), *_weekdays(day))]
    own = set(analyzer_for(language).terms(resolved.text))
    terms = analyzer_for(language).terms("\n".join(words))
    return tuple(dict.fromkeys(term for term in terms if term not in own))


def _numbers(day: date, language: str) -> list[str]:
    """Return how the number of `day` is written: "27", "27th", "1er"."""
    number = str(day.day)
    if language == "fr":
        return [number, "1er"] if day.day == 1 else [number]
    if language == "en":
        ending = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day // 10 != 1 else 0, "th")
        return [number, f"{number}{ending}"]
    return [number]


def _months(day: date) -> list[str]:
    return [words.month_names[day.month - 1] for words in _all_words()]


def _weekdays(day: date) -> list[str]:
    return [words.weekday_names[day.weekday()] for words in _all_words()]


def _all_words() -> list[DateWords]:
    return [words for code in available_languages() if (words := date_words(code))]
