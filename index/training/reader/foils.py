"""Foils: questions that a careless reader would answer and the article does not, made by code.

Where a foil might be answered by accident, there is none (the functions return None).
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.training.reader.articles import Article, Asked, Name
from index.training.reader.wording import VOWELS, has_word, words_of

_NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+(?!\d)|(?<![\w.,])\d+(?:[.,]\d+)?(?![\w])"
)
_YEAR = re.compile(r"(1[0-9]|20)\d\d")
_OWN_LANGUAGE_SHARE = 0.75  # of questions for an attribute
Names = Mapping[tuple[str, str], Sequence[str]]


def other_name(
    article: Article, asked: Asked, window: str, elsewhere: Names, rng: random.Random
) -> str | None:
    """Return the question with a name of the article exchanged for one that `window` lacks.

    The other name is one of the same kind: of the same article if there is one, else of another
    (`elsewhere`: names by language and kind).
    """
    present = [name for name in article.names if has_word(asked.text, name.text)]
    rng.shuffle(present)
    shown = (window + "\n" + article.title).lower()
    for name in present:
        fitting = [
            other.text
            for other in article.names
            if other.kind == name.kind and _may_replace(other.text, name.text, asked.text, shown)
        ]
        if not fitting or rng.random() < 0.3:
            pool = elsewhere.get((article.language, name.kind), ())
            picked = rng.sample(pool, min(8, len(pool)))
            fitting = [x for x in picked if _may_replace(x, name.text, asked.text, article.folded)]
        if fitting:
            return _exchange(asked.text, name.text, rng.choice(fitting))
    return None


def other_number(article: Article, asked: Asked, rng: random.Random) -> str | None:
    """Return the question with one of its numbers changed to one that the article lacks."""
    found = [m for m in _NUMBER.finditer(asked.text) if m.group() in article.text]
    if not found:
        return None
    match = rng.choice(found)
    for _ in range(10):
        changed = _other_digits(match.group(), rng)
        if not has_word(article.text, changed):
            return asked.text[: match.start()] + changed + asked.text[match.end() :]
    return None


def absent_attribute(article: Article, rng: random.Random) -> tuple[str, Name] | None:
    """Return a question for something that the article says of nobody, and whom it is about.

    Only where the whole article has no word that speaks of such a thing.
    """
    for _ in range(6):
        attribute = rng.choice(attributes())
        names = [name for name in article.names if _is_good(name, attribute.of)]
        if not names or attribute.said_by.search(article.text):
            continue
        name = rng.choice(names)
        return attribute_question(attribute, name, article.language, rng), name
    return None


def attribute_question(attribute: Attribute, name: Name, language: str, rng: random.Random) -> str:
    """Return a question for `attribute` of `name`, most often in `language`."""
    languages = sorted(attribute.questions)
    if rng.random() >= _OWN_LANGUAGE_SHARE or language not in languages:
        language = rng.choice(languages)
    template = rng.choice(attribute.questions[language])
    elided = name.text[0].lower() in VOWELS
    return template.replace("{de}", "d'" if elided else "de ").replace("{name}", name.text)


def as_typed(question: str, rng: random.Random) -> str:
    """Return the question as people type: sometimes no capitals, accents or question mark."""
    if rng.random() < 0.5:
        return question
    if rng.random() < 0.45:
        question = question.rstrip(" ?\u00a0\u202f") or question
    if rng.random() < 0.4:
        question = question.lower()
    if rng.random() < 0.3:
        decomposed = unicodedata.normalize("NFD", question)
        question = "".join(c for c in decomposed if not unicodedata.combining(c))
    return question


def _may_replace(other: str, name: str, question: str, shown: str) -> bool:
    """Tell whether `other` shares no word with `name`, the question or what is shown."""
    words = words_of(other)
    if not words or words & words_of(name):
        return False
    asked = question.lower()
    return not any(word in shown or word in asked for word in words)


def _exchange(question: str, name: str, other: str) -> str:
    """Put `other` for `name`, with French elision ("de Paul", "d'Anne") set right."""
    pattern = rf"(?:(?<!\w)([Dd])(?:e |['’]))?(?<!\w){re.escape(name)}(?!\w)"

    def put(match: re.Match[str]) -> str:
        if not match[1]:
            return other
        return f"{match[1]}'{other}" if other[0].lower() in VOWELS else f"{match[1]}e {other}"

    return re.sub(pattern, put, question, count=1)


def _other_digits(number: str, rng: random.Random) -> str:
    if _YEAR.fullmatch(number):
        step = rng.choice([1, 2, 3, 5, 7, 10, 12, 20])
        return str(int(number) + step * rng.choice([-1, 1]))
    if rng.random() < 0.3 and re.fullmatch(r"\d{1,3}", number):
        return str(int(number) * rng.choice([2, 3, 10]) + rng.choice([0, 1, 5]))
    places = [i for i, c in enumerate(number) if c.isdigit()]
    place = places[0] if rng.random() < 0.7 else rng.choice(places)
    digits = [d for d in "123456789" if d != number[place]]
    return number[:place] + rng.choice(digits) + number[place + 1 :]


def _is_good(name: Name, kind: str) -> bool:
    if name.kind != kind:
        return False
    return name.is_certain or (kind == "person" and " " in name.text) or kind == "place"


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something asked `of` a kind of name; `said_by` are the words that might speak of it."""

    of: str
    said_by: re.Pattern[str]
    questions: dict[str, list[str]]


@cache
def attributes() -> tuple[Attribute, ...]:
    """Return all that `attributes.json` has."""
    raw = json.loads((files(__package__) / "attributes.json").read_text("utf-8"))
    return tuple(
        Attribute(
            row["of"],
            re.compile(row["said_by"], re.IGNORECASE),
            {language: row[language] for language in ("en", "fr")},
        )
        for row in raw
    )
