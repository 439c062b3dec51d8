"""From one file to the article in it: plain text to the letter, other formats as extracted."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from index.documents.document import URL, Document, make_document, parse_date
from index.documents.formats import (
    EXTRACTED_TYPES,
    MAX_FILE_BYTES,
    OTHER_SUFFIXES,
    Extracted,
    FormatError,
    KeptExtracts,
    entries_of,
    extract,
)
from index.errors import ArticleError
from index.text.plain import find_entities

MAX_ARTICLE_BYTES = 10 * 1024 * 1024
PLAIN_TYPES = {".md": "text/markdown", ".txt": "text/plain"}
SUFFIXES = (*PLAIN_TYPES, *EXTRACTED_TYPES)

# A file may be named by its date: `2026-02-28 communiqué.pdf`.
_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)", re.ASCII)


def may_be_article(path: Path) -> bool:
    """Return whether a file is to be read as an article, or named where it cannot be."""
    # An open word processor keeps a lock of this name beside the file.
    is_known = path.suffix.lower() in (*SUFFIXES, *OTHER_SUFFIXES)
    return is_known and not path.name.startswith("~$") and path.is_file()


def readable_name(name: str) -> str:
    """Return the name of a file as it can be written anywhere: what is no character is a "?".

    A name is bytes that need not be UTF-8, and may have line breaks and codes for a terminal.
    """
    return "".join(character if character.isprintable() else "?" for character in name)


def read_document(
    path: Path, *, document_id: str | None = None, data: Path | None = None
) -> Document:
    """The article in the file at `path`; its id is the file's name without the ending.

    What is extracted is kept in the folder `data`, and found there another time. Raises
    `ArticleError`, naming the file, where it cannot be read, is empty or too large; a .txt or .md
    file that is not UTF-8 (with the place of the first wrong byte); and for what a reader of a
    format says.
    """
    kept = KeptExtracts(data) if data else None
    return read_with_warnings(path, document_id or path.stem, kept)[0]


def read_with_warnings(
    path: Path, document_id: str, kept: KeptExtracts | None
) -> tuple[Document, list[str]]:
    """The article in the file at `path`, as `read_document` gives it, and what is odd about it."""
    name, suffix = readable_name(path.name), path.suffix.lower()
    if suffix in OTHER_SUFFIXES:
        raise ArticleError(
            f"{name}: an article must be one of {', '.join(sorted(SUFFIXES))}; "
            f"this file is {suffix}. Save it as one of them"
        )
    content = _read_bytes(path, MAX_FILE_BYTES.get(suffix, MAX_ARTICLE_BYTES))
    sha256 = hashlib.sha256(content).hexdigest()
    if suffix in EXTRACTED_TYPES:
        extracted = _extract(path, content, sha256, kept)
        document = _extracted(path.name, document_id, extracted)
        warnings = [f"{name}: {extracted.warning}"] if extracted.warning else []
    else:
        document = make_document(_decoded(name, content), document_id=document_id)
        body = document.text[document.body_start :]
        if not body.replace("\ufeff", "").replace("\0", "").strip():
            raise ArticleError(f"{name}: an article must have text; the file is empty")
        warnings = list(_entity_warning(document, name))
    document = replace(
        document,
        url=kept.sources.url(sha256, document.url) if kept else document.url,
        original=path,
        original_sha256=sha256,
        media_type=EXTRACTED_TYPES.get(suffix) or PLAIN_TYPES.get(suffix, "text/plain"),
    )
    return document, warnings


def _read_bytes(path: Path, limit: int) -> bytes:
    name = readable_name(path.name)
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
            size = os.fstat(file.fileno()).st_size  # of the path, which may be gone, nobody knows
    except OSError as error:
        raise ArticleError(f"{name}: cannot be read ({error.strerror})") from None
    if len(content) > limit:
        raise ArticleError(
            f"{name}: an article may have at most {limit} bytes "
            f"({limit // (1024 * 1024)} MB); this file has {size}. "
            "Split it into several files"
        )
    return content


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{name}: an article must be UTF-8; byte {error.start} is "
            f"0x{content[error.start]:02x}. Save the file as UTF-8"
        ) from None


def _extract(path: Path, content: bytes, sha256: str, kept: KeptExtracts | None) -> Extracted:
    def make() -> Extracted:
        return extract(path.name, content)

    try:
        return kept.get(sha256, path.suffix.lower(), make) if kept else make()
    except FormatError as error:
        raise ArticleError(f"{readable_name(path.name)}: {error}") from None


def _entity_warning(document: Document, name: str) -> Iterator[str]:
    """Say that plain text has been left with HTML's entities in it, if it has: once, and where."""
    text = document.text
    places = list(find_entities(text, document.body_start, len(text)))
    if places:
        start, end = places[0]
        line = len(f"{text[:start]}&".splitlines())
        yield (
            f"{name}: has HTML's {text[start:end]} in line {line} (character {start})"
            + (f", and {len(places) - 1} more of its kind" if len(places) > 1 else "")
            + ". Such signs are quoted as they are; save the text with the characters themselves, "
            "or the page as .html"
        )


def read_feed(name: str, content: bytes) -> tuple[str, ...]:
    """The addresses of the entries of a feed, RSS or Atom, as it has them.

    Raises `ArticleError`, with `name`, where it is none or cannot be read.
    """
    try:
        return entries_of(content)
    except FormatError as error:
        raise ArticleError(f"{name}: {error}") from None


def _extracted(name: str, document_id: str, extracted: Extracted) -> Document:
    """The document that was extracted. Nothing in its text is a front matter or a date line."""
    dated = _DATED_NAME.match(name)
    return replace(
        make_document(
            extracted.text, document_id=document_id, title=extracted.title, is_extracted=True
        ),
        published_at=extracted.published_at or (parse_date(dated[1]) if dated else None),
        url=extracted.url if URL.fullmatch(extracted.url or "") else None,
        author=extracted.author,
    )
