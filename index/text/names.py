"""Find proper names by their capitals, and tell them from words that only open a sentence.

A capital amid a sentence is a name. At the opening it tells nothing: there the rest of the
article (`Casing`), a first name or the next word must speak for a name. Not for languages that
write every noun with a capital.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from index.text.lexicon import first_names, name_endings, person_titles, words_of
from index.text.quotation_marks import OPENING
from index.text.tokens import Token

_JOINS = frozenset({" ", "-", "‑", "\u00a0", "\u202f"})
_LONGEST = 6  # words
# Closed classes that a sentence may open with in a capital; what is left may be a name.
_CLOSED = ("place", "manner", "reason", "number_word", "speech", "said", "says", "time", "opener")


@dataclass(frozen=True, slots=True)
class Casing:
    """How an article writes its words: `capital` amid a sentence, `small` anywhere; surfaces."""

    capital: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()


def read_casing(text: str, sentences: Iterable[Sequence[Token]]) -> Casing:
    """Return how the words of `sentences`, tokens of `text`, are written."""
    capital: set[str] = set()
    small: set[str] = set()
    for tokens in sentences:
        for i, token in enumerate(tokens):
            if not token.is_name:
                small.add(token.surface)
            elif not opens_clause(text, tokens, i):
                capital.add(token.surface)
    return Casing(frozenset(capital), frozenset(small))


def opens_clause(text: str, tokens: Sequence[Token], i: int) -> bool:
    """Tell whether token `i` opens its sentence or a quotation, whatever its capital."""
    return i == 0 or not OPENING.isdisjoint(text[tokens[i - 1].end : tokens[i].start])


def find_names(
    text: str, tokens: Sequence[Token], casing: Casing, *, language: str
) -> list[tuple[int, int]]:
    """Return (first, last + 1) of each run of `tokens` that is a proper name, in order.

    `tokens` are one sentence's. Titles ("M.") and days and months are no part of a name. At
    "ministre de la Défense Pete Hegseth" a first name begins another name.
    """
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(tokens):
        if not is_name(text, tokens, i, casing, language=language):
            i += 1
            continue
        last = i + 1
        while last - i < _LONGEST and _goes_on(text, tokens, last, language):
            last += 1
        if i and not words_of(language, "of").isdisjoint(
            t.surface for t in tokens[max(0, i - 2) : i]
        ):
            for k in range(i + 1, last - 1):
                names = first_names()
                if tokens[k].surface in names and tokens[k - 1].surface not in names:
                    found.append((i, k))
                    i = k
                    break
        found.append((i, last))
        i = last
    return found


def is_name(text: str, tokens: Sequence[Token], i: int, casing: Casing, *, language: str) -> bool:
    """Tell whether token `i` of a sentence begins or belongs to a proper name."""
    token = tokens[i]
    if not _may_be(token, language):
        return False
    if not opens_clause(text, tokens, i):
        return True
    if token.surface in words_of(language, *_CLOSED):
        return False
    if token.surface in first_names():
        return True
    if token.surface in casing.small:
        return False
    if token.surface in casing.capital:
        return True
    if i + 1 == len(tokens):
        return False
    if tokens[i + 1].is_name:
        return _joined(text, tokens, i + 1) and _may_be(tokens[i + 1], language)
    following, (no_name, verb) = tokens[i + 1], name_endings(language)
    written = text[token.start : token.end].lower()
    if written.endswith(no_name):
        return False  # "Fondée", "Finalement", "Running"
    if text[token.end : following.start] == ", ":
        # "Orbix, a startup", but not "Diabétique, il".
        return following.surface not in words_of(language, "pronoun")
    return following.surface in words_of(language, "have", "be") or (
        bool(following.term) and following.surface.endswith(verb)
    )  # "Solvéa a démenti", "Orbix makes"


def _may_be(token: Token, language: str) -> bool:
    return (
        token.is_name
        and bool(token.term)
        and len(token.surface) > 1
        and token.surface not in _no_names(language)
    )


def _goes_on(text: str, tokens: Sequence[Token], i: int, language: str) -> bool:
    """Tell whether token `i` continues the name before it: "Sam King", "Yann Le Goff"."""
    if i >= len(tokens) or not tokens[i].is_name or not _joined(text, tokens, i):
        return False
    if _may_be(tokens[i], language) or tokens[i - 1].surface in first_names():
        return True
    is_particle = tokens[i].surface in words_of(language, "particle")
    return is_particle and _goes_on(text, tokens, i + 1, language)


def _joined(text: str, tokens: Sequence[Token], i: int) -> bool:
    return text[tokens[i - 1].end : tokens[i].start] in _JOINS


@cache
def _no_names(language: str) -> frozenset[str]:
    """Return words with a capital that are no name: titles, and English days and months."""
    return words_of(language, "month", "weekday", "role") | person_titles(language).keys()
