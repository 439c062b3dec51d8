"""The stretches of a sentence that a short answer lies within: what is no content is outside.

The number of an item, the time of an entry in a live report and the dateline of a dispatch answer
only what asks for them; each cell of a table is an answer of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from index.documents.document import Document
from index.documents.passages import Passage
from index.documents.sentences import Sentence
from index.documents.tables import row_cells
from index.text.entries import ENTRY
from index.text.folding import fold
from index.text.lexicon import words_of
from index.text.numbering import Numbering, find_numbering
from index.text.tokens import analyzer_for

UnitKind = Literal["text", "number", "date", "place", "label", "cell"]
Place = tuple[int, int]

_SPACE = r"[ \t\u00a0\u202f]"
# "12 mars 2021 : ", "Nov 4 - ", "1998 – ": the day or year that an entry of a chronology is about.
_DATED = re.compile(
    rf"(?:[-*•–—]{_SPACE}+)?(?P<date>[^\W_][^:\n()–—|]{{2,28}}?){_SPACE}*(?::|{_SPACE}[-–—|])\s+(?=\S)"
)
# "Tarif : 14 euros", "MOTIF DU RAPPEL : PRÉSENCE DE LISTERIA": the whole of a paragraph.
_LABEL = re.compile(
    rf"(?:[-*•–—]{_SPACE}+)?(?:\*\*|__)?(?P<label>[^\W\d_][^:\n«»“”\"*]{{1,48}}?)(?:\*\*|__)?"
    rf"{_SPACE}?:(?:\*\*|__)?\s+(?=[^\s«“\"])"
)
# "LONDON, Nov 4 (Newswire) - ", "PARIS (AFP) — ", "Lyon, le 12 mars – ".
_DATELINE = re.compile(
    rf"(?P<place>[^\W\d_][^,:;()\n–—]{{1,40}}?)(?P<brackets>{_SPACE}*\([^()\n]{{2,40}}\))?"
    rf"(?:,{_SPACE}*(?P<date>[^()\n–—:;]{{2,30}}?))?(?P<agency>{_SPACE}*\([^()\n]{{2,40}}\))?"
    rf"(?:{_SPACE}*[-–—]{{1,2}}\s+|{_SPACE}*—\s*)(?=\S)"
)
_AGENCY = re.compile(
    r"\b(?:afp|ap|ats|ansa|apa|belga|dpa|efe|pti|reuters|tass|upi|xinhua|\w*wire|agence|agency|presse?)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_CLOCKED = re.compile(rf"\d{{1,2}}(?:{_SPACE}?[hH:]|{_SPACE}?[ap]\.?m)|(?:1\d|20)\d\d(?!\w)")
_FIRST_PARAGRAPHS = 4  # that a dateline may open
_LONGEST_OPENING = 140  # characters
_LONGEST_LABEL = 6  # words


@dataclass(frozen=True, slots=True)
class Unit:
    """`document.text[start:end]`, a stretch that a short answer lies within.

    "text" answers anything; "date" and "place" what asks for them; the "number" of a clause what
    asks for one of its `terms` ("Quel article …"), a "label" ("Tarif : 14 euros") what has none of
    its `terms`, a "cell" of a table what the header says that is `over` it. `tells_time` says of
    text that it has a number or a word of time in it.
    """

    kind: UnitKind
    start: int
    end: int
    terms: frozenset[str] = frozenset()
    over: Place | None = None
    tells_time: bool = True

    @property
    def place(self) -> Place:
        """Where it is in the document."""
        return self.start, self.end


def find_units(
    document: Document, passage: Passage, sentence: Sentence, *, position: int
) -> tuple[Unit, ...]:
    """Return the units of `sentence`, in order; none where all of it is text.

    `position` is its place in `passage`.
    """
    text, start, end = document.text, sentence.start, sentence.end
    if passage.kind == "table" and passage.mark:
        return tuple(_cells(document, passage, sentence))
    if sentence.part > 1 or passage.kind == "caption":
        return ()
    stop = min(end, start + _LONGEST_OPENING)
    found: list[Unit] = []
    at = start
    if numbering := find_numbering(text, at, stop, language=document.language):
        terms = _labels(numbering, document.language)
        found.append(Unit("number", at, _end_of_number(text, numbering), terms))
        at = numbering.end
    if position == 0:
        for read in (_entry, _dateline, _label):
            if opening := read(document, passage, at, stop):
                units, at = opening
                found += units
                break
    if not found or at >= end:
        return ()
    tells_time = _tells_time(document, at, end)
    return (*found, Unit("text", at, end, tells_time=tells_time))


def open_units(
    units: Sequence[Unit],
    kinds: Collection[str],
    terms: Collection[str],
    focus: str,
    *,
    is_ahead: bool = False,
) -> list[Unit]:
    """Return those of `units` that may answer a question of these `kinds`, `terms` and `focus`.

    Of a table's row, the cells under a header that the question names, where it names one. What
    tells no time does not say when where the time of the entry does. Neither does that time where
    the question is about what is still to come (`is_ahead`): an entry tells what has happened.
    """
    kinds = frozenset(kinds) - ({"date"} if is_ahead else frozenset())
    says_when = "date" in kinds and any(unit.kind == "date" for unit in units)
    cells = [unit for unit in units if unit.kind == "cell"]
    named = [unit for unit in cells if not unit.terms.isdisjoint(terms)]
    return [
        unit
        for unit in units
        if (unit.kind == "text" and (unit.tells_time or not says_when))
        or (unit.kind in ("date", "place") and unit.kind in kinds)
        or (unit.kind == "number" and focus in unit.terms)
        or (unit.kind == "label" and unit.terms.isdisjoint(terms))
        or unit in (named or cells)
    ]


def numbering_of(document: Document, start: int, end: int) -> tuple[str, str] | None:
    """Return the label and number of the clause `text[start:end]`: ("article", "2")."""
    stop = min(end, start + _LONGEST_OPENING)
    found = find_numbering(document.text, start, stop, language=document.language)
    return (found.label, found.value) if found else None


def cell_places(document: Document, passage: Passage, row: Sentence) -> list[Place]:
    """Return the places of the cells of `row`, a row of the table `passage`."""
    return row_cells(document.text, row.start, row.end, passage.mark)


def _cells(document: Document, passage: Passage, row: Sentence) -> list[Unit]:
    text, terms = document.text, analyzer_for(document.language).terms
    cells = cell_places(document, passage, row)
    header = passage.header
    named = cell_places(document, passage, header) if header and header != row else []
    units = []
    for number, (start, end) in enumerate(cells):
        over = named[number] if number < len(named) else None
        if start < end:
            words = frozenset(terms(text[slice(*over)])) if over else frozenset[str]()
            units.append(Unit("cell", start, end, words, over))
    return units


def _labels(numbering: Numbering, language: str) -> frozenset[str]:
    """Return the terms of what the number is of; of anything that is numbered if it is not said."""
    words = [numbering.label] if numbering.label else sorted(words_of(language, "clause"))
    return frozenset(analyzer_for(language).terms(" ".join(words)))


def _end_of_number(text: str, numbering: Numbering) -> int:
    end = text.index(numbering.number, numbering.start) + len(numbering.number)
    return end + (text[end] == ")")


def _entry(document: Document, _: Passage, start: int, end: int) -> tuple[list[Unit], int] | None:
    """Return the time or day that an entry opens with, and where it goes on."""
    if match := ENTRY.match(document.text, start, end):
        name = next(name for name in ("in", "out", "bare") if match[name])
        return [Unit("date", *match.span(name))], match.end()
    match = _DATED.match(document.text, start, end)
    if match and _is_date(match["date"], document.language):
        return [Unit("date", *match.span("date"))], match.end()
    return None


def _dateline(
    document: Document, passage: Passage, start: int, end: int
) -> tuple[list[Unit], int] | None:
    """Return the place and day that a dispatch opens with, and where it goes on."""
    match = _DATELINE.match(document.text, start, end)
    if match is None or passage.paragraph > _FIRST_PARAGRAPHS:
        return None
    place, day = match["place"], match["date"]
    is_dated = bool(day) and _is_date(day, document.language)
    if bool(day) != is_dated and not place.isupper():
        return None
    signed = (match["agency"] or "") + (match["brackets"] or "")
    is_signed = place[0].isupper() and _AGENCY.search(signed) is not None
    if not (place.isupper() and len(place) > 2) and not is_dated and not is_signed:
        return None
    units = [Unit("place", *match.span("place"))]
    if is_dated:
        units.append(Unit("date", *match.span("date")))
    return units, match.end()


def _label(
    document: Document, passage: Passage, start: int, end: int
) -> tuple[list[Unit], int] | None:
    """Return what a line names before it says it, and where that is."""
    match = _LABEL.match(document.text, start, end)
    if match is None or len(passage.sentences) > 1:
        return None
    if len(match["label"].split()) > _LONGEST_LABEL:
        return None
    terms = frozenset(analyzer_for(document.language).terms(match["label"]))
    return [Unit("label", *match.span("label"), terms)], match.end()


def _tells_time(document: Document, start: int, end: int) -> bool:
    words = words_of(document.language, "month", "weekday", "time", "date_part", "from")
    return any(
        _CLOCKED.match(document.text, token.start) if token.is_number else token.surface in words
        for token in analyzer_for(document.language).tokens(document.text, start=start, end=end)
    )


def _is_date(text: str, language: str) -> bool:
    """Return whether `text` has nothing but a day, a month, a year or several of them."""
    tokens = list(analyzer_for(language).tokens(text))
    months = words_of(language, "month")
    weekdays = words_of(language, "weekday")
    small = words_of(language, "article", "of", "in")
    told = 0
    for token in tokens:
        is_month = any(
            month == token.surface or (len(token.surface) > 2 and month.startswith(token.surface))
            for month in months
        )
        is_day = token.surface in weekdays or any(
            len(token.surface) > 2 and day.startswith(token.surface) for day in weekdays
        )
        if is_month or is_day or _YEAR.fullmatch(token.surface):
            told += 1
        elif not (
            (token.is_number and len(token.surface) <= 4)
            or (token.surface in small and not token.is_name)
            or fold(token.surface) == "1er"
        ):
            return False
    return told > 0
