"""What is written and what is read: `média&shy;thèque`, `pro-⏎gramme` and `l&rsquo;accord`.

Search and the reader see the plain text, in which such a word is one word; every character of it
knows which characters of the original it stands for, so that what is found is quoted as stored.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from html.entities import html5

LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
# Soft hyphens, zero-width spaces and joiners, marks of direction, word joiners, byte order marks:
# nothing that a reader sees. Joiners mean something in some scripts, but never another word.
_INVISIBLE = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
_ENTITIES = re.compile(_ENTITY)
# A hyphen at a line's end in the middle of a word: two letters before it, small ones after it.
_BROKEN = re.compile(
    rf"(?<=[^\W\d_]{{2}})[-\u2010\u00ad][ \t]*(?:\r\n|[{LINE_ENDS}])[ \t]*(?=[^\W\d_]{{2}})"
)
_ODD = re.compile(rf"(?P<broken>{_BROKEN.pattern})|[{_INVISIBLE}]+|{_ENTITY}")
_LETTERS_BEFORE = re.compile(r"[^\W\d_]*\Z")
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 40  # characters of a part of a word that was broken


@dataclass(frozen=True, slots=True)
class Plain:
    """A text as it is read. Character i of `text` stands for `original[starts[i]:ends[i]]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


@dataclass(frozen=True, slots=True)
class Broken:
    """A word that a line's end broke: `original[start:hyphen]` and `original[rest:end]`."""

    start: int
    hyphen: int
    rest: int
    end: int


def make_plain(text: str, start: int, end: int, *, words: Container[str] = ()) -> Plain:
    """Return `text[start:end]` as it is read; its places are in the whole `text`.

    Without invisible characters, with HTML's entities read and with words whole that a line's end
    broke. A hyphen between two of `words`, in small letters, is their own (`peut-⏎être`).
    """
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def keep(until: int) -> None:
        pieces.append(text[at:until])
        starts.extend(range(at, until))
        ends.extend(range(at + 1, until + 1))

    at = start
    for match in _ODD.finditer(text, start, end):
        if match["broken"] and _broken(text, match, start, end, words) is None:
            continue
        read = _read_entity(match.group()) if match.group()[0] == "&" else ""
        if read is None:
            continue
        keep(match.start())
        pieces.append(read)
        starts += [match.start()] * len(read)
        ends += [match.end()] * len(read)
        at = match.end()
    keep(end)
    return Plain("".join(pieces), starts, ends)


def is_plain(text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]` is read just as it is written."""
    return _ODD.search(text, start, end) is None


def read_as(text: str, start: int, end: int) -> str:
    """Return a word or a few as they are read, not as they are written."""
    written = text[start:end]
    return (
        written if is_plain(written, 0, len(written)) else make_plain(written, 0, end - start).text
    )


def broken_words(
    text: str, start: int, end: int, *, words: Container[str] = ()
) -> Iterator[Broken]:
    """Return the words of `text[start:end]` that a line's end broke, in order; see `make_plain`."""
    for match in _BROKEN.finditer(text, start, end):
        if found := _broken(text, match, start, end, words):
            yield found


def find_entities(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Return the places of HTML's entities in `text[start:end]`, in order."""
    for match in _ENTITIES.finditer(text, start, end):
        if _read_entity(match.group()) is not None:
            yield match.span()


def _read_entity(written: str) -> str | None:
    """Return what an entity stands for; None for what only looks like one ("&copie;")."""
    return unescape(written) if written[1] == "#" or written[1:] in html5 else None


def _broken(
    text: str, hyphen: re.Match[str], start: int, end: int, words: Container[str]
) -> Broken | None:
    """Return the word that is broken at `hyphen`; None where the hyphen belongs to it."""
    before = _LETTERS_BEFORE.search(
        text, max(start, hyphen.start() - _LONGEST_WORD), hyphen.start()
    )
    after = _LETTERS.match(text, hyphen.end(), end)
    if before is None or after is None or len(before.group()) < 2 or not after.group().islower():
        return None
    is_own = before.group().lower() in words and after.group() in words
    if is_own and text[hyphen.start()] != "\u00ad":
        return None
    return Broken(before.start(), hyphen.start(), hyphen.end(), after.end())
