"""Articles: read from files, cut into passages and sentences. Offsets are made here."""

from index.documents.document import Document, make_document
from index.documents.files import (
    MAX_ARTICLE_BYTES,
    SUFFIXES,
    may_be_article,
    read_document,
    read_feed,
    readable_name,
)
from index.documents.folder import Articles, read_articles
from index.documents.passages import Paragraph
from index.documents.sentences import Sentence
from index.documents.sources import Sources
from index.documents.texts import TextStore, write_whole
from index.documents.versions import Version, Versions

__all__ = [
    "MAX_ARTICLE_BYTES",
    "SUFFIXES",
    "Articles",
    "Document",
    "Paragraph",
    "Sentence",
    "Sources",
    "TextStore",
    "Version",
    "Versions",
    "make_document",
    "may_be_article",
    "read_articles",
    "read_document",
    "read_feed",
    "readable_name",
    "write_whole",
]
