"""Read what a number in a text amounts to: "1,2 milliard", "1 200 millions" and "£1.2bn".

The value with its scale words, how exact it is said to be, and what it is a number of. Serves the
comparison of answers; nothing is found by it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from index.text.folding import fold, fold_phrase
from index.text.tokens import Token

_SHORT = re.compile(r"(\d+(?:[.,]\d+)?)(k|m|md|mds|bn|mn)")  # "85M€"
_SCALES_OF_LETTERS = {"k": 1e3, "m": 1e6, "mn": 1e6, "md": 1e9, "mds": 1e9, "bn": 1e9}
_FIGURES = re.compile(r"\d+(?:\.(\d+))?")
_CURRENCY = re.compile(r"\s?[€$£]")
_PER_CENT = (["pour", "cent"], ["per", "cent"], ["por", "ciento"])
_ONE = ("un", "une", "one")  # a number only in others: "vingt et un"
_BEFORE = 24  # characters before a number, in which a bound is said
_UNIT_WITHIN = 2  # words after a number, of which one is its unit
_ABOUT = 0.1  # of the value: "environ 340" may be 310


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text, from token `first` to `last`: anything from `low` to `high` of `unit`.

    `unit` is "%", a currency's sign, "days" and the like, or the term of the noun that is counted;
    "" where none follows. `place` is what its last place is worth, to which it may be rounded.
    """

    first: int
    last: int
    low: float
    high: float
    unit: str
    place: float

    @property
    def is_measure(self) -> bool:
        """Return whether the unit is one that other units cannot stand for."""
        return self.unit in _words().measures

    def is_apart_from(self, other: Quantity) -> bool:
        """Return whether both cannot be the same, however they are rounded."""
        between = max(self.low - other.high, other.low - self.high)
        return between > max(self.place, other.place) / 2


def read_quantities(
    text: str, tokens: Sequence[Token], *, skipped: Container[int]
) -> list[Quantity]:
    """Return the quantities among the `tokens` of a sentence of `text`, in order.

    Tokens whose places are in `skipped` are no quantities (they are dates), and neither are numbers
    that are denied ("15 et non 17"). "De 10 à 15" is one, from 10 to 15.
    """
    found: list[Quantity] = []
    i = 0
    while i < len(tokens):
        read = None if tokens[i].start in skipped else _read(text, tokens, i)
        if read is None:
            i += 1
            continue
        i = read.last + 1
        if is_denied(text, tokens[read.first].start):
            continue
        earlier = found[-1] if found else None
        if earlier and _is_range(text, tokens, earlier, read):
            # "2 à 3 millions": the scale and the unit are those of both.
            factor = 1.0 if earlier.unit or not read.high else _scale_between(earlier, read)
            found[-1] = Quantity(
                earlier.first, read.last, earlier.low * factor, read.high, read.unit, read.place
            )
        else:
            found.append(read)
    return found


def _read(text: str, tokens: Sequence[Token], i: int) -> Quantity | None:
    """Return the quantity that begins at token `i`, if one does."""
    words = _words()
    value, place = 0.0, 1.0
    total, last = 0.0, i
    rough = False
    token = tokens[i]
    if token.is_number:
        if match := _FIGURES.fullmatch(token.surface):
            value = float(token.surface)
            place = 10.0 ** -len(match[1] or "")
        elif (match := _SHORT.fullmatch(token.surface)) and match[2] in _SCALES_OF_LETTERS:
            scale = _SCALES_OF_LETTERS[match[2]]
            value = float(match[1].replace(",", ".")) * scale
            place = scale
        else:
            return None
    elif token.surface in words.numbers and not token.is_name:
        value = words.numbers[token.surface]
        rough = token.surface in words.rough
    elif token.surface in words.hundreds:
        value = words.hundreds[token.surface]
        rough = token.surface in words.rough
    elif token.surface in words.scales and token.surface not in ("md", "mds", "bn", "mn", "mil"):
        value = place = words.scales[token.surface]
        rough = token.surface in words.rough
    else:
        return None
    while last + 1 < len(tokens) and _is_joined(text, tokens, last, is_number=token.is_number):
        following = tokens[last + 1].surface
        if following in words.scales:
            scale = words.scales[following]
            total += max(value, 1.0) * scale
            value, place = 0.0, place * scale
        elif following in words.hundreds and not token.is_number:
            value = max(value, 1.0) * 100
        elif following in words.numbers and not token.is_number:
            added = words.numbers[following]
            value = value * 20 if added == 20 and value == 4 else value + added
        elif following in _ONE and value >= 20 and not token.is_number:
            value += 1
        elif following in _SCALES_OF_LETTERS and _CURRENCY.match(text, tokens[last + 1].end):
            place = _SCALES_OF_LETTERS[following]  # "85 M€"
            value *= place
        elif following not in ("et", "and") or not _goes_on(tokens, last, token):
            break
        last += 1
    amount = total + value
    if [t.surface for t in tokens[last + 1 : last + 3]] in _PER_CENT:
        last += 2
        unit, factor = "%", 1.0
    else:
        unit, factor = _unit(text, tokens, i, last)
    amount, place = amount * factor, place * factor
    low = high = amount
    if rough or _says(text, token.start, "about") or _says_after(text, tokens[last].end):
        low, high = amount * (1 - _ABOUT), amount * (1 + _ABOUT)
    elif _says(text, token.start, "least"):
        high = float("inf")
    elif _says(text, token.start, "most"):
        low = 0.0
    return Quantity(i, last, low, high, unit, place)


def _goes_on(tokens: Sequence[Token], last: int, first: Token) -> bool:
    """Return whether a number in words goes on after "and": "one hundred and five"."""
    after = tokens[last + 2].surface if last + 2 < len(tokens) else ""
    return not first.is_number and (after in _words().numbers or after in _ONE)


def _is_joined(text: str, tokens: Sequence[Token], last: int, *, is_number: bool) -> bool:
    between = text[tokens[last].end : tokens[last + 1].start]
    return between.isspace() or (between in ("-", "‑") and not is_number) or not between


def _unit(text: str, tokens: Sequence[Token], first: int, last: int) -> tuple[str, float]:
    """Return what the number is of, and by what it is multiplied to be of that."""
    units = _words().units
    before = text[max(0, tokens[first].start - 2) : tokens[first].start].strip()[-1:]
    if before in ("€", "$", "£"):
        return before, 1.0
    end = tokens[last].end
    sign = text[end : end + 2].strip()[:1]
    if sign in units:
        return units[sign]
    following = tokens[last + 1 : last + 1 + _UNIT_WITHIN]
    for token in following:
        if token.surface in units:
            return units[token.surface]
        if token.term and not text[end : token.start].strip(" \u00a0\u202fde'’"):
            return token.term, 1.0
    return "", 1.0


def _is_range(text: str, tokens: Sequence[Token], first: Quantity, second: Quantity) -> bool:
    """Return whether both are the ends of one: "10 à 15", "between 10 and 15"."""
    between = text[tokens[first.last].end : tokens[second.first].start].strip()
    if fold(between) not in _words().ranges or first.low > second.high:
        return False
    opening = fold(text[max(0, tokens[first.first].start - 12) : tokens[first.first].start]).split()
    is_pair = fold(between) in ("et", "and", "und", "y")
    return not is_pair or opening[-1:] in (["entre"], ["between"], ["zwischen"])


def _scale_between(first: Quantity, second: Quantity) -> float:
    """Return by what the first of "2 à 3 millions" is multiplied."""
    for scale in (1e9, 1e6, 1e3):
        if second.high >= scale > first.high:
            return scale
    return 1.0


def is_denied(text: str, start: int) -> bool:
    """Return whether the words just before the number or day at `start` say that it is not so."""
    return _says(text, start, "denied")


def _says(text: str, start: int, what: str) -> bool:
    """Return whether the words just before `start` say that it is a bound, or denied."""
    before = fold_phrase(text[max(0, start - _BEFORE) : start])
    return _words().patterns[what].search(before) is not None


def _says_after(text: str, end: int) -> bool:
    return re.match(r"\W{1,3}environ\b", text[end : end + 12]) is not None


@dataclass(frozen=True, slots=True)
class _Words:
    numbers: dict[str, float]
    hundreds: dict[str, float]
    scales: dict[str, float]
    rough: frozenset[str]
    units: dict[str, tuple[str, float]]
    measures: frozenset[str]
    ranges: frozenset[str]
    patterns: dict[str, re.Pattern[str]]


@cache
def _words() -> _Words:
    raw: dict[str, Any] = json.loads((files("index.text") / "quantities.json").read_text("utf-8"))
    numbers = {w: float(n) for w, n in raw["others"].items()}
    for listed in raw["words"].values():
        first, *words = listed.split()
        numbers |= {first: 0.0, **{word: n + 2.0 for n, word in enumerate(words)}}
    units: dict[str, tuple[str, float]] = {}
    for name, words in raw["units"].items():
        unit, _, factor = name.partition(" ")
        units |= {word: (unit, float(factor or 1)) for word in words.split()}
    # "et non de 17 euros", "et non le 17 mars": the denial is of what the little word is before.
    denied = rf"(?:{raw['denied']})(?: (?:{raw['little']}))?"
    patterns = {
        name: re.compile(rf"(?:^|[^\w])(?:{words})[\s'«“\"(]*[$£€]?$")
        for name, words in {**raw["bounds"], "denied": denied}.items()
    }
    return _Words(
        numbers=numbers,
        hundreds={word: float(n) for word, n in raw["hundreds"].items()},
        scales=raw["scales"],
        rough=frozenset(raw["rough"].split()),
        units=units,
        measures=frozenset(unit for unit, _ in units.values()),
        ranges=frozenset(raw["ranges"].split("|")),
        patterns=patterns,
    )
