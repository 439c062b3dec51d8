"""From text to terms: what makes « L'éthique », "ethique" and "éthiques" the same word.

Normalising serves search alone. Nothing here changes a text, and every token keeps the place it
stands at, so a quote never passes through this module.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import Stemmer

from index.text.folding import fold
from index.text.lexicon import Lexicon, load_lexicon
from index.text.plain import is_plain, make_plain

# A number is one token with its separators ("1.500", "1,2", "1 500" with any of the spaces that
# French typography puts there); a word is letters, digits and combining marks. Apostrophes and
# hyphens separate, so "qu'il" and "a-t-elle" fall apart into words that the stop list knows.
_TOKEN = re.compile(
    r"\d{1,3}+(?:[ \u00a0\u202f\u2009]\d{3})++(?:[.,]\d++)?+(?!\w)"
    r"|\d++(?:[.,]\d++)++"
    r"|[^\W_](?:[^\W_]|[\u0300-\u036f])*"
)
_GROUPED = re.compile(r"(\d{1,3}([.,])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?")
_SPACES = re.compile(r"[ \u00a0\u202f\u2009]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number of a text: `text[start:end]`, and the term that stands for it.

    `surface` is the token lower-cased and folded; `term` its stem, or "" for a stop word;
    `is_name` says that it begins with a capital, `is_number` with a digit.
    """

    start: int
    end: int
    surface: str
    term: str
    is_name: bool
    is_number: bool


def number_value(text: str) -> str:
    """A numeral in one spelling: groups of thousands closed up, the decimal mark a point.

    >>> number_value("1.500"), number_value("1 500,75"), number_value("1,2")
    ('1500', '1500.75', '1.2')
    """
    text = _SPACES.sub("", text)
    if grouped := _GROUPED.fullmatch(text):
        whole = grouped[1].replace(grouped[2], "")
        return f"{whole}.{grouped[3]}" if grouped[3] else whole
    return text.replace(",", ".")


class Analyzer:
    """Turns a text of one language into tokens and terms.

    The stemmer is Snowball's for the language; an unknown language has none and keeps whole
    words. Terms are stemmed first and folded afterwards, since the stemmers read accents.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.lexicon: Lexicon = load_lexicon(language)
        self._folded_stop_words = frozenset(fold(word) for word in self.lexicon.stop_words)
        self._stemmer = Stemmer.Stemmer(self.lexicon.stemmer) if self.lexicon.stemmer else None
        self._cache: dict[str, tuple[str, str]] = {}

    def tokens(self, text: str, *, start: int = 0, end: int | None = None) -> Iterator[Token]:
        """The tokens of `text[start:end]`, with offsets in the whole `text`, in order.

        They are those of what is read there (`index.text.plain`): invisible characters, a line's
        end in a broken word and the letters of an entity are in their places, not in their terms.
        """
        end = len(text) if end is None else end
        if is_plain(text, start, end):
            yield from self._tokens(text, start, end)
            return
        plain = make_plain(text, start, end, words=self.lexicon.stop_words)
        for token in self._tokens(plain.text, 0, len(plain.text)):
            yield replace(token, start=plain.starts[token.start], end=plain.ends[token.end - 1])

    def _tokens(self, text: str, start: int, end: int) -> Iterator[Token]:
        for match in _TOKEN.finditer(text, start, end):
            raw = match.group()
            first = raw[0]
            is_number = first.isdecimal()
            if is_number and raw[-1].isdecimal():
                surface = term = number_value(raw)
            else:  # "19e" and "2nd" are words that begin with a number
                surface, term = self._cache.get(raw) or self._analyse(raw)
            yield Token(match.start(), match.end(), surface, term, first.isupper(), is_number)

    def terms(self, text: str) -> list[str]:
        """The terms of `text` in order, stop words left out."""
        return [token.term for token in self.tokens(text) if token.term]

    def _analyse(self, raw: str) -> tuple[str, str]:
        lowered = unicodedata.normalize("NFKC", raw).lower()
        surface = fold(lowered)
        # "né" is not the stop word "ne"; what was typed without accents may be either.
        stops = self._folded_stop_words if lowered == surface else self.lexicon.stop_words
        if lowered in stops or (len(surface) == 1 and surface.isascii()):
            # A lone letter is what an elision or a genitive left ("l", "d", "s").
            term = ""
        else:
            term = fold(self._stemmer.stemWord(lowered)) if self._stemmer else surface
        if len(self._cache) < 200_000:  # bounds memory when texts are hostile
            self._cache[raw] = (surface, term)
        return surface, term


@lru_cache(maxsize=32)
def analyzer_for(language: str) -> Analyzer:
    """The one analyzer of `language`; its cache of word forms is shared by all that use it."""
    return Analyzer(language)
