"""The pieces of words that the reader knows, and what characters are normalised to.

The pieces and their scores are those of multilingual-e5-small (a SentencePiece unigram model). A
piece that begins a word opens with `WORD_MARK`; no piece goes over white space.
"""

from __future__ import annotations

from dataclasses import dataclass, field

WORD_MARK = "\u2581"  # SentencePiece's sign for the white space before a word
_UNKNOWN_PENALTY = 10.0  # an unknown character costs this much more than the worst piece


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces with scores (log-probabilities), special pieces, and normalised characters.

    `normalised` maps a single character to what stands for it ("ﬁ" to "fi"); a character that is
    not in it stands for itself.
    """

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    start: int
    end: int
    unknown: int
    normalised: dict[str, str]
    ids: dict[str, int] = field(init=False, repr=False, compare=False)
    longest: int = field(init=False, repr=False, compare=False)
    unknown_score: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the pieces by their text."""
        special = {self.start, self.end, self.unknown}
        ids: dict[str, int] = {}
        for number, piece in enumerate(self.pieces):
            if piece and number not in special:
                ids.setdefault(piece, number)
        object.__setattr__(self, "ids", ids)
        object.__setattr__(self, "longest", max((len(piece) for piece in ids), default=1))
        object.__setattr__(self, "unknown_score", min(self.scores) - _UNKNOWN_PENALTY)
