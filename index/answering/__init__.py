"""From a ranking to an answer with citations, or to a reason why there is none."""

from index.annotations.dates.reading import ResolvedDate
from index.answering.answer import Answer
from index.answering.citing import Citation, Excerpt
from index.answering.explaining import Contribution, ExplainedSentence, Explanation

__all__ = [
    "Answer",
    "Citation",
    "Contribution",
    "Excerpt",
    "ExplainedSentence",
    "Explanation",
    "ResolvedDate",
]
