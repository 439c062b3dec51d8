"""An answer as Telegram messages. Only formats: nothing here ranks, cuts or finds a quote again.

A sentence has `index.documents.sentences.MAX_SENTENCE` characters at most, so that a quote and its
source
always fit one message.
"""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions

from bot.library.suggestions import newest_first
from bot.telegram.phrases import Phrases
from bot.telegram.quotes import bounded_title, joined, one_line, quoted, shortened, web
from bot.telegram.text import BOLD, ITALIC, MAX_TEXT, Message, Writer, utf16_length
from index import Answer, Citation, Document

_SCREEN = 900  # UTF-16 code units: about what a phone shows at once
_LISTED = 50  # articles of a list, an entity each
_INLINE_RESULTS = 5
_INLINE_TITLE = 60  # characters
_INLINE_DESCRIPTION = 120  # characters
_INLINE_QUESTION = 256  # characters: what Telegram passes on of an inline query


def answer_messages(
    answer: Answer,
    phrases: Phrases,
    *,
    understood_as: str | None = None,
    public_url: str | None = None,
) -> tuple[Message, ...]:
    """Return the answer in as many messages as it takes, split between quotes, never inside one.

    `understood_as` is the question that a follow-up was read as. `public_url`, here and below, is
    the server whose pages show quotes in their place.
    """
    opening: list[Message] = []
    heading: list[Message] = []
    if understood_as:
        line = phrases.understood_as.format(question=one_line(understood_as))
        opening.append(Writer().add(line, ITALIC).message())
    if answer.no_answer_reason:
        opening.append(Message(answer.no_answer_reason))
        heading.append(Message(phrases.nearest))
    if answer.answer:
        opening.append(Writer().add(answer.answer, BOLD).message())
    if answer.conflict:  # said before what they say
        opening += _note(answer)
    quotes = [quoted(citation, phrases, public_url=public_url) for citation in answer.shown]
    closing = [] if answer.conflict else _note(answer)
    if _length([*opening, *heading, *quotes, *closing]) > _SCREEN:
        quotes = [
            quoted(citation, phrases, folded=True, public_url=public_url)
            for citation in answer.shown
        ]
    pages: list[list[Message]] = [[]]
    for part in opening:
        _put(pages, [part], afresh=[part])
    for number, quote in enumerate(quotes):
        # What is no answer says so at the top of every message.
        _put(pages, [quote] if number else [*heading, quote], afresh=[*heading, quote])
    for part in closing:
        _put(pages, [part], afresh=[part])
    return tuple(joined(page) for page in pages)


def other_message(
    answer: Answer, number: int, phrases: Phrases, *, public_url: str | None = None
) -> Message | None:
    """Return the other passage `number` (from 1), marked as such; None if there is none."""
    others = answer.others
    if not 1 <= number <= len(others):
        return None
    heading = Message(_other_heading(answer, number, len(others), phrases))
    other = quoted(others[number - 1], phrases, numbered=False, public_url=public_url)
    return joined([heading, other])


def start_message(documents: Sequence[Document], phrases: Phrases) -> Message:
    """Two lines: what the bot does, and what it knows (at least one article)."""
    newest = newest_first(documents)[0]
    title = bounded_title(newest.title)
    if newest.published_at:
        date = phrases.date_in_words(newest.published_at)
        article = phrases.dated.format(title=title, date=date)
    else:
        article = phrases.undated.format(title=title)
    knows = phrases.start_knows_one if len(documents) == 1 else phrases.start_knows_many
    return Message(f"{phrases.start_does}\n{knows.format(article=article, count=len(documents))}")


def articles_message(documents: Sequence[Document], phrases: Phrases) -> Message:
    """Return the articles with their dates, the newest first, as many as one message holds."""
    count = len(documents)
    writer = Writer()
    writer.add(phrases.articles_one if count == 1 else phrases.articles_many.format(count=count))
    room = MAX_TEXT - utf16_length("\n" + phrases.articles_others.format(count=count))
    listed = 0
    for document in newest_first(documents)[:_LISTED]:
        line = Writer().add("\n• ").link(bounded_title(document.title), web(document.url))
        if document.published_at:
            line.add(f", {phrases.date_in_words(document.published_at)}")
        if writer.length + line.length > room:
            break
        writer.append(line.message())
        listed += 1
    if count > listed:
        writer.add("\n" + phrases.articles_others.format(count=count - listed))
    return writer.message()


def inline_results(
    answer: Answer, phrases: Phrases, *, public_url: str | None = None
) -> list[InlineQueryResultArticle]:
    """Return the quotes as results that a reader can send to any chat, the answer's own first.

    What the first leans on is sent with it, where it fits, and is no result of its own. Empty
    where there is no answer.
    """
    if answer.status == "no_answer":
        return []
    answering = [citation for citation in answer.citations if citation.role != "context"]
    others = answer.others[: max(0, _INLINE_RESULTS - len(answering))]
    asked = Writer().add(shortened(one_line(answer.question), _INLINE_QUESTION), ITALIC).message()
    context = [
        quoted(citation, phrases, numbered=False, public_url=public_url)
        for citation in answer.citations
        if citation.role == "context"
    ]
    results: list[tuple[str, Citation, list[Message]]] = [
        (citation.short_answer or citation.cited_text, citation, [asked]) for citation in answering
    ]
    for number, citation in enumerate(others, 1):
        heading = _other_heading(answer, number, len(others), phrases)
        results.append((heading, citation, [asked, Message(heading)]))
    sent = []
    for number, (title, citation, above) in enumerate(results, 1):
        quote = quoted(citation, phrases, numbered=False, public_url=public_url)
        parts = [*above, quote, *_note(answer)]
        if number == 1 and _length([*parts, *context]) <= MAX_TEXT:
            parts[len(above) + 1 : len(above) + 1] = context
        sent.append(_inline_result(f"{answer.id}:{number}", title, citation, joined(parts)))
    return sent


def _note(answer: Answer) -> list[Message]:
    """Return the note below the answer, if it has one, in a style that no quote has."""
    return [Writer().add(answer.note, ITALIC).message()] if answer.note else []


def _inline_result(
    result_id: str, title: str, citation: Citation, message: Message
) -> InlineQueryResultArticle:
    """Return a result: `title` and the quote's beginning to choose by, `message` to send."""
    return InlineQueryResultArticle(
        id=result_id,
        title=shortened(one_line(title), _INLINE_TITLE),
        description=shortened(one_line(citation.cited_text), _INLINE_DESCRIPTION),
        input_message_content=InputTextMessageContent(
            message.text,
            entities=message.entities,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
    )


def _put(pages: list[list[Message]], parts: list[Message], *, afresh: list[Message]) -> None:
    """Add `parts` to the last page, or `afresh` to a new one where they do not fit."""
    page = [*pages[-1], *parts]
    if pages[-1] and _length(page) > MAX_TEXT:
        pages.append(afresh)
    else:
        pages[-1] = page


def _length(parts: Sequence[Message]) -> int:
    return utf16_length(joined(parts).text)


def _other_heading(answer: Answer, number: int, count: int, phrases: Phrases) -> str:
    form = phrases.other if answer.status == "answered" else phrases.other_not_an_answer
    return form.format(number=number, count=count)
