"""What the page reads of a request: its language, where the server is, what is asked.

Whatever came is either understood or refused in plain words.
"""

from __future__ import annotations

import json
import re

from starlette.requests import Request

from bot.web.accepting import preferred_language
from bot.web.limiting import limits_in_body, limits_refusal
from bot.web.phrases import PHRASES, Phrases
from index import InputError, Limits
from index.questions import MAX_QUESTION

COOKIE = "motpourmot-language"

_MAX_BODY = 64 * 1024  # bytes
_CONVERSATION = re.compile("[A-Za-z0-9_-]{16,64}")


def phrases_for(request: Request) -> Phrases:
    """Return the phrases of the language chosen on the page, else of the browser's."""
    for chosen in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if chosen in PHRASES:
            return PHRASES[chosen]
    return PHRASES[preferred_language(request.headers.get("accept-language", ""))]


def refusal(error: InputError, question: str, phrases: Phrases) -> str:
    """Return in plain words what is wrong with a question or its limits."""
    if words := limits_refusal(error, phrases):
        return words
    if not question.strip():
        return str(phrases["error_empty"])
    if len(question.strip()) > MAX_QUESTION:
        return str(phrases["error_too_long"]).format(limit=MAX_QUESTION)
    return str(phrases["error_no_words"])


def number_in(text: str) -> int:
    """Return the number that `text` is, 1 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


async def read_body(request: Request) -> bytes:
    """Return the body. Raises `ValueError` where it is too large or not declared as JSON."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise ValueError("the body must be JSON")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY:
            raise ValueError("the body is too large")
    return bytes(body)


def read_question(body: bytes) -> tuple[str, str | None, Limits | None]:
    """Return the question, the conversation's id and the limits.

    Raises `ValueError` for another body, `InputError` for limits that are none.
    """
    try:
        content = json.loads(body)
    except RecursionError:
        raise ValueError("the body is nested too deeply") from None
    question = content.get("question") if isinstance(content, dict) else None
    if not isinstance(question, str):
        raise ValueError("there must be a question")
    conversation_id = content.get("conversation_id")
    if conversation_id is not None and not (
        isinstance(conversation_id, str) and _CONVERSATION.fullmatch(conversation_id)
    ):
        raise ValueError("the conversation must have an id as the API describes it")
    return question, conversation_id, limits_in_body(content)
