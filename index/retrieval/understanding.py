"""Limits that a question says in words: "selon l'article sur Foix", "in the articles since 2024".

What names articles is taken out of the question and becomes its limits, but only where it names
some of the articles and not all: "dans l'article 2 de la loi" names none. "en 2024" is no limit: an
article of 2023 may say what happens then. It is a year to look at as well (`asked_year`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from index.annotations.dates.reading import resolve_dates
from index.annotations.indexed import IndexedDocument
from index.retrieval.limits import MAX_DOCUMENTS, Limits, span_of
from index.text.lexicon import words_of
from index.text.tokens import analyzer_for

_SPOKEN = ("fr", "en")
_MARKS = " \u00a0\u202f«»“”\"'’."
_END = " \u00a0\u202f?!."
_SPACE = re.compile(r"\s{2,}")
_MOST_MENTIONS = 3  # of articles, in a question that names some
_MOST_WORDS = 20  # of what names articles


@dataclass(frozen=True, slots=True)
class Understood:
    """A question without the words that limit it, and the limits that they are."""

    question: str
    limits: Limits


def understand(question: str, articles: Iterable[IndexedDocument]) -> Understood | None:
    """Return what `question` says of the articles to ask; None where it says nothing of them."""
    if not 1 <= question.lower().count("article") <= _MOST_MENTIONS:
        return None
    question = _SPACE.sub(" ", question)
    for language in _SPOKEN:
        for match in _phrases(question, language):
            rest = _without(question, match.start("phrase"), match.end("phrase"))
            if not _asks_something(rest, language):
                continue
            found = match.groupdict()
            tail = f"{found.get('adjective') or ''}{found['tail']}".strip()
            limits = _limits(tail, language, tuple(articles)) if tail else None
            if limits:
                return Understood(rest, limits)
    return None


def asked_of_the_same(question: str) -> str | None:
    """Return `question` without "dans cet article" or the like; None where it does not say so."""
    for language in _SPOKEN:
        for name in ("first, same", "last, same"):
            if match := _patterns(language)[name].search(_SPACE.sub(" ", question)):
                text = match.string
                rest = _without(text, match.start("phrase"), match.end("phrase"))
                return rest if _asks_something(rest, language) else None
    return None


def asked_year(question: str) -> tuple[int, str] | None:
    """Return the one year that `question` asks about, and the question without it; None for none.

    "Combien d'emplois en 2024 ?" asks about 2024; what names a year otherwise is left as it is.
    """
    for language in _SPOKEN:
        found = list(_patterns(language)["year"].finditer(question))
        if len(found) != 1 or len(re.findall(r"\b(?:19|20)\d\d\b", question)) != 1:
            continue
        rest = _without(question, found[0].start(), found[0].end())
        if _asks_something(rest, language):
            return int(found[0]["year"]), rest
    return None


@cache
def _words(language: str) -> dict[str, Any]:
    raw = json.loads((files("index.retrieval") / "wording.json").read_text("utf-8"))
    found: dict[str, Any] = raw[language]
    return found


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    words = _words(language)
    asks = words["question words"]
    patterns = {}
    for name in ("phrase in marks", "phrase", "same"):
        phrase = f"(?P<phrase>{words[name]})"
        patterns[f"first, {name}"] = rf"^\W*{phrase}(?:\s*,\s*|\s+(?=(?:{asks})(?:\b|(?<=['’]))))"
        patterns[f"last, {name}"] = rf"(?:,\s*|\s+){phrase}[{_END}]*$"
    patterns |= {name: words[name] for name in ("days", "about")}
    patterns["year"] = rf"\b{words['year']}\b"
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in patterns.items()}


def _phrases(question: str, language: str) -> Iterator[re.Match[str]]:
    patterns = _patterns(language)
    for name in (
        "first, phrase in marks",
        "last, phrase in marks",
        "first, phrase",
        "last, phrase",
    ):
        if match := patterns[name].search(question):
            yield match


def _without(question: str, start: int, end: int) -> str:
    """Return `question` without what is between `start` and `end`, as a question again."""
    before, after = question[:start].rstrip(" ,"), question[end:]
    rest = f"{before}{after}" if before else after.lstrip(" ,\u00a0\u202f")
    return rest[:1].upper() + rest[1:]


def _asks_something(question: str, language: str) -> bool:
    """Return whether a word is left to look for, other than that somebody says something."""
    said = words_of(language, "speech")
    tokens = analyzer_for(language).tokens(question)
    return any(token.term and token.surface not in said for token in tokens)


def _limits(tail: str, language: str, articles: tuple[IndexedDocument, ...]) -> Limits | None:
    """Return the limits that `tail` says; None where it says none, or not all of it does."""
    if len(tail.split()) > _MOST_WORDS:
        return None
    patterns = _patterns(language)
    limits = Limits()
    for code, names in _words(language)["languages"].items():
        for form in (rf"^(?:{names})\b", rf"\b(?:{names})$"):
            if match := re.search(form, tail, re.IGNORECASE):
                tail = f"{tail[: match.start()]} {tail[match.end() :]}".strip()
                limits = Limits(language=code)
    if not tail:
        return limits
    if days := _days(tail, language):
        return Limits((), *days, limits.language)
    # "l'article sur Foix de 2024": the longest of its ends that are days.
    about = patterns["about"].fullmatch(tail)
    if about is None:
        about = re.fullmatch(r"(?P<about>[«“\"].+[»”\"])", tail)
    if about is None:
        return None
    topic, since, until = about["about"], None, None
    for match in re.finditer(r"(?:(?<=\s)|(?<=,))\S+", topic):
        if days := _days(topic[match.start() :], language):
            since, until = days
            topic = topic[: match.start()]
            break
    names = _named(topic.strip(_MARKS + ","), articles)
    return Limits(names, since, until, limits.language) if names else None


def _days(text: str, language: str) -> tuple[date | None, date | None] | None:
    """Return the first and the last day that `text`, such as "depuis mars 2024", lets through."""
    match = _patterns(language)["days"].fullmatch(text)
    if match is None:
        return None
    kind = match["kind"].lower()
    spans = _spans(match["days"], language)
    words = _words(language)

    def is_of(name: str) -> bool:
        return any(kind.startswith(start) for start in words[name])

    if len(spans) == 2:
        return (spans[0][0], spans[1][1]) if spans[0][0] <= spans[1][1] else None
    if len(spans) != 1:
        return None
    first, last = spans[0]
    if is_of("since"):
        return first, None
    if is_of("after"):
        return (last + timedelta(days=1), None) if last < date.max else None
    if is_of("before"):
        return (None, first - timedelta(days=1)) if first > date.min else None
    if is_of("until"):
        return None, last
    return first, last


def _spans(text: str, language: str) -> list[tuple[date, date]]:
    """Return the days that `text` names with their year; none where it has other words too."""
    if re.fullmatch(r"(?:19|20)\d\d", text):
        return [span_of(int(text))]
    years = re.fullmatch(r"((?:19|20)\d\d) (?:et|à|and|to) ((?:19|20)\d\d)", text)
    if years:
        return [span_of(int(years[1])), span_of(int(years[2]))]
    found = resolve_dates(text, 0, len(text), language=language, published_at=None)
    rest = text
    for resolved in reversed(found):
        rest = f"{rest[: resolved.start_char_index]} {rest[resolved.end_char_index :]}"
    joining = {"et", "and", "au", "à", "to", "le", "the", "du", "l", "année", "mois", "de"}
    if set(re.findall(r"\w+", rest.lower())) - joining:
        return []
    return [(resolved.start, resolved.end) for resolved in found]


def _named(topic: str, articles: tuple[IndexedDocument, ...]) -> tuple[str, ...]:
    """Return the ids of the articles that `topic` names; none where it names all, or none.

    By their titles, where some title has all of its words; else by whom and where they are about,
    who wrote them, and where they were published.
    """
    if not topic:
        return ()
    wanted = {
        language: set(analyzer_for(language).terms(topic))
        for language in {article.document.language for article in articles}
    }
    for known in (_title_terms, _all_terms):
        names = [
            article.document.id
            for article in articles
            if (terms := wanted[article.document.language]) and terms <= known(article)
        ]
        if names:
            is_some = len(names) < len(articles) and len(names) <= MAX_DOCUMENTS
            return tuple(names) if is_some else ()
    return ()


def _title_terms(article: IndexedDocument) -> set[str]:
    document = article.document
    return set(article.topic) or set(analyzer_for(document.language).terms(document.title))


def _all_terms(article: IndexedDocument) -> set[str]:
    document = article.document
    host = urlsplit(document.url or "").hostname or ""
    beside = f"{document.author} {host.replace('.', ' ')}"
    return {*article.about, *_title_terms(article), *analyzer_for(document.language).terms(beside)}
