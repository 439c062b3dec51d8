"""From a question in a chat to the answer in it: what it follows, what is quoted, what is kept.

Every step may be done again for the same update, where the process was killed on the way: the
turn is found again, and what of the answer was sent is not sent twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from anyio import CapacityLimiter, to_thread
from telegram import Chat, InlineKeyboardMarkup, Message, Update

from bot.conversation import (
    answer_in_language_of,
    limits_before,
    previous_turn,
    words_of_reply,
)
from bot.library import Library
from bot.store import Store, Turn
from bot.telegram.addressing import is_reply_to, person_id, topic_of
from bot.telegram.inbox import Persist
from bot.telegram.keyboards import answer_keyboard, other_keyboard
from bot.telegram.phrases import ENGLISH, FRENCH, Phrases, phrases_for
from bot.telegram.sending import Typing, edit, remove, reply
from bot.telegram.views import answer_messages, other_message
from index import Answer, Engine, Limits, Verification
from index.questions import Reply, read_follow_up

_INVITES = ("greeting", "invite", "thanks")  # replies that say where to find what can be asked


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who asks, and where, by the names that the store knows them under."""

    chat: str
    person: str
    conversation: str


class Answering:
    """Answers questions over the articles of `library`, in conversations that one store keeps.

    `public_url` is the server whose pages show quotes in their place.
    """

    def __init__(
        self, library: Library, store: Store, persist: Persist, *, public_url: str | None = None
    ) -> None:
        self.library = library
        self.store = store
        self.persist = persist
        self.public_url = public_url
        # Ranking holds the interpreter: a second thread would answer nothing sooner.
        self._one_by_one = CapacityLimiter(1)

    async def answer(self, update: Update, message: Message, text: str, phrases: Phrases) -> None:
        """Answer with quotes; what is in the chat already is edited, not sent again."""
        asker = self._asker(message)
        async with Typing(message):
            turn, previous = await self.persist(self._look_up, update, message, asker)
            reading = read_follow_up(text, previous_turn(previous), language=phrases.language)
            if reading.reply and (turn is None or turn.asked != text):
                if turn:
                    await self.withdraw(message)
                await self._reply(message, text, reading.reply, previous, phrases)
                return
            limits = limits_before(self.library.engine, reading, previous)
            if turn is None:
                answer = await self.ask(reading.question, text, limits)
                turn = await self.persist(
                    self.store.begin_turn,
                    face="telegram",
                    chat=asker.chat,
                    person=asker.person,
                    conversation=asker.conversation,
                    asked=text,
                    bot_id=message.get_bot().id,
                    update_id=update.update_id,
                    asked_message_id=message.message_id,
                    answer=answer,
                )
            elif update.edited_message and turn.asked != text:
                answer = await self.ask(reading.question, text, limits)
                turn = await self._revise(turn, text, answer)
            elif turn.answer:
                answer = turn.answer
            else:
                answer = await self.ask(turn.question, turn.asked)
                turn = await self._revise(turn, turn.asked, answer)
        phrases = phrases_of(answer, phrases)
        texts = answer_messages(
            answer, phrases, understood_as=understood_as(turn), public_url=self.public_url
        )
        keyboard = await self.keyboard(turn, answer, phrases, message.chat, asker.person)
        for number, text_ in enumerate(texts):
            buttons = keyboard if number == len(texts) - 1 else None
            if number < len(turn.message_ids):
                sent = turn.message_ids[number]
                if not message.edit_date or await edit(message, sent, text_, buttons):
                    continue
                await self.persist(self.store.remove_message, turn.id, sent)
            if new := await reply(message, text_, buttons):
                await self.persist(self.store.add_message, turn.id, new.message_id)
        for sent in turn.message_ids[len(texts) :]:
            await remove(message, sent)
            await self.persist(self.store.remove_message, turn.id, sent)

    async def _revise(self, turn: Turn, asked: str, answer: Answer) -> Turn:
        revised = self.persist(self.store.revise_turn, turn.id, asked=asked, answer=answer)
        return await revised or turn  # else it was forgotten within this moment

    async def withdraw(self, message: Message) -> None:
        """Take back the answer to a question that was edited into something else."""
        turn = await self.persist(
            self.store.turn_of_question, self.chat(message.chat), message.message_id
        )
        if turn is None:
            return
        for sent in turn.message_ids:
            await remove(message, sent)
            await self.persist(self.store.remove_message, turn.id, sent)

    def _look_up(
        self, update: Update, message: Message, asker: _Asker
    ) -> tuple[Turn | None, Turn | None]:
        """Return the turn that the update began or edits, and the one that a follow-up refers to.

        The latter is the answer it replies to, else the last one.
        """
        store = self.store
        turn = store.turn_of_update(message.get_bot().id, update.update_id)
        if turn is None and update.edited_message:
            turn = store.turn_of_question(asker.chat, message.message_id)
            if turn and turn.person != asker.person:
                turn = None
        replied = message.reply_to_message
        if replied and is_reply_to(message, message.get_bot().bot):
            previous = store.turn_of_message(asker.chat, replied.message_id)
            if previous and previous.status == "answered":
                return turn, previous
        return turn, store.last_answered(asker.conversation, before=turn.id if turn else None)

    async def keyboard(
        self,
        turn: Turn,
        answer: Answer,
        phrases: Phrases,
        chat: Chat,
        person: str,
    ) -> InlineKeyboardMarkup | None:
        """Return the buttons under an answer; in a private chat one's own vote is marked.

        None where there is nothing to look at, and so nothing to vote on.
        """
        if not (answer.citations or answer.closest):
            return None
        vote = 0
        if chat.type == Chat.PRIVATE and turn.message_ids:  # else there was nothing to vote on
            vote = await self.persist(self.store.vote_of, turn.id, person)
        return answer_keyboard(
            turn.id,
            phrases,
            vote=vote,
            others=bool(answer.others),
        )

    async def ask(self, question: str, asked: str, limits: Limits | None = None) -> Answer:
        """Return the answer to a question, inside `limits`, in the language of what was `asked`."""
        engine = self.library.engine
        work = partial(answer_in_language_of, engine, question, asked=asked, limits=limits)
        return await to_thread.run_sync(work, limiter=self._one_by_one)

    async def verify(self, engine: Engine, quote: str) -> Verification:
        """Return what the articles of `engine` say of `quote`."""
        work = partial(engine.verify, quote)
        return await to_thread.run_sync(work, limiter=self._one_by_one)

    async def _reply(
        self, message: Message, text: str, kind: Reply, previous: Turn | None, phrases: Phrases
    ) -> None:
        """Say what is no answer; asked for more, the next passage of the last answer."""
        answer = previous.answer if previous else None
        if kind == "more" and previous and answer and answer.others:
            spoken = phrases_of(answer, phrases)
            others = other_message(answer, 1, spoken, public_url=self.public_url)
            buttons = other_keyboard(previous.id, 1, spoken, more=len(answer.others) > 1)
            if others and (sent := await reply(message, others, buttons)):
                await self.persist(self.store.add_message, previous.id, sent.message_id)
            return
        words = words_of_reply(kind, text, previous, language=phrases.language)
        await reply(message, f"{words} /articles" if kind in _INVITES else words)

    def _asker(self, message: Message) -> _Asker:
        number = person_id(message)
        return _Asker(
            chat=self.chat(message.chat),
            person=self.person(number),
            conversation=self.store.pseudonym(
                "conversation", message.chat.id, number, *topic_of(message)
            ),
        )

    def chat(self, chat: Chat) -> str:
        """Return the store's name for a chat."""
        return self.store.pseudonym("chat", chat.id)

    def person(self, number: int) -> str:
        """Return the store's name for a person."""
        return self.store.pseudonym("person", number)


def phrases_of(answer: Answer, phrases: Phrases) -> Phrases:
    """Return the phrases of the answer's language; `phrases` where the bot does not speak it."""
    spoken = answer.language in (FRENCH.language, ENGLISH.language)
    return phrases_for(answer.language) if spoken else phrases


def understood_as(turn: Turn) -> str | None:
    """Return what a follow-up was read as; None for a question that was taken as it is."""
    return turn.question if turn.question != turn.asked else None
