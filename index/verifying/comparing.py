"""The differences between a quote and the place of an article that has the same letters.

Letters are compared in runs, what is between them sign by sign. Everything that is not the same
to the letter becomes a `Difference`: of typography, or of kind `words`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

from index.verifying.letters import Letters
from index.verifying.signs import LINE_BREAK, UNSEEN, Sign, read_signs
from index.verifying.verdicts import Difference, DifferenceKind

# Compatibility forms that mean more than the plain letter: "²" is not "2", "½" not "1/2".
_MEANS_MORE = re.compile("<(?:super|sub|fraction|circle|square)>")
_RAISED_DIGIT = re.compile("(?<=[^\\W\\d_])[⁰¹²³⁴⁵⁶⁷⁸⁹₀-₉](?![\\d⁰¹²³⁴⁵⁶⁷⁸⁹₀-₉])")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[^\S\n\r]\d{3})+(?!\d)")
_UNITS = re.compile(
    r"(?:[kcmd]?m|k?g|mg|[cmd]?l|ha|h|min|s|[kmg]?w|[kmgt]wh|[kmgt][ob]|bn|am|pm)(?![^\W\d_])", re.I
)
_HOUR = re.compile(r"\d\s?h\Z", re.I)
_NO_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")  # scripts without word spaces


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the letters of the stretch of it that is compared."""

    text: str
    letters: Letters

    def run(self, first: int, last: int) -> tuple[int, int]:
        """Return (start, end) of letters `first` to `last`, exclusive."""
        return self.letters.starts[first], self.letters.ends[last - 1]


class Comparison:
    """The differences between `size` letters of `quote`, from `a` on, and of `found`, from `b` on.

    `start` and `end` are the place in the article, with the signs around it that the quote has
    too. `may_be_capital`: the case of the first letter is typography.
    """

    def __init__(
        self, quote: Text, a: int, found: Text, b: int, size: int, *, may_be_capital: bool
    ) -> None:
        self.quote = quote
        self.found = found
        self.differences: list[Difference] = []
        self.start = found.letters.starts[b]
        self.end = found.letters.ends[b + size - 1]
        self._may_be_capital = may_be_capital
        self._compare(a, b, size)

    @property
    def is_typographic(self) -> bool:
        """Whether no word, number or punctuation differs."""
        return all(difference.kind != "words" for difference in self.differences)

    def _add(self, kind: DifferenceKind, a: int, b: int, c: int, d: int) -> None:
        quoted, found = self.quote.text[a:b], self.found.text[c:d]
        self.differences.append(Difference(kind, quoted, found, a, b, c, d))

    # --- letters ---

    def _compare(self, a: int, b: int, size: int) -> None:
        quote, found = self.quote, self.found
        q, f = quote.letters, found.letters
        first, last = quote.run(a, a + size)
        if quote.text[first:last] == found.text[self.start : self.end]:
            return
        rows = zip(
            islice(q.ends, a, a + size - 1),
            islice(q.starts, a + 1, a + size),
            islice(f.ends, b, b + size - 1),
            islice(f.starts, b + 1, b + size),
            strict=True,
        )
        run = 0
        for k, (q_end, q_start, f_end, f_start) in enumerate(rows, 1):
            # Inside a ligature nothing is compared: its letters are one character.
            if (q_end < q_start and f_end <= f_start) or (f_end < f_start and q_end <= q_start):
                self._compare_run(a + run, b + run, k - run)
                self._compare_between((q_end, q_start), (f_end, f_start))
                run = k
        self._compare_run(a + run, b + run, size - run)

    def _compare_run(self, a: int, b: int, size: int) -> None:
        """Compare letters between which, in one text or both, there is nothing."""
        q_start, q_end = self.quote.run(a, a + size)
        f_start, f_end = self.found.run(b, b + size)
        may_be_capital, self._may_be_capital = self._may_be_capital, False
        quoted, found = self.quote.text[q_start:q_end], self.found.text[f_start:f_end]
        if quoted == found:
            return
        if is_same_form(quoted, found):
            self._add("unicode_form", q_start, q_end, f_start, f_end)
            return
        if may_be_capital:
            q_first, f_first = self.quote.letters.ends[a], self.found.letters.ends[b]
            rest = self.quote.text[q_first:q_end], self.found.text[f_first:f_end]
            one, other = self.quote.text[q_start:q_first], self.found.text[f_start:f_first]
            if is_same_form(*rest) and is_same_form(one.casefold(), other.casefold()):
                self._add("capital", q_start, q_first, f_start, f_first)
                if rest[0] != rest[1]:
                    self._add("unicode_form", q_first, q_end, f_first, f_end)
                return
        self._add("words", q_start, q_end, f_start, f_end)

    # --- between letters ---

    def _compare_between(self, q: tuple[int, int], f: tuple[int, int]) -> None:
        """Compare what is between two letters, given as (start, end) in each text."""
        if self.quote.text[q[0] : q[1]] == self.found.text[f[0] : f[1]]:
            return
        q_signs = read_signs(self.quote.text, *q)
        f_signs = read_signs(self.found.text, *f)
        pairs = _pair(q_signs, f_signs)
        if pairs is None or not self._may_differ(q, f, q_signs, f_signs, bool(pairs)):
            self._add_trimmed(q, f, "words")
            return
        q_at, f_at = q[0], f[0]
        for one, other in pairs:
            self._add_trimmed((q_at, one.start), (f_at, other.start))
            quoted = self.quote.text[one.start : one.end]
            if quoted != self.found.text[other.start : other.end]:
                self._add(_sign_kind(one, other), one.start, one.end, other.start, other.end)
            q_at, f_at = one.end, other.end
        self._add_trimmed((q_at, q[1]), (f_at, f[1]))

    def _may_differ(
        self,
        q: tuple[int, int],
        f: tuple[int, int],
        q_signs: list[Sign],
        f_signs: list[Sign],
        paired: bool,
    ) -> bool:
        """Tell whether white space and marks may differ between these two letters."""
        before, after = self.found.text[f[0] - 1], self.found.text[f[1]]
        q_space = _is_spaced(self.quote.text, *q)
        f_space = _is_spaced(self.found.text, *f)
        are_digits = before.isdigit() and after.isdigit()
        if paired:
            # "1,2" is one number, "1, 2" are two.
            return not are_digits or q_signs[0].kind == "dash" or q_space == f_space
        if (q_space or bool(q_signs)) == (f_space or bool(f_signs)):
            return not are_digits or not (q_signs or f_signs)
        if q_signs or f_signs:
            return False
        if are_digits:
            return _is_group(self.quote.text, *q) or _is_group(self.found.text, *f)
        if before.isdigit():
            return _UNITS.match(self.found.text, f[1]) is not None
        if after.isdigit():
            return _HOUR.search(self.found.text[max(0, f[0] - 4) : f[0]]) is not None
        return bool(_NO_SPACES.match(before) and _NO_SPACES.match(after))

    def _add_trimmed(
        self, q: tuple[int, int], f: tuple[int, int], kind: DifferenceKind | None = None
    ) -> None:
        """Add the difference between two stretches without what they begin and end with alike."""
        (a, b), (c, d) = q, f
        quoted, found = self.quote.text, self.found.text
        while a < b and c < d and quoted[a] == found[c]:
            a, c = a + 1, c + 1
        while a < b and c < d and quoted[b - 1] == found[d - 1]:
            b, d = b - 1, d - 1
        if a < b or c < d:
            self._add(kind or _stretch_kind(quoted[a:b], found[c:d]), a, b, c, d)


def is_same_form(quoted: str, found: str) -> bool:
    """Tell whether two words are the same letters, accents and case, in whatever Unicode form."""
    return _plain_form(quoted) == _plain_form(found)


def _plain_form(word: str) -> str:
    if word.isascii():
        return word
    word = UNSEEN.sub("", word)
    word = _RAISED_DIGIT.sub(lambda m: unicodedata.normalize("NFKC", m[0]), word)
    if not unicodedata.is_normalized("NFKC", word):
        word = "".join(_plain_letter(c) for c in word)
    return unicodedata.normalize("NFC", word.translate(_LIGATURES))


def _plain_letter(character: str) -> str:
    kind = unicodedata.category(character)
    means_more = _MEANS_MORE.match(unicodedata.decomposition(character))
    if means_more or not (kind.startswith("L") or kind in ("Nd", "Nl")):
        return character
    return unicodedata.normalize("NFKC", character)


def _pair(quoted: list[Sign], found: list[Sign]) -> list[tuple[Sign, Sign]] | None:
    """Return which signs are the same, in order; None where one that counts has no counterpart.

    Quotation marks do not count, and neither does what the quote says it left out.
    """
    pairs: list[tuple[Sign, Sign]] = []
    i = j = 0
    while i < len(quoted) or j < len(found):
        if i < len(quoted) and j < len(found) and _are_one(quoted[i], found[j]):
            pairs.append((quoted[i], found[j]))
            i, j = i + 1, j + 1
        elif i < len(quoted) and quoted[i].kind in ("quotation", "ellipsis"):
            i += 1
        elif j < len(found) and found[j].kind == "quotation":
            j += 1
        else:
            return None
    return pairs


def _are_one(one: Sign, other: Sign) -> bool:
    kinds = {one.kind, other.kind}
    return kinds == {"quotation", "single"} or (len(kinds) == 1 and one.name == other.name)


def _sign_kind(one: Sign, other: Sign) -> DifferenceKind:
    if "quotation" in (one.kind, other.kind):
        return "quotation_mark"
    kinds: dict[str, DifferenceKind] = {"single": "apostrophe", "dash": "dash"}
    return kinds.get(one.kind, "unicode_form")


def _stretch_kind(quoted: str, found: str) -> DifferenceKind:
    """Return the kind of a difference in white space and in marks that do not count."""
    both = quoted + found
    signs = {sign.kind for sign in read_signs(both, 0, len(both))}
    if "ellipsis" in signs:
        return "omission"
    if signs & {"quotation", "single"}:
        return "quotation_mark"
    if LINE_BREAK.search(both):
        return "line_break"
    return "soft_hyphen" if "\u00ad" in both else "space"


def _is_spaced(text: str, start: int, end: int) -> bool:
    return any(text[at].isspace() for at in range(start, end))


def _is_group(text: str, start: int, end: int) -> bool:
    """Tell whether the white space at `text[start:end]` groups the thousands of a number."""
    if end - start != 1:
        return False
    found = (m for m in _GROUPED.finditer(text, max(0, start - 40), end + 40))
    return any(m.start() < start and end < m.end() for m in found)
