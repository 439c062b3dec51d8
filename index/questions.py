"""What is asked: a question as the terms to look for and the kind of answer it wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.analysis import Token, analyzer_for
from index.folding import fold
from index.language import detect_language
from index.lexicon import load_lexicon

KINDS = (
    "date",
    "definition",
    "manner",
    "name",
    "number",
    "person",
    "place",
    "reason",
    "yes_no",
)

_SPACE = re.compile(r"\s+")
# The noun that names what is wanted: "Quel *pays*", "What *year*", "Welche *Stadt*".
_FOCUS = re.compile(
    r"\b(?:quel(?:le)?s?|what|which|welche[rnms]?|que|cual)\b"
    r" (?:(?:est|etait|sont|is|was|are|were|es|ist) (?:(?:le|la|les|the|el|der|die|das) |l')?)?"
    r"([^\W_]+)"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, analysed for texts of one language.

    `tokens` are its content tokens, in order, `words` every surface form in it, function words
    included. `language` is the one it is asked in, `kinds` which of `KINDS` it may be. `focus`
    is the term of the noun that names what is wanted, or "".
    """

    text: str
    language: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    kinds: frozenset[str]
    focus: str

    @property
    def first_tokens(self) -> tuple[Token, ...]:
        """The first token of each distinct term, in order."""
        first: dict[str, Token] = {}
        for token in self.tokens:
            first.setdefault(token.term, token)
        return tuple(first.values())

    @property
    def terms(self) -> tuple[str, ...]:
        """The distinct terms to look for, in order."""
        return tuple(token.term for token in self.first_tokens)

    def is_name(self, token: Token) -> bool:
        """Whether `token` has a capital that it does not owe to opening the question."""
        return token.is_name and token.start > self.tokens[0].start


def analyse_question(text: str, *, language: str) -> Question:
    """`text` as a `Question` to articles in `language`.

    The question may be in another language: its own function words are left out, what remains
    is stemmed like the articles.
    """
    asked_in = detect_language(text, default=language)
    own = {token.start for token in analyzer_for(asked_in).tokens(text) if token.term}
    tokens = tuple(analyzer_for(language).tokens(text))
    content = tuple(token for token in tokens if token.term and token.start in own)
    folded = _folded(text)
    return Question(
        text=text,
        language=asked_in,
        tokens=content,
        words=tuple(token.surface for token in tokens),
        kinds=frozenset(
            kind for kind, pattern in _patterns(asked_in).items() if pattern.search(folded)
        ),
        focus=_focus(folded, content),
    )


def _folded(text: str) -> str:
    text = fold(text).replace("’", "'").replace(" ?", "?")
    return _SPACE.sub(" ", text).strip(" ?¿!.")


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    return {
        kind: re.compile("|".join(patterns))
        for kind, patterns in load_lexicon(language).questions.items()
    }


def _focus(folded: str, tokens: tuple[Token, ...]) -> str:
    if match := _FOCUS.search(folded):
        for token in tokens:
            if token.surface == match[1]:
                return token.term
    return ""
