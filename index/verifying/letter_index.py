"""Where the letters of a quote are in the articles: one string of all of them, searched at once.

An article is folded in chunks, and only the chunks round a place that was found are read letter by
letter, so that building the index is fast and a place costs the same in a long article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from index.documents.document import Document
from index.verifying.letters import Letters, fold_letters, read_letters

_CHUNK = 512  # characters: 0.1 ms to read
_LONGEST_CHUNK = 4_096
_SPACE = re.compile(r"\s")


class LetterIndex:
    """The letters of the bodies of `documents`, one after another, a line end between two.

    A place is (number of the document, place of the first letter in `letters`).
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self._starts: list[int] = []  # of each document in `letters`
        self._chunks: list[int] = []  # start of each chunk in `letters`
        self._places: list[tuple[int, int, int]] = []  # document, start and end in its text
        parts: list[str] = []
        at = 0
        for number, document in enumerate(documents):
            self._starts.append(at)
            for start, end in cut_chunks(document.text, document.body_start):
                folded = fold_letters(document.text[start:end])
                self._chunks.append(at)
                self._places.append((number, start, end))
                parts.append(folded)
                at += len(folded)
            parts.append("\n")
            at += 1
        self.letters = "".join(parts)

    def find(self, letters: str, document: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield the places of `letters`, overlapping ones too, in order of document and text."""
        start, end = 0, len(self.letters)
        if document is not None:
            start = self._starts[document]
            end = self._starts[document + 1] if document + 1 < len(self._starts) else end
        at = self.letters.find(letters, start, end)
        while at >= 0:
            yield bisect_right(self._starts, at) - 1, at
            at = self.letters.find(letters, at + 1, end)

    def read(self, at: int, size: int) -> tuple[Letters, int]:
        """Return the letters of the text round letters `at` to `at + size`, and which is `at`."""
        first = bisect_right(self._chunks, at) - 1
        last = bisect_right(self._chunks, at + max(size, 1) - 1) - 1
        document, start, _ = self._places[first]
        end = self._places[last][2]
        return read_letters(self.documents[document].text, start, end), at - self._chunks[first]


def cut_chunks(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the chunks of `text`, cut at white space where there is some."""
    while start < len(text):
        end = min(start + _CHUNK, len(text))
        if end < len(text):
            space = _SPACE.search(text, end, start + _LONGEST_CHUNK)
            end = space.end() if space else min(start + _LONGEST_CHUNK, len(text))
        yield start, end
        start = end
