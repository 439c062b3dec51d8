"""Whether a place of an article begins and ends with whole words and numbers.

A quote that ends in the middle of "démissionnera" forges a tense, one that begins after the "ex-"
of "ex-président" an office, one without the "12" of "12,5 %" a number, and one without the "n'" of
"n'est" drops a negation.
"""

from __future__ import annotations

import re

from index.verifying.letters import is_mark
from index.verifying.signs import LETTER, UNSEEN

_REACH = 16  # characters round an edge that are looked at

_IN_WORD = re.compile(rf"{LETTER}(?:[-‐‑](?:\s*[\n\r]\s*)?)?\Z")  # or in a compound
_ELIDED_NEGATION = re.compile(r"(?:^|[\W_])n['’ʼ´`]\Z", re.I)
_IN_NUMBER = re.compile(r"\d[.,:'’/–]\Z|(?:^|[\s(\[])[-–]\Z|−\s?\Z")
_AFTER_GROUP = re.compile(r"(?:^|[^\d.,])\d{1,3}[^\S\n\r]\Z")
_GROUP = re.compile(r"\d{3}(?!\d)")

_WORD_GOES_ON = re.compile(rf"{LETTER}|[-‐‑](?:\s*[\n\r]\s*)?{LETTER}")
_NEGATION_GOES_ON = re.compile(rf"['’ʼ´`]t(?!{LETTER})", re.I)
_NUMBER_GOES_ON = re.compile(r"[.,:'’/–]\d")
_GROUP_GOES_ON = re.compile(r"[^\S\n\r]\d{3}(?!\d)")
_SHORT_NUMBER = re.compile(r"(?:^|[^\d.,])\d{1,3}(?:[^\S\n\r]\d{3})*\Z")


def begins_word(text: str, start: int) -> bool:
    """Tell whether a word or number of `text` begins at `start`."""
    before = _seen(text[max(0, start - _REACH) : start])
    if _IN_WORD.search(before) or _ELIDED_NEGATION.search(before):
        return False
    if not text[start : start + 1].isdigit():
        return True
    is_group = _AFTER_GROUP.search(before) and _GROUP.match(text, start)
    return not (is_group or _IN_NUMBER.search(before))


def ends_word(text: str, end: int) -> bool:
    """Tell whether a word or number of `text` ends at `end`."""
    after = UNSEEN.sub("", text[end : end + _REACH])
    if any(map(is_mark, after[:1])) or _WORD_GOES_ON.match(after):
        return False
    before = _seen(text[max(0, end - _REACH) : end])
    if before[-1:] in ("n", "N"):
        return not _NEGATION_GOES_ON.match(after)
    if not before[-1:].isdigit():
        return True
    is_group = _SHORT_NUMBER.search(before) and _GROUP_GOES_ON.match(after)
    return not (is_group or _NUMBER_GOES_ON.match(after))


def _seen(text: str) -> str:
    """Return what a reader sees of `text`, without combining marks."""
    text = UNSEEN.sub("", text)
    return text if text.isascii() else "".join(c for c in text if not is_mark(c))
