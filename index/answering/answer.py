"""From a ranking to an answer: which sentences are quoted, or why none is."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from index.annotations.indexed import IndexedDocument, IndexedSentence
from index.answering.citing import Citation, Place, Role, cite
from index.answering.differing import Differing, find_differing
from index.answering.no_answer import WordForms, no_answer_reason
from index.ranking.ranker import RankedSentence
from index.reading.ranking import Ranking
from index.retrieval.limits import AppliedLimits

MAX_QUOTES = 3
MAX_CLOSEST = 3
NEAREST = 2  # of the closest, those that a short answer shows; the others are further passages
MAX_OTHERS = 5
_AS_GOOD = 0.7  # a sentence this near to the best one's probability is quoted as well,
_AS_NEAR = 0.5  # unless its article is about somebody else: it loses more by that

Status = Literal["answered", "no_answer"]
# A sentence to quote, its probability, the place of the short answer in it, and its role.
_Quote = tuple[IndexedSentence, float, tuple[int, int] | None, Role]


@dataclass(frozen=True, slots=True)
class Answer:
    """What every face shows, in this order.

    `citations` are empty where `status` is no_answer; else the first is the one that answers
    best, then come the sentence that it leans on (`role` is `context`) and others that answer as
    well. So the first quote has the short answer, whoever reads it and in whatever face.

    `answer` is the short answer in the best quote, verbatim, or None. `closest` are the nearest
    sentences of a question without an answer: they do not answer it. `others` are the next best
    sentences that the answer does not show, best first; they are no answer either. `confidence`
    is the calibrated probability that the articles answer, 0 to 1. `note` is what the reader has
    to know in either case: that the articles are in another language, which of them were asked.
    `limits` are those that were asked for, None where all articles were.

    Where articles differ, `conflict` is true, and `note` says so: the first citations are what each
    of them answers, the newest first, each with its own short answer at its
    `answer_start_char_index`. `answer` is that of `best`.
    """

    id: str
    question: str
    language: str
    status: Status
    no_answer_reason: str | None
    confidence: float
    answer: str | None
    citations: tuple[Citation, ...]
    closest: tuple[Citation, ...]
    note: str | None = None
    others: tuple[Citation, ...] = ()
    limits: AppliedLimits | None = None
    conflict: bool = False

    @property
    def best(self) -> Citation | None:
        """The quote that has the short answer, else the first; None without quotes."""
        found = (c for c in self.citations if self.answer and c.short_answer == self.answer)
        return next(found, self.citations[0] if self.citations else None)

    @property
    def shown(self) -> tuple[Citation, ...]:
        """What a chat shows at first: the quotes, else the nearest of `closest`."""
        return self.citations or self.closest[:NEAREST]


def make_answer(
    ranking: Ranking,
    articles: Mapping[str, IndexedDocument],
    *,
    answer_id: str,
    language: str,
    forms: WordForms,
    languages: Collection[str],
    note: str | None,
) -> Answer:
    """Return the answer that `ranking` gives: quotes, or why there are none.

    articles: those that were ranked, by id
    language: the one to give reasons in
    forms: the word forms of the articles
    languages: those of the articles
    """
    question = ranking.question
    citations: tuple[Citation, ...] = ()
    closest: tuple[Citation, ...] = ()
    differing = find_differing(ranking) if ranking.is_answered else None
    reason: str | None = None
    short: str | None = None
    is_answered = ranking.is_answered
    if differing:
        short = differing.best.sentence.document.text[slice(*differing.best.short_answer)]
        said = differing.note(language)
        note = f"{said} {note}" if note else said
        citations = _cite_all(_differing_quotes(differing, articles), articles)
    elif is_answered:
        best = ranking.sentences[0].sentence
        span = ranking.short_answer
        short = best.document.text[slice(*span)] if span else None
        citations = _cite_all(_quotes(ranking, articles), articles)
    else:
        near = ranking.sentences[:MAX_CLOSEST] if ranking.matched else ()
        closest = tuple(_cite(number, ranked, articles) for number, ranked in enumerate(near, 1))
        reason = no_answer_reason(
            question,
            unknown=ranking.unknown,
            forms=forms,
            nearest=[ranked.sentence.tokens for ranked in ranking.sentences],
            is_foreign=question.language not in languages,
            language=language,
        )
    return Answer(
        id=answer_id,
        question=question.text,
        language=language,
        status="answered" if is_answered else "no_answer",
        no_answer_reason=reason,
        # Rounded down, so that what is shown is on the side of the threshold that it is on.
        confidence=math.floor(ranking.confidence * 10_000) / 10_000,
        answer=short,
        citations=citations,
        closest=closest,
        others=_others(ranking, articles, citations or closest[:NEAREST]),
        note=note,
        conflict=differing is not None,
    )


def _cite_all(
    quotes: Sequence[_Quote], articles: Mapping[str, IndexedDocument]
) -> tuple[Citation, ...]:
    return tuple(
        cite(number, sentence, articles[sentence.document.id], probability, answer, role=role)
        for number, (sentence, probability, answer, role) in enumerate(quotes, 1)
    )


def _differing_quotes(
    differing: Differing, articles: Mapping[str, IndexedDocument]
) -> list[_Quote]:
    """Return what each article answers, and after all of them what they lean on."""
    quoted: list[_Quote] = [
        (side.sentence, side.ranked.probability, side.short_answer, "answer")
        for side in differing.sides
    ]
    places = {sentence.place for sentence, *_ in quoted}
    for side in differing.sides:
        leant_on = _leant_on(side.sentence, articles)
        if leant_on and leant_on.place not in places:
            quoted.append((leant_on, 0.0, None, "context"))
    return quoted


def _leant_on(
    sentence: IndexedSentence, articles: Mapping[str, IndexedDocument]
) -> IndexedSentence | None:
    """Return the earlier sentence that says who is meant in this one, where it does not."""
    start = sentence.leans_on
    found = None if start is None else articles[sentence.document.id].sentence_at(start)
    return found if found and not found.asks else None


def _others(
    ranking: Ranking, articles: Mapping[str, IndexedDocument], shown: tuple[Citation, ...]
) -> tuple[Citation, ...]:
    """Return the next best sentences that are not `shown`, numbered from 1."""
    if not ranking.matched:
        return ()
    places = {citation.place for citation in shown}
    others = [ranked for ranked in ranking.sentences if ranked.sentence.place not in places]
    return tuple(
        _cite(number, ranked, articles) for number, ranked in enumerate(others[:MAX_OTHERS], 1)
    )


def _cite(number: int, ranked: RankedSentence, articles: Mapping[str, IndexedDocument]) -> Citation:
    sentence = ranked.sentence
    return cite(number, sentence, articles[sentence.document.id], ranked.probability, role=None)


def _quotes(ranking: Ranking, articles: Mapping[str, IndexedDocument]) -> list[_Quote]:
    """Return the sentences to quote.

    The best; the earlier one that it leans on ("Elle a promis …"), one step and no further; and
    those that the ranker cannot tell from the best.
    """
    best = ranking.sentences[0]
    as_good = {
        ranked.sentence.place: ranked
        for ranked in ranking.sentences
        if ranked.probability >= _AS_GOOD * best.probability
        and not ranked.sentence.asks
        and ranked.lack <= best.lack + _AS_NEAR
    }
    chosen: dict[Place, _Quote] = {
        best.sentence.place: (best.sentence, best.probability, ranking.short_answer, "answer")
    }
    leant_on = _leant_on(best.sentence, articles)
    if leant_on:
        probabilities = {ranked.sentence.place: ranked.probability for ranked in ranking.sentences}
        role: Role = "answer" if leant_on.place in as_good else "context"
        chosen[leant_on.place] = (leant_on, probabilities.get(leant_on.place, 0.0), None, role)
    for place, other in as_good.items():
        chosen.setdefault(place, (other.sentence, other.probability, None, "answer"))
    return list(chosen.values())[:MAX_QUOTES]
