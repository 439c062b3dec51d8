from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

import pytest
import Stemmer

from index.questions.analysis import KINDS
from index.text.folding import fold
from index.text.lexicon import Lexicon, available_languages, load_lexicon, word_classes
from index.text.tokens import analyzer_for

CODES = available_languages()
KEYS = {"stemmer", "stop_words", "titles", "abbreviations", "classes", "questions", "relations"}


def raw(code: str) -> dict[str, Any]:
    content = (files("index.text") / "lexicons" / f"{code}.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(content)
    return loaded


def word_lists(code: str) -> dict[str, list[str]]:
    content = raw(code)
    lists = {name: content[name].split() for name in ("stop_words", "titles", "abbreviations")}
    lists |= {f"classes.{name}": words.split() for name, words in content["classes"].items()}
    return lists | {
        f"relations[{i}]": group.split() for i, group in enumerate(content["relations"])
    }


def test_languages() -> None:
    assert CODES == ("de", "en", "es", "fr")


@pytest.mark.parametrize("code", CODES)
def test_keys_are_complete(code: str) -> None:
    assert set(raw(code)) == KEYS
    assert set(raw(code)["classes"]) == set(raw("fr")["classes"])
    assert set(raw(code)["questions"]) == set(KINDS)


@pytest.mark.parametrize("code", CODES)
def test_loads(code: str) -> None:
    lexicon = load_lexicon(code)
    assert lexicon.code == code
    assert lexicon.stemmer in Stemmer.algorithms()
    assert lexicon.stop_words
    assert lexicon.titles
    assert lexicon.abbreviations
    assert all(lexicon.classes.values())
    assert all(lexicon.questions.values())


@pytest.mark.parametrize("code", CODES)
def test_patterns_compile_and_are_folded(code: str) -> None:
    for patterns in load_lexicon(code).questions.values():
        for pattern in patterns:
            re.compile(pattern)
            # They are matched against folded text, so an accent in one would never match.
            assert fold(re.sub(r"\\[A-Z]", "", pattern)) == re.sub(r"\\[A-Z]", "", pattern)


@pytest.mark.parametrize("code", CODES)
def test_no_duplicates(code: str) -> None:
    repeated = {
        name: sorted({word for word in words if words.count(word) > 1})
        for name, words in word_lists(code).items()
        if len(set(words)) < len(words)
    }
    assert repeated == {}
    for kind, patterns in load_lexicon(code).questions.items():
        assert len(set(patterns)) == len(patterns), kind


@pytest.mark.parametrize("code", CODES)
def test_words_are_lower_case(code: str) -> None:
    for name, words in word_lists(code).items():
        assert [word for word in words if word != word.lower()] == [], name


@pytest.mark.parametrize("code", CODES)
def test_every_class_word_and_stop_word_can_be_a_token(code: str) -> None:
    """A word with an apostrophe or hyphen falls apart, so an entry with one never matches."""
    analyzer = analyzer_for(code)
    lists = {
        name: words
        for name, words in word_lists(code).items()
        if name == "stop_words" or name.startswith("classes.")
    }
    unreachable = {
        name: odd
        for name, words in lists.items()
        if (odd := [word for word in words if len(list(analyzer.tokens(word))) != 1])
    }
    assert unreachable == {}


@pytest.mark.parametrize("code", CODES)
def test_relations_relate_more_than_one_word(code: str) -> None:
    assert not [group for group in load_lexicon(code).relations if len(group) < 2]


@pytest.mark.parametrize("code", CODES)
def test_titles_and_abbreviations_have_no_final_point(code: str) -> None:
    lexicon = load_lexicon(code)
    assert not [word for word in lexicon.titles | lexicon.abbreviations if word.endswith(".")]


def test_an_unknown_language_is_empty() -> None:
    assert load_lexicon("xx") == Lexicon("xx")
    assert load_lexicon("../fr") == Lexicon("../fr")
    assert word_classes("xx") == {}


def test_word_classes_are_folded() -> None:
    assert "fevrier" in word_classes("fr")["month"]
    assert "février" in load_lexicon("fr").classes["month"]
