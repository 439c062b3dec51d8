"""All articles as one string of letters and one row of words, searched at once.

Articles are folded in chunks, and only the chunks round a place that was found are read letter by
letter, so that the index is made fast, is small, and a place costs the same in a long article. For
a thousand articles of 450 words it takes about 0.4 s and 10 MB, at the first quote.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.documents.document import Document
from index.verifying.letters import Letters, fold_words, read_letters

Numbers = NDArray[np.int32]

_CHUNK = 512  # characters: 0.1 ms to read
_LONGEST_CHUNK = 4_096
_SPACE = re.compile(r"\s")
_STEM = 4  # letters
UNKNOWN = -1  # the number of a word that no article has


@dataclass(frozen=True, slots=True)
class Word:
    """The numbers of a word of a quote and of its beginning, `UNKNOWN` where no article has it."""

    number: int
    stem: int


class ArticleIndex:
    """The letters and words of the bodies of `documents`, one document after another.

    - `letters`: all letters, a line end after each document
    - `words`: the number of each word, in order; `word_starts` where it begins in `letters`
    - `first_words`: the first word of each document, and the number of all words
    - `counts`: how often each word occurs, by its number; `stems`: a number for its beginning
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self._numbers: dict[str, int] = {}
        self._starts: list[int] = []  # of each document in `letters`
        self._chunks: list[int] = []  # start of each chunk in `letters`
        self._places: list[tuple[int, int, int]] = []  # document, start and end in its text
        self.first_words: list[int] = []
        parts: list[str] = []
        words: list[int] = []
        lengths: list[int] = []
        at = 0
        numbers = self._numbers
        for number, document in enumerate(documents):
            self._starts.append(at)
            self.first_words.append(len(words))
            for start, end in cut_chunks(document.text, document.body_start):
                found = fold_words(document.text[start:end])
                folded = "".join(found)
                self._chunks.append(at)
                self._places.append((number, start, end))
                words += [numbers.setdefault(word, len(numbers)) for word in found]
                lengths += map(len, found)
                parts.append(folded)
                at += len(folded)
            parts.append("\n")
            at += 1
        self.first_words.append(len(words))
        self.letters = "".join(parts)
        self.words: Numbers = np.array(words, np.int32)
        sizes = np.array(lengths, np.int32)
        line_ends = np.repeat(np.arange(len(documents)), np.diff(self.first_words))
        self.word_starts: Numbers = (np.cumsum(sizes) - sizes + line_ends).astype(np.int32)
        self._stems: dict[str, int] = {}
        stems = [self._stems.setdefault(word[:_STEM], len(self._stems)) for word in numbers]
        self.stems: Numbers = np.array(stems, np.int32)
        self.counts: Numbers = np.bincount(self.words, minlength=len(numbers)).astype(np.int32)
        self._order: Numbers = np.argsort(self.words, kind="stable").astype(np.int32)
        self._offsets = np.concatenate(([0], np.cumsum(self.counts)))

    # --- letters ---

    def find(self, letters: str, document: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield (document, place) of `letters`, overlapping ones too, in reading order."""
        start, end = self._range(document)
        at = self.letters.find(letters, start, end)
        while at >= 0:
            yield bisect_right(self._starts, at) - 1, at
            at = self.letters.find(letters, at + 1, end)

    def documents_with(self, letters: str, document: int | None = None) -> Iterator[int]:
        """Yield the numbers of the documents that have `letters`, in order."""
        start, end = self._range(document)
        at = self.letters.find(letters, start, end)
        while at >= 0:
            found = bisect_right(self._starts, at) - 1
            yield found
            if found + 1 == len(self._starts):
                return
            at = self.letters.find(letters, self._starts[found + 1], end)

    def has(self, letters: str, document: int) -> bool:
        """Tell whether one document has `letters`."""
        return self.letters.find(letters, *self._range(document)) >= 0

    def read(self, at: int, size: int) -> tuple[Letters, int]:
        """Return the letters of the text round letters `at` to `at + size`, and which is `at`."""
        first = bisect_right(self._chunks, at) - 1
        last = bisect_right(self._chunks, at + max(size, 1) - 1) - 1
        document, start, _ = self._places[first]
        end = self._places[last][2]
        return read_letters(self.documents[document].text, start, end), at - self._chunks[first]

    def _range(self, document: int | None) -> tuple[int, int]:
        if document is None:
            return 0, len(self.letters)
        last = document + 1 == len(self._starts)
        return self._starts[document], len(self.letters) if last else self._starts[document + 1]

    # --- words ---

    def word(self, folded: str) -> Word:
        """Return the numbers of a folded word and of its beginning."""
        return Word(self._numbers.get(folded, UNKNOWN), self._stems.get(folded[:_STEM], UNKNOWN))

    def positions(self, number: int, document: int | None = None) -> Numbers:
        """Return where in `words` the word with that number occurs, in order."""
        found = self._order[self._offsets[number] : self._offsets[number + 1]]
        if document is None:
            return found
        first, last = self.first_words[document : document + 2]
        a, b = np.searchsorted(found, (first, last))
        return found[a:b]

    def folded(self, first: int, last: int) -> list[str]:
        """Return words `first` to `last`, exclusive, of the row, all of one document."""
        edges = [*self.word_starts[first:last].tolist(), self.word_end(last - 1)]
        return [self.letters[a:b] for a, b in pairwise(edges)]

    def word_end(self, word: int) -> int:
        """Return the end in `letters` of word `word` of the row."""
        if word + 1 < self.first_words[self.document_of(word) + 1]:
            return int(self.word_starts[word + 1])
        _, end = self._range(self.document_of(word))
        return end - 1  # the line end

    def document_of(self, word: int) -> int:
        """Return the document that has word `word` of the row."""
        return bisect_right(self.first_words, word, hi=len(self.documents)) - 1


def cut_chunks(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the chunks of `text`, cut at white space where there is some."""
    while start < len(text):
        end = min(start + _CHUNK, len(text))
        if end < len(text):
            space = _SPACE.search(text, end, start + _LONGEST_CHUNK)
            end = space.end() if space else min(start + _LONGEST_CHUNK, len(text))
        yield start, end
        start = end
