"""The reader: what a window answers, with which words, and what a sentence means.

It points at words of the article; it writes none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.annotations.indexed import IndexedDocument
from index.reading.encoder import Encoder, Floats
from index.reading.model_file import read_model_file, shipped_model
from index.reading.spans import best_spans, whole_words
from index.reading.tokeniser import Tokeniser
from index.reading.windows import cover

Vectors = NDArray[np.float32]
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
            begin, stop = places[window[0]][0], places[window[-1]][1]
            tokens = self._tokeniser.tokenise(document.text[begin:stop])
            states = self._encoder.window_states(title, tokens.ids.tolist())
            for number in window:
                own = tokens.between(places[number][0] - begin, places[number][1] - begin)
                # The last sentences of a window that did not fit have the vector of its end.
                first = min(own.start, len(states) - 1)
                if own.stop > own.start and first >= 0:
                    vectors[number] = _unit(states[first : max(first + 1, own.stop)])
        return vectors

    def read(
        self, question: str, article: IndexedDocument, window: range
    ) -> dict[int, SentenceReading]:
        """Return what each sentence of `window` answers, by its number in the article.

        A sentence that did not fit into the window is left out.
        """
        document = article.document
        places = [(article.sentences[n].start, article.sentences[n].end) for n in window]
        begin, stop = places[0][0], places[-1][1]
        tokens = self._tokeniser.tokenise(document.text[begin:stop])
        scores = self._encoder.score(
            self._pieces(question), self._pieces(document.title), tokens.ids.tolist()
        )
        fitting = len(scores.spans)
        found: dict[int, SentenceReading] = {}
        for span in best_spans(
            scores.spans,
            scores.nothing,
            tokens.starts[:fitting] + begin,
            tokens.ends[:fitting] + begin,
            places,
        ):
            start, end = whole_words(document.text, span.start, span.end, places[span.sentence])
            found[window[span.sentence]] = SentenceReading(
                start, end, span.margin, scores.answerable
            )
        return found


def _unit(states: Floats) -> Vectors:
    mean = states.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)
