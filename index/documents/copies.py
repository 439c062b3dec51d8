"""The same article in several files is one document, known by the names of all of them.

Each copy would be quoted beside the other, as if two had said so, and take a quote's place.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from index.documents.document import Document
from index.text.folding import fold

_NOTICE = 300  # characters: "Le marché est annulé." may be said of two towns


def merge_copies(documents: Iterable[Document]) -> list[Document]:
    """Return `documents` with each article once, the first of its copies, in the given order.

    The ids of the other copies are its `also_known_as`. What it does not say itself (date, author,
    address) is taken from them. Copies are the same but for white space, byte order marks and the
    composition of accents. An article that came out again on another day is none: its "yesterday"
    is another. Neither is a short notice under another title: the title says what it is about.
    """
    kept: list[Document] = []
    by_content: dict[str, list[int]] = {}  # the places in `kept`
    for document in documents:
        places = by_content.setdefault(_content(document), [])
        for place in places:
            if _is_of_one_day(kept[place], document) and _is_on_one(kept[place], document):
                kept[place] = _merged(kept[place], document)
                break
        else:
            places.append(len(kept))
            kept.append(document)
    return kept


def _content(document: Document) -> str:
    """Return what two copies have in common: a digest of the words and signs of the article."""
    body = document.text[document.body_start :].replace("\ufeff", "")
    words = " ".join(unicodedata.normalize("NFC", body).split())
    return hashlib.sha256(words.encode("utf-8")).hexdigest()


def _is_of_one_day(document: Document, copy: Document) -> bool:
    days = {document.published_at, copy.published_at} - {None}
    return len(days) <= 1


def _is_on_one(document: Document, copy: Document) -> bool:
    """Return whether both are about one thing, as a long text is that two papers gave a title."""
    titles = {fold(each.topic) for each in (document, copy) if each.topic}
    return len(titles) <= 1 or len(document.text) - document.body_start > _NOTICE


def _merged(document: Document, copy: Document) -> Document:
    return replace(
        document,
        published_at=document.published_at or copy.published_at,
        url=document.url or copy.url,
        author=document.author or copy.author,
        also_known_as=(*document.also_known_as, copy.id, *copy.also_known_as),
    )
