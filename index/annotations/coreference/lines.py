"""The sentences of an article as rows of words, with what is quoted told apart.

Who speaks is outside the quotation marks: in `"Je pars", a-t-il dit` the pronoun that leans on an
earlier sentence is *il*, not *je*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.annotations.names import Names, names_between
from index.annotations.words import JOINED
from index.documents.cut import CutDocument
from index.documents.passages import Passage, PassageKind
from index.text.quotation_marks import Quotation, find_quotations
from index.text.tokens import Token


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, `document.text[start:end]`, word by word.

    - `low`: each word in small letters; `surfaces`: those of the tokens
    - `gaps`: what is before each word since the one before, without white space
    - `compounds`: each surface with all that hyphens join to it ("start-up")
    - `outer`: the numbers of the words that are not quoted
    - `names`: (first, last + 1) of each proper name
    """

    start: int
    end: int
    kind: PassageKind
    is_first: bool
    text: str
    tokens: tuple[Token, ...]
    low: tuple[str, ...]
    surfaces: tuple[str, ...]
    gaps: tuple[str, ...]
    compounds: tuple[str, ...]
    outer: tuple[int, ...]
    names: Names

    @property
    def opens_quoted(self) -> bool:
        """Whether the sentence begins within quotation marks."""
        return bool(self.tokens) and (not self.outer or self.outer[0] > 0)

    def written(self, i: int) -> str:
        """Return word `i` as it is printed."""
        return self.text[self.tokens[i].start : self.tokens[i].end]

    def are_joined(self, first: int, last: int) -> bool:
        """Tell whether nothing but spaces, apostrophes and hyphens is before these words."""
        return all(gap in JOINED for gap in self.gaps[first:last])

    def terms(self, first: int, last: int) -> tuple[str, ...]:
        """Return the terms of the content words from `first` up to `last`."""
        return tuple(token.term for token in self.tokens[first:last] if token.term)


def make_lines(cut: CutDocument, names: Names) -> list[Line]:
    """Return the sentences in order, headings too. Time is linear in the text."""
    return [line for passage in cut.passages for line in _lines(cut, names, passage)]


def _lines(cut: CutDocument, names: Names, passage: Passage) -> Iterator[Line]:
    text = cut.document.text
    quotations = find_quotations(text, passage.start, passage.end)[::-1]
    for sentence in passage.sentences:
        first, stop = cut.numbers_between(sentence.start, sentence.end)
        tokens = cut.tokens[first:stop]
        ends = [sentence.start, *(token.end for token in tokens)]
        gaps = tuple(
            "".join(text[end : token.start].split())
            for end, token in zip(ends, tokens, strict=False)
        )
        yield Line(
            sentence.start,
            sentence.end,
            passage.kind,
            sentence is passage.sentences[0],
            text,
            tokens,
            tuple(text[token.start : token.end].lower() for token in tokens),
            tuple(token.surface for token in tokens),
            gaps,
            tuple(_compounds(tokens, gaps)),
            tuple(_outer(tokens, quotations)),
            names_between(names, first, stop),
        )


def _compounds(tokens: Sequence[Token], gaps: Sequence[str]) -> list[str]:
    compounds = [token.surface for token in tokens]
    for i in range(len(tokens) - 2, -1, -1):
        if gaps[i + 1] in ("-", "‑"):
            # Three parts at most, so that a long chain of hyphens costs no more.
            compounds[i] = "-".join([tokens[i].surface, *compounds[i + 1].split("-")[:2]])
    return compounds


def _outer(tokens: Sequence[Token], quotations: list[Quotation]) -> Iterator[int]:
    """Yield the numbers of `tokens` outside `quotations`, and drop those that are over.

    `quotations` are in reverse order, the next one last.
    """
    for i, token in enumerate(tokens):
        while quotations and quotations[-1].end <= token.start:
            quotations.pop()
        if not quotations or token.start < quotations[-1].start:
            yield i
