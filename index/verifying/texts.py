"""A text with its letters, and stretches of it, as (start, end)."""

from __future__ import annotations

from dataclasses import dataclass

from index.verifying.letters import Letters

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the letters of the stretch of it that is compared; an article's `language`."""

    text: str
    letters: Letters
    language: str = ""

    def span(self, first: int, last: int) -> Span:
        """Return (start, end) of letters `first` to `last`, exclusive, `first` < `last`."""
        return self.letters.starts[first], self.letters.ends[last - 1]


def trimmed(q_text: str, q: Span, f_text: str, f: Span) -> tuple[Span, Span]:
    """Return two stretches without what they begin and end with alike."""
    (a, b), (c, d) = q, f
    while a < b and c < d and q_text[a] == f_text[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and q_text[b - 1] == f_text[d - 1]:
        b, d = b - 1, d - 1
    return (a, b), (c, d)


def stripped(text: str, span: Span) -> Span:
    """Return the stretch without white space at its ends."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
