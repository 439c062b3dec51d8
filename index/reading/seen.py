"""A window of an article as the reader sees it: pieces, each with the place that it stands for.

The window's own text, as it is read (`index.text.plain`); a table's row with the header over each
cell ("Année: 2027; Foyers: 21 000."), and a part of a long sentence after its beginning. What is
put in has no place in the window, so that no answer is made of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.annotations.indexed import IndexedDocument, IndexedSentence
from index.annotations.units import Unit
from index.reading.tokeniser import Tokeniser
from index.text.lexicon import load_lexicon
from index.text.plain import is_plain, make_plain

Ints = NDArray[np.int32]
_SHOUTED = 3  # words in capitals, from which on they are no name
_BEGINNING = 160  # characters of a long sentence that its later parts are read after


@dataclass(frozen=True, slots=True)
class Seen:
    """Pieces of a window: `document.text[starts[i]:ends[i]]` is what piece i stands for.

    Starts and ends never go down; what was put in is empty, at the place where it was put.
    `sentences` are the pieces of each sentence, by its number in the article.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    sentences: dict[int, slice]


def see(tokeniser: Tokeniser, article: IndexedDocument, window: range) -> Seen:
    """Return what the reader sees of the sentences `window` of `article`."""
    writer = _Writer(article)
    bounds: dict[int, tuple[int, int]] = {}
    at = article.sentences[window[0]].start
    for number in window:
        sentence = article.sentences[number]
        writer.copy(at, sentence.start)
        begin = len(writer)
        writer.write(sentence, is_first=number == window[0])
        bounds[number] = (begin, len(writer))
        at = sentence.end
    starts, ends = writer.places()
    tokens = tokeniser.tokenise("".join(writer.text))
    last = np.maximum(tokens.ends - 1, tokens.starts)
    is_empty = tokens.ends == tokens.starts
    return Seen(
        ids=tokens.ids,
        starts=starts[tokens.starts],
        ends=np.where(is_empty, starts[tokens.starts], ends[last]).astype(np.int32),
        sentences={number: tokens.between(*bound) for number, bound in bounds.items()},
    )


@dataclass(slots=True)
class _Writer:
    """Writes a text character by character, with the place of each in the article."""

    article: IndexedDocument
    text: list[str] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        """The number of characters so far."""
        return len(self._starts)

    def places(self) -> tuple[Ints, Ints]:
        """Return where in the article each character begins and ends."""
        return np.array(self._starts, dtype=np.int32), np.array(self._ends, dtype=np.int32)

    def copy(self, start: int, end: int) -> None:
        """Write that stretch of the article, as it is read."""
        document = self.article.document
        if is_plain(document.text, start, end):
            self.text.append(_in_small_letters(document.text[start:end]))
            self._starts += range(start, end)
            self._ends += range(start + 1, end + 1)
            return
        words = load_lexicon(document.language).stop_words
        plain = make_plain(document.text, start, end, words=words)
        self.text.append(plain.text)
        self._starts += plain.starts
        self._ends += plain.ends

    def put(self, text: str, at: int) -> None:
        """Write what is not in the window, at that place."""
        self.text.append(text)
        self._starts += [at] * len(text)
        self._ends += [at] * len(text)

    def write(self, sentence: IndexedSentence, *, is_first: bool) -> None:
        """Write `sentence`, with what it is understood by where that is not before it."""
        cells = [unit for unit in sentence.units if unit.kind == "cell"]
        if cells:
            self._write_row(sentence, cells)
            return
        if sentence.part > 1 and is_first and sentence.leans_on is not None:
            text = self.article.document.text
            beginning = text[sentence.leans_on : sentence.leans_on + _BEGINNING]
            self.put(f"{beginning.rsplit(None, 1)[0]} … ", sentence.start)
        self.copy(sentence.start, sentence.end)

    def _write_row(self, sentence: IndexedSentence, cells: list[Unit]) -> None:
        text = self.article.document.text
        for number, cell in enumerate(cells):
            if number:
                self.put("; ", cell.start)
            if cell.over:
                self.put(f"{text[slice(*cell.over)]}: ", cell.start)
            self.copy(cell.start, cell.end)
        self.put(".", sentence.end)


def _in_small_letters(text: str) -> str:
    """Return a text in capitals throughout as it would be in a sentence; of the same length."""
    if not text.isupper() or len(text.split()) < _SHOUTED:
        return text
    small = text[:1] + text[1:].lower()
    return small if len(small) == len(text) else text
