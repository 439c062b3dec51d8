"""From a file's bytes to its text, in a process that may be ended: the side that waits.

One worker reads one file after another, since it takes a second to start; one that has taken too
long, or too much memory, is replaced.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

from index.documents.formats.extracted import Extracted, FormatError

EXTRACTED_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".htm": "text/html",
    ".html": "text/html",
    ".pdf": "application/pdf",
}
# Formats of articles that are not read: better named than passed over in silence.
OTHER_SUFFIXES = (".doc", ".epub", ".mht", ".mhtml", ".odt", ".pages", ".rtf")
_MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = {
    ".docx": 50 * _MEGABYTE,  # most of it are pictures
    ".htm": 10 * _MEGABYTE,
    ".html": 10 * _MEGABYTE,
    ".pdf": 50 * _MEGABYTE,
}
MAX_SECONDS = 120  # for one file: a PDF of some hundred pages takes half of it
_IDLE = 5.0  # seconds that a worker waits for another file
MAX_TEXT_BYTES = 10 * _MEGABYTE

_ROOT = Path(__file__).resolve().parents[3]  # where the package `index` is
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TMPDIR", "TEMP")


def extract(name: str, data: bytes, *, seconds: float = MAX_SECONDS) -> Extracted:
    """Return what the file called `name`, with these bytes, says.

    Raises `FormatError` where that is nothing, or would take more than `seconds` or the memory
    that a worker may have (`index.documents.formats.worker`).
    """
    with _lock:
        try:
            return _worker.extract(Path(name).suffix.lower(), data, seconds)
        finally:
            _worker.end_later()


def entries_of(data: bytes) -> tuple[str, ...]:
    """Return the addresses of the entries of a feed, as it has them: RSS or Atom.

    Raises `FormatError` where it is none, as `extract` does.
    """
    return tuple(extract("a.feed", data).text.split())


class _Worker:
    """The process that reads, started when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._ending: threading.Timer | None = None

    def extract(self, suffix: str, data: bytes, seconds: float) -> Extracted:
        if self._ending:
            self._ending.cancel()
        process = self._running()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.start()
        line = b""
        try:
            with contextlib.suppress(OSError):  # it has ended
                line = _ask(process, suffix, data)
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            self.stop()
            raise FormatError(
                f"must be readable in {seconds:g} seconds; it takes longer. "
                "Save it anew, in parts, or as .txt"
                if late.is_set()
                else "must be readable; the program that reads it has ended, as damaged files or "
                "too little memory make it. Save it anew, or as .txt",
                is_final=False,
            )
        answer: dict[str, Any] = json.loads(line)
        if answer.get("ends"):
            self.stop()
        if "problem" in answer:
            raise FormatError(answer["problem"], is_final=answer["is_final"])
        return read_extracted(answer)

    def end_later(self) -> None:
        """End the process when it has had nothing to do: it takes more memory than a reader."""
        self._ending = threading.Timer(_IDLE, self._end_idle)
        self._ending.daemon = True
        self._ending.start()

    def _end_idle(self) -> None:
        # Whoever has the lock is reading, and comes back to end it later.
        if _lock.acquire(blocking=False):
            try:
                self.stop()
            finally:
                _lock.release()

    def stop(self) -> None:
        """End the process, if it runs."""
        if self._process:
            self._process.kill()
            with contextlib.suppress(OSError):  # of what was not yet written
                self._process.communicate()
            self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            # It needs no secrets of ours, and no modules of the working folder (-P).
            environment = {n: v for n in _KEPT_VARIABLES if (v := os.environ.get(n)) is not None}
            path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "index.documents.formats.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**environment, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
            )
        return self._process


def _ask(process: subprocess.Popen[bytes], suffix: str, data: bytes) -> bytes:
    """Return the line that the worker answers with; an unfinished one where it has ended."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("process: must have pipes")
    process.stdin.write(json.dumps([suffix, len(data)]).encode() + b"\n")
    process.stdin.write(data)
    process.stdin.flush()
    return process.stdout.readline()


def to_json(extracted: Extracted) -> dict[str, Any]:
    """Return `extracted` as JSON has it."""
    day = extracted.published_at
    return {
        "text": extracted.text,
        "title": extracted.title,
        "published_at": day.isoformat() if day else None,
        "author": extracted.author,
        "url": extracted.url,
        "warning": extracted.warning,
    }


def read_extracted(content: dict[str, Any]) -> Extracted:
    """Return what `to_json` was given."""
    day = content["published_at"]
    return Extracted(
        text=content["text"],
        title=content["title"],
        published_at=date.fromisoformat(day) if day else None,
        author=content["author"],
        url=content["url"],
        warning=content["warning"],
    )


_worker = _Worker()
_lock = threading.Lock()
atexit.register(_worker.stop)
