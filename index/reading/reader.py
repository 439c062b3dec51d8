"""The reader: what a window answers, with which words, and what a sentence means.

It points at words of the article; it writes none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.annotations.indexed import IndexedDocument, IndexedSentence
from index.annotations.units import Unit, open_units
from index.questions.analysis import Question
from index.reading.encoder import Encoder, Floats
from index.reading.model_file import read_model_file, shipped_model
from index.reading.seen import see
from index.reading.spans import Span, best_spans, not_denied, whole_words
from index.reading.tokeniser import Tokeniser
from index.reading.windows import cover
from index.text.lexicon import load_lexicon
from index.text.plain import is_plain, make_plain

Vectors = NDArray[np.float32]
_DAY = re.compile(r"\d{1,2}(?!\d)")
_KEPT_TEXTS = 1024  # titles and questions whose pieces are kept


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """The words of a sentence that answer best, and how well.

    `text[start:end]` lies in the sentence, on whole words. `margin` is the score of those words
    above that of no answer, `answerable` the log-odds that the window answers.
    """

    start: int
    end: int
    margin: float
    answerable: float


class Reader:
    """Reads windows of articles for a question; `name` changes whenever its answers would.

    The same question and window always give the same, whatever is read beside it and on however
    many threads. Safe to use from threads.
    """

    def __init__(self, path: Path | None = None, *, sha256: str = "", threads: int = 2) -> None:
        """Load the reader at `path`, or the one that ships; raises `ReaderError`."""
        file = read_model_file(path or shipped_model(), sha256=sha256)
        self.name = file.sha256
        self._encoder = Encoder(file, threads=threads)
        self._tokeniser = Tokeniser(file.vocabulary)
        self._pieces = lru_cache(maxsize=_KEPT_TEXTS)(
            lambda text: tuple(self._tokeniser.tokenise(text).ids.tolist())
        )

    @property
    def width(self) -> int:
        """The size of a vector."""
        return self._encoder.width

    def question_vector(self, question: str) -> Vectors:
        """Return the question's vector, of length 1; shape (width,)."""
        return _unit(self._encoder.question_states(self._pieces(question)))

    def sentence_vectors(self, article: IndexedDocument) -> Vectors:
        """Return the vectors of the article's sentences, each read among its neighbours.

        Shape (sentences, width), each of length 1; 0 for a sentence without a piece.
        """
        document = article.document
        places = [(sentence.start, sentence.end) for sentence in article.sentences]
        vectors = np.zeros((len(places), self.width), np.float32)
        title = self._pieces(document.title)
        for window in cover(places):
            seen = see(self._tokeniser, article, window)
            states = self._encoder.window_states(title, seen.ids.tolist())
            for number, own in seen.sentences.items():
                # The last sentences of a window that did not fit have the vector of its end.
                first = min(own.start, len(states) - 1)
                if own.stop > own.start and first >= 0:
                    vectors[number] = _unit(states[first : max(first + 1, own.stop)])
        return vectors

    def read(
        self,
        question: str,
        article: IndexedDocument,
        window: range,
        *,
        asked: Question | None = None,
    ) -> dict[int, SentenceReading]:
        """Return what each sentence of `window` answers, by its number in the article.

        A sentence that did not fit into the window is left out, and one that has nothing which may
        answer what is `asked` (`index.annotations.units`).
        """
        seen = see(self._tokeniser, article, window)
        scores = self._encoder.score(
            self._pieces(question), self._pieces(article.title_read), seen.ids.tolist()
        )
        fitting = len(scores.spans)
        units = [
            (number, *unit)
            for number in window
            for unit in _units(article.sentences[number], asked)
        ]
        margins: dict[int, float] = {}
        best: dict[int, tuple[Span, tuple[int, int]]] = {}
        for span in best_spans(
            scores.spans,
            scores.nothing,
            seen.starts[:fitting],
            seen.ends[:fitting],
            [unit.place for _, unit, _ in units],
        ):
            number, unit, is_open = units[span.sentence]
            margins[number] = max(span.margin, margins.get(number, -np.inf))
            if is_open and (number not in best or span.margin > best[number][0].margin):
                best[number] = span, unit.place
        return {
            number: SentenceReading(
                *_snapped(article.sentences[number], *found), margins[number], scores.answerable
            )
            for number, found in best.items()
        }


def _units(sentence: IndexedSentence, asked: Question | None) -> list[tuple[Unit, bool]]:
    """Return the units of `sentence` that say how well it answers, and which may be the answer.

    All text says so, also where only the time before it answers when.
    """
    units = sentence.units or (Unit("text", sentence.start, sentence.end),)
    kinds, terms, focus = (asked.kinds, asked.terms, asked.focus) if asked else ((), (), "")
    open_ones = open_units(units, kinds, terms, focus, is_ahead=bool(asked and asked.is_ahead))
    text = sentence.document.text
    return [
        (replace(unit, start=start, end=end), unit in open_ones)
        for unit in units
        if unit in open_ones or unit.kind == "text"
        for start, end in not_denied(text, unit.start, unit.end)
    ]


def _snapped(sentence: IndexedSentence, span: Span, unit: tuple[int, int]) -> tuple[int, int]:
    """Return `span`, in the stretch `unit`, on whole words of what is read, and whole dates."""
    text = sentence.document.text
    if is_plain(text, *unit):
        start, end = whole_words(text, span.start, span.end, unit)
    else:
        words = load_lexicon(sentence.document.language).stop_words
        plain = make_plain(text, *unit, words=words)
        first = int(np.searchsorted(plain.ends, span.start, side="right"))
        last = int(np.searchsorted(plain.starts, span.end, side="left"))
        first, last = whole_words(plain.text, first, max(last, first + 1), (0, len(plain.text)))
        start, end = plain.starts[first], plain.ends[last - 1]
    for day in sentence.dates:
        # No answers out of "Nov. 4, 2025" and "14 mars 2026": "4, 2025" and "14".
        is_cut = day.start_char_index < start < day.end_char_index and _DAY.match(text, start)
        if is_cut or (start == day.start_char_index and _DAY.fullmatch(text, start, end)):
            start, end = day.start_char_index, max(end, day.end_char_index)
    return start, end


def _unit(states: Floats) -> Vectors:
    mean = states.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)
