"""What a reader of a format gives: the text of an article, and what the file says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

# What no text should have: controls but line feed, unpaired surrogates, non-characters.
_UNWANTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_WHITE = re.compile(r"[^\S\u00a0\u202f]+")  # no-break spaces are typography, and stay
_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Extracted:
    """The whole `text` of an article: paragraphs with an empty line between them.

    Rows of a table (`| a | b |`) and items of a list are lines. `title`, `author` are "" where
    the file does not say. The text begins with the title, if there is one.
    """

    text: str
    title: str = ""
    published_at: date | None = None
    author: str = ""
    url: str | None = None


class FormatError(Exception):
    """A file has no text to read, or cannot be read: the rule, what came, and the next step.

    `is_final` is False where the same file may well be read another time: with more time or memory.
    """

    def __init__(self, message: str, *, is_final: bool = True) -> None:
        self.is_final = is_final
        super().__init__(message)


def one_line(text: str) -> str:
    """Return `text` with white space as single spaces, without what no text should have."""
    return _WHITE.sub(" ", _UNWANTED.sub(_replacement, text)).strip(" ")


def table_row(cells: Iterable[str]) -> str:
    """Return a row of a table as a line: `| 2027 | 47 |`."""
    return "| " + " | ".join(one_line(cell).replace("|", "¦") for cell in cells) + " |"


def joined(title: str, blocks: Sequence[str]) -> str:
    """Return `blocks`, paragraphs of one line or more, as one text that begins with `title`."""
    kept = [block for block in blocks if block]
    if title and not (kept and same_words(kept[0], title)):
        kept.insert(0, title)
    return "\n\n".join(kept) + "\n" if kept else ""


def same_words(one: str, other: str) -> bool:
    """Return whether both have the same letters and digits, in any case and typography."""
    return _LETTERS.findall(one.casefold()) == _LETTERS.findall(other.casefold())


def _replacement(match: re.Match[str]) -> str:
    if match[0] in "\t\r\x0b\x0c\x85":
        return " "
    return "\ufffd" if match[0] >= "\ud800" else ""
