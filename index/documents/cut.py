"""An article, cut and tokenised once: what every later look at it starts from."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from index.documents.document import Document
from index.documents.passages import Passage, cut_passages
from index.documents.sentences import Sentence
from index.text.tokens import Token, analyzer_for


@dataclass(frozen=True, slots=True, eq=False)
class CutDocument:
    """`document`, its passages (headings included) and all tokens of its body, in order.

    Offsets are code points in the whole `document.text`.
    """

    document: Document
    passages: tuple[Passage, ...]
    tokens: tuple[Token, ...]
    _starts: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(token.start for token in self.tokens))

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in reading order."""
        return tuple(sentence for passage in self.passages for sentence in passage.sentences)

    def tokens_between(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the tokens that begin in `document.text[start:end]`."""
        first, last = self.numbers_between(start, end)
        return self.tokens[first:last]

    def terms_between(self, start: int, end: int) -> frozenset[str]:
        """Return the terms of the tokens that begin in `document.text[start:end]`."""
        return frozenset(t.term for t in self.tokens_between(start, end) if t.term)

    def numbers_between(self, start: int, end: int) -> tuple[int, int]:
        """Return (first, last + 1), the numbers of the tokens that begin in that stretch."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)


def cut_document(document: Document) -> CutDocument:
    """Cut `document` into passages and sentences, and tokenise each sentence once.

    Sentence by sentence, because the cut of an endless one may part a word: no token crosses it.
    """
    analyzer = analyzer_for(document.language)
    passages = tuple(cut_passages(document))
    return CutDocument(
        document,
        passages,
        tuple(
            token
            for passage in passages
            for sentence in passage.sentences
            for token in analyzer.tokens(document.text, start=sentence.start, end=sentence.end)
        ),
    )
