"""The letters and digits of a text, folded, and the place of each in the text.

Two texts that differ only in typography have the same letters, so that a quote is looked for by
its letters alone, and what is between them is compared afterwards. Every letter keeps the place of
the character it comes from: a decomposed accent, a ligature and a soft hyphen move no offset.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from index.verifying.signs import LETTER_SIGNS, UNSEEN

_NO_LETTERS = str.maketrans(dict.fromkeys(LETTER_SIGNS, "'"))
_HAS_NO_LETTERS = re.compile(f"[{LETTER_SIGNS}]")
_BETWEEN = re.compile(r"[\W_]+")
# Where words are not parted by spaces, each character counts as one.
UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"(?=\w)[{UNSPACED}]|[^\W_{UNSPACED}]+")
_JOINED = rf"(?:(?![{UNSPACED}])[^\W_])+"
_COUNTED = re.compile(rf"(?=\w)[{UNSPACED}]|{_JOINED}(?:[-‐‑.,'’ʼ´`]{_JOINED})*")
# Here every letter folds to one, and there are no combining marks.
_SIMPLE = re.compile("[\x00-©«-¹»¿-ÅÇ-ÞàáâãäåÇç-ıĴ-ňŊ-őŔ-ſ\u2000-\u206f€]*")
_ACCENTS = re.compile("[\u0300-\u036f]+")  # decomposed, they would part a word


@dataclass(frozen=True, slots=True)
class Letters:
    """The folded letters of a stretch of a text; letter `i` is in `text[starts[i]:ends[i]]`.

    That is one character and the combining marks after it. Letters of one character, as those
    of a ligature, have the same place.
    """

    folded: str
    starts: list[int]
    ends: list[int]


def fold_letters(text: str) -> str:
    """Return the letters and digits of `text` in small letters, without accents and ligatures.

    Character by character, so that `fold_letters(a + b) == fold_letters(a) + fold_letters(b)`.

    >>> fold_letters("L’œuvre, c’est 1\u202f500 €")
    'loeuvrecest1500'
    """
    return _BETWEEN.sub("", _fold(text))


def fold_words(text: str) -> list[str]:
    """Return the words of `text`, each as `fold_letters` folds it: together its letters."""
    return _WORD.findall(_ACCENTS.sub("", _fold(text)))


def count_words(text: str) -> int:
    """Return the number of words of `text` as a reader counts them: "qu'il l'a-t-il" has two."""
    text = UNSEEN.sub("", unicodedata.normalize("NFC", text))
    return sum(1 for _ in _COUNTED.finditer(text))


def read_letters(text: str, start: int, end: int) -> Letters:
    """Return the letters of `text[start:end]`, as `fold_letters` folds them, with their places."""
    chunk = text[start:end]
    if _SIMPLE.fullmatch(chunk) and not any(map(is_mark, text[end : end + 1])):
        starts = [at for at, c in enumerate(chunk, start) if c.isalnum()]
        return Letters(fold_letters(chunk), starts, [at + 1 for at in starts])
    folded: list[str] = []
    starts, ends = [], []
    for at in range(start, end):
        c = text[at]
        found = c.lower() if c.isascii() and c.isalnum() else _letters_of(c)
        if not found:
            continue
        stop = at + 1
        while stop < len(text) and text[stop] > "\u02ff" and is_mark(text[stop]):
            stop += 1
        for letter in found:
            folded.append(letter)
            starts.append(at)
            ends.append(stop)
    return Letters("".join(folded), starts, ends)


@lru_cache(maxsize=4_096)
def is_mark(character: str) -> bool:
    """Tell whether a character combines with the one before it."""
    return unicodedata.category(character).startswith("M")


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    if _HAS_NO_LETTERS.search(text):
        text = text.translate(_NO_LETTERS)
    # Decomposed before and after: "™" turns into capitals, and "ΐ" folded into three characters.
    text = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKD", text).replace("œ", "oe").replace("æ", "ae")


@lru_cache(maxsize=4_096)
def _letters_of(character: str) -> str:
    return fold_letters(character)
