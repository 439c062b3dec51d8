"""Which language a question is in: few words, often typed without accents or in shorthand."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

from index.documents.language import likeliest_language
from index.questions.normalising import load_habits
from index.text.folding import fold
from index.text.lexicon import UNKNOWN_LANGUAGE, available_languages, load_lexicon

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.1  # share of function words; a running text has 40 to 55 %, few words have fewer


def detect_question_language(text: str, *, default: str = UNKNOWN_LANGUAGE) -> str:
    """Return the code of the language that `text` is asked in, or `default` if none stands out.

    Words that the lexicons know but that are no function words count a little, since a few key
    words may have no function word among them.
    """
    words = [fold(match.group()) for match in _WORD.finditer(text)]
    function, other = _known_words()
    return likeliest_language(words, function, default, others=other, enough=_ENOUGH)


@cache
def _known_words() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Return the function words as they are typed and the lexicons' other words, all folded."""
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
