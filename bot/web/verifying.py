"""The page `/verify`: a quote, or a whole answer as JSON, is pasted in, and the verdict comes back.

Works without a script: a form that is sent, or `?q=` in the address. Only formats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import parse_qs

from starlette.requests import Request

from bot.links import page_path
from bot.verdicts.explaining import (
    Piece,
    answer_in_words,
    attribution_in_words,
    check_in_words,
    context_of,
    difference_in_words,
    is_misattributed,
    pieces,
    title_in_words,
    verdict_in_words,
    words_for,
)
from bot.verdicts.given_answer import MAX_TEXT, check_answer, is_answer, read_answer
from bot.verdicts.words import VerdictWords
from bot.web.phrases import Phrases
from bot.web.rendering import one_line
from index import CitationCheck, Engine, QuotePlace, Verification

_MAX_FORM = 9 * MAX_TEXT + 1_000  # bytes: three for a character's byte, three bytes or more a sign
_FORM = "application/x-www-form-urlencoded"
_LONGEST = 200  # characters of a title
_LONGEST_SPEAKER = 100
_MOST_PLACES = 20  # shown of a quote; the others are counted by none


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place: what the article has there, in pieces, with the quote's words where they differ.

    `href` leads to it; `before` and `after` are a little of what is round it. `differences` are
    sentences, one for each difference in words.
    """

    href: str
    language: str
    before: str
    pieces: tuple[Piece, ...]
    after: str
    title: str
    published_at: date | None
    dated: str
    passage: int
    speaker: str
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What is said of a quote. `kind` is the verdict, for a colour; `title` says it in words.

    A verbatim quote that is elsewhere, or somebody else's, is of another kind.
    `number` is that of a quote of an answer, 0 for a quote alone; `quote` are its words. `said_by`
    is the sentence on whose it is, `is_contradicted` says that it is another's than was said.
    """

    kind: str
    title: str
    sentences: tuple[str, ...]
    places: tuple[PlaceView, ...]
    more: str
    number: int = 0
    quote: str = ""
    said_by: str = ""
    is_contradicted: bool = False


@dataclass(frozen=True, slots=True)
class VerifiedView:
    """The verdicts: of one quote, or of each of an answer, with `summary` for its short answer."""

    verdicts: tuple[VerdictView, ...]
    summary: str = ""


class FormError(Exception):
    """What was sent is not the form of this page, and why: another type, no form, too long."""

    def __init__(self, reason: Literal["type", "form", "long"]) -> None:
        super().__init__(reason)
        self.reason = reason


async def pasted(request: Request) -> str:
    """Return the text in the form or the address, "" where there is none.

    A browser sends every line break as two characters; they are one again. Raises `FormError` for
    a body that is no such form, or has a text over `MAX_TEXT` characters.
    """
    if request.method == "POST":
        content_type = request.headers.get("content-type", "").partition(";")[0]
        if content_type.strip().lower() != _FORM:
            raise FormError("type")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MAX_FORM:
                raise FormError("long")
        try:
            fields = parse_qs(body.decode("ascii"), errors="strict", max_num_fields=4)
        except ValueError:  # no percent-encoded UTF-8, or too many fields
            raise FormError("form") from None
        text = fields.get("q", [""])[0]
    else:
        text = request.query_params.get("q", "")
    text = text.replace("\r\n", "\n")
    if len(text) > MAX_TEXT:
        raise FormError("long")
    return text


def verified_view(
    text: str,
    engine: Engine,
    phrases: Phrases,
    *,
    root: str,
    language_of: Callable[[str], str],
) -> VerifiedView:
    """Return what the articles say of the quote in `text`, or of the answer that it is as JSON.

    root: what comes before every path of this server
    language_of: gives the language of the article with an id

    Raises `InputError` for JSON that is no answer.
    """
    words = words_for(phrases.language)

    def places(verification: Verification) -> tuple[PlaceView, ...]:
        return tuple(
            _place(
                place,
                phrases,
                words,
                root=root,
                language=language_of(place.document_id),
                is_altered=verification.verdict == "altered",
                is_past=verification.past is not None,
            )
            for place in verification.places[:_MOST_PLACES]
        )

    def more(verification: Verification) -> str:
        has_more = verification.more_places or len(verification.places) > _MOST_PLACES
        return words.more if has_more else ""

    def verdict(verification: Verification) -> VerdictView:
        attribution = verification.attribution
        return VerdictView(
            kind=_kind(verification),
            title=title_in_words(verification, words),
            sentences=(verdict_in_words(verification, words),),
            said_by=attribution_in_words(attribution, words) if attribution else "",
            is_contradicted=is_misattributed(verification),
            places=places(verification),
            more=more(verification),
        )

    def checked(check: CitationCheck) -> VerdictView:
        verification = check.verification
        return VerdictView(
            kind="verbatim" if check.stands else _kind(verification),
            title=words.titles["verbatim"] if check.stands else title_in_words(verification, words),
            sentences=(check_in_words(check, words),),
            places=places(verification),
            more=more(verification),
            number=check.quoted.number,
            quote=check.quoted.text,
        )

    if not is_answer(text):
        return VerifiedView((verdict(engine.verify(text)),))
    answer = check_answer(engine, read_answer(text))
    said = answer_in_words(answer, words)
    verdicts = tuple(map(checked, (*answer.citations, *answer.closest)))
    if answer.reason:
        title = words.titles["uncheckable"]
        nothing = VerdictView("uncheckable", title, sentences=(said,), places=(), more="")
        return VerifiedView((nothing, *verdicts))
    return VerifiedView(verdicts, said)


def _kind(verification: Verification) -> str:
    """Return what the colour of a verdict is for."""
    if verification.verdict == "verbatim" and not verification.verified:
        return "elsewhere"
    return "misattributed" if is_misattributed(verification) else verification.verdict


def _place(
    place: QuotePlace,
    phrases: Phrases,
    words: VerdictWords,
    *,
    root: str,
    language: str,
    is_altered: bool,
    is_past: bool,
) -> PlaceView:
    found = tuple(pieces(place))
    differences = [
        difference_in_words(
            one_line(piece.quoted, _LONGEST), one_line(piece.found, _LONGEST), words
        )
        for piece in found
        if is_altered and piece.kind == "words"
    ]
    before, after = context_of(place)
    return PlaceView(
        href=root
        + page_path(
            place.document_id,
            place.start_char_index,
            place.end_char_index,
            sha256=place.document_sha256 if is_past else "",
        ),
        language=language,
        before=before,
        pieces=found,
        after=after,
        title=one_line(place.document_title, _LONGEST) or place.document_id,
        published_at=place.published_at,
        dated=phrases.day(place.published_at) if place.published_at else "",
        passage=place.passage,
        speaker=one_line(place.speaker or "", _LONGEST_SPEAKER),
        differences=tuple(differences),
    )
