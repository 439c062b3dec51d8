"""A verified quote, or a whole answer, as JSON: as programs get it from every face."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field

from bot.json_types import ArticleId, Offset, ResponseModel, Sha256
from bot.links import page_url
from bot.verdicts.explaining import (
    answer_in_words,
    attribution_in_words,
    check_in_words,
    differences_of,
    verdict_in_words,
)
from bot.verdicts.given_answer import MAX_SEARCHED, MAX_TEXT, CheckedAnswer
from bot.verdicts.words import VerdictWords
from index import (
    Attribution,
    CitationCheck,
    Difference,
    Document,
    Engine,
    QuotePlace,
    Verification,
)
from index.errors import UnknownDocumentError

Kind = Literal[
    "quotation_mark",
    "apostrophe",
    "space",
    "dash",
    "capital",
    "unicode_form",
    "soft_hyphen",
    "omission",
    "line_break",
    "words",
]


class DifferenceModel(ResponseModel):
    """Where the quote is not what the article has, to the letter; either may be empty."""

    kind: Kind = Field(description="`words` is the only one that is no typography")
    quoted: str = Field(description="The `text` that was sent, at [quote_start…:quote_end…]")
    found: str = Field(description="The article's text at [start_char_index:end_char_index]")
    quote_start_char_index: Offset
    quote_end_char_index: Offset
    start_char_index: Offset
    end_char_index: Offset

    @classmethod
    def of(cls, difference: Difference) -> Self:
        """Return the JSON form of `difference`."""
        return cls(
            kind=difference.kind,
            quoted=difference.quoted,
            found=difference.found,
            quote_start_char_index=difference.quote_start,
            quote_end_char_index=difference.quote_end,
            start_char_index=difference.start,
            end_char_index=difference.end,
        )


class PlaceModel(ResponseModel):
    """A place in an article's text, and how the quote differs from it."""

    start_char_index: Offset
    end_char_index: Offset = Field(description="Exclusive")
    document_id: ArticleId
    document_title: str
    published_at: date | None
    url: str | None
    document_sha256: Sha256
    passage: int = Field(ge=1, description="The paragraph of the article, from 1")
    text: str = Field(description="The article's text at [start_char_index:end_char_index]")
    prefix: str = Field(description="The text just before it")
    suffix: str = Field(description="The text just after it")
    page_url: str = Field(description="The page that shows it in its place, as in `/ask`")
    differences: tuple[DifferenceModel, ...] = Field(
        description="In order; none where the quote is there to the letter"
    )
    speaker: str | None = Field(description="Who says it, in the article's words; null if in doubt")
    speaker_start_char_index: Offset | None
    speaker_end_char_index: Offset | None

    @classmethod
    def of(cls, place: QuotePlace, public_url: str | None) -> Self:
        """Return the JSON form of `place`."""
        start, end = place.start_char_index, place.end_char_index
        return cls(
            start_char_index=start,
            end_char_index=end,
            document_id=place.document_id,
            document_title=place.document_title,
            published_at=place.published_at,
            url=place.url,
            document_sha256=place.document_sha256,
            passage=place.passage,
            text=place.text,
            prefix=place.prefix,
            suffix=place.suffix,
            page_url=page_url(
                place.document_id,
                start,
                end,
                public_url=public_url,
                sha256=place.document_sha256,
            ),
            differences=tuple(map(DifferenceModel.of, differences_of(place))),
            speaker=place.speaker,
            speaker_start_char_index=place.speaker_start_char_index,
            speaker_end_char_index=place.speaker_end_char_index,
        )


class AttributionModel(ResponseModel):
    """Whether the article gives the quote to whom the text gives it: beside `verified`, not in it.

    The words of a quote can be verified and its attribution `contradicted`.
    """

    name: str = Field(description="Who says it, by the text that was sent")
    verdict: Literal["confirmed", "contradicted", "unknown"] = Field(
        description="`contradicted`: the article plainly gives it to somebody else. `unknown`: it "
        "does not say plainly whose it is"
    )
    explanation: str = Field(description="The same in a sentence")
    speaker: str | None = Field(description="Who says it, by the article; null if in doubt")
    speaker_start_char_index: Offset | None
    speaker_end_char_index: Offset | None

    @classmethod
    def of(cls, attribution: Attribution, words: VerdictWords) -> Self:
        """Return the JSON form of `attribution`, explained in `words`."""
        return cls(
            name=attribution.name,
            verdict=attribution.verdict,
            explanation=attribution_in_words(attribution, words),
            speaker=attribution.speaker,
            speaker_start_char_index=attribution.speaker_start_char_index,
            speaker_end_char_index=attribution.speaker_end_char_index,
        )


class VerificationModel(ResponseModel):
    """What the articles say of a quote, and where they have it."""

    document_id: str | None = Field(description="As it was sent")
    document_sha256: Sha256 | None = Field(
        description="Of that article, as it is now or as it was (`as_of`); null without one"
    )
    as_of: date | None = Field(
        description="The quote was looked for in the article as it was on this day, the version of "
        "the `document_sha256` that was sent: it has changed since, or is gone. Null: in the "
        "articles as they are"
    )
    start_char_index: Offset | None = Field(description="As it was sent")
    end_char_index: Offset | None = Field(description="As it was sent")
    verified: bool = Field(
        description="The verdict is `verbatim`, and the quote is at the place that was sent, if "
        "any. Of its words alone: who says them is in `attribution`"
    )
    found: str | None = Field(description="The text at the place that was sent; null without one")
    places: tuple[PlaceModel, ...] = Field(
        description="Where the articles have the quote, verbatim or but for typography: best "
        "first, then in reading order, at most 100"
    )
    verdict: Literal["verbatim", "typographic", "altered", "absent", "uncheckable"] = Field(
        description="`verbatim`: the articles have the quote to the letter. `typographic`: only "
        "typography differs. `altered`: words, numbers or punctuation differ from `closest`. "
        "`absent`: nothing is near it. `uncheckable`: see `reason`"
    )
    reason: (
        Literal["empty", "too_short", "too_long", "unknown_document", "unknown_version"] | None
    ) = Field(
        description=f"Why it cannot be checked; null where it can. `too_long`: over {MAX_SEARCHED} "
        "characters"
    )
    explanation: str = Field(
        description="Verdict and reason in a sentence, in French or English: as the text is, or "
        "where that does not tell, as `Accept-Language` says"
    )
    quote: str = Field(description="What was looked for: the `text` at [quote_start…:quote_end…]")
    quote_start_char_index: Offset
    quote_end_char_index: Offset
    closest: tuple[PlaceModel, ...] = Field(
        description="Of an altered quote, the nearest places: the articles do not have the quote"
    )
    more_places: bool = Field(description="There may be more than `places` lists")
    attribution: AttributionModel | None = Field(
        description="Where the text says who says it (`X a dit : « … »`); else null"
    )

    @classmethod
    def of(
        cls,
        verification: Verification,
        engine: Engine,
        words: VerdictWords,
        *,
        public_url: str | None,
        document_id: str | None = None,
        start: int | None = None,
        end: int | None = None,
        sha256: str | None = None,
    ) -> Self:
        """Return the JSON form of `verification`, by `engine`, explained in `words`.

        document_id, start, end, sha256: where, and in which version, the quote was said to be
        """
        past = verification.past
        document = _document(engine, document_id, sha256 if past else None)
        shown = tuple(PlaceModel.of(place, public_url) for place in verification.places)
        is_altered = verification.verdict == "altered"
        attribution = verification.attribution
        return cls(
            document_id=document_id,
            document_sha256=document.sha256 if document else None,
            as_of=past.as_of if past else None,
            start_char_index=start,
            end_char_index=end,
            verified=verification.verified,
            found=document.text[start:end][:MAX_TEXT] if document and start is not None else None,
            places=() if is_altered else shown,
            verdict=verification.verdict,
            reason=verification.reason,
            explanation=verdict_in_words(verification, words, in_one=document_id is not None),
            quote=verification.quote,
            quote_start_char_index=verification.quote_start,
            quote_end_char_index=verification.quote_end,
            closest=shown if is_altered else (),
            more_places=verification.more_places,
            attribution=AttributionModel.of(attribution, words) if attribution else None,
        )


class CitationCheckModel(ResponseModel):
    """A quote of the answer: what became of its article, and whether it still stands."""

    number: int
    article: Literal["same", "changed", "missing"] = Field(
        description="Whether the article is here in the version of the citation's sha256"
    )
    stands: bool = Field(
        description="It is what the article said: to the letter, at the very place, in the version "
        "of its sha256, be that the one of now or one that is kept (`verification.as_of`). Of a "
        "version that is not kept: the changed article has its words to the letter, anywhere"
    )
    still_there: bool | None = Field(
        description="Of a quote that was looked for in the article as it was: whether the article "
        "still has its words, to the letter; else null"
    )
    explanation: str = Field(description="The same in words")
    verification: VerificationModel = Field(description="With the places where it is now")

    @classmethod
    def of(
        cls, check: CitationCheck, engine: Engine, words: VerdictWords, *, public_url: str | None
    ) -> Self:
        """Return the JSON form of `check`, by `engine`, explained in `words`."""
        quoted = check.quoted
        return cls(
            number=quoted.number,
            article=check.article,
            stands=check.stands,
            still_there=check.still_there,
            explanation=check_in_words(check, words),
            verification=VerificationModel.of(
                check.verification,
                engine,
                words,
                public_url=public_url,
                document_id=quoted.document_id,
                start=quoted.start,
                end=quoted.end,
                sha256=quoted.document_sha256,
            ),
        )


class CheckedAnswerModel(ResponseModel):
    """An answer that was once given, quote by quote."""

    stands: bool = Field(
        description="There are quotes, all stand, and the short answer is in one of them"
    )
    answer_stands: bool | None = Field(
        description="The short answer is in a quote that stands, in whole words, and at the place "
        "that the quote gives, if it gives one; null without a short answer"
    )
    reason: Literal["no_quotes"] | None = Field(
        description="Why there is nothing to check: an answer without citations, or one that "
        "does not answer and without `closest`; else null"
    )
    explanation: str = Field(
        description="What there is to say of the answer as a whole, in its language; may be empty"
    )
    citations: tuple[CitationCheckModel, ...]
    closest: tuple[CitationCheckModel, ...]

    @classmethod
    def of(
        cls, checked: CheckedAnswer, engine: Engine, words: VerdictWords, *, public_url: str | None
    ) -> Self:
        """Return the JSON form of `checked`, by `engine`, explained in `words`."""

        def models(checks: tuple[CitationCheck, ...]) -> tuple[CitationCheckModel, ...]:
            return tuple(
                CitationCheckModel.of(check, engine, words, public_url=public_url)
                for check in checks
            )

        return cls(
            stands=checked.stands,
            answer_stands=checked.answer_stands,
            reason=checked.reason,
            explanation=answer_in_words(checked, words),
            citations=models(checked.citations),
            closest=models(checked.closest),
        )


def _document(engine: Engine, document_id: str | None, sha256: str | None) -> Document | None:
    """Return the article with this id, as it was where a sha256 is given."""
    if document_id is None:
        return None
    if sha256:
        version = engine.past(document_id, sha256)
        return version.document if version else None
    try:
        return engine.document(document_id)
    except UnknownDocumentError:
        return None
