"""What was extracted is kept by the sha256 of the file: a restart extracts nothing anew.

Texts are in a `TextStore`; beside it, a small record for each file names its text. A new version
of a reader makes new records, and the old texts stay: what was quoted from them can be verified.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.documents.formats.extracted import Extracted, FormatError
from index.documents.formats.extracting import read_extracted, to_json
from index.documents.sources import Sources
from index.documents.texts import TextStore, write_whole
from index.errors import show

# Raised when a reader gives another text for the same file.
VERSION = 4
_PATIENCE = 24 * 3600  # seconds after which a file that took too long is tried again


class KeptExtracts:
    """Extracts in the folders `extracted` and `texts` of `folder`.

    `sources` are where files were fetched from. `trouble` says why something could not be kept; ""
    where all was.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._records = folder / "extracted"
        self._texts = TextStore(folder)
        self.sources = Sources(folder)
        self.trouble = ""

    def get(self, sha256: str, suffix: str, make: Callable[[], Extracted]) -> Extracted:
        """Return the extract of the file with this sha256: the kept one, or what `make` gives.

        Raises the `FormatError` of `make`, also one that was kept.
        """
        path = self._records / f"{sha256}{suffix}.{VERSION}.json"
        record = self._read(path)
        if record is None:
            try:
                record = to_json(make())
            except FormatError as error:
                record = {"problem": str(error), "is_final": error.is_final}
            self._write(path, record)
        if "problem" in record:
            raise FormatError(record["problem"], is_final=record["is_final"])
        return read_extracted(record)

    def _write(self, path: Path, record: dict[str, Any]) -> None:
        try:
            if "text" in record:
                record = {**record, "text": self._texts.keep(record["text"])}
            write_whole(path, json.dumps(record).encode("ascii"))
        except OSError as error:
            self.trouble = (
                f"DATA_DIR: must be a folder that can be written; {show(str(self._folder))} cannot "
                f"({error.strerror}). Articles in HTML, PDF and DOCX are extracted anew each time"
            )

    def _read(self, path: Path) -> dict[str, Any] | None:
        """Return the record with its text; None where there is none to rely on."""
        try:
            record: dict[str, Any] = json.loads(path.read_bytes())
            if "problem" in record:
                is_stale = path.stat().st_mtime < time.time() - _PATIENCE
                return None if is_stale and not record["is_final"] else record
            text = self._texts.text(record["text"])
            if text is None:
                return None
            read_extracted({**record, "text": text})
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return {**record, "text": text}
