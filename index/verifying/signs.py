"""What is between two letters of a text: white space, marks and other signs, in classes.

The one place that decides which characters are the same sign in other typography.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

SignKind = Literal["quotation", "single", "dash", "ellipsis", "other"]

# Not seen by a reader: soft hyphens, characters of no width, marks of direction, variants.
_UNSEEN = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff"
)
UNSEEN = re.compile(f"[{_UNSEEN}]+")
LINE_BREAK = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
DASHES = "-‐‑‒–—―−﹘﹣－"
QUOTATION_MARKS = '«»“”„‟"＂〝〞〟'
SINGLE_MARKS = "'’‘‚‛‹›`´′ʼʻʹʽ＇"
_ELLIPSIS = r"(?:…|\.\s?\.\s?\.)"
ELLIPSIS = re.compile(rf"\[\s?(?:{_ELLIPSIS}|\.\.)\s?\]|\(\s?{_ELLIPSIS}\s?\)|{_ELLIPSIS}")

_SIGN = re.compile(
    rf"(?P<ellipsis>{ELLIPSIS.pattern})"
    rf"|(?P<quotation>[{QUOTATION_MARKS}]|<<|>>|''|``|,,)"
    rf"|(?P<single>[{SINGLE_MARKS}])"
    rf"|(?P<dash>[{DASHES}]{{1,3}})"
    rf"|(?P<other>[^\s{_UNSEEN}])"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """The sign at `text[start:end]`; signs of one kind and `name` differ in typography alone."""

    kind: SignKind
    name: str
    start: int
    end: int


def read_signs(text: str, start: int, end: int) -> list[Sign]:
    """Return the signs of `text[start:end]`, in which there are no letters, in order."""
    found: list[Sign] = []
    for match in _SIGN.finditer(text, start, end):
        kind: SignKind = match.lastgroup  # type: ignore[assignment]
        name = _plain(match[0]) if kind == "other" else ""
        found.append(Sign(kind, name, match.start(), match.end()))
    return found


@lru_cache(maxsize=1_024)
def _plain(character: str) -> str:
    """Return a sign in its plain form: "，" is ",", but no sign that means more, as "℃"."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and not plain.isspace() else character
