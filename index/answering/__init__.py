"""From a ranking to an answer with citations, or to a reason why there is none."""

from index.annotations.dates.reading import ResolvedDate
from index.answering.answer import Answer, Citation, Excerpt

__all__ = ["Answer", "Citation", "Excerpt", "ResolvedDate"]
