"""The JSON of OpenAI's chat completions: what is read of a request, and all of a response.

Front ends send much that only means something to a language model (`temperature`, `max_tokens`,
`seed`, `user`): what is not named here may be there, and is not read.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from bot.http.chat.errors import MODEL
from bot.json_types import GivenModel, ResponseModel

MAX_MESSAGES = 1_000

Role = Literal["system", "developer", "user", "assistant", "tool", "function"]


def _content(value: object) -> object:
    """Return `value` if it may be the content of a message; which parts may be is told later."""
    is_parts = isinstance(value, list) and all(isinstance(part, dict) for part in value)
    if value is None or isinstance(value, str) or is_parts:
        return value
    raise PydanticCustomError("content_type", "must be a string or a list of parts")


class ChatMessage(GivenModel):
    """A message of the conversation. Only those of the user are read."""

    role: Role
    content: Annotated[
        Any,
        BeforeValidator(_content),
        WithJsonSchema(
            {
                "anyOf": [
                    {"type": "string"},
                    {"type": "array", "items": {"type": "object"}},
                    {"type": "null"},
                ]
            }
        ),
    ] = Field(
        default=None,
        description="Of the user: the question, as text or as parts `{type: text, text: …}`",
    )


class StreamOptions(GivenModel):
    """What a stream has besides the answer."""

    include_usage: bool | None = Field(
        default=None, description="Whether a last chunk has the (empty) `usage`"
    )


class ResponseFormat(GivenModel):
    """The form of the answer; only `text` can be had."""

    type: str


class ChatRequest(GivenModel):
    """A conversation whose last user message is the question."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "model": MODEL,
                    "messages": [{"role": "user", "content": "Quel est le montant du contrat ?"}],
                }
            ]
        }
    )

    model: str = Field(description=f"`{MODEL}`")
    messages: list[ChatMessage] = Field(
        min_length=1,
        max_length=MAX_MESSAGES,
        description="The conversation. The last message of the user is the question; earlier ones "
        "are what it may lean on ('And when?'). No other message is read: nothing can be "
        "instructed, because nothing is generated",
    )
    stream: bool | None = Field(default=None, description="Send the answer as server-sent events")
    stream_options: StreamOptions | None = None
    n: int | None = Field(default=None, description="1: there is one answer")
    tools: list[Any] | None = Field(default=None, description="None: nothing is called")
    functions: list[Any] | None = Field(default=None, description="None: nothing is called")
    response_format: ResponseFormat | None = Field(
        default=None, description="`text`: quotes cannot be put into another form"
    )
    modalities: list[str] | None = Field(default=None, description="`text` alone")


class UrlCitation(ResponseModel):
    """Where a quote is from, and where in the message it is."""

    start_index: int = Field(
        ge=0, description="The quote is `content[start_index:end_index]`, in Unicode code points"
    )
    end_index: int = Field(ge=0, description="Exclusive")
    title: str = Field(description="The article's title")
    url: str = Field(
        description="The page that shows the quote in its place; the fragment `#char=START,END` "
        "is its place in the article's text"
    )


class Annotation(ResponseModel):
    """A quote of the answer."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class AssistantMessage(ResponseModel):
    """The answer."""

    role: Literal["assistant"] = "assistant"
    content: str = Field(
        description="The short answer in bold type, then the numbered quotes, each with its source "
        "in the line below; or why the articles do not answer"
    )
    refusal: None = None
    annotations: tuple[Annotation, ...] = Field(
        description="One for each quote that is part of an answer; none where there is no answer"
    )


class Choice(ResponseModel):
    """The one answer."""

    index: Literal[0] = 0
    message: AssistantMessage
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Usage(ResponseModel):
    """Zeros: no language model runs, so there are no tokens to count."""

    prompt_tokens: Literal[0] = 0
    completion_tokens: Literal[0] = 0
    total_tokens: Literal[0] = 0


class Completion(ResponseModel):
    """An answer in the articles' own words, as a chat completion."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int = Field(description="Seconds since 1970")
    model: str = MODEL
    choices: tuple[Choice]
    usage: Usage = Usage()
    system_fingerprint: str = Field(description="The same for the same articles and weights")


class Delta(ResponseModel):
    """What a chunk adds to the message; what it does not add is left out."""

    role: Literal["assistant"] | None = None
    content: str | None = None
    annotations: tuple[Annotation, ...] | None = None


class ModelCard(ResponseModel):
    """The one model."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = Field(description="When this server was started, in seconds since 1970")
    owned_by: str = MODEL


class ModelList(ResponseModel):
    """All models: one."""

    object: Literal["list"] = "list"
    data: tuple[ModelCard, ...]
