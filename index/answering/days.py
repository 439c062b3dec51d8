"""A day in figures, as what is said of limits and of articles that differ has it."""

from __future__ import annotations

from datetime import date


def written_day(day: date | None, language: str) -> str:
    """Return `day` as "04/06/2026" where `language` is "fr", else as "2026-06-04"; "" for none.

    Not by `strftime`, which writes years before 1000 without zeros on some systems.
    """
    if day is None:
        return ""
    return f"{day.day:02}/{day.month:02}/{day.year:04}" if language == "fr" else day.isoformat()
