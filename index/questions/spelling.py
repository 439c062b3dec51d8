"""Which words are spelt alike, so that a misspelt name or another ending is still met."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

PREFIX = 2  # letters that two words must begin with alike, for them to be compared at all
ALIKE = 0.45  # likeness from which a word stands for another

_ENDING = 3  # last letters that a word whose first ones are mistyped is known by
_SHORTEST = 5  # letters of a word that may be met misspelt; shorter ones have many neighbours
_LONG = 9  # letters of a word that a letter left out makes no other word of
_MAX_SLIPS = 2
_DOUBLED = re.compile(r"(.)\1")


@lru_cache(maxsize=65_536)
def likeness(a: str, b: str) -> float:
    """Return the Dice coefficient of the two words' letter trigrams, word ends counted: 0 to 1.

    >>> likeness("hegset", "hegseth")
    0.7692307692307693
    """
    first, second = _trigrams(a), _trigrams(b)
    return 2 * len(first & second) / (len(first) + len(second))


def _trigrams(word: str) -> set[str]:
    return {f"_{word}_"[i : i + 3] for i in range(len(word))}


class Spellings:
    """The words of a corpus, to be found by how they are spelt.

    An inverted index of trigrams: what a word costs does not grow with the corpus as comparing it
    with all words that begin alike would (70 ms with 150,000 words).
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        self._with: dict[str, array[int]] = {}  # the numbers of the words with each trigram
        sizes = []
        for number, word in enumerate(self._words):
            parts = _trigrams(word)
            sizes.append(len(parts))
            for part in parts:
                self._with.setdefault(part, array("i")).append(number)
        self._sizes = np.array(sizes, dtype=np.intp)

    def like(self, word: str, top_k: int) -> list[str]:
        """Return at most `top_k` words spelt like `word`, the likest first, without itself."""
        begun_alike = self._with.get(f"_{word[:PREFIX]}")
        if not begun_alike:
            return []
        first, stop = begun_alike[0], begun_alike[-1] + 1  # neighbours, since words are sorted
        parts = _trigrams(word)
        shared = np.zeros(stop - first, dtype=np.intp)
        for numbers in (self._with[part] for part in parts if part in self._with):
            of_part = numbers[bisect_left(numbers, first) : bisect_left(numbers, stop)]
            shared[np.frombuffer(of_part, dtype=np.intc) - first] += 1
        alike = 2 * shared / (len(parts) + self._sizes[first:stop])
        found = [
            (-float(alike[row]), self._words[first + row])
            for row in np.flatnonzero(alike >= ALIKE).tolist()
        ]
        return [other for _, other in sorted(found) if other != word][:top_k]


class Vocabulary:
    """The word forms of a corpus: how each is written, which are names, which one was meant.

    Forms are looked up folded (`index.text.folding`). `terms` are the stems of them all.
    """

    def __init__(self) -> None:
        self.terms: set[str] = set()
        self._written: dict[str, list[str]] = {}
        self._names: dict[str, bool] = {}
        self._by_ends: dict[str, list[str]] = {}

    def __contains__(self, surface: str) -> bool:
        return surface in self._written

    def add(
        self, written: str, surface: str, term: str = "", *, is_name: bool | None = None
    ) -> None:
        """Add a form as `written`, whose folded form is `surface` and whose stem is `term`.

        `is_name` says that it has a capital, False that it has none, None that its place, such
        as the start of a sentence, does not tell.
        """
        if surface not in self._written:
            self.terms.add(term)
            self._written[surface] = [written]
            for end in {surface[:PREFIX], f"-{surface[-_ENDING:]}"}:
                self._by_ends.setdefault(end, []).append(surface)
        elif written not in self._written[surface]:
            self._written[surface].append(written)
        if is_name is not None:
            self._names[surface] = is_name and self._names.get(surface, True)

    def is_name(self, surface: str) -> bool:
        """Whether the form always has a capital, where its place does not give it one."""
        return self._names.get(surface, False)

    def written(self, typed: str, surface: str) -> str:
        """Return how the corpus writes `surface`: of several ways, the nearest to `typed`."""
        is_name, forms = self.is_name(surface), self._written[surface]
        if is_name:
            forms = [form for form in forms if form[:1].isupper()] or forms
        form = next((form for form in forms if form.lower() == typed.lower()), forms[0])
        return form if is_name else form.lower()

    def nearest(self, surface: str, *, is_name: bool | None = None) -> str:
        """Return the one form that `surface` is a mistyping of, "" for none or several.

        `is_name` says whether a name was typed; None that its case does not tell. What is no name
        is mostly another word of the language, so only what the fingers do is forgiven there: two
        letters swapped, one doubled or not, and in words of 9 letters one left out or added.
        Slips are counted by the optimal string alignment distance (Damerau 1964).
        """
        if len(surface) < _SHORTEST:
            return ""
        near: dict[str, int] = {}
        for end in (surface[:PREFIX], f"-{surface[-_ENDING:]}"):
            for other, slips, _ in process.extract_iter(
                surface, self._by_ends.get(end, ()), scorer=OSA.distance, score_cutoff=_MAX_SLIPS
            ):
                if is_name is not False and self.is_name(other):
                    allowed = _slips_in_name(surface, other)
                else:
                    allowed = int(is_name is not True and _is_slip(surface, other))
                if 0 < slips <= allowed:
                    near[other] = 2 * slips + (other[0] != surface[0])
        likest = [other for other, rank in near.items() if rank == min(near.values())]
        return likest[0] if len(likest) == 1 else ""


def _slips_in_name(typed: str, name: str) -> int:
    """Return how many letters may be mistyped for `typed` to be `name`."""
    length = min(len(typed), len(name))
    if length < _SHORTEST:
        return 0
    if name[0] != typed[0]:
        return int(length >= 6)
    if length == 5 and len(typed) == len(name) and sorted(typed) != sorted(name):
        return 0  # another letter in five is another name: Davis is not Davos
    return 2 if length >= 8 else 1


def _is_slip(typed: str, word: str) -> bool:
    """Whether `typed` may be `word` with one slip of the fingers."""
    if typed[0] != word[0] or min(len(typed), len(word)) < _SHORTEST:
        return False
    if len(typed) == len(word):
        return sorted(typed) == sorted(word)
    if _DOUBLED.sub(r"\1", typed) == _DOUBLED.sub(r"\1", word):
        return True
    return min(len(typed), len(word)) >= _LONG and typed[-1] == word[-1]
