"""A question read as it was meant: "c ki le maire dici" as "c'est qui le maire d'ici".

Whatever is respelt here serves search alone. Each character of what is read keeps the place of
the word it stands for, so the places of a question's words are those of the text as typed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from index.folding import fold
from index.lexicon import load_lexicon
from index.spelling import Vocabulary

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_JOINT = re.compile(r"[\s'’`´-]{1,3}")  # what may stand between the words of one phrase
_LONGEST = 5  # words of a phrase
_VOWELS = frozenset("aeiouyh")


@dataclass(frozen=True, slots=True)
class Habits:
    """How questions are typed in one language. Keys are folded words with single spaces.

    `spellings` maps words to what they stand for, "" for nothing; `openings` and `closings` are
    phrases that ask nothing, at the start and the end. `elided` are the letters that an
    apostrophe parts from a word, `genitives` endings that a word may be cut of. `asking` are the
    words that may be met misspelt, `nouns` those that ask for a kind of answer by themselves.
    """

    spellings: Mapping[str, str] = field(default_factory=dict)
    openings: frozenset[str] = frozenset()
    closings: frozenset[str] = frozenset()
    elided: tuple[str, ...] = ()
    genitives: tuple[str, ...] = ()
    asking: Vocabulary = field(default_factory=Vocabulary)
    nouns: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed, as it is read: `text`, and the place of each of its characters as typed.

    `places` is empty where nothing was changed.
    """

    text: str
    places: tuple[tuple[int, int], ...] = ()

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The place of `text[start:end]` in what was typed; it must not be empty."""
        if not self.places:
            return start, end
        return self.places[start][0], self.places[end - 1][1]


@cache
def load_habits(language: str) -> Habits:
    """The habits of `language`; none where there are none in `index/typed.json`."""
    raw = json.loads((files("index") / "typed.json").read_text("utf-8")).get(language)
    if raw is None:
        return Habits()
    asking = Vocabulary()
    for word in raw["asking"].split():
        asking.add(word, fold(word))
    return Habits(
        spellings={fold(typed): meant for typed, meant in raw["spellings"].items()},
        openings=frozenset(fold(phrase) for phrase in raw["openings"]),
        closings=frozenset(fold(phrase) for phrase in raw["closings"]),
        elided=tuple(raw["elided"].split()),
        genitives=tuple(raw["genitives"].split()),
        asking=asking,
        nouns={kind: frozenset(words.split()) for kind, words in raw["nouns"].items()},
    )


@cache
def _ordinary_words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The function words and the other words that the lexicon has, folded."""
    lexicon = load_lexicon(language)
    stops = frozenset(fold(word) for word in lexicon.stop_words)
    groups = (*lexicon.relations, *lexicon.classes.values())
    return stops, frozenset(fold(word) for group in groups for word in group) - stops


def has_no_case(text: str) -> bool:
    """Whether the capitals of `text` tell no names: there are none, or nothing else."""
    return text == text.lower() or is_shouted(text)


def is_shouted(text: str) -> bool:
    """Whether `text` is typed in capitals throughout, two words at least."""
    return text == text.upper() and sum(match[0].isalpha() for match in _WORD.finditer(text)) > 1


def read_typed(text: str, *, language: str, vocabulary: Vocabulary | None = None) -> Reading:
    """`text`, a question in `language`, as it was meant.

    With the `vocabulary` of the articles, its words win over every habit, and what is nearly
    one of them is taken for it.
    """
    reader = _Reader(text, language, vocabulary or Vocabulary())
    return reader.read()


class _Reader:
    """One question, word by word."""

    def __init__(self, text: str, language: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.habits = load_habits(language)
        self.stops, self.others = _ordinary_words(language)
        self.words = list(_WORD.finditer(text))
        self.folded = [fold(match[0]) for match in self.words]
        self.has_no_case = has_no_case(text)
        self.is_shouted = is_shouted(text)

    def read(self) -> Reading:
        first, last = self._bounds()
        pieces: list[tuple[str, int, int]] = []  # read, and the place as typed
        done = self.words[first].start() if first < last else 0
        end = self.words[last].start() if last < len(self.words) else len(self.text)
        i = first
        while i < last:
            start = self.words[i].start()
            pieces.append((self.text[done:start], done, start))
            length, made = self._phrase(i, last)
            pieces += made or self._word(i)
            i += length
            done = self.words[i - 1].end()
        pieces.append((self.text[done:end], done, end))
        read = "".join(piece for piece, _, _ in pieces)
        if read == self.text or not _WORD.search(read):
            return Reading(self.text)
        places: list[tuple[int, int]] = []
        for piece, start, stop in pieces:
            if piece == self.text[start:stop]:
                places += [(place, place + 1) for place in range(start, stop)]
            else:
                places += [(start, stop)] * len(piece)
        return Reading(read, tuple(places))

    def _bounds(self) -> tuple[int, int]:
        """The first word that asks and the one after the last, greetings left out."""
        first, last = 0, len(self.words)
        while length := self._longest(first, last, self.habits.openings):
            first += length
        while length := self._longest_end(first, last, self.habits.closings):
            last -= length
        return (first, last) if first < last else (0, len(self.words))

    def _longest(self, first: int, last: int, phrases: frozenset[str]) -> int:
        for length in range(min(_LONGEST, last - first - 1), 0, -1):
            if self._joined(first, length) in phrases:
                return length
        return 0

    def _longest_end(self, first: int, last: int, phrases: frozenset[str]) -> int:
        for length in range(min(_LONGEST, last - first - 1), 0, -1):
            if self._joined(last - length, length) in phrases:
                return length
        return 0

    def _joined(self, i: int, length: int) -> str:
        """Words i and following as a key of `Habits`, or "" where more than a joint parts them."""
        for j in range(i, i + length - 1):
            if not _JOINT.fullmatch(self.text, self.words[j].end(), self.words[j + 1].start()):
                return ""
        return " ".join(self.folded[i : i + length])

    def _phrase(self, i: int, last: int) -> tuple[int, list[tuple[str, int, int]]]:
        """How many words from i on stand for something else together, and for what."""
        for length in range(min(_LONGEST, last - i), 0, -1):
            if (meant := self.habits.spellings.get(self._joined(i, length))) is None:
                continue
            if length == 1 and self._is_name(i):
                break
            start, end = self.words[i].start(), self.words[i + length - 1].end()
            return length, [(meant or " ", start, end)]
        return 1, []

    def _is_name(self, i: int) -> bool:
        """Whether word i is a name: by its capital, or the articles', where there are none."""
        if self.vocabulary.is_name(self.folded[i]):
            return True
        return i > 0 and not self.has_no_case and self.words[i][0][0].isupper()

    def _word(self, i: int) -> list[tuple[str, int, int]]:
        """Word i as the articles write it, or cut of what was run into it."""
        typed, surface = self.words[i][0], self.folded[i]
        start, end = self.words[i].span()
        plain = typed.lower() if self.is_shouted else typed
        if surface[0].isdigit() or surface in self.stops:
            return [(plain, start, end)]
        if surface in self.vocabulary:
            return [(self._as_written(typed, surface), start, end)]
        if len(surface) != len(typed):  # places within the word are not known
            return [(self._nearest(plain, surface), start, end)]
        for letters in self.habits.elided:
            rest = surface[len(letters) :]
            if surface.startswith(letters) and rest[:1] in _VOWELS and surface not in self.others:
                meant = self._meant(rest)
                if meant and meant not in self.stops:
                    cut = start + len(letters)
                    written = self._as_written(typed[len(letters) :], meant)
                    return [(f"{letters}'", start, cut), (written, cut, end)]
        for letters in self.habits.genitives:
            stem = surface[: -len(letters)]
            if surface.endswith(letters) and len(stem) > 2 and self.vocabulary.is_name(stem):
                return [(self._as_written(typed[: -len(letters)], stem), start, end)]
        return [(self._nearest(plain, surface), start, end)]

    def _meant(self, surface: str) -> str:
        """The word of the articles or the lexicon that `surface` is, or nearly is; else ""."""
        if surface in self.vocabulary or surface in self.others:
            return surface
        near = self.vocabulary.nearest(surface)
        return near if near and self.vocabulary.is_name(near) else ""

    def _nearest(self, typed: str, surface: str) -> str:
        """The word that `typed` misspells, or itself."""
        if surface in self.others:
            return typed
        if near := self.habits.asking.nearest(surface):
            return near
        near = self.vocabulary.nearest(surface)
        if not near and self.habits.genitives and surface.endswith(self.habits.genitives):
            near = self.vocabulary.nearest(surface[:-1])
            near = near if self.vocabulary.is_name(near) else ""
        return self._as_written(typed, near) if near else typed

    def _as_written(self, typed: str, surface: str) -> str:
        """The form `surface` with the accents, and where `typed` tells none, the capital it has."""
        plain = typed.lower() if self.is_shouted else typed
        if surface not in self.vocabulary:
            return plain
        written = self.vocabulary.written(typed, surface)
        if self.has_no_case or fold(typed) != surface:
            return written
        if fold(written) == surface and typed.isascii():
            return typed[0] + written[1:] if fold(written[0]) == fold(typed[0]) else written
        return plain
