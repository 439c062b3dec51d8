"""What is said of a quote, and the one definition of each verdict.

verbatim: the articles have the quote to the letter, code point for code point, in whole words: it
neither begins nor ends inside a word or a number of the article.

typographic: the articles have the quote word for word; all that differs is typography: quotation
marks, apostrophes, white space (line breaks, soft hyphens and characters of no width too), dashes,
the case of the first letter, in French the accent of a capital, the Unicode form of a letter, and
what `[…]` or `…` says was left out: between pieces of some words that one person says, in order and
near each other, with no negation, exception, condition or doubt that bears on what is left.

altered: the articles have most of the quote, but not all of its words, numbers and punctuation, or
not in this order: half of its words in one place, of a quote under ten words three in five, or
twelve in a row. The nearest place is given with every difference, word by word.

absent: the articles have nothing so near.

uncheckable: there is nothing to compare, and why: the quote is empty, under three words or too
long, or there is no such article, or not in this version. It is not said to be absent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Verdict = Literal["verbatim", "typographic", "altered", "absent", "uncheckable"]
DifferenceKind = Literal[
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
Reason = Literal["empty", "too_short", "too_long", "unknown_document", "unknown_version"]
AttributionVerdict = Literal["confirmed", "contradicted", "unknown"]

LEAST_WORDS = 3  # of a quote that proves something; "l'article" is one
MAX_PLACES = 100  # that are listed for a quote


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the quote is not the article, to the letter; either text may be empty.

    `quoted` is `text[quote_start:quote_end]` of the text that was given, `found` is
    `document.text[start:end]`. `words` is the only kind that is no typography: other words,
    numbers or punctuation. The quote with each `quoted` replaced by its `found` is the place, where
    it is one quotation.
    """

    kind: DifferenceKind
    quoted: str
    found: str
    quote_start: int
    quote_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """Where an article has the quote, or what is nearest to it.

    `text` is `document.text[start_char_index:end_char_index]`: Python code points, 0-based, end
    exclusive. `passage` is the paragraph in which it begins, from 1. `differences` are in order.
    `speaker` is who says it, in the article's words at `speaker_start_char_index`, where that is
    plain.
    """

    document_id: str
    document_title: str
    published_at: date | None
    url: str | None
    document_sha256: str
    passage: int
    start_char_index: int
    end_char_index: int
    text: str
    prefix: str
    suffix: str
    differences: tuple[Difference, ...] = ()
    speaker: str | None = None
    speaker_start_char_index: int | None = None
    speaker_end_char_index: int | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whether the articles give the quote to `name`, the somebody that the text names.

    `contradicted` says that they plainly give it to somebody else, `unknown` that they do not say
    plainly whose it is. `speaker` is whom they give it to, in the first place's article.
    """

    name: str
    verdict: AttributionVerdict
    speaker: str | None = None
    speaker_start_char_index: int | None = None
    speaker_end_char_index: int | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """That a quote was looked for in an article as it was, not as it is.

    as_of: the last day on which it was so
    is_gone: whether the article is no longer here at all, in any version
    """

    as_of: date
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Verification:
    """What the articles say of a quote; the verdicts are defined at the top of this module.

    `text` is as given, `quote` what of it was looked for: `text[quote_start:quote_end]`. `verified`
    says that it is verbatim and, where a place was given, at that place. `places` are the best
    first, then in reading order, at most `MAX_PLACES`; `more_places` that there may be more. `past`
    is there where `places` are of an article as it was.
    """

    text: str
    quote: str
    quote_start: int
    quote_end: int
    verdict: Verdict
    verified: bool
    reason: Reason | None = None
    places: tuple[QuotePlace, ...] = ()
    more_places: bool = False
    attribution: Attribution | None = None
    past: Past | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote as an answer once gave it, with the version of the article it was taken from."""

    number: int
    document_id: str
    document_sha256: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class CitationCheck:
    """Whether a quote of an answer still stands.

    `article` says whether its article is here in the `same` version, `changed` since, or
    `missing`. `stands` says that the quote is what the article said: to the letter and at the very
    place, in the version that it was taken from, be it the one of now or one that is kept
    (`verification.past`). Of a version that is not kept, that the changed article has its words to
    the letter, anywhere. `verification` has the places. `still_there` says, where the quote was
    looked for in a version of the past, whether the article has its words today; None where it is
    missing.
    """

    quoted: Quoted
    article: Literal["same", "changed", "missing"]
    stands: bool
    verification: Verification
    still_there: bool | None = None
