"""The JSON of `/verify`: a quote or a whole answer to verify, and what the articles say of it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, Tag

from bot.http.problems import ANSWER_TAG, QUOTE_TAG
from bot.http.schemas import MADE, example
from bot.json_types import RequestModel, Sha256
from bot.verdicts.given_answer import MAX_SEARCHED, MAX_TEXT, GivenAnswer, check_is_plain
from bot.verdicts.schemas import CheckedAnswerModel, VerificationModel
from index.documents import MAX_ARTICLE_BYTES

VERIFY_EXAMPLE: dict[str, Any] = {
    "document_id": "000_8ca491ea4156916f",
    "start_char_index": 3168,
    "end_char_index": 3191,
    "text": "200 millions de dollars",
}
TYPOGRAPHIC_EXAMPLE: dict[str, Any] = {
    "text": "«\u00a0d’offrir ces mêmes conditions à toutes les entreprises d’IA\u00a0»"
}
ALTERED_EXAMPLE: dict[str, Any] = {
    "text": "qui avait signé en juin un contrat de 300 millions de dollars"
}
ANSWER_EXAMPLE: dict[str, Any] = {
    "answer": MADE["answer"]["answer"],
    "citations": [
        {
            name: MADE["answer"]["citations"][0][name]
            for name in (
                "number",
                "cited_text",
                "document_id",
                "document_sha256",
                "start_char_index",
                "end_char_index",
            )
        }
    ],
}

_OffsetAsked = Annotated[int, Field(ge=0, le=MAX_ARTICLE_BYTES)]
_Text = Annotated[str, Field(max_length=MAX_TEXT)]


class VerifyRequest(RequestModel):
    """A quote; and, if they are known, its article, its place and the article's version."""

    model_config = ConfigDict(
        json_schema_extra=example(VERIFY_EXAMPLE, TYPOGRAPHIC_EXAMPLE, ALTERED_EXAMPLE)
    )

    text: _Text = Field(
        description="The quote, in its quotation marks or not, also with who is said to say it: "
        f"`Dario Amodei a dit : « … »`. A quote of over {MAX_SEARCHED} characters is not looked "
        "for: it is `uncheckable`, `too_long`"
    )
    document_id: str | None = Field(
        default=None, min_length=1, description="The only article to look in: see `GET /documents`"
    )
    start_char_index: _OffsetAsked | None = Field(
        default=None,
        description="Where in the article the quote is said to be, in characters (code points), "
        "from 0; with `document_id` and `end_char_index`",
    )
    end_char_index: _OffsetAsked | None = Field(
        default=None, description="Exclusive, so more than `start_char_index`"
    )
    document_sha256: Sha256 | None = Field(
        default=None, description="The version of the article that the quote is from"
    )


class VerifyAnswerRequest(GivenAnswer):
    """An answer, just as `/ask` once gave it; its other fields are not read."""

    model_config = ConfigDict(json_schema_extra=example(ANSWER_EXAMPLE))


def _tag(body: Any) -> str:
    check_is_plain(body, field="body")
    return ANSWER_TAG if isinstance(body, dict) and "citations" in body else QUOTE_TAG


VerifyBody = Annotated[
    Annotated[VerifyRequest, Tag(QUOTE_TAG)] | Annotated[VerifyAnswerRequest, Tag(ANSWER_TAG)],
    Discriminator(_tag),
]


class VerifyResponse(VerificationModel):
    """What the articles say of a quote, and where they have it."""

    model_config = ConfigDict(
        json_schema_extra=example(
            MADE["verification"], MADE["typographic_verification"], MADE["altered_verification"]
        )
    )


class VerifyAnswerResponse(CheckedAnswerModel):
    """An answer that was once given, quote by quote."""

    model_config = ConfigDict(json_schema_extra=example(MADE["answer_verification"]))
