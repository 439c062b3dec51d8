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

from index.questions.spelling import Vocabulary
from index.text.folding import fold
from index.text.lexicon import load_lexicon
from index.text.tokens import analyzer_for

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
    words that may be met misspelt. `nouns` ask for a kind of answer by themselves, in a question
    without any of the `question_words`.
    """

    spellings: Mapping[str, str] = field(default_factory=dict)
    openings: frozenset[str] = frozenset()
    closings: frozenset[str] = frozenset()
    elided: tuple[str, ...] = ()
    genitives: tuple[str, ...] = ()
    asking: Vocabulary = field(default_factory=Vocabulary)
    question_words: frozenset[str] = frozenset()
    nouns: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Normalised:
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
    """The habits of `language`; none where there are none in `normalising.json`."""
    raw = json.loads((files("index.questions") / "normalising.json").read_text("utf-8")).get(
        language
    )
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
        question_words=frozenset(raw["question_words"].split()),
        nouns={kind: frozenset(words.split()) for kind, words in raw["nouns"].items()},
    )


@cache
def _function_words(language: str) -> frozenset[str]:
    """The function words of the lexicon, folded."""
    return frozenset(fold(word) for word in load_lexicon(language).stop_words)


@cache
def _other_words(language: str) -> Vocabulary:
    """The other words that the lexicon has."""
    lexicon = load_lexicon(language)
    words = Vocabulary()
    for group in (*lexicon.relations, *lexicon.classes.values()):
        for word in group:
            if fold(word) not in _function_words(language):
                words.add(word, fold(word))
    return words


def has_no_case(text: str) -> bool:
    """Whether the capitals of `text` tell no names: there are none, or nothing else."""
    return text == text.lower() or is_shouted(text)


def is_shouted(text: str) -> bool:
    """Whether `text` is typed in capitals throughout, two words at least."""
    return text == text.upper() and sum(match[0].isalpha() for match in _WORD.finditer(text)) > 1


def normalise(
    text: str, *, language: str, articles: str, vocabulary: Vocabulary | None = None
) -> Normalised:
    """`text`, a question in `language` to articles in the language `articles`, as it was meant.

    With the `vocabulary` of the articles, their names win over every habit, and what is nearly
    one of their words is taken for it.
    """
    return _Reader(text, language, articles, vocabulary or Vocabulary()).read()


class _Reader:
    """One question, word by word."""

    def __init__(self, text: str, language: str, articles: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.analyzer = analyzer_for(articles)
        self.vocabulary = vocabulary
        self.habits = load_habits(language)
        self.stops, self.others = _function_words(language), _other_words(language)
        self.words = list(_WORD.finditer(text))
        self.folded = [fold(match[0]) for match in self.words]
        self.has_no_case = has_no_case(text)
        self.is_shouted = is_shouted(text)
        self.has_apostrophes = "'" in text or "’" in text

    def read(self) -> Normalised:
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
            return Normalised(self.text)
        places: list[tuple[int, int]] = []
        for piece, start, stop in pieces:
            if piece == self.text[start:stop]:
                places += [(place, place + 1) for place in range(start, stop)]
            else:
                places += [(start, stop)] * len(piece)
        return Normalised(read, tuple(places))

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
            if fold(meant) == fold(self.text[start:end]):
                break
            return length, [(meant, start, end)]
        if i + 1 < last and (name := self._in_two(i)):
            return 2, [(name, self.words[i].start(), self.words[i + 1].end())]
        return 1, []

    def _in_two(self, i: int) -> str:
        """The articles' name that words i and i + 1 are together ("chat gpt"), or ""."""
        surface = self.folded[i] + self.folded[i + 1]
        if self.folded[i] in self.stops:
            return ""
        if not self.vocabulary.is_name(surface) or not self._joined(i, 2):
            return ""
        if self.folded[i] in self.vocabulary and self.folded[i + 1] in self.vocabulary:
            return ""
        return self.vocabulary.written(surface, surface)

    def _is_name(self, i: int) -> bool:
        """Whether word i is a name: by its capital, or the articles', where there are none."""
        if self.vocabulary.is_name(self.folded[i]):
            return True
        return i > 0 and not self.has_no_case and self.words[i][0][0].isupper()

    def _word(self, i: int) -> list[tuple[str, int, int]]:
        """Word i as the articles write it, or cut of what was run into it."""
        surface = self.folded[i]
        start, end = self.words[i].span()
        typed = self._cased(self.words[i][0])
        if not surface or surface[0].isdigit() or surface in self.stops:
            return [(typed, start, end)]
        if len(surface) != len(typed):  # places within the word are not known
            return [(self._written(typed, surface), start, end)]
        if surface not in self.vocabulary:
            for letters in self.habits.genitives:
                stem = surface[: -len(letters)]
                if surface.endswith(letters) and self.vocabulary.is_name(stem):
                    return [(self._written(typed[: -len(letters)], stem), start, end)]
        if self._is_known(typed, surface):
            return [(self._written(typed, surface), start, end)]
        # A name of its own in mid-question has nothing run into it: "Davis" is not "d'avis".
        for letters in () if self._is_name(i) else self.habits.elided:
            rest = surface[len(letters) :]
            if not surface.startswith(letters) or rest[:1] not in _VOWELS or rest in self.stops:
                continue
            if meant := self._meant(typed[len(letters) :], rest):
                cut = start + len(letters)
                return [(f"{letters}'", start, cut), (meant, cut, end)]
        meant = self._mistyped(i, typed, surface)
        if not meant:
            for letters in self.habits.genitives:
                if surface.endswith(letters) and (near := self._name(surface[: -len(letters)])):
                    meant = self._written(typed[: -len(letters)], near)
        return [(meant or typed, start, end)]

    def _mistyped(self, i: int, typed: str, surface: str) -> str:
        """The word that word i misspells, or ""."""
        is_name = None if self.has_no_case else typed[0].isupper()
        if not typed.isascii() and not is_name:
            return ""  # typed with its accents, so with care
        if i == 0 and is_name:
            is_name = None  # the first word has a capital whatever it is
        if not is_name and (near := self.habits.asking.nearest(surface)):
            return self.habits.asking.written(typed, near)
        if near := self.vocabulary.nearest(surface, is_name=is_name):
            return self._written(typed, near)
        if not is_name and (near := self.others.nearest(surface)):
            return self.others.written(typed, near)
        return ""

    def _cased(self, typed: str) -> str:
        lowered = typed.lower()
        return lowered if self.is_shouted and len(lowered) == len(typed) else typed

    def _is_known(self, typed: str, surface: str) -> bool:
        """Whether the articles or the lexicon have the word, in some form."""
        return (
            surface in self.vocabulary
            or surface in self.others
            or any(term in self.vocabulary.terms for term in self.analyzer.terms(typed))
        )

    def _meant(self, typed: str, surface: str) -> str:
        """The known word that `typed` is, or the name that it nearly is; else ""."""
        # Who types apostrophes elsewhere leaves out none but before names.
        if self._is_known(typed, surface) and not (
            self.has_apostrophes and not self.vocabulary.is_name(surface)
        ):
            return self._written(typed, surface)
        near = self._name(surface)
        return self._written(typed, near) if near else ""

    def _name(self, surface: str) -> str:
        """The articles' name that `surface` is, or nearly is; else ""."""
        if surface in self.vocabulary:
            return surface if self.vocabulary.is_name(surface) else ""
        return self.vocabulary.nearest(surface, is_name=True)

    def _written(self, typed: str, surface: str) -> str:
        """The word `surface` with its accents, and its capital where `typed` could show none."""
        has_accents = not self.text.isascii()  # who types some leaves out none
        if surface in self.vocabulary:
            if self.has_no_case and self.vocabulary.is_name(surface):
                return self.vocabulary.written(typed, surface)
            if fold(typed) != surface:
                return self.vocabulary.written(typed, surface)
            known = any(term in self.vocabulary.terms for term in self.analyzer.terms(typed))
            if known or has_accents:
                return typed
            return typed[0] + self.vocabulary.written(typed, surface)[1:]
        if surface in self.others and typed.islower() and not has_accents:
            return self.others.written(typed, surface)
        return typed
