"""A whole answer that was once given as JSON, read again and checked quote by quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from bot.json_types import GivenModel, Sha256
from index import CitationCheck, Engine, Quoted, begins_word, ends_word
from index.documents import MAX_ARTICLE_BYTES
from index.errors import InputError, show

MAX_TEXT = 60_000  # characters of a quote: what fits, with the rest, in the 64 KiB of a body
MAX_SEARCHED = 20_000  # characters of a quote that is looked for; longer ones are `too_long`
MAX_QUOTES = 20  # of an answer, in each list: more than any answer has
MAX_ANSWER_BYTES = 1024 * 1024  # of an answer in a file

BYTE_ORDER_MARK = "\ufeff"

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
    answer_start_char_index: _Offset | None = Field(
        default=None, description="Where the short answer is in this quote"
    )
    answer_end_char_index: _Offset | None = None

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

    @property
    def places_answer(self) -> bool:
        """Whether it says where in it the short answer is."""
        return self.answer_start_char_index is not None or self.answer_end_char_index is not None

    def has_answer(self, answer: str) -> bool:
        """Return whether `answer` is in it, in whole words: at the place that it says, if it does.

        The place is that in the quote, so that it is right in a changed article too.
        """
        if not any(map(str.isalnum, answer)):
            return False
        if self.places_answer:
            start, end = self.answer_start_char_index, self.answer_end_char_index
            if start is None or end is None or start < self.start_char_index:
                return False
            at = start - self.start_char_index
            return end - start == len(answer) and _has_words(self.cited_text, answer, at)
        at = self.cited_text.find(answer)
        while at >= 0 and not _has_words(self.cited_text, answer, at):
            at = self.cited_text.find(answer, at + 1)
        return at >= 0


class GivenAnswer(GivenModel):
    """An answer, just as `/ask` once gave it; its other fields are not read."""

    citations: list[GivenQuote] = Field(max_length=MAX_QUOTES)
    closest: list[GivenQuote] = Field(default_factory=list, max_length=MAX_QUOTES)
    answer: _Text | None = Field(default=None, description="The short answer")
    status: _Text | None = Field(default=None, description="`answered` or `no_answer`")
    language: _Text | None = Field(default=None, description="What it is explained in")


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """The checks of an answer's quotes, in its order.

    answer_stands: its short answer is, in whole words, in a quote that stands; None without one
    is_no_answer: it says that the articles do not answer, so its `closest` are all that it has
    language: the one that it is in, None where it does not say
    """

    citations: tuple[CitationCheck, ...]
    closest: tuple[CitationCheck, ...]
    answer_stands: bool | None
    is_no_answer: bool = False
    language: str | None = None

    @property
    def reason(self) -> Literal["no_quotes"] | None:
        """Why there is nothing to check; None where there is something."""
        has_quotes = self.citations or (self.is_no_answer and self.closest)
        return None if has_quotes else "no_quotes"

    @property
    def stands(self) -> bool:
        """Whether it has quotes, all of them stand, and the short answer with them."""
        checks = (*self.citations, *self.closest)
        all_stand = all(check.stands for check in checks) and self.answer_stands is not False
        return all_stand and self.reason is None

    @property
    def is_uncheckable(self) -> bool:
        """Whether nothing is known to be wrong, but something cannot be checked."""
        fallen = [check for check in (*self.citations, *self.closest) if not check.stands]
        is_open = all(check.verification.verdict == "uncheckable" for check in fallen)
        return is_open and bool(fallen or self.reason)


def is_answer(text: str) -> bool:
    """Return whether `text` is meant as a whole answer in JSON, and not as a quote."""
    start = text.lstrip(BYTE_ORDER_MARK + " \t\r\n")
    return start.startswith("{") and any(f'"{key}"' in start for key in ("citations", "@context"))


def check_is_plain(content: object, *, field: str = "answer") -> None:
    """Raise `InputError` for the Web Annotations of an answer, which are not the answer itself."""
    if isinstance(content, dict) and "@context" in content and "citations" not in content:
        raise InputError(
            field,
            "must be the plain JSON of /ask, asked for with `Accept: application/json`; send that",
            "its annotations (application/ld+json)",
        )


def read_answer(text: str) -> GivenAnswer:
    """Return the answer that `text` is, as JSON. Raises `InputError`, naming the field."""
    text = text.removeprefix(BYTE_ORDER_MARK)
    try:
        return GivenAnswer.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if first["type"] == "missing":
            check_is_plain(first["input"])
        field = ".".join(map(str, first["loc"])) or "answer"
        got = "nothing" if first["type"] == "missing" else show(first["input"])
        rule = f"must be as `ask --json` or /ask gave it ({first['msg']})"
        raise InputError(field, rule, got) from None


def check_answer(engine: Engine, given: GivenAnswer) -> CheckedAnswer:
    """Return what has become of every quote of an answer, and of its short answer."""
    citations = engine.verify_answer([quote.quoted() for quote in given.citations])
    closest = engine.verify_answer([quote.quoted() for quote in given.closest])
    return CheckedAnswer(
        citations,
        closest,
        _answer_stands(given, citations),
        is_no_answer=given.status == "no_answer",
        language=given.language,
    )


def _answer_stands(given: GivenAnswer, checks: tuple[CitationCheck, ...]) -> bool | None:
    """Return whether the short answer is in a quote that stands: at its place, where it has one."""
    if given.answer is None:
        return None
    standing = [q for q, check in zip(given.citations, checks, strict=True) if check.stands]
    if any(quote.places_answer for quote in given.citations):
        standing = [quote for quote in standing if quote.places_answer]
    return any(quote.has_answer(given.answer) for quote in standing)


def _has_words(text: str, words: str, at: int) -> bool:
    """Return whether `text` has `words` at `at`, neither cut out of a word nor of a number."""
    end = at + len(words)
    return text[at:end] == words and begins_word(text, at) and ends_word(text, end)
