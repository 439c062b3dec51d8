"""An article as the index keeps it: cut, tokenised and annotated once, before any question.

Everything that a question needs to know of an article is in `IndexedDocument`; nothing of an
article is cut, tokenised or annotated while a question is answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.annotations.about import find_lead, terms_about, title_with_place
from index.annotations.asking import find_asking, is_interviewer
from index.annotations.coreference.callings import Calling, find_callings
from index.annotations.coreference.references import resolve_references
from index.annotations.corrections import is_correction
from index.annotations.dates.reading import ResolvedDate, find_dates
from index.annotations.dates.terms import date_terms
from index.annotations.names import Names, find_article_names
from index.annotations.speakers.attribution import Speakers, attribute_quotations
from index.annotations.units import Unit, find_units, numbering_of
from index.documents.cut import CutDocument, cut_document
from index.documents.document import Document
from index.documents.passages import Passage, quotable
from index.text.numbering import find_numbering
from index.text.numerals import number_kind
from index.text.plain import broken_words
from index.text.tokens import Token, analyzer_for

_LONGEST_LINE = 120  # characters


@dataclass(frozen=True, slots=True, eq=False)
class IndexedSentence:
    """A sentence that may be quoted, and what is known of it beside its words.

    `document.text[start:end]` is the quote. `dated` and `meant` are index terms that the sentence
    implies without using them, of the day that "vendredi" is, and of whom a pronoun means, what the
    question just before it asks or the header over a table's row says: they serve search and are
    never quoted. `leans_on` is the start of the earlier sentence that says who is meant, where this
    one does not: also the header of a row, and the beginning of a sentence of which this is a later
    `part` (0 for a whole one). `asks` marks a question, which answers none, and `is_heading` what
    only names what is under it: a heading, or the header of a table. A short answer lies within one
    of `units`; without any, anywhere. `clause` is the label and number of the clause that it is,
    or is in: ("article", "2"), or None.
    """

    document: Document
    passage: Passage
    position: int  # in the passage
    start: int
    end: int
    tokens: tuple[Token, ...]
    counts: tuple[bool, ...]  # which tokens say how many
    dates: tuple[ResolvedDate, ...]
    leans_on: int | None
    dated: frozenset[str]
    meant: frozenset[str]
    asks: bool
    is_heading: bool = False
    part: int = 0
    units: tuple[Unit, ...] = ()
    clause: tuple[str, str] | None = None

    @property
    def text(self) -> str:
        """The quote."""
        return self.document.text[self.start : self.end]

    @property
    def terms(self) -> frozenset[str]:
        """The index terms: those of its own words, and those it implies."""
        return self.added.union(token.term for token in self.tokens if token.term)

    @property
    def added(self) -> frozenset[str]:
        """The index terms that it implies."""
        return self.dated | self.meant

    @property
    def place(self) -> tuple[str, int]:
        """What orders sentences as they are read, article by article."""
        return self.document.id, self.start


@dataclass(frozen=True, slots=True, eq=False)
class IndexedDocument:
    """`document` with all that is worked out of it at indexing.

    `passages` are those that may be quoted, `sentences` theirs, in reading order. `topic` are the
    terms of the article's own title, `about` those with the names of its dateline and lead (which
    every sentence inherits), `headings` those of each heading in it. `title_read` is what is read
    before a window of it: the title, with the dateline's place. `is_correction` says that it tells
    that it corrects another one.
    """

    cut: CutDocument
    passages: tuple[Passage, ...]
    sentences: tuple[IndexedSentence, ...]
    topic: frozenset[str]
    about: frozenset[str]
    title_read: str
    headings: tuple[frozenset[str], ...]
    is_correction: bool
    _names: Names
    _speakers: Speakers

    @property
    def document(self) -> Document:
        """The article itself."""
        return self.cut.document

    def full_names(self) -> Iterator[str]:
        """Return the names of two words or more, as written, in reading order."""
        tokens, text = self.cut.tokens, self.document.text
        for first, stop in self._names:
            if stop - first > 1:
                yield text[tokens[first].start : tokens[stop - 1].end]

    def name_terms(self) -> frozenset[str]:
        """Return the terms of all names in the article and of what it is about, its title's too."""
        tokens = self.cut.tokens
        names = (token.term for first, stop in self._names for token in tokens[first:stop])
        return self.about.union(names) - {""}

    def sentence_at(self, start: int) -> IndexedSentence | None:
        """Return the sentence that begins at `start` and may be quoted, if one does."""
        return next((s for s in self.sentences if s.start == start), None)

    def speaker_of(
        self, start: int, end: int, *, within: tuple[int, int] | None = None
    ) -> tuple[int, int] | None:
        """Return the place of whoever says what `text[start:end]` quotes, where that is plain."""
        return self._speakers.speaker_of(start, end, within=within)

    def callings(self) -> Iterator[Calling]:
        """Return what persons and organisations are called in the article, in order of place."""
        return find_callings(self.cut, self._names)


def index_document(document: Document) -> IndexedDocument:
    """Cut, tokenise and annotate `document`. Nothing else looks at an article's text."""
    cut = cut_document(document)
    resolved = find_dates(cut)
    names = find_article_names(cut)
    references = resolve_references(cut, names)
    speakers = attribute_quotations(cut, names)
    passages = tuple(quotable(document.text, cut.passages))
    has_text = any(passage.kind != "heading" for passage in passages)
    terms = analyzer_for(document.language).terms
    sentences = []
    beginning = 0  # of the sentence that what follows may be a part of
    asked = frozenset[str]()  # the terms of the questions just before: what follows answers them
    headed: tuple[str, str] | None = None  # the clause that the heading numbers
    above = frozenset[str]()  # the terms of the line over a table
    for before, passage in zip((None, *passages), passages, strict=False):
        header = passage.header
        if passage.kind == "table" and before and before.kind != "table":
            above = _line_terms(cut, before)
        if passage.kind == "heading":
            headed = _headed_clause(document, passage)
        asking = find_asking(document.text, passage.sentences, language=document.language)
        for position, sentence in enumerate(passage.sentences):
            start, end = sentence.start, sentence.end
            tokens = cut.tokens_between(start, end)
            own = {token.term for token in tokens}
            clause = numbering_of(document, start, end) or headed
            meant = references.meant.get(start, frozenset()) | asked
            meant |= frozenset(terms(" ".join(clause))) if clause else frozenset()
            meant |= _parts_of_broken_words(cut, start, end)
            is_header = header == sentence
            if passage.kind == "table":
                meant |= above
            if header and not is_header:
                meant |= cut.terms_between(header.start, header.end)
            units = find_units(document, passage, sentence, position=position)
            # But a headline that asks is answered anywhere in the article.
            is_headline = passage.paragraph == len(passage.sentences) == 1 and not is_interviewer(
                document.text, sentence
            )
            is_asked = asking[position] and not is_headline
            asked = asked.union(own - {""}) if is_asked else frozenset()
            leant = references.leans_on.get(start)
            leans_on = leant[0] if leant else None
            if header and not is_header:
                leans_on = header.start
            elif sentence.part > 1:
                leans_on = beginning
            else:
                beginning = start
            dates = resolved.get(start, ())
            dated = frozenset[str]().union(*(date_terms(d, document.language) for d in dates))
            sentences.append(
                IndexedSentence(
                    document=document,
                    passage=passage,
                    position=position,
                    start=start,
                    end=end,
                    tokens=tokens,
                    counts=tuple(
                        number_kind(document.text, tokens, i, document.language) == "count"
                        and _is_content(token, units)
                        for i, token in enumerate(tokens)
                    ),
                    dates=dates,
                    leans_on=leans_on,
                    dated=dated - own,
                    meant=meant - own - {""},
                    asks=asking[position],
                    is_heading=is_header or (has_text and passage.kind == "heading"),
                    part=sentence.part,
                    units=units,
                    clause=clause,
                )
            )
    headings = tuple(cut.terms_between(p.start, p.end) for p in cut.passages if p.kind == "heading")
    lead = find_lead(passages)
    opening = next((s.units for s in sentences if lead and s.start == lead.start), ())
    dateline = next((unit for unit in opening if unit.kind == "place"), None)
    return IndexedDocument(
        cut=cut,
        passages=passages,
        sentences=tuple(sentences),
        topic=frozenset(terms(document.topic)),
        about=terms_about(cut, lead, names, dateline),
        title_read=title_with_place(document, dateline),
        headings=headings,
        is_correction=is_correction(document),
        _names=names,
        _speakers=speakers,
    )


def _is_content(token: Token, units: tuple[Unit, ...]) -> bool:
    """Return whether `token` is more than the number of an item, or the time of an entry."""
    return not units or any(
        unit.kind in ("text", "cell") and unit.start <= token.start < unit.end for unit in units
    )


def _line_terms(cut: CutDocument, passage: Passage) -> frozenset[str]:
    """Return the terms of `passage` where it is one line, short enough to name a table."""
    if len(passage.sentences) > 1 or passage.end - passage.start > _LONGEST_LINE:
        return frozenset()
    return cut.terms_between(passage.start, passage.end)


def _headed_clause(document: Document, heading: Passage) -> tuple[str, str] | None:
    """Return the clause that a heading numbers: "Article 2", "II. Accès"."""
    # A mark is put after it, since a heading has none.
    text = f"{document.text[heading.start : heading.end]}. x"
    numbering = find_numbering(text, 0, len(text), language=document.language)
    return (numbering.label, numbering.value) if numbering else None


def _parts_of_broken_words(cut: CutDocument, start: int, end: int) -> frozenset[str]:
    """Return the terms of both parts of each word that a line's end broke: it may be two words."""
    analyzer = analyzer_for(cut.document.language)
    text = cut.document.text
    return frozenset(
        term
        for word in broken_words(text, start, end, words=analyzer.lexicon.stop_words)
        for part in (text[word.start : word.hyphen], text[word.rest : word.end])
        for term in analyzer.terms(part)
    )
