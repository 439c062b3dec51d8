from __future__ import annotations

import pytest

from index import errors
from index.errors import (
    ArticleError,
    DatasetError,
    InputError,
    MotPourMotError,
    NoArticlesError,
    TrainingError,
    TrainingStoppedError,
    UnknownDocumentError,
    WeightsError,
    show,
)


@pytest.mark.parametrize(
    ("error", "base"),
    [
        (InputError, MotPourMotError),
        (UnknownDocumentError, InputError),
        (ArticleError, MotPourMotError),
        (NoArticlesError, ArticleError),
        (WeightsError, MotPourMotError),
        (DatasetError, MotPourMotError),
        (TrainingError, MotPourMotError),
        (TrainingStoppedError, TrainingError),
        (MotPourMotError, Exception),
    ],
)
def test_tree(error: type[Exception], base: type[Exception]) -> None:
    assert error.__bases__ == (base,)


def test_the_module_opens_with_the_whole_tree() -> None:
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, MotPourMotError):
            assert name in (errors.__doc__ or ""), name


def test_input_error_keeps_field_rule_and_value() -> None:
    error = InputError("question", "must not be empty", "''")
    assert (error.field, error.rule, error.got) == ("question", "must not be empty", "''")
    assert str(error) == "question: must not be empty; got ''"


def test_unknown_document_names_the_known() -> None:
    assert str(UnknownDocumentError("x", ("a", "b"))) == (
        "document_id: must be the id of an article (a, b); got 'x'"
    )


def test_unknown_document_names_at_most_five() -> None:
    message = str(UnknownDocumentError("x", tuple("abcdefg")))
    assert message == "document_id: must be the id of an article (a, b, c, d, e, …); got 'x'"


def test_show_shortens() -> None:
    assert show("a" * 100) == "'" + "a" * 58 + "…"
    assert len(show("a" * 100)) == 60
    assert show("a" * 58) == "'" + "a" * 58 + "'"


@pytest.mark.parametrize("value", ["\ud800", "a\x00b", "\n", "\x1b[31m", b"\xff", 3, None])
def test_show_is_printable_and_storable(value: object) -> None:
    shown = show(value)
    assert shown.isprintable()
    shown.encode("utf-8")
