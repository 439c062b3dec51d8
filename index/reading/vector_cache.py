"""Sentence vectors kept on the disk by content, so that a second start encodes nothing.

A cache only saves time: whatever is wrong with it, vectors are made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from index.annotations.indexed import IndexedDocument
from index.reading.reader import Reader, Vectors

FILE = "vectors.sqlite3"
MAX_BYTES = 1024 * 1024 * 1024  # of vectors; those used longest ago go first
_DIGEST = 32  # bytes before the vectors: their sha256, because SQLite does not check its pages
_WAIT = 10.0  # seconds for another process that writes
_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (
    key BLOB PRIMARY KEY, used INTEGER NOT NULL, content BLOB NOT NULL
) WITHOUT ROWID
"""
# What a file that is damaged, or no cache, answers; one in use or read-only answers otherwise.
_DAMAGED = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


_SEEN = 2  # goes up when the reader sees the same sentences otherwise (`index.reading.seen`)


def sentence_vectors(
    reader: Reader, articles: Iterable[IndexedDocument], folder: Path | None
) -> Iterator[Vectors]:
    """Yield the vectors of each of `articles`, (sentences, width), as soon as they are there.

    They are read from the cache in `folder` where it has them, and kept there.
    """
    cache = _Cache(folder) if folder else None
    try:
        for article in articles:
            key = _key(reader, article)
            shape = (len(article.sentences), reader.width)
            vectors = cache.find(key, shape) if cache else None
            if vectors is None:
                vectors = reader.sentence_vectors(article)
                if cache:
                    cache.keep(key, vectors)
            # In half precision whether they come from the disk or not: the same answers.
            yield vectors.astype(np.float16).astype(np.float32)
    finally:
        if cache:
            cache.close()


def _key(reader: Reader, article: IndexedDocument) -> bytes:
    document = article.document
    content = hashlib.sha256(
        f"{_SEEN}\n{reader.name}\n{document.sha256}\n{document.title}\n".encode(
            "utf-8", "backslashreplace"
        )
    )
    for sentence in article.sentences:
        content.update(f"{sentence.start} {sentence.end}\n".encode())
    return content.digest()


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


class _Cache:
    """A file of vectors; every error of it is passed over, and a damaged one is made anew."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._file: sqlite3.Connection | None = None
        self._used: list[tuple[bytes]] = []
        self._is_damaged = self._is_busy = False
        with self._passing_over():
            self._open()
        if self._is_damaged:
            self.close()
            with self._passing_over():
                self._open()

    def find(self, key: bytes, shape: tuple[int, int]) -> Vectors | None:
        if self._file is None or self._is_busy:
            return None
        with self._passing_over():
            row = self._file.execute("SELECT content FROM vectors WHERE key = ?", (key,)).fetchone()
            content = row[0] if row else None
            if isinstance(content, bytes):
                digest, kept = content[:_DIGEST], content[_DIGEST:]
                if len(kept) == 2 * shape[0] * shape[1] and _digest(kept) == digest:
                    self._used.append((key,))
                    return np.frombuffer(kept, dtype="<f2").reshape(shape).astype(np.float32)
        return None

    def keep(self, key: bytes, vectors: Vectors) -> None:
        if self._file is None or self._is_busy:
            return
        content = vectors.astype("<f2").tobytes()
        with self._passing_over():
            self._file.execute(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                (key, self._now, _digest(content) + content),
            )

    def close(self) -> None:
        if self._file is None:
            return
        if not self._is_busy:
            with self._passing_over():
                self._note_used()
                self._shrink()
        with self._passing_over():
            self._file.close()
        self._file = None
        if self._is_damaged:
            self._is_damaged = False
            for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
                with contextlib.suppress(OSError):
                    self._path.with_name(name).unlink()

    def _open(self) -> None:
        self._now = 0
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)
        self._file.execute("PRAGMA journal_mode=WAL")
        self._file.execute("PRAGMA synchronous=NORMAL")
        self._file.execute(_SCHEMA)
        row = self._file.execute("SELECT coalesce(max(used), 0) FROM vectors").fetchone()
        self._now = int(row[0]) + 1  # counts the times the cache was opened

    @contextlib.contextmanager
    def _passing_over(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError, TypeError, OverflowError):
            pass
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
            self._is_damaged |= code in _DAMAGED
            # Whoever writes so long is waited for once, not at every article.
            self._is_busy |= code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

    def _note_used(self) -> None:
        """Note which vectors were read in this run, all at once: a hit needs no writing."""
        assert self._file is not None  # noqa: S101  (close has asked)
        used = ((self._now, key) for (key,) in self._used)
        self._file.execute("BEGIN IMMEDIATE")
        self._file.executemany("UPDATE vectors SET used = ? WHERE key = ?", used)
        self._file.execute("COMMIT")

    def _shrink(self) -> None:
        """Delete what was used longest ago until the rest has `MAX_BYTES` at most."""
        assert self._file is not None  # noqa: S101  (close has asked)
        rows = self._file.execute(
            "SELECT key, length(content) FROM vectors ORDER BY used DESC"
        ).fetchall()
        total, old = 0, []
        for key, size in rows:
            total += size - _DIGEST
            if total > MAX_BYTES:
                old.append((key,))
        if old:
            self._file.executemany("DELETE FROM vectors WHERE key = ?", old)
            self._file.execute("VACUUM")
