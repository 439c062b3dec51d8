"""What is asked: a question as the terms to look for and the kind of answer it wants."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from index.questions.language import detect_question_language
from index.questions.normalising import Normalised, load_habits, normalise
from index.questions.spelling import Vocabulary
from index.text.folding import fold_phrase
from index.text.lexicon import load_lexicon, words_of
from index.text.tokens import Token, analyzer_for

KINDS = (
    "date",
    "definition",
    "duration",
    "manner",
    "money",
    "name",
    "number",
    "organisation",
    "percentage",
    "person",
    "place",
    "quotation",
    "reason",
    "role",
    "yes_no",
)

_ASKED_FOR = frozenset({"date", "name", "number", "place"})
_KEYWORDS = 6  # content words of a question without a verb, at most
_FIRST = re.compile(r"[^\W_]")
_SPACE = re.compile(r"\s+")
# The noun that names what is wanted: "Quel *pays*", "What *year*", "Welche *Stadt*". A verb after
# "what" names nothing ("What made him rich"), and "que" asks for a noun in Spanish only: it is read
# so before "es la" and the like or a noun that a question asks for, not in "Que produit l'usine".
_FOCUS = re.compile(
    r"\b(?:quel(?:le)?s?|c'est quoi|which|welche[rnms]?|cual(?:es)?"
    r"|what(?! (?:an? |[^\W_]+[^e]ed\b|(?:made|makes?|did|does|do|has|have|had|can|could|will|would"
    r"|should|happens?|causes?|led|leads|became|becomes|gave|gives|drove|drives)\b))"
    r"|(?<!por )(?<!para )que(?= (?:es|era|fue|son) (?:el|la|los|las) | (?:altura|ano|cargo|ciudad"
    r"|compania|dia|distancia|edad|empresa|epoca|equipo|fecha|grupo|hora|idioma|isla|libro|lugar|mes"
    r"|nombre|organizacion|partido|pelicula|precio|presidente|pueblo|puesto|rey|rio|siglo|tamano"
    r"|titulo|universidad|velocidad)\b))\b"
    r" (?:(?:est|etait|sont|is|was|are|were|es|era|fue|son|ist)"
    r" (?:(?:le|la|les|the|el|los|las|der|die|das) |l')?)?"
    r"([^\W_]+)"
)

# What is still to come, in French and English: "ouvrira-t-il", "va ouvrir", "will it open".
_AHEAD = re.compile(r"\b(?:will|won't|va|vont|[^\W\d_]{2,}r(?:a|ont))\b")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, analysed for texts of one language.

    `tokens` are its content tokens, in order, `words` every surface form in it, function words
    included. `language` is the one it is asked in, `kinds` which of `KINDS` it may be. `focus`
    is the term of the noun that names what is wanted, or "". `normalised` is the text as it was
    meant, `spelt` each of the tokens in it; the tokens' places are in `text`, as typed.
    """

    text: str
    language: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    kinds: frozenset[str]
    focus: str
    normalised: str
    spelt: tuple[str, ...]

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

    @property
    def is_ahead(self) -> bool:
        """Whether it asks about what is still to come, as far as its verb tells."""
        return _AHEAD.search(_folded(self.normalised)) is not None

    def is_name(self, token: Token) -> bool:
        """Whether `token` has a capital that it does not owe to opening the question."""
        opening = _FIRST.search(self.text)
        return token.is_name and opening is not None and token.start > opening.start()


def analyse_question(text: str, *, language: str, vocabulary: Vocabulary | None = None) -> Question:
    """Analyse `text` as a question to articles in `language`.

    The question may be in another language: its own function words are left out, what remains is
    stemmed like the articles. It is normalised first (`index.questions.normalising`); with the
    `vocabulary` of the articles, misspelt words of theirs are taken for them.
    """
    asked_in = detect_question_language(text, default=language)
    normalised = normalise(text, language=asked_in, articles=language, vocabulary=vocabulary)
    read = tuple(analyzer_for(language).tokens(normalised.text))
    content = tuple(token for token in read if token.term)
    if asked_in != language:
        asked = analyzer_for(asked_in).tokens(normalised.text)
        own = {token.start for token in asked if token.term}
        content = tuple(token for token in content if token.start in own)
    content = _without_happening(content, read, asked_in)
    folded = _folded(normalised.text)
    return Question(
        text=text,
        language=asked_in,
        tokens=tuple(_as_typed(token, normalised) for token in content),
        words=tuple(token.surface for token in read),
        kinds=_kinds(folded, content, asked_in),
        focus=_focus(folded, content),
        normalised=normalised.text,
        spelt=tuple(normalised.text[token.start : token.end] for token in content),
    )


def _without_happening(
    content: tuple[Token, ...], read: tuple[Token, ...], language: str
) -> tuple[Token, ...]:
    """`content` without "happened" in "What happened at …": no answer says so."""
    asks = bool(read) and read[0].surface in words_of(language, "what")
    if asks and len(content) > 1 and content[0].surface in words_of(language, "happen"):
        return content[1:]
    return content


def _as_typed(token: Token, typed: Normalised) -> Token:
    """`token` of what was read, at its place in what was typed."""
    start, end = typed.typed(token.start, token.end)
    return (
        token if (start, end) == (token.start, token.end) else replace(token, start=start, end=end)
    )


def _kinds(folded: str, tokens: tuple[Token, ...], language: str) -> frozenset[str]:
    """Which of `KINDS` the question may be."""
    kinds = {kind for kind, pattern in kind_patterns(language).items() if pattern.search(folded)}
    if kinds & _ASKED_FOR:
        kinds.discard("definition")  # "c'est quoi le montant", "what is the price"
    habits = load_habits(language)
    if (
        not kinds
        and 0 < len(tokens) <= _KEYWORDS
        and habits.question_words.isdisjoint(folded.replace("'", " ").split())
    ):
        # "montant contrat pentagone": the noun that comes first, or else last, asks.
        for token in (tokens[0], tokens[-1]):
            kinds = {k for k, nouns in habits.nouns.items() if token.surface in nouns}
            if kinds:
                break
    return frozenset(kinds)


def _folded(text: str) -> str:
    text = fold_phrase(text).replace(" ?", "?")
    return _SPACE.sub(" ", text).strip(" ?¿!.")


@cache
def kind_patterns(language: str) -> dict[str, re.Pattern[str]]:
    """Return the pattern of each kind of question in `language`."""
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
