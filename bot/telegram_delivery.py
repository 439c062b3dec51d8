"""How updates come in and messages go out: nothing lost, nothing doubled, each chat in order.

What Telegram hands over is in the store before Telegram is told so, and is erased there once it
is answered; after a crash the rest is answered at the next start. Telegram has no way to ask
whether a message was sent: one whose sending was under way when the process was killed, or whose
response was lost on the way, is sent again, since an answer that comes twice is better than none.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from functools import partial
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from anyio import CapacityLimiter, to_thread
from telegram import Update
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter
from telegram.ext import AIORateLimiter, BaseUpdateProcessor, ExtBot
from telegram.request import HTTPXRequest

from bot.store import Store, StoreError

_log = logging.getLogger(__name__)

for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # below, they log the token's addresses

_IN_FLIGHT = 1_000  # updates taken in and not yet answered; Telegram keeps the rest for us
_AT_WORK = 64  # chats that are answered at one time
_CONNECTIONS = 64
_LONGEST_WAIT = 30.0  # seconds between two attempts
_STORE_THREADS = 4

# Calls that only decorate: worth no waiting and no second attempt.
_DECORATION = frozenset({"sendChatAction"})
# Calls of the start, where an error is to be told at once.
_AT_START = frozenset({"getMe", "setWebhook", "deleteWebhook"})

T = TypeVar("T")
Json = bool | dict[str, Any] | list[dict[str, Any]]


class TelegramBot(ExtBot[int]):
    """The client of the Bot API, which keeps the token to itself and tells when it is revoked."""

    __slots__ = ("revoked",)

    def __init__(self, token: str, *, api_url: str) -> None:
        super().__init__(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=HTTPXRequest(
                connection_pool_size=_CONNECTIONS,
                connect_timeout=10,
                read_timeout=30,
                pool_timeout=60,
            ),
            get_updates_request=HTTPXRequest(connection_pool_size=1, read_timeout=30),
            rate_limiter=PatientLimiter(revoked := asyncio.Event()),
        )
        # Else the library warns of itself at every 429: it builds an error that it deprecates.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        with self._unfrozen():
            self.revoked = revoked

    def __repr__(self) -> str:
        """Without the token, which the library would show."""
        return f"{type(self).__name__}[id={self.token.partition(':')[0]}]"

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        """The next updates. A token that is refused sets `revoked`: polling ends silently."""
        try:
            return await super().get_updates(*args, **kwargs)
        except InvalidToken:
            self.revoked.set()
            raise


class PatientLimiter(AIORateLimiter):
    """Keeps to Telegram's limits, waits as long as a 429 says, and retries what did not arrive.

    Where the token is refused, `revoked` is set and calls wait for the process to end: what they
    would have answered is then answered with the next token.
    """

    __slots__ = ("_revoked",)

    def __init__(self, revoked: asyncio.Event) -> None:
        super().__init__(max_retries=1_000)
        self._revoked = revoked

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Json]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Json:
        """The response to the call, however many attempts it takes."""
        if endpoint in _DECORATION:
            return await callback(*args, **kwargs)
        for wait in waits():
            try:
                return await super().process_request(
                    callback, args, kwargs, endpoint, data, rate_limit_args
                )
            except InvalidToken:
                if endpoint in _AT_START:
                    raise
                self._revoked.set()
                await asyncio.Event().wait()
            except BadRequest:  # a NetworkError in the library's tree, but no passing one
                raise
            except (NetworkError, RetryAfter) as error:
                if endpoint in _AT_START:
                    raise
                _log.warning("%s: %s; trying again in %g s", endpoint, error, wait)
                await asyncio.sleep(wait)
        raise AssertionError  # waits() never ends


class Inbox(asyncio.Queue[object]):
    """The queue between Telegram and the handlers. What `put` has returned from is not lost.

    An update that is known already is dropped: Telegram repeats what it has no confirmation of.
    """

    def __init__(self, store: Store, persist: Persist) -> None:
        super().__init__()
        self._store = store
        self._persist = persist
        self._room = asyncio.Semaphore(_IN_FLIGHT)
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
            new = await to_thread.run_sync(
                self._store.receive,
                item.get_bot().id,
                item.update_id,
                item.to_json(),
                limiter=self._threads,
            )
        except StoreError as error:
            self._room.release()
            _log.error("%s", error)
            raise NetworkError("the update could not be kept") from None
        except BaseException:
            self._room.release()
            raise
        if new:
            await super().put(item)
        else:
            self._room.release()

    async def replay(self, bot: TelegramBot) -> int:
        """Queue what the last run left unanswered; the number of updates."""
        bodies = await self._persist(self._store.pending, bot.id)
        for body in bodies:
            kept = json.loads(body)
            try:
                update = Update.de_json(kept, bot)
            except (AttributeError, KeyError, TypeError, ValueError):
                # Another version of the library kept it. It must not end every start from now on.
                _log.exception("update %d is not understood and left out", kept["update_id"])
                await self._persist(self._store.finish, bot.id, kept["update_id"])
                continue
            await self._room.acquire()
            await super().put(update)
        return len(bodies)

    async def finish(self, update: Update) -> None:
        """The update is answered: it need not be kept."""
        await self._persist(self._store.finish, update.get_bot().id, update.update_id)

    def leave(self) -> None:
        """Make room for the next update."""
        self._room.release()


class ByChat(BaseUpdateProcessor):
    """Handles the updates of one chat in order, those of different chats side by side.

    An update waits for its chat before it takes one of the places at work, so that a chat with
    many questions does not fill them all.
    """

    __slots__ = ("_chats", "_inbox", "_places")

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(_IN_FLIGHT)
        self._inbox = inbox
        self._places = asyncio.Semaphore(_AT_WORK)
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the handlers (`coroutine`) when it is the update's turn, then forget the update."""
        assert isinstance(update, Update)  # noqa: S101
        try:
            async with self._lock(update), self._places:
                await coroutine
                await self._inbox.finish(update)
        finally:
            if asyncio.iscoroutine(coroutine):
                coroutine.close()  # does nothing where it has run; else it would warn
            self._inbox.leave()

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


def waits() -> Iterator[float]:
    """Seconds to wait after each attempt that failed: more and more, and without end."""
    wait = 0.5
    while True:
        yield wait
        wait = min(_LONGEST_WAIT, 2 * wait)


class Persist:
    """Calls the store from the event loop, in a thread; a database that is away is waited for."""

    def __init__(self) -> None:
        # More threads would only queue for the database's lock.
        self._threads = CapacityLimiter(_STORE_THREADS)

    async def __call__(self, operation: Callable[..., T], *values: Any, **named: Any) -> T:
        """What `operation` returns, however many attempts it takes: it must bear repeating."""
        for wait in waits():
            try:
                call = partial(operation, *values, **named)
                return await to_thread.run_sync(call, limiter=self._threads)
            except StoreError as error:
                _log.error("%s Trying again in %g s", error, wait)
                await asyncio.sleep(wait)
        raise AssertionError  # waits() never ends
