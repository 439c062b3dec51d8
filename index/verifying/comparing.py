"""The differences between a quote and a place of an article: the one judge of what is typography.

Two stretches with the same letters are compared in runs of letters, and sign by sign between them.
Everything that is not the same to the letter becomes a `Difference`: of typography, or of kind
`words`.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice

from index.verifying.between import (
    Pairs,
    is_hyphenated,
    may_differ,
    pair_signs,
    sign_kind,
    space_kind,
)
from index.verifying.forms import has_bare_capitals, is_same_but_first, is_same_form
from index.verifying.signs import read_signs
from index.verifying.texts import Span, Text, trimmed
from index.verifying.verdicts import Difference, DifferenceKind

_LONGEST_BETWEEN = 500  # characters between two letters; more is not typography
_LONGEST_NUMBER = 24  # digits
# Languages whose capitals are printed with accents or without; in Spanish, "Él" is not "El".
_BARE_CAPITALS = frozenset(("fr",))


class Comparison:
    """Collects the `differences` between `quote` and `found`, stretch by stretch, in order.

    `is_typographic` tells whether no word, number or punctuation differs so far. Where `stops`,
    what comes after one that does is not compared.
    """

    def __init__(self, quote: Text, found: Text, *, stops: bool = False) -> None:
        self.quote = quote
        self.found = found
        self.differences: list[Difference] = []
        self.is_typographic = True
        self._stops = stops

    def add(self, kind: DifferenceKind, q: Span, f: Span) -> None:
        """Add a difference between these two stretches."""
        quoted, found = self.quote.text[q[0] : q[1]], self.found.text[f[0] : f[1]]
        self.differences.append(Difference(kind, quoted, found, *q, *f))
        self.is_typographic &= kind != "words"

    def join_words(self) -> None:
        """Order the differences, and make those in words that touch or overlap one."""
        found = sorted(self.differences, key=lambda d: (d.quote_start, d.start, d.quote_end))
        self.differences = []
        for now in found:
            last = self.differences[-1] if self.differences else None
            overlaps = last and (now.quote_start < last.quote_end or now.start < last.end)
            touches = last and (now.quote_start, now.start) == (last.quote_end, last.end)
            if last and (overlaps or (touches and last.kind == now.kind == "words")):
                self.differences.pop()
                q = last.quote_start, max(last.quote_end, now.quote_end)
                self.add("words", q, (last.start, max(last.end, now.end)))
            else:
                self.differences.append(now)

    # --- letters ---

    def compare_letters(self, a: int, b: int, size: int, *, may_be_capital: bool = False) -> None:
        """Compare `size` letters that are the same when folded, from `a` and `b` on.

        `may_be_capital`: the case of the first is typography, also as in "[L]e".
        """
        q, f = self.quote.letters, self.found.letters
        q_text, f_text = self.quote.text, self.found.text
        first, last = self.quote.span(a, a + size)
        start, end = self.found.span(b, b + size)
        if q_text[first:last] == f_text[start:end]:
            return
        run = 0
        if may_be_capital and self.is_bracketed(a) and size > 1 and f.ends[b] == f.starts[b + 1]:
            self.add("capital", (first - 1, first + 2), (start, f.ends[b]))
            run, may_be_capital = 1, False
        rows = zip(
            islice(q.ends, a + run, a + size - 1),
            islice(q.starts, a + run + 1, a + size),
            islice(f.ends, b + run, b + size - 1),
            islice(f.starts, b + run + 1, b + size),
            strict=True,
        )
        for k, (q_end, q_start, f_end, f_start) in enumerate(rows, run + 1):
            # Inside a ligature nothing is compared: its letters are one character.
            if (q_end < q_start and f_end <= f_start) or (f_end < f_start and q_end <= q_start):
                self._compare_run(a + run, b + run, k - run, may_be_capital and run == 0)
                self.compare_between((q_end, q_start), (f_end, f_start))
                run = k
                if self._stops and not self.is_typographic:
                    return
        self._compare_run(a + run, b + run, size - run, may_be_capital and run == 0)

    def is_bracketed(self, a: int) -> bool:
        """Tell whether letter `a` of the quote is changed as in "[L]e"."""
        start, text = self.quote.letters.starts[a], self.quote.text
        return text[max(0, start - 1) : start] == "[" and text[start + 1 : start + 2] == "]"

    def _compare_run(self, a: int, b: int, size: int, may_be_capital: bool) -> None:
        """Compare letters between which, in one text or both, there is nothing."""
        q_start, q_end = self.quote.span(a, a + size)
        f_start, f_end = self.found.span(b, b + size)
        q_text, f_text = self.quote.text, self.found.text
        if q_text[q_start:q_end] == f_text[f_start:f_end]:
            return
        if is_same_form(q_text[q_start:q_end], f_text[f_start:f_end]):
            self.add("unicode_form", (q_start, q_end), (f_start, f_end))
            return
        if self.found.language in _BARE_CAPITALS and has_bare_capitals(
            q_text[q_start:q_end], f_text[f_start:f_end]
        ):
            self.add("capital", (q_start, q_end), (f_start, f_end))
            return
        if not may_be_capital or not is_same_but_first(
            q_text[q_start:q_end], f_text[f_start:f_end]
        ):
            self.add("words", (q_start, q_end), (f_start, f_end))
            return
        q_first, f_first = self.quote.letters.ends[a], self.found.letters.ends[b]
        if q_text[q_first:q_end] == f_text[f_first:f_end]:
            q_end, f_end = q_first, f_first
        self.add("capital", (q_start, q_end), (f_start, f_end))

    # --- between letters ---

    def compare_between(self, q: Span, f: Span) -> None:
        """Compare what is between two letters of each text."""
        quoted, found = self.quote.text[q[0] : q[1]], self.found.text[f[0] : f[1]]
        if quoted == found:
            return
        if max(len(quoted), len(found)) > _LONGEST_BETWEEN:
            self._add_words(q, f)
            return
        q_text, f_text = self.quote.text, self.found.text
        if is_hyphenated(q_text, q, f_text, f):
            self.add("line_break", q, f)
            return
        pairs = pair_signs(read_signs(q_text, *q), read_signs(f_text, *f))
        if pairs is None or not may_differ(q_text, q, f_text, f, pairs):
            self._add_words(q, f)
        else:
            self.add_signs(q, f, pairs)

    def add_signs(self, q: Span, f: Span, pairs: Pairs) -> None:
        """Add how the signs of `pairs`, and what is between them, differ."""
        q_at, f_at = q[0], f[0]
        for one, other in pairs:
            self._add_space((q_at, one.start), (f_at, other.start))
            quoted = self.quote.text[one.start : one.end]
            if quoted != self.found.text[other.start : other.end]:
                self.add(sign_kind(one, other), (one.start, one.end), (other.start, other.end))
            q_at, f_at = one.end, other.end
        self._add_space((q_at, q[1]), (f_at, f[1]))

    def _add_space(self, q: Span, f: Span) -> None:
        """Add the difference between white space and marks that may be missing, if any."""
        q, f = trimmed(self.quote.text, q, self.found.text, f)
        if q[0] < q[1] or f[0] < f[1]:
            both = self.quote.text[q[0] : q[1]] + self.found.text[f[0] : f[1]]
            self.add(space_kind(both), q, f)

    def _add_words(self, q: Span, f: Span) -> None:
        """Add a difference in punctuation, or in the whole number that it is in."""
        text = self.quote.text
        if not (text[q[0] - 1].isdigit() and text[q[1]].isdigit()):
            self.add("words", *trimmed(text, q, self.found.text, f))
            return
        one, other = self.quote.letters, self.found.letters
        a, b = bisect_left(one.starts, q[1]), bisect_left(other.starts, f[1])
        after = before = 0  # digits that are the same
        reach = _LONGEST_NUMBER
        for c, d in zip(one.folded[a : a + reach], other.folded[b : b + reach], strict=False):
            if c != d or not c.isdigit():
                break
            after += 1
        left, right = one.folded[max(0, a - reach) : a], other.folded[max(0, b - reach) : b]
        for c, d in zip(left[::-1], right[::-1], strict=False):
            if c != d or not c.isdigit():
                break
            before += 1
        if before and after:
            q, f = self.quote.span(a - before, a + after), self.found.span(b - before, b + after)
        self.add("words", q, f)
