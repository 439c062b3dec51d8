"""What is kept between questions: updates to answer, turns of conversations, and votes.

Synchronous, and safe from any number of threads and from two processes at once. People and chats
are known by keyed hashes only, the updates that are not yet answered apart: those are what was
sent, and are erased as soon as they are answered.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    SmallInteger,
    String,
    and_,
    delete,
    literal,
    or_,
    select,
    update,
)

from bot.answer_json import dump_answer
from bot.errors import StoreError
from bot.store.database import Database
from bot.store.tables import messages, metadata, turns, updates, votes
from bot.store.turns import AskedQuestion, Face, Turn, asked_questions, find_turn, question_key
from index import Answer

__all__ = ["AskedQuestion", "Face", "Store", "StoreError", "Turn"]

_MAX_ID = 2**63 - 1
_GONE = "this question is no longer kept. Ask it again"
_MOST_TURNS = 200_000  # about a gigabyte
_LONGEST_ANSWER = 65_536  # characters of JSON; most answers have 5,000
_FINISHED_KEPT = timedelta(days=3)  # Telegram sends an update again for a day at most
# Telegram drops after a day what nobody fetched. What is still pending after two was left by a
# bot that stood still, or cannot be handled; it holds names and ids, and no reader waits for it.
_PENDING_KEPT = timedelta(days=2)


class Store:
    """A database of updates, turns and votes; every method may raise `StoreError`.

    `url` is `sqlite:///FILE` or `postgresql://…`; `key` is what pseudonyms are made with, `now`
    returns the time. A file that is not there is made, unless not `create`.
    """

    def __init__(
        self,
        url: str,
        *,
        key: bytes,
        create: bool = True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._key = key
        self._now = now
        self._database = Database(url, metadata, create=create)

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def pseudonym(self, *parts: str | int) -> str:
        """Return a name for what `parts` name, 32 hex digits: HMAC-SHA256 (RFC 2104), cut in half.

        The same parts and the same key give the same name; without the key nobody can link them.
        """
        message = json.dumps(parts).encode("ascii")  # as JSON, ("ab", "c") is not ("a", "bc")
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()[:32]

    def alone(self, bot_id: int, *, wait: float) -> AbstractContextManager[None]:
        """Hold the bot for this process while the block runs: two would answer everything twice.

        Raises `StoreError` where another process still holds it after `wait` seconds.
        """
        return self._database.alone(bot_id, wait=wait)

    def receive(self, bot_id: int, update_id: int, body: str) -> bool:
        """Keep an update until it is finished, durably; whether it was not known before."""
        with self._database.writing() as connection:
            row = {
                "bot_id": bot_id,
                "update_id": update_id,
                "body": body,
                "received_at": self._now(),
            }
            insert = self._database.insert(updates).values(row)
            added = insert.on_conflict_do_nothing().returning(updates.c.id)
            return connection.scalar(added) is not None

    def is_pending(self, bot_id: int, update_id: int) -> bool:
        """Return whether the update was received and is not finished."""
        with self._database.reading() as connection:
            found = select(updates.c.id).where(
                updates.c.bot_id == bot_id,
                updates.c.update_id == update_id,
                updates.c.finished_at.is_(None),
            )
            return connection.scalar(found) is not None

    def pending(self, bot_id: int) -> list[str]:
        """Return the bodies of the updates that are not finished, in order of arrival."""
        unfinished = and_(updates.c.bot_id == bot_id, updates.c.finished_at.is_(None))
        with self._database.reading() as connection:
            found = connection.scalars(
                select(updates.c.body).where(unfinished).order_by(updates.c.id)
            )
            return list(found)

    def finish(self, bot_id: int, update_id: int) -> None:
        """Erase an update's body; its id is kept, to know it should it come again."""
        with self._database.writing() as connection:
            connection.execute(
                update(updates)
                .where(updates.c.bot_id == bot_id, updates.c.update_id == update_id)
                .values(body=None, finished_at=self._now())
            )

    def begin_turn(
        self,
        *,
        face: Face,
        chat: str,
        person: str,
        conversation: str,
        asked: str,
        answer: Answer,
        bot_id: int | None = None,
        update_id: int | None = None,
        asked_message_id: int | None = None,
    ) -> Turn:
        """Return a new turn, or unchanged the one that this update has already."""
        row = {
            "face": face,
            "chat": chat,
            "person": person,
            "conversation": conversation,
            "asked": asked,
            **_columns(answer),
            "asked_at": self._now(),
            "asked_message_id": asked_message_id,
            "bot_id": bot_id,
            "update_id": update_id,
        }
        with self._database.writing() as connection:
            insert = self._database.insert(turns).values(row).on_conflict_do_nothing()
            added = connection.scalar(insert.returning(turns.c.id))
            if added is None:
                turn = find_turn(connection, _of_update(bot_id, update_id))
            else:
                turn = find_turn(connection, turns.c.id == added)
        if turn is None:  # deleted by another process within this very moment
            raise StoreError(_GONE)
        return turn

    def turn_of_update(self, bot_id: int, update_id: int) -> Turn | None:
        """Return the turn that this update began."""
        with self._database.reading() as connection:
            return find_turn(connection, _of_update(bot_id, update_id))

    def turn(self, turn_id: int) -> Turn | None:
        """Return the turn of this id, which may be any number at all."""
        if not 0 < turn_id <= _MAX_ID:
            return None
        with self._database.reading() as connection:
            return find_turn(connection, turns.c.id == turn_id)

    def last_answered(self, conversation: str, *, before: int | None = None) -> Turn | None:
        """Return the newest turn of a conversation that was answered, of those `before` a turn."""
        of_conversation = and_(turns.c.conversation == conversation, turns.c.status == "answered")
        if before is not None:
            of_conversation = and_(of_conversation, turns.c.id < before)
        with self._database.reading() as connection:
            return find_turn(connection, of_conversation)

    def turn_of_message(self, chat: str, message_id: int) -> Turn | None:
        """Return the turn that this message of the bot answers."""
        of_message = (
            select(messages.c.turn_id)
            .where(messages.c.chat == chat, messages.c.message_id == message_id)
            .scalar_subquery()
        )
        with self._database.reading() as connection:
            return find_turn(connection, turns.c.id == of_message)

    def turn_of_question(self, chat: str, message_id: int) -> Turn | None:
        """Return the turn whose question is this message."""
        with self._database.reading() as connection:
            return find_turn(
                connection, and_(turns.c.chat == chat, turns.c.asked_message_id == message_id)
            )

    def add_message(self, turn_id: int, message_id: int) -> None:
        """Note one more message of the bot that answers the turn; once is enough."""
        row = select(turns.c.id, turns.c.chat, literal(message_id, BigInteger))
        with self._database.writing() as connection:
            insert = self._database.insert(messages).from_select(
                ["turn_id", "chat", "message_id"], _of_turn(row, turn_id)
            )
            connection.execute(insert.on_conflict_do_nothing())

    def remove_message(self, turn_id: int, message_id: int) -> None:
        """Forget a message of the bot, which was deleted."""
        with self._database.writing() as connection:
            connection.execute(
                delete(messages).where(
                    messages.c.turn_id == turn_id, messages.c.message_id == message_id
                )
            )

    def revise_turn(self, turn_id: int, *, asked: str, answer: Answer) -> Turn | None:
        """Return the turn with its question edited, None where it is no longer kept.

        The time it was asked at and its messages stay; votes do where the question does.
        """
        with self._database.writing() as connection:
            was_another = select(turns.c.id).where(
                turns.c.id == turn_id, turns.c.question != answer.question
            )
            connection.execute(
                delete(votes).where(votes.c.turn_id == was_another.scalar_subquery())
            )
            connection.execute(
                update(turns).where(turns.c.id == turn_id).values(asked=asked, **_columns(answer))
            )
            return find_turn(connection, turns.c.id == turn_id)

    def vote(self, turn_id: int, person: str, value: int) -> bool:
        """Keep the person's vote on a turn, +1 or -1; whether that changed anything."""
        row = select(turns.c.id, literal(person, String), literal(value, SmallInteger))
        with self._database.writing() as connection:
            insert = self._database.insert(votes).from_select(
                ["turn_id", "person", "value"], _of_turn(row, turn_id)
            )
            insert = insert.on_conflict_do_update(
                index_elements=["turn_id", "person"],
                set_={"value": insert.excluded.value},
                where=votes.c.value != insert.excluded.value,
            )
            return connection.scalar(insert.returning(votes.c.turn_id)) is not None

    def vote_of(self, turn_id: int, person: str) -> int:
        """Return the person's vote on a turn: +1, -1, or 0 for none."""
        mine = and_(votes.c.turn_id == turn_id, votes.c.person == person)
        with self._database.reading() as connection:
            return connection.scalar(select(votes.c.value).where(mine)) or 0

    def forget(self, person: str) -> int:
        """Delete the person's turns, with their messages and votes, and the person's votes.

        Returns the number of turns. Nothing of them is left in a SQLite file when it returns.
        """
        with self._database.writing() as connection:
            ballots = connection.execute(delete(votes).where(votes.c.person == person)).rowcount
            count = connection.execute(delete(turns).where(turns.c.person == person)).rowcount
        if count or ballots:
            self._database.erase()
        return count

    def prune(self, days: int) -> int:
        """Delete turns older than `days`, and updates nobody will ask for; the number of turns.

        Of the turns no more are kept than a disk can bear, whoever asks how much.
        """
        now = self._now()
        oldest = now - timedelta(days=days)
        stale = or_(
            updates.c.finished_at < now - _FINISHED_KEPT,
            and_(
                updates.c.finished_at.is_(None),
                updates.c.received_at < max(oldest, now - _PENDING_KEPT),
            ),
        )
        surplus = select(turns.c.id).order_by(turns.c.id.desc()).offset(_MOST_TURNS).limit(1)
        too_old = or_(turns.c.asked_at < oldest, turns.c.id <= surplus.scalar_subquery())
        with self._database.writing() as connection:
            others = connection.execute(delete(updates).where(stale)).rowcount
            count = connection.execute(delete(turns).where(too_old)).rowcount
        if count or others:
            self._database.erase()
        return count

    def questions(self, *, unanswered: bool) -> list[AskedQuestion]:
        """Return the questions as they were ranked, the most asked first, then the last asked.

        Spellings that differ in case or white space count as one. With `unanswered`, those that
        had no answer when they were last asked.
        """
        with self._database.reading() as connection:
            return asked_questions(connection, unanswered=unanswered)


def _columns(answer: Answer) -> dict[str, str | None]:
    """Return what is kept of `answer`; where it is too long, not the answer itself."""
    whole = dump_answer(answer)
    if len(whole) > _LONGEST_ANSWER:
        whole = dump_answer(replace(answer, others=()))
    return {
        "question": answer.question,
        "question_key": question_key(answer.question),
        "language": answer.language,
        "status": answer.status,
        "answer_id": answer.id,
        "answer": whole if len(whole) <= _LONGEST_ANSWER else None,
    }


def _of_update(bot_id: int | None, update_id: int | None) -> ColumnElement[bool]:
    return and_(turns.c.bot_id == bot_id, turns.c.update_id == update_id)


def _of_turn(row: Select[*tuple[Any, ...]], turn_id: int) -> Select[*tuple[Any, ...]]:
    """`row` where the turn is there, which then stays until the transaction ends."""
    return row.where(turns.c.id == turn_id).with_for_update(read=True, key_share=True)
