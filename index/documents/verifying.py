"""Whether a quote stands in its source, to the letter, at the place it is said to stand."""

from __future__ import annotations

from dataclasses import dataclass

from index.documents.document import Document
from index.errors import InputError, show

MAX_QUOTE = 100_000  # characters
MAX_PLACES = 100  # places reported where the quote stands elsewhere


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """`verified` says that `document.text[start:end]` is the quote, to the letter.

    `found` is what does stand there. `places` are all (start, end) at which the quote stands in
    the document, overlapping ones included, at most `MAX_PLACES`.
    """

    document_id: str
    document_sha256: str
    start: int
    end: int
    verified: bool
    found: str
    places: tuple[tuple[int, int], ...]


def verify_quote(document: Document, start: int, end: int, text: str) -> QuoteCheck:
    """Compare `text` with `document.text[start:end]`, character by character.

    Raises `InputError` where the range does not lie in the document, is empty or turned round,
    or where `text` is empty or over `MAX_QUOTE` characters.
    """
    length = len(document.text)
    if not 0 <= start < length:
        raise InputError("start", f"must be from 0 to {length - 1} in {document.id}", show(start))
    if not start < end <= length:
        raise InputError("end", f"must be from {start + 1} to {length} in {document.id}", show(end))
    if not text:
        raise InputError("text", "must not be empty", show(text))
    if len(text) > MAX_QUOTE:
        raise InputError("text", f"must have at most {MAX_QUOTE} characters", str(len(text)))
    found = document.text[start:end]
    return QuoteCheck(
        document_id=document.id,
        document_sha256=document.sha256,
        start=start,
        end=end,
        verified=found == text,
        found=found[:MAX_QUOTE],
        places=_places(document.text, text),
    )


def _places(text: str, quote: str) -> tuple[tuple[int, int], ...]:
    places: list[tuple[int, int]] = []
    at = text.find(quote)
    while at >= 0 and len(places) < MAX_PLACES:
        places.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return tuple(places)
