"""Several questions in one request, each with an answer or a problem of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any

from fastapi import Request, Response
from pydantic import Discriminator, Field, Tag

from bot.answer_json import reply_to_json
from bot.asking import Asked
from bot.http.problems import QUESTION_TAG, QUESTIONS_TAG, TOLD, problem_of
from bot.http.schemas import QUESTION_DESCRIPTION, AskRequest, AskResponse, ProblemModel

MAX_QUESTIONS = 20  # of a request


class OneQuestion(AskRequest):
    """A question of a list: as one that is asked alone.

    One that cannot be answered, such as one without any words, gets a problem in its place.
    """

    question: str = Field(description=QUESTION_DESCRIPTION)


def _tag(body: Any) -> str:
    return QUESTIONS_TAG if isinstance(body, list) else QUESTION_TAG


AskBody = Annotated[
    Annotated[AskRequest, Tag(QUESTION_TAG)]
    | Annotated[
        list[OneQuestion], Field(min_length=1, max_length=MAX_QUESTIONS), Tag(QUESTIONS_TAG)
    ],
    Discriminator(_tag),
]
AskReply = AskResponse | list[AskResponse | ProblemModel]


async def answer_several(
    bodies: Sequence[OneQuestion],
    request: Request,
    ask: Callable[[AskRequest], Awaitable[Asked]],
    *,
    public_url: str | None,
) -> Response:
    """Ask one after the other, and return what `/ask` sends of each, or its problem, in order."""
    parts = []
    for body in bodies:
        try:
            asked = await ask(body)
        except TOLD as error:
            parts.append(await problem_of(request, error))
            continue
        parts.append(reply_of(asked, public_url=public_url))
    return Response(b"[" + b",".join(parts) + b"]", media_type="application/json")


def reply_of(asked: Asked, *, public_url: str | None) -> bytes:
    """Return what `/ask` sends of one question."""
    return reply_to_json(
        asked.answer,
        asked=asked.question,
        conversation_id=asked.conversation_id,
        public_url=public_url,
    )
