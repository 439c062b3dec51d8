"""What a short answer means, so that two of them can be compared: a number, days, or a person.

"1,2 milliard" and "1 200 millions" are the same, and so are "fin 2028" and "décembre 2028", or
"Paul Rives" and "M. Rives". What cannot be read differs from nothing: a difference that is none is
worse than one that is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from index.annotations.indexed import IndexedSentence
from index.text.folding import fold
from index.text.lexicon import person_titles, words_of
from index.text.quantities import Quantity, is_denied, read_quantities
from index.text.tokens import Token

_NUMBERS = frozenset({"duration", "money", "number", "percentage"})
_IN = ("en", "in")  # before a year alone
_YEAR = re.compile(r"1\d{3}|20\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Days:
    """From `start` to `end`, both included."""

    start: date
    end: date

    @property
    def is_year(self) -> bool:
        """Whether it is a year, from its first day to its last."""
        return self == _year(self.start.year)


@dataclass(frozen=True, slots=True)
class Person:
    """The folded words of a person's name, without titles."""

    words: tuple[str, ...]


Value = Quantity | Days | Person


def read_value(
    sentence: IndexedSentence, start: int, end: int, kinds: frozenset[str]
) -> Value | None:
    """Return what `document.text[start:end]` means, an answer in `sentence`; None if in doubt.

    `kinds` are the kinds of answer that were asked for.
    """
    if "date" in kinds:
        return _days(sentence, start, end)
    if kinds & _NUMBERS:
        return _quantity(sentence, start, end)
    return _person(sentence, start, end) if "person" in kinds else None


def differ(first: Value, second: Value, asked: Collection[str]) -> bool:
    """Return whether both cannot be meant; `asked` are the terms of the question."""
    if isinstance(first, Quantity) and isinstance(second, Quantity):
        return _same_unit(first, second, asked) and first.is_apart_from(second)
    if isinstance(first, Days) and isinstance(second, Days):
        return first.end < second.start or second.end < first.start
    if isinstance(first, Person) and isinstance(second, Person):
        return set(first.words).isdisjoint(second.words)
    return False


def has_value(sentence: IndexedSentence, value: Value, *, but: tuple[int, int]) -> bool:
    """Return whether `sentence` tells of `value` too, outside its short answer at `but`.

    What it says not to be so ("le 17 mars et non le 10 mars") it does not tell of.
    """
    if isinstance(value, Quantity):
        dated = _places_of_dates(sentence)
        return any(
            not differ(found, value, ())
            for found in read_quantities(sentence.document.text, sentence.tokens, skipped=dated)
            if found.unit == value.unit
            and not but[0] <= sentence.tokens[found.first].start < but[1]
        )
    if isinstance(value, Days):
        if value.is_year and value.start.year in _years_alone(sentence, but=but):
            return True
        return any(
            not differ(Days(day.start, day.end), value, ())
            for day in sentence.dates
            if not but[0] <= day.start_char_index < but[1]
            and not is_denied(sentence.document.text, day.start_char_index)
        )
    outside = {token.surface for token in sentence.tokens if not but[0] <= token.start < but[1]}
    return value.words[-1] in outside


def years_told(sentence: IndexedSentence, *, but: tuple[int, int]) -> frozenset[int]:
    """Return the years that `sentence` tells of, those in its short answer at `but` left out."""
    outside = [
        token for token in sentence.tokens if not but[0] <= token.start < but[1] and token.is_number
    ]
    found = {int(token.surface) for token in outside if _YEAR.fullmatch(token.surface)}
    for day in sentence.dates:
        if day.is_year and not but[0] <= day.start_char_index < but[1]:
            found.add(day.start.year)
    return frozenset(found)


def _years_alone(sentence: IndexedSentence, *, but: tuple[int, int]) -> set[int]:
    """Return the years in `sentence` that it does not deny, those in its short answer left out."""
    tokens, found = sentence.tokens, set[int]()
    for number, token in enumerate(tokens):
        if not _YEAR.fullmatch(token.surface) or but[0] <= token.start < but[1]:
            continue
        has_in = number > 0 and tokens[number - 1].surface in _IN
        first = tokens[number - 1] if has_in else token
        if not is_denied(sentence.document.text, first.start):  # "et non en 2020"
            found.add(int(token.surface))
    return found


def _same_unit(first: Quantity, second: Quantity, asked: Collection[str]) -> bool:
    if first.unit == second.unit:
        return True
    if first.is_measure or second.is_measure:
        return False
    return not (first.unit and second.unit) or first.unit in asked or second.unit in asked


def _quantity(sentence: IndexedSentence, start: int, end: int) -> Quantity | None:
    """Return the one number in the answer, with what is counted, which may come after it."""
    in_dates = _places_of_dates(sentence)
    found = [
        quantity
        for quantity in read_quantities(sentence.document.text, sentence.tokens, skipped=in_dates)
        if start <= sentence.tokens[quantity.first].start < end
    ]
    return found[0] if len(found) == 1 else None


def _places_of_dates(sentence: IndexedSentence) -> set[int]:
    """Return where the tokens of the dates in `sentence` begin: they are no quantities."""
    return {
        token.start
        for token in sentence.tokens
        for day in sentence.dates
        if day.start_char_index <= token.start < day.end_char_index
    }


def _year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31))


def _days(sentence: IndexedSentence, start: int, end: int) -> Days | None:
    """Return the one stretch of days that the answer tells; a year alone is one ("en 2021")."""
    found = [
        day for day in sentence.dates if day.start_char_index < end and day.end_char_index > start
    ]
    if not found:
        tokens = sentence.tokens
        inside = [n for n, token in enumerate(tokens) if start <= token.start < end]
        years = [n for n in inside if _YEAR.fullmatch(tokens[n].surface)]
        # "d'ici 2030" and "avant 2030" may be 2028.
        if len(years) == 1 and years[0] > 0 and tokens[years[0] - 1].surface in _IN:
            return _year(int(tokens[years[0]].surface)) if len(inside) <= 2 else None
    return Days(found[0].start, found[0].end) if len(found) == 1 else None


def _person(sentence: IndexedSentence, start: int, end: int) -> Person | None:
    """Return the name that is the whole answer, without the titles before it."""
    language = sentence.document.language
    particles = words_of(language, "particle", "of")
    titles = {*person_titles(language), *words_of(language, "role", "article"), "ms", "mr", "mrs"}
    tokens: list[Token] = []
    for token in sentence.tokens:
        if not start <= token.start < end or fold(token.surface) in titles:
            continue
        if not token.is_name and token.surface not in particles:
            return None
        tokens.append(token)
    names = [token.surface for token in tokens if token.is_name]
    return Person(tuple(names)) if 0 < len(names) <= 4 else None
