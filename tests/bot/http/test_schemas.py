from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from pydantic import ValidationError

from bot.answer_json import reply_to_json
from bot.http import verification_schemas
from bot.http.schemas import AskRequest, AskResponse, CitationModel
from bot.http.verification_schemas import VerifyRequest
from index import Answer, Citation, Engine


def test_fields_are_those_of_the_dataclass() -> None:
    own = ["interpreted_as", "conversation_id"]
    fields = [field.name for field in dataclasses.fields(Answer) if field.name != "others"]
    assert list(AskResponse.model_fields) == fields + own
    fields = [field.name for field in dataclasses.fields(Citation)]
    fields.insert(fields.index("text_fragment_url") + 1, "page_url")
    assert list(CitationModel.model_fields) == fields


@pytest.mark.parametrize("question", ["Who is the CEO of OpenAI?", "Qui a dit « vendredi » ?"])
def test_what_is_sent_is_as_described(engine: Engine, question: str) -> None:
    body = reply_to_json(engine.ask(question), asked="Et lui ?", conversation_id="a" * 16)
    assert AskResponse.model_validate_json(body).model_dump_json().encode() == body


def test_the_note_is_described() -> None:
    schema = AskResponse.model_json_schema()
    assert "no reader" in schema["properties"]["note"]["description"]
    assert "note" in schema["required"]


@pytest.mark.parametrize("value", [1, 1.5, True, None, ["a"], {"a": 1}, b"a"])
def test_a_question_is_never_guessed_from_another_type(value: object) -> None:
    with pytest.raises(ValidationError):
        AskRequest.model_validate({"question": value})


@pytest.mark.parametrize("example", AskRequest.model_config["json_schema_extra"]["examples"])
def test_request_examples_are_valid(example: dict[str, Any]) -> None:
    assert AskRequest.model_validate(example).model_dump(exclude_unset=True) == example


@pytest.mark.parametrize("value", ["1", 1.0, True, -1, 10**100])
def test_an_offset_is_never_guessed_from_another_type(value: object) -> None:
    with pytest.raises(ValidationError):
        VerifyRequest.model_validate(
            {**verification_schemas.VERIFY_EXAMPLE, "start_char_index": value}
        )
