"""Errors as clients of OpenAI's protocol read them: `{"error": {"message": …}}`, below /v1 alone.

What went wrong is decided by `bot.http.problems`, for all routes; this only writes it otherwise.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.types import Scope

from bot.links import route_path
from index.errors import InputError, show

ROOT = "/v1/"
MODEL = "mot-pour-mot"

# What the protocol calls a status, where it is no fault of the request.
_TYPES = {
    401: "authentication_error",
    403: "permission_error",
    429: "rate_limit_error",
}
_CODES = {401: "invalid_api_key", 429: "rate_limit_exceeded"}
_DESCRIPTIONS = {
    400: "The request is not JSON, breaks a rule, or asks for what no quote can give",
    404: f"There is no such model: the only one is `{MODEL}`",
    413: "The body is too large",
    415: "The body is not declared as application/json",
    500: "A fault of the server; only its log says which",
    503: "No article is loaded, or the server has too much to do",
}


class ErrorModel(BaseModel):
    """What was wrong, in the protocol's own form."""

    model_config = ConfigDict(frozen=True)

    message: str = Field(description="One sentence: the field, the rule, what came")
    type: str = Field(description="`invalid_request_error`, or whose fault it is else")
    param: str | None = Field(description="The value that broke its rule")
    code: str | None = Field(description="A name for some errors, such as `model_not_found`")


class ErrorEnvelope(BaseModel):
    """An error."""

    model_config = ConfigDict(frozen=True)

    error: ErrorModel


class UnknownModelError(InputError):
    """There is no model of this name; a 404 of the protocol."""

    def __init__(self, model: str) -> None:
        super().__init__("model", f"must be {MODEL}, the only one", show(model))


def is_chat(scope: Scope) -> bool:
    """Return whether the request is one of the chat protocol's, whichever route it is for."""
    return route_path(scope).startswith(ROOT)


def chat_error(status: int, detail: str, field: str | None) -> tuple[int, bytes]:
    """Return the status and the body for an error that other routes answer with `status`.

    A value that breaks its rule is a 400 here, where the others say 422; a model that is not here
    a 404.
    """
    is_model = field == "model" and status == 404
    status = 400 if status == 422 else status
    kind = "server_error" if status >= 500 else _TYPES.get(status, "invalid_request_error")
    error = ErrorModel(
        message=detail,
        type=kind,
        param=field,
        code="model_not_found" if is_model else _CODES.get(status),
    )
    return status, ErrorEnvelope(error=error).model_dump_json().encode("utf-8")


def error_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route that may answer these statuses, and 500, with an error."""
    return {
        status: {"description": _DESCRIPTIONS[status], "model": ErrorEnvelope}
        for status in (*statuses, 500)
    }
