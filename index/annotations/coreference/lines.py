"""Sentences as rows of words, what is quoted told apart from what the article says itself.

Who speaks stands outside the quotation marks: in `"Je pars", a-t-il dit` the pronoun that leans
on an earlier sentence is *il*, not *je*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.documents.document import Document
from index.documents.passages import Passage, PassageKind
from index.text.quotation_marks import OPENING, find_quotations
from index.text.tokens import Token, analyzer_for

_BRAND = re.compile(r"[A-ZÀ-Ý]{2,6}|[A-Z]?[a-zà-ÿ]{1,20}[A-Z]\w{0,20}")

APPOSED = frozenset({", ", " (", " – ", " - "})  # what stands before an apposition


@dataclass(frozen=True, slots=True)
class Word:
    """A token, whether it is quoted, and whether it opens the sentence or a quote.

    `before` is what stands between it and the word before it in the sentence. `compound` is its
    surface with all that hyphens join to it ("start-up"). `is_brand`: it is spelt as firms and
    acronyms are ("OpenAI", "ONU").
    """

    token: Token
    before: str
    compound: str
    quoted: bool
    opens: bool
    is_brand: bool

    @property
    def surface(self) -> str:
        """The token's, lower-cased and folded."""
        return self.token.surface

    @property
    def term(self) -> str:
        """The token's stem, or "" for a stop word."""
        return self.token.term


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, `document.text[start:end]`, as words; `is_first` of its passage."""

    start: int
    end: int
    kind: PassageKind
    is_first: bool
    words: tuple[Word, ...]

    @property
    def outer(self) -> tuple[int, ...]:
        """Places in `words` of those that are not quoted."""
        return tuple(i for i, word in enumerate(self.words) if not word.quoted)

    @property
    def opens_quoted(self) -> bool:
        """Whether the sentence begins within quotation marks."""
        return bool(self.words) and self.words[0].quoted


def make_lines(document: Document, passages: Sequence[Passage]) -> list[Line]:
    """The sentences of `passages` in order, headings too. Time is linear in the text."""
    return [line for passage in passages for line in _lines(document, passage)]


def _lines(document: Document, passage: Passage) -> Iterator[Line]:
    text = document.text
    quotes = [(q.start, q.end) for q in find_quotations(text, passage.start, passage.end)]
    number = 0
    for sentence in passage.sentences:
        tokens = list(
            analyzer_for(document.language).tokens(text, start=sentence.start, end=sentence.end)
        )
        compounds = [token.surface for token in tokens]
        for i in range(len(tokens) - 2, -1, -1):
            if tokens[i + 1].start == tokens[i].end + 1 and text[tokens[i].end] in "-‑":
                # Three parts at most, so that a long chain of hyphens costs no more.
                compounds[i] = "-".join([tokens[i].surface, *compounds[i + 1].split("-")[:2]])
        words: list[Word] = []
        end = sentence.start
        for token, compound in zip(tokens, compounds, strict=True):
            while number < len(quotes) and quotes[number][1] <= token.start:
                number += 1
            quoted = number < len(quotes) and quotes[number][0] < token.start
            before = text[end : token.start]
            opens = not words or not OPENING.isdisjoint(before)
            brand = _BRAND.fullmatch(text, token.start, token.end) is not None
            words.append(Word(token, before, compound, quoted, opens, brand))
            end = token.end
        yield Line(
            sentence.start,
            sentence.end,
            passage.kind,
            sentence is passage.sentences[0],
            tuple(words),
        )


def is_plain(word: Word) -> bool:
    """Whether nothing but a space, an elision or a hyphen stands before the word."""
    return not word.before.strip(" -'’\u00a0\u202f")
