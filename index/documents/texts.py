"""Texts kept by their content: a file for each, named by the sha256 of its bytes.

What has been quoted stays there, so that an old quote can be verified in the very text it was made
from, also where the article has changed since or is extracted in another way.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


class TextStore:
    """Texts in the folder `texts` of `folder`, which is made when the first one is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "texts"

    def keep(self, text: str) -> str:
        """Keep `text` and return the sha256 of its UTF-8. Raises `OSError`."""
        data = text.encode("utf-8")
        sha256 = hashlib.sha256(data).hexdigest()
        keep_whole(self._path(sha256), data)
        return sha256

    def text(self, sha256: str) -> str | None:
        """Return the text with this sha256; None where it is not kept, or damaged."""
        if not _SHA256.fullmatch(sha256):  # it may come from anywhere, and names a file
            return None
        try:
            data = self._path(sha256).read_bytes()
            return data.decode("utf-8") if hashlib.sha256(data).hexdigest() == sha256 else None
        except (OSError, UnicodeDecodeError):
            return None

    def forget(self, sha256: str) -> None:
        """Delete the text with this sha256, if it is kept. Raises `OSError`."""
        if _SHA256.fullmatch(sha256):
            self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}.txt"


def keep_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` as `write_whole` does; where it is there, note that it is in use."""
    try:
        # A disk that lost power may have none of it, or as many bytes of something else.
        is_whole = path.read_bytes() == data
    except OSError:
        is_whole = False
    if is_whole:
        os.utime(path)  # when it was last in use, for whoever deletes what is too old
    else:
        write_whole(path, data)


def write_whole(path: Path, data: bytes, *, replaces: bool = True) -> None:
    """Write `data` to `path`, whole or not at all; its folder is made. Raises `OSError`.

    `FileExistsError` where there is a file at `path` and it `replaces` none.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.parent / f".{secrets.token_hex(8)}.part"
    try:
        with part.open("xb") as file:
            file.write(data)
        if replaces or not _linked(part, path):
            os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _linked(part: Path, path: Path) -> bool:
    """Give `part` the name `path`, which must be free. Return whether `part` is done with."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # not every disk has links
        path.open("xb").close()
        return False
    part.unlink()
    return True
