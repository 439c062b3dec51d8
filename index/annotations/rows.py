"""The words of a sentence or paragraph, as coreference and quotation attribution see them."""

from __future__ import annotations

from bisect import bisect_left

from index.annotations.names import Names, names_between
from index.documents.cut import CutDocument

JOINED = frozenset(("", "'", "’", "-", "‐", "‑"))  # gaps in a phrase; "" is white space


class Row:
    """The words of `text[start:end]`, with the proper names among them.

    - `low`: each word in small letters, `surfaces` folded, `starts` and `ends` its place
    - `gaps`: what is before each word since the one before, without white space; one more for
      what is after the last
    - `names`: (first, last + 1) of each proper name; `is_name` for each word
    """

    def __init__(self, cut: CutDocument, names: Names, start: int, end: int) -> None:
        first, stop = cut.numbers_between(start, end)
        text = self.text = cut.document.text
        self.start, self.end = start, end
        self.tokens = cut.tokens[first:stop]
        self.starts = [token.start for token in self.tokens]
        self.ends = [token.end for token in self.tokens]
        self.surfaces = tuple(token.surface for token in self.tokens)
        self.low = tuple(text[token.start : token.end].lower() for token in self.tokens)
        self.gaps = [
            "".join(text[a:b].split())
            for a, b in zip([start, *self.ends], [*self.starts, end], strict=True)
        ]
        self.names = names_between(names, first, stop)
        self.is_name = [False] * len(self.tokens)
        for a, b in self.names:
            self.is_name[a:b] = [True] * (b - a)

    def number_at(self, place: int) -> int:
        """Return the number of the first word that begins at `place` or after it."""
        return bisect_left(self.starts, place)

    def written(self, i: int) -> str:
        """Return word `i` as it is printed."""
        return self.text[self.starts[i] : self.ends[i]]

    def are_joined(self, first: int, last: int) -> bool:
        """Tell whether nothing but spaces, apostrophes and hyphens is before these words."""
        return all(gap in JOINED for gap in self.gaps[first:last])
