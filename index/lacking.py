"""The kind of answer a question wants that sentences certainly do not hold: "no date".

Only what is certain is said: a number that could be what is asked for, a word that could be a
date, a capital that could be a name, and a sentence counts as holding it. Reasons and manners have
no such marks, so nothing is ever said of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.candidates import Candidate
from index.dates import resolve_dates
from index.folding import fold
from index.lexicon import available_languages, word_classes
from index.quantities import quantities
from index.quantity_words import quantity_words
from index.questions import Question
from index.reason_words import reason_words

_NAMED = frozenset({"name", "organisation", "person", "place"})
_COUNTED = frozenset({"duration", "money", "number", "percentage"})
_AGE_UNITS = frozenset({"day", "week", "month", "year"})


def lacking_kind(question: Question, sentences: Sequence[Candidate], *, language: str) -> str:
    """What none of `sentences` gives, in words that fit behind "gives"; "" where one may.

    In French behind "ne donne", where `language` is "fr", else in English.
    """
    wanted = _wanted(question)
    if not wanted or not sentences or any(_may_hold(wanted, s, question) for s in sentences):
        return ""
    if wanted == "name" and any(_names(s, question, are_asked=True) for s in sentences):
        wanted = "other name"
    return reason_words().kinds["fr" if language == "fr" else "en"][wanted]


def _wanted(question: Question) -> str:
    """The one kind of answer that is asked for, or "" where it may be another."""
    kinds = question.kinds - {"definition", "yes_no"}
    if kinds and kinds <= _NAMED:
        return "name"
    if kinds == {"date"}:
        return "date"
    if not kinds or not kinds <= _COUNTED:
        return ""
    folded = fold(question.reading)
    return next((n for n, p in reason_words().counted.items() if p.search(folded)), "number")


def _may_hold(wanted: str, sentence: Candidate, question: Question) -> bool:
    """Whether `sentence` may hold what is `wanted`, and for a name another than those asked."""
    language = sentence.document.language
    if language not in available_languages():
        return True  # its words for numbers and dates are not known
    if wanted == "name":
        return _names(sentence, question, are_asked=False)
    numbers = _numbers(sentence, question)
    if numbers.are_loose:
        return True
    if wanted == "date":
        return numbers.are_dates or _tells_time(sentence)
    if wanted == "number":
        return numbers.are_measures
    if wanted == "age":
        return not _AGE_UNITS.isdisjoint(numbers.units)
    if wanted == "percentage":
        return "%" in numbers.units or "%" in sentence.text
    return not quantity_words(language).currencies.isdisjoint(numbers.units)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What the numbers of a sentence are.

    `are_loose` says that some may be of anything. `units` also stand alone ("quelques euros").
    """

    are_dates: bool
    are_measures: bool
    are_loose: bool
    units: set[str]


def _names(sentence: Candidate, question: Question, *, are_asked: bool) -> bool:
    """Whether `sentence` may hold a proper name, one of those in the question or another."""
    # The first word has a capital whatever it is; only a function word is no name for sure.
    return any(
        token.is_name
        and (token.surface in question.words) == are_asked
        and (i > 0 or bool(token.term))
        for i, token in enumerate(sentence.tokens)
    )


def _numbers(sentence: Candidate, question: Question) -> _Numbers:
    """What the numbers of `sentence` are."""
    document, tokens = sentence.document, sentence.tokens
    words, classes = quantity_words(document.language), word_classes(document.language)
    found = quantities(
        document.text,
        sentence.sentence.start,
        sentence.sentence.end,
        document.language,
        tokens=tokens,
    )
    places = [(q.start, q.end) for q in found if q.unit]
    units = {q.unit for q in found if q.unit}
    months = classes.get("month", frozenset())
    before_year = months.union(*(classes.get(c, ()) for c in ("in", "from", "date_part")))
    counting = (words.starts - words.articles).union(
        classes.get("number_word", ()), reason_words().counting
    )
    terms = set(question.terms)
    dated = is_loose = False
    for i, token in enumerate(tokens):
        units.update(unit for phrase, unit in words.units.get(token.surface, ()) if not phrase[1:])
        behind = tokens[i + 1] if i + 1 < len(tokens) else None
        # "combien d'enfants": "un enfant" is one
        is_one = token.surface in words.articles and behind is not None and behind.term in terms
        if not (token.is_number or token.surface in counting or is_one):
            continue
        if any(start <= token.start < end for start, end in places):
            continue
        before = tokens[i - 1].surface if i else ""
        is_year = len(token.surface) == 4 and token.surface.isdigit()
        if (
            before in months
            or (behind and behind.surface in months)
            or (is_year and before in before_year)
        ):
            dated = True
        else:
            is_loose = True
    return _Numbers(dated, bool(places), is_loose, units)


def _tells_time(sentence: Candidate) -> bool:
    """Whether a word of `sentence` may tell when."""
    document, place = sentence.document, sentence.sentence
    classes = word_classes(document.language)
    loose = frozenset().union(*(classes.get(c, ()) for c in ("in", "from", "to", "relative")))
    telling = reason_words().when.union(
        classes.get("time", frozenset()) - loose,
        *(classes.get(name, ()) for name in ("month", "weekday", "century")),
    )
    return any(token.surface in telling for token in sentence.tokens) or bool(
        resolve_dates(
            document.text,
            place.start,
            place.end,
            language=document.language,
            published_at=document.published_at,
        )
    )
