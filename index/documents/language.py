"""Which language a text is in, by the share of its words that are a language's function words.

Measured against a trained identifier (py3langid, 75 languages): the same verdict on every
article here, without its 105 MB and 0.7 s at start. It knows only the languages that have a
lexicon, which are the only ones whose name changes what happens next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain

from index.questions.normalising import load_habits
from index.text.folding import fold
from index.text.lexicon import UNKNOWN_LANGUAGE, available_languages, load_lexicon

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000  # characters; more changes no verdict
_ENOUGH = 0.15  # a running text has 40 to 55 % function words in its own language
_ENOUGH_ASKED = 0.1  # a question of few words has fewer
_OTHER = 0.25  # what another word of a lexicon counts beside a function word


@cache
def _function_words() -> dict[str, frozenset[str]]:
    words: dict[str, tuple[str, ...]] = {}
    for code in available_languages():
        for word in load_lexicon(code).stop_words:
            words[word] = (*words.get(word, ()), code)
    return {word: frozenset(codes) for word, codes in words.items()}


@cache
def _typed_words() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """The function words as they are typed, folded, and the other words that the lexicons have."""
    function: dict[str, set[str]] = {}
    other: dict[str, set[str]] = {}
    for code in available_languages():
        lexicon, habits = load_lexicon(code), load_habits(code)
        for word in (*lexicon.stop_words, *habits.spellings, *habits.openings, *habits.closings):
            if " " not in word:
                function.setdefault(fold(word), set()).add(code)
        nouns = chain.from_iterable(habits.nouns.values())
        for word in chain(*lexicon.relations, *lexicon.classes.values(), nouns):
            other.setdefault(fold(word), set()).add(code)
    return (
        {word: frozenset(codes) for word, codes in function.items()},
        {word: frozenset(codes) for word, codes in other.items()},
    )


def detect_language(text: str, *, default: str = UNKNOWN_LANGUAGE) -> str:
    """The code of the language of `text`, or `default` where none stands out.

    A word that several languages share counts a part for each. Ties go to `default`.
    """
    words = [match.group().lower() for match in _WORD.finditer(text[:_SAMPLE])]
    return _best(words, _function_words(), default)


def detect_question_language(text: str, *, default: str = UNKNOWN_LANGUAGE) -> str:
    """The same for a question, which may be typed without accents or in the shorthand of chats.

    Its other words count a little, since a few key words may have no function word among them.
    """
    words = [fold(match.group()) for match in _WORD.finditer(text[:_SAMPLE])]
    function, other = _typed_words()
    return _best(words, function, default, others=other, enough=_ENOUGH_ASKED)


def _best(
    words: Sequence[str],
    known: Mapping[str, frozenset[str]],
    default: str,
    *,
    others: Mapping[str, frozenset[str]] | None = None,
    enough: float = _ENOUGH,
) -> str:
    """The language that most of `words` are `known` to be of, or `default`.

    `others` are words that count less.
    """
    if not words:
        return default
    shares = dict.fromkeys(available_languages(), 0.0)
    hits = dict.fromkeys(available_languages(), 0)
    for word in words:
        codes = known.get(word, ())
        for code in codes:
            shares[code] += 1 / len(codes) / len(words)
            hits[code] += 1
        codes = others.get(word, ()) if others and not codes else ()
        for code in codes:
            shares[code] += _OTHER / len(codes) / len(words)
    best = max(shares, key=lambda code: (shares[code], code == default, code))
    if shares[best] < enough or shares[best] <= shares.get(default, 0.0):
        return default
    if hits[best] < 2 and shares.get(default):
        return default  # one word, such as a misspelt one, is no reason to leave the default
    return best
