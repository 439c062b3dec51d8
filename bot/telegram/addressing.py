"""Which messages are questions to the bot, and which of their words are the question.

In a private chat every text is. In a group only `/ask`, a mention of the bot and a reply to it
are: people there talk to each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Message, MessageEntity, Update, User

from bot.telegram.text import from_utf16

ASK = "ask"


def question_of(message: Message, me: User) -> str | None:
    """Return the question that `message` puts to the bot `me`.

    "" where it speaks to the bot and asks nothing (`/ask` alone), None where it does not speak
    to the bot: other people's talk, another bot's command, a quote that was sent through the bot,
    a post of a channel that comes into its discussion group by itself.
    """
    text = message.text or message.caption
    if (
        not text
        or message.is_automatic_forward
        or (message.via_bot and message.via_bot.id == me.id)
    ):
        return None
    command, rest = command_of(message, text, me)
    if command is not None:
        return rest if command == ASK else None
    mentions = [entity for entity in entities_of(message) if _is_mention(message, entity, me)]
    if message.chat.type == message.chat.PRIVATE or mentions or is_reply_to(message, me):
        return _without(text, mentions).strip()
    return None


def entities_of(message: Message) -> Sequence[MessageEntity]:
    """Return the entities of the message's text, or of the caption in its place."""
    return message.entities if message.text else message.caption_entities


def person_id(message: Message) -> int:
    """Who wrote: a person, or the group or channel that a person wrote in the name of."""
    writer = message.sender_chat or message.from_user or message.chat
    return writer.id


def topic_of(message: Message) -> tuple[int, ...]:
    """Return the number of the forum's topic that it was written in; () outside of topics.

    In other groups the thread of a reply has a number too, but is the same conversation.
    """
    thread = message.message_thread_id
    return (thread,) if message.is_topic_message and thread is not None else ()


def language_of(update: Update) -> str | None:
    """Return the language that the person has Telegram in, as a code such as `fr` or `pt-br`."""
    user = update.effective_user
    return user.language_code if user else None


def is_reply_to(message: Message, me: User) -> bool:
    """Return whether `message` replies to a message of the bot."""
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == me.id)


def command_of(message: Message, text: str, me: User) -> tuple[str | None, str]:
    """Return the command that opens the message, "" for one to another bot, and what follows it."""
    for entity in entities_of(message):
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            # A command is ASCII, so here UTF-16 units and characters are the same.
            name, _, addressee = text[1 : entity.length].lower().partition("@")
            mine = not addressee or addressee == (me.username or "").lower()
            return (name if mine else ""), text[entity.length :].strip()
    return None, text


def _is_mention(message: Message, entity: MessageEntity, me: User) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return bool(entity.user and entity.user.id == me.id)
    if entity.type == MessageEntity.MENTION:
        text = message.text or message.caption or ""
        name = text[from_utf16(text, entity.offset, entity.length)]
        return name.lower() == f"@{me.username}".lower()
    return False


def _without(text: str, entities: list[MessageEntity]) -> str:
    for entity in sorted(entities, key=lambda entity: -entity.offset):
        place = from_utf16(text, entity.offset, entity.length)
        text = text[: place.start] + text[place.stop :]
    return text
