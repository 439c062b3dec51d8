"""Put articles into the folder, and take them out: what `motpourmot add` and `remove` do.

A file is only put there if it can be read, and never over another one unless that is asked for.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from bot.library.fetching import Fetched, Fetcher
from index import (
    ArticleError,
    Document,
    MotPourMotError,
    NoArticlesError,
    read_articles,
    read_document,
)
from index.documents import (
    SUFFIXES,
    Sources,
    Versions,
    may_be_article,
    read_feed,
    readable_name,
    write_whole,
)
from index.errors import InputError, show

MAX_ENTRIES = 50  # of a feed; the first ones are the newest

_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
_FEED_TYPES = frozenset(
    {
        "application/atom+xml",
        "application/rdf+xml",
        "application/rss+xml",
        "application/xml",
        "text/xml",
    }
)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_USUAL = frozenset({"utf-8", "utf8", "iso-8859-1", "windows-1252", "us-ascii"})
_NOT_IN_NAMES = re.compile(r"[^\w-]+")
_LONG_NAME = 60  # characters


@dataclass(frozen=True, slots=True)
class Added:
    """An article that is in the folder now, in the file `name`."""

    name: str
    document: Document
    state: Literal["added", "replaced", "there already"]


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of articles, and `data`, where what belongs to them is kept.

    replaces: whether a file may take the place of another one of its name
    """

    articles: Path
    data: Path
    replaces: bool = False

    def add_file(self, path: Path) -> Added:
        """Copy the file at `path` into the folder.

        Raises `ArticleError` where it cannot be read as an article, `InputError` where it is no
        file or would take the place of another.
        """
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "is not there"
            raise InputError(
                "add", "must be given files and addresses", f"{show(str(path))}: {what}"
            )
        if path.suffix.lower() not in SUFFIXES:
            # It may be readable as plain text, but would be no article of the folder by its name.
            ending = path.suffix or "without an ending"
            endings = ", ".join(sorted(SUFFIXES))
            raise ArticleError(
                f"{readable_name(path.name)}: an article must be one of {endings}; "
                f"this file is {readable_name(ending)}. Save it as one of them"
            )
        document = read_document(path, data=self.data)
        return self._put(path.name, path.read_bytes(), document.original_sha256)

    def add_url(
        self, url: str, fetcher: Fetcher, *, entries: int = MAX_ENTRIES
    ) -> Iterator[Added | MotPourMotError]:
        """Fetch what is at `url` into the folder; of a feed, its first entries.

        Yields what was added, and for each entry of a feed that was not, why. Raises what
        `Fetcher.fetch` and `add_file` raise.
        """
        fetched = fetcher.fetch(url)
        if not _is_feed(fetched):
            yield self._put_fetched(fetched)
            return
        for entry in read_feed(show(fetched.url, limit=200), fetched.content)[:entries]:
            try:
                yield self._put_fetched(fetcher.fetch(urljoin(fetched.url, entry)))
            except MotPourMotError as error:
                yield error

    def remove(self, names: Sequence[str]) -> list[tuple[Path, Document | None]]:
        """Delete the files of the articles with these ids, or file names; all or none.

        They are kept as they were, so that what was quoted can still be verified. Returns the
        files, with their articles where they could be read. Raises `InputError`, with nothing
        deleted, for a name that no article has.
        """
        try:
            documents = read_articles(self.articles, data=self.data, merges=False).documents
        except NoArticlesError:
            documents = ()
        by_id = {document.id: document for document in documents}
        by_path = {document.original: document for document in documents}
        found: dict[Path, Document | None] = {}
        for name in names:
            document = by_id.get(name)
            path = document.original if document else self.articles / name
            if path is None or not self._is_here(path):
                known = ", ".join(sorted(by_id)[:5]) + (", …" if len(by_id) > 5 else "")
                rule = f"must be the id of an article ({known}), or a file in {self.articles.name}"
                raise InputError("remove", rule, show(name))
            found[path] = by_path.get(path)
        for path, document in found.items():
            try:
                if document:
                    Versions(self.data).keep([document])
                path.unlink()
            except OSError as error:
                raise _cannot_write(path, error) from None
        return list(found.items())

    def _keep(self, path: Path) -> None:
        """Keep an article that is replaced as it was, to verify what was quoted from it."""
        with contextlib.suppress(ArticleError):
            Versions(self.data).keep([read_document(path, data=self.data)])

    def _is_here(self, path: Path) -> bool:
        return path.parent == self.articles and may_be_article(path)

    def _put_fetched(self, fetched: Fetched) -> Added:
        name = _name_of(fetched)
        content = _as_utf8(name, fetched)
        sha256 = hashlib.sha256(content).hexdigest()
        try:
            Sources(self.data).note(sha256, fetched.url)
        except OSError as error:
            raise _cannot_write(self.data, error) from None
        # Read under its name, but not yet in the folder, where it might be served.
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / name
            path.write_bytes(content)
            read_document(path, data=self.data)
        return self._put(name, content, sha256)

    def _put(self, name: str, content: bytes, sha256: str) -> Added:
        """Write the file, unless the folder has its content already, in whatever file."""
        target = self.articles / name
        same = self._same(content, sha256)
        if same:
            return Added(same.name, read_document(same, data=self.data), "there already")
        is_there = target.exists()
        if is_there and not self.replaces:
            raise InputError(
                name,
                "must not be in the folder with another content; remove it first, or use --replace",
                "one that is",
            )
        try:
            if is_there:
                self._keep(target)
            write_whole(target, content, replaces=is_there)
        except OSError as error:
            raise _cannot_write(target, error) from None
        state: Literal["added", "replaced"] = "replaced" if is_there else "added"
        return Added(name, read_document(target, data=self.data), state)

    def _same(self, content: bytes, sha256: str) -> Path | None:
        """Return the article of the folder that has this very content."""
        for path in sorted(self.articles.iterdir()):
            try:
                if (
                    may_be_article(path)
                    and path.stat().st_size == len(content)
                    and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
                ):
                    return path
            except OSError:
                continue
        return None


def _is_feed(fetched: Fetched) -> bool:
    is_xml = fetched.media_type in _FEED_TYPES
    return is_xml and bool(_FEED.search(fetched.content[:4096]))


def _name_of(fetched: Fetched) -> str:
    """Return the name of the file for what was fetched: the same for the same address.

    Raises `InputError` where it is of no format that is read.
    """
    parts = urlsplit(fetched.url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    stem, dot, ending = last.rpartition(".")
    suffix = _ENDINGS.get(fetched.media_type, "")
    if not suffix and f".{ending.lower()}" in _ENDINGS.values():
        suffix = f".{ending.lower()}"
    if not suffix:
        raise InputError(
            "URL",
            "must be that of a page, a PDF, a Word document, a text or a feed",
            f"{show(fetched.url, limit=200)}, {fetched.media_type or 'of no type'}",
        )
    words = _NOT_IN_NAMES.sub("-", stem if dot else last).strip("-")[:_LONG_NAME].strip("-")
    digest = hashlib.sha256(fetched.url.encode("utf-8")).hexdigest()[:8]
    return f"{words or parts.hostname}-{digest}{suffix}"


def _as_utf8(name: str, fetched: Fetched) -> bytes:
    """Return the content, which only the server may have said how to read.

    A page says so itself, or is in one of the two encodings that are told apart; else it gets a
    mark, which counts more than what it says.
    """
    charset = fetched.charset.lower()
    is_page = name.endswith(".html")
    if not (is_page or name.endswith((".txt", ".md"))):
        return fetched.content
    if charset in _USUAL or (is_page and not charset):
        if is_page or charset in ("utf-8", "utf8"):
            return fetched.content
        charset = "cp1252"
    try:
        text = fetched.content.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return fetched.content
    return text.encode("utf-8-sig" if is_page else "utf-8", "replace")


def _cannot_write(path: Path, error: OSError) -> InputError:
    return InputError(
        show(str(path), limit=200), "must be a place that can be written", str(error.strerror)
    )
