from __future__ import annotations

import json
from importlib.resources import files

import pytest

from index.annotations.words import annotation_words
from index.text.folding import fold
from index.text.lexicon import available_languages, first_names, load_lexicon, person_titles


@pytest.mark.parametrize("language", available_languages())
def test_every_language_of_the_lexicons_has_words(language: str) -> None:
    words = annotation_words(language)
    assert words
    assert words["says"]
    assert words.sources
    assert words["people"]
    assert words.pronouns


def test_another_language_has_none() -> None:
    assert annotation_words("und") is None


def test_words_are_lower_case_and_none_twice() -> None:
    raw = json.loads((files("index.annotations") / "words.json").read_text("utf-8"))
    for language, lists in raw.items():
        for name, value in lists["lists"].items():
            words = value.split()
            assert len(set(words)) == len(words), (language, name)
            assert value == value.lower(), (language, name)


@pytest.mark.parametrize("language", available_languages())
def test_a_noun_is_in_one_class_of_those_who_speak(language: str) -> None:
    classes = load_lexicon(language).classes
    assert not classes["role"] & classes["body"]
    assert not (classes["role"] | classes["body"]) & classes["voice"]


def test_first_names_and_titles_tell_the_gender() -> None:
    names = first_names()
    assert (names["anne"], names["paul"], names["andrea"]) == ("f", "m", "")
    assert all(name == fold(name) for name in names)
    assert person_titles("fr")["mme"] == "f"
    assert person_titles("xx") == {}
