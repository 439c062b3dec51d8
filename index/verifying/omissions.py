"""What a quote says that it left out: `[…]`, `(...)`, `…`, or the words between two quotations.

Its pieces must follow each other in one article, near enough, be said by one person, and what is
left out must be left out honestly: no negation, exception, condition, denial or doubt may go that
bears on what is kept, and no subject may get another sentence's verb.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.annotations.indexed import IndexedDocument
from index.verifying.article_index import ArticleIndex
from index.verifying.letters import count_words, read_letters
from index.verifying.matching import Match, compared
from index.verifying.signs import ELLIPSIS, QUOTATION_MARKS
from index.verifying.texts import Span, Text, trimmed
from index.verifying.verdicts import LEAST_WORDS, Difference, DifferenceKind
from index.verifying.word_lists import loses_reversal

MAX_PIECES = 24
_LEAST_IN_SENTENCE = 2  # words of a piece, where no sentence ends between it and the next
MAX_LEFT_OUT = 1_000  # characters between two pieces
_MAX_ASIDE = 160  # characters of who says it, between two quotations of the article
_MAX_DOCUMENTS = 50  # that are looked at for the pieces
_MAX_OCCURRENCES = 50  # of a piece in one document

_ASIDE = re.compile(f"\\W*[{QUOTATION_MARKS}].*[{QUOTATION_MARKS}]\\W*", re.DOTALL)
_CLAUSE_BEGINS = re.compile(r"\W*?[,;:.!?…)\n\r]|\s+[-–—]\s")
_CLAUSE_ENDS = re.compile(r"[,;:.!?…(\n\r][^\w]*\Z|\s[-–—]\s+\Z")
_SENTENCE_END = re.compile("[.!?]")


@dataclass(frozen=True, slots=True)
class Joined:
    """A place that has all pieces of a quote in order; `is_honest`: so that it is typographic."""

    match: Match
    is_honest: bool


def find_cuts(text: str, span: Span, marks: Sequence[Span] = ()) -> list[Span]:
    """Return where the quote `text[start:end]` leaves something out, between its words.

    Each is with the white space, points and commas round it.
    `marks` are stretches known to be no part of the quote, such as `», a-t-il dit, «`.
    """
    found = [m.span() for m in ELLIPSIS.finditer(text, *span)]
    cuts: list[Span] = []
    for start, end in sorted([*found, *marks]):
        if cuts and end <= cuts[-1][1]:
            continue
        while start > span[0] and (text[start - 1].isspace() or text[start - 1] in ".,;:"):
            start -= 1
        while end < span[1] and (text[end].isspace() or text[end] in ".,;:"):
            end += 1
        if cuts and start <= cuts[-1][1]:
            cuts[-1] = cuts[-1][0], max(end, cuts[-1][1])
        elif start > span[0] and end < span[1]:
            cuts.append((start, end))
    return cuts


def pieces_of(span: Span, cuts: Sequence[Span]) -> list[Span]:
    """Return what the cuts leave of the quote."""
    edges = [span[0], *(edge for cut in cuts for edge in cut), span[1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def find_joined(
    index: ArticleIndex,
    articles: Sequence[IndexedDocument],
    text: str,
    span: Span,
    cuts: Sequence[Span],
    document: int | None,
) -> list[Joined]:
    """Return the places that have all pieces of the quote, but for typography, in order."""
    if len(cuts) >= MAX_PIECES:
        return []
    pieces = pieces_of(span, cuts)
    quotes = [Text(text, read_letters(text, *piece)) for piece in pieces]
    if not all(quote.letters.folded for quote in quotes):
        return []
    longest = max(quotes, key=lambda quote: len(quote.letters.folded))
    found: list[Joined] = []
    looked = 0
    for number in index.documents_with(longest.letters.folded, document):
        looked += 1
        if looked > _MAX_DOCUMENTS:
            break
        if not all(index.has(quote.letters.folded, number) for quote in quotes):
            continue
        chain = _chain(index, quotes, pieces, cuts, number)
        if chain:
            found.append(_join(articles[number], text, pieces, chain))
    return found


def _chain(
    index: ArticleIndex,
    quotes: Sequence[Text],
    pieces: Sequence[Span],
    cuts: Sequence[Span],
    number: int,
) -> list[Match]:
    """Return where one document has the pieces one after another, as near as it has them."""
    chains: list[list[Match]] = []
    for n, (quote, piece) in enumerate(zip(quotes, pieces, strict=True)):
        may_be_capital = not n or _ends_sentence(quote.text, cuts[n - 1])
        occurrences: list[Match] = []
        size = len(quote.letters.folded)
        for match in compared(index, quote, 0, size, piece, number, may_be_capital=may_be_capital):
            if match is None or len(occurrences) == _MAX_OCCURRENCES:
                break
            occurrences.append(match)
        if n == 0:
            chains = [[match] for match in occurrences]
            continue
        following: list[list[Match]] = []
        for match in occurrences:
            before_it = [chain for chain in chains if chain[-1].end <= match.start]
            if before_it:
                nearest = max(before_it, key=lambda chain: (chain[-1].end, chain[0].start))
                following.append([*nearest, match])
        chains = following
    return min(chains, key=lambda chain: chain[-1].end - chain[0].start, default=[])


def _join(
    article: IndexedDocument,
    text: str,
    pieces: Sequence[Span],
    chain: Sequence[Match],
) -> Joined:
    """Return the place from the first piece to the last, with what was left out between."""
    found = article.document.text
    differences: list[Difference] = []
    is_honest = True
    for n, match in enumerate(chain):
        if n:
            before = chain[n - 1]
            q, f = (before.quote_end, match.quote_start), (before.end, match.start)
            may = _may_leave_out(article, text, pieces[n - 1 : n + 1], before, match)
            is_honest &= may
            q, f = trimmed(text, q, found, f)
            kind: DifferenceKind = "omission" if may else "words"
            if q[0] < q[1] or f[0] < f[1]:
                differences.append(Difference(kind, text[slice(*q)], found[slice(*f)], *q, *f))
        differences += match.differences
    first, last = chain[0], chain[-1]
    match = Match(
        first.article,
        first.start,
        last.end,
        first.quote_start,
        last.quote_end,
        tuple(differences),
    )
    return Joined(match, is_honest)


def _may_leave_out(
    article: IndexedDocument, text: str, pieces: Sequence[Span], before: Match, after: Match
) -> bool:
    """Tell whether what is between two pieces may be left out."""
    found = article.document.text[before.end : after.start]
    if not any(c.isalnum() for c in found):
        return True
    is_aside = len(found) <= _MAX_ASIDE and _ASIDE.fullmatch(found) is not None
    ends_sentence = any(before.end < s.start <= after.start for s in article.cut.sentences)
    least = min(count_words(text[a:b]) for a, b in pieces)
    if not is_aside and least < (LEAST_WORDS if ends_sentence else _LEAST_IN_SENTENCE):
        return False
    if ends_sentence and not (_CLAUSE_BEGINS.match(found) or _CLAUSE_ENDS.search(found)):
        return False  # the subject of one sentence, the verb of another
    if len(found) > MAX_LEFT_OUT or _paragraphs_between(article, before.end, after.start) > 1:
        return False
    one, other = (_speaker(article, match) for match in (before, after))
    if one and other and one.isdisjoint(other):
        return False
    return not loses_reversal(found, article.document.language)


def _speaker(article: IndexedDocument, match: Match) -> frozenset[str]:
    """Return the terms of whoever says what is at a place, none where that is not plain."""
    place = article.speaker_of(match.start, match.end)
    return (
        frozenset(t.term for t in article.cut.tokens_between(*place) if t.term)
        if place
        else frozenset()
    )


def _paragraphs_between(article: IndexedDocument, start: int, end: int) -> int:
    passages = article.cut.passages
    numbers = [
        passages[max(0, bisect_right(passages, at, key=lambda p: p.start) - 1)].paragraph
        for at in (start - 1, end)
    ]
    return numbers[1] - numbers[0]


def _ends_sentence(text: str, cut: Span) -> bool:
    """Tell whether the quote ends a sentence before it leaves something out."""
    between = ELLIPSIS.sub("", text[slice(*cut)])
    return text[cut[0] - 1] in "!?" or _SENTENCE_END.search(between) is not None
