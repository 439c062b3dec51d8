"""Updates on their way in: kept before Telegram forgets them, handled in the order of each chat.

What Telegram hands over is in the store before Telegram is told so, and is erased there once it
is answered; what a run leaves unanswered, the next one answers.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from anyio import CapacityLimiter, to_thread
from telegram import Update
from telegram.error import NetworkError
from telegram.ext import BaseUpdateProcessor

from bot.errors import StoreError
from bot.store import Store
from bot.telegram.client import TelegramBot, read_update, waits

_log = logging.getLogger(__name__)

_IN_FLIGHT = 1_000  # updates taken in and not yet answered; Telegram keeps the rest for us
_AT_WORK = 64  # chats that are answered at one time
_STORE_THREADS = 4

T = TypeVar("T")


class Inbox(asyncio.Queue[object]):
    """The queue between Telegram and the handlers. What `put` has returned from is not lost.

    Telegram repeats what it has no confirmation of: what is queued or answered is dropped. Once
    `closing`, updates stay in the store for the next run.
    """

    def __init__(self, store: Store, persist: Persist) -> None:
        super().__init__()
        self._store = store
        self._persist = persist
        self._room = asyncio.Semaphore(_IN_FLIGHT)
        self._queued: set[int] = set()
        self.closing = False
        self._threads = CapacityLimiter(1)  # they come one after the other, and stay in order

    async def put(self, item: object) -> None:
        """Keep the update durably, then queue it; waits while too many are unanswered.

        Raises `NetworkError`, which makes the library fetch it again, where it cannot be kept.
        """
        if not isinstance(item, Update):  # how the library tells itself to stop
            await super().put(item)
            return
        await self._room.acquire()
        try:
            is_unanswered = await to_thread.run_sync(
                self._keep, item.get_bot().id, item, limiter=self._threads
            )
            if is_unanswered and item.update_id not in self._queued:
                await self._enqueue(item)
                return
        except Exception as error:
            # Anything else than a NetworkError would end polling without a word.
            self._room.release()
            _log.error("%s", error, exc_info=not isinstance(error, StoreError))
            raise NetworkError("the update could not be kept") from None
        except BaseException:
            self._room.release()
            raise
        self._room.release()

    def _keep(self, bot_id: int, update: Update) -> bool:
        """Keep the update in the store; whether it is still to be answered."""
        new = self._store.receive(bot_id, update.update_id, update.to_json())
        return new or self._store.is_pending(bot_id, update.update_id)

    async def _enqueue(self, update: Update) -> None:
        self._queued.add(update.update_id)
        await super().put(update)

    async def replay(self, bot: TelegramBot) -> int:
        """Queue what the last run left unanswered; the number of updates."""
        bodies = await self._persist(self._store.pending, bot.id)
        for body in bodies:
            await self._room.acquire()
            await self._enqueue(read_update(json.loads(body), bot))
        return len(bodies)

    async def finish(self, update: Update) -> None:
        """Forget the update, which is answered."""
        await self._persist(self._store.finish, update.get_bot().id, update.update_id)

    def leave(self, update: Update) -> None:
        """Make room for the next update."""
        self._queued.discard(update.update_id)
        self._room.release()


class ByChat(BaseUpdateProcessor):
    """Handles the updates of one chat in order, those of different chats side by side.

    An update waits for its chat before it takes one of the places at work, so that a chat with
    many questions does not fill them all.
    """

    __slots__ = ("_at_work", "_chats", "_inbox", "_places")

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(_IN_FLIGHT)
        self._inbox = inbox
        self._places = asyncio.Semaphore(_AT_WORK)
        self._at_work: set[asyncio.Task[Any]] = set()
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the handlers (`coroutine`) when it is the update's turn, then forget the update."""
        assert isinstance(update, Update)  # noqa: S101
        task = asyncio.current_task()
        assert task  # noqa: S101
        try:
            async with self._lock(update), self._places:
                if self._inbox.closing:
                    return
                self._at_work.add(task)
                await coroutine
                await self._inbox.finish(update)
        finally:
            self._at_work.discard(task)
            if asyncio.iscoroutine(coroutine):
                coroutine.close()  # does nothing where it has run; else it would warn
            self._inbox.leave(update)

    async def close(self, grace: float) -> None:
        """Begin no more updates, give those at work `grace` seconds, and interrupt the rest."""
        self._inbox.closing = True
        if at_work := set(self._at_work):
            _, late = await asyncio.wait(at_work, timeout=grace)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to free."""

    def _lock(self, update: Update) -> asyncio.Lock:
        whom = update.effective_chat or update.effective_user
        key = whom.id if whom else 0
        lock = self._chats.get(key)
        if lock is None:
            lock = self._chats[key] = asyncio.Lock()  # fair: first come, first served
        return lock


class Persist:
    """Calls the store from the event loop, in a thread; a database that is away is waited for."""

    def __init__(self) -> None:
        # More threads would only queue for the database's lock.
        self._threads = CapacityLimiter(_STORE_THREADS)

    async def __call__(self, operation: Callable[..., T], *values: Any, **named: Any) -> T:
        """Return what `operation` returns, however often it is tried: it must bear repeating."""
        call = partial(operation, *values, **named)
        was_away = False
        for wait in waits():
            try:
                result = await to_thread.run_sync(call, limiter=self._threads)
                if was_away:
                    _log.info("the database answers again")
                return result
            except StoreError as error:
                was_away = True
                _log.error("%s Trying again in %g s", error, wait)
                await asyncio.sleep(wait)
        raise AssertionError  # waits() never ends
