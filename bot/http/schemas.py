"""The JSON of the API: what a request must hold, and every field of a response.

Requests are strict: a wrong type or an unknown field is refused, never guessed at. The examples
of responses are what the first article answers; `python -m tests.examples --write` asks the
questions anew and writes `examples.json`.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from importlib.resources import files
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from bot.json_types import ArticleId, Offset, RequestModel, ResponseModel, Sha256
from index import MAX_LIMITED_DOCUMENTS, Document, Limits, read_limits
from index.questions import MAX_QUESTION

MAX_PROBLEMS = 50  # that /readyz lists

QUESTION = "Quel est le montant du contrat ?"
QUESTION_DESCRIPTION = (
    f"The question, at most {MAX_QUESTION} characters, with at least one letter or digit"
)
CONVERSATION_ID = "0b6a1f0e-5f0c-4c5e-9d3e-7a2b8c1d4e5f"
CONVERSATION_PATTERN = "^[A-Za-z0-9_-]{16,64}$"
CONVERSATION_DESCRIPTION = (
    "Any random id such as a UUID; questions with the same one are read as one conversation; "
    "without it nothing is kept"
)

MADE: dict[str, dict[str, Any]] = json.loads(
    (files("bot.http") / "examples.json").read_text("utf-8")
)
ASK_EXAMPLE: dict[str, Any] = {"question": QUESTION, "conversation_id": CONVERSATION_ID}
FOLLOW_UP_EXAMPLE: dict[str, Any] = {
    "question": "Quand a-t-il été signé ?",
    "conversation_id": CONVERSATION_ID,
}
LIMITED_EXAMPLE: dict[str, Any] = {"question": QUESTION, "since": "2026-02", "until": "2026-02-28"}
ABSENT_EXAMPLE: dict[str, Any] = {"question": "Quelle est la capitale du Japon ?"}
ANSWER_EXAMPLE = MADE["answer"]
NO_ANSWER_EXAMPLE = MADE["no_answer"]
FOLLOW_UP_ANSWER_EXAMPLE = MADE["follow_up_answer"]
CITATION_EXAMPLE: dict[str, Any] = ANSWER_EXAMPLE["citations"][0]
DOCUMENT_EXAMPLE = MADE["document"]
# What `application/ld+json` gets of an answer, for the description: `bot.http.annotations`.
ANNOTATIONS: dict[str, Any] = {
    "schema": {
        "type": "object",
        "title": "AnnotationCollection",
        "description": "The quotes as W3C Web Annotations (https://www.w3.org/TR/annotation-model/)"
        ", an annotation each, all in `first`; without an answer there are none",
        "required": ["@context", "id", "type", "label", "total"],
        "properties": {
            "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
            "id": {"type": "string", "format": "iri"},
            "type": {"const": "AnnotationCollection"},
            "label": {"type": "string", "description": "What was asked"},
            "total": {"type": "integer", "minimum": 0},
            "first": {
                "type": "object",
                "description": "The only page",
                "required": ["id", "type", "partOf", "startIndex", "items"],
                "properties": {"items": {"type": "array", "items": {"type": "object"}}},
            },
        },
    },
    "example": MADE["annotations"],
}
PROBLEM_EXAMPLE: dict[str, Any] = {
    "type": "about:blank",
    "title": "Unprocessable Content",
    "status": 422,
    "detail": "question: must not be empty; got ''",
    "instance": "/ask",
    "field": "question",
}

LIMITS = ("document_id", "since", "until", "article_language")  # fields of a request
DOCUMENT_ID_DESCRIPTION = "Answer only from these articles: an id, or several"
SINCE_DESCRIPTION = (
    "Answer only from articles published from this day on: `2024-03-31`, or the first day of a "
    "month or year, `2024-03`, `2024`. An article without a date is left out"
)
UNTIL_DESCRIPTION = (
    "Answer only from articles published until this day, included; the last one of a month or year"
)
ARTICLE_LANGUAGE_DESCRIPTION = "Answer only from articles in this language, a code such as `fr`"

_OneOrSeveral = Annotated[
    list[str],
    Field(max_length=MAX_LIMITED_DOCUMENTS),
    BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "array",
                    "items": {"type": "string"},
                    "maxItems": MAX_LIMITED_DOCUMENTS,
                },
            ]
        }
    ),
]
_Share = Annotated[float, Field(ge=0, le=1)]


def example(*examples: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a model's schema that shows `examples`."""
    return {"examples": list(examples)}


class AskRequest(RequestModel):
    """A question, and limits to the articles that may answer it.

    In a conversation, a follow-up without any of the limits keeps those of the answer before it;
    one of them, `null` too, replaces them all.
    """

    model_config = ConfigDict(
        json_schema_extra=example(
            {"question": QUESTION}, ASK_EXAMPLE, FOLLOW_UP_EXAMPLE, LIMITED_EXAMPLE
        )
    )

    question: str = Field(min_length=1, max_length=MAX_QUESTION, description=QUESTION_DESCRIPTION)
    conversation_id: str | None = Field(
        default=None, pattern=CONVERSATION_PATTERN, description=CONVERSATION_DESCRIPTION
    )

    document_id: _OneOrSeveral | None = Field(default=None, description=DOCUMENT_ID_DESCRIPTION)
    since: str | None = Field(default=None, description=SINCE_DESCRIPTION)
    until: str | None = Field(default=None, description=UNTIL_DESCRIPTION)
    article_language: str | None = Field(
        default=None, description=ARTICLE_LANGUAGE_DESCRIPTION, examples=["fr"]
    )

    def limits(self) -> Limits | None:
        """Return the limits; None where none of their fields was sent. Raises `InputError`."""
        sent = {name: getattr(self, name) for name in LIMITS if name in self.model_fields_set}
        return read_limits(**sent) if sent else None


class ResolvedDateModel(ResponseModel):
    """Time words in a quote, and the days they mean, counted from the day of publication."""

    text: str = Field(description="The words: the text at [start_char_index:end_char_index]")
    start_char_index: Offset
    end_char_index: Offset = Field(description="Exclusive")
    start: date = Field(description="The first day")
    end: date = Field(description="The last day, included; the first one where it is one day")


class CitationModel(ResponseModel):
    """A quote, to the letter, with its exact place."""

    model_config = ConfigDict(json_schema_extra=example(CITATION_EXAMPLE))

    number: int = Field(ge=1, description="From 1, in the order of the list")
    role: Literal["answer", "context"] | None = Field(
        description="`answer`: it answers. `context`: it is quoted only because the quote before "
        "it leans on it, such as by a pronoun. Null in `closest`: no part of an answer"
    )
    cited_text: str = Field(description="The quote: the text at [start_char_index:end_char_index]")
    document_id: ArticleId
    document_title: str
    published_at: date | None
    url: str | None
    passage: int = Field(ge=1, description="The paragraph of the article, from 1")
    start_char_index: Offset
    end_char_index: Offset = Field(description="Exclusive")
    prefix: str = Field(description="The text just before the quote")
    suffix: str = Field(description="The text just after the quote")
    document_sha256: Sha256
    score: _Share = Field(description="The sentence's probability among all that were ranked")
    answer_start_char_index: Offset | None = Field(
        description="Where the short answer begins, if this quote contains it"
    )
    answer_end_char_index: Offset | None = Field(description="Exclusive")
    text_fragment_url: str | None = Field(
        description="The article's address with a fragment that marks the quote in a browser"
    )
    page_url: str = Field(
        description="The page of this server that shows the quote in its place, in the version "
        "that was quoted for as long as that is kept; only the path where the server's "
        "`PUBLIC_URL` is not set"
    )
    resolved_dates: tuple[ResolvedDateModel, ...] = Field(
        description="Which days the quote's time words mean, in order; none if in doubt"
    )
    is_part: bool = Field(
        description="Whether it is a part of a sentence that is too long to be quoted whole"
    )
    speaker: str | None = Field(
        description="Who says the quote, in the article's words; null if in doubt"
    )
    speaker_start_char_index: Offset | None = Field(
        description="Where the speaker is named, perhaps in an earlier sentence"
    )
    speaker_end_char_index: Offset | None = Field(description="Exclusive")


class LimitsModel(ResponseModel):
    """The limits that an answer kept, and how many articles were inside."""

    document_id: tuple[str, ...] = Field(description="Only these; empty for any")
    since: date | None = Field(description="The first day")
    until: date | None = Field(description="The last day, included")
    article_language: str | None
    articles: int = Field(ge=0, description="Articles inside the limits")
    total: int = Field(ge=0, description="All articles")
    undated: int = Field(ge=0, description="Articles left out only because they have no date")


class AskResponse(ResponseModel):
    """An answer in the articles' own words, or why there is none; and how the question was read.

    What is sent is written by `bot.answer_json.reply_to_json`; this describes it.
    """

    model_config = ConfigDict(
        json_schema_extra=example(ANSWER_EXAMPLE, NO_ANSWER_EXAMPLE, FOLLOW_UP_ANSWER_EXAMPLE)
    )

    id: str = Field(description="The same for the same question on the same articles")
    question: str = Field(description="What was asked")
    language: str = Field(description="Of the question, as a code such as `fr`")
    status: Literal["answered", "no_answer"]
    no_answer_reason: str | None = Field(
        description="Why the articles do not answer; in a conversation also the reply to what asks "
        "nothing of them, such as thanks, or that the question is to be asked in full"
    )
    confidence: _Share = Field(description="Calibrated probability that the articles answer")
    answer: str | None = Field(
        description="The short answer: words of the first quote, to the letter (with `conflict`, "
        "of one of those that differ); else null"
    )
    citations: tuple[CitationModel, ...] = Field(
        description="The quotes: first the one that answers best, with the short answer; then what "
        "that one leans on, if anything; then others that answer as well. With `conflict`: first "
        "what each article answers, the newest first, each with its own short answer"
    )
    closest: tuple[CitationModel, ...] = Field(
        description="Without an answer: the nearest sentences, which do not answer"
    )
    note: str | None = Field(
        description="What to tell whoever asked, answered or not: that articles differ, or that "
        "one corrects another; which articles were asked, where not all; that there is no reader, "
        "so that only words were compared and there is no short answer; else null"
    )
    limits: LimitsModel | None = Field(
        description="Which articles were asked; null where all of them were"
    )
    conflict: bool = Field(
        description="Whether articles answer differently, by what their short answers mean: "
        "numbers, days or persons that cannot both be"
    )
    interpreted_as: str | None = Field(
        description="What a follow-up was read as; null if the question was taken as it is"
    )
    conversation_id: str | None = Field(description="As it was sent")


class DocumentModel(ResponseModel):
    """An article."""

    model_config = ConfigDict(json_schema_extra=example(DOCUMENT_EXAMPLE))

    id: str
    title: str
    language: str = Field(description="A code such as `fr`, or `und`")
    published_at: date | None
    author: str | None = Field(description="As the original names them; null where it does not")
    url: str | None
    media_type: str = Field(
        description="What it was read from, and `/documents/{document_id}/original` sends"
    )
    sha256: Sha256
    also_known_as: tuple[str, ...] = Field(
        description="The ids that other files with the same article would have; they find it too"
    )
    sentences: int = Field(ge=0)
    characters: int = Field(ge=0, description="The length of the text, in Unicode code points")

    @classmethod
    def of(cls, document: Document, *, sentences: int) -> Self:
        """Return the JSON form of `document`, without its text."""
        return cls(
            id=document.id,
            title=document.title,
            language=document.language,
            published_at=document.published_at,
            author=document.author or None,
            url=document.url,
            media_type=document.media_type,
            sha256=document.sha256,
            also_known_as=document.also_known_as,
            sentences=sentences,
            characters=len(document.text),
        )


class HealthModel(ResponseModel):
    """The process is alive."""

    status: Literal["ok"] = "ok"


class ReadyModel(ResponseModel):
    """Articles are loaded and questions can be asked."""

    status: Literal["ready"] = "ready"
    articles: int = Field(ge=1, description="Articles loaded")
    unreadable: int = Field(ge=0, description="Files of articles that could not be read")
    left_out: tuple[str, ...] = Field(
        description=f"The names of these files, {MAX_PROBLEMS} at most; why is in the log. What "
        "such a file had before goes on being served"
    )
    loaded_at: datetime = Field(description="When the articles were last read and indexed")
    outdated: str | None = Field(
        description="Why the articles are not those that the folder has now, but the last that "
        "could be read; null where they are"
    )
    reader: bool = Field(
        description="Whether answers are read; if not, there are quotes without short answers"
    )


class ProblemModel(BaseModel):
    """What was wrong (RFC 9457): the field, the rule, and what came."""

    model_config = ConfigDict(frozen=True, json_schema_extra=example(PROBLEM_EXAMPLE))

    type: str = Field(default="about:blank", description="Always `about:blank`: see `status`")
    title: str = Field(description="The status in words")
    status: int = Field(ge=400, le=599)
    detail: str = Field(description="One sentence for a reader")
    instance: str | None = Field(default=None, description="The path that was asked for")
    field: str | None = Field(default=None, description="The value that broke its rule")
