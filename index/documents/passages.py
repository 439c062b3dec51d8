"""From an article to passages: the paragraphs, the unit that BM25 retrieves.

A passage is a paragraph, or a window of a long one that begins and ends with a sentence. Every
sentence lies in exactly one passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from index.documents.document import CREDIT, Document
from index.documents.sentences import Sentence, cut_sentences

PassageKind = Literal["text", "caption", "heading"]

_WINDOW = 1_200  # characters; a longer paragraph is windowed at sentence ends
_HEADING_LENGTH = 80  # characters
_TITLE_LENGTH = 120  # characters; the article's own title may be longer than its headings
_CAPTION_LENGTH = 800  # characters
_CAPTION_WHOLE = 480  # characters; a longer caption is cut into its sentences
_WRAP = 120  # characters; lines no longer than this may be one paragraph, wrapped

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_MARKED_HEADING = re.compile(r"#{1,6}[ \t]+\S|-[ \t].*[ \t]-$")
_LIST_ITEM = re.compile(r"(?:[-*+•–—]|\d{1,3}[.)])[ \t]+\S")
_END_MARKS = tuple('.!?…:;,»"”)')


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of `document.text[start:end]` and its sentences, in order.

    `paragraph` counts the article's paragraphs from 1 (the § of a citation); the windows of a
    long paragraph share it. There is nothing but white space between the sentences.
    """

    kind: PassageKind
    start: int
    end: int
    paragraph: int
    sentences: tuple[Sentence, ...]


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
    paragraphs = list(_paragraphs(text, document.body_start))
    passages: list[Passage] = []
    for number, (start, end) in enumerate(paragraphs, 1):
        kind = _kind(text[start:end], is_first=number == 1, is_last=number == len(paragraphs))
        sentences = (
            cut_sentences(text, start, end, language=document.language)
            if kind == "text" or end - start > _CAPTION_WHOLE
            else [Sentence(start, end)]
        )
        passages += [
            Passage(kind, window[0].start, window[-1].end, number, tuple(window))
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


def quotable(passages: Sequence[Passage]) -> list[Passage]:
    """The passages that may be quoted: no headings, which say what follows is about.

    All of them where there is nothing else.
    """
    return [p for p in passages if p.kind != "heading"] or list(passages)


def _paragraphs(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Offsets of each paragraph, white space at its ends left out.

    A blank line ends a paragraph. A single line end does too, unless the line was wrapped: it
    is short, and the first word of the next would not have fitted on it.
    """
    block: list[tuple[int, int]] = []
    for line_start, line_end in _lines(text, start):
        if line_start == line_end:
            yield from _block_paragraphs(text, block)
            block = []
        else:
            block.append((line_start, line_end))
    yield from _block_paragraphs(text, block)


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


def _block_paragraphs(text: str, block: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The paragraphs of a run of lines without a blank one, given as (start, end) each."""
    if not block:
        return
    width = max(end - start for start, end in block)
    begin = block[0][0]
    for (last_start, last_end), (start, end) in pairwise(block):
        if width <= _WRAP and _is_wrapped(text[last_start:last_end], text[start:end], width):
            continue
        yield begin, last_end
        begin = start
    yield begin, block[-1][1]


def _is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether `line` was broken only because the next word would not have fitted."""
    first_word = following.split(maxsplit=1)[0]
    return (
        len(line) + 1 + len(first_word) > width * 0.9
        and not _LIST_ITEM.match(following)
        and not _MARKED_HEADING.match(following)
        and not _MARKED_HEADING.match(line)
    )


def _kind(paragraph: str, *, is_first: bool, is_last: bool) -> PassageKind:
    length = len(paragraph)
    if length <= _CAPTION_LENGTH and CREDIT.search(paragraph, max(0, length - 140)):
        return "caption"
    if length > _TITLE_LENGTH or "\n" in paragraph or "\r" in paragraph:
        return "text"
    if _MARKED_HEADING.match(paragraph):
        return "heading"
    if is_last or paragraph.endswith(_END_MARKS) or _LIST_ITEM.match(paragraph):
        return "text"
    return "heading" if is_first or length <= _HEADING_LENGTH else "text"


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
