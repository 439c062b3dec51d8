"""What a reader of a format gives: the text of an article, and what the file says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

# What no text should have: controls but line feed, unpaired surrogates, non-characters.
_UNWANTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_WHITE = re.compile(r"[^\S\u00a0\u202f]+")  # no-break spaces are typography, and stay
_BEGINNING = 1_500  # characters in which a document names its author
_UNIT = re.compile(r"(?:\b[kcdm]?m|(?<!\d)10)$")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Extracted:
    """The whole `text` of an article: paragraphs with an empty line between them.

    Rows of a table (`| a | b |`) and items of a list are lines. `title`, `author` are "" where
    the file does not say. The text begins with the title, if there is one. `warning` says what of
    the file could not be read.
    """

    text: str
    title: str = ""
    published_at: date | None = None
    author: str = ""
    url: str | None = None
    warning: str = ""


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


def raised(before: str, digits: str) -> str:
    """Return raised `digits` as they are written after `before`: `m²`, `10⁶`, else a mark, `[1]`.

    Without it, the mark of a footnote would be part of the word or the number before it.
    """
    if _UNIT.search(before):
        return digits.translate(_RAISED)
    return f"[{digits}]"


def joined(title: str, blocks: Sequence[str]) -> str:
    """Return `blocks`, paragraphs of one line or more, as one text that begins with `title`."""
    kept = [block for block in blocks if block]
    if title and not (kept and same_words(kept[0], title)):
        kept.insert(0, title)
    return "\n\n".join(kept) + "\n" if kept else ""


def shown(blocks: Sequence[str], *, title: str, author: str) -> tuple[str, str]:
    """Return the `title` and `author` of a file's metadata where its text begins with them.

    Elsewhere they are often those of another file that it was made from, or a program's. The title
    is given as the text has it.
    """
    beginning = "\n".join(blocks)[:_BEGINNING]
    lines = beginning.split("\n")[:5]
    found = next((line for line in lines if title and same_words(line, title)), "")
    is_shown = re.search(rf"\b{re.escape(author)}\b", beginning) if author else None
    return found, author if is_shown else ""


def same_words(one: str, other: str) -> bool:
    """Return whether both have the same letters and digits, in any case and typography."""
    return _LETTERS.findall(one.casefold()) == _LETTERS.findall(other.casefold())


def _replacement(match: re.Match[str]) -> str:
    if match[0] in "\t\r\x0b\x0c\x85":
        return " "
    return "\ufffd" if match[0] >= "\ud800" else ""
