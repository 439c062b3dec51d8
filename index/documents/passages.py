"""From an article to passages: the paragraphs, the unit that BM25 retrieves.

A passage is a paragraph, or a window of a long one that begins and ends with a sentence. Every
sentence lies in exactly one passage. A table is a paragraph whose sentences are its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from index.documents.document import CREDIT, Document
from index.documents.sentences import MAX_SENTENCE, Sentence, cut_sentences
from index.documents.tables import find_tables, has_header, is_rule, row_cells
from index.text.entries import ENTRY
from index.text.lexicon import words_of
from index.text.plain import LINE_ENDS
from index.text.tokens import analyzer_for

PassageKind = Literal["text", "caption", "heading", "table"]
_Look = Literal["text", "caption", "table", "marked", "line", "label"]

_WINDOW = 1_200  # characters; a longer paragraph is windowed at sentence ends
_HEADING_LENGTH = 80  # characters
_TITLE_LENGTH = 120  # characters; the article's own title may be longer than its headings
_CAPTION_LENGTH = 800  # characters
_CAPTION_WHOLE = 480  # characters; a longer caption is cut into its sentences
_WRAP = 120  # characters; lines no longer than this may be one paragraph, wrapped

# A page's end (form feed) just after a line's end is one line end with it.
_LINE = re.compile(rf"[^{LINE_ENDS}]*(?:\r\n\f?|\n\f?|[{LINE_ENDS}]|\Z)")
_LINE_ENDS = frozenset(LINE_ENDS)
_MARKED_HEADING = re.compile(r"#{1,6}[ \t]+\S|-[ \t].*[ \t]-$")
_LIST_ITEM = re.compile(r"(?:[-*+•–—]|\d{1,3}[.)])[ \t]+\S")
_END_MARKS = tuple('.!?…:;,»"”)')
# What makes a short line more than a heading: "Tarif : 14 euros", "17h20 : le trafic reprend".
_LABELLED = re.compile(r"\w[)\]»”\"]?[ \u00a0\u202f]?:\s+\S")
_SIGN = re.compile(r"[$€£¥%]|\d ?°|\d{1,2} ?h\b")
_SHORTEST_LABEL, _LONGEST_LABEL = 2, 40  # characters; "Q:" and "R:" open what somebody says
_NARROWEST = 30  # characters; lines that are shorter are lines of a list or a poem
_WRITTEN = re.compile(r"[^\W_]")
_STANDFIRST = 6  # words, from which on a line just after the title is more than a heading
_BROKEN_LINE = re.compile(r"[^\W\d_]{2}[-\u2010\u00ad]\Z")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of `document.text[start:end]` and its sentences, in order.

    `paragraph` counts the article's paragraphs from 1 (the § of a citation); the windows of a
    long paragraph share it. There is nothing but white space between the sentences. Of a table,
    `mark` is what separates the cells of a row, and `header` the row that names its columns.
    """

    kind: PassageKind
    start: int
    end: int
    paragraph: int
    sentences: tuple[Sentence, ...]
    mark: str = ""
    header: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article and its sentences, in order; `number` counts from 1.

    There is nothing but white space between the sentences, and between paragraphs.
    """

    kind: PassageKind
    number: int
    sentences: tuple[Sentence, ...]

    @property
    def start(self) -> int:
        """Where it begins: `document.text[start:end]` is the paragraph."""
        return self.sentences[0].start

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.sentences[-1].end


def cut_passages(document: Document) -> list[Passage]:
    """The passages of `document` in order; together they hold all its text but white space."""
    text = document.text
    stretches = list(_stretches(text, document.body_start))
    kinds = _kinds(text, stretches, document.language)
    passages: list[Passage] = []
    for number, (stretch, kind) in enumerate(zip(stretches, kinds, strict=True), 1):
        start, end, mark = stretch.start, stretch.end, stretch.mark
        header = None
        if kind == "table":
            sentences, header = _rows(text, stretch, document.language)
        elif kind == "text" or end - start > _CAPTION_WHOLE:
            sentences = cut_sentences(text, start, end, language=document.language)
        else:
            sentences = [Sentence(start, end)]
        passages += [
            Passage(kind, window[0].start, window[-1].end, number, tuple(window), mark, header)
            for window in _windows(sentences)
        ]
    return passages


def paragraphs_of(passages: Sequence[Passage]) -> tuple[Paragraph, ...]:
    """Return the paragraphs that `passages`, all of an article in order, are windows of."""
    return tuple(
        Paragraph(windows[0].kind, number, tuple(s for window in windows for s in window.sentences))
        for number, group in groupby(passages, key=lambda passage: passage.paragraph)
        if (windows := list(group))
    )


def quotable(text: str, passages: Sequence[Passage]) -> list[Passage]:
    """The passages of `text` that may be quoted: all but headings without a word, "* * *".

    All of them where there is nothing else.
    """
    return [
        p for p in passages if p.kind != "heading" or _WRITTEN.search(text, p.start, p.end)
    ] or list(passages)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """`text[start:end]`, to be one paragraph; of a table, `mark` and `lines` say how it is cut."""

    start: int
    end: int
    mark: str = ""
    lines: tuple[tuple[int, int], ...] = ()


def _stretches(text: str, start: int) -> Iterator[_Stretch]:
    """The paragraphs, white space at their ends left out.

    A blank line ends a paragraph. A single line end does too, unless the line was wrapped: it
    is short, and the first word of the next would not have fitted on it.
    """
    block: list[tuple[int, int]] = []
    for line_start, line_end in _lines(text, start):
        if line_start == line_end:
            yield from _block_stretches(text, block)
            block = []
        else:
            block.append((line_start, line_end))
    yield from _block_stretches(text, block)


def _lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    position = start
    while position < len(text):
        match = _LINE.match(text, position)
        stop = match.end() if match else len(text)
        line_start, line_end = position, stop
        while line_start < line_end and (
            text[line_start].isspace() or text[line_start] == "\ufeff"
        ):
            line_start += 1
        while line_end > line_start and text[line_end - 1].isspace():
            line_end -= 1
        yield line_start, line_end
        position = stop


def _block_stretches(text: str, block: list[tuple[int, int]]) -> Iterator[_Stretch]:
    """The paragraphs and tables of a run of lines without a blank one, given as (start, end)."""
    if not block:
        return
    done = 0
    for table in find_tables([text[start:end] for start, end in block]):
        yield from _wrapped_stretches(text, block[done : table.first])
        lines = tuple(block[table.first : table.last])
        yield _Stretch(lines[0][0], lines[-1][1], table.mark, lines)
        done = table.last
    yield from _wrapped_stretches(text, block[done:])


def _wrapped_stretches(text: str, block: list[tuple[int, int]]) -> Iterator[_Stretch]:
    if not block:
        return
    width = max(end - start for start, end in block)
    begin = block[0][0]
    for (last_start, last_end), (start, end) in pairwise(block):
        if width <= _WRAP and _is_wrapped(text[last_start:last_end], text[start:end], width):
            continue
        yield _Stretch(begin, last_end)
        begin = start
    yield _Stretch(begin, block[-1][1])


def _rows(text: str, table: _Stretch, language: str) -> tuple[list[Sentence], Sentence | None]:
    """The rows of `table`, a rule with the row before it, and the one that names the columns."""
    places: list[tuple[int, int]] = []
    ruled = False
    opens = 0  # where a rule begins that is drawn above the first row
    for number, (start, end) in enumerate(table.lines):
        if not is_rule(text[start:end]):
            places.append((table.start if opens == number else start, end))
        elif places:
            ruled |= len(places) == 1
            places[-1] = (places[-1][0], end)
        else:
            opens = number + 1
    if max(end - start for start, end in places) > MAX_SENTENCE:
        return cut_sentences(text, table.start, table.end, language=language), None
    rows = [Sentence(start, end) for start, end in places]
    cells = [
        [text[a:b] for a, b in row_cells(text, start, end, table.mark)] for start, end in places
    ]
    return rows, rows[0] if has_header(cells, ruled=ruled, mark=table.mark) else None


def _is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether `line` was broken only because the next word would not have fitted."""
    first_word = following.split(maxsplit=1)[0]
    if _BROKEN_LINE.search(line) and following[0].islower():
        return True
    if width < _NARROWEST or ENTRY.match(following) or _is_labelled(line, following):
        return False
    return (
        len(line) + 1 + len(first_word) > width * 0.9
        and not _LIST_ITEM.match(following)
        and not _MARKED_HEADING.match(following)
        and not _MARKED_HEADING.match(line)
    )


def _is_labelled(*lines: str) -> bool:
    """Return whether all `lines` are like "Tarif : 14 euros"."""
    return all(_LABELLED.search(line, _SHORTEST_LABEL, _LONGEST_LABEL) for line in lines)


def _kinds(text: str, stretches: Sequence[_Stretch], language: str) -> list[PassageKind]:
    """What each paragraph is. A heading is short, and has text of its own under it."""
    looks: list[_Look] = [
        _look(text[s.start : s.end], language) if not s.mark else "table" for s in stretches
    ]
    for number, stretch in enumerate(stretches):
        if number and looks[number] == "line" and stretch.end - stretch.start > _HEADING_LENGTH:
            looks[number] = "text"
    kinds: list[PassageKind] = []
    for number, look in enumerate(looks):
        under = looks[number + 1] if number + 1 < len(looks) else None
        kind: PassageKind = "text"
        if look in ("caption", "table"):
            kind = look
        elif look == "marked":
            kind = "heading"
        elif look in ("line", "label") and number == 0 and under:
            kind = "heading"  # the title, whatever it says
        elif look == "line" and under in ("text", "label", "table", "caption"):
            # The line after the title is what the article says first, unless it is a few words.
            words = text[stretches[number].start : stretches[number].end].split()
            is_standfirst = number == 1 and kinds[0] == "heading" and len(words) >= _STANDFIRST
            kind = "text" if is_standfirst else "heading"
        kinds.append(kind)
    return kinds


def _look(paragraph: str, language: str) -> _Look:
    """What `paragraph` is by itself: "line" may be a heading, "label" is one only as a title."""
    length = len(paragraph)
    if length <= _CAPTION_LENGTH and CREDIT.search(paragraph, max(0, length - 140)):
        return "caption"
    if length > _TITLE_LENGTH or not _LINE_ENDS.isdisjoint(paragraph):
        return "text"
    is_drawn = not _WRITTEN.search(paragraph) and not paragraph.endswith(_END_MARKS)
    if is_drawn or _MARKED_HEADING.match(paragraph):
        return "marked"
    if paragraph.endswith(_END_MARKS) or _LIST_ITEM.match(paragraph):
        return "text"
    tells = _LABELLED.search(paragraph) or ENTRY.match(paragraph) or _SIGN.search(paragraph)
    return "label" if tells or _has_quantity(paragraph, language) else "line"


def _has_quantity(line: str, language: str) -> bool:
    """Return whether a number in `line` has its unit, or is a day of a month."""
    units = words_of(language, "unit", "money", "duration", "percentage", "month")
    return any(
        {one.surface, two.surface} & units
        for one, two in pairwise(analyzer_for(language).tokens(line))
        if one.is_number or two.is_number
    )


def _windows(sentences: list[Sentence]) -> Iterator[list[Sentence]]:
    """`sentences` in runs of `_WINDOW` characters at most, of about the same length."""
    first = 0
    while first < len(sentences):
        start = sentences[first].start
        length = sentences[-1].end - start
        target = length / -(-length // _WINDOW)
        stop = first + 1
        # Take the next sentence while that comes nearer to the target.
        while stop < len(sentences):
            without, with_next = sentences[stop - 1].end - start, sentences[stop].end - start
            if with_next > _WINDOW or with_next - target > target - without:
                break
            stop += 1
        yield sentences[first:stop]
        first = stop
