"""Taps on the buttons under an answer, and questions typed inline in any chat.

Nothing is remembered between taps, and nothing is ranked: a button names its turn, and the store
keeps the turn with its answer. So a second tap, or one after a restart, does what the first did,
and the quotes are shown as they were, whatever became of the articles.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from telegram import (
    CallbackQuery,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    MaybeInaccessibleMessage,
    Update,
)
from telegram.error import BadRequest

from bot.store import Turn
from bot.telegram.addressing import language_of
from bot.telegram.answering import Answering, phrases_of, understood_as
from bot.telegram.context import context_message
from bot.telegram.keyboards import Callback, context_keyboard, other_keyboard, parse_callback
from bot.telegram.phrases import Phrases, phrases_for
from bot.telegram.rate_limit import RateLimit
from bot.telegram.sending import edit, edit_keyboard, toast
from bot.telegram.text import Message as Text
from bot.telegram.views import answer_messages, inline_results, other_message
from index import Answer

_log = logging.getLogger(__name__)

_TAPS, _SECONDS = 30, 1  # taps of one person at once, then one every so many seconds
_SHORTEST = 3  # characters of an inline question before it is looked up
_KEPT = 300  # seconds that Telegram may give the same results to the same words
_VOTES = {"up": 1, "down": -1}


@dataclass(frozen=True, slots=True)
class _Tap:
    """A tap on a button under an answer that is kept."""

    query: CallbackQuery
    message: MaybeInaccessibleMessage
    callback: Callback
    turn: Turn
    answer: Answer
    phrases: Phrases


class Buttons:
    """The handlers of taps and of inline questions."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._taps = RateLimit(burst=_TAPS, seconds=_SECONDS)

    async def on_tap(self, update: Update, context: object) -> None:
        """Show the context, another passage or the answer again; keep a thumb up or down."""
        del context
        query, phrases = update.callback_query, phrases_for(language_of(update))
        assert query  # noqa: S101  # the library calls this for taps only
        message, callback = query.message, parse_callback(query.data or "")
        if self._taps.judge(query.from_user.id, time.time()) != "answer":
            await toast(query)
            return
        turn = (
            await self._answering.persist(self._answering.store.turn, callback.turn_id)
            if callback
            else None
        )
        is_its_own = (
            message
            and turn
            and turn.chat == self._answering.chat(message.chat)
            and message.message_id in turn.message_ids
        )
        if not (callback and message and turn and is_its_own):
            await toast(query, phrases.too_old)
            return
        answer = turn.answer
        if answer is None:  # kept by an earlier version
            await toast(query, phrases.too_old)
            return
        tap = _Tap(query, message, callback, turn, answer, phrases_of(answer, phrases))
        await (self._vote(tap) if callback.action in _VOTES else self._show(tap))

    async def _vote(self, tap: _Tap) -> None:
        answering = self._answering
        person, value = answering.person(tap.query.from_user.id), _VOTES[tap.callback.action]
        await answering.persist(answering.store.vote, tap.turn.id, person, value)
        await edit_keyboard(tap.message, await self._keyboard(tap))
        await toast(tap.query, tap.phrases.thanks_for_vote)

    async def _show(self, tap: _Tap) -> None:
        turn, answer, number, phrases = tap.turn, tap.answer, tap.callback.number, tap.phrases
        public_url = self._answering.public_url
        text: Text | None
        if tap.callback.action == "context":
            engine = self._answering.library.engine
            if not all(map(engine.holds, answer.shown)):
                await toast(tap.query, phrases.changed)
                return
            text = context_message(engine, answer, phrases, public_url=public_url)
            keyboard: InlineKeyboardMarkup | None = context_keyboard(turn.id, phrases)
        elif tap.callback.action == "other":
            text = other_message(answer, number, phrases, public_url=public_url)
            keyboard = other_keyboard(turn.id, number, phrases, more=number < len(answer.others))
        else:
            text = answer_messages(
                answer, phrases, understood_as=understood_as(turn), public_url=public_url
            )[-1]
            keyboard = await self._keyboard(tap)
        if text:
            await edit(tap.message, tap.message.message_id, text, keyboard)
        await toast(tap.query, None if text else phrases.no_other)

    async def _keyboard(self, tap: _Tap) -> InlineKeyboardMarkup | None:
        person = self._answering.person(tap.query.from_user.id)
        return await self._answering.keyboard(
            tap.turn, tap.answer, tap.phrases, tap.message.chat, person
        )

    async def on_inline(self, update: Update, context: object) -> None:
        """Offer the best quotes, to be sent to the chat that the question was typed in."""
        del context
        query, phrases = update.inline_query, phrases_for(language_of(update))
        assert query  # noqa: S101  # the library calls this for inline questions only
        if self._taps.judge(query.from_user.id, time.time()) != "answer":
            return  # the next letter asks again
        text = query.query.strip()
        results: list[InlineQueryResultArticle] = []
        button = phrases.placeholder
        if len(text) >= _SHORTEST and any(map(str.isalnum, text)):  # at most 256 characters
            answer = await self._answering.ask(text, text)
            phrases = phrases_of(answer, phrases)
            results = inline_results(answer, phrases, public_url=self._answering.public_url)
            button = phrases.inline_no_answer
        try:
            await query.answer(
                results,
                cache_time=_KEPT,
                is_personal=not results,  # the button is in the person's language
                button=None if results else InlineQueryResultsButton(button, start_parameter="ask"),
            )
        except BadRequest as error:  # the person has typed on
            _log.info("an inline question could not be answered: %s", error)
