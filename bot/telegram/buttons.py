"""Taps on the buttons under an answer, and questions typed inline in any chat.

Nothing is remembered between taps: a button names its turn, the turn holds the question, and the
question is ranked again. So a second tap, or one after a restart, does what the first did.
"""

from __future__ import annotations

import logging
import time

from telegram import InlineQueryResultArticle, InlineQueryResultsButton, Update
from telegram.error import BadRequest

from bot.telegram.addressing import language_of
from bot.telegram.answering import Answering, phrases_of, understood_as
from bot.telegram.context import context_message
from bot.telegram.keyboards import context_keyboard, other_keyboard, parse_callback
from bot.telegram.phrases import phrases_for
from bot.telegram.rate_limit import Flood
from bot.telegram.sending import edit, edit_keyboard, toast
from bot.telegram.text import Message as Text
from bot.telegram.views import answer_messages, inline_results, other_message

_log = logging.getLogger(__name__)

_TAPS, _SECONDS = 30, 1  # taps of one person at once, then one every so many seconds
_SHORTEST = 3  # characters of an inline question before it is looked up
_KEPT = 300  # seconds that Telegram may give the same results to the same words
_VOTES = {"up": 1, "down": -1}


class Buttons:
    """The handlers of taps and of inline questions."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._taps = Flood(burst=_TAPS, seconds=_SECONDS)

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
        answer = await self._answering.ask(turn.question, turn.asked)
        person = self._answering.person(query.from_user.id)
        phrases = phrases_of(answer, phrases)
        if callback.action in _VOTES:
            await self._answering.persist(
                self._answering.store.vote, turn.id, person, _VOTES[callback.action]
            )
            keyboard = await self._answering.keyboard(turn, answer, phrases, message.chat, person)
            await edit_keyboard(message, keyboard)
            await toast(query, phrases.thanks_for_vote)
            return
        if answer.id != turn.answer_id:
            await toast(query, phrases.changed)
            return
        text: Text | None
        if callback.action == "context":
            text = context_message(self._answering.engine, answer, phrases)
            keyboard = context_keyboard(turn.id, phrases)
        elif callback.action == "other":
            text = other_message(answer, callback.number, phrases)
            more = callback.number < len(answer.others)
            keyboard = other_keyboard(turn.id, callback.number, phrases, more=more)
        else:
            text = answer_messages(answer, phrases, understood_as=understood_as(turn))[-1]
            keyboard = await self._answering.keyboard(turn, answer, phrases, message.chat, person)
        if text:
            await edit(message, message.message_id, text, keyboard)
        await toast(query, None if text else phrases.no_other)

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
            results = inline_results(answer, phrases)
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
