"""The word lists of each language, read from `index/lexicons/<code>.json`.

Lists are data: adding a language is adding a file. A language without a file has empty lists
and no stemmer, and its texts degrade to plain folded words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from index.text.folding import fold

Gender = Literal["m", "f", "p", ""]  # "p" is plural, "" not known

UNKNOWN_LANGUAGE = "und"  # BCP 47's code for an undetermined language


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the rules need to know of one language. Every word is lower case, accents kept.

    `stemmer` is PyStemmer's algorithm name, or empty for none. `titles` are abbreviations that
    never end a sentence (`M.`), `abbreviations` those that may (`etc.`); what is in both may end
    one where it is written in small letters (`100 m.`). `classes` maps a name
    such as `month` or `pronoun` to its words; verbs of saying are `said` (participles) and `says`
    (finite forms), and with other words of speech `speech`. `relations` are groups of words that
    speak of one thing (born, birth). `questions` maps a kind of question to regular expressions
    over the folded question.
    """

    code: str
    stemmer: str = ""
    stop_words: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    classes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    relations: tuple[tuple[str, ...], ...] = ()
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@cache
def available_languages() -> tuple[str, ...]:
    """Codes of the languages that have a lexicon file, sorted."""
    folder = files("index.text") / "lexicons"
    return tuple(sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".json")))


@cache
def load_lexicon(code: str) -> Lexicon:
    """The lexicon of language `code`; an empty one where there is no file for it."""
    if code not in available_languages():
        return Lexicon(code)
    raw = json.loads((files("index.text") / "lexicons" / f"{code}.json").read_text("utf-8"))
    classes = {name: frozenset(words.split()) for name, words in raw["classes"].items()}
    classes["speech"] |= classes["said"] | classes["says"]
    return Lexicon(
        code=code,
        stemmer=raw["stemmer"],
        stop_words=frozenset(raw["stop_words"].split()),
        titles=frozenset(raw["titles"].split()),
        abbreviations=frozenset(raw["abbreviations"].split()),
        classes=classes,
        relations=tuple(tuple(group.split()) for group in raw["relations"]),
        questions={kind: tuple(patterns) for kind, patterns in raw["questions"].items()},
    )


@cache
def words_of(code: str, *names: str) -> frozenset[str]:
    """The words of language `code` in any of the classes `names`, folded; none of unknown ones."""
    classes = word_classes(code)
    return frozenset().union(*(classes.get(name, ()) for name in names))


@cache
def word_classes(code: str) -> Mapping[str, frozenset[str]]:
    """The word classes of language `code`, folded as `index.text.tokens` folds surface forms."""
    classes = load_lexicon(code).classes
    return {name: frozenset(fold(word) for word in words) for name, words in classes.items()}


@cache
def first_names() -> Mapping[str, Gender]:
    """Return first names of all languages, folded, with their gender; "" for those of both."""
    genders: dict[str, Gender] = {"m": "m", "f": "f", "both": ""}
    return {
        name: genders[group]
        for group, names in _persons()["first_names"].items()
        for name in names.split()
    }


@cache
def person_titles(code: str) -> Mapping[str, Gender]:
    """Return the titles before a person's name ("mme") in language `code`, folded, with gender."""
    return {fold(word): gender for word, gender in _persons()["titles"].get(code, {}).items()}


@cache
def name_endings(code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return endings of words that are no name, and of a verb after one, in language `code`."""
    raw = _persons()["capitals"].get(code, {})
    return tuple(raw.get("no_name", "").split()), tuple(fold(raw.get("verb", "")).split())


@cache
def _persons() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((files("index.text") / "persons.json").read_text("utf-8"))
    return loaded
