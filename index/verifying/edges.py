"""Whether a place of an article begins and ends with whole words and numbers.

A quote that ends in the middle of "démissionnera" forges a tense, one that begins after the "ex-"
of "ex-président" an office, and one without the "12" of "12,5 %" a number.
"""

from __future__ import annotations

import re

from index.verifying.signs import UNSEEN

_REACH = 12  # characters round an edge that are looked at


def begins_word(text: str, start: int) -> bool:
    """Tell whether a word or number of `text` begins at `start`."""
    before = UNSEEN.sub("", text[max(0, start - _REACH) : start])
    if not before:
        return True
    last = before[-1]
    if last.isalnum() or "\u0300" <= last <= "\u036f":
        return False
    after = text[start : start + 4]
    if after[:1].isdigit():
        if re.search(r"\d[.,:'’/]\Z|(?:^|[\s(])[-−]\Z|−\s?\Z", before):
            return False
        if re.search(r"(?:^|[^\d.,])\d{1,3}[^\S\n\r]\Z", before) and re.match(
            r"\d{3}(?!\d)", after
        ):
            return False
    if re.search(r"[^\W_][\u0300-\u036f]*[-‐‑](?:\s*[\n\r]\s*)?\Z", before):
        return False
    return not re.search(r"(?:^|\W)n['’]\Z", before, re.I)


def ends_word(text: str, end: int) -> bool:
    """Tell whether a word or number of `text` ends at `end`."""
    after = UNSEEN.sub("", text[end : end + _REACH])
    if not after:
        return True
    if after[0].isalnum() or "\u0300" <= after[0] <= "\u036f":
        return False
    before = text[max(0, end - 4) : end]
    if before[-1:].isdigit():
        if re.match(r"[.,:'’/]\d", after):
            return False
        if re.match(r"[^\S\n\r]\d{3}(?!\d)", after) and re.search(r"(?:^|\D)\d{1,3}\Z", before):
            return False
    if re.match(r"[-‐‑](?:\s*[\n\r]\s*)?[^\W_]", after):
        return False
    return not (before[-1:] in "nN" and re.match(r"['’]t\b", after, re.I))
