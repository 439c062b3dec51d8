"""Case, accents and ligatures folded away: what a reader types is not what an article prints."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """`text` lower-cased, without accents and ligatures: for comparing, never for quoting.

    >>> fold("Évêque, ŒUVRE")
    'eveque, oeuvre'
    """
    if text.isascii():
        return text.lower()
    # Decomposed before and after: "™" turns into capitals, and "İ" lower-cased into two marks.
    lowered = unicodedata.normalize("NFKD", text).lower()
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c)
    )
    return bare.translate(_LIGATURES)


def fold_phrase(text: str) -> str:
    """`text` folded and with straight apostrophes, as patterns of several words are written.

    >>> fold_phrase("C’est l’Évêque")
    "c'est l'eveque"
    """
    return fold(text).replace("’", "'")
