"""The differences between a quote and a place of an article: the one judge of what is typography.

Two stretches with the same letters are compared in runs of letters, and sign by sign between them.
Everything that is not the same to the letter becomes a `Difference`: of typography, or of kind
`words`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from index.verifying.forms import has_bare_capitals, is_same_but_first, is_same_form
from index.verifying.letters import UNSPACED, Letters
from index.verifying.signs import DASHES, LINE_BREAK, UNSEEN, Sign, is_letter, read_signs
from index.verifying.verdicts import Difference, DifferenceKind

Span = tuple[int, int]

_SIGNS_REACH = 40  # characters before and after a place in which the signs of the quote may be
_LONGEST_BETWEEN = 500  # characters between two letters; more is not typography
_LONGEST_NUMBER = 24  # digits
# Languages whose capitals are printed with accents or without; in Spanish, "Él" is not "El".
_BARE_CAPITALS = frozenset(("fr",))
_SOFT_MARKS = frozenset(".,;:")  # a quote may end with one that the article does not have there

_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[^\S\n\r]\d{3})+(?!\d)")
_HYPHENATED = re.compile(rf"[{DASHES}\u00ad]\s*[\n\r\u2028]\s*")
_UNITS = re.compile(
    r"(?:[kcmd]?m|k?g|mg|[cmd]?l|ha|h|min|s|[kmg]?w|[kmgt]wh|[kmgt][ob]|bn|am|pm)(?![^\W\d_])", re.I
)
_MINUS = re.compile(rf"(?:^|(?<=[\s(]))[{re.escape(DASHES)}]\Z")
_HOUR = re.compile(r"\d\s?h\Z", re.I)
_UNSPACED = re.compile(f"[{UNSPACED}]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the letters of the stretch of it that is compared; an article's `language`."""

    text: str
    letters: Letters
    language: str = ""

    def span(self, first: int, last: int) -> Span:
        """Return (start, end) of letters `first` to `last`, exclusive, `first` < `last`."""
        return self.letters.starts[first], self.letters.ends[last - 1]


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
        q_signs, f_signs = read_signs(self.quote.text, *q), read_signs(self.found.text, *f)
        are_words = self.found.text[f[0] - 1].isalpha() and self.found.text[f[1]].isalpha()
        if are_words and (
            (not f_signs and _is_hyphenated(quoted) and not _has_space(self.found.text, *f))
            or (not q_signs and _is_hyphenated(found) and not _has_space(self.quote.text, *q))
        ):
            self.add("line_break", q, f)
            return
        pairs = _pair(q_signs, f_signs)
        if pairs is None or not self._may_differ(q, f, q_signs, f_signs, bool(pairs)):
            self._add_words(q, f)
        else:
            self._add_signs(q, f, pairs)

    def _may_differ(
        self, q: Span, f: Span, q_signs: list[Sign], f_signs: list[Sign], has_pairs: bool
    ) -> bool:
        """Tell whether white space and marks may differ between these two letters."""
        text = self.found.text
        before, after = text[f[0] - 1], text[f[1]]
        q_space, f_space = _has_space(self.quote.text, *q), _has_space(text, *f)
        are_digits = before.isdigit() and after.isdigit()
        if _is_minus(self.quote.text, *q) != _is_minus(text, *f):
            return False
        if has_pairs:
            # "1,2" is one number, "1, 2" are two.
            return not are_digits or q_signs[0].kind == "dash" or q_space == f_space
        if (q_space or bool(q_signs)) == (f_space or bool(f_signs)):
            return True
        if q_signs or f_signs:
            return False
        if are_digits:
            return _is_group(self.quote.text, *q) or _is_group(text, *f)
        if before.isdigit():
            return _UNITS.match(text, f[1]) is not None
        if after.isdigit():
            return _HOUR.search(text[max(0, f[0] - 4) : f[0]]) is not None
        return bool(_UNSPACED.match(before) and _UNSPACED.match(after))

    def _add_signs(self, q: Span, f: Span, pairs: Sequence[tuple[Sign, Sign]]) -> None:
        """Add how the signs of `pairs`, and what is between them, differ."""
        q_at, f_at = q[0], f[0]
        for one, other in pairs:
            self._add_space((q_at, one.start), (f_at, other.start))
            quoted = self.quote.text[one.start : one.end]
            if quoted != self.found.text[other.start : other.end]:
                self.add(_sign_kind(one, other), (one.start, one.end), (other.start, other.end))
            q_at, f_at = one.end, other.end
        self._add_space((q_at, q[1]), (f_at, f[1]))

    def _add_space(self, q: Span, f: Span) -> None:
        """Add the difference between white space and marks that may be missing, if any."""
        q, f = trimmed(self.quote.text, q, self.found.text, f)
        if q[0] < q[1] or f[0] < f[1]:
            both = self.quote.text[q[0] : q[1]] + self.found.text[f[0] : f[1]]
            self.add(_space_kind(both), q, f)

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

    # --- the signs round a place ---

    def compare_before(self, q: Span, first: int) -> tuple[int, int]:
        """Compare what the quote has before its first letter with the article before `first`.

        Return where the place begins, with the signs that both have, and where the quote does,
        without a point or comma of its own.
        """
        text = self.found.text
        if q[1] - q[0] > _LONGEST_BETWEEN:
            self.add("words", q, (first, first))
            return first, q[0]
        begin = first
        while begin > max(0, first - _SIGNS_REACH) and not is_letter(text[begin - 1]):
            begin -= 1
        q_signs = read_signs(self.quote.text, *q)
        if q_signs and q_signs[-1].name == "[" and self.quote.text[q[1] + 1 : q[1] + 2] == "]":
            q_signs.pop()
            q = (q[0], q[1] - 1)
        pairs, wrong = _pair_outwards(q_signs[::-1], read_signs(text, begin, first)[::-1])
        start = pairs[-1][1].start if pairs else first
        if pairs and _is_minus(self.quote.text, *q) != _is_minus(text, begin, first):
            pairs, wrong, start = [], [pair[0] for pair in pairs], first
        if wrong and all(sign.name in _SOFT_MARKS for sign in wrong):
            at = wrong[0].end
            while at < q[1] and self.quote.text[at].isspace():
                at += 1
            q, wrong = (at, q[1]), []
        cut = q[0]
        if wrong:
            cut = pairs[-1][0].start if pairs else q[1]
            self.add("words", (q[0], cut), (start, start))
        self._add_signs((cut, q[1]), (start, first), pairs[::-1])
        return start, q[0]

    def compare_after(self, q: Span, last: int) -> tuple[int, int]:
        """Compare what the quote has after its last letter with the article from `last` on.

        Return where the place and the quote end, as `compare_before` does.
        """
        text = self.found.text
        if q[1] - q[0] > _LONGEST_BETWEEN:
            self.add("words", q, (last, last))
            return last, q[1]
        stop = last
        while stop < min(len(text), last + _SIGNS_REACH) and not is_letter(text[stop]):
            stop += 1
        q_signs = read_signs(self.quote.text, *q)
        pairs, wrong = _pair_outwards(q_signs, read_signs(text, last, stop))
        end = pairs[-1][1].end if pairs else last
        if wrong and all(sign.name in _SOFT_MARKS for sign in wrong):
            at = wrong[0].start
            while at > q[0] and self.quote.text[at - 1].isspace():
                at -= 1
            q, wrong = (q[0], at), []
        cut = q[1]
        if wrong:
            cut = pairs[-1][0].end if pairs else q[0]
        self._add_signs((q[0], cut), (last, end), pairs)
        if wrong:
            self.add("words", (cut, q[1]), (end, end))
        return end, q[1]


def _pair(quoted: list[Sign], found: list[Sign]) -> list[tuple[Sign, Sign]] | None:
    """Return which signs are the same, in order; None where one that counts has no counterpart.

    Quotation marks do not count, and neither does what the quote says it left out.
    """
    pairs: list[tuple[Sign, Sign]] = []
    i = j = 0
    while i < len(quoted) or j < len(found):
        if i < len(quoted) and j < len(found) and quoted[i].is_same(found[j]):
            pairs.append((quoted[i], found[j]))
            i, j = i + 1, j + 1
        elif i < len(quoted) and (quoted[i].may_be_missing or quoted[i].kind == "ellipsis"):
            i += 1
        elif j < len(found) and found[j].may_be_missing:
            j += 1
        else:
            return None
    return pairs


def _pair_outwards(
    quoted: Sequence[Sign], found: Sequence[Sign]
) -> tuple[list[tuple[Sign, Sign]], list[Sign]]:
    """Return which signs next to a place are the same, and those of the quote that are not there.

    Both in order of distance.
    """
    pairs: list[tuple[Sign, Sign]] = []
    wrong: list[Sign] = []
    j = 0
    for sign in quoted:
        after = j
        if sign.name not in _SOFT_MARKS:
            while (
                after < len(found)
                and found[after].may_be_missing
                and not sign.is_same(found[after])
            ):
                after += 1
        if after < len(found) and sign.is_same(found[after]) and not wrong:
            pairs.append((sign, found[after]))
            j = after + 1
        elif not sign.may_be_missing and sign.kind != "ellipsis":
            wrong.append(sign)
    return pairs, wrong


def _sign_kind(one: Sign, other: Sign) -> DifferenceKind:
    if "quotation" in (one.kind, other.kind):
        return "quotation_mark"
    if one.kind == "single":
        is_apostrophe = "apostrophe" in (one.name, other.name)
        return "apostrophe" if is_apostrophe or not one.may_be_missing else "quotation_mark"
    return "dash" if one.kind == "dash" else "unicode_form"


def _space_kind(both: str) -> DifferenceKind:
    """Return the kind of a difference in white space and in marks that may be missing."""
    kinds = {sign.kind for sign in read_signs(both, 0, len(both))}
    if "ellipsis" in kinds:
        return "omission"
    if kinds:
        return "quotation_mark"
    if LINE_BREAK.search(both):
        return "line_break"
    return "soft_hyphen" if "\u00ad" in both else "space"


def trimmed(q_text: str, q: Span, f_text: str, f: Span) -> tuple[Span, Span]:
    """Return two stretches without what they begin and end with alike."""
    (a, b), (c, d) = q, f
    while a < b and c < d and q_text[a] == f_text[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and q_text[b - 1] == f_text[d - 1]:
        b, d = b - 1, d - 1
    return (a, b), (c, d)


def stripped(text: str, span: Span) -> Span:
    """Return the stretch without white space at its ends."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_hyphenated(between: str) -> bool:
    """Tell whether a word is parted at the end of a line: "pro-" and "gramme" in the next."""
    seen = UNSEEN.sub(lambda m: "\u00ad" * ("\u00ad" in m[0]), between)
    return _HYPHENATED.fullmatch(seen) is not None


def _has_space(text: str, start: int, end: int) -> bool:
    return any(text[at].isspace() for at in range(start, end))


def _is_minus(text: str, start: int, end: int) -> bool:
    """Tell whether what is between two letters ends with the minus of a number: "à -5"."""
    return end < len(text) and text[end].isdigit() and _MINUS.search(text, start, end) is not None


def _is_group(text: str, start: int, end: int) -> bool:
    """Tell whether the white space at `text[start:end]` groups the thousands of a number."""
    if end - start != 1:
        return False
    found = (m for m in _GROUPED.finditer(text, max(0, start - 40), end + 40))
    return any(m.start() < start and end < m.end() for m in found)
