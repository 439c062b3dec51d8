from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from bot.conversation import resolve
from bot.http import schemas
from bot.http.schemas import (
    AnswerModel,
    AskRequest,
    AskResponse,
    CitationModel,
    DocumentModel,
    VerifyRequest,
    VerifyResponse,
)
from index import Answer, Citation, Engine, ask, verify_quote


@pytest.mark.parametrize(("model", "source"), [(AnswerModel, Answer), (CitationModel, Citation)])
def test_fields_are_those_of_the_dataclass(model: type[BaseModel], source: Any) -> None:
    assert list(model.model_fields) == [field.name for field in dataclasses.fields(source)]


def _without_figures(answer: dict[str, Any]) -> dict[str, Any]:
    quotes = [{**quote, "score": None} for quote in answer["citations"]]
    return {**answer, "id": None, "confidence": None, "citations": quotes}


@pytest.mark.parametrize("example", [schemas.ANSWER_EXAMPLE, schemas.NO_ANSWER_EXAMPLE])
def test_answer_examples_are_real(engine: Engine, example: dict[str, Any]) -> None:
    answer = AnswerModel.of(ask(engine, example["question"])).model_dump(mode="json")
    # The figures move a little with each training of the weights; quotes and places do not.
    for shown, real in [
        (example, answer),
        *zip(example["citations"], answer["citations"], strict=True),
    ]:
        key = "confidence" if shown is example else "score"
        assert shown[key] == pytest.approx(real[key], abs=0.02)
    assert _without_figures(answer) == _without_figures(example)


def test_follow_up_example_is_real(engine: Engine) -> None:
    example = schemas.FOLLOW_UP_ANSWER_EXAMPLE
    asked = example["question"]
    answer = ask(engine, resolve(engine, asked, schemas.QUESTION))
    response = AskResponse.to(asked, answer, conversation_id=schemas.CONVERSATION_ID)
    real = response.model_dump(mode="json")
    assert example["confidence"] == pytest.approx(real["confidence"], abs=0.02)
    assert _without_figures(real) == _without_figures(example)


def test_document_example_is_real(engine: Engine) -> None:
    document = engine.documents[0]
    model = DocumentModel.of(document, sentences=engine.sentence_counts[document.id])
    assert model.model_dump(mode="json") == schemas.DOCUMENT_EXAMPLE


def test_verification_example_is_real(engine: Engine) -> None:
    request = VerifyRequest.model_validate(schemas.VERIFY_EXAMPLE)
    result = verify_quote(
        engine.document(request.document_id),
        request.start_char_index,
        request.end_char_index,
        request.text,
    )
    assert VerifyResponse.of(result).model_dump(mode="json") == schemas.VERIFICATION_EXAMPLE


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
