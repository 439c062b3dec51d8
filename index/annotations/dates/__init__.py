"""Which days an article's words of time mean, and the index terms that this adds."""

from index.annotations.dates.reading import ResolvedDate, find_dates
from index.annotations.dates.terms import date_terms

__all__ = ["ResolvedDate", "date_terms", "find_dates"]
