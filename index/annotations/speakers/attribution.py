"""Who said it: the quotations and reported words of an article, each with its speaker.

`"…", a tonné le président américain`, `X said that …`, `Selon X, …`, and what goes on for the
next sentence or paragraph. A speaker is words of the article. A pronoun is taken for the subject
of the sentence before where that is plainly one. A wrong speaker is worse than none: what may be
read in two ways has none, and is not in the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from index.annotations.speakers.paragraphs import ParagraphReader, Subject
from index.annotations.speakers.phrases import cut_words
from index.annotations.speakers.units import cut_units
from index.annotations.speakers.words import speech_words
from index.documents.cut import CutDocument
from index.documents.document import Document
from index.documents.passages import Passage, cut_passages
from index.text.quotation_marks import find_quotations
from index.text.tokens import analyzer_for


@dataclass(frozen=True, slots=True)
class Speech:
    """What somebody said, `document.text[start:end]`, and the words that say who.

    `document.text[speaker_start:speaker_end]`, which may stand in an earlier sentence. All are
    Python code points, 0-based, end exclusive. Quoted words are with their marks; a speech never
    goes beyond its paragraph.
    """

    start: int
    end: int
    speaker_start: int
    speaker_end: int


@dataclass(frozen=True, slots=True)
class Speakers:
    """The speeches of one article whose speaker is known, by (start, end)."""

    speeches: tuple[Speech, ...] = ()


def attribute_quotations(cut: CutDocument) -> Speakers:
    """Return who says what in the article."""
    return Speakers(speeches(cut.document, cut.passages))


def speeches(document: Document, passages: Sequence[Passage]) -> tuple[Speech, ...]:
    """The speeches in `passages` of `document` whose speaker is known, by (start, end).

    `passages` are all of it, in order. Headings and captions are passed over. Never raises; an
    article in a language without word lists has none.
    """
    lists = speech_words(document.language)
    if lists is None:
        return ()
    known = frozenset(
        word.low
        for passage in passages
        if passage.kind == "text"
        for sentence in passage.sentences
        for word in cut_words(document.text, sentence.start, sentence.end)[1:]
        if word.is_name
    )
    found: list[tuple[int, int, Subject]] = []
    last: Subject | None = None
    open_speaker: Subject | None = None
    texts = (passage for passage in passages if passage.kind == "text")
    for _, group in groupby(texts, key=lambda passage: passage.paragraph):
        sentences = [(s.start, s.end) for passage in group for s in passage.sentences]
        start, end = sentences[0][0], sentences[-1][1]
        quotations = find_quotations(document.text, start, end)
        units = cut_units(sentences, quotations)
        reader = ParagraphReader(document.text, lists, known, units, last, open_speaker)
        found += reader.read()
        last, open_speaker = reader.last, reader.open_speaker
    return tuple(
        Speech(start, end, who.start, who.end)
        for start, end, who in sorted(found, key=lambda f: (f[0], f[1], f[2].start))
    )


@lru_cache(maxsize=256)
def speeches_of(document: Document) -> tuple[Speech, ...]:
    """The speeches of the whole `document`; found once, and kept for the next question."""
    return speeches(document, cut_passages(document))


def speeches_in(document: Document, start: int, end: int) -> tuple[Speech, ...]:
    """Those of `speeches_of(document)` that share a character with `document.text[start:end]`."""
    return tuple(s for s in speeches_of(document) if s.start < end and start < s.end)


def find_speaker(
    document: Document, start: int, end: int, *, within: tuple[int, int] | None = None
) -> tuple[int, int] | None:
    """The place of the words that name who says what is said in the sentence at `start:end`.

    Where several speak in it, the one whose speech holds `within`, such as the key words. None
    where nobody is known to speak, or more than one.
    """
    said = speeches_in(document, start, end)
    if within:
        said = tuple(s for s in said if s.start <= within[0] and within[1] <= s.end) or said
    speakers = {(s.speaker_start, s.speaker_end) for s in said}
    named = {document.text[a:b].casefold() for a, b in speakers}
    return min(speakers) if len(named) == 1 else None


def speaker_terms(document: Document, start: int, end: int) -> frozenset[str]:
    """The terms of the names of all who speak in the sentence at `start:end`, for a ranker.

    As `index.text.tokens` makes them of the article, so that they meet a question's terms; empty
    where the sentence is no speech of one who is known.
    """
    return _terms(document, ((s.speaker_start, s.speaker_end) for s in
                             speeches_in(document, start, end)))  # fmt: skip


def _terms(document: Document, places: Iterable[tuple[int, int]]) -> frozenset[str]:
    analyzer = analyzer_for(document.language)
    return frozenset(
        token.term
        for start, end in set(places)
        for token in analyzer.tokens(document.text, start=start, end=end)
        if token.term
    )
