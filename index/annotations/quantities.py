"""How much is meant by numbers in figures and words: "1,2 milliard", "$1.2bn", "une dizaine".

A question may spell a number otherwise than the article does; what both mean is compared here.
Signs are left aside ("-5 %" is 5 %), and so are ordinals, times and dates in figures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.annotations.quantity_words import Phrase, QuantityWords, quantity_words
from index.text.tokens import Token, analyzer_for

_MOST_WORDS = 12  # of one number; what is longer is no number anybody wrote
_MOST_FIGURES = 24  # characters
_LIKE = 1e-6  # relative: what differs less is the same number in another spelling

TIME_UNITS = frozenset(
    ("second", "minute", "hour", "day", "week", "month", "year", "decade", "century")
)
_MONEY = quantity_words("").currencies
_GAP = re.compile("(?:[ \u00a0\u202f\u2009]|\\r?\\n)?|[-‐‑'’/]")
_SIGN_GAP = re.compile("[ \u00a0\u202f\u2009]?")
_SPACES = re.compile("[ \u00a0\u202f\u2009]")
_FIGURES = re.compile(r"\d+", re.ASCII)
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,](\d+))?", re.ASCII)
_DECIMAL = re.compile(r"(\d+)[.,](\d+)", re.ASCII)
_GLUED = re.compile(r"(\d+)([a-z]+\d?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in `text[start:end]`, its unit included: how many, and of what.

    `unit` is a name such as "EUR", "%", "year" or "km", and "" where none of these stands there.
    """

    start: int
    end: int
    value: float
    unit: str


def quantities(
    text: str, start: int, end: int, language: str, *, tokens: Sequence[Token] | None = None
) -> tuple[Quantity, ...]:
    """The numbers in `text[start:end]`, which is in `language`, in order and apart.

    `tokens` are those of this stretch, where they are known. Separators are read as `language`
    has them: "1.200" is 1,200 in French and 1.2 in English. Never raises, for any text.
    """
    if tokens is None:
        tokens = tuple(analyzer_for(language).tokens(text, start=start, end=end))
    words = quantity_words(language)
    starts = words.starts
    if not any(token.is_number or token.surface in starts for token in tokens):
        return ()
    return tuple(_Reader(text, tokens, words, start, end).read())


def quantity_kind(quantity: Quantity) -> str:
    """What it is a quantity of: "money", "percentage", "duration", or "" for none of these."""
    if quantity.unit in _MONEY:
        return "money"
    if quantity.unit in TIME_UNITS:
        return "duration"
    return "percentage" if quantity.unit == "%" else ""


def same_quantity(one: Quantity, other: Quantity) -> bool:
    """Whether both are the same number of the same thing, or of something that one leaves open."""
    same_unit = one.unit == other.unit or not one.unit or not other.unit
    return same_unit and math.isclose(one.value, other.value, rel_tol=_LIKE)


def quantity_overlap(asked: Sequence[Quantity], found: Sequence[Quantity]) -> float:
    """The share of the quantities `asked` that are among those `found`, 0 to 1; 0 for none.

    One counts half where only one of the two says what it is of: "7 ans" beside "le 7 octobre".
    """
    if not asked or not found:
        return 0.0
    met = 0.0
    for one in asked:
        alike = [other for other in found if same_quantity(one, other)]
        met += 1.0 if any(other.unit == one.unit for other in alike) else 0.5 * bool(alike)
    return met / len(asked)


class _Reader:
    """The numbers of one stretch of text, token by token, the longest reading first."""

    def __init__(
        self, text: str, tokens: Sequence[Token], words: QuantityWords, start: int, end: int
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.words = words
        self.start = start
        self.end = end

    def read(self) -> list[Quantity]:
        found: list[Quantity] = []
        place = self.start
        i = 0
        while i < len(self.tokens):
            token = self.tokens[i]
            quantity: tuple[Quantity, int] | None = None
            if token.is_number:
                quantity = self._from_figures(i, place)
            elif token.surface in self.words.starts:
                quantity = self._from_words(i, place)
            if quantity:
                found.append(quantity[0])
                place = quantity[0].end
                i = max(i + 1, quantity[1])
            else:
                i += 1
        return found

    def _from_figures(self, i: int, place: int) -> tuple[Quantity, int] | None:
        """A number in figures, with its currency before or behind it, and its scale."""
        token = self.tokens[i]
        if token.end - token.start > _MOST_FIGURES:
            return None
        raw = self.text[token.start : token.end]
        glued = _GLUED.fullmatch(raw.lower())
        value = Decimal(glued[1]) if glued else self._value(raw)
        if value is None:
            return None
        start, before = self._currency_before(i, place)
        if glued:  # "21m", "5km"; in "19e" and "10h30" is no number to compare
            written = raw[len(glued[1]) :]
            scale = self._short_scale(written, is_money=bool(before), is_glued=True)
            if not scale and not any(len(p) == 1 for p, _ in self.words.units.get(glued[2], ())):
                return None
            unit = before
            if scale:
                value *= scale
                unit, end, behind = self._unit(i + 1, before)
                return Quantity(start, end, float(value), unit), behind
            return Quantity(
                start, token.end, float(value), self.words.units[glued[2]][-1][1]
            ), i + 1
        j = i + 1
        while j - i < _MOST_WORDS and self._near(j - 1) and (scale := self._scale(j)):
            value *= scale
            j += 1
            if half := self._half(j):
                value += Decimal(scale) / 2
                j = half
        if j == i + 1 and self._near(i) and j < len(self.tokens):
            written = self.text[self.tokens[j].start : self.tokens[j].end]
            is_glued = self.tokens[j].start == token.end
            is_money = bool(before or self._unit(j + 1, "")[0] in self.words.currencies)
            if scale := self._short_scale(written, is_money=is_money, is_glued=is_glued):
                value *= scale
                j += 1
        unit, end, behind = self._unit(j, before)
        return Quantity(start, end, float(value), unit), behind

    def _from_words(self, i: int, place: int) -> tuple[Quantity, int] | None:
        """A number in words; an article alone is 1 only before a unit."""
        value, j = self._spelled(i)
        if j == i:
            return None
        unit, end, behind = self._unit(j, "")
        first = self.tokens[i].surface
        is_article = j == i + 1 and first in self.words.articles
        if is_article and (not unit or first in self.words.before_scale):
            return None
        return Quantity(max(place, self.tokens[i].start), end, float(value), unit), behind

    def _spelled(self, i: int) -> tuple[Decimal, int]:
        """The value of the number words from token i on, and the token behind them."""
        words = self.words
        total, current, last_scale = Decimal(0), -1, 0  # current: what no scale has taken up
        j = i
        while j < len(self.tokens) and j - i < _MOST_WORDS:
            if j > i and not self._near(j - 1):
                break
            surface = self._surface(j)
            is_bare = current < 0 and not last_scale
            if j > i and surface in words.and_ and self._joins(j, current):
                j += 1
            elif (number := words.numbers.get(surface)) is not None:
                joined = self._joined(current, number, self._surface(j - 1) if j > i else "")
                if joined is None or (j > i and surface in words.before_scale):
                    break
                current = joined
                j += 1
            elif surface in words.hundreds:
                if current > 99 or current == 0 or (is_bare and surface not in words.alone):
                    break
                current = 100 * (1 if current < 0 else current)
                j += 1
            elif scale := words.scales.get(surface):
                if is_bare and surface not in words.alone:
                    break
                if current < 0:
                    if last_scale and scale <= last_scale:
                        break
                    total = (total or Decimal(1)) * scale
                elif last_scale and scale > last_scale:  # "deux mille cinq cents milliards"
                    total = (total + current) * scale
                else:
                    total += Decimal(current) * scale
                current, last_scale = -1, scale
                j += 1
                if half := self._half(j):
                    return total + Decimal(scale) / 2, half
            elif (dozen := words.collectives.get(surface)) and current > 0 and not last_scale:
                return Decimal(current) * dozen, j + 1
            else:
                break
        while j > i and self._surface(j - 1) in words.and_:
            j -= 1
        return total + max(current, 0), j

    def _joined(self, current: int, number: int, before: str) -> int | None:
        """What `number` makes of the words before it, or None where it begins another number."""
        if current < 0:
            return number
        if self.words.scores and number == 20 and before == "quatre" and current % 100 == 4:
            return current + 76
        if before == "zero" or not number or number >= 1000:
            return None
        if current >= 1000 and number < 1000 and current % 1000 == 0:
            return current + number
        if current >= 100 and current % 100 == 0 and number < 100:
            return current + number
        ten = current % 100
        if ten >= 20 and ten % 10 == 0 and number < 10:
            return current + number
        if self.words.scores and (
            (ten in (60, 80) and number < 20) or (ten == 10 and 7 <= number < 10)
        ):
            return current + number
        return None

    def _joins(self, j: int, current: int) -> bool:
        """Whether token j, an "and", stands inside a number: "vingt et un", "hundred and five"."""
        following = self._surface(j + 1)
        number = self.words.numbers.get(following)
        if number is None or not self._near(j) or following in self.words.before_scale:
            return False
        if self.words.and_before:
            return following in self.words.and_before and current % 100 >= 20
        if self._is_scale(j + 2) and self._near(j + 1):
            return False  # "between two hundred and three hundred"
        if self.words.hundreds:  # English: behind what is round
            return number < 100 and (current < 0 or (current >= 100 and current % 100 == 0))
        return number < 10 and current % 100 >= 30 and current % 10 == 0

    def _value(self, raw: str) -> Decimal | None:
        """The number that figures stand for, separators read as the language has them."""
        figures = _SPACES.sub("", raw)
        if _FIGURES.fullmatch(figures):
            return Decimal(figures)
        if (grouped := _GROUPS.fullmatch(figures)) and not (
            grouped[1] == self.words.decimal and figures.count(grouped[1]) == 1
        ):
            whole = figures[: grouped.start(2) - 1] if grouped[2] else figures
            return Decimal(f"{whole.replace(grouped[1], '')}.{grouped[2] or 0}")
        if decimal := _DECIMAL.fullmatch(figures):
            return Decimal(f"{decimal[1]}.{decimal[2]}")
        return None

    def _scale(self, j: int) -> int:
        """What a word behind figures multiplies them by, or 0: "2.000 milliards", "3 dozen"."""
        surface = self._surface(j)
        scale = self.words.scales.get(surface) or self.words.collectives.get(surface)
        return scale or (100 if surface in self.words.hundreds - self.words.alone else 0)

    def _is_scale(self, j: int) -> bool:
        surface = self._surface(j)
        return surface in self.words.scales or surface in self.words.hundreds

    def _short_scale(self, written: str, *, is_money: bool, is_glued: bool) -> int:
        """What "bn", "Mds" or "k" multiplies by, or 0; "m" may be metres, "M" a Monsieur."""
        scale = self.words.short_scales.get(written.lower(), 0)
        if len(written) > 1 or is_money:
            return scale
        return scale if is_glued and written in "Mk" else 0

    def _half(self, j: int) -> int:
        """The token behind "et demi", if it begins at token j; else 0."""
        if not self._near(j - 1):
            return 0
        return next((end for phrase in self.words.half if (end := self._spells(j, phrase))), 0)

    def _currency_before(self, i: int, place: int) -> tuple[int, str]:
        """Where the number at token i begins with a currency that stands before it, and which."""
        at = self.tokens[i].start
        back = at - 1 if at > place and _SPACES.match(self.text, at - 1) else at
        if back > place:
            for sign, unit in self.words.signs:
                if unit in self.words.currencies and self.text[back - 1] == sign:
                    return back - 1, unit
        if i and self.tokens[i - 1].start >= place and self._near(i - 1):
            for phrase, unit in self.words.units.get(self._surface(i - 1), ()):
                code = self.text[self.tokens[i - 1].start : self.tokens[i - 1].end]
                if len(phrase) == 1 and unit in self.words.currencies and code.isupper():
                    return self.tokens[i - 1].start, unit
        return at, ""

    def _unit(self, j: int, before: str) -> tuple[str, int, int]:
        """The unit that begins with token j or before it, its end, and the token behind it.

        Where a currency stands `before` the number, there is none behind it.
        """
        end = self.tokens[j - 1].end
        if before:
            return before, end, j
        gap = _SIGN_GAP.match(self.text, end)
        at = gap.end() if gap else end
        for sign, unit in self.words.signs:
            stop = at + len(sign)
            if stop <= self.end and self.text[at:stop].lower() == sign and self._is_whole(stop):
                behind = j
                while behind < len(self.tokens) and self.tokens[behind].start < stop:
                    behind += 1
                return unit, stop, behind
        if not self._near(j - 1):
            return "", end, j
        k = j + 1 if self._surface(j) in self.words.of and self._near(j) else j
        if k < len(self.tokens) and self.tokens[k].is_name and len(self._surface(k)) == 1:
            return "", end, j  # "12 M. Dupont"
        for phrase, unit in self.words.units.get(self._surface(k), ()):
            if behind := self._spells(k, phrase):
                return unit, self.tokens[behind - 1].end, behind
        return "", end, j

    def _is_whole(self, stop: int) -> bool:
        """Whether a sign that ends at `stop` is no part of a longer word: "km2", not "km25"."""
        if stop >= self.end or not self.text[stop - 1].isalnum():
            return True
        return not self.text[stop].isalnum()

    def _surface(self, i: int) -> str:
        return self.tokens[i].surface if 0 <= i < len(self.tokens) else ""

    def _near(self, i: int) -> bool:
        """Whether nothing but a space or a hyphen stands between token i and the next."""
        if not 0 <= i < len(self.tokens) - 1:
            return False
        return _GAP.fullmatch(self.text, self.tokens[i].end, self.tokens[i + 1].start) is not None

    def _spells(self, i: int, phrase: Phrase) -> int:
        """The token behind `phrase`, if it begins at token i; else 0."""
        for n, word in enumerate(phrase):
            if self._surface(i + n) != word or (n and not self._near(i + n - 1)):
                return 0
        return i + len(phrase)
