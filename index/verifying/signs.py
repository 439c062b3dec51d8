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

# Not seen by a reader: soft hyphens, characters of no width, marks of direction, variants. But what
# overrides the direction (U+202D, U+202E) makes other words.
_UNSEEN = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202c\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff"
)
UNSEEN = re.compile(f"[{_UNSEEN}]+")
LINE_BREAK = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
SENTENCE_END = re.compile(r"[.!?…][^\w\s]*\s|[\n\r\u2028\u2029]")
LETTER_SIGNS = "ʼʻʹʽªº"  # letters to Unicode, but apostrophes and ordinal signs to a reader
LETTER = rf"[^\W_{LETTER_SIGNS}]"
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
_OPENING = re.compile(rf"(?<!{LETTER})[{SINGLE_MARKS}](?=(?!\d){LETTER})")
_CLOSING = re.compile(rf"(?<=\S)[{SINGLE_MARKS}](?!{LETTER})")
_REACH = 400  # characters, in which a single mark is looked for that closes or opens another
_MEANS_MORE = re.compile("<(?:super|sub|fraction|circle|square)>")


@dataclass(frozen=True, slots=True)
class Sign:
    """The sign at `text[start:end]`; signs of one kind and `name` differ in typography alone.

    `name` of a single mark is "apostrophe" between two letters. `may_be_missing`: it says only
    that something is quoted.
    """

    kind: SignKind
    name: str
    start: int
    end: int
    may_be_missing: bool

    def is_same(self, other: Sign) -> bool:
        """Tell whether both are one sign in whatever typography."""
        if self.kind == other.kind:
            return self.kind == "single" or self.name == other.name
        marks = {self.kind, other.kind} == {"quotation", "single"}
        return marks and "apostrophe" not in (self.name, other.name)


def is_letter(character: str) -> bool:
    """Tell whether a character is a letter or digit to a reader; "" is none."""
    return character.isalnum() and character not in LETTER_SIGNS


def means_more(character: str) -> bool:
    """Tell whether a sign is more than its plain form: "⁺" is not "+"."""
    return _MEANS_MORE.match(unicodedata.decomposition(character)) is not None


def read_signs(text: str, start: int, end: int) -> list[Sign]:
    """Return the signs of `text[start:end]`, in which there are no letters, in order."""
    found: list[Sign] = []
    for kind, name, first, last in _classify(text[start:end]):
        at, stop = start + first, start + last
        may_be_missing = kind == "quotation"
        if kind == "single":
            if is_letter(text[at - 1 : at]) and is_letter(text[stop : stop + 1]):
                name = "apostrophe"
            else:
                may_be_missing = _quotes(text, at)
        found.append(Sign(kind, name, at, stop, may_be_missing))
    return found


@lru_cache(maxsize=1_024)
def _classify(between: str) -> tuple[tuple[SignKind, str, int, int], ...]:
    """Return (kind, name, start, end) of each sign; there are few ways to part two words."""
    found: list[tuple[SignKind, str, int, int]] = []
    for match in _SIGN.finditer(between):
        kind: SignKind = match.lastgroup  # type: ignore[assignment]
        name = _plain(match[0]) if kind == "other" else ""
        found.append((kind, name, *match.span()))
    return tuple(found)


def _quotes(text: str, at: int) -> bool:
    """Tell whether the single mark at `at` opens or closes a quotation: "the workers' 'plan'"."""
    if _OPENING.match(text, at):
        return _CLOSING.search(text, at + 1, at + _REACH) is not None
    if _CLOSING.match(text, at):
        return _OPENING.search(text, max(0, at - _REACH), at) is not None
    return False


@lru_cache(maxsize=1_024)
def _plain(character: str) -> str:
    """Return a sign in its plain form: "，" is ",", but "⁺" is not "+"."""
    if character == "º":  # "n° 5" is written with either
        return "°"
    plain = unicodedata.normalize("NFKC", character)
    is_one = len(plain) == 1 and not plain.isspace()
    return plain if is_one and not means_more(character) else character
