"""An article as a document: the text that offsets point into, and what is known of it.

The stored text of a .txt or .md file is the file to the letter, byte order mark and carriage
returns included, so that anyone who has the file can recompute every offset and the sha256. What is
no part of the article (the mark, a front matter, a leading ` date 2026-02-28 `) lies before
`body_start`. Of an HTML, PDF or DOCX file it is what `index.documents.formats` extracts, all of it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.documents.language import detect_language
from index.errors import ArticleError
from index.text.lexicon import UNKNOWN_LANGUAGE, available_languages

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
URL = re.compile(r"https?://[^\s<>\"']{1,2000}")


@dataclass(frozen=True, slots=True)
class Document:
    """One article. `text[start:end]` is what every offset in this project means.

    Offsets are Python code points, 0-based, end exclusive. `sha256` is that of `text` in UTF-8,
    which for a file are its bytes. The article begins at `body_start`. `language` is a code such
    as "fr", or "und". `topic` is the title where the article has one of its own, and "" where
    `title` had to be cut from its first sentence. `original` is the file that it was read from,
    with its type and the sha256 of its bytes; None and "" for a text that came from no file.
    `also_known_as` are the ids that other copies of it would have (`index.documents.copies`).
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
    also_known_as: tuple[str, ...] = ()


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
    published_at = parse_date(fields.get("date", "")[:10])
    dated = None if is_extracted else _DATE_LINE.match(text, start)
    if dated and (day := parse_date(dated[1])):
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
        url=fields["url"] if URL.fullmatch(fields.get("url", "")) else None,
        sha256=hashlib.sha256(data).hexdigest(),
        body_start=start,
        topic=given or (line if is_heading else ""),
    )


def _unquoted(value: str) -> str:
    """A front matter's value without the quotes that YAML may set around it."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def parse_date(value: str) -> date | None:
    """Return the day that `value` is, as 2026-02-28; None where it is none."""
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
