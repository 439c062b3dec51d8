"""A verified quote, or an answer verified quote by quote, as terminal text. Only formats."""

from __future__ import annotations

from collections.abc import Iterator

from bot.terminal.formatting import PLACE_WORDS, bold, dim, one_line, printable
from bot.verdicts.explaining import (
    answer_in_words,
    attribution_in_words,
    check_in_words,
    context_of,
    difference_in_words,
    is_misattributed,
    pieces,
    title_in_words,
    verdict_in_words,
)
from bot.verdicts.given_answer import CheckedAnswer
from bot.verdicts.words import VerdictWords
from index import CitationCheck, QuotePlace, Verification
from index.errors import show

_LONGEST = 200  # characters of what is at a place
_MOST_PLACES = 10  # that are shown


def format_verification(
    verification: Verification, words: VerdictWords, *, found: str | None = None, colour: bool
) -> str:
    """The verdict in words, then each place: the quote in its context, where it is, who says it.

    What differs in words is written as `wdiff` does, `[-quote-]{+article+}`, or in colours.
    `found` is what is at the place that was given, where one was.
    """
    title = bold(title_in_words(verification, words), colour)
    in_one = found is not None
    lines = [title, printable(verdict_in_words(verification, words, in_one=in_one))]
    if found is not None and not verification.verified:
        lines.append(words.at_place.format(found=show(found, limit=_LONGEST)))
    if attribution := verification.attribution:
        line = one_line(attribution_in_words(attribution, words))
        lines.append(bold(line, colour) if is_misattributed(verification) else line)
    lines += _places(verification, words, colour)
    return "\n".join(lines)


def format_checked_answer(checked: CheckedAnswer, words: VerdictWords, *, colour: bool) -> str:
    """For each quote what became of it and of its article, and where it is now."""
    blocks = [_check(check, words, colour) for check in (*checked.citations, *checked.closest)]
    said = bold(answer_in_words(checked, words), colour)
    if checked.reason:
        said = f"{bold(words.titles['uncheckable'], colour)}\n{said}"
    return "\n\n".join([said, *blocks] if said else blocks)


def _check(check: CitationCheck, words: VerdictWords, colour: bool) -> str:
    lines = [
        f"[{check.quoted.number}] {bold(printable(check_in_words(check, words)), colour)}",
        f"    {one_line(check.quoted.text)}",
    ]
    lines += _places(check.verification, words, colour)
    return "\n".join(lines)


def _places(verification: Verification, words: VerdictWords, colour: bool) -> Iterator[str]:
    """Yield the lines of the places, an empty one before each."""
    for number, place in enumerate(verification.places[:_MOST_PLACES]):
        yield ""
        yield f"    {_in_context(place, colour)}"
        yield f"    {_where(place, words.language)}"
        if number == 0:
            yield from _differences(verification, place, words)
    if verification.more_places or len(verification.places) > _MOST_PLACES:
        yield ""
        yield f"    {words.more}"


def _in_context(place: QuotePlace, colour: bool) -> str:
    """The place with a little of what is round it, words that differ marked."""
    before, after = map(printable, context_of(place))
    middle = "".join(
        _changed(piece.quoted, piece.found, colour)
        if piece.kind == "words"
        else bold(printable(piece.found), colour)
        for piece in pieces(place)
    )
    return f"{dim(before, colour)}{middle}{dim(after, colour)}"


def _changed(quoted: str, found: str, colour: bool) -> str:
    quoted, found = printable(quoted), printable(found)
    if colour:
        deleted = f"\x1b[31;9m{quoted}\x1b[0m" if quoted else ""
        return deleted + (f"\x1b[32;1m{found}\x1b[0m" if found else "")
    return (f"[-{quoted}-]" if quoted else "") + (f"{{+{found}+}}" if found else "")


def _where(place: QuotePlace, language: str) -> str:
    paragraph, characters, *_ = PLACE_WORDS[language]
    parts = [
        one_line(place.document_title),
        place.published_at.isoformat() if place.published_at else "",
        f"{paragraph} {place.passage}",
        f"{characters} {place.start_char_index}-{place.end_char_index}",
        printable(place.document_id),
        f"— {one_line(place.speaker)}" if place.speaker else "",
    ]
    return ", ".join(part for part in parts if part)


def _differences(
    verification: Verification, place: QuotePlace, words: VerdictWords
) -> Iterator[str]:
    """Yield a line for each difference in words."""
    for piece in pieces(place):
        if piece.kind == "words" and verification.verdict == "altered":
            quoted, found = one_line(piece.quoted), one_line(piece.found)
            yield f"    {difference_in_words(quoted, found, words)}"
