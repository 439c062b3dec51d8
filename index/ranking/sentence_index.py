"""The sentences as columns: what the ranker needs of them, computed once for all questions.

A sentence is looked at in two views: stems forgive endings, surface words keep the function words
that a phrase is known by. (Character n-grams, phrases and pairs of terms were tried as further
views; without them hit@1 is the same on piaf and higher on news.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.annotations.indexed import IndexedDocument, IndexedSentence
from index.questions.spelling import PREFIX
from index.text.lexicon import word_classes, words_of
from index.text.numerals import MEASURES, is_year, measure_kinds
from index.text.tokens import Token

Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]
Values = NDArray[np.float64]

VIEWS = ("stem", "word")
# Distinct terms of a sentence, by what they are: what a question does not name may be its answer.
EVIDENCE_VIEWS = ("name", "number", "year")
CLASSES = (
    "number_word", "unit", "month", "weekday", "time", "place", "role", "quote", "reason",
    "manner", "duration", "money", "percentage", "speech",
)  # fmt: skip
TOKEN_MARKS = ("number", "name", "role")
SHAPES = ("length", "length2", "short", "first", "last", "opening", "pronoun")
MEANT = "meant"  # the view of the terms of whom or what a sentence means without naming them

Scalar = TypeVar("Scalar", bound=np.generic)

_ALL_VIEWS = (*VIEWS, *EVIDENCE_VIEWS, MEANT)
_QUOTE_MARKS = frozenset('«»“”"')
_APART = 1_000  # tokens that are put between two sentences
_NO_TERM = 0  # the item that a stop word is


@dataclass(frozen=True, slots=True)
class Flat:
    """Lists, one after the other: list i is `values[offsets[i]:offsets[i + 1]]`."""

    values: NDArray[np.int32]
    offsets: NDArray[np.int64]

    def places(self, rows: Rows) -> tuple[Rows, Rows]:
        """Return the places in `values` of all of the lists `rows`, and the size of each list."""
        starts = self.offsets[rows]
        sizes = self.offsets[rows + 1] - starts
        ends = np.cumsum(sizes)
        shift = np.repeat(starts - (ends - sizes), sizes)
        return shift + np.arange(ends[-1] if len(ends) else 0), sizes


class Layout:
    """Which candidates are neighbours; they are in reading order, each passage whole."""

    def __init__(self, passages: Rows) -> None:
        self.follows = np.concatenate(([False], passages[1:] == passages[:-1]))
        self.starts = np.flatnonzero(~self.follows)
        self.group = np.cumsum(~self.follows) - 1
        self._after = np.flatnonzero(self.follows)

    def before(self, values: NDArray[Scalar]) -> NDArray[Scalar]:
        """Return what the sentence before each has, in its passage; 0 for none."""
        shifted = np.zeros_like(values)
        shifted[self._after] = values[self._after - 1]
        return shifted

    def after(self, values: NDArray[Scalar]) -> NDArray[Scalar]:
        """Return what the sentence after each has, in its passage; 0 for none."""
        shifted = np.zeros_like(values)
        shifted[self._after - 1] = values[self._after]
        return shifted

    def anywhere(self, values: NDArray[Scalar]) -> NDArray[Scalar]:
        """Return the highest that the passage of each has."""
        highest: NDArray[Scalar] = np.maximum.reduceat(values, self.starts, axis=0)
        spread: NDArray[Scalar] = highest[self.group]
        return spread


class Candidates:
    """The sentences `rows` of `index` that are ranked for a question, at least one.

    All in one language, in reading order. Items and stems are flat, with the candidate (0 for
    the first) that has each; what does not depend on the question is a column, as in `index`.
    `counted` are those that idf and means are taken over: all but headings.
    """

    def __init__(self, index: SentenceIndex, rows: Rows) -> None:
        self.index = index
        self.rows = rows
        self.size = len(rows)
        self.layout = Layout(index.passage[rows])
        places, sizes = index.items.places(rows)
        self.items = index.items.values[places]
        self.counts = index.counts[places]
        self.of_item = np.repeat(np.arange(self.size), sizes)
        places, sizes = index.terms.places(rows)
        self.stems = index.terms.values[places]
        self.token_marks = index.token_marks[places]
        # Where each token is, counted through all candidates; nothing is near across sentences.
        self.positions = np.arange(len(places)) + np.repeat(np.arange(self.size) * _APART, sizes)
        self._filled = np.flatnonzero(sizes)
        self._starts = np.concatenate(([0], np.cumsum(sizes[self._filled])[:-1]))
        self.shapes = index.shapes[rows]
        self.classes = index.classes[rows]
        self.distinct = index.distinct[rows]
        self.asks = index.asks[rows]
        self.is_heading = index.is_heading[rows]
        # A heading is ranked like text, but text is not ranked otherwise because it has headings.
        self.counted = ~self.is_heading if not self.is_heading.all() else self.is_heading
        self.lengths = index.lengths[rows]
        self.documents, self.of_document = np.unique(index.document[rows], return_inverse=True)

    def sentence(self, position: int) -> IndexedSentence:
        """Return the candidate at `position`."""
        return self.index.sentences[int(self.rows[position])]

    def about(self, position: int) -> frozenset[str]:
        """Return the terms of what the article of the candidate at `position` is about.

        Nothing where there is no other article, which might be about something else.
        """
        if len(self.index.about) < 2:
            return frozenset()
        return self.index.about[int(self.index.document[self.rows[position]])]

    @cached_property
    def distinct_stems(self) -> Rows:
        """The items of the stems that occur, each once."""
        return np.unique(self.stems).astype(np.intp)

    def stems_like(self, prefix: str) -> list[tuple[str, int]]:
        """Return the stems that occur and begin with `prefix`, of two letters, with their items."""
        items = self.distinct_stems
        found = items[self.index.prefixes[items] == self.index.prefix(prefix)].tolist()
        return [(self.index.stem(item), item) for item in found]

    def best_token(self, values: Values) -> Values:
        """Return the highest of `values`, one for each token, in each candidate; 0 for none."""
        best = np.zeros(self.size)
        if len(self._filled):
            best[self._filled] = np.maximum.reduceat(values, self._starts)
        return best


class SentenceIndex:
    """All sentences of `documents` that may be quoted, in reading order, as columns.

    A *row* is a sentence. An *item* is a number for what a view of a sentence is made of; 0 is
    none. `items` and `counts` hold each row's items and how often it has them, `lengths`, shape
    (rows, `VIEWS`), how many there are; `terms` holds each token's stem as an item, and
    `token_marks`, shape (tokens, `TOKEN_MARKS`), what it is. `shapes` (rows, `SHAPES`) and
    `classes` (rows, `CLASSES`) do not depend on a question; `distinct` (rows, `EVIDENCE_VIEWS`)
    counts the distinct items of these views. `asks` marks the rows that are questions, `is_heading`
    those that name what is under them; `heads` marks the passages that are headings.
    """

    def __init__(self, documents: Sequence[IndexedDocument]) -> None:
        self.sentences: tuple[IndexedSentence, ...] = tuple(
            sentence for document in documents for sentence in document.sentences
        )
        self._items: dict[tuple[str, Hashable], int] = {}
        self._stems: dict[int, str] = {}
        self._prefixes: dict[str, int] = {}
        self.topics = tuple(document.topic for document in documents)
        self.about = tuple(document.about for document in documents)
        self.document = np.repeat(
            np.arange(len(documents)), [len(document.sentences) for document in documents]
        )
        passages: list[int] = []
        self.first_rows: list[int] = []  # of each passage, then the number of rows
        items: list[int] = []
        counts: list[int] = []
        sizes: list[int] = []
        terms: list[int] = []
        marks: list[tuple[bool, bool, bool]] = []
        lengths: list[list[int]] = []
        shapes: list[list[float]] = []
        classes: list[list[bool]] = []
        distinct: list[list[int]] = []
        for row, sentence in enumerate(self.sentences):
            if sentence.position == 0:
                self.first_rows.append(row)
            passages.append(len(self.first_rows) - 1)
            views = _views_of(sentence)
            lengths.append([len(views[name]) for name in VIEWS])
            # A day that is told by another word is met as if its own words were there.
            views["stem"] = [*views["stem"], *sorted(sentence.dated)]
            size = 0
            for name in _ALL_VIEWS:
                bag = Counter(views[name])
                items += [self._item(name, item) for item in bag]
                counts += [min(count, 255) for count in bag.values()]
                size += len(bag)
            sizes.append(size)
            distinct.append([len(set(views[name])) for name in EVIDENCE_VIEWS])
            roles = words_of(sentence.document.language, "role")
            for i, token in enumerate(sentence.tokens):
                terms.append(self._item("stem", token.term) if token.term else _NO_TERM)
                is_name = i > 0 and token.is_name and bool(token.term)
                marks.append((token.is_number, is_name, token.surface in roles))
            present = _classes_of(sentence)
            shapes.append(_shape_of(sentence, leans="leaning" in present))
            classes.append([name in present for name in CLASSES])
        self.first_rows.append(len(self.sentences))
        # Of each item that is a stem, the number of its first two letters; 0 of all others.
        self.prefixes = np.zeros(self.size, dtype=np.int32)
        for item, stem in self._stems.items():
            number = self._prefixes.setdefault(stem[:PREFIX], len(self._prefixes) + 1)
            self.prefixes[item] = number
        self.asks: Flags = np.array([sentence.asks for sentence in self.sentences], dtype=bool)
        self.is_heading: Flags = np.array([s.is_heading for s in self.sentences], dtype=bool)
        self.document_of_passage = self.document[np.array(self.first_rows[:-1], dtype=np.intp)]
        opens = [self.sentences[row] for row in self.first_rows[:-1]]
        self.heads: Flags = np.array(
            [s.is_heading and s.passage.kind == "heading" for s in opens], dtype=bool
        )
        rows = len(self.sentences)
        # Which passages open an article: no heading of another one is over them.
        self._opens: Flags = np.diff(self.document_of_passage, prepend=-1) != 0
        self.passage = np.array(passages, dtype=np.intp)
        self.items = Flat(np.array(items, dtype=np.int32), _offsets(sizes))
        self.counts = np.array(counts, dtype=np.uint8)
        self.terms = Flat(
            np.array(terms, dtype=np.int32), _offsets([len(s.tokens) for s in self.sentences])
        )
        self.token_marks: Flags = np.array(marks, dtype=bool).reshape(-1, len(TOKEN_MARKS))
        self.lengths: Values = np.array(lengths, dtype=float).reshape(rows, len(VIEWS))
        self.shapes: Values = np.array(shapes, dtype=float).reshape(rows, len(SHAPES))
        self.classes: Flags = np.array(classes, dtype=bool).reshape(rows, len(CLASSES))
        self.distinct = np.array(distinct, dtype=np.intp).reshape(rows, len(EVIDENCE_VIEWS))

    @property
    def size(self) -> int:
        """How many items there are; each item is below it."""
        return len(self._items) + 1

    def item(self, view: str, item: Hashable) -> int:
        """Return the number of what `view` calls `item`; 0 where no sentence has it."""
        return self._items.get((view, item), _NO_TERM)

    def prefix(self, letters: str) -> int:
        """Return the number of the stems' first two letters; -1 where none begins with them."""
        return self._prefixes.get(letters, -1)

    def stem(self, item: int) -> str:
        """Return the stem whose item is `item`."""
        return self._stems[item]

    @property
    def passages(self) -> int:
        """How many passages the sentences are in."""
        return len(self.first_rows) - 1

    def candidates(self, passages: Iterable[int]) -> dict[str, Candidates]:
        """Return the sentences of the passages numbered so, and their headings, by language."""
        chosen = set(passages)
        # A heading comes with what is under it.
        chosen |= {
            n - 1
            for n in chosen
            if n and self.heads[n - 1] and not self.heads[n] and not self._opens[n]
        }
        rows: dict[str, list[int]] = {}
        for number in sorted(chosen):
            first, end = self.first_rows[number], self.first_rows[number + 1]
            language = self.sentences[first].document.language
            rows.setdefault(language, []).extend(range(first, end))
        return {
            language: Candidates(self, np.array(found, dtype=np.intp))
            for language, found in rows.items()
        }

    def _item(self, view: str, item: Hashable) -> int:
        number = self._items.setdefault((view, item), len(self._items) + 1)
        if view == "stem":
            self._stems[number] = str(item)
        return number


def view_items(words: Sequence[str], content: Sequence[Token]) -> dict[str, Sequence[Hashable]]:
    """Return the items of each of `VIEWS` of a text with these `words` and `content` tokens."""
    return {"stem": [token.term for token in content], "word": list(words)}


def _views_of(sentence: IndexedSentence) -> dict[str, Sequence[Hashable]]:
    tokens = sentence.tokens
    views = view_items([t.surface for t in tokens], [t for t in tokens if t.term])
    numbers = sorted({token.term for token in tokens if token.is_number})
    # The first word of a sentence has a capital whatever it is.
    views["name"] = sorted({t.term for t in tokens[1:] if t.is_name and t.term})
    views["number"] = numbers
    views["year"] = sorted({token.term for token in tokens if is_year(token)})
    views[MEANT] = sorted(sentence.meant)
    return views


def _classes_of(sentence: IndexedSentence) -> set[str]:
    """Return the word classes, and the kinds of quantity, that occur in `sentence`."""
    surfaces = [token.surface for token in sentence.tokens]
    present = set(surfaces)
    lists = word_classes(sentence.document.language)
    classes = {name for name, words in lists.items() if not words.isdisjoint(present)}
    if surfaces and surfaces[0] in lists.get("pronoun", ()):
        classes.add("leaning")
    quoted = sentence.text
    if "%" in quoted:
        classes.add("unit")
    classes.difference_update(MEASURES)  # a unit alone measures nothing
    classes |= measure_kinds(sentence.document.text, sentence.tokens, sentence.document.language)
    if not _QUOTE_MARKS.isdisjoint(quoted):
        classes.add("quote")
    return classes


def _shape_of(sentence: IndexedSentence, *, leans: bool) -> list[float]:
    length = float(np.log1p(len(sentence.tokens)))
    return [
        length,
        length**2 / 4,
        float(len(sentence.tokens) < 6),
        float(sentence.position == 0),
        float(sentence.position == len(sentence.passage.sentences) - 1),
        float(sentence.position == 0 and sentence.passage.paragraph == 1),
        float(leans),
    ]


def _offsets(sizes: Sequence[int]) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
