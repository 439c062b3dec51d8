"""Files that are not plain text: what is extracted from HTML, PDF and DOCX, within bounds.

Each reader is `bytes -> Extracted`. They run in a process of their own (`worker`), because what
people put into a folder comes from anywhere: no file may take the time or memory of the others.
"""

from index.documents.formats.extracted import Extracted, FormatError
from index.documents.formats.extracting import (
    EXTRACTED_TYPES,
    MAX_FILE_BYTES,
    OTHER_SUFFIXES,
    entries_of,
    extract,
)
from index.documents.formats.kept import KeptExtracts

__all__ = [
    "EXTRACTED_TYPES",
    "MAX_FILE_BYTES",
    "OTHER_SUFFIXES",
    "Extracted",
    "FormatError",
    "KeptExtracts",
    "entries_of",
    "extract",
]
