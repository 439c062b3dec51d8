"""The sentences of an article as rows of words, with what is quoted told apart.

Who speaks is outside the quotation marks: in `"Je pars", a-t-il dit` the pronoun that leans on an
earlier sentence is *il*, not *je*.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.annotations.names import Names
from index.annotations.rows import Row
from index.documents.cut import CutDocument
from index.documents.passages import Passage
from index.text.quotation_marks import Quotation, find_quotations


class Line(Row):
    """A sentence of `passage`.

    - `compounds`: each word's surface with all that hyphens join to it ("start-up")
    - `outer`: the numbers of the words that are not quoted
    """

    def __init__(
        self, cut: CutDocument, names: Names, passage: Passage, number: int, quoted: list[Quotation]
    ) -> None:
        sentence = passage.sentences[number]
        super().__init__(cut, names, sentence.start, sentence.end)
        self.kind, self.is_first = passage.kind, number == 0
        self.outer = tuple(self._outside(quoted))
        self.compounds = list(self.surfaces)
        for i in range(len(self.tokens) - 2, -1, -1):
            if self.gaps[i + 1] in ("-", "‑"):
                # Three parts at most, so that a long chain of hyphens costs no more.
                parts = self.compounds[i + 1].split("-")[:2]
                self.compounds[i] = "-".join([self.surfaces[i], *parts])

    @property
    def opens_quoted(self) -> bool:
        """Whether the sentence begins within quotation marks."""
        return bool(self.tokens) and (not self.outer or self.outer[0] > 0)

    def terms(self, first: int, last: int) -> tuple[str, ...]:
        """Return the terms of the content words from `first` up to `last`."""
        return tuple(token.term for token in self.tokens[first:last] if token.term)

    def _outside(self, quoted: list[Quotation]) -> Iterator[int]:
        """Yield the words outside `quoted`, the next one last, and drop those that are over."""
        for i, start in enumerate(self.starts):
            while quoted and quoted[-1].end <= start:
                quoted.pop()
            if not quoted or start < quoted[-1].start:
                yield i


def make_lines(cut: CutDocument, names: Names) -> Iterator[Line]:
    """Yield the sentences in order, headings too. Time is linear in the text."""
    for passage in cut.passages:
        quoted = find_quotations(cut.document.text, passage.start, passage.end)[::-1]
        for number in range(len(passage.sentences)):
            yield Line(cut, names, passage, number, quoted)
