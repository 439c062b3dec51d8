"""An article as the index keeps it: cut, tokenised and annotated once, before any question.

Everything that a question needs to know of an article is in `IndexedDocument`; nothing of an
article is cut, tokenised or annotated while a question is answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.annotations.asking import find_asking, is_interviewer
from index.annotations.coreference.callings import Calling, find_callings
from index.annotations.coreference.references import resolve_references
from index.annotations.dates.reading import ResolvedDate, find_dates
from index.annotations.dates.terms import date_terms
from index.annotations.names import Names, find_article_names
from index.annotations.speakers.attribution import Speakers, attribute_quotations
from index.documents.cut import CutDocument, cut_document
from index.documents.document import Document
from index.documents.passages import Passage, quotable
from index.text.numerals import number_kind
from index.text.tokens import Token, analyzer_for


@dataclass(frozen=True, slots=True, eq=False)
class IndexedSentence:
    """A sentence that may be quoted, and what is known of it beside its words.

    `document.text[start:end]` is the quote. `dated` and `meant` are index terms that the sentence
    implies without using them, of the day that "vendredi" is, and of whom a pronoun means or what
    the question just before it asks: they serve search and are never quoted. `leans_on` is the
    start of the earlier sentence that says who is meant, where this one does not. `asks` marks a
    question, which answers none.
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
    terms of the article's own title, `headings` those of each heading in it.
    """

    cut: CutDocument
    passages: tuple[Passage, ...]
    sentences: tuple[IndexedSentence, ...]
    topic: frozenset[str]
    headings: tuple[frozenset[str], ...]
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
    passages = tuple(quotable(cut.passages))
    terms = analyzer_for(document.language).terms
    sentences = []
    asked = frozenset[str]()  # the terms of the questions just before: what follows answers them
    for passage in passages:
        asking = find_asking(document.text, passage.sentences, language=document.language)
        for position, sentence in enumerate(passage.sentences):
            start, end = sentence.start, sentence.end
            tokens = cut.tokens_between(start, end)
            own = {token.term for token in tokens}
            meant = references.meant.get(start, frozenset()) | asked
            # But a headline that asks is answered anywhere in the article.
            is_headline = passage.paragraph == len(passage.sentences) == 1 and not is_interviewer(
                document.text, sentence
            )
            is_asked = asking[position] and not is_headline
            asked = asked.union(own - {""}) if is_asked else frozenset()
            leant = references.leans_on.get(start)
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
                        for i in range(len(tokens))
                    ),
                    dates=dates,
                    leans_on=leant[0] if leant else None,
                    dated=dated - own,
                    meant=meant - own,
                    asks=asking[position],
                )
            )
    headings = tuple(
        frozenset(t.term for t in cut.tokens_between(p.start, p.end) if t.term)
        for p in cut.passages
        if p.kind == "heading"
    )
    return IndexedDocument(
        cut=cut,
        passages=passages,
        sentences=tuple(sentences),
        topic=frozenset(terms(document.topic)),
        headings=headings,
        _names=names,
        _speakers=speakers,
    )
