"""A question as it was meant: "c ki le maire dici" normalised to "c'est qui le maire d'ici".

What is respelt serves search alone. Each character of the normalised text keeps the place of the
word it stands for, so the places of a question's words are those of the text as typed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from index.questions.spelling import Vocabulary
from index.text.folding import fold
from index.text.lexicon import load_lexicon
from index.text.tokens import analyzer_for

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_JOINT = re.compile(r"[\s'’`´-]{1,3}")  # what may come between the words of one phrase
_LONGEST = 5  # words of a phrase
_VOWELS = frozenset("aeiouyh")

_Piece = tuple[str, int, int]  # a text, and the place as typed of what it stands for


@dataclass(frozen=True, slots=True)
class Habits:
    """How questions are typed in one language. Keys are folded words with single spaces.

    `spellings` maps words to what they stand for, "" for nothing; `openings` and `closings` are
    phrases that ask nothing, at the start and the end; `first_words` and `last_words` are those
    of all these phrases. `elided` are the letters that an apostrophe parts from a word. `asking`
    are the words that may be met misspelt. `nouns` ask for a kind of answer by themselves, in a
    question without any of the `question_words`. `stops` are the function words of the language,
    `others` its lexicon's other words.
    """

    spellings: Mapping[str, str] = field(default_factory=dict)
    openings: frozenset[str] = frozenset()
    closings: frozenset[str] = frozenset()
    first_words: frozenset[str] = frozenset()
    last_words: frozenset[str] = frozenset()
    elided: tuple[str, ...] = ()
    asking: Vocabulary = field(default_factory=Vocabulary)
    question_words: frozenset[str] = frozenset()
    nouns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    stops: frozenset[str] = frozenset()
    others: Vocabulary = field(default_factory=Vocabulary)


@dataclass(frozen=True, slots=True)
class Normalised:
    """What was typed, as it was meant: `text`, and the place of each of its characters as typed.

    `places` is empty if nothing was changed.
    """

    text: str
    places: tuple[tuple[int, int], ...] = ()

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """Return the place of `text[start:end]` in what was typed; it must not be empty."""
        if not self.places:
            return start, end
        return self.places[start][0], self.places[end - 1][1]


@cache
def load_habits(language: str) -> Habits:
    """Return the habits of `language`; none of those without any in `normalising.json`."""
    everything = json.loads((files("index.questions") / "normalising.json").read_text("utf-8"))
    lexicon = load_lexicon(language)
    stops = frozenset(fold(word) for word in lexicon.stop_words)
    groups = (*lexicon.relations, *lexicon.classes.values())
    others = _vocabulary(word for group in groups for word in group if fold(word) not in stops)
    if (raw := everything.get(language)) is None:
        return Habits(stops=stops, others=others)
    spellings = {fold(typed): meant for typed, meant in raw["spellings"].items()}
    openings = frozenset(fold(phrase) for phrase in raw["openings"])
    closings = frozenset(fold(phrase) for phrase in raw["closings"])
    return Habits(
        spellings=spellings,
        openings=openings,
        closings=closings,
        first_words=frozenset(phrase.split()[0] for phrase in (*spellings, *openings)),
        last_words=frozenset(phrase.split()[-1] for phrase in closings),
        elided=tuple(raw["elided"].split()),
        asking=_vocabulary(raw["asking"].split()),
        question_words=frozenset(raw["question_words"].split()),
        nouns={kind: frozenset(words.split()) for kind, words in raw["nouns"].items()},
        stops=stops,
        others=others,
    )


def _vocabulary(words: Iterable[str]) -> Vocabulary:
    vocabulary = Vocabulary()
    for word in words:
        vocabulary.add(word, fold(word))
    return vocabulary


def has_no_case(text: str) -> bool:
    """Whether the capitals of `text` tell no names: there are none, or nothing else."""
    return text == text.lower() or is_shouted(text)


def is_shouted(text: str) -> bool:
    """Whether `text` is typed in capitals throughout, two words at least."""
    return text == text.upper() and sum(match[0].isalpha() for match in _WORD.finditer(text)) > 1


def normalise(
    text: str, *, language: str, articles: str, vocabulary: Vocabulary | None = None
) -> Normalised:
    """Return `text`, a question in `language` to articles in the language `articles`, as meant.

    With the `vocabulary` of the articles, their names win over every habit, and what is nearly
    one of their words is taken for it.
    """
    return _Normaliser(text, language, articles, vocabulary or Vocabulary()).run()


class _Normaliser:
    """One question, word by word."""

    def __init__(self, text: str, language: str, articles: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.analyzer = analyzer_for(articles)
        self.vocabulary = vocabulary
        self.habits = load_habits(language)
        self.words = list(_WORD.finditer(text))
        self.folded = [fold(match[0]) for match in self.words]
        self.has_no_case, self.is_shouted = has_no_case(text), is_shouted(text)
        self.has_apostrophes = "'" in text or "’" in text
        self.has_accents = not text.isascii()  # who types some leaves out none

    def run(self) -> Normalised:
        first, last = self._bounds()
        pieces: list[_Piece] = []
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
        meant = "".join(piece for piece, _, _ in pieces)
        if meant == self.text or not _WORD.search(meant):
            return Normalised(self.text)
        places: list[tuple[int, int]] = []
        for piece, start, stop in pieces:
            if piece == self.text[start:stop]:
                places += [(place, place + 1) for place in range(start, stop)]
            else:
                places += [(start, stop)] * len(piece)
        return Normalised(meant, tuple(places))

    def _bounds(self) -> tuple[int, int]:
        """Return the first word that asks and the one after the last, greetings left out."""
        habits, first, last = self.habits, 0, len(self.words)
        while first < last and self.folded[first] in habits.first_words:
            lengths = range(min(_LONGEST, last - first - 1), 0, -1)
            length = next((n for n in lengths if self._joined(first, n) in habits.openings), 0)
            if not length:
                break
            first += length
        while first < last and self.folded[last - 1] in habits.last_words:
            lengths = range(min(_LONGEST, last - first - 1), 0, -1)
            length = next((n for n in lengths if self._joined(last - n, n) in habits.closings), 0)
            if not length:
                break
            last -= length
        return (first, last) if first < last else (0, len(self.words))

    def _joined(self, i: int, length: int) -> str:
        """Return words i and following as a key of `Habits`, "" if more than a joint parts them."""
        for j in range(i, i + length - 1):
            if not _JOINT.fullmatch(self.text, self.words[j].end(), self.words[j + 1].start()):
                return ""
        return " ".join(self.folded[i : i + length])

    def _phrase(self, i: int, last: int) -> tuple[int, list[_Piece]]:
        """Return how many words from i on stand for something else together, and for what."""
        start = self.words[i].start()
        longest = min(_LONGEST, last - i) if self.folded[i] in self.habits.first_words else 0
        for length in range(longest, 0, -1):
            if (meant := self.habits.spellings.get(self._joined(i, length))) is None:
                continue
            end = self.words[i + length - 1].end()
            if (length == 1 and self._is_name(i)) or fold(meant) == fold(self.text[start:end]):
                break
            return length, [(meant, start, end)]
        if i + 1 < last and self.vocabulary.is_name(name := "".join(self.folded[i : i + 2])):
            # The articles' name that two words are together: "chat gpt".
            are_known = all(word in self.vocabulary for word in self.folded[i : i + 2])
            if self.folded[i] not in self.habits.stops and not are_known and self._joined(i, 2):
                return 2, [(self.vocabulary.written(name, name), start, self.words[i + 1].end())]
        return 1, []

    def _is_name(self, i: int) -> bool:
        """Whether word i is a name: by its capital, or the articles' if there are none."""
        if self.vocabulary.is_name(self.folded[i]):
            return True
        return i > 0 and not self.has_no_case and self.words[i][0][0].isupper()

    def _word(self, i: int) -> list[_Piece]:
        """Return word i as the articles write it, or cut of what was run into it."""
        surface, (start, end) = self.folded[i], self.words[i].span()
        typed = lowered = self.words[i][0].lower()
        if not self.is_shouted or len(lowered) != end - start:
            typed = self.words[i][0]
        if not surface or surface[0].isdigit() or surface in self.habits.stops:
            return [(typed, start, end)]
        if len(surface) != len(typed):  # places within the word are not known
            return [(self._written(typed, surface), start, end)]
        if self._is_known(typed, surface):
            return [(self._written(typed, surface), start, end)]
        # A name of its own in mid-question has nothing run into it: "Davis" is not "d'avis"; nor
        # has an inverted verb: "nage-t-elle" is not "n'âge-t-elle".
        is_whole = self._is_name(i) or self.text.startswith("-", end)
        for letters in () if is_whole else self.habits.elided:
            rest = surface[len(letters) :]
            runs_in = surface.startswith(letters) and rest[:1] in _VOWELS
            if not runs_in or rest in self.habits.stops:
                continue
            if meant := self._after_elision(typed[len(letters) :], rest):
                cut = start + len(letters)
                return [(f"{letters}'", start, cut), (meant, cut, end)]
        return [(self._mistyped(i, typed, surface) or typed, start, end)]

    def _mistyped(self, i: int, typed: str, surface: str) -> str:
        """Return the word that word i misspells, or ""."""
        is_name = None if self.has_no_case else typed[0].isupper()
        if not typed.isascii() and not is_name:
            return ""  # typed with its accents, so with care
        if i == 0 and is_name:
            is_name = None  # the first word has a capital whatever it is
        if not is_name and (near := self.habits.asking.nearest(surface)):
            return self.habits.asking.written(typed, near)
        near = self.vocabulary.nearest(surface, is_name=is_name)
        return self._written(typed, near) if near else ""

    def _has_term(self, typed: str) -> bool:
        return any(term in self.vocabulary.terms for term in self.analyzer.terms(typed))

    def _is_known(self, typed: str, surface: str) -> bool:
        """Whether the articles or the lexicon have the word, in some form."""
        return surface in self.vocabulary or surface in self.habits.others or self._has_term(typed)

    def _after_elision(self, typed: str, surface: str) -> str:
        """Return the known word that `typed` is, or the name that it nearly is; else ""."""
        is_name = self.vocabulary.is_name(surface)
        # Who types apostrophes elsewhere leaves out none but before names.
        if self._is_known(typed, surface) and (is_name or not self.has_apostrophes):
            return self._written(typed, surface)
        near = "" if surface in self.vocabulary else self.vocabulary.nearest(surface, is_name=True)
        return self._written(typed, near) if near else ""

    def _written(self, typed: str, surface: str) -> str:
        """Return `surface` with its accents, and with its capital if `typed` could show none."""
        if surface in self.vocabulary:
            is_name = self.has_no_case and self.vocabulary.is_name(surface)
            if is_name or fold(typed) != surface:
                return self.vocabulary.written(typed, surface)
            if self.has_accents or self._has_term(typed):
                return typed
            return typed[0] + self.vocabulary.written(typed, surface)[1:]
        if surface in self.habits.others and typed.islower() and not self.has_accents:
            return self.habits.others.written(typed, surface)
        return typed
