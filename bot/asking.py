"""Asking for the faces that many may use at once: HTTP, the page.

A new question is answered in a thread, so that a health check never waits for one. The store and
the ranking both block, so each has threads of its own, and a slow database holds up only those who
converse. What would wait too long for its turn to be ranked is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from bot.conversation import (
    answer_in_language_of,
    check_articles,
    limits_before,
    previous_turn,
    reply_as_answer,
)
from bot.errors import NoStoreError
from bot.library import Library
from bot.logs import note_question
from bot.queueing import Queue
from bot.store import Store
from index import Answer, Limits
from index.questions import check_question, read_follow_up

_STORING = 8  # threads that wait for the database

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """The `answer` to what was asked, word for word in `question`, and in which conversation.

    `answer.question` is what it was read as. `is_reply` says that nothing was looked for: it was
    thanks, a greeting, or a question to be asked in full.
    """

    answer: Answer
    question: str
    conversation_id: str | None = None
    is_reply: bool = False

    @property
    def interpreted_as(self) -> str | None:
        """What a follow-up was read as; None where the question was taken as it is."""
        return None if self.answer.question == self.question else self.answer.question


class Asking:
    """Answers questions over `library`, in conversations that `store` keeps. For the event loop.

    Without a store, whatever concerns a conversation raises `NoStoreError`; with one it may raise
    `StoreError`. What is no question raises `InputError`, as do limits to an article that is not
    there, and nothing is kept of it. More than can be answered soon raises `BusyError`.
    """

    def __init__(self, library: Library, store: Store | None = None) -> None:
        self._library = library
        self._store = store
        self._queue = Queue()
        self._storing = CapacityLimiter(_STORING)

    @property
    def keeps(self) -> bool:
        """Whether conversations are kept."""
        return self._store is not None

    async def rank(self, work: Callable[[], T]) -> T:
        """Return what `work` returns, done in the thread in which all that ranks takes its turn."""
        return await self._queue.run(work)

    async def rank_surely(self, work: Callable[[], T]) -> T:
        """Return what `work` returns, as `rank`, however many wait; for what nobody asks."""
        return await self._queue.run_surely(work)

    async def alone(self, question: str, *, limits: Limits | None = None) -> Asked:
        """Return the answer to a question that nothing came before, of articles inside `limits`."""
        note_question(question)
        engine = self._library.engine
        answer = engine.known_answer(question, limits=limits)
        if answer is None:
            asked = check_question(question)
            reading = read_follow_up(asked, None)
            if reading.reply:
                check_articles(engine, limits)
                answer = reply_as_answer(engine, reading.reply, asked, None)
                return Asked(answer, asked, is_reply=True)
            answer = await self.rank(partial(engine.ask, reading.question, limits=limits))
        return Asked(answer, question.strip())

    async def in_conversation(
        self, question: str, conversation_id: str, *, limits: Limits | None = None
    ) -> Asked:
        """Return the answer to `question`, read with the last one of the conversation.

        Without `limits`, those of the last answer count for a follow-up to it.
        """
        note_question(question)
        store = self._opened()
        asked = check_question(question)
        name = store.pseudonym("http", conversation_id)
        last = await to_thread.run_sync(store.last_answered, name, limiter=self._storing)
        reading = read_follow_up(asked, previous_turn(last))
        engine = self._library.engine
        if reading.reply:  # nothing is looked for, and nothing is kept
            check_articles(engine, limits)
            answer = reply_as_answer(engine, reading.reply, asked, last)
            return Asked(answer, asked, conversation_id, is_reply=True)
        if limits is None:
            limits = limits_before(engine, reading, last)
        ask = partial(answer_in_language_of, engine, reading.question, asked=asked, limits=limits)
        answer = await self.rank(ask)

        def keep() -> None:
            store.begin_turn(
                face="http",
                chat=name,
                person=name,
                conversation=name,
                asked=asked,
                answer=answer,
            )

        await to_thread.run_sync(keep, limiter=self._storing)
        return Asked(answer, asked, conversation_id)

    async def forget(self, conversation_id: str) -> None:
        """Delete all that is kept of the conversation."""
        store = self._opened()
        name = store.pseudonym("http", conversation_id)
        await to_thread.run_sync(store.forget, name, limiter=self._storing)

    def _opened(self) -> Store:
        if self._store is None:
            raise NoStoreError
        return self._store
