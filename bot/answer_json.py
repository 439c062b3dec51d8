"""An answer as JSON: as programs get it from every face, and whole, as the store keeps it."""

from __future__ import annotations

from dataclasses import replace

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from index import Answer

_ANSWER = TypeAdapter(Answer)
_NOT_SENT = {"others"}  # further passages: for the buttons of a chat


def answer_to_json(answer: Answer) -> str:
    """Return `answer` as indented JSON, for a program that reads a command's output."""
    return _ANSWER.dump_json(answer, indent=2, exclude=_NOT_SENT).decode("utf-8")


def reply_to_json(answer: Answer, *, asked: str, conversation_id: str | None = None) -> bytes:
    """Return the reply to what was `asked`, of which `answer.question` is the reading.

    It has the answer's fields, then two of its own: `bot.http.schemas.AskResponse` describes it.
    Written without a model in between: a question asked before has no greater cost than this.
    """
    is_read_otherwise = answer.question != asked
    shown = replace(answer, question=asked) if is_read_otherwise else answer
    own = {
        "interpreted_as": answer.question if is_read_otherwise else None,
        "conversation_id": conversation_id,
    }
    return b"%b,%b" % (_ANSWER.dump_json(shown, exclude=_NOT_SENT)[:-1], to_json(own)[1:])


def dump_answer(answer: Answer) -> str:
    """Return `answer` as JSON with all of its fields; `load_answer` reads it."""
    return _ANSWER.dump_json(answer).decode("utf-8")


def load_answer(text: str) -> Answer | None:
    """Return the answer that `dump_answer` wrote; None for one that another version wrote.

    One that was written before citations had roles is read: what it quotes answers, as far as is
    known, and what it does not quote has no role.
    """
    try:
        answer = _ANSWER.validate_json(text)
    except ValidationError:
        return None
    closest, others = (
        tuple(replace(citation, role=None) for citation in citations)
        for citations in (answer.closest, answer.others)
    )
    return replace(answer, closest=closest, others=others)
