"""An answer as JSON: as programs get it from every face, and whole, as the store keeps it."""

from __future__ import annotations

from dataclasses import dataclass, fields

from pydantic import TypeAdapter, ValidationError

from index import Answer


@dataclass(frozen=True, slots=True)
class Reply(Answer):
    """An answer, and how the question was read (`bot.http.schemas.AskResponse` describes it).

    `question` is what was asked, `interpreted_as` what a follow-up was read as.
    """

    interpreted_as: str | None = None
    conversation_id: str | None = None


_ANSWER = TypeAdapter(Answer)
_REPLY = TypeAdapter(Reply)
_FIELDS = tuple(field.name for field in fields(Answer))
_NOT_SENT = {"others"}  # further passages: for the buttons of a chat


def answer_to_json(answer: Answer) -> str:
    """Return `answer` as indented JSON, for a program that reads a command's output."""
    return _ANSWER.dump_json(answer, indent=2, exclude=_NOT_SENT).decode("utf-8")


def reply_to_json(answer: Answer, *, asked: str, conversation_id: str | None = None) -> bytes:
    """Return the reply to what was `asked`, of which `answer.question` is the reading."""
    values = {name: getattr(answer, name) for name in _FIELDS}
    values["question"] = asked
    reply = Reply(
        **values,
        interpreted_as=answer.question if answer.question != asked else None,
        conversation_id=conversation_id,
    )
    return _REPLY.dump_json(reply, exclude=_NOT_SENT)


def dump_answer(answer: Answer) -> str:
    """Return `answer` as JSON with all of its fields; `load_answer` reads it."""
    return _ANSWER.dump_json(answer).decode("utf-8")


def load_answer(text: str) -> Answer | None:
    """Return the answer that `dump_answer` wrote; None for one that another version wrote."""
    try:
        return _ANSWER.validate_json(text)
    except ValidationError:
        return None
