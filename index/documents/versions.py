"""Articles as they were: a version is kept while it is served, and for some days after it left.

What was quoted from an article can so be verified in the very text that it was taken from, also
where the article has changed since or is gone. The texts are in a `TextStore`; beside it, a small
record for each version says which article it is of and what is known of it. When a record was last
touched is when the version was last served. Records and texts are replaced whole, so that a
process that is killed leaves no half of either.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from index.documents.document import URL, Document, parse_date
from index.documents.texts import TextStore, keep_whole
from index.text.lexicon import UNKNOWN_LANGUAGE, available_languages

LEAST_DIGITS = 12  # of a sha256 that names a version

_SHA256 = re.compile(rf"[0-9a-f]{{{LEAST_DIGITS},64}}")
_PART_KEPT = 3600  # seconds: what is still being written after that never will be
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Version:
    """An article as it was, and the last day on which it was so, in UTC."""

    document: Document
    as_of: date


class Versions:
    """Versions in the folders `versions` and `texts` of `folder`, and how long they are kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._records = folder / "versions"
        self._texts = TextStore(folder)

    def keep(self, documents: Iterable[Document]) -> None:
        """Keep `documents` as they are, and note that they are served now. Raises `OSError`.

        What cannot be kept keeps none of the others from it: the first error is raised at the end.
        """
        first: OSError | None = None
        for document in documents:
            try:
                self._keep(document)
            except OSError as error:
                first = first or error
        if first:
            raise first

    def _keep(self, document: Document) -> None:
        self._texts.keep(document.text)
        record = json.dumps(_fields(document)).encode("ascii")
        keep_whole(self._path(document.id, document.sha256), record)

    def find(self, document_id: str | None, sha256: str) -> Version | None:
        """Return the version of an article whose text has this sha256; None where it is not kept.

        sha256: 64 hexadecimal digits, or the first 12 or more of them
        document_id: None for that of any article, the last served one
        """
        if not _SHA256.fullmatch(sha256):  # it may come from anywhere, and names files
            return None
        whose = "*" if document_id is None else _digest(document_id)
        if document_id is not None and len(sha256) == 64:
            paths = [self._path(document_id, sha256)]
        else:
            paths = list(self._records.glob(f"{sha256}*.{whose}.json"))
        found = []
        for path in paths:
            try:
                found.append((path.stat().st_mtime, path))
            except OSError:  # gone in this moment
                continue
        now = time.time()
        for served, path in sorted(found, reverse=True):
            if document := self._read(path):
                last = min(max(0.0, served), now)  # a clock may have been wrong
                return Version(document, datetime.fromtimestamp(last, UTC).date())
        return None

    def _read(self, path: Path) -> Document | None:
        """Return the document of a record; None where there is none to rely on."""
        try:
            fields: dict[str, Any] = json.loads(path.read_bytes())
            text = self._texts.text(fields["sha256"])
            if text is None:
                return None
            fields["published_at"] = parse_date(fields["published_at"] or "")
            document = Document(text=text, **fields)
            is_own = path == self._path(document.id, document.sha256)
            return document if is_own and _is_sound(document) else None
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None

    def prune(self, days: int, *, in_use: Iterable[Document] = ()) -> int:
        """Delete what was last served over `days` ago; return the number of files.

        Extracts go too, of files that are none of `in_use`, and what a process that was killed left
        behind. Raises `OSError`.
        """
        used = {document.original_sha256 for document in in_use} - {""}
        oldest = time.time() - days * _DAY
        count = 0
        for path in _files(self._folder, "versions", "texts"):
            count += _delete_if_older(path, oldest)
        for path in _files(self._folder, "extracted"):
            if path.name[:64] in used:
                os.utime(path)  # or its text, which is kept, would be extracted anew one day
            else:
                count += _delete_if_older(path, oldest)
        return count

    def _path(self, document_id: str, sha256: str) -> Path:
        return self._records / f"{sha256}.{_digest(document_id)}.json"


def _digest(document_id: str) -> str:
    """Return what an id, which may be anything, is called in the name of a file."""
    return hashlib.sha256(document_id.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _fields(document: Document) -> dict[str, Any]:
    """Return what is kept of a document beside its text. The file it was in may be another's."""
    day = document.published_at
    return {
        "id": document.id,
        "title": document.title,
        "language": document.language,
        "published_at": day.isoformat() if day else None,
        "url": document.url,
        "sha256": document.sha256,
        "body_start": document.body_start,
        "topic": document.topic,
        "author": document.author,
        "media_type": document.media_type,
    }


def _is_sound(document: Document) -> bool:
    """Return whether a document from a record, which anybody may have written, can be relied on."""
    fields = _fields(document)
    start, url = fields.pop("body_start"), fields.pop("url")
    del fields["published_at"]
    return (
        all(isinstance(value, str) for value in fields.values())
        and type(start) is int
        and 0 <= start <= len(document.text)
        and (url is None or URL.fullmatch(url) is not None)
        and document.language in (*available_languages(), UNKNOWN_LANGUAGE)
        and document.original is None
        and not document.also_known_as
    )


def _files(folder: Path, *names: str) -> Iterator[Path]:
    for name in names:
        if (folder / name).is_dir():
            yield from (path for path in (folder / name).iterdir() if path.is_file())


def _delete_if_older(path: Path, oldest: float) -> bool:
    """Delete a file that was last touched before `oldest`; whether it is gone."""
    if path.name.endswith(".part"):
        oldest = max(oldest, time.time() - _PART_KEPT)
    try:
        if path.stat().st_mtime >= oldest:
            return False
        path.unlink()
    except FileNotFoundError:
        return False
    return True
