"""Quotes to verify: which messages ask for it, and what the bot replies.

A question may contain a quotation ("Qui a dit « … » ?"), so only what is plainly no question is
verified: `/verify`, "vérifie :", a message that is nothing but a quotation in its marks, and one
with a quotation that was forwarded.
"""

from __future__ import annotations

import re

from telegram import Message as TelegramMessage
from telegram import MessageEntity, User

from bot.telegram.addressing import command_of, entities_of, is_reply_to
from bot.telegram.phrases import ENGLISH, FRENCH, Phrases
from bot.telegram.quotes import joined, one_line, shortened, write_source
from bot.telegram.text import (
    BLOCKQUOTE,
    BOLD,
    EXPANDABLE_BLOCKQUOTE,
    ITALIC,
    MAX_TEXT,
    UNDERLINE,
    Message,
    Writer,
    from_utf16,
    utf16_length,
)
from bot.verdicts.explaining import (
    attribution_in_words,
    difference_in_words,
    is_misattributed,
    pieces,
    title_in_words,
    verdict_in_words,
    words_for,
)
from bot.verdicts.words import VerdictWords
from index import QuotePlace, Verification

VERIFY = "verify"

_FEWEST_WORDS = 3  # of a quotation: fewer are a title or a word that is spoken of
_MOST_MARKED = 40  # differences marked in a quote, an entity or two each
_MOST_LISTED = 6  # differences listed below it
_MOST_ALSO = 3  # further places named
_LONGEST_DIFFERENCE = 80  # characters
_LONGEST_SENTENCE = 300
_FOLDED = 600  # UTF-16 code units: a longer quote shows its beginning, and the rest at a tap

_QUOTATION = r'«[^«»]+»|“[^“”]+”|„[^„“”]+[“”]|"[^"]+"'
_ANY_QUOTATION = re.compile(_QUOTATION)
_NOTHING_ELSE = re.compile(rf"\s*(?P<quotation>{_QUOTATION})[\s.…!]*")
# With a colon, or right before a quotation. The accent may be a character of its own.
_ASKED = re.compile(
    r"\s*(?:v(?:é|e\u0301?)rifi(?:e|ez|er)|verify)"
    r"(?:\s+(?:la |cette |the |this )?(?:citation|quote))?"
    r"(?:\s*:|\s+(?=[«“„\"]))\s*(?P<quote>.*)",
    re.IGNORECASE | re.DOTALL,
)
_EMPTY_REPLIES = frozenset({FRENCH.verify_empty, ENGLISH.verify_empty})


def quote_of(message: TelegramMessage, me: User, asked: str | None) -> str | None:
    """Return the quote that `message` asks the bot `me` to verify, None where it asks for none.

    "" where it asks and has none. `asked` is what the message asks, by `question_of`; None where
    it does not speak to the bot or is a command. A bare `/verify` in a group may be for another
    bot, unless it names this one.
    """
    if message.is_automatic_forward:  # a channel's post in its discussion group
        return None
    text = message.text or message.caption or ""
    command, rest = command_of(message, text, me)
    if command == VERIFY:
        quote = rest or _replied_to(message)
        names_us = message.chat.type == message.chat.PRIVATE or "@" in text.split(maxsplit=1)[0]
        return quote if quote or names_us else None
    if asked is None:
        return None
    if found := _ASKED.fullmatch(asked):
        return found["quote"].strip()
    replied = message.reply_to_message
    if replied and is_reply_to(message, me) and replied.text in _EMPTY_REPLIES:
        return asked
    return asked if _is_quotation(asked, forwarded=bool(message.forward_origin)) else None


def _is_quotation(text: str, *, forwarded: bool) -> bool:
    """Return whether `text` is a quotation; a forwarded one need only have one."""
    found = _ANY_QUOTATION.search(text) if forwarded else _NOTHING_ELSE.fullmatch(text)
    if not found or text.rstrip().endswith("?"):
        return False
    inner = found["quotation"] if "quotation" in found.re.groupindex else found[0]
    words = inner[1:-1].split()
    return len(words) >= _FEWEST_WORDS and not inner[1:-1].rstrip().endswith("?")


def _replied_to(message: TelegramMessage) -> str:
    """Return the quote in the message that `message` replies to, or the part of it that it cites.

    What is in a block quote is the quote, as in the bot's own answers; else all of the text.
    """
    if message.quote:
        return message.quote.text.strip()
    replied = message.reply_to_message
    if replied is None:
        return ""
    text = replied.text or replied.caption or ""
    for entity in entities_of(replied):
        if entity.type in (MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE):
            return text[from_utf16(text, entity.offset, entity.length)].strip()
    return text.strip()


def verification_message(
    verification: Verification, phrases: Phrases, *, public_url: str | None = None
) -> Message:
    """Return the verdict in words, the quote in its place with what differs, and its source.

    The block quote has the words of the article, to the letter; one that is too long for a message
    is left out, and what differs in it is not.
    """
    words = words_for(phrases.language)
    heading = Writer().add(title_in_words(verification, words), BOLD)
    heading.add(f"\n{verdict_in_words(verification, words)}")
    if attribution := verification.attribution:
        style = (BOLD,) if is_misattributed(verification) else ()
        said_by = one_line(attribution_in_words(attribution, words))
        heading.add("\n").add(shortened(said_by, _LONGEST_SENTENCE), *style)
    parts = [heading.message()]
    if verification.places:
        best, *others = verification.places
        parts.append(_place(best, phrases, public_url))
        parts += _differences(verification, best, words)
        if others and verification.verdict != "altered":
            parts.append(_also(verification, others, phrases, words, public_url))
    message = joined(parts)
    if utf16_length(message.text) <= MAX_TEXT:
        return message
    source = Writer().add(phrases.context_too_long).add("\n")
    write_source(source, verification.places[0], phrases, public_url=public_url)
    differences = _differences(verification, verification.places[0], words)
    return joined([parts[0], source.message(), *differences])


def _place(place: QuotePlace, phrases: Phrases, public_url: str | None) -> Message:
    """Return the place as a block quote, what differs underlined and bold, and its source."""
    writer = Writer()
    is_long = utf16_length(place.text) > _FOLDED
    marked = 0
    with writer.styled(EXPANDABLE_BLOCKQUOTE if is_long else BLOCKQUOTE):
        for piece in pieces(place):
            is_marked = piece.kind in ("words", "omission") and marked < _MOST_MARKED
            marked += is_marked
            writer.add(piece.found, *((UNDERLINE, BOLD) if is_marked else ()))
    writer.add("\n")
    write_source(writer, place, phrases, public_url=public_url)
    if place.speaker and (speaker := one_line(place.speaker)):
        writer.add(f" — {shortened(speaker, _LONGEST_DIFFERENCE)}")
    return writer.message()


def _differences(
    verification: Verification, place: QuotePlace, words: VerdictWords
) -> list[Message]:
    """Return what differs in words, a line each; nothing where only typography does."""
    found = [piece for piece in pieces(place) if piece.kind == "words"]
    if verification.verdict != "altered" or not found:
        return []
    writer = Writer()
    for number, piece in enumerate(found[:_MOST_LISTED]):
        line = difference_in_words(_shown(piece.quoted), _shown(piece.found), words)
        writer.add("\n" if number else "").add(f"• {line}")
    if len(found) > _MOST_LISTED:
        writer.add("\n…")
    return [writer.message()]


def _also(
    verification: Verification,
    others: list[QuotePlace],
    phrases: Phrases,
    words: VerdictWords,
    public_url: str | None,
) -> Message:
    """Return a line for each further place, and that there are more."""
    writer = Writer().add(words.also)
    for place in others[:_MOST_ALSO]:
        writer.add("\n• ")
        write_source(writer, place, phrases, public_url=public_url)
    if verification.more_places or len(others) > _MOST_ALSO:
        writer.add("\n").add(words.more, ITALIC)
    return writer.message()


def _shown(text: str) -> str:
    """Return the words of a difference on one line, not too many of them."""
    return shortened(one_line(text), _LONGEST_DIFFERENCE)
