"""What a whole article is about, so that each of its sentences inherits it.

An article on a town names it once, in its title, its dateline or its first paragraph; the sentence
that answers says "the project". What is inherited serves search and is never quoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from index.annotations.names import Names, names_between
from index.annotations.units import Unit
from index.documents.cut import CutDocument
from index.documents.passages import Passage
from index.text.tokens import Token, analyzer_for

_LONGEST_LEAD = 500  # characters of a first paragraph whose names the article is about


def terms_about(
    cut: CutDocument,
    passages: Iterable[Passage],
    names: Names,
    units: Mapping[int, Sequence[Unit]],
) -> frozenset[str]:
    """Return the terms of its own title, and of the dateline and the names of the first paragraph.

    passages: those that may be quoted, in reading order
    names: those of the article
    units: those of each sentence, by its start
    """
    document = cut.document
    found = set(analyzer_for(document.language).terms(document.topic))
    lead = next((p for p in passages if p.kind == "text" and p.sentences), None)
    if lead is not None:
        first, last = cut.numbers_between(lead.start, min(lead.end, lead.start + _LONGEST_LEAD))
        tokens: list[Token] = []
        for begin, end in names_between(names, first, last):
            tokens += cut.tokens[first + begin : first + end]
        for unit in units.get(lead.start, ()):
            if unit.kind == "place":
                tokens += cut.tokens_between(unit.start, unit.end)
        found |= {token.term for token in tokens}
    return frozenset(found - {""})
