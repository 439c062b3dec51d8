"""Batches as arrays: how a question, a title and a window are laid out for the encoder.

Together, to read:    <s> question </s> title </s> window </s>
Apart, for vectors:   <s> question </s>   and   <s> title </s> window </s>

Question pieces have positions from 0, the title and the window from `PASSAGE_POSITION`, so that a
passage has the same positions whatever the question. Rows are padded to the longest.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.reading.encoder import LONGEST_QUESTION, LONGEST_TITLE, PASSAGE_POSITION
from index.reading.tokeniser import Tokeniser
from index.training.reader.examples import Example, Pair
from index.training.reader.windows import window_pieces

LONGEST_SEQUENCE = 512
QUESTION, TITLE, WINDOW = range(3)  # parts
_HIDDEN_SHARE = 0.03  # of the pieces, replaced by the mask in training
_MASK = "<mask>"

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sequences:
    """Rows of tokens: `ids`, `positions`, `parts`, and `mask`, true where there is a token."""

    ids: Ints
    positions: Ints
    parts: Ints
    mask: Bools


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """Questions with windows. `spans`: the answer's first and last token, 0 where there is none.

    `may_answer`: the tokens that a span may begin or end at, the window's and the first.
    """

    sequences: Sequences
    spans: Ints
    may_answer: Bools


@dataclass(frozen=True, slots=True)
class FindBatch:
    """Questions and windows apart, for sentence vectors.

    `asked` and `sentences` have a unit in each row, as (row, first token, end): the questions in
    `questions`, the sentences in `windows`. `targets[i]` is the sentence that answers question i;
    `doubles` is true where another sentence is the same, so that it is not counted against it.
    """

    questions: Sequences
    windows: Sequences
    asked: Ints
    sentences: Ints
    targets: Ints
    doubles: Bools


@dataclass(slots=True)
class Row:
    """The tokens of one sequence, as they are added."""

    ids: list[int] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)

    def add(self, ids: Sequence[int], position: int, part: int) -> None:
        """Add `ids`, with positions from `position` on."""
        self.ids += ids
        self.positions += range(position, position + len(ids))
        self.parts += [part] * len(ids)


class Packer:
    """Lay out questions and windows; with `hide`, some of their pieces are replaced by the mask."""

    def __init__(self, tokeniser: Tokeniser) -> None:
        vocabulary = tokeniser.vocabulary
        self._tokeniser = tokeniser
        self._start, self._end = vocabulary.start, vocabulary.end
        self._mask = vocabulary.pieces.index(_MASK)

    def read_batch(self, examples: Sequence[Example], hide: random.Random | None) -> ReadBatch:
        """Return `examples` as one batch."""
        rows: list[Row] = []
        spans: list[tuple[int, int]] = []
        windows: list[tuple[int, int]] = []
        for example in examples:
            row = self.question(example.question)
            pieces, place = _window(example)
            at = self.passage(row, example.title, pieces)
            end = len(row.ids) - 1
            fits = place is not None and at + place[1] < end
            spans.append((at + place[0], at + place[1]) if place is not None and fits else (0, 0))
            windows.append((at, end))
            rows.append(row)
        sequences = self._padded(rows, hide)
        columns = np.arange(sequences.ids.shape[1])
        begin, end_of = np.array(windows).T[:, :, None]
        may_answer = (columns == 0) | ((columns >= begin) & (columns < end_of))
        return ReadBatch(sequences, np.array(spans), may_answer)

    def find_batch(self, pairs: Sequence[Pair], hide: random.Random | None) -> FindBatch:
        """Return `pairs` as one batch."""
        questions: list[Row] = []
        windows: list[Row] = []
        sentences: list[tuple[int, int, int]] = []
        keys: list[tuple[int, int]] = []
        targets: list[int] = []
        for number, pair in enumerate(pairs):
            article = pair.article
            questions.append(self.question(pair.question))
            row = Row([self._start], [PASSAGE_POSITION - 1], [TITLE])
            (run,) = window_pieces(article, pair.window)
            pieces = article.tokens.ids[run].tolist()
            at = self.passage(row, article.title_ids * pair.has_title, pieces) - run.start
            windows.append(row)
            targets.append(len(keys) + pair.window.index(pair.answer))
            for sentence in pair.window:
                piece = article.tokens.between(*article.sentences[sentence])
                end = min(at + piece.stop, len(row.ids) - 1)
                sentences.append((number, min(at + piece.start, end - 1), end))
                keys.append((id(article), sentence))
        doubles = [[keys[n] == keys[t] and n != t for n in range(len(keys))] for t in targets]
        return FindBatch(
            self._padded(questions, hide),
            self._padded(windows, hide),
            np.array([(n, 0, len(row.ids)) for n, row in enumerate(questions)]),
            np.array(sentences),
            np.array(targets),
            np.array(doubles),
        )

    def question(self, text: str) -> Row:
        """Return a row that begins with a question."""
        ids = self._tokeniser.tokenise(text).ids.tolist()[:LONGEST_QUESTION]
        row = Row()
        row.add([self._start, *ids, self._end], 0, QUESTION)
        return row

    def passage(self, row: Row, title: Sequence[int], window: Sequence[int]) -> int:
        """Add a title and a window to `row`; return where in it the window begins."""
        head = [*title[:LONGEST_TITLE], self._end] if title else []
        row.add(head, PASSAGE_POSITION, TITLE)
        at = len(row.ids)
        room = LONGEST_SEQUENCE - PASSAGE_POSITION - len(head) - 1
        row.add([*window[:room], self._end], PASSAGE_POSITION + len(head), WINDOW)
        return at

    def _padded(self, rows: Sequence[Row], hide: random.Random | None) -> Sequences:
        shape = len(rows), max(len(row.ids) for row in rows)
        ids, positions, parts = (np.zeros(shape, np.int64) for _ in range(3))
        mask = np.zeros(shape, np.bool_)
        for number, row in enumerate(rows):
            length = len(row.ids)
            ids[number, :length] = row.ids
            positions[number, :length] = row.positions
            parts[number, :length] = row.parts
            mask[number, :length] = True
        if hide is not None:
            drawn = np.random.default_rng(hide.getrandbits(32)).random(shape)
            hidden = (drawn < _HIDDEN_SHARE) & mask & (ids != self._start) & (ids != self._end)
            ids[hidden] = self._mask
        return Sequences(ids, positions, parts, mask)


def _window(example: Example) -> tuple[list[int], tuple[int, int] | None]:
    """Return the window's pieces and where in them the answer is."""
    ids: list[int] = []
    place = None
    for run in example.pieces:
        if example.span is not None and run.start <= example.span[0] < run.stop:
            offset = len(ids) - run.start
            place = (example.span[0] + offset, example.span[1] + offset)
        ids += example.article.tokens.ids[run].tolist()
    return ids, place
