"""What programs are built upon: the names of `index`, their types, and what they are said to be."""

from __future__ import annotations

import dataclasses
import inspect
import re
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest

import index
from index import Answer, Document, Engine, Explanation, Verification
from tests.paths import ROOT, SEEDS

# To add a name is to promise it. To take one away, or to call it otherwise, breaks the programs of
# others: say so in CHANGELOG.md.
NAMES = {
    "MAX_LIMITED_DOCUMENTS",
    "Answer",
    "AppliedLimits",
    "ArticleError",
    "Articles",
    "Attribution",
    "Citation",
    "CitationCheck",
    "Contribution",
    "DatasetError",
    "Difference",
    "Document",
    "Engine",
    "ExplainedSentence",
    "Explanation",
    "InputError",
    "Limits",
    "MotPourMotError",
    "NoArticlesError",
    "Past",
    "QuotePlace",
    "Quoted",
    "Reader",
    "ReaderError",
    "ResolvedDate",
    "UnknownDocumentError",
    "Verification",
    "Weights",
    "WeightsError",
    "begins_word",
    "ends_word",
    "load_reader",
    "load_weights",
    "make_document",
    "read_articles",
    "read_document",
    "read_limits",
}
METHODS = ("ask", "verify", "verify_answer", "explain", "document")


def test_the_names_stay() -> None:
    assert set(index.__all__) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_says_what_it_is(name: str) -> None:
    named = getattr(index, name)
    said = inspect.getdoc(named) or ""
    assert isinstance(named, int) or (said and not said.startswith(f"{name}("))  # of a dataclass


def test_what_the_methods_return() -> None:
    returned = [get_type_hints(getattr(Engine, name))["return"] for name in METHODS]
    assert returned[0] is Answer
    assert returned[1] is Verification
    assert returned[3:] == [Explanation, Document]
    assert get_type_hints(Engine.from_folder)["return"] is Engine


def test_all_that_they_return_is_made_of_names_that_stay() -> None:
    waiting: list[Any] = [get_type_hints(getattr(Engine, name))["return"] for name in METHODS]
    seen: set[Any] = set()
    while waiting:
        found = waiting.pop()
        waiting += get_args(found)
        if not isinstance(found, type) or found in seen:
            continue
        seen.add(found)
        if found.__module__.startswith("index"):
            assert getattr(index, found.__name__, None) is found
        if dataclasses.is_dataclass(found):
            waiting += get_type_hints(found).values()
    assert index.Citation in seen


def test_data_is_frozen() -> None:
    for name in NAMES:
        named = getattr(index, name)
        if dataclasses.is_dataclass(named) and isinstance(named, type):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(object.__new__(named), dataclasses.fields(named)[0].name, None)


def test_the_readme_names_nothing_else() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    part = readme.split("### In Python", 1)[1].split("\n## ", 1)[0]
    table = "".join(line for line in part.splitlines() if line.startswith("| `"))
    named = set(re.findall(r"\b[A-Z][a-z]\w+(?=[`(.])|\b(?:read|make|load)_\w+", table))
    assert len(named) > 12
    assert named <= NAMES
    for method in re.findall(r"engine\.(\w+)", part):
        assert hasattr(Engine, method) or method == "documents"


def test_a_folder_may_be_named_by_a_string_or_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    # What the reader makes of it is another test's.
    monkeypatch.setattr("index.engine.engine.load_reader", lambda _: None)
    for folder in (str(SEEDS), SEEDS):
        assert [document.id for document in Engine.from_folder(folder).documents] == [
            "000_8ca491ea4156916f"
        ]


def test_nothing_of_the_bot_is_imported() -> None:
    modules = [value for value in vars(index).values() if isinstance(value, ModuleType)]
    assert all(module.__name__.startswith("index") for module in modules)
