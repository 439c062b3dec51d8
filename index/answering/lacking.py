"""The kind of answer a question wants that sentences certainly do not hold: "no date".

Only what is certain is said: a number that could be what is asked for, a word that could be a
date, a capital that could be a name, and a sentence counts as holding it. Reasons and manners have
no such marks, so nothing is ever said of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.annotations.dates.reading import resolve_dates
from index.annotations.quantities import TIME_UNITS
from index.annotations.quantity_words import quantity_words
from index.answering.reason_words import reason_words
from index.questions.analysis import Question
from index.ranking.sentence_view import Candidate
from index.text.folding import fold
from index.text.lexicon import available_languages, words_of
from index.text.tokens import Token

_NAMED = frozenset({"name", "organisation", "person", "place"})
_COUNTED = frozenset({"duration", "money", "number", "percentage"})
_AGE_UNITS = frozenset({"day", "week", "month", "year"})
_LONG = re.compile(r"\b(?:long|lang)\b")  # of time or of a way
# Capitals, if those of a name in any alphabet; roman figures may be of kings and of centuries.
_ROMAN = re.compile(
    r"(?=[IVXLC]{2})C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
    r"|[IVX]+(?:e|è|er|ère|ᵉ|ème|eme|es)?|[ivx]{2,}"
)
# Handles and addresses are names without a capital.
_HANDLE = re.compile(r"[@#]\w|\w\.[^\W\d_]{2}|://")
_JOINED = re.compile(r"[ \u00a0\u202f'’./&-]|\. ")


def lacking_kind(question: Question, sentences: Sequence[Candidate], *, language: str) -> str:
    """What none of `sentences` gives, in words that fit behind "gives"; "" where one may.

    In French behind "ne donne", where `language` is "fr", else in English.
    """
    wanted = _wanted(question)
    if not wanted or not sentences or any(_may_hold(wanted, s, question) for s in sentences):
        return ""
    if wanted == "name" and any(_names(s, question, are_asked=True) for s in sentences):
        wanted = "other name"
    return reason_words().kinds["fr" if language == "fr" else "en"][wanted]


def _wanted(question: Question) -> str:
    """The one kind of answer that is asked for, or "" where it may be another."""
    kinds = question.kinds - {"definition", "yes_no"}
    if kinds and kinds <= _NAMED:
        return "name"
    if kinds == {"date"}:
        return "date"
    if not kinds or not kinds <= _COUNTED:
        return ""
    folded = fold(question.normalised)
    said = next((n for n, p in reason_words().counted.items() if p.search(folded)), "number")
    kinds -= {"number"}
    if len(kinds) > 1:
        return "number"
    # An age is a duration as well; what is so many units of time is no bare number.
    if "duration" in kinds and said != "age":
        return "number" if _LONG.search(folded) else "duration"
    return said if "duration" in kinds or not kinds else next(iter(kinds))


def _may_hold(wanted: str, sentence: Candidate, question: Question) -> bool:
    """Whether `sentence` may hold what is `wanted`, and for a name another than those asked."""
    language = sentence.document.language
    if language not in available_languages():
        return True  # its words for numbers and dates are not known
    if wanted == "name":
        return _names(sentence, question, are_asked=False)
    numbers = _numbers(sentence, question)
    if numbers.are_loose:
        return True
    if wanted == "duration":  # "de 1990 à 1995" gives one
        return numbers.are_dates or numbers.are_measures or not TIME_UNITS.isdisjoint(numbers.units)
    if wanted == "date":
        return numbers.are_dates or _tells_time(sentence)
    if wanted == "number":
        return numbers.are_measures
    if wanted == "age":
        return not _AGE_UNITS.isdisjoint(numbers.units)
    if wanted == "percentage":
        return "%" in numbers.units or not {"%", "‰"}.isdisjoint(sentence.text)
    return not quantity_words(language).currencies.isdisjoint(numbers.units) or any(
        unicodedata.category(character) == "Sc" for character in sentence.text
    )


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What the numbers of a sentence are.

    `are_loose` says that some may be of anything. `units` also stand alone ("quelques euros").
    """

    are_dates: bool
    are_measures: bool
    are_loose: bool
    units: set[str]


def _names(sentence: Candidate, question: Question, *, are_asked: bool) -> bool:
    """Whether `sentence` may hold a proper name, one of those in the question or another.

    "Paris" and "Paris Hilton" are others: a name is asked for only where it stands in the
    question with the same neighbours.
    """
    runs = _name_runs(sentence)
    if are_asked:
        return any(token.surface in question.words for run in runs for token in run)
    return bool(_HANDLE.search(sentence.text)) or any(not _is_asked(run, question) for run in runs)


def _name_runs(sentence: Candidate) -> list[list[Token]]:
    """What may be the proper names of `sentence`, with the small words inside them."""
    text, tokens = sentence.document.text, sentence.tokens
    links = _links(sentence.document.language)
    runs: list[list[Token]] = []
    last = -1  # of the tokens in runs
    for i, token in enumerate(tokens):
        # The first word has a capital whatever it is; only a function word is no name for sure.
        raw = text[token.start : token.end]
        if not _may_be_name(raw if i or token.term else raw[1:]):
            continue
        between = tokens[last + 1 : i]
        whole = tokens[last : i + 1] if last >= 0 else ()
        if (
            whole
            and len(between) <= 2
            and all(link.surface in links for link in between)
            and all(_JOINED.fullmatch(text, one.end, other.start) for one, other in pairwise(whole))
        ):
            runs[-1] += [*between, token]
        else:
            runs.append([token])
        last = i
    return runs


def _may_be_name(word: str) -> bool:
    """Whether `word` has a capital anywhere, a letter that knows none, or a digit by letters."""
    return any(c.isalpha() and not c.islower() for c in word) or (
        any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
    )


def _is_asked(run: Sequence[Token], question: Question) -> bool:
    """Whether the question has the name `run` with no other part of a name beside it."""
    words = question.words
    surfaces = tuple(token.surface for token in run)
    links = _links(question.language)
    capitals = {token.surface for token in question.tokens if question.is_name(token)}
    # In a question without capitals any word of weight may be part of a name.
    parts = capitals or {token.surface for token in question.tokens}
    return any(
        words[i : i + len(run)] == surfaces
        and not _goes_on(words[i + len(run) :], links, parts)
        and not _goes_on(words[:i][::-1], links, parts)
        for i in range(len(words) - len(run) + 1)
    )


def _goes_on(words: Sequence[str], links: frozenset[str], parts: set[str]) -> bool:
    """Whether the next of `words` that is no link is one of `parts`."""
    return next((word in parts for word in words if word not in links), False)


def _links(language: str) -> frozenset[str]:
    """The small words inside names: "Banque de France", "Bank of the West"."""
    return words_of(language, "of", "article", "particle")


def _numbers(sentence: Candidate, question: Question) -> _Numbers:
    """What the numbers of `sentence` are."""
    document, tokens = sentence.document, sentence.tokens
    words = quantity_words(document.language)
    places = [(q.start, q.end) for q in sentence.quantities if q.unit]
    units = {q.unit for q in sentence.quantities if q.unit}
    months = words_of(document.language, "month")
    dating = words_of(document.language, "month", "century")
    before_year = words_of(document.language, "month", "in", "from", "date_part")
    counting = (words.starts - words.articles).union(
        words_of(document.language, "number_word"), reason_words().counting
    )
    terms = set(question.terms)
    dated = False
    # "½", "Ⅻ": in figures, though none that can be read
    is_loose = any(is_sign_of_number(character) for character in sentence.text)
    for i, token in enumerate(tokens):
        units.update(unit for phrase, unit in words.units.get(token.surface, ()) if not phrase[1:])
        behind = tokens[i + 1] if i + 1 < len(tokens) else None
        # "combien d'enfants": "un enfant" is one
        is_one = token.surface in words.articles and behind is not None and behind.term in terms
        if not (
            token.is_number
            or is_one
            or token.surface in counting
            or reason_words().numeral.search(token.surface)
            or _is_numbered(tokens[max(0, i - 1) : i + 1], document.text, document.language)
        ):
            continue
        if any(start <= token.start < end for start, end in places):
            continue
        before = tokens[i - 1].surface if i else ""
        is_year = len(token.surface) == 4 and token.surface.isdigit()
        if (
            before in months
            or (behind and behind.surface in dating)
            or (is_year and before in before_year)
        ):
            dated = True
        else:
            is_loose = True
    return _Numbers(dated, bool(places), is_loose, units)


def is_roman(word: str, language: str) -> bool:
    """Whether `word` may be a roman numeral; "I" is none in English."""
    return _ROMAN.fullmatch(word) is not None and not (word == "I" and language == "en")


def _is_numbered(pair: Sequence[Token], text: str, language: str) -> bool:
    """Whether the last of `pair` may be a roman numeral; "sur X" has none, "Charles X" has."""
    word = text[pair[-1].start : pair[-1].end]
    return is_roman(word, language) and (len(word) > 1 or bool(pair[0].term))


def is_sign_of_number(character: str) -> bool:
    """Whether `character` is a number that is no plain figure."""
    return not character.isdecimal() and unicodedata.numeric(character, None) is not None


def _tells_time(sentence: Candidate) -> bool:
    """Whether a word of `sentence` may tell when."""
    document, place = sentence.document, sentence.sentence
    language = document.language
    loose = words_of(language, "in", "from", "to", "relative")
    telling = reason_words().when.union(
        words_of(language, "time") - loose, words_of(language, "month", "weekday", "century")
    )
    return (
        any(token.surface in telling for token in sentence.tokens)
        or reason_words().ages.search(fold(sentence.text)) is not None
        or _has_named_time(sentence)
        or bool(
            resolve_dates(
                document.text,
                place.start,
                place.end,
                language=document.language,
                published_at=document.published_at,
            )
        )
    )


def _has_named_time(sentence: Candidate) -> bool:
    """Whether a preposition that may be one of time stands before a capital: "in the Sixties"."""
    language = sentence.document.language
    before, articles = words_of(language, "in", "from", "to"), words_of(language, "article")
    is_before = False
    for token in sentence.tokens:
        if is_before and token.is_name:
            return True
        is_before = token.surface in before or (is_before and token.surface in articles)
    return False
