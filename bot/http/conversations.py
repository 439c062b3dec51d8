"""Conversations over HTTP: what an id keeps between questions, and how it is forgotten.

The store and the ranking both block, so each works in threads, and a slow database holds up
only those who converse.
"""

from __future__ import annotations

from functools import partial

from anyio import CapacityLimiter, to_thread

from bot.answer_json import reply_to_json
from bot.conversation import answer_in_language_of, previous_turn, reply_as_answer
from bot.http.problems import NoStoreError
from bot.store import Store
from index import Engine
from index.questions import check_question, read_follow_up

_STORING = 8  # threads that wait for the database


class Conversations:
    """Answers questions in conversations that `store` keeps; without one, raises `NoStoreError`.

    `ranking` is the limiter of all that ranks. Every method may raise `StoreError`.
    """

    def __init__(self, engine: Engine, store: Store | None, *, ranking: CapacityLimiter) -> None:
        self._engine = engine
        self._store = store
        self._ranking = ranking
        self._storing = CapacityLimiter(_STORING)

    async def answer(self, question: str, conversation_id: str) -> bytes:
        """Return the answer to `question` as JSON, read with the last one of the conversation.

        Raises `InputError` for what is no question; nothing is kept of it.
        """
        store = self._opened()
        asked = check_question(question)
        name = store.pseudonym("http", conversation_id)
        last = await to_thread.run_sync(store.last_answered, name, limiter=self._storing)
        reading = read_follow_up(asked, previous_turn(last))
        if reading.reply:  # nothing is looked for, and nothing is kept
            answer = reply_as_answer(self._engine, reading.reply, asked, last)
            return reply_to_json(answer, asked=asked, conversation_id=conversation_id)
        ask = partial(answer_in_language_of, self._engine, reading.question, asked=asked)
        answer = await to_thread.run_sync(ask, limiter=self._ranking)

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
        return reply_to_json(answer, asked=asked, conversation_id=conversation_id)

    async def forget(self, conversation_id: str) -> None:
        """Delete all that is kept of the conversation."""
        store = self._opened()
        name = store.pseudonym("http", conversation_id)
        await to_thread.run_sync(store.forget, name, limiter=self._storing)

    def _opened(self) -> Store:
        if self._store is None:
            raise NoStoreError
        return self._store
