"""Which words are spelt alike, so that a misspelt name or another ending is still met."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

PREFIX = 2  # letters that two words must begin with alike, for them to be compared at all
ALIKE = 0.45  # likeness from which a word stands for another

_SLIP = 0.8  # likeness by letters mistyped from which it counts: one letter in five
_ENDING = 3  # last letters that a word whose first ones are mistyped is known by
_BITS = 32


@lru_cache(maxsize=65_536)
def likeness(a: str, b: str) -> float:
    """How alike two words are spelt, 0 to 1.

    Dice coefficient of their letter trigrams, word ends counted. A slip of the fingers in the
    middle costs too much so ("hegesth" has 3 of 7 trigrams of "hegseth"): where at most one letter
    in five is mistyped, it is 1 less that share, if this is more.

    >>> likeness("hegset", "hegseth")
    0.8571428571428572
    """
    first = {f"_{a}_"[i : i + 3] for i in range(len(a))}
    second = {f"_{b}_"[i : i + 3] for i in range(len(b))}
    dice = 2 * len(first & second) / (len(first) + len(second))
    longer = max(len(a), len(b))
    slips = int(longer * (1 - _SLIP) + 1e-9)
    if slips and _may_be_near(a, b, slips) and (distance := edits(a, b)) <= slips:
        return max(dice, 1 - distance / longer)
    return dice


def edits(a: str, b: str) -> int:
    """How many letters were left out, added, replaced or swapped with the next from `a` to `b`.

    The optimal string alignment distance: Damerau (1964), no stretch edited twice.
    """
    before, last = [0] * (len(b) + 1), list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _letters(word: str) -> int:
    """The set of the letters of `word`, as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % _BITS
    return bits


def _may_be_near(a: str, b: str, slips: int) -> bool:
    """Whether `slips` edits may lead from `a` to `b`, by what is quickly seen."""
    # Each edit adds at most one letter to the set and takes one away.
    return abs(len(a) - len(b)) <= slips and (_letters(a) ^ _letters(b)).bit_count() <= 2 * slips


class Spellings:
    """The words of a corpus, to be found by how they are spelt."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_prefix: dict[str, list[str]] = {}
        for word in sorted(set(words)):
            self._by_prefix.setdefault(word[:PREFIX], []).append(word)

    def like(self, word: str, top_k: int) -> list[str]:
        """At most `top_k` words spelt like `word`, the likest first; itself is not among them."""
        found = [
            (-value, other)
            for other in self._by_prefix.get(word[:PREFIX], ())
            if other != word and (value := likeness(word, other)) >= ALIKE
        ]
        return [other for _, other in sorted(found)[:top_k]]


class Vocabulary:
    """The word forms of a corpus: how each is written, which are names, which one was meant.

    Forms are looked up folded (`index.folding`).
    """

    def __init__(self) -> None:
        self._written: dict[str, list[str]] = {}
        self._names: dict[str, bool] = {}
        self._by_ends: dict[str, list[tuple[str, int]]] = {}

    def __contains__(self, surface: str) -> bool:
        return surface in self._written

    def add(self, written: str, surface: str, *, is_name: bool | None = None) -> None:
        """Notes a form as `written`, whose folded form is `surface`.

        `is_name` says that it has a capital, False that it has none, None that its place, such
        as the start of a sentence, does not tell.
        """
        if surface not in self._written:
            self._written[surface] = [written]
            entry = (surface, _letters(surface))
            for end in {surface[:PREFIX], f"-{surface[-_ENDING:]}"}:
                self._by_ends.setdefault(end, []).append(entry)
        elif written not in self._written[surface]:
            self._written[surface].append(written)
        if is_name is not None:
            self._names[surface] = is_name and self._names.get(surface, True)

    def is_name(self, surface: str) -> bool:
        """Whether the form always has a capital, where its place does not give it one."""
        return self._names.get(surface, False)

    def written(self, typed: str, surface: str) -> str:
        """How the corpus writes the form `surface`, the nearest to `typed` where in many ways."""
        forms = self._written[surface]
        if self.is_name(surface):
            forms = [form for form in forms if form[:1].isupper()] or forms
        for form in forms:
            if form.lower() == typed.lower():
                return form if self.is_name(surface) else form.lower()
        return forms[0] if self.is_name(surface) else forms[0].lower()

    def nearest(self, surface: str) -> str:
        """The one form that `surface` is a mistyping of, or "" where there is none or several.

        Short words have too many neighbours, so from 6 letters one slip is forgiven, from 9 two;
        in names two from 8, and one in 5, but not another letter for one, which is another name.
        """
        length = len(surface)
        if length < 5:
            return ""
        slips = 2 if length >= 8 else 1
        letters = _letters(surface)
        found: list[tuple[int, bool, str]] = []
        for end in (surface[:PREFIX], f"-{surface[-_ENDING:]}"):
            for other, bits in self._by_ends.get(end, ()):
                if (
                    abs(len(other) - length) > slips
                    or (letters ^ bits).bit_count() > 2 * slips
                    or len(other) < 5
                ):
                    continue
                allowed = self._slips(surface, other)
                if allowed and 0 < (distance := edits(surface, other)) <= allowed:
                    found.append((distance, other[0] != surface[0], other))
        if not found:
            return ""
        found.sort()
        likest = {other for *rank, other in found if rank == list(found[0][:2])}
        return likest.pop() if len(likest) == 1 else ""

    def _slips(self, surface: str, other: str) -> int:
        """How many letters of `other` may be mistyped in `surface`."""
        length = min(len(surface), len(other))
        if other[0] != surface[0]:
            return int(length >= 6)
        if self.is_name(other):
            if length == 5 and len(surface) == len(other) and sorted(surface) != sorted(other):
                return 0
            return 2 if length >= 8 else 1
        return 2 if length >= 9 else int(length >= 6)
