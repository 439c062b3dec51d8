"""A place of an article as it is shown: the words round it, the paragraph, who speaks there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from index.annotations.indexed import IndexedDocument
from index.verifying.verdicts import Difference, QuotePlace

_CONTEXT = 32  # characters of prefix and suffix, as citations have


def make_place(
    article: IndexedDocument, start: int, end: int, differences: Sequence[Difference] = ()
) -> QuotePlace:
    """Return the place `start:end` of `article`."""
    document = article.document
    passages = article.cut.passages
    number = bisect_right(passages, start, key=lambda passage: passage.start)
    speaker = article.speaker_of(start, end)
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
