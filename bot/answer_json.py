"""An answer as JSON: as programs get it from every face, and whole, as the store keeps it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from bot.links import page_url
from index import Answer

_ANSWER = TypeAdapter(Answer)
_NOT_SENT = {"others"}  # further passages: for the buttons of a chat


def answer_to_json(answer: Answer, *, public_url: str | None = None) -> str:
    """Return `answer` as indented JSON, for a program that reads a command's output."""
    return to_json(_sent(answer, public_url), indent=2).decode("utf-8")


def reply_to_json(
    answer: Answer,
    *,
    asked: str,
    conversation_id: str | None = None,
    public_url: str | None = None,
) -> bytes:
    """Return the reply to what was `asked`, of which `answer.question` is the reading.

    It has the answer's fields, then two of its own: `bot.http.schemas.AskResponse` describes it.
    Written without a model in between: a question asked before has no greater cost than this.
    """
    return to_json(
        {
            **_sent(answer, public_url),
            "question": asked,
            "interpreted_as": answer.question if answer.question != asked else None,
            "conversation_id": conversation_id,
        }
    )


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


def _sent(answer: Answer, public_url: str | None) -> dict[str, Any]:
    """Return what programs get of `answer`, each citation with the `page_url` of its place."""
    fields: dict[str, Any] = _ANSWER.dump_python(answer, mode="json", exclude=_NOT_SENT)
    for name in ("citations", "closest"):
        fields[name] = [_linked(citation, public_url) for citation in fields[name]]
    return fields


def _linked(citation: dict[str, Any], public_url: str | None) -> dict[str, Any]:
    """Return the fields of a citation, with `page_url` after `text_fragment_url`."""
    linked: dict[str, Any] = {}
    for name, value in citation.items():
        linked[name] = value
        if name == "text_fragment_url":
            linked["page_url"] = page_url(
                citation["document_id"],
                citation["start_char_index"],
                citation["end_char_index"],
                public_url=public_url,
                sha256=citation["document_sha256"],
            )
    return linked
