"""Words of a question that sentences may have in another spelling: "Vingt" is "20".

For what is said to be missing: in doubt, it is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise

from index.annotations.quantities import Quantity, quantities, same_quantity
from index.answering.lacking import is_roman, is_sign_of_number
from index.answering.reason_words import reason_words
from index.questions.analysis import Question
from index.ranking.sentence_view import Candidate
from index.text.tokens import Token, analyzer_for

JOINT = re.compile(r"[ \u00a0'’‐‑-]")  # between words that are one in another spelling
_ORDINAL = re.compile(r"\d{1,9}(?=[^\W\d])", re.ASCII)  # "21e", "21st"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def may_be_respelt(
    missing: Set[int], question: Question, sentences: Sequence[Candidate]
) -> frozenset[int]:
    """Those of `missing`, where words of `question` start, that `sentences` may spell otherwise.

    Numbers, by their value, and words with a hyphen in the question or in a sentence alone.
    """
    if not missing:
        return frozenset()
    tokens = tuple(analyzer_for(question.language).tokens(question.text))
    doubtful = missing & _joined_otherwise(question, tokens, sentences)
    counted = quantities(question.text, 0, len(question.text), question.language, tokens=tokens)
    asked = _amounts(question.text, tokens, counted, question.language)
    if any(start in missing for _, start in asked):
        values = {
            value
            for sentence in sentences
            for value, _ in _amounts(
                sentence.document.text,
                sentence.tokens,
                sentence.quantities,
                sentence.document.language,
            )
        }
        like = [Quantity(0, 0, value, "") for value in values]
        doubtful |= {
            start
            for value, start in asked
            if any(same_quantity(Quantity(0, 0, value, ""), other) for other in like)
        } & missing
    # Which ordinal, or which half, is worth which is not known.
    told = {t.start: _is_told(question.text, t, question.language) for t in tokens}
    in_words = {start for start in missing if told.get(start) == "words"}
    in_figures = {start for start in missing if told.get(start) == "figures"}
    if in_words or in_figures:
        there = {
            _is_told(sentence.document.text, token, sentence.document.language)
            for sentence in sentences
            for token in sentence.tokens
        }
        if "words" in there:
            doubtful |= in_words | in_figures
        elif "figures" in there:
            doubtful |= in_words
    return frozenset(doubtful)


def _is_told(text: str, token: Token, language: str) -> str:
    """Whether `token` of `text` may be an ordinal or a part in "words" or "figures", or ""."""
    words = reason_words()
    raw = text[token.start : token.end]
    if "/" in (text[token.end : token.end + 1], text[token.start - 1 : token.start]):
        return "words" if token.is_number else ""
    if _ORDINAL.match(raw) or is_roman(raw, language) or (len(raw) == 1 and is_sign_of_number(raw)):
        return "figures"
    is_word = words.numeral.search(token.surface) or token.surface in words.counting
    return "words" if is_word else ""


def _amounts(
    text: str, tokens: Sequence[Token], found: Iterable[Quantity], language: str
) -> list[tuple[float, int]]:
    """The values that `tokens` of `text` spell, the quantities `found` and others, with starts."""
    amounts = [(q.value, t.start) for q in found for t in tokens if q.start <= t.start < q.end]
    for token in tokens:
        raw = text[token.start : token.end]
        if ordinal := _ORDINAL.match(raw):
            amounts.append((float(ordinal[0]), token.start))
        elif is_roman(raw, language):
            amounts.append((_roman_value(raw), token.start))
        elif len(raw) == 1 and (value := unicodedata.numeric(raw, None)) is not None:
            amounts.append((value, token.start))
    return amounts


def _roman_value(numeral: str) -> float:
    """What the roman `numeral` is worth; an ending such as "e" is left aside."""
    values = [_ROMAN[c] for c in numeral.upper() if c in _ROMAN]
    following = [*values[1:], 0]
    return float(sum(-a if a < b else a for a, b in zip(values, following, strict=True)))


def _joined_otherwise(
    question: Question, tokens: Sequence[Token], sentences: Sequence[Candidate]
) -> set[int]:
    """Where words of `question`, which has these `tokens`, start that a sentence writes otherwise.

    As one word, or as several: "cyber-attaque" is "cyberattaque" as well, "week end" "week-end".
    """
    asked = _joined(question.text, tokens)
    singles = {t.surface.rstrip("s") for s in sentences for t in s.tokens}
    joined = {word for s in sentences for word, _ in _joined(s.document.text, s.tokens)}
    found: set[int] = set()
    for word, starts in asked:
        if word in singles or word in joined:
            found.update(starts)
    return found | {t.start for t in question.tokens if t.surface.rstrip("s") in joined}


def _joined(text: str, tokens: Sequence[Token]) -> list[tuple[str, list[int]]]:
    """Two and three neighbours each of `tokens` in one word, and where its parts start."""
    words: list[tuple[str, list[int]]] = []
    for i, token in enumerate(tokens):
        word, starts = token.surface, [token.start]
        for last, behind in pairwise(tokens[i : i + 3]):
            if not JOINT.fullmatch(text, last.end, behind.start):
                break
            word, starts = word + behind.surface, [*starts, behind.start]
            words.append((word.rstrip("s"), starts))
    return words
