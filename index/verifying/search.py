"""The search for a quote, step by step: the first that finds a place decides the verdict."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.annotations.indexed import IndexedDocument
from index.verifying.altered import find_nearest
from index.verifying.article_index import ArticleIndex
from index.verifying.letters import read_letters
from index.verifying.matching import Match, find_typographic, find_verbatim
from index.verifying.omissions import find_cuts, find_joined
from index.verifying.placing import make_place
from index.verifying.quoting import Reading
from index.verifying.signs import QUOTATION_MARKS, SINGLE_MARKS
from index.verifying.texts import Text
from index.verifying.verdicts import MAX_PLACES, Difference, QuotePlace, Verdict

MAX_SEARCHED = 20_000  # characters, of a quote that is looked for

_NEAR = 3  # characters in which a mark is: «, a space of its own, a comma
_ALL_MARKS = frozenset(QUOTATION_MARKS + SINGLE_MARKS)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """The verdict on a quote, its places, the best first, and whether there may be more."""

    verdict: Verdict
    matches: Sequence[Match] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """Looks for quotes in `articles`, or in the one of number `document`."""

    index: ArticleIndex
    articles: Sequence[IndexedDocument]
    document: int | None

    def exact(self, text: str, quote: Reading) -> Found:
        """Return where the quote is to the letter, in whole words."""
        span = quote.start, quote.end
        letters = Text(text, read_letters(text, *span))
        matches, more = find_verbatim(self.index, letters, span, self.document)
        return Found("verbatim" if matches else "absent", matches, more)

    def find_either(self, text: str, quote: Reading) -> tuple[Reading, Found]:
        """Return the verdict on all of `text`, where it is from an article, or on the quote in it.

        Words outside the marks are the reader's own unless the article has most of them there, and
        marks too.
        """
        whole = quote.whole(text)
        if quote.frame and whole.end - whole.start <= MAX_SEARCHED:
            found = self.find(text, whole)
            if found.verdict in ("verbatim", "typographic"):
                return whole, found
            if found.matches and not quote.says_who:
                match = found.matches[0]
                article = self.articles[match.article].document.text
                if _has_marks(article, quote, match) and not _is_foreign(text, quote, match):
                    return whole, found
        return quote, self.find(text, quote)

    def find(self, text: str, quote: Reading) -> Found:
        """Return the verdict on the quote, and the places that decide it."""
        found = self.exact(text, quote)
        if found.matches:
            return found
        span = quote.start, quote.end
        letters = Text(text, read_letters(text, *span))
        matches, more = find_typographic(self.index, letters, span, self.document)
        if same := [match for match in matches if not match.differences]:
            # To the letter but for a point or comma at its end, which is the quote's own.
            return Found("verbatim", _fullest(same), more)
        if matches:
            return Found("typographic", _fullest(matches), more)
        cuts = find_cuts(text, span, quote.asides)
        forged: list[Match] = []
        if cuts:
            joined = find_joined(self.index, self.articles, text, span, cuts, self.document)
            if honest := [place.match for place in joined if place.is_honest]:
                return Found("typographic", _fullest(honest))
            forged = [place.match for place in joined]
        nearest = forged or find_nearest(self.index, letters, span, cuts, self.document)
        if not nearest:
            return Found("absent")
        # Of hostile articles not all places are compared before.
        passed = [m for m in nearest if all(d.kind != "words" for d in m.differences)]
        return Found("typographic" if passed else "altered", _fullest(passed or nearest))

    def with_short(self, text: str, quote: Reading, found: Found) -> Found:
        """Return the verdict on the quote and the short quotations that are given with it.

        Each must be in the article of the quote: else the text has somebody say it who did not.
        """
        if found.verdict not in ("verbatim", "typographic") or not quote.short:
            return found
        match = found.matches[0]
        there = replace(self, document=match.article)
        forged = [
            Difference("words", text[start:end], "", start, end, match.end, match.end)
            for start, end in quote.short
            if there.find(text, Reading(start, end)).verdict not in ("verbatim", "typographic")
        ]
        if not forged:
            return found
        differences = sorted((*match.differences, *forged), key=lambda d: d.quote_start)
        match = replace(
            match,
            quote_start=min(match.quote_start, forged[0].quote_start),
            quote_end=max(match.quote_end, forged[-1].quote_end),
            differences=tuple(differences),
        )
        return Found("altered", [match])

    def place(self, match: Match, *, is_joined: bool = False) -> QuotePlace:
        """Return the place as it is shown; `is_joined`: of several quotations."""
        article = self.articles[match.article]
        return make_place(article, match.start, match.end, match.differences, is_joined=is_joined)


def _has_marks(article: str, quote: Reading, match: Match) -> bool:
    """Tell whether the article has quotation marks where the text opens or closes its own."""
    start, end = _found_at(quote.start, match), _found_at(quote.end, match)
    near = article[max(0, start - _NEAR) : start] + article[end : end + _NEAR]
    return not _ALL_MARKS.isdisjoint(near)


def _found_at(at: int, match: Match) -> int:
    """Return the place in the article of offset `at` of the text."""
    place = match.start + at - match.quote_start
    for difference in match.differences:
        if difference.quote_end > at:
            break
        place = difference.end + at - difference.quote_end
    return place


def _is_foreign(text: str, quote: Reading, match: Match) -> bool:
    """Tell whether the article has less than half of the words outside the marks."""
    changed = [d for d in match.differences if d.kind == "words"]
    words = [m.span() for a, b in quote.frame for m in _WORD.finditer(text, a, b)]
    other = sum(
        any(d.quote_start <= start and end <= d.quote_end for d in changed) for start, end in words
    )
    return 2 * other > len(words)


def _fullest(matches: Sequence[Match]) -> list[Match]:
    """Return the matches with the most of the quote, those with the fewest differences first."""
    most = max((m.quote_end - m.quote_start, -m.quote_start) for m in matches)
    kept = [m for m in matches if (m.quote_end - m.quote_start, -m.quote_start) == most]
    return sorted(kept, key=lambda m: (len(m.differences), m.article, m.start))[:MAX_PLACES]
