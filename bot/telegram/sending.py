"""Messages out: sent, edited, taken back, and “typing…” while one is worked on.

A message that Telegram refuses for good (the person has blocked the bot, the message is gone) is
no error of ours: what comes back says so, and the log has a line.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from types import TracebackType
from typing import Any

from telegram import (
    CallbackQuery,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.telegram.client import UnreadableReplyError
from bot.telegram.text import Message as Text

_log = logging.getLogger(__name__)

_AGAIN = 4.0  # seconds: Telegram shows “typing…” for five
_TYPING_AT_MOST = 1.0  # seconds that an answer waits for it, so that it comes first
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_REFUSED = (BadRequest, ChatMigrated, Forbidden)  # for good: another attempt would not help
_FAILED = (UnreadableReplyError, *_REFUSED)
_UNCHANGED = "message is not modified"


async def reply(message: Message, text: Text | str, keyboard: Any = None) -> Message | None:
    """Reply to `message`; the message that was sent.

    None where Telegram refuses it for good, or does not say which message it is.
    """
    if isinstance(text, str):
        text = Text(text)
    options: dict[str, Any] = {
        "reply_markup": keyboard,
        "reply_parameters": ReplyParameters(message.message_id, allow_sending_without_reply=True),
    }
    try:
        return await message.reply_text(
            text.text, entities=text.entities, link_preview_options=_NO_PREVIEW, **options
        )
    except ChatMigrated as error:
        del options["reply_parameters"]  # the question has another number there
        try:
            return await message.get_bot().send_message(
                error.new_chat_id,
                text.text,
                entities=text.entities,
                link_preview_options=_NO_PREVIEW,
                **options,
            )
        except _FAILED as refusal:
            _log.warning("a message could not be sent: %s", refusal)
    except UnreadableReplyError as error:
        _log.warning("a message was sent, but not what it is: %s", error)
    except _REFUSED as error:
        _log.warning("a message could not be sent: %s", error)
    return None


async def edit(
    message: MaybeInaccessibleMessage, message_id: int, text: Text, keyboard: Any = None
) -> bool:
    """Edit the bot's message `message_id` in the chat of `message`; whether it now says `text`."""
    try:
        await message.get_bot().edit_message_text(
            text.text,
            chat_id=message.chat.id,
            message_id=message_id,
            entities=text.entities,
            reply_markup=keyboard,
            link_preview_options=_NO_PREVIEW,
        )
    except UnreadableReplyError:
        return True
    except _REFUSED as error:
        if _UNCHANGED in str(error):
            return True
        _log.warning("a message could not be edited: %s", error)
        return False
    return True


async def edit_keyboard(message: MaybeInaccessibleMessage, keyboard: Any) -> None:
    """Put other buttons under the bot's `message`; silently nothing where it is gone."""
    with contextlib.suppress(*_FAILED):
        await message.get_bot().edit_message_reply_markup(
            chat_id=message.chat.id, message_id=message.message_id, reply_markup=keyboard
        )


async def remove(message: MaybeInaccessibleMessage, message_id: int) -> None:
    """Take back the bot's message `message_id`; silently nothing where it is gone."""
    with contextlib.suppress(*_FAILED):
        await message.get_bot().delete_message(message.chat.id, message_id)


async def toast(query: CallbackQuery, text: str | None = None) -> None:
    """Tell Telegram that the tap was dealt with, with a short line over the chat if any."""
    try:
        await query.answer(text)
    except _FAILED as error:  # after a while a tap can no longer be answered
        _log.info("a tap could not be answered: %s", error)


class Typing:
    """Shows “typing…” in the chat of `message` for as long as the block runs."""

    def __init__(self, message: Message) -> None:
        self._message = message
        self._shown = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._keep_typing())

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait until it was shown: after the answer it would stay for five seconds."""
        assert self._task  # noqa: S101
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._shown.wait(), _TYPING_AT_MOST)
        finally:
            self._task.cancel()

    async def _keep_typing(self) -> None:
        try:
            while True:
                await self._message.reply_chat_action(ChatAction.TYPING)
                self._shown.set()
                await asyncio.sleep(_AGAIN)
        except TelegramError as error:
            _log.debug("typing could not be shown: %s", error)
        finally:
            self._shown.set()
