"""Every error as an RFC 9457 problem document, in one place; below /v1 in that protocol's own form.

The detail is one sentence: the field, the rule, what came. What came is escaped and shortened;
a trace or a path of this machine is never sent.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from bot.errors import BusyError, NoOriginalError, NoStoreError, StoreError
from bot.http.chat.errors import UnknownModelError, chat_error, is_chat
from bot.http.schemas import ProblemModel
from index.errors import InputError, UnknownDocumentError, show

_log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

_MAX_INSTANCE = 200  # characters: a longer path says nothing to its reader
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9_.]")
# Which of two bodies an error is about, for pydantic: nobody wrote that, so nobody is told it.
QUESTION_TAG, QUESTIONS_TAG = "(question)", "(questions)"
QUOTE_TAG, ANSWER_TAG = "(quote)", "(answer)"
_TAGS = frozenset({QUESTION_TAG, QUESTIONS_TAG, QUOTE_TAG, ANSWER_TAG})
_JSON_TYPE = re.compile(r"application/([^;]+\+)?json\s*(;|$)", re.IGNORECASE)

# What `index` calls a value, by what the API calls it.
_FIELDS = {"start": "start_char_index", "end": "end_char_index"}

_STORE_AGAIN = "5"  # seconds

# pydantic's error types, which are stable, as rules in the words of `index.errors`.
_RULES = {
    "missing": "is required",
    "extra_forbidden": "is no field of this request",
    "string_type": "must be a string",
    "string_unicode": "must be Unicode text without unpaired surrogates",
    "string_pattern_mismatch": "must match {pattern}",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "literal_error": "must be {expected}",
    "too_short": "must have at least {min_length}",
    "too_long": "must have at most {max_length}",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "int_type": "must be a whole number",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
}

# As RFC 9110 has them: Python's `HTTPStatus.phrase` depends on the version of Python.
_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    412: "Precondition Failed",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
    505: "HTTP Version Not Supported",
}
_DESCRIPTIONS = {
    400: "The body is not JSON",
    404: "No article has this id, or there is no such file",
    412: "The article has changed: its text is none of those in `If-Match`",
    413: "The body is over 64 KiB",
    415: "The body is not declared as application/json",
    422: "A value breaks its rule; `field` names it",
    500: "A fault of the server; only its log says which",
    503: "Too much is asked at once, no article is loaded, or conversations are not kept or "
    "cannot be at the moment",
}


class NotReadyError(Exception):
    """No article is loaded, so no question can be answered."""


def install(app: FastAPI) -> None:
    """Make `app` answer every error with a problem document."""
    app.add_exception_handler(InputError, _input)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(NotReadyError, _not_ready)
    app.add_exception_handler(BusyError, _busy)
    app.add_exception_handler(NoStoreError, _no_store)
    app.add_exception_handler(NoOriginalError, _no_original)
    app.add_exception_handler(StoreError, _store)
    app.add_exception_handler(Exception, _fault)


async def problem_of(request: Request, error: Exception) -> bytes:
    """Return the problem document of one of the errors `TOLD`, as a part of another response."""
    handler = next(handle for kind, handle in _TOLD_BY.items() if isinstance(error, kind))
    return bytes((await handler(request, error)).body)


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route that may answer these statuses, and 500, with a problem."""
    schema = {"$ref": f"#/components/schemas/{ProblemModel.__name__}"}
    return {
        status: {"description": _DESCRIPTIONS[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in (*statuses, 500)
    }


def too_large(request: Request, limit: int) -> Response:
    """Return the 413 problem for a body over `limit` bytes, whether all of it was read or not."""
    detail = f"body: must have at most {limit} bytes; got more. Send a shorter one"
    headers = {"Connection": "close"}
    return _problem(413, detail, field="body", request=request, headers=headers)


def problem(
    status: int,
    detail: str,
    *,
    scope: Scope,
    field: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a problem for a request that no route has seen."""
    return _problem(status, detail, request=Request(scope), field=field, headers=headers)


def _problem(
    status: int,
    detail: str,
    *,
    request: Request,
    field: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    if is_chat(request.scope):
        status, body = chat_error(status, detail, field)
        return Response(body, status, dict(headers or {}), media_type="application/json")
    path = quote(request.scope["path"])
    problem = ProblemModel(
        title=_TITLES.get(status, "Error"),
        status=status,
        detail=detail,
        instance=path if len(path) <= _MAX_INSTANCE else None,
        field=field,
    )
    return Response(
        problem.model_dump_json(exclude_none=True).encode("utf-8"),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=dict(headers or {}),
    )


async def _input(request: Request, error: Exception) -> Response:
    assert isinstance(error, InputError)  # noqa: S101  # Starlette's signature is wider
    field = "q" if request.method == "GET" and error.field == "question" else error.field
    field = _FIELDS.get(field, field)
    status = 404 if isinstance(error, UnknownDocumentError | UnknownModelError) else 422
    detail = f"{field}: {error.rule}; got {error.got}"
    return _problem(status, detail, field=field, request=request)


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # Starlette's signature is wider
    first = error.errors()[0]
    where, *names = (name for name in first["loc"] if name not in _TAGS)
    content_type = request.headers.get("content-type", "")
    if where == "body" and not _JSON_TYPE.match(content_type):
        got = show(content_type) if content_type else "none"
        detail = f"content-type: must be application/json; got {got}"
        return _problem(415, detail, field="content-type", request=request)
    if first["type"] == "json_invalid":
        place = f"at character {names[0]}: {first['ctx']['error']}"
        return _problem(400, f"body: must be JSON; {place}", field="body", request=request)
    field = ".".join(_plain(str(name)) for name in names) or str(where)
    rule = _RULES.get(first["type"], first["msg"]).format(**first.get("ctx", {}))
    if first["type"] != "missing":
        too_long = first["type"] == "string_too_long"
        rule += f"; got {len(first['input']) if too_long else _received(first['input'])}"
    return _problem(422, f"{field}: {rule}", field=field, request=request)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # Starlette's signature is wider
    headers = dict(error.headers or {})
    if error.status_code == 400:
        detail = "body: must be JSON in UTF-8, not nested deeply, no number over 4300 digits"
        return _problem(400, detail, field="body", request=request)
    if error.status_code == 404:
        detail = str(error.detail)
        if detail == _TITLES[404]:  # Starlette's own: no route has the path
            got = show(request.scope["path"])
            detail = f"path: must be one of the routes that /docs lists; got {got}"
        return _problem(404, detail, field="path", request=request)
    if error.status_code == 405:
        allowed = headers["Allow"] = _allowed_methods(request)
        detail = f"method: must be one of {allowed}; got {show(request.method)}"
        return _problem(405, detail, field="method", request=request, headers=headers)
    return _problem(error.status_code, str(error.detail), request=request, headers=headers)


async def _not_ready(request: Request, error: Exception) -> Response:
    del error
    detail = "ARTICLES_DIR: must hold at least one article that can be read; none is loaded"
    return _problem(503, detail, request=request)


async def _busy(request: Request, error: Exception) -> Response:
    assert isinstance(error, BusyError)  # noqa: S101  # Starlette's signature is wider
    headers = {"Retry-After": str(error.seconds)}
    return _problem(503, str(error), request=request, headers=headers)


async def _no_store(request: Request, error: Exception) -> Response:
    return _problem(503, str(error), field="conversation_id", request=request)


async def _no_original(request: Request, error: Exception) -> Response:
    return _problem(404, str(error), field="original", request=request)


async def _store(request: Request, error: Exception) -> Response:
    _log.error("%s", error)  # one sentence; it may name a file or a host, so it is not sent
    detail = "conversation_id: conversations cannot be kept now; try again later, or without it"
    headers = {"Retry-After": _STORE_AGAIN}
    return _problem(503, detail, field="conversation_id", request=request, headers=headers)


_TOLD_BY: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    BusyError: _busy,
    InputError: _input,
    NoStoreError: _no_store,
    StoreError: _store,
}
TOLD: tuple[type[Exception], ...] = tuple(
    _TOLD_BY
)  # what is wrong with one question, or with its conversation


async def _fault(request: Request, error: Exception) -> Response:
    # Starlette raises the error again after this response, and the server logs it with its
    # trace. This response has not passed through `limits.NoSniff`.
    del error
    detail = "The server met a fault and has logged it. Try again later"
    headers = {"X-Content-Type-Options": "nosniff"}
    return _problem(500, detail, request=request, headers=headers)


def _allowed_methods(request: Request) -> str:
    """Return the methods of all routes at this path; Starlette names only those of the first."""
    methods: set[str] = set()
    for route in request.app.routes:
        if route.matches(request.scope)[0] is not Match.NONE:
            methods |= getattr(route, "methods", None) or set()
    if "GET" in methods:  # `limits.HeadAsGet`
        methods.add("HEAD")
    # What is mounted, the scripts of /docs, names no methods: it can only be read.
    return ", ".join(sorted(methods or {"GET", "HEAD"}))


def _plain(name: str) -> str:
    """Return a field's name, which for an unknown field is whatever the caller wrote."""
    return show(name) if _NOT_PLAIN.search(name) or len(name) > 60 else name


def _received(value: object) -> str:
    """Return what came, on one line, without the contents of objects: they may be nested deeply."""
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else show(value)
