"""Annotations by document, until `indexed.py` carries them: for today's callers alone."""

from __future__ import annotations

from functools import lru_cache

from index.annotations.coreference.references import References, resolve_references
from index.annotations.names import find_article_names
from index.annotations.speakers.attribution import Speakers, attribute_quotations
from index.documents.cut import cut_document
from index.documents.document import Document


@lru_cache(maxsize=256)
def speakers_of(document: Document) -> Speakers:
    """Return who says what in `document`."""
    cut = cut_document(document)
    return attribute_quotations(cut, find_article_names(cut))


def find_speaker(
    document: Document, start: int, end: int, *, within: tuple[int, int] | None = None
) -> tuple[int, int] | None:
    """Return `Speakers.speaker_of` of `document`."""
    return speakers_of(document).speaker_of(start, end, within=within)


def speaker_terms(document: Document, start: int, end: int) -> frozenset[str]:
    """Return `Speakers.terms_of` of `document`."""
    return speakers_of(document).terms_of(start, end)


@lru_cache(maxsize=256)
def references_of(document: Document) -> References:
    """Return who is meant in `document`."""
    cut = cut_document(document)
    return resolve_references(cut, find_article_names(cut))
