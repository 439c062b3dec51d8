from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from bot.http import schemas
from bot.http.schemas import (
    AnswerModel,
    AskRequest,
    AskResponse,
    CitationModel,
    VerifyRequest,
)
from index import Answer, Citation, Engine, ask


@pytest.mark.parametrize(("model", "source"), [(AnswerModel, Answer), (CitationModel, Citation)])
def test_fields_are_those_of_the_dataclass(model: type[BaseModel], source: Any) -> None:
    assert list(model.model_fields) == [field.name for field in dataclasses.fields(source)]


def test_every_field_of_an_answer_is_kept(engine: Engine) -> None:
    answer = ask(engine, "Who is the CEO of OpenAI?")
    assert answer.closest
    assert AnswerModel.of(answer).model_dump() == dataclasses.asdict(answer)


@pytest.mark.parametrize("model", [AnswerModel, AskResponse])
def test_the_note_is_described(model: type[BaseModel]) -> None:
    schema = model.model_json_schema()
    assert "another language" in schema["properties"]["note"]["description"]
    assert "note" in schema["required"]


@pytest.mark.parametrize("value", [1, 1.5, True, None, ["a"], {"a": 1}, b"a"])
def test_a_question_is_never_guessed_from_another_type(value: object) -> None:
    with pytest.raises(ValidationError):
        AskRequest.model_validate({"question": value})


@pytest.mark.parametrize("example", AskRequest.model_config["json_schema_extra"]["examples"])
def test_request_examples_are_valid(example: dict[str, Any]) -> None:
    assert AskRequest.model_validate(example).model_dump(exclude_unset=True) == example


@pytest.mark.parametrize("value", ["1", 1.0, True, None, -1, 10**100])
def test_an_offset_is_never_guessed_from_another_type(value: object) -> None:
    with pytest.raises(ValidationError):
        VerifyRequest.model_validate({**schemas.VERIFY_EXAMPLE, "start_char_index": value})
