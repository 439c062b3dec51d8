"""Which update is dealt with how: commands, questions, what is neither, and faults of ours."""

from __future__ import annotations

import contextlib
import logging
from collections import OrderedDict
from pathlib import Path
from typing import Any

from telegram import Chat, ForceReply, KeyboardButton, Message, ReplyKeyboardMarkup, Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.library.suggestions import suggest
from bot.telegram.addressing import language_of, person_id, question_of
from bot.telegram.answering import Answering
from bot.telegram.buttons import Buttons
from bot.telegram.phrases import ENGLISH, FRENCH, Phrases, phrases_for
from bot.telegram.rate_limit import RateLimit
from bot.telegram.sending import reply, toast
from bot.telegram.verifying import quote_of, verification_message
from bot.telegram.views import articles_message, start_message
from bot.verdicts.explaining import verdict_language
from index.errors import InputError
from index.questions import MAX_QUESTION, check_question, small_talk

_log = logging.getLogger(__name__)

UPDATES = ["message", "edited_message", "callback_query", "inline_query"]  # what we ask for
COMMANDS = (
    "start",
    "help",
    "articles",
    "ask",
    "verify",
    "privacy",
    "forget",
)  # in the order of the menu

_BURST, _SECONDS = 10, 6  # questions of one person at once, then one every so many seconds
_ALBUMS = 1_000

Context = CallbackContext[Any, Any, Any, Any]


class TelegramFace:
    """The handlers of one bot. `articles_dir` may hold questions to suggest."""

    def __init__(
        self,
        answering: Answering,
        *,
        articles_dir: Path,
        retention_days: int,
    ) -> None:
        self._answering = answering
        self._retention_days = retention_days
        library = answering.library
        for language in (FRENCH.language, ENGLISH.language):
            if language not in library.examples:
                library.examples[language] = suggest(library.engine, language, articles_dir)
        self._questions = RateLimit(burst=_BURST, seconds=_SECONDS)
        self._edits = RateLimit(burst=_BURST, seconds=_SECONDS)
        # What everybody may always ask for has a limit of its own: a burst of questions is no bar.
        self._rights = RateLimit(burst=_BURST, seconds=_SECONDS)
        self._albums: OrderedDict[str, None] = OrderedDict()

    def install(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Add the handlers to `application`."""
        new = filters.UpdateType.MESSAGE
        # In a group, where other bots may have the same commands, only those to this one.
        to_us = new & (filters.ChatType.PRIVATE | filters.Regex(r"^/\w+@"))
        for name, handler in (
            ("start", self.on_start),
            ("help", self.on_help),
            ("articles", self.on_articles),
            ("privacy", self.on_privacy),
            ("forget", self.on_forget),
        ):
            application.add_handler(CommandHandler(name, handler, filters=to_us))
        edited = filters.UpdateType.EDITED_MESSAGE
        text = filters.TEXT | filters.CAPTION
        application.add_handler(MessageHandler(text & (new | edited), self.on_text))
        other = filters.ChatType.PRIVATE & new & ~text & ~filters.StatusUpdate.ALL
        application.add_handler(MessageHandler(other, self.on_other))
        buttons = Buttons(self._answering)
        application.add_handler(CallbackQueryHandler(buttons.on_tap))
        application.add_handler(InlineQueryHandler(buttons.on_inline))
        application.add_error_handler(self.on_fault)

    # Commands

    async def on_start(self, update: Update, context: Context) -> None:
        """Say what the bot knows, in two lines, with questions to tap."""
        del context
        message, phrases = _message(update), _phrases(update)
        if not await self._may_go_on(message, phrases):
            return
        library = self._answering.library
        suggestions = library.examples.get(phrases.language, ())
        keyboard = ReplyKeyboardMarkup(
            [[KeyboardButton(question)] for question in suggestions],
            resize_keyboard=True,
            one_time_keyboard=True,
            input_field_placeholder=phrases.placeholder,
        )
        private = message.chat.type == Chat.PRIVATE
        await reply(
            message,
            start_message(library.engine.documents, phrases),
            keyboard if suggestions and private else None,
        )

    async def on_help(self, update: Update, context: Context) -> None:
        """Say how to ask."""
        del context
        await self._say(update, _phrases(update).help, limit=self._rights)

    async def on_articles(self, update: Update, context: Context) -> None:
        """List the articles."""
        del context
        message, phrases = _message(update), _phrases(update)
        if await self._may_go_on(message, phrases):
            documents = self._answering.library.engine.documents
            await reply(message, articles_message(documents, phrases))

    async def on_privacy(self, update: Update, context: Context) -> None:
        """Say what is kept."""
        del context
        privacy = _phrases(update).privacy.format(days=self._retention_days)
        await self._say(update, privacy, limit=self._rights)

    async def on_forget(self, update: Update, context: Context) -> None:
        """Delete what is kept of the person."""
        del context
        message, phrases = _message(update), _phrases(update)
        if not await self._may_go_on(message, phrases, self._rights):
            return
        store = self._answering.store
        person = self._answering.person(person_id(message))
        count = await self._answering.persist(store.forget, person)
        form = {0: phrases.forgotten_none, 1: phrases.forgotten_one}
        await reply(message, form.get(count, phrases.forgotten_many).format(count=count))

    # Questions

    async def on_text(self, update: Update, context: Context) -> None:
        """Answer a question; an edited one by editing the answer. Verify a quote."""
        message, phrases = _message(update), _phrases(update)
        text = question_of(message, context.bot.bot)
        quote = quote_of(message, context.bot.bot, text)
        self._is_of_known_album(message)  # the other pictures need no line of their own
        if text is None and quote is None:
            private = message.chat.type == Chat.PRIVATE
            if update.message and private and (message.text or "").startswith("/"):
                await self._say(update, phrases.unknown_command)
            return
        # Bots could talk to each other for ever. Who writes in a group's name comes as one too.
        if message.from_user and message.from_user.is_bot and not message.sender_chat:
            return
        if not await self._may_go_on(message, phrases):
            return
        if quote is not None:
            await self._verify(update, message, quote, phrases)
        elif words := _no_question(text or "", phrases):
            if update.edited_message:
                await self._answering.withdraw(message)
            await reply(message, words, None if text else ForceReply(selective=True))
        elif text:
            await self._answering.answer(update, message, text, phrases)

    async def _verify(self, update: Update, message: Message, quote: str, phrases: Phrases) -> None:
        """Say whether the articles have the quote; ask for it where there is none."""
        if update.edited_message:
            await self._answering.withdraw(message)  # of the question that it was before
        if not quote:
            await reply(message, phrases.verify_empty, ForceReply(selective=True))
            return
        answering = self._answering
        engine = answering.library.engine
        verification = await answering.verify(engine, quote)
        spoken = verdict_language(verification, engine, default=phrases.language)
        public_url = answering.public_url
        text = verification_message(verification, phrases_for(spoken), public_url=public_url)
        await reply(message, text)

    async def on_other(self, update: Update, context: Context) -> None:
        """One friendly line for a photo, a sticker, a voice message; one for a whole album."""
        del context
        message, phrases = _message(update), _phrases(update)
        if self._is_of_known_album(message):
            return
        if await self._may_go_on(message, phrases):
            await reply(message, phrases.only_text)

    async def on_fault(self, update: object, context: Context) -> None:
        """Log a fault of ours, and say sorry: the question is not tried again."""
        _log.error("an update could not be dealt with", exc_info=context.error)
        if not isinstance(update, Update):
            return
        with contextlib.suppress(TelegramError):
            if update.callback_query:
                await toast(update.callback_query, _phrases(update).fault)
            elif isinstance(update.effective_message, Message):
                await reply(update.effective_message, _phrases(update).fault)

    # What all of them need

    def _is_of_known_album(self, message: Message) -> bool:
        """Return whether another picture of the same album was dealt with before."""
        album = message.media_group_id
        if album is None or album in self._albums:
            return album is not None
        self._albums[album] = None
        if len(self._albums) > _ALBUMS:
            self._albums.popitem(last=False)
        return False

    async def _may_go_on(
        self, message: Message, phrases: Phrases, limit: RateLimit | None = None
    ) -> bool:
        """Return whether the person has not asked too much; who has is told so, once.

        By default questions and their edits are counted.
        """
        limit = limit or (self._edits if message.edit_date else self._questions)
        at = (message.edit_date or message.date).timestamp()
        verdict = limit.judge(person_id(message), at)
        if verdict == "warn":
            await reply(message, phrases.too_fast.format(seconds=_SECONDS))
        return verdict == "answer"

    async def _say(self, update: Update, text: str, *, limit: RateLimit | None = None) -> None:
        message = _message(update)
        if await self._may_go_on(message, _phrases(update), limit):
            await reply(message, text)


def _no_question(text: str, phrases: Phrases) -> str | None:
    """Return what to reply to a text that asks nothing, None for a question."""
    if not text:
        return phrases.ask_empty
    if small_talk(text):
        return None  # which has a reply of its own
    if len(text) > MAX_QUESTION:
        return phrases.too_long.format(limit=MAX_QUESTION)
    try:
        check_question(text)
    except InputError:
        return phrases.no_words
    return None


def _message(update: Update) -> Message:
    message = update.message or update.edited_message
    assert message  # noqa: S101  # the filters let nothing else through
    return message


def _phrases(update: Update) -> Phrases:
    return phrases_for(language_of(update))
