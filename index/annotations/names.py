"""The proper names of an article, found once for all that look at it."""

from __future__ import annotations

from bisect import bisect_left

from index.documents.cut import CutDocument
from index.text.names import find_names, read_casing

Names = tuple[tuple[int, int], ...]


def find_article_names(cut: CutDocument) -> Names:
    """Return (first, last + 1) of the runs of `cut.tokens` that are names, in order."""
    text, language = cut.document.text, cut.document.language
    rows = [cut.tokens_between(s.start, s.end) for s in cut.sentences]
    casing = read_casing(text, rows)
    found: list[tuple[int, int]] = []
    offset = 0
    for row in rows:
        runs = find_names(text, row, casing, language=language)
        found += [(offset + first, offset + last) for first, last in runs]
        offset += len(row)
    return tuple(found)


def names_between(names: Names, first: int, last: int) -> Names:
    """Return those of `names` that begin at tokens `first` to `last` (exclusive), from 0 on."""
    begin = bisect_left(names, (first, 0))
    end = bisect_left(names, (last, 0))
    return tuple((a - first, b - first) for a, b in names[begin:end])
