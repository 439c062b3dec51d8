"""The process that reads files of others: bounded in memory, and ended by whoever started it.

On stdin a line `[suffix, length]` and so many bytes; on stdout a line of JSON for each.
"""

from __future__ import annotations

import json
import signal
import sys
import warnings
from importlib import import_module
from typing import Any, BinaryIO

from index.documents.formats.extracted import Extracted, FormatError
from index.documents.formats.extracting import MAX_SECONDS, MAX_TEXT_BYTES, to_json
from index.errors import show

MAX_MEMORY = 2 * 1024**3  # bytes, of addresses: a tenth of it is code
_READERS = {
    ".feed": "feed",
    ".docx": "docx",
    ".htm": "html",
    ".html": "html",
    ".pdf": "pdf",
}
_DEPTH = 3_000  # of Python's calls: libraries walk trees by calling themselves


def main() -> None:
    """Read until stdin ends."""
    warnings.simplefilter("ignore")
    _limit_memory()
    sys.setrecursionlimit(_DEPTH)
    # What a library prints must not come between the answers.
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    while line := sys.stdin.buffer.readline():
        suffix, length = json.loads(line)
        data = _read(sys.stdin.buffer, length)
        _end_after(2 * MAX_SECONDS)
        answer = _answer(suffix, data)
        _end_after(0)
        answers.write(json.dumps(answer).encode("ascii") + b"\n")
        answers.flush()


def _read(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        sys.exit(1)
    return data


def _answer(suffix: str, data: bytes) -> dict[str, Any]:
    try:
        extracted = read(suffix, data)
    except FormatError as error:
        return {"problem": str(error), "is_final": error.is_final}
    except MemoryError:
        problem = "must be readable in 2 GB of memory; it takes more. Save it anew, or in parts"
        return {"problem": problem, "is_final": False, "ends": True}
    return to_json(extracted)


def read(suffix: str, data: bytes) -> Extracted:
    """Return what the reader of this format finds. Raises `FormatError` and `MemoryError`.

    Every other fault is that of the file: readers of formats raise anything for damaged ones.
    """
    try:
        reader = import_module(f"index.documents.formats.{_READERS[suffix]}")
    except ImportError as error:
        raise FormatError(
            f"must have the library that reads {suffix}; {error.name} is not installed. "
            "Install Mot pour Mot anew",
            is_final=False,
        ) from None
    try:
        extracted: Extracted = reader.read(data)
    except (FormatError, MemoryError):
        raise
    except RecursionError:
        raise FormatError("must not be nested deeply; it is. Save it anew, or as .txt") from None
    except Exception as error:
        what = show(f"{type(error).__name__}: {error}", limit=120)
        raise FormatError(
            f"must be a whole {suffix[1:].upper()} file; it is damaged ({what}). "
            "Save it anew, or as .txt"
        ) from None
    size = len(extracted.text.encode("utf-8"))
    if size > MAX_TEXT_BYTES:
        raise FormatError(
            f"must have at most {MAX_TEXT_BYTES} bytes (10 MB) of text; it has {size}. "
            "Split it into several files"
        )
    return extracted


def _end_after(seconds: int) -> None:
    """End this process after so long, should nobody be left to do it; 0 takes that back."""
    if hasattr(signal, "alarm"):  # not on every system
        signal.alarm(seconds)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on this system
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MAX_MEMORY if hard == resource.RLIM_INFINITY else min(MAX_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if __name__ == "__main__":
    main()
