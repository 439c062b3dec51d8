"""What a whole article is about, so that each of its sentences inherits it.

An article on a town names it once, in its title, its dateline or its first paragraph; the sentence
that answers says "the project". What is inherited serves search and is never quoted.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.annotations.names import Names, names_between
from index.annotations.units import Unit
from index.documents.cut import CutDocument
from index.documents.document import Document
from index.documents.passages import Passage
from index.text.tokens import analyzer_for

_LONGEST_LEAD = 500  # characters of a first paragraph whose names the article is about


def terms_about(
    cut: CutDocument, lead: Passage | None, names: Names, dateline: Unit | None
) -> frozenset[str]:
    """Return the terms of the article's own title, of its dateline and of the names in its lead.

    lead: the first paragraph of text
    names: those of the article
    """
    document = cut.document
    found = set(analyzer_for(document.language).terms(document.topic))
    if lead is not None:
        first, last = cut.numbers_between(lead.start, min(lead.end, lead.start + _LONGEST_LEAD))
        for begin, end in names_between(names, first, last):
            found.update(token.term for token in cut.tokens[first + begin : first + end])
    if dateline is not None:
        found |= cut.terms_between(dateline.start, dateline.end)
    return frozenset(found - {""})


def title_with_place(document: Document, dateline: Unit | None) -> str:
    """Return the title as it is read before a window: after the dateline's place, if it has none.

    "Foix : Une usine va sortir de terre".
    """
    if dateline is None:
        return document.title
    terms = analyzer_for(document.language).terms
    place = document.text[dateline.start : dateline.end]
    if set(terms(place)) <= set(terms(document.title)):
        return document.title
    return f"{place.title() if place.isupper() else place} : {document.title}"


def find_lead(passages: Iterable[Passage]) -> Passage | None:
    """Return the first paragraph of text, if there is one."""
    return next((p for p in passages if p.kind == "text" and p.sentences), None)
