"""A place of an article as it is shown: the words round it, the paragraph, who speaks there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from index.annotations.indexed import IndexedDocument
from index.text.quotation_marks import MARKS, find_quotations
from index.verifying.verdicts import Difference, QuotePlace

_CONTEXT = 32  # characters of prefix and suffix, as citations have


def make_place(
    article: IndexedDocument,
    start: int,
    end: int,
    differences: Sequence[Difference] = (),
    *,
    is_joined: bool = False,
) -> QuotePlace:
    """Return the place `start:end` of `article`.

    Nobody speaks where it begins in a quotation and ends outside of it, or the other way round,
    unless it is several quotations joined.
    """
    document = article.document
    passages = article.cut.passages
    number = bisect_right(passages, start, key=lambda passage: passage.start)
    is_one = is_joined or not _crosses_mark(document.text[start:end])
    speaker = article.speaker_of(start, end) if is_one else None
    return QuotePlace(
        document_id=document.id,
        document_title=document.title,
        published_at=document.published_at,
        url=document.url,
        document_sha256=document.sha256,
        passage=passages[max(0, number - 1)].paragraph if passages else 1,
        start_char_index=start,
        end_char_index=end,
        text=document.text[start:end],
        prefix=document.text[max(document.body_start, start - _CONTEXT) : start],
        suffix=document.text[end : end + _CONTEXT],
        differences=tuple(differences),
        speaker=document.text[speaker[0] : speaker[1]] if speaker else None,
        speaker_start_char_index=speaker[0] if speaker else None,
        speaker_end_char_index=speaker[1] if speaker else None,
    )


def _crosses_mark(text: str) -> bool:
    """Tell whether `text` has a quotation mark inside that is no pair with another."""
    inside = [q for q in find_quotations(text, 0, len(text)) if not q.is_open]
    return any(
        mark in MARKS and not any(q.start <= at < q.end for q in inside)
        for at, mark in enumerate(text)
        if 0 < at < len(text) - 1
    )
