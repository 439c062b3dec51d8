"""The updates of the stand-in: kept until confirmed, fetched by the bot or posted to it."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from threading import Condition
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.bot.telegram.stand_in.limits import LOOPBACK, ApiError, Json, check_webhook
from tests.bot.telegram.stand_in.wire import dump

_MOST = 100  # updates of one response


@dataclass(slots=True)
class _Poll:
    news: asyncio.Event = field(default_factory=asyncio.Event)
    conflict: str | None = None


@dataclass(slots=True, eq=False)
class _Webhook:
    url: str
    secret: str
    connections: asyncio.Semaphore
    lanes: dict[Any, deque[Json]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)  # ids of the updates in lanes


class Updates:
    """The queue of updates, its readers, and the methods that are about them.

    `changed` guards everything and is notified of each change; `loop`, `client` and `tasks` (to
    cancel at the end) are those of the server, set before the first call.
    """

    loop: asyncio.AbstractEventLoop
    client: httpx.AsyncClient

    def __init__(self, changed: Condition) -> None:
        self.changed = changed
        self.tasks: set[asyncio.Task[Any]] = set()
        self._pending: dict[int, Json] = {}  # not confirmed, by update id, oldest first
        self._last_id = 100_000
        self._allowed: frozenset[str] | None = None
        self._webhook: _Webhook | None = None
        self._poll: _Poll | None = None

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def polled(self) -> bool:
        """Whether a `getUpdates` is waiting for news."""
        with self.changed:
            return self._poll is not None

    def push(self, fields: Json) -> int:
        """Adds an update with these fields; its id, or 0 where the bot did not ask for its kind."""
        (kind,) = fields
        with self.changed:
            if self._allowed is not None and kind not in self._allowed:
                return 0
            self._last_id += 1
            self.put({"update_id": self._last_id, **fields})
            return self._last_id

    def put(self, update: Json) -> None:
        """Queues an update under its own id."""
        with self.changed:
            number = update["update_id"]
            self._pending[number] = update
            if number != self._last_id:
                self._pending = dict(sorted(self._pending.items()))
            self.changed.notify_all()
            if self._poll is not None:
                self.loop.call_soon_threadsafe(self._poll.news.set)
            if self._webhook is not None:
                self.loop.call_soon_threadsafe(self._fill_lanes)

    async def get_updates(self, params: Json) -> list[Json]:
        poll = _Poll()
        with self.changed:
            if self._webhook is not None:
                raise ApiError(
                    409,
                    "Conflict: can't use getUpdates method while webhook is active; "
                    "use deleteWebhook to delete the webhook first",
                )
            self._end_poll(
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running"
            )
            self._allow(params)
            self._confirm(params.get("offset", 0))
            self._poll = poll
            self.changed.notify_all()
        deadline = self.loop.time() + min(max(params.get("timeout", 0), 0), 50)
        try:
            while True:
                poll.news.clear()
                with self.changed:
                    if poll.conflict is not None:
                        raise ApiError(409, f"Conflict: {poll.conflict}")
                    batch = list(islice(self._pending.values(), _MOST))
                left = deadline - self.loop.time()
                if batch or left <= 0:
                    return batch
                try:
                    await asyncio.wait_for(poll.news.wait(), left)
                except TimeoutError:
                    return []
        finally:
            with self.changed:
                if self._poll is poll:
                    self._poll = None

    def _end_poll(self, why: str) -> None:
        if self._poll is not None:
            self._poll.conflict = why
            self._poll.news.set()
            self._poll = None

    def _allow(self, params: Json) -> None:
        """Take `allowed_updates` over where given."""
        if "allowed_updates" in params:
            self._allowed = frozenset(params["allowed_updates"])

    def _confirm(self, offset: int) -> None:
        """Forget the updates below `offset`."""
        for update_id in [each for each in self._pending if each < offset]:
            del self._pending[update_id]

    def set_webhook(self, params: Json) -> bool:
        url, secret = str(params.get("url", "")), str(params.get("secret_token", ""))
        check_webhook(url, secret)
        self._allow(params)
        self._end_poll("terminated by setWebhook request")
        self._webhook = _Webhook(url, secret, asyncio.Semaphore(40))
        self._fill_lanes()
        return True

    def delete_webhook(self, _: Json) -> bool:
        self._webhook = None
        return True

    def _fill_lanes(self) -> None:
        """Puts new updates in the lanes of the webhook, each with a task that empties it."""
        with self.changed:
            hook = self._webhook
            if hook is None:
                return
            for update_id, update in self._pending.items():
                if update_id in hook.taken:
                    continue
                hook.taken.add(update_id)
                lane = _lane(update)
                if lane in hook.lanes:
                    hook.lanes[lane].append(update)
                else:
                    hook.lanes[lane] = deque([update])
                    task = self.loop.create_task(self._empty_lane(hook, lane))
                    self.tasks.add(task)
                    task.add_done_callback(self.tasks.discard)

    async def _empty_lane(self, hook: _Webhook, lane: Any) -> None:
        updates, pause = hook.lanes[lane], 0.0
        while updates and self._webhook is hook:
            async with hook.connections:
                is_taken = await self._post(hook, updates[0])
            if is_taken:
                done, pause = updates.popleft(), 0.0
                with self.changed:
                    hook.taken.discard(done["update_id"])
                    if self._webhook is hook:
                        self._pending.pop(done["update_id"], None)
                    self.changed.notify_all()
            else:
                await asyncio.sleep(pause)
                pause = min(2 * pause or 0.05, 1.0)
        del hook.lanes[lane]

    async def _post(self, hook: _Webhook, update: Json) -> bool:
        """Post one update; whether it was taken."""
        if urlsplit(hook.url).hostname not in LOOPBACK:
            await asyncio.sleep(1)
            return False
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        try:
            response = await self.client.post(hook.url, content=dump(update), headers=headers)
        except httpx.HTTPError:
            return False
        return response.is_success


def _lane(update: Json) -> Any:
    """The queue of a webhook an update waits in: updates of one queue are posted in order."""
    for kind in ("message", "edited_message"):
        if kind in update:
            return "chat", update[kind]["chat"]["id"]
    for kind in ("callback_query", "inline_query"):
        if kind in update:
            return kind, update[kind]["from"]["id"]
    return "update", update["update_id"]
