"""Windows of whole sentences: what the reader sees of an article at one time."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST_WINDOW = 650  # characters; a sentence that is longer is a window of its own

Places = Sequence[tuple[int, int]]


def window_round(sentences: Places, number: int) -> range:
    """Return the sentences round `number`, taken in turn after and before it, that fit.

    `sentences` are (start, end) in the article, in reading order.
    """
    first, last = number, number + 1
    while True:
        after = last < len(sentences) and sentences[last][1] - sentences[first][0] <= LONGEST_WINDOW
        if after:
            last += 1
        before = first > 0 and sentences[last - 1][1] - sentences[first - 1][0] <= LONGEST_WINDOW
        if before:
            first -= 1
        if not after and not before:
            return range(first, last)


def cover(sentences: Places) -> list[range]:
    """Return windows one after another that have every sentence once."""
    windows: list[range] = []
    first = 0
    for number in range(1, len(sentences) + 1):
        is_full = number < len(sentences) and (
            sentences[number][1] - sentences[first][0] > LONGEST_WINDOW
        )
        if number == len(sentences) or is_full:
            windows.append(range(first, number))
            first = number
    return windows
