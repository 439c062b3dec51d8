"""Which part of a text is the quote: what is inside its quotation marks, or all of it."""

from __future__ import annotations

from index.text.quotation_marks import find_quotations


def find_quote(text: str) -> tuple[int, int]:
    """Return (start, end) of the quote in `text`, without its marks and white space round it."""
    quotations = [q for q in find_quotations(text, 0, len(text)) if not q.is_open]
    start, end = 0, len(text)
    if quotations:
        longest = max(quotations, key=lambda q: q.end - q.start)
        start, end = longest.start + 1, longest.end - 1
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
