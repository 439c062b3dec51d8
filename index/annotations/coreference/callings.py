"""What the persons and organisations of an article are called in it, name by name, role by role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.annotations.coreference.entities import Kind, Terms, find_mentions
from index.annotations.coreference.lines import make_lines
from index.annotations.names import Names
from index.annotations.words import annotation_words
from index.documents.cut import CutDocument


@dataclass(frozen=True, slots=True)
class Calling:
    """The words `document.text[start:end]` call somebody by `terms`.

    `names` are the terms of each of that entity's names in the article, `kind` what it is.
    """

    start: int
    end: int
    terms: Terms
    names: frozenset[Terms]
    kind: Kind


def find_callings(cut: CutDocument, names: Names) -> Iterator[Calling]:
    """Yield every calling in the article whose proper names are `names`, in order of place.

    None in a language without word lists. Takes a few milliseconds: not kept, as few ask for it.
    """
    words = annotation_words(cut.document.language)
    if words is None:
        return
    lines = list(make_lines(cut, names))
    for line, mentions in zip(lines, find_mentions(lines, words), strict=True):
        for mention in mentions:
            yield Calling(
                line.starts[mention.first],
                line.ends[mention.last - 1],
                line.terms(mention.first, mention.last),
                frozenset(mention.entity.names),
                mention.entity.kind if mention.entity.is_certain else "unknown",
            )
