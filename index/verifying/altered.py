"""The place of an article that is nearest to a quote, and whether it is near at all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from index.verifying.article_index import ArticleIndex
from index.verifying.describing import Words, describe, read_quote
from index.verifying.matching import Match
from index.verifying.nearest import Alignment, align, find_candidates
from index.verifying.texts import Span, Text

# Measured on sentences of 326 articles with one to four words exchanged, and on as many of other
# articles: of those of 6 words 98 % and 7 % are near, of 8 words 99 % and 1 %, of 12 and more all
# and 1 %. Of four words, one of them forged, 94 % are; but so are 24 % of what is in no article.
_SHORT = 10  # words
_LEAST_SAME_OF_SHORT = 0.6  # of the quote's words, at that place and in that order
_LEAST_SAME = 0.5
_LEAST_RUN = 12  # words in a row, however long the quote is

_SPARE = 160  # words that a quote may leave out by a mark
_MOST_CUTS = 4  # marks for which so many more words are looked at


def find_nearest(
    index: ArticleIndex, quote: Text, span: Span, cuts: Sequence[Span], document: int | None
) -> list[Match]:
    """Return the place nearest to the quote, and those as near; none where none is near.

    `cuts` are where the quote says that it leaves something out.
    """
    words = read_quote(quote, span)
    numbers = [index.word(word) for word in words.words]
    after = _words_before(words, cuts)
    spare = _SPARE * min(len(cuts), _MOST_CUTS)
    candidates = find_candidates(index, numbers, document, spare)
    quoted = " ".join(words.words)
    near: list[tuple[float, Alignment]] = []
    for alignment in align(index, numbers, candidates, after):
        if is_near(index, words, alignment):
            first, last = alignment.pairs[0][1], alignment.pairs[-1][1] + 1
            near.append((fuzz.ratio(quoted, " ".join(index.folded(first, last))), alignment))
    best = max((likeness for likeness, _ in near), default=0.0)
    found = [describe(index, words, span, a, after) for likeness, a in near if likeness == best]
    matches = {(match.article, match.start, match.end): match for match in found if match}
    return [matches[place] for place in sorted(matches)]


def is_near(index: ArticleIndex, quote: Words, alignment: Alignment) -> bool:
    """Tell whether so many words are the same that the quote is this place with changes.

    Words of one letter, as "l" and "d" before an apostrophe, do not count.
    """
    first = alignment.pairs[0][1] if alignment.pairs else 0
    found = index.folded(first, alignment.pairs[-1][1] + 1) if alignment.pairs else []
    words = quote.words
    same = [(i, j - first) for i, j in alignment.pairs if words[i] == found[j - first]]
    kept = {i for i, _ in same}
    longest = run = 1
    for (i, j), (a, b) in pairwise(same):
        run = run + 1 if (a, b) == (i + 1, j + 1) else 1
        longest = max(longest, run)
        if "".join(words[i + 1 : a]) == "".join(found[j + 1 : b]):
            kept.update(range(i + 1, a))  # parted or joined: "of fert"
    number = sum(_counts(words[i]) for i in kept)
    total = sum(_counts(word) for word in words)
    least = _LEAST_SAME_OF_SHORT if total < _SHORT else _LEAST_SAME
    return bool(number) and (number >= least * total or longest >= _LEAST_RUN)


def _counts(word: str) -> bool:
    return len(word) > 1 or word.isdigit()


def _words_before(words: Words, cuts: Sequence[Span]) -> frozenset[int]:
    """Return the last word before each of `cuts`."""
    starts = [words.text.letters.starts[start] for start in words.starts]
    return frozenset(sum(at < start for at in starts) - 1 for start, _ in cuts)
