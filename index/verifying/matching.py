"""Where the articles have the words of a quote, to the letter or but for typography."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.verifying.article_index import ArticleIndex
from index.verifying.comparing import Comparison
from index.verifying.edges import begins_word, ends_word
from index.verifying.outside import compare_after, compare_before
from index.verifying.texts import Span, Text
from index.verifying.verdicts import MAX_PLACES, Difference

_MAX_STEPS = 5_000  # occurrences that are looked at for a quote
_MAX_CHARACTERS = 10_000_000  # of all these together
_MAX_LETTERS = 200_000  # letters that are compared for a quote


@dataclass(frozen=True, slots=True)
class Match:
    """A place `start:end` of the article numbered `article`, and the `differences` there.

    `quote_start` and `quote_end` are what of the quote the article has, without a point or comma
    at an end that is the quote's own.
    """

    article: int
    start: int
    end: int
    quote_start: int
    quote_end: int
    differences: tuple[Difference, ...] = ()


def find_verbatim(
    index: ArticleIndex, quote: Text, span: Span, document: int | None
) -> tuple[list[Match], bool]:
    """Return the places of `quote.text[start:end]` to the letter, and whether there may be more.

    Overlapping ones too, in whole words, at most `MAX_PLACES`. Only documents that have its
    letters are looked at.
    """
    found: list[Match] = []
    quoted = quote.text[span[0] : span[1]]
    first = quote.letters.starts[0] - span[0]  # of the first letter, after an opening bracket
    last = quote.letters.ends[-1] - span[0]
    steps = 0
    most = min(_MAX_STEPS, _MAX_CHARACTERS // len(quoted))
    for number in index.documents_with(quote.letters.folded, document):
        source = index.documents[number]
        text = source.text
        at = text.find(quoted, source.body_start)
        while at >= 0:
            steps += 1
            if len(found) == MAX_PLACES or steps > most:
                return found, True
            if begins_word(text, at + first) and ends_word(text, at + last):
                found.append(Match(number, at, at + len(quoted), *span))
            at = text.find(quoted, at + 1)
    return found, False


def find_typographic(
    index: ArticleIndex, quote: Text, span: Span, document: int | None
) -> tuple[list[Match], bool]:
    """Return the places that differ from `quote.text[start:end]` in typography alone."""
    found: list[Match] = []
    size = len(quote.letters.folded)
    for match in compared(index, quote, 0, size, span, document, may_be_capital=True):
        if len(found) == MAX_PLACES or match is None:
            return found, True
        found.append(match)
    return found, False


def compared(
    index: ArticleIndex,
    quote: Text,
    first: int,
    size: int,
    span: Span,
    document: int | None,
    *,
    may_be_capital: bool,
) -> Iterator[Match | None]:
    """Yield the places that have `size` letters of the quote, from `first` on, as whole words.

    `span` is the stretch of the quote that they are in. Only typography differs. None is the last
    where so many were looked at that it was given up.
    """
    letters = quote.letters.folded[first : first + size]
    read = 0
    for steps, (number, at) in enumerate(index.find(letters, document)):
        if read > _MAX_LETTERS or steps > _MAX_STEPS:
            yield None
            return
        near, b = index.read(at, size)
        read += len(near.folded)
        source = Text(index.documents[number].text, near, index.documents[number].language)
        if match := compare(quote, first, source, b, size, span, may_be_capital=may_be_capital):
            yield Match(number, *match)


def compare(
    quote: Text,
    a: int,
    found: Text,
    b: int,
    size: int,
    span: Span,
    *,
    may_be_capital: bool,
) -> tuple[int, int, int, int, tuple[Difference, ...]] | None:
    """Return the place of `size` letters of the quote, and the differences, if but typography.

    The letters, from `a` and `b` on, are the same when folded. The place is (start, end) in the
    article and in the quote. None where a word is cut, or differs.
    """
    starts = found.letters.starts
    if (b and starts[b - 1] == starts[b]) or (
        b + size < len(starts) and starts[b + size] == starts[b + size - 1]
    ):
        return None  # part of a ligature
    first, last = found.span(b, b + size)
    comparison = Comparison(quote, found, stops=True)
    q_first, q_last = quote.span(a, a + size)
    start, q_start = compare_before(comparison, (span[0], q_first), first)
    is_whole = ends_word(found.text, last) and _begins(found.text, first, start)
    if not is_whole or not comparison.is_typographic:
        return None
    comparison.compare_letters(a, b, size, may_be_capital=may_be_capital)
    end, q_end = compare_after(comparison, (q_last, span[1]), last)
    if not comparison.is_typographic:
        return None
    return start, end, q_start, q_end, tuple(comparison.differences)


def _begins(text: str, first: int, start: int) -> bool:
    """Tell whether a place that begins at `start`, with its first letter at `first`, cuts none."""
    if start < first and text[start] in "-‐‑–−":  # the quote has the minus too
        return not text[max(0, start - 1) : start].isalnum()
    return begins_word(text, first)
