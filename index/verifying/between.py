"""What may differ between two letters and still be typography: white space, marks, line ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.verifying.letters import UNSPACED
from index.verifying.signs import DASHES, LINE_BREAK, UNSEEN, Sign, read_signs
from index.verifying.texts import Span
from index.verifying.verdicts import DifferenceKind

Pairs = Sequence[tuple[Sign, Sign]]

_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[^\S\n\r]\d{3})+(?!\d)")
_HYPHENATED = re.compile(rf"[{DASHES}\u00ad]\s*[\n\r\u2028]\s*")
_UNITS = re.compile(
    r"(?:[kcmd]?m|k?g|mg|[cmd]?l|ha|h|min|s|[kmg]?w|[kmgt]wh|[kmgt][ob]|bn|am|pm)(?![^\W\d_])", re.I
)
_HOUR = re.compile(r"\d\s?h\Z", re.I)
_MINUS = re.compile(rf"(?:^|(?<=[\s(]))[{re.escape(DASHES)}]\Z")
_UNSPACED = re.compile(f"[{UNSPACED}]")


def pair_signs(quoted: Sequence[Sign], found: Sequence[Sign]) -> Pairs | None:
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


def may_differ(q_text: str, q: Span, f_text: str, f: Span, pairs: Pairs) -> bool:
    """Tell whether white space and marks may differ between these two letters.

    `pairs` are the signs between them that are the same, the quote's and the article's.
    """
    before, after = f_text[f[0] - 1], f_text[f[1]]
    q_space, f_space = _has_space(q_text, q), _has_space(f_text, f)
    are_digits = before.isdigit() and after.isdigit()
    if is_minus(q_text, q) != is_minus(f_text, f):
        return False
    if pairs:
        # "1,2" is one number, "1, 2" are two.
        return not are_digits or pairs[0][0].kind == "dash" or q_space == f_space
    q_signs, f_signs = bool(read_signs(q_text, *q)), bool(read_signs(f_text, *f))
    if (q_space or q_signs) == (f_space or f_signs):
        return True
    if are_digits:
        return _is_group(q_text, q) or _is_group(f_text, f)
    if before.isdigit():
        return _UNITS.match(f_text, f[1]) is not None
    if after.isdigit():
        return _HOUR.search(f_text[max(0, f[0] - 4) : f[0]]) is not None
    return bool(_UNSPACED.match(before) and _UNSPACED.match(after))


def is_hyphenated(q_text: str, q: Span, f_text: str, f: Span) -> bool:
    """Tell whether a line's end parts a word of one text: "pro-" and "gramme" in the next line."""
    if not (f_text[f[0] - 1].isalpha() and f_text[f[1]].isalpha()):
        return False
    parted, whole = (q_text[slice(*q)], f_text[slice(*f)])
    if len(parted) < len(whole):
        parted, whole = whole, parted
    seen = UNSEEN.sub(lambda m: "\u00ad" * ("\u00ad" in m[0]), parted)
    return not UNSEEN.sub("", whole) and _HYPHENATED.fullmatch(seen) is not None


def is_minus(text: str, span: Span) -> bool:
    """Tell whether what is between two letters ends with the minus of a number: "à -5"."""
    start, end = span
    return end < len(text) and text[end].isdigit() and _MINUS.search(text, start, end) is not None


def sign_kind(one: Sign, other: Sign) -> DifferenceKind:
    """Return the kind of difference between two signs that are the same in other typography."""
    if "quotation" in (one.kind, other.kind):
        return "quotation_mark"
    if one.kind == "single":
        is_apostrophe = "apostrophe" in (one.name, other.name)
        return "apostrophe" if is_apostrophe or not one.may_be_missing else "quotation_mark"
    return "dash" if one.kind == "dash" else "unicode_form"


def space_kind(both: str) -> DifferenceKind:
    """Return the kind of a difference in white space and in marks that may be missing."""
    kinds = {sign.kind for sign in read_signs(both, 0, len(both))}
    if "ellipsis" in kinds:
        return "omission"
    if kinds:
        return "quotation_mark"
    if LINE_BREAK.search(both):
        return "line_break"
    return "soft_hyphen" if "\u00ad" in both else "space"


def _has_space(text: str, span: Span) -> bool:
    return any(map(str.isspace, text[slice(*span)]))


def _is_group(text: str, span: Span) -> bool:
    """Tell whether the white space there groups the thousands of a number."""
    start, end = span
    if end - start != 1:
        return False
    found = (m for m in _GROUPED.finditer(text, max(0, start - 40), end + 40))
    return any(m.start() < start and end < m.end() for m in found)
