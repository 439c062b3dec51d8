"""Articles as documents: from a folder of files to texts that offsets can point into.

The stored text of a .txt or .md file is the file to the letter, byte order mark and carriage
returns included, so that anyone who has the file can recompute every offset and the sha256. What is
no part of the article (the mark, a front matter, a leading ` date 2026-02-28 `) lies before
`body_start`. Of an HTML, PDF or DOCX file it is what `index.documents.formats` extracts, all of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path

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
from index.documents.language import detect_language
from index.errors import ArticleError, NoArticlesError, show
from index.text.lexicon import UNKNOWN_LANGUAGE, available_languages
from index.text.plain import find_entities

MAX_ARTICLE_BYTES = 10 * 1024 * 1024
MAX_ARTICLES = 10_000
PLAIN_TYPES = {".md": "text/markdown", ".txt": "text/plain"}
SUFFIXES = (*PLAIN_TYPES, *EXTRACTED_TYPES)

_TITLE_LENGTH = 90  # characters: one line of a terminal or a message
_DATE_LINE = re.compile(r"\s*date[ \t]+(\d{4}-\d{2}-\d{2})(?=\s)\s*", re.ASCII)
_FRONT_MATTER = re.compile(
    r"---[ \t]*(?:\r\n|\r|\n)(?P<fields>.*?)(?:\r\n|\r|\n)---[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL
)
_FIELD = re.compile(
    r"(?:^|[\r\n])(title|date|url|language)[ \t]*:[ \t]*([^\r\n]*?)[ \t]*(?=[\r\n]|\Z)"
)
_MARKDOWN_TITLE = re.compile(r"#{1,6}[ \t]+(.+?)[ \t]*#*$")
# The credit that closes a photo's line: agency and photographer, or a word that says so.
CREDIT = re.compile(
    r"\(\s*(?:[A-Z][^()/\r\n]{0,40}/\s*[A-Z][^()\r\n]{0,80}|(?i:photo|crédit|credit|©)[^()\r\n]{1,80})\)$"
    r"|©\s?[^.()\r\n]{1,80}$"
)
# A file may be named by its date: `2026-02-28 communiqué.pdf`.
_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)", re.ASCII)
_URL = re.compile(r"https?://[^\s<>\"']{1,2000}")


@dataclass(frozen=True, slots=True)
class Document:
    """One article. `text[start:end]` is what every offset in this project means.

    Offsets are Python code points, 0-based, end exclusive. `sha256` is that of `text` in UTF-8,
    which for a file are its bytes. The article begins at `body_start`. `language` is a code such
    as "fr", or "und". `topic` is the title where the article has one of its own, and "" where
    `title` had to be cut from its first sentence. `original` is the file that it was read from,
    with its type and the sha256 of its bytes; None and "" for a text that came from no file.
    """

    id: str
    title: str
    text: str
    language: str
    published_at: date | None
    url: str | None
    sha256: str
    body_start: int = 0
    topic: str = ""
    author: str = ""
    original: Path | None = None
    original_sha256: str = ""
    media_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Articles:
    """What a folder held: the `documents`, by id, and a problem for each file left out.

    `warnings` are sentences about what whoever put the files there should know.
    """

    documents: tuple[Document, ...]
    problems: tuple[ArticleError, ...] = ()
    warnings: tuple[str, ...] = ()


def make_document(
    text: str, *, document_id: str, title: str = "", is_extracted: bool = False
) -> Document:
    """The document that `text` is, its title, date and language read from it.

    A front matter's title comes first, then `title`, then the article's own first line; of an
    extracted text, all is the article. Raises `ArticleError` where the text cannot be stored as
    UTF-8 (unpaired surrogates).
    """
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ArticleError(
            f"{document_id}: an article must be Unicode text; "
            f"character {error.start} is an unpaired surrogate"
        ) from None
    start = 1 if text.startswith("\ufeff") else 0
    fields: dict[str, str] = {}
    front = None if is_extracted else _FRONT_MATTER.match(text, start)
    if front and (found := _FIELD.findall(front["fields"])):
        fields = {key: _unquoted(value) for key, value in found}
        start = front.end()
    published_at = _parse_date(fields.get("date", "")[:10])
    dated = None if is_extracted else _DATE_LINE.match(text, start)
    if dated and (day := _parse_date(dated[1])):
        published_at = day
        start = dated.end()
    language = fields.get("language", "")[:2].lower()
    if language not in available_languages():
        language = detect_language(text[start:], default=UNKNOWN_LANGUAGE)
    given = fields.get("title") or title
    line, is_heading = _find_title(text, start)
    return Document(
        id=document_id,
        title=given or line or document_id,
        text=text,
        language=language,
        published_at=published_at,
        url=fields["url"] if _URL.fullmatch(fields.get("url", "")) else None,
        sha256=hashlib.sha256(data).hexdigest(),
        body_start=start,
        topic=given or (line if is_heading else ""),
    )


def read_document(
    path: Path, *, document_id: str | None = None, data: Path | None = None
) -> Document:
    """The article in the file at `path`; its id is the file's name without the ending.

    What is extracted is kept in the folder `data`, and found there another time. Raises
    `ArticleError`, naming the file, where it cannot be read, is empty or too large; a .txt or .md
    file that is not UTF-8 (with the place of the first wrong byte); and for what a reader of a
    format says.
    """
    return _read(path, document_id or path.stem, KeptExtracts(data) if data else None)


def _read(path: Path, document_id: str, kept: KeptExtracts | None) -> Document:
    suffix = path.suffix.lower()
    if suffix in OTHER_SUFFIXES:
        raise ArticleError(
            f"{path.name}: an article must be one of {', '.join(sorted(SUFFIXES))}; "
            f"this file is {suffix}. Save it as one of them"
        )
    content = _read_bytes(path, MAX_FILE_BYTES.get(suffix, MAX_ARTICLE_BYTES))
    sha256 = hashlib.sha256(content).hexdigest()
    if suffix in EXTRACTED_TYPES:
        document = _extracted(path.name, document_id, _extract(path, content, sha256, kept))
    else:
        document = make_document(_decoded(path.name, content), document_id=document_id)
        body = document.text[document.body_start :]
        if not body.replace("\ufeff", "").replace("\0", "").strip():
            raise ArticleError(f"{path.name}: an article must have text; the file is empty")
    return replace(
        document,
        url=kept.sources.url(sha256, document.url) if kept else document.url,
        original=path,
        original_sha256=sha256,
        media_type=EXTRACTED_TYPES.get(suffix) or PLAIN_TYPES.get(suffix, "text/plain"),
    )


def _read_bytes(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise ArticleError(f"{path.name}: cannot be read ({error.strerror})") from None
    if len(content) > limit:
        raise ArticleError(
            f"{path.name}: an article may have at most {limit} bytes "
            f"({limit // (1024 * 1024)} MB); this file has {path.stat().st_size}. "
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
        raise ArticleError(f"{path.name}: {error}") from None


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
        published_at=extracted.published_at or (_parse_date(dated[1]) if dated else None),
        url=extracted.url if _URL.fullmatch(extracted.url or "") else None,
        author=extracted.author,
    )


def read_articles(folder: Path, *, data: Path | None = None) -> Articles:
    """All articles of `folder` (not of folders inside it), in order of id.

    What is extracted is kept in the folder `data`. A file that cannot be read becomes a problem
    and the others still load. Raises `NoArticlesError` where the folder is missing or no file of
    it could be read.
    """
    shown = show(str(folder), limit=300)
    if not folder.is_dir():
        what = "a file" if folder.exists() else "nothing"
        raise NoArticlesError(
            f"ARTICLES_DIR: must be a folder of articles; {shown} is {what}. "
            "Create it, or set ARTICLES_DIR to where the articles are"
        )
    try:
        paths = [path for path in folder.iterdir() if may_be_article(path)]
    except OSError as error:
        raise NoArticlesError(
            f"ARTICLES_DIR: {shown} cannot be listed ({error.strerror})"
        ) from None
    if len(paths) > MAX_ARTICLES:
        raise NoArticlesError(
            f"ARTICLES_DIR: a folder may hold at most {MAX_ARTICLES} articles; "
            f"{shown} holds {len(paths)}"
        )
    documents: list[Document] = []
    problems: list[ArticleError] = []
    warnings: list[str] = []
    taken = {".", ".."}  # in an address they mean a folder
    kept = KeptExtracts(data) if data else None
    # Plain text first: a saved page beside it must not take the id that its links have.
    for path in sorted(paths, key=lambda path: (path.suffix.lower() not in PLAIN_TYPES, path)):
        document_id = _free_id(path, taken)
        try:
            documents.append(_read(path, document_id, kept))
        except ArticleError as error:
            problems.append(error)
        else:
            taken.add(document_id)
            warnings += _entity_warning(documents[-1], path)
    if not documents:
        reasons = "; ".join(str(problem) for problem in problems[:5])
        raise NoArticlesError(
            f"ARTICLES_DIR: {shown} must hold at least one article "
            f"({', '.join(sorted(SUFFIXES))}); "
            + (f"none could be read: {reasons}" if problems else "it holds none. Put one there")
        )
    if kept and kept.trouble:
        warnings.append(kept.trouble)
    documents.sort(key=lambda document: document.id)
    return Articles(tuple(documents), tuple(problems), tuple(warnings))


def _entity_warning(document: Document, path: Path) -> Iterator[str]:
    """Say that plain text has been left with HTML's entities in it, if it has: once, and where."""
    text = document.text
    places = list(find_entities(text, document.body_start, len(text)))
    if path.suffix.lower() in PLAIN_TYPES and places:
        start, end = places[0]
        line = len(f"{text[:start]}&".splitlines())
        yield (
            f"{path.name}: has HTML's {text[start:end]} in line {line} (character {start})"
            + (f", and {len(places) - 1} more of its kind" if len(places) > 1 else "")
            + ". Such signs are quoted as they are; save the text with the characters themselves, "
            "or the page as .html"
        )


def may_be_article(path: Path) -> bool:
    """Return whether a file is to be read as an article, or named where it cannot be."""
    # An open word processor keeps a lock of this name beside the file.
    is_known = path.suffix.lower() in (*SUFFIXES, *OTHER_SUFFIXES)
    return is_known and not path.name.startswith("~$") and path.is_file()


def _free_id(path: Path, taken: set[str]) -> str:
    """The file's name without its ending, or with it, or with a number, until it is free."""
    names = [name.encode("utf-8", "replace").decode("utf-8") for name in (path.stem, path.name)]
    numbered = (f"{names[1]} {number}" for number in count(2))
    return next(name for name in chain(names, numbered) if name not in taken)


def _unquoted(value: str) -> str:
    """A front matter's value without the quotes that YAML may set around it."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def _parse_date(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _find_title(text: str, start: int) -> tuple[str, bool]:
    """The first line of the article, and whether it is a heading rather than running text.

    Running text is shortened at a comma or a space so that it fits a line.
    """
    body = text[start : start + 600].lstrip("\ufeff \t\r\n")
    lines = body.splitlines()
    line = lines[0].strip() if lines else ""
    if heading := _MARKDOWN_TITLE.match(line):
        return heading[1], True
    line = CREDIT.sub("", line).rstrip()
    if len(line) <= _TITLE_LENGTH:
        # A heading stands alone: what goes on in the next line is running text.
        alone = len(lines) > 1 and not lines[1].strip()
        return line, alone and not line.endswith((".", "…"))
    head = line[:_TITLE_LENGTH]
    cut = max(head.rfind(mark) for mark in (", ", " ; ", " : ", " – ", " - ", ". "))
    if cut < _TITLE_LENGTH // 3:
        cut = head.rfind(" ")
    return head[: cut if cut > 0 else _TITLE_LENGTH - 1].rstrip(" ,;:.–-") + "…", False
