"""Who said it: the quotations and reported words of an article, each with its speaker.

`"…", a tonné le président américain`, `X said that …`, `Selon X, …`, and what goes on for the
next sentence or paragraph. A speaker is words of the article. A pronoun means the subject of the
sentence before where that is plain. A wrong speaker is worse than none: what may be read in two
ways has none.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import groupby

from index.annotations.names import Names
from index.annotations.rows import Row
from index.annotations.speakers.paragraphs import ParagraphReader, Subject, cut_units
from index.annotations.words import annotation_words
from index.documents.cut import CutDocument
from index.text.quotation_marks import find_quotations


@dataclass(frozen=True, slots=True)
class Speech:
    """What somebody said, `document.text[start:end]`, and the words that say who.

    Those are `document.text[speaker_start:speaker_end]`, maybe in an earlier sentence, and their
    `terms`. Quoted words are with their marks; a speech never goes beyond its paragraph.
    """

    start: int
    end: int
    speaker_start: int
    speaker_end: int
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Speakers:
    """The `speeches` of one article whose speaker is known, by (start, end)."""

    speeches: tuple[Speech, ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False)
    _longest: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(s.start for s in self.speeches))
        object.__setattr__(
            self, "_longest", max((s.end - s.start for s in self.speeches), default=0)
        )

    def speaker_of(
        self, start: int, end: int, *, within: tuple[int, int] | None = None
    ) -> tuple[int, int] | None:
        """Return the place of the words that name who speaks in the sentence at `start:end`.

        Where several speak in it, the one whose speech contains `within`, such as the short
        answer. None where nobody is known to speak, or more than one.
        """
        said = self._between(start, end)
        if within:
            said = [s for s in said if s.start <= within[0] and within[1] <= s.end] or said
        places = {(s.speaker_start, s.speaker_end) for s in said}
        return min(places) if len({s.terms for s in said}) == 1 else None

    def _between(self, start: int, end: int) -> list[Speech]:
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end)
        return [s for s in self.speeches[first:last] if start < s.end]


def attribute_quotations(cut: CutDocument, names: Names) -> Speakers:
    """Return who says what in the article whose proper names are `names`.

    Headings and captions are passed over. Never raises; an article in a language without word
    lists has no speakers.
    """
    text, lists = cut.document.text, annotation_words(cut.document.language)
    if lists is None:
        return Speakers()
    found: list[tuple[int, int, Subject]] = []
    reader = ParagraphReader(lists, None, None)
    texts = (passage for passage in cut.passages if passage.kind == "text")
    for _, group in groupby(texts, key=lambda passage: passage.paragraph):
        sentences = [(s.start, s.end) for passage in group for s in passage.sentences]
        start, end = sentences[0][0], sentences[-1][1]
        units = cut_units(sentences, find_quotations(text, start, end))
        found += reader.read(Row(cut, names, start, end), units)
    return Speakers(
        tuple(
            Speech(
                a,
                b,
                who.start,
                who.end,
                frozenset(t.term for t in cut.tokens_between(who.start, who.end) if t.term),
            )
            for a, b, who in sorted(found, key=lambda f: (f[0], f[1], f[2].start))
        )
    )
