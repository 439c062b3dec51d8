"""The paragraphs that an answer was quoted from, with what answers underlined.

What does not fit a message is left out by whole sentences, those farthest from a quote first. The
mark of an omission is outside the block quotes, which contain the article alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bot.telegram.phrases import Phrases
from bot.telegram.quotes import joined, write_quote, write_source
from bot.telegram.text import BLOCKQUOTE, ITALIC, MAX_TEXT, UNDERLINE, Message, Writer, utf16_length
from bot.verdicts.explaining import past_in_words, words_for
from index import Answer, Engine
from index.answering import Excerpt

_OMISSION = "[…]"


def context_message(
    engine: Engine, answer: Answer, phrases: Phrases, *, public_url: str | None = None
) -> Message | None:
    """Return what `answer` of `engine` shows, in its paragraphs.

    None where the answer shows no passage at all. `public_url`: the server whose pages show quotes
    in their place.
    """
    citations = answer.shown
    if not citations:
        return None
    found = engine.excerpts(citations)
    cited = [_cited(excerpt) for excerpt in found]
    heading = phrases.context if answer.citations else phrases.context_of_nearest
    # Each sentence that is not quoted, the nearest to a quote first.
    around = sorted(
        (min(abs(position - place) for place in cited[number]), number, position)
        for number, excerpt in enumerate(found)
        for position in range(len(excerpt.sentences))
        if position not in cited[number]
    )[:MAX_TEXT]  # more than these cannot fit

    def shown(count: int) -> Message:
        """Return the message with the first `count` of the sentences around."""
        chosen = [set(places) for places in cited]
        for _, number, position in around[:count]:
            chosen[number].add(position)
        pairs = zip(found, chosen, strict=True)
        return joined([Message(heading), *(_written(*pair, phrases, public_url) for pair in pairs)])

    def length(count: int) -> int:
        return utf16_length(shown(count).text)

    fitting = bisect_right(range(len(around) + 1), MAX_TEXT, key=length)
    if not fitting:
        return _without_quotes(found, phrases, public_url)
    return shown(fitting - 1)


def _cited(excerpt: Excerpt) -> set[int]:
    """Return the indices of the excerpt's sentences that are cited."""
    starts = {citation.start_char_index for citation in excerpt.citations}
    return {n for n, (start, _) in enumerate(excerpt.sentences) if start in starts}


def _written(
    excerpt: Excerpt, chosen: set[int], phrases: Phrases, public_url: str | None
) -> Message:
    """Return the chosen sentences, a block quote for each run of them, and the source below."""
    writer = Writer()
    last = -1
    for first, stop in _runs(sorted(chosen)):
        if first > last + 1:
            writer.add(f"{_OMISSION}\n")
        _write_run(writer, excerpt, first, stop)
        writer.add("\n")
        last = stop
    if last + 1 < len(excerpt.sentences):
        writer.add(f"{_OMISSION}\n")
    _write_sources(writer, excerpt, phrases, public_url)
    return writer.message()


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of neighbours in the ascending `places`."""
    first = last = places[0]
    for place in places[1:]:
        if place > last + 1:
            yield first, last
            first = place
        last = place
    yield first, last


def _write_run(writer: Writer, excerpt: Excerpt, first: int, last: int) -> None:
    """Write the sentences from `first` to `last` verbatim, the answering ones underlined."""
    position, end = excerpt.sentences[first][0], excerpt.sentences[last][1]
    with writer.styled(BLOCKQUOTE):
        for citation in excerpt.citations:
            if citation.role != "context" and position <= citation.start_char_index < end:
                writer.add(_slice(excerpt, position, citation.start_char_index))
                with writer.styled(UNDERLINE):
                    write_quote(writer, citation)
                position = citation.end_char_index
        writer.add(_slice(excerpt, position, end))


def _slice(excerpt: Excerpt, start: int, end: int) -> str:
    """Return the document's text from `start` to `end`, offsets in the document."""
    return excerpt.text[start - excerpt.start : end - excerpt.start]


def _write_sources(
    writer: Writer, excerpt: Excerpt, phrases: Phrases, public_url: str | None
) -> None:
    """Write a line for each paragraph that is quoted from."""
    for number, (_, group) in enumerate(groupby(excerpt.citations, key=lambda c: c.passage)):
        citations = list(group)
        writer.add("\n" if number else "")
        numbered = sorted(citations, key=lambda citation: citation.number)
        write_source(writer, citations[0], phrases, numbered=numbered, public_url=public_url)
    if excerpt.past:
        said = past_in_words(excerpt.past, words_for(phrases.language))
        writer.add("\n").add(said, ITALIC)


def _without_quotes(found: Iterable[Excerpt], phrases: Phrases, public_url: str | None) -> Message:
    """Return the sources of quotes that do not fit a message together."""
    writer = Writer().add(phrases.context_too_long)
    for excerpt in found:
        writer.add("\n")
        _write_sources(writer, excerpt, phrases, public_url)
    return writer.message()
