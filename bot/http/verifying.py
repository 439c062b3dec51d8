"""The routes of `/verify`: a quote, alone or with the place that it is said to be at; an answer."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request, Response

from bot.asking import Asking
from bot.http.problems import problem_responses
from bot.http.verification_schemas import (
    TYPOGRAPHIC_EXAMPLE,
    VerifyAnswerRequest,
    VerifyAnswerResponse,
    VerifyBody,
    VerifyRequest,
    VerifyResponse,
)
from bot.library import Library
from bot.negotiation import preferred_language
from bot.verdicts.explaining import answer_language, verdict_language, words_for
from bot.verdicts.given_answer import MAX_SEARCHED, MAX_TEXT, check_answer
from bot.verdicts.schemas import CheckedAnswerModel, VerificationModel
from bot.verdicts.words import WORDED
from index import Engine
from index.errors import InputError

_JSON = "application/json"

Quote = Annotated[
    str,
    Query(
        max_length=MAX_TEXT,
        description="The quote, as `text` of `POST /verify`: of over "
        f"{MAX_SEARCHED} characters it is `too_long`",
        examples=[TYPOGRAPHIC_EXAMPLE["text"]],
    ),
]


def add_verifying(app: FastAPI, library: Library, asking: Asking, public_url: str | None) -> None:
    """Add the routes to `app`."""
    described: dict[str, Any] = {"tags": ["articles"]}

    @app.post(
        "/verify",
        summary="Verify a quote, or a whole answer",
        response_model=VerifyResponse | VerifyAnswerResponse,
        response_description="What the articles say of the quote, or of each quote of the answer",
        responses=problem_responses(400, 404, 413, 415, 422, 503),
        **described,
    )
    async def verify(body: VerifyBody, request: Request) -> Response:
        """Say whether the articles have a quote, where, and what differs.

        The quote alone is enough. With `document_id` only that article is looked in, with
        `document_sha256` only that version; with a place, `verified` says whether the quote is
        there, character by character. An unknown article is `uncheckable`; with a place in it, it
        is a 404.

        A body with `citations` is an answer as `/ask` once gave it, in plain JSON: each of its
        quotes is checked against the version that it was taken from.
        """
        engine, spoken = library.engine, _language_of(request)
        if isinstance(body, VerifyAnswerRequest):
            checked = await asking.rank(partial(check_answer, engine, body))
            words = words_for(answer_language(checked, engine, default=spoken))
            return _json(CheckedAnswerModel.of(checked, engine, words, public_url=public_url))
        return _json(await asking.rank(partial(_verify, engine, body, public_url, spoken)))

    @app.get(
        "/verify",
        summary="Verify a quote in the address",
        response_model=VerifyResponse,
        response_description="What the articles say of the quote",
        responses=problem_responses(422, 503),
        **described,
    )
    async def verify_in_address(q: Quote, request: Request) -> Response:
        """Answer as `POST /verify` does for the quote alone."""
        body, spoken = VerifyRequest(text=q), _language_of(request)
        work = partial(_verify, library.engine, body, public_url, spoken)
        return _json(await asking.rank(work))


def _language_of(request: Request) -> str | None:
    """Return the language that the client says it would rather have; None where it says none."""
    return preferred_language(",".join(request.headers.getlist("accept-language")), WORDED)


def _verify(
    engine: Engine, body: VerifyRequest, public_url: str | None, spoken: str | None
) -> VerificationModel:
    """Return what the articles say of the quote in `body`.

    spoken: the language to explain it in where its own is not known

    Raises `InputError` for a place that is not whole or not in the article, and where there is no
    text to compare with it.
    """
    start, end = body.start_char_index, body.end_char_index
    if start is not None or end is not None:
        place = {"document_id": body.document_id, "start_char_index": start, "end_char_index": end}
        for name, value in place.items():
            if value is None:
                raise InputError(name, "must be given with the rest of the place", "nothing")
        if not body.text:
            raise InputError("text", "must not be empty", "''")
        if not engine.past(body.document_id or "", body.document_sha256 or "-"):
            engine.document(body.document_id or "")  # 404 for a place in no article
    verification = engine.verify(
        body.text,
        document_id=body.document_id,
        start=start,
        end=end,
        document_sha256=body.document_sha256,
    )
    return VerificationModel.of(
        verification,
        engine,
        words_for(verdict_language(verification, engine, default=spoken)),
        public_url=public_url,
        document_id=body.document_id,
        start=start,
        end=end,
        sha256=body.document_sha256,
    )


def _json(model: VerificationModel | CheckedAnswerModel) -> Response:
    content = model.model_dump_json().encode("utf-8")
    return Response(content, media_type=_JSON, headers={"Vary": "Accept-Language"})
