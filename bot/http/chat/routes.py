"""The routes below /v1: chat completions, plain and streamed, and the list of the one model."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import FastAPI, Path, Request, Response
from starlette.responses import StreamingResponse
from starlette.types import Scope

from bot.asking import Asking
from bot.http.chat.content import Content, content_of
from bot.http.chat.conversation import MAX_EARLIER, ask_after, questions_in
from bot.http.chat.errors import MODEL, ROOT, UnknownModelError, error_responses
from bot.http.chat.schemas import (
    AssistantMessage,
    ChatRequest,
    Choice,
    Completion,
    Delta,
    ModelCard,
    ModelList,
    Usage,
)
from bot.library import Library
from bot.links import host_in_address, root_of
from index import InputError
from index.errors import show
from index.questions import MAX_QUESTION

CHAT_PATH = f"{ROOT}chat/completions"
MAX_CHAT = 1024 * 1024  # bytes of a request: a front end sends the whole conversation each time

_DESCRIPTION = f"""\
Answers the last message of the user with quotes, or says that the articles do not answer.

The {MAX_EARLIER} messages of the user before it are read for what it leans on. System prompts and
the assistant's messages are not read, and nothing is kept. A question has at most {MAX_QUESTION}
characters. What only a language model could do (`n` over 1, tools, images, other forms than text)
is refused; other parameters are ignored. `usage` is zeros, since there are no tokens."""

_JSON = "application/json"
_EVENTS = "text/event-stream"
_EVENT: dict[str, Any] = {
    "type": "object",
    "description": "An event each",
    "required": ["data"],
    "properties": {
        "data": {"type": "string", "description": "A `chat.completion.chunk`; the last: `[DONE]`"}
    },
}
_NO_STORE = {"Cache-Control": "no-store"}


def add_chat(app: FastAPI, library: Library, asking: Asking, public_url: str | None) -> None:
    """Add the routes to `app`. `public_url` is the address that readers reach the server at."""
    card = ModelCard(created=int(time.time()))
    _add_models(app, card)

    @app.post(
        CHAT_PATH,
        summary="Ask as a chat completion",
        description=_DESCRIPTION,
        response_model=Completion,
        response_description="The answer; with `stream`, chunks of it as server-sent events",
        responses={
            200: {"content": {_EVENTS: {"schema": _EVENT}}},
            **error_responses(400, 404, 413, 415),
        },
        tags=["chat"],
    )
    async def complete(request: Request, body: ChatRequest) -> Response:
        _check(body)
        engine = library.engine
        *earlier, question = questions_in(body.messages)
        try:
            asked = await ask_after(earlier, question, engine=engine, asking=asking)
        except InputError as error:
            number = max(n for n, message in enumerate(body.messages) if message.role == "user")
            raise InputError(f"messages.{number}.content", error.rule, error.got) from None
        content = content_of(asked, address=public_url or _address(request.scope))
        answer = {
            "id": f"chatcmpl-{asked.answer.id}",
            "created": int(time.time()),
            "system_fingerprint": f"fp_{engine.fingerprint[:16]}",
        }
        if body.stream:
            has_usage = bool(body.stream_options and body.stream_options.include_usage)
            events = _events(answer, content, has_usage=has_usage)
            return StreamingResponse(events, media_type=_EVENTS, headers=_NO_STORE)
        message = AssistantMessage(content=content.text, annotations=tuple(content.annotations))
        completion = Completion.model_validate({**answer, "choices": (Choice(message=message),)})
        sent = completion.model_dump_json().encode("utf-8")
        return Response(sent, media_type=_JSON, headers=_NO_STORE)


def _add_models(app: FastAPI, card: ModelCard) -> None:
    @app.get(
        f"{ROOT}models",
        summary="List the models",
        response_description="One model: the articles",
        responses=error_responses(),
        tags=["chat"],
    )
    async def list_models() -> ModelList:
        """List the one model that there is; no language model runs under its name."""
        return ModelList(data=(card,))

    @app.get(
        f"{ROOT}models/{{model}}",
        summary="Describe a model",
        response_description="The model",
        responses=error_responses(404),
        tags=["chat"],
    )
    async def get_model(
        model: Annotated[str, Path(description=f"`{MODEL}`", examples=[MODEL])],
    ) -> ModelCard:
        """Describe the model `mot-pour-mot`; any other is a 404."""
        _check_model(model)
        return card


def _check(body: ChatRequest) -> None:
    """Refuse what can be asked of a language model alone. Raises `InputError`."""
    _check_model(body.model)
    if body.n not in (None, 1):
        raise InputError("n", "must be 1: there is one answer", show(body.n))
    for name in ("tools", "functions"):
        if getattr(body, name):
            raise InputError(name, "must be empty: nothing is called, articles are quoted", "some")
    if body.response_format and body.response_format.type != "text":
        rule = "must be text: quotes cannot be put into another form; see /ask for JSON"
        raise InputError("response_format.type", rule, show(body.response_format.type))
    for modality in body.modalities or ():
        if modality != "text":
            raise InputError("modalities", "must be text alone", show(modality))


def _check_model(model: str) -> None:
    if model != MODEL:
        raise UnknownModelError(model)


def _events(answer: dict[str, Any], content: Content, *, has_usage: bool) -> Iterator[str]:
    """Yield the answer as server-sent events: its role, its parts, its annotations, its end."""
    chunk: dict[str, Any] = {
        "id": answer["id"],
        "object": "chat.completion.chunk",
        "created": answer["created"],
        "model": MODEL,
        "system_fingerprint": answer["system_fingerprint"],
    }
    if has_usage:
        chunk["usage"] = None

    def event(delta: Delta, finish_reason: str | None = None) -> str:
        choice = {
            "index": 0,
            "delta": delta.model_dump(exclude_none=True),
            "logprobs": None,
            "finish_reason": finish_reason,
        }
        return _event({**chunk, "choices": [choice]})

    yield event(Delta(role="assistant", content=""))
    for part in content.parts:
        yield event(Delta(content=part))
    if content.annotations:  # at once: clients do not put lists together
        yield event(Delta(annotations=tuple(content.annotations)))
    yield event(Delta(), "stop")
    if has_usage:
        yield _event({**chunk, "choices": [], "usage": Usage().model_dump()})
    yield "data: [DONE]\n\n"


def _event(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"


def _address(scope: Scope) -> str:
    """Return the address that this server listens on, never what a client's `Host` says."""
    host, port = scope.get("server") or ("", None)
    root = root_of(scope)
    if port is None:  # a unix socket
        return root
    return f"{scope['scheme']}://{host_in_address(host)}:{port}{root}"
