"""Text to pieces of words, each with its place in the original text.

A unigram tokeniser (Kudo, 2018, arXiv 1804.10959): of all ways to cut a word into pieces, the one
with the highest sum of scores, found by Viterbi. Characters are normalised for this only; every
piece carries the code points of the original text that it came from, so a span of pieces is a span
of the text. Words are cut one by one and remembered, because no piece goes over white space.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.reading.vocabulary import WORD_MARK, Vocabulary

_LONGEST_WORD = 400  # characters; a longer run without white space is cut here
_REMEMBERED_WORDS = 50_000
_LONGEST_REMEMBERED = 30  # characters: no stranger fills the memory with long ones
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Pieces of a text: their numbers, and `text[starts[i]:ends[i]]` as what piece i stands for.

    Starts and ends never go down. A piece may be empty (the mark of a word whose first letters are
    no piece with it) or share its characters with its neighbour (the "f" and "i" of "ﬁ").
    """

    ids: Ints
    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        """The number of pieces."""
        return len(self.ids)

    def between(self, start: int, end: int) -> slice:
        """Return which pieces begin in `text[start:end]`."""
        first = int(np.searchsorted(self.starts, start, side="left"))
        return slice(first, max(first, int(np.searchsorted(self.starts, end, side="left"))))


class Tokeniser:
    """Cut texts into pieces of `vocabulary`; the same text always gives the same pieces."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._words: dict[str, tuple[tuple[int, int], ...]] = {}

    def tokenise(self, text: str) -> Tokens:
        """Cut `text` into pieces with their offsets in it; never fails, whatever the text."""
        ids: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        for word, places in self._normalised_words(text):
            at = 0
            for number, length in self._pieces(word):
                covered = places[max(at - 1, 0) : at + length - 1]  # the word mark has no place
                ids.append(number)
                starts.append(covered[0][0] if covered else places[0][0])
                ends.append(covered[-1][1] if covered else places[0][0])
                at += length
        return Tokens(
            np.array(ids, dtype=np.int32),
            np.array(starts, dtype=np.int32),
            np.array(ends, dtype=np.int32),
        )

    def _normalised_words(self, text: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
        """Yield the words of `text`, marked and normalised, each character with its place."""
        characters: list[str] = []
        places: list[tuple[int, int]] = []
        for normalised, start, end in self._normalised_characters(text):
            if normalised == " " or len(characters) == _LONGEST_WORD:
                if characters:
                    yield WORD_MARK + "".join(characters), places
                characters, places = [], []
            if normalised != " ":
                characters.append(normalised)
                places.append((start, end))
        if characters:
            yield WORD_MARK + "".join(characters), places

    def _normalised_characters(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield single normalised characters with the part of `text` that each stands for."""
        normalised = self.vocabulary.normalised
        at = 0
        while at < len(text):
            end = at + 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            composed = text[at] if end == at + 1 else unicodedata.normalize("NFC", text[at:end])
            for character in composed:
                for result in normalised.get(character, character):
                    yield (" " if result.isspace() else result), at, end
            at = end

    def _pieces(self, word: str) -> tuple[tuple[int, int], ...]:
        """Return the best pieces of `word` as (number, length)."""
        if len(word) > _LONGEST_REMEMBERED:
            return self._best_pieces(word)
        known = self._words.get(word)
        if known is None:
            if len(self._words) >= _REMEMBERED_WORDS:
                self._words.clear()
            known = self._words[word] = self._best_pieces(word)
        return known

    def _best_pieces(self, word: str) -> tuple[tuple[int, int], ...]:
        vocabulary = self.vocabulary
        ids, scores = vocabulary.ids, vocabulary.scores
        best = [0.0] + [-np.inf] * len(word)
        cut: list[tuple[int, int]] = [(vocabulary.unknown, 0)] * (len(word) + 1)
        for start in range(len(word)):
            here = best[start]
            for end in range(start + 1, min(start + vocabulary.longest, len(word)) + 1):
                number = ids.get(word[start:end])
                if number is not None and here + scores[number] > best[end]:
                    best[end], cut[end] = here + scores[number], (number, end - start)
            if here + vocabulary.unknown_score > best[start + 1]:
                best[start + 1] = here + vocabulary.unknown_score
                cut[start + 1] = (vocabulary.unknown, 1)
        pieces: list[tuple[int, int]] = []
        end = len(word)
        while end:
            pieces.append(cut[end])
            end -= cut[end][1]
        return tuple(reversed(pieces))
