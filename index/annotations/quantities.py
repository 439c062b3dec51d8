"""Find numbers with what they are of: "1,2 milliard d'euros", "$1.2bn", "une dizaine d'années".

An answer never splits one, and a sentence with one of money, time or a percentage may answer what
asks for that. Ordinals, times of day and dates in figures are left aside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.annotations.quantity_words import Phrase, QuantityWords, quantity_words
from index.text.tokens import Token, analyzer_for

_MOST_WORDS = 12  # of one number; what is longer is no number anybody wrote
_MOST_FIGURES = 24  # characters
_TIME_UNITS = frozenset(
    ("second", "minute", "hour", "day", "week", "month", "year", "decade", "century")
)
_GAP = re.compile("(?:[ \u00a0\u202f\u2009]|\\r?\\n)?|[-‐‑'’/]")
_SPACE = re.compile("[ \u00a0\u202f\u2009]?")
_GROUP = "(?:[., \u00a0\u202f\u2009]\\d{3})+"
_FIGURES = re.compile(rf"\d+(?:[.,]\d+)?|\d{{1,3}}{_GROUP}(?:[.,]\d+)?", re.ASCII)
_GLUED = re.compile(r"(\d+)([a-z]+\d?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in `text[start:end]`, its unit included.

    `unit` is a name such as "EUR", "%", "year" or "km", or "" without one.
    """

    start: int
    end: int
    unit: str


def quantities(
    text: str, start: int, end: int, language: str, *, tokens: Sequence[Token] | None = None
) -> tuple[Quantity, ...]:
    """Return the quantities in `text[start:end]`, which is in `language`, in order and apart.

    `tokens` are those of this stretch, where they are known. Never raises, for any text.
    """
    if tokens is None:
        tokens = tuple(analyzer_for(language).tokens(text, start=start, end=end))
    words = quantity_words(language)
    if not any(token.is_number or token.surface in words.starts for token in tokens):
        return ()
    return tuple(_Reader(text, tokens, words, start, end).read())


def quantity_kind(quantity: Quantity) -> str:
    """Return what it is a quantity of: "money", "percentage", "duration" or "" for none."""
    if quantity.unit in quantity_words("").currencies:
        return "money"
    if quantity.unit in _TIME_UNITS:
        return "duration"
    return "percentage" if quantity.unit == "%" else ""


class _Reader:
    """The quantities of one stretch of text, token by token, the longest reading first."""

    def __init__(
        self, text: str, tokens: Sequence[Token], words: QuantityWords, start: int, end: int
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.words = words
        self.place = start  # what is before it belongs to an earlier quantity
        self.end = end

    def read(self) -> list[Quantity]:
        found: list[Quantity] = []
        i = 0
        while i < len(self.tokens):
            quantity: Quantity | None = None
            if self.tokens[i].is_number:
                quantity = self._from_figures(i)
            elif self.tokens[i].surface in self.words.starts:
                quantity = self._from_words(i)
            i += 1
            if quantity:
                found.append(quantity)
                self.place = quantity.end
                while i < len(self.tokens) and self.tokens[i].start < quantity.end:
                    i += 1
        return found

    def _from_figures(self, i: int) -> Quantity | None:
        """Return the number in figures at token i, with its currency and scale."""
        token = self.tokens[i]
        raw = self.text[token.start : token.end]
        start, before = self._currency_before(i)
        if glued := _GLUED.fullmatch(raw.lower()):  # "21m", "5km", but not "19e" or "10h30"
            written = raw[len(glued[1]) :]
            if self._is_short_scale(written, is_money=bool(before), is_glued=True):
                return self._with_unit(start, i, before)
            phrases = self.words.units.get(glued[2], ())
            unit = next((unit for phrase, unit in phrases if len(phrase) == 1), "")
            return Quantity(start, token.end, unit) if unit else None
        if len(raw) > _MOST_FIGURES or not _FIGURES.fullmatch(raw):
            return None
        last = i
        while last - i < _MOST_WORDS and self._near(last) and self._is_scale(last + 1):
            last = self._half(last + 1)
        if last == i and self._near(i):
            following = self.tokens[i + 1]
            written = self.text[following.start : following.end]
            is_money = bool(before or self._unit(i + 1)[0] in self.words.currencies)
            is_glued = following.start == token.end
            last += self._is_short_scale(written, is_money=is_money, is_glued=is_glued)
        return self._with_unit(start, last, before)

    def _from_words(self, i: int) -> Quantity | None:
        """Return the number in words from token i on; an article alone is 1 only before a unit."""
        values, last = self.words.values, i
        while last - i < _MOST_WORDS and self._near(last):
            value, following = values[self._surface(last)], self._surface(last + 1)
            joint = 1 if following in self.words.and_ and self._near(last + 1) else 0
            following = self._surface(last + 1 + joint)
            if following not in values or following in self.words.before_scale:
                break
            joins = self._joins_by_and(last) if joint else self._joins(value, following, last)
            if not joins:
                break
            last += 1 + joint
            if following in self.words.scales and (half := self._half(last)) > last:
                last = half
                break
        first = self.tokens[i].surface
        found = self._with_unit(max(self.place, self.tokens[i].start), last, "")
        is_article = last == i and first in self.words.articles
        if is_article and (not found.unit or first in self.words.before_scale):
            return None
        return found

    def _joins(self, value: int, following: str, last: int) -> bool:
        """Return whether the word `following` goes on with a number whose last word is `value`."""
        number, scores = self.words.values[following], self.words.scores
        if following in self.words.rounds:
            return number != value
        return (
            (value >= 100 and 0 < number < 1000)
            or (20 <= value < 100 and value % 10 == 0 and 0 < number < 10)
            # "soixante-dix", "quatre-vingt-onze"
            or (scores and value == 4 and number == 20)
            or (scores and value == 10 and 7 <= number < 10)
            or (scores and value == 60 and 10 <= number < 20)
            or (
                scores and value == 20 and 10 <= number < 20 and self._surface(last - 1) == "quatre"
            )
        )

    def _joins_by_and(self, last: int) -> bool:
        """Return whether "and" goes on with a number: "vingt et un", "a hundred and five"."""
        words, following = self.words, self._surface(last + 2)
        value, number = words.values[self._surface(last)], words.values[following]
        if words.and_before:
            return following in words.and_before and 20 <= value < 100
        if self._surface(last + 3) in words.rounds and self._near(last + 2):
            return False  # "between two hundred and three hundred"
        if value >= 100:
            return number < 100 and "and" in words.and_
        return value >= 30 and value % 10 == 0 and number < 10 and "and" not in words.and_

    def _is_scale(self, i: int) -> bool:
        """Return whether token i multiplies the figures before it: "2.000 milliards", "3 dozen"."""
        surface = self._surface(i)
        return surface in self.words.scales or surface in self.words.rounds - self.words.alone

    def _is_short_scale(self, written: str, *, is_money: bool, is_glued: bool) -> bool:
        """Return whether it is "bn", "Mds", "k": "m" may be metres, "M" a Monsieur."""
        is_certain = len(written) > 1 or is_money or (is_glued and written in "Mk")
        return is_certain and written.lower() in self.words.short_scales

    def _half(self, i: int) -> int:
        """Return the last token of "et demi" after token i, or else i."""
        if not self._near(i):
            return i
        return next((end for p in self.words.half if (end := self._spells(i + 1, p)) > i), i)

    def _currency_before(self, i: int) -> tuple[int, str]:
        """Return where the number at token i begins with a currency before it, and which."""
        at = self.tokens[i].start
        back = at - 1 if at > self.place and _SPACE.fullmatch(self.text[at - 1]) is not None else at
        if back > self.place:
            for sign, unit in self.words.signs:
                if unit in self.words.currencies and self.text[back - 1] == sign:
                    return back - 1, unit
        if i and self.tokens[i - 1].start >= self.place and self._near(i - 1):
            code = self.text[self.tokens[i - 1].start : self.tokens[i - 1].end]
            for phrase, unit in self.words.units.get(self._surface(i - 1), ()):
                if len(phrase) == 1 and unit in self.words.currencies and code.isupper():
                    return self.tokens[i - 1].start, unit
        return at, ""

    def _with_unit(self, start: int, last: int, before: str) -> Quantity:
        """Return the number that ends with token `last`, with its unit, if none is `before` it."""
        unit, end = (before, self.tokens[last].end) if before else self._unit(last)
        return Quantity(start, end, unit)

    def _unit(self, last: int) -> tuple[str, int]:
        """Return the unit of the number that ends with token `last`, and where it ends."""
        end = self.tokens[last].end
        gap = _SPACE.match(self.text, end)
        at = gap.end() if gap else end
        for sign, unit in self.words.signs:
            stop = at + len(sign)
            if stop <= self.end and self.text[at:stop].lower() == sign and self._is_whole(stop):
                return unit, stop
        if not self._near(last):
            return "", end
        k = last + 1
        if self._surface(k) in self.words.of and self._near(k):
            k += 1
        if self.tokens[k].is_name and len(self._surface(k)) == 1:
            return "", end  # "12 M. Dupont"
        for phrase, unit in self.words.units.get(self._surface(k), ()):
            if (behind := self._spells(k, phrase)) >= k:
                return unit, self.tokens[behind].end
        return "", end

    def _is_whole(self, stop: int) -> bool:
        """Return whether a sign that ends at `stop` is no part of a word: "km2", not "km25"."""
        if stop >= self.end or not self.text[stop - 1].isalnum():
            return True
        return not self.text[stop].isalnum()

    def _surface(self, i: int) -> str:
        return self.tokens[i].surface if 0 <= i < len(self.tokens) else ""

    def _near(self, i: int) -> bool:
        """Return whether nothing but a space or a hyphen is between token i and the next."""
        if not 0 <= i < len(self.tokens) - 1:
            return False
        return _GAP.fullmatch(self.text, self.tokens[i].end, self.tokens[i + 1].start) is not None

    def _spells(self, i: int, phrase: Phrase) -> int:
        """Return the last token of `phrase`, if it begins at token i; else -1."""
        for n, word in enumerate(phrase):
            if self._surface(i + n) != word or (n and not self._near(i + n - 1)):
                return -1
        return i + len(phrase) - 1
