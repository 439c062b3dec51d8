"""A whole answer that was once given as JSON, read again and checked quote by quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, ValidationError

from bot.json_types import GivenModel, Sha256
from index import CitationCheck, Engine, Quoted
from index.documents import MAX_ARTICLE_BYTES
from index.errors import InputError, show

MAX_TEXT = 60_000  # characters of a quote: what fits, with the rest, in the 64 KiB of a body
MAX_QUOTES = 20  # of an answer, in each list: more than any answer has

_Offset = Annotated[int, Field(ge=0, le=MAX_ARTICLE_BYTES)]
_Text = Annotated[str, Field(max_length=MAX_TEXT)]


class GivenQuote(GivenModel):
    """A citation as `/ask` once gave it; its other fields are not read."""

    number: int = Field(default=1, ge=1, le=1_000)
    cited_text: _Text
    document_id: str = Field(min_length=1)
    document_sha256: Sha256
    start_char_index: _Offset
    end_char_index: _Offset

    def quoted(self) -> Quoted:
        """Return what is to be checked."""
        return Quoted(
            number=self.number,
            document_id=self.document_id,
            document_sha256=self.document_sha256,
            start=self.start_char_index,
            end=self.end_char_index,
            text=self.cited_text,
        )


class GivenAnswer(GivenModel):
    """An answer, just as `/ask` once gave it; its other fields are not read."""

    citations: list[GivenQuote] = Field(max_length=MAX_QUOTES)
    closest: list[GivenQuote] = Field(default_factory=list, max_length=MAX_QUOTES)
    answer: _Text | None = Field(default=None, description="The short answer")


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """The checks of an answer's quotes, in its order.

    `answer_stands` says that its short answer is in a quote that stands; None without one.
    """

    citations: tuple[CitationCheck, ...]
    closest: tuple[CitationCheck, ...]
    answer_stands: bool | None

    @property
    def stands(self) -> bool:
        """Whether all quotes stand, and the short answer with them."""
        checks = (*self.citations, *self.closest)
        return all(check.stands for check in checks) and self.answer_stands is not False


def read_answer(text: str) -> GivenAnswer:
    """Return the answer that `text` is, as JSON. Raises `InputError`, naming the field."""
    try:
        return GivenAnswer.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"])) or "answer"
        got = "nothing" if first["type"] == "missing" else show(first["input"])
        rule = f"must be as `ask --json` or /ask gave it ({first['msg']})"
        raise InputError(field, rule, got) from None


def check_answer(engine: Engine, given: GivenAnswer) -> CheckedAnswer:
    """Return what has become of every quote of an answer, and of its short answer."""
    citations = engine.verify_answer([quote.quoted() for quote in given.citations])
    closest = engine.verify_answer([quote.quoted() for quote in given.closest])
    stands = None
    if given.answer is not None:
        stands = any(check.stands and given.answer in check.quoted.text for check in citations)
    return CheckedAnswer(citations, closest, stands)
