"""The page's words: every phrase in French and English, from one data file."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib.resources import files
from typing import Any

from index.answering import ResolvedDate

LANGUAGES = ("fr", "en")
DEFAULT = "en"

# French has a no-break space before high punctuation and inside guillemets.
_TIGHT = re.compile(r" (?=[:;?!»%])|(?<=«) |(?<=§) ")


class Phrases(dict[str, Any]):
    """The phrases of one `language`, by name; what is in braces is filled in by who shows it."""

    def __init__(self, language: str, phrases: dict[str, Any]) -> None:
        super().__init__(_typeset(phrases) if language == "fr" else phrases)
        self.language = language

    def day(self, day: date) -> str:
        """Return `day` as a reader writes it: `28 février 2026`."""
        number = self["first_day"] if day.day == 1 else str(day.day)
        form: str = self["date"]
        return form.format(day=number, month=self["months"][day.month - 1], year=day.year)

    def days(self, resolved: ResolvedDate) -> str:
        """Return the days that words of time mean: a year, a month, a day, or first and last."""
        year = str(resolved.start.year)
        if resolved.is_year:
            return year
        if resolved.is_month:
            month = self["months"][resolved.start.month - 1]
            return str(self["month"].format(month=month, year=year))
        start, end = self.day(resolved.start), self.day(resolved.end)
        return start if start == end else str(self["days"].format(start=start, end=end))

    def percent(self, share: float) -> str:
        """Return a share of 1 in words; what is not nothing is not called 0, nor all but all 100.

        Rounded down, so that a confidence under the threshold is never shown as the threshold.
        """
        number = int(share * 100)
        shown = "< 1" if number == 0 < share else str(number)
        return str(self["percent"].format(number=shown))

    def language_name(self, code: str) -> str:
        """Return the name of the language with that code, or the code where it has none here."""
        return str(self["languages"].get(code, code))

    def in_marks(self, quote: str, language: str) -> str:
        """Return `quote` in the quotation marks of `language`."""
        marks = self["quote_marks"]
        return str(marks.get(language, marks["other"])).format(quote=quote)


def _typeset(value: Any) -> Any:
    if isinstance(value, str):
        return _TIGHT.sub("\u00a0", value)
    if isinstance(value, list):
        return [_typeset(item) for item in value]
    return {key: _typeset(item) for key, item in value.items()}


PHRASES = {
    language: Phrases(language, phrases)
    for language, phrases in json.loads(
        (files("bot.web") / "phrases.json").read_text("utf-8")
    ).items()
}
