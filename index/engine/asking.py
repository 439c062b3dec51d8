"""What a question says beside what it asks: which articles it is asked of, and of which year."""

from __future__ import annotations

from typing import Protocol

from index.annotations.indexed import IndexedSentence
from index.engine.library import Library
from index.questions.checking import check_question
from index.reading.ranking import Ranking
from index.retrieval.limits import Limits, span_of
from index.retrieval.understanding import asked_of_the_same, asked_year, understand

_AS_SURE = 0.7  # share of the best one's probability or confidence: about as likely


class _Rank(Protocol):
    def __call__(self, text: str, *, limits: Limits) -> Ranking: ...


def rank_understood(library: Library, text: str, limits: Limits, rank: _Rank) -> Ranking:
    """Rank for `text`, inside `limits` and those that are in its words. Raises as `Engine.ask`.

    A year that is asked about is no limit, but where what ranks first, or as well, is neither
    from that year nor says it, the articles of that year are asked as well, and their answer
    counts if it is about as sure.
    """
    text = check_question(text)
    if limits.document_ids:
        text = asked_of_the_same(text) or text
    if understood := understand(text, library.articles.values()):
        limits = limits.or_else(understood.limits)
        text = understood.question
    ranking = rank(text, limits=limits)
    asked = asked_year(text)
    if asked is None or limits.has_days:
        return ranking
    year, rest = asked
    years = {d.published_at.year for d in library.documents if d.published_at}
    if year not in years or len(years) == 1 or _is_of_year(ranking, year):
        return ranking
    first, last = span_of(year)
    of_year = rank(rest, limits=limits.or_else(Limits(since=first, until=last)))
    least = _AS_SURE * ranking.confidence
    return of_year if of_year.is_answered and of_year.confidence >= least else ranking


def _is_of_year(ranking: Ranking, year: int) -> bool:
    """Return whether what may be quoted is of articles of `year`, or says that it tells of it."""
    if not ranking.sentences:
        return False
    least = _AS_SURE * ranking.sentences[0].probability

    def is_of_year(sentence: IndexedSentence) -> bool:
        day = sentence.document.published_at
        return (
            (day is not None and day.year == year)
            or str(year) in sentence.text
            or any(found.start.year <= year <= found.end.year for found in sentence.dates)
        )

    return all(is_of_year(s.sentence) for s in ranking.sentences if s.probability >= least)
