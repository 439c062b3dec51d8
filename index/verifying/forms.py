"""Whether two words are one in another Unicode form, which changes no letter and no number.

Composed or decomposed, of full width, with ligatures or presentation forms, in mathematical
letters, raised in an ordinal ("XXᵉ"): the same word. But "²" is not "2", "½" is not "1/2" and "①"
is not "1".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from index.verifying.signs import UNSEEN

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹₀-₉"
# "m²", "CO₂": after a letter and before no other digit, a raised digit makes no other number.
_RAISED_DIGIT = re.compile(rf"(?<=[^\W\d_])[{_RAISED}](?![\d{_RAISED}])")
_GRAPHEME = re.compile("[^\u0300-\u036f][\u0300-\u036f]*")
_LIGATURES = (("œ", "oe"), ("Œ", "OE"), ("æ", "ae"), ("Æ", "AE"))


def is_same_form(quoted: str, found: str) -> bool:
    """Tell whether two words are the same letters, accents and case, in whatever Unicode form."""
    return quoted == found or _plain_form(quoted) == _plain_form(found)


def is_same_but_first(quoted: str, found: str) -> bool:
    """Tell the same where the case of the first letter may differ."""
    one, other = _plain_form(quoted), _plain_form(found)
    return one[1:] == other[1:] and one[:1].casefold() == other[:1].casefold()


def has_bare_capitals(quoted: str, found: str) -> bool:
    """Tell the same where one of both writes a capital without its accent: "Etats", "États"."""
    if not any(map(str.isupper, quoted)):
        return False
    one, other = (
        _GRAPHEME.findall(unicodedata.normalize("NFD", _plain_form(word)))
        for word in (quoted, found)
    )
    return len(one) == len(other) and all(
        a == b or (a[0] == b[0] and a[0].isupper() and 1 in (len(a), len(b)))
        for a, b in zip(one, other, strict=True)
    )


def _graphemes(word: str) -> list[str]:
    """Return the letters of `word`, each with its accents after it."""
    found: list[str] = _GRAPHEME.findall(unicodedata.normalize("NFD", _plain_form(word)))
    return found


def _plain_form(word: str) -> str:
    if word.isascii():
        return word
    word = unicodedata.normalize("NFC", UNSEEN.sub("", word))
    word = _RAISED_DIGIT.sub(lambda m: unicodedata.normalize("NFKC", m[0]), word)
    if not unicodedata.is_normalized("NFKC", word):
        word = "".join(_plain_letter(c) for c in word)
    for ligature, plain in _LIGATURES:
        if ligature in word:
            # "Œuvre" is "Oeuvre", "ŒUVRE" is "OEUVRE".
            is_title = word[word.index(ligature) + 1 :][:1].islower()
            word = word.replace(ligature, plain.title() if is_title and plain.isupper() else plain)
    return unicodedata.normalize("NFC", word)


@lru_cache(maxsize=4_096)
def _plain_letter(character: str) -> str:
    kind = unicodedata.category(character)
    is_plain = kind.startswith("L") or kind in ("Nd", "Nl")  # "²", "½" and "①" are "No"
    return unicodedata.normalize("NFKC", character) if is_plain else character
