"""The signs round a place: those of the quote that the article has there too belong to it.

A point or comma at the quote's end is the quoter's own where the article has another, and so are
bullets and signs of markup round it.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.verifying.between import is_minus
from index.verifying.comparing import Comparison
from index.verifying.signs import Sign, is_letter, read_signs
from index.verifying.texts import Span

_REACH = 40  # characters before and after a place in which the signs of the quote may be
_LONGEST = 500  # characters of signs that are compared
_POINTS = frozenset(".,;:")
_MARKUP = frozenset("*_#>•~`|")
_QUESTION = frozenset("?؟")


def compare_before(comparison: Comparison, q: Span, first: int) -> tuple[int, int]:
    """Compare what the quote has before its first letter with the article before `first`.

    Return where the place begins, with the signs that both have, and where the quote does, without
    those that are its own.
    """
    text, quoted = comparison.found.text, comparison.quote.text
    if q[1] - q[0] > _LONGEST:
        comparison.add("words", q, (first, first))
        return first, q[0]
    begin = first
    while begin > max(0, first - _REACH) and not is_letter(text[begin - 1]):
        begin -= 1
    signs = read_signs(quoted, *q)
    if signs and signs[-1].name == "[" and quoted[q[1] + 1 : q[1] + 2] == "]":
        signs.pop()  # of "[L]e", which is compared as a letter
        q = (q[0], q[1] - 1)
    pairs, wrong = _pair_outwards(signs[::-1], read_signs(text, begin, first)[::-1])
    start = pairs[-1][1].start if pairs else first
    if pairs and is_minus(quoted, q) != is_minus(text, (begin, first)):
        pairs, wrong, start = [], [pair[0] for pair in pairs], first
    if wrong and all(_is_own(quoted, sign) for sign in wrong):
        at = wrong[0].end
        while at < q[1] and quoted[at].isspace():
            at += 1
        q, wrong = (at, q[1]), []
    cut = q[0]
    if wrong:
        cut = pairs[-1][0].start if pairs else q[1]
        comparison.add("words", (q[0], cut), (start, start))
    comparison.add_signs((cut, q[1]), (start, first), pairs[::-1])
    return start, q[0]


def compare_after(comparison: Comparison, q: Span, last: int) -> tuple[int, int]:
    """Compare what the quote has after its last letter with the article from `last` on.

    Return where the place and the quote end, as `compare_before` does.
    """
    text, quoted = comparison.found.text, comparison.quote.text
    if q[1] - q[0] > _LONGEST:
        comparison.add("words", q, (last, last))
        return last, q[1]
    stop = last
    while stop < min(len(text), last + _REACH) and not is_letter(text[stop]):
        stop += 1
    signs, found = read_signs(quoted, *q), read_signs(text, last, stop)
    pairs, wrong = _pair_outwards(signs, found)
    end = pairs[-1][1].end if pairs else last
    follows = next((s for s in found if s.start >= end and not s.may_be_missing), None)
    # "Il est coupable ?" is not "Il est coupable."
    is_question = follows is not None and follows.name in _QUESTION
    if wrong and not is_question and all(_is_own(quoted, sign) for sign in wrong):
        at = wrong[0].start
        while at > q[0] and quoted[at - 1].isspace():
            at -= 1
        q, wrong = (q[0], at), []
    cut = q[1]
    if wrong:
        cut = pairs[-1][0].end if pairs else q[0]
    comparison.add_signs((q[0], cut), (last, end), pairs)
    if wrong:
        comparison.add("words", (cut, q[1]), (end, end))
    return end, q[1]


def _is_own(text: str, sign: Sign) -> bool:
    """Tell whether a sign at an end of the quote may be the quoter's own."""
    if sign.kind == "dash":  # of a list, but no minus
        return text[sign.end : sign.end + 1].isspace()
    return sign.name in _POINTS or sign.name in _MARKUP


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
        if sign.name not in _POINTS:
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
