"""Articles: read from files, cut into passages and sentences. Offsets are made here."""

from index.documents.document import (
    MAX_ARTICLE_BYTES,
    Articles,
    Document,
    make_document,
    read_articles,
    read_document,
)
from index.documents.passages import Paragraph
from index.documents.sentences import Sentence
from index.documents.texts import TextStore

__all__ = [
    "MAX_ARTICLE_BYTES",
    "Articles",
    "Document",
    "Paragraph",
    "Sentence",
    "TextStore",
    "make_document",
    "read_articles",
    "read_document",
]
