"""Which words are spelt alike, so that a misspelt name or another ending is still met."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

PREFIX = 2  # letters that two words must begin with alike, for them to be compared at all
ALIKE = 0.45  # likeness from which a word stands for another


@lru_cache(maxsize=65_536)
def likeness(a: str, b: str) -> float:
    """Dice coefficient of the two words' letter trigrams, word ends counted: 0 to 1.

    >>> likeness("hegset", "hegseth")
    0.7692307692307693
    """
    first = {f"_{a}_"[i : i + 3] for i in range(len(a))}
    second = {f"_{b}_"[i : i + 3] for i in range(len(b))}
    return 2 * len(first & second) / (len(first) + len(second))


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
