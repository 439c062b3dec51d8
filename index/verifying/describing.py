"""From an alignment of words to a place of the article and its differences, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.verifying.article_index import ArticleIndex
from index.verifying.comparing import Comparison
from index.verifying.edges import begins_word, ends_word
from index.verifying.letters import fold_words
from index.verifying.matching import Match
from index.verifying.nearest import Alignment
from index.verifying.outside import compare_after, compare_before
from index.verifying.signs import SENTENCE_END
from index.verifying.texts import Span, Text, trimmed
from index.verifying.verdicts import DifferenceKind
from index.verifying.word_lists import loses_reversal

_LONGEST_EDGE = 24  # characters by which a place is made whole at an edge
_LONGEST_OTHER = 3  # other words that may begin or end a place; more are none of it


@dataclass(frozen=True, slots=True)
class Words:
    """The folded `words` of a stretch of `text`; word `i` begins with letter `starts[i]` of it."""

    text: Text
    words: Sequence[str]
    starts: Sequence[int]

    def span(self, first: int, last: int) -> Span:
        """Return (start, end) of words `first` to `last`, exclusive, in the text."""
        return self.text.span(self.starts[first], self.starts[last - 1] + len(self.words[last - 1]))

    def between(self, i: int, j: int) -> Span:
        """Return (start, end) of what is between the end of word `i` and the start of word `j`."""
        return self.span(i, i + 1)[1], self.span(j, j + 1)[0]


def read_quote(text: Text, span: Span) -> Words:
    """Return the words of the quote `text.text[start:end]`, whose letters `text` has."""
    words = fold_words(text.text[slice(*span)])
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word)
    return Words(text, words, starts)


def describe(
    index: ArticleIndex,
    quote: Words,
    span: Span,
    alignment: Alignment,
    cuts: frozenset[int] = frozenset(),
) -> Match | None:
    """Return the place that `alignment` gives the quote `text[start:end]`, with all differences.

    After the words `cuts` the quote says that it leaves something out. None where no word is left.
    """
    if not alignment.pairs:
        return None
    document = index.documents[alignment.document]
    first, last = alignment.pairs[0][1], alignment.pairs[-1][1] + 1
    starts = index.word_starts[first:last].tolist()
    letters, b = index.read(starts[0], index.word_end(last - 1) - starts[0])
    found = Words(
        Text(document.text, letters, document.language),
        index.folded(first, last),
        [start - starts[0] + b for start in starts],
    )
    pairs = _without_loose_ends(quote, found, [(i, j - first) for i, j in alignment.pairs])
    if not any(quote.words[i] == found.words[j] for i, j in pairs):
        return None
    return _Describer(quote, found, cuts).describe(alignment.document, pairs, span)


class _Describer:
    """Writes down the differences between the words of a quote and those it is aligned with."""

    def __init__(self, quote: Words, found: Words, cuts: frozenset[int]) -> None:
        self._quote = quote
        self._found = found
        self._cuts = cuts
        self._comparison = Comparison(quote.text, found.text)

    def describe(self, document: int, pairs: Sequence[tuple[int, int]], span: Span) -> Match:
        quote, found, comparison = self._quote, self._found, self._comparison
        (i, j), (last_i, last_j) = pairs[0], pairs[-1]
        first, last = found.span(j, j + 1)[0], found.span(last_j, last_j + 1)[1]
        start, end = first, last
        q_start, q_end = span
        q_first, q_last = quote.span(i, i + 1)[0], quote.span(last_i, last_i + 1)[1]
        size = len(quote.words)
        whole = _whole_start(found.text.text, first)
        before = Comparison(quote.text, found.text)
        if not i:
            start, q_start = compare_before(before, (q_start, q_first), first)
        if i or whole < start:
            q_start = quote.span(0, 1)[0] if i else span[0]
            comparison.add("words", (q_start, q_first), (whole, first))
            start = whole
        else:
            comparison.differences += before.differences
        self._compare(pairs)
        whole = _whole_end(found.text.text, last)
        if last_i + 1 < size or whole > last:
            q_end = q_end if last_i + 1 == size else quote.span(size - 1, size)[1]
            comparison.add("words", (q_last, q_end), (last, whole))
            end = whole
        else:
            end, q_end = compare_after(comparison, (q_last, q_end), last)
        comparison.join_words()
        differences = tuple(comparison.differences)
        if comparison.is_typographic:
            # Only what is left out makes it another text: between pieces that prove nothing.
            differences = tuple(
                replace(d, kind="words") if d.kind == "omission" and d.found else d
                for d in differences
            )
        return Match(document, start, end, q_start, q_end, differences)

    def _compare(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Compare from the first pair to the last: stretches of the same letters, and others."""
        quote, found = self._quote, self._found
        same = [pair for pair in pairs if quote.words[pair[0]] == found.words[pair[1]]]
        (i, j), (a, b) = pairs[0], same[0]
        if i < a:
            self._compare_others((i, a), (j, b), has_left=False)
        begin = same[0]
        for here, following in zip(same, [*same[1:], None], strict=True):
            if following:
                q, f = (here[0] + 1, following[0]), (here[1] + 1, following[1])
                if "".join(quote.words[slice(*q)]) == "".join(found.words[slice(*f)]):
                    continue
            first, b = quote.starts[begin[0]], found.starts[begin[1]]
            size = quote.starts[here[0]] + len(quote.words[here[0]]) - first
            self._comparison.compare_letters(first, b, size, may_be_capital=begin[0] == 0)
            if following:
                self._compare_others(q, f)
                begin = following
        (i, j), (a, b) = same[-1], pairs[-1]
        if i < a:
            self._compare_others((i + 1, a + 1), (j + 1, b + 1), has_right=False)

    def _compare_others(
        self, q: Span, f: Span, *, has_left: bool = True, has_right: bool = True
    ) -> None:
        """Compare other words: (first, last) exclusive of each, with the same on either side."""
        quote, found, add = self._quote, self._found, self._comparison.add
        (a, b), (c, d) = q, f
        if a == b or c == d:
            self._compare_with_none(q, f)
            return
        if b - a == d - c:
            for n in range(b - a):
                if n or has_left:
                    self._compare_between(a + n, c + n)
                if quote.words[a + n] == found.words[c + n]:
                    size = len(quote.words[a + n])
                    self._comparison.compare_letters(quote.starts[a + n], found.starts[c + n], size)
                else:
                    add("words", quote.span(a + n, a + n + 1), found.span(c + n, c + n + 1))
        else:
            if has_left:
                self._compare_between(a, c)
            add("words", quote.span(a, b), found.span(c, d))
        if has_right:
            self._compare_between(b, d)

    def _compare_between(self, i: int, j: int) -> None:
        """Compare what is before word `i` of the quote with what is before `j` of the article."""
        self._comparison.compare_between(
            self._quote.between(i - 1, i), self._found.between(j - 1, j)
        )

    def _compare_with_none(self, q: Span, f: Span) -> None:
        """Compare words of one text with none of the other, and what is round them."""
        quoted, found = self._quote.text.text, self._found.text.text
        start, end = self._found.between(f[0] - 1, f[1])
        is_left_out = (
            q[0] == q[1]
            and q[0] - 1 in self._cuts
            and ends_word(found, start)
            and begins_word(found, end)
            and not loses_reversal(found[start:end], self._found.text.language)
        )
        between = self._quote.between(q[0] - 1, q[1])
        a, b = trimmed(quoted, between, found, (start, end))
        kind: DifferenceKind = "omission" if is_left_out else "words"
        self._comparison.add(kind, a, b)


def _without_loose_ends(
    quote: Words, found: Words, pairs: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return `pairs` without other words at an end that are of another sentence, or too many."""
    same = [n for n, (i, j) in enumerate(pairs) if quote.words[i] == found.words[j]]
    if not same:
        return []
    first, last = same[0], same[-1] + 1
    if first <= _LONGEST_OTHER:
        for n in range(first - 1, -1, -1):
            if _is_parted(quote, found, pairs[n], pairs[n + 1]):
                break
            first = n
    if len(pairs) - last <= _LONGEST_OTHER:
        for n in range(last, len(pairs)):
            if _is_parted(quote, found, pairs[n - 1], pairs[n]):
                break
            last = n + 1
    return pairs[first:last]


def _is_parted(quote: Words, found: Words, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Tell whether a sentence of the article ends between two pairs, but none of the quote."""
    q, f = quote.between(before[0], after[0]), found.between(before[1], after[1])
    return bool(
        SENTENCE_END.search(found.text.text, *f) and not SENTENCE_END.search(quote.text.text, *q)
    )


def _whole_start(text: str, start: int) -> int:
    """Return where the word or number that `start` is in begins."""
    at = start
    while not begins_word(text, at) or text[at].isspace():
        if at == 0 or start - at == _LONGEST_EDGE:
            return start
        at -= 1
    return at


def _whole_end(text: str, end: int) -> int:
    """Return where the word or number that `end` is in ends."""
    at = end
    while not ends_word(text, at) or text[at - 1].isspace():
        if at == len(text) or at - end == _LONGEST_EDGE:
            return end
        at += 1
    return at
