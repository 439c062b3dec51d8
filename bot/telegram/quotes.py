"""What every view is made of: a quote in its block, and the line that names its source.

A quote is written whole and to the letter. Titles and speakers are no quotes: they are kept to one
line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.links import page_url
from bot.telegram.phrases import Phrases
from bot.telegram.text import (
    BLOCKQUOTE,
    BOLD,
    EXPANDABLE_BLOCKQUOTE,
    ITALIC,
    Message,
    Writer,
    utf16_length,
)
from index import Citation, QuotePlace
from index.answering import ResolvedDate

LONGEST_TITLE = 100  # characters
LONGEST_SPEAKER = 100  # characters
MOST_DATES = 3  # of a quote

_THREE_LINES = 150  # UTF-16 code units: what Telegram shows of a quote that is folded
_LONGEST_URL = 2_048  # characters

# What would break a line, or turn the direction of what follows.
_UNPRINTABLE = re.compile("[\x00- \x7f-\x9f\u2028-\u202e\u2066-\u2069]+")


def quoted(
    citation: Citation,
    phrases: Phrases,
    *,
    numbered: bool = True,
    folded: bool = False,
    public_url: str | None = None,
) -> Message:
    """Return the quote in a block, the short answer bold, and below it source, dates, speaker.

    A line above says of one that does not answer itself that it is the context of one that does.
    `folded`: of a quote over three lines Telegram shows the beginning, and the rest at a tap.
    `public_url`: the server whose pages show quotes in their place.
    """
    writer = Writer()
    if citation.role == "context":
        writer.add(phrases.leant_on, ITALIC).add("\n")
    is_long = utf16_length(citation.cited_text) > _THREE_LINES
    with writer.styled(EXPANDABLE_BLOCKQUOTE if folded and is_long else BLOCKQUOTE):
        write_quote(writer, citation)
    writer.add("\n")
    numbers = [citation] if numbered else []
    write_source(writer, citation, phrases, numbered=numbers, public_url=public_url)
    if citation.is_part:
        writer.add(f", {phrases.part}")
    write_dates(writer, citation, phrases)
    write_speaker(writer, citation)
    return writer.message()


def write_quote(writer: Writer, citation: Citation) -> None:
    """Write the quote, the short answer in it bold."""
    text = citation.cited_text
    start, end = citation.answer_start_char_index, citation.answer_end_char_index
    if start is None or end is None:
        writer.add(text)
        return
    start, end = start - citation.start_char_index, end - citation.start_char_index
    writer.add(text[:start]).add(text[start:end], BOLD).add(text[end:])


def write_source(
    writer: Writer,
    citation: Citation | QuotePlace,
    phrases: Phrases,
    *,
    numbered: Iterable[Citation] = (),
    public_url: str | None,
) -> None:
    """Write the source of a quote: `[1] title, 28 February 2026, § 17`.

    The title links to the source. With a `public_url`, the number of each of `numbered`, all of
    them of this paragraph, links to the page that shows the quote in its place; without numbers,
    the paragraph does.
    """
    has_number = False
    for quote in numbered:
        writer.link(f"[{quote.number}]", _page(quote, public_url)).add(" ")
        has_number = True
    if title := bounded_title(citation.document_title):
        fragment = citation.text_fragment_url if isinstance(citation, Citation) else None
        writer.link(title, web(fragment) or web(citation.url)).add(", ")
    if citation.published_at:
        writer.add(f"{phrases.date_in_words(citation.published_at)}, ")
    page = None if has_number else _page(citation, public_url)
    writer.link(f"§\u00a0{citation.passage}", page)


def _page(citation: Citation | QuotePlace, public_url: str | None) -> str | None:
    """Return the address of the page that shows the quote in its place, if there is one."""
    if public_url is None:
        return None
    start, end = citation.start_char_index, citation.end_char_index
    sha256 = citation.document_sha256
    return web(page_url(citation.document_id, start, end, public_url=public_url, sha256=sha256))


def write_dates(writer: Writer, citation: Citation, phrases: Phrases) -> None:
    """Write which days the quote's words of time mean: `, vendredi = 27 février 2026`.

    At most `MOST_DATES`, and none that the words say themselves.
    """
    for resolved in citation.unnamed_dates[:MOST_DATES]:
        writer.add(f", {one_line(resolved.text)} = {_days(resolved, phrases)}")


def write_speaker(writer: Writer, citation: Citation) -> None:
    """Write who says it, where the quote does not: ` — le patron d'OpenAI, Sam Altman`."""
    if speaker := shortened(one_line(citation.unnamed_speaker or ""), LONGEST_SPEAKER):
        writer.add(f" — {speaker}")


def _days(resolved: ResolvedDate, phrases: Phrases) -> str:
    year = str(resolved.start.year)
    if resolved.is_year:
        return year
    if resolved.is_month:
        return f"{phrases.months[resolved.start.month - 1]} {year}"
    start, end = (phrases.date_in_words(day) for day in (resolved.start, resolved.end))
    return start if start == end else f"{start} – {end}"


def joined(parts: Iterable[Message]) -> Message:
    """Return the parts as one message, a blank line between them."""
    writer = Writer()
    for part in parts:
        if writer.length:
            writer.add("\n\n")
        writer.append(part)
    return writer.message()


def bounded_title(title: str) -> str:
    """`title` on one line, shortened where it is very long."""
    return shortened(one_line(title), LONGEST_TITLE)


def one_line(text: str) -> str:
    """`text` without line breaks and direction marks: for titles and labels, never for a quote."""
    return _UNPRINTABLE.sub(" ", text).strip()


def shortened(text: str, limit: int) -> str:
    """`text` with at most `limit` characters, cut at a space if there is one."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    space = head.rfind(" ", limit // 2)
    return (head if space < 0 else head[:space]).rstrip(" ,;:.–-") + "…"


def web(url: str | None) -> str | None:
    """`url` if a message may link to it."""
    is_web = url and len(url) <= _LONGEST_URL and url.startswith(("https://", "http://"))
    return url if is_web else None
