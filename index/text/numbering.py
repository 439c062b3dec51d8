"""The number that a clause, a step or an item of a list begins with: `Art. 2. -`, `4.1.`, `b)`.

It belongs to what follows: no sentence ends after it, it finds its clause, and it is no content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.text.folding import fold
from index.text.lexicon import words_of

_SPACE = r"[ \t\u00a0\u202f]"
_AFTER = rf"(?:{_SPACE}*[-–—:.]+)?(?=\s)\s*"  # what is between the number and its clause
_ROMAN = r"(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_NUMBER = rf"\d{{1,3}}(?:er|re|ère)?(?:\.\d{{1,3}}){{0,4}}(?:{_SPACE}?(?:bis|ter|quater))?"
_LABELLED = re.compile(
    rf"(?P<label>[^\W\d_]{{2,12}}\.?|§{{1,2}}|n°){_SPACE}*(?P<number>{_NUMBER}|(?!\s){_ROMAN}|[A-Z])"
    rf"(?:{_SPACE}*[.):°-][-–—:.)]*|{_SPACE}+[-–—:]){_AFTER}"
)
_BARE = re.compile(
    rf"\(?(?P<number>{_NUMBER})(?:[.)°][-–—.)]*|{_SPACE}*[-–—](?=\s+[A-ZÀ-ÖØ-Þ«\"“])){_AFTER}"
    rf"|(?P<levels>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})(?=\s+[A-ZÀ-ÖØ-Þ«\"“])\s*"
    rf"|\(?(?P<roman>(?!\s|[.)]){_ROMAN})(?:[.)][-–—.)]*|{_SPACE}+[-–—]){_AFTER}"
    rf"|\(?(?P<letter>[A-Za-z])(?P<mark>[.)]){_AFTER}"
)
_INLINE = re.compile(
    rf"(?:(?<=[:;])|(?<=[.!?…»”\"]))\s+(?P<number>\d{{1,2}})\.{_SPACE}+(?=[^\W\d_a-z])"
)
_FIRST = re.compile(r"^(\d+)(?:er|re|ère)(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number of a clause: `text[start:end]` with what is between it and the clause.

    `label` is "article" in "Art. 2. -", folded, and "" where there is none; `number` as written.
    """

    start: int
    end: int
    label: str
    number: str

    @property
    def value(self) -> str:
        """Return the number in figures, where it is one: "2" of "II"."""
        return number_in_figures(self.number)


def number_in_figures(number: str) -> str:
    """Return a Roman number in figures ("2" of "II"), "1" of "1er"; anything else as it is."""
    number = _FIRST.sub(r"\1", number)
    if not number.isupper() or not set(number) <= _VALUES.keys():
        return number
    values = [_VALUES[sign] for sign in number]
    return str(
        sum(
            -value if value < following else value
            for value, following in zip(values, [*values[1:], 0], strict=True)
        )
    )


def whole_label(label: str, language: str) -> str:
    """Return what a clause is called, folded: "article" for "Art."; "" for no such word."""
    folded = fold(label.rstrip("."))
    words = words_of(language, "clause")
    if label[:1] == "§" or folded == "n°":
        return folded
    if folded not in words:
        return ""
    return next((w for w in sorted(words) if len(w) > 4 and w.startswith(folded)), folded)


def find_numbering(text: str, start: int, end: int, *, language: str) -> Numbering | None:
    """Return the number that `text[start:end]` begins with, where it numbers what follows it.

    A single letter and a point number only before a small word ("A. Le dépôt"): they may be
    somebody's initial.
    """
    match = _LABELLED.match(text, start, end)
    if match and (label := whole_label(match["label"], language)):
        return Numbering(start, match.end(), label, match["number"])
    match = _BARE.match(text, start, end)
    if match is None:
        return None
    word = _WORD.match(text, match.end(), end)
    if word and fold(word.group()) in words_of(language, "month"):
        return None  # "12. Oktober"
    number = match["number"] or match["levels"] or match["roman"] or match["letter"]
    if len(number) == 1 and number.isalpha() and match["letter"] is None:
        is_initial = "." in match.group()
    else:
        is_initial = match["mark"] == "."
    small = words_of(language, "article", "pronoun", "in")
    if is_initial and (word is None or fold(word.group()) not in small):
        return None
    return Numbering(start, match.end(), "", number)


def inline_numbers(text: str, start: int, end: int) -> Iterator[int]:
    """Return where the numbers of a list begin that is written in one paragraph.

    "Trois mesures : 1. Les terrasses fermeront. 2. …": at least two, counted from 1.
    """
    found: list[int] = []
    for match in _INLINE.finditer(text, start, end):
        if match.start() > start and int(match["number"]) == len(found) + 1:
            found.append(match.start("number"))
    if len(found) > 1:
        yield from found
