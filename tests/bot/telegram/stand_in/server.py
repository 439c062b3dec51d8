"""A stand-in for Telegram's Bot API server, on loopback, for tests and the benchmark.

    with TelegramServer() as server:
        chat = server.private_chat(7, "Ada", language_code="fr")
        ...  # start the bot with base_url=f"{server.url}/bot"
        question = chat.send("Qui a fondé Anthropic ?")
        server.wait_for(lambda: chat.replies_to(question))

It speaks HTTP/1.1 (h11 over asyncio streams in a thread of its own, because a connection can then
be closed without a response) and keeps everything in memory. Every public method may be called
from any thread. Of the Bot API it knows what the bot calls (`_METHODS`, `_UPDATE_METHODS`):
`getUpdates` with waiting, confirming and 409; webhooks that are POSTed until a 2xx, those of one
chat in order; messages and what is done to them, with the limits of `limits` and the real server's
words of refusal. People write, edit and tap (`world`), and things go wrong (`faults`).

It departs from the real server in this: webhooks are posted to this machine only, and retried
after 0, 0.05, 0.1, … 1 s; message ids count per chat in private chats too; queries never grow too
old; there are no rate limits; groups show the bot everything, as without privacy mode.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

import h11
import httpx

from tests.bot.telegram.stand_in.faults import Faults
from tests.bot.telegram.stand_in.limits import ApiError, Json
from tests.bot.telegram.stand_in.methods import Methods
from tests.bot.telegram.stand_in.updates import Updates
from tests.bot.telegram.stand_in.wire import decode, dump, read_request, response
from tests.bot.telegram.stand_in.world import Chat

TOKEN = "123456:TEST-token_abc"  # noqa: S105  (of no bot there is)
_METHODS = (
    "getMe sendMessage sendChatAction editMessageText editMessageReplyMarkup deleteMessage "
    "answerCallbackQuery answerInlineQuery setMyCommands getMyCommands setMyDescription "
    "getMyDescription setMyShortDescription getMyShortDescription"
)
_UPDATE_METHODS = "getUpdates setWebhook deleteWebhook"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a method, recorded when it was answered (or dropped)."""

    method: str  # "" where the URL names none
    params: Json  # decoded: numbers, lists, objects, `Upload`s
    received: float  # time.perf_counter()
    answered: float
    status: int | None  # of the response; None where the connection was closed without one
    result: Any = None
    error: str | None = None
    dropped: bool = False  # before it took effect
    undelivered: int = 0  # updates not confirmed then

    def __str__(self) -> str:
        end = "dropped" if self.dropped else f"{self.status} {self.error or ''}"
        return f"{self.method} {json.dumps(self.params, ensure_ascii=False, default=str)} -> {end}"


class TelegramServer:
    """The server, running between `with` and its end.

    `url` is its address, `me` the bot, `changed` the lock of everything, notified at each call and
    each update. `fail`, `hold`, `held` and `release` are those of `Faults`.
    """

    def __init__(self, token: str = TOKEN, username: str = "motpourmot_bot") -> None:
        self.token = token
        self.url = ""
        self.me: Json = {"id": int(token.split(":")[0]), "is_bot": True}
        self.me |= {"first_name": "Mot pour Mot", "username": username}
        self.changed = threading.Condition()
        self.calls: list[Call] = []
        self.updates = Updates(self.changed)
        self.methods = Methods(self.me, self.changed, self.updates)
        self.push = self.updates.push
        faults = self._faults = Faults(self.changed)
        self.fail, self.hold, self.held, self.release = (
            faults.fail, faults.hold, faults.held, faults.release
        )  # fmt: skip
        self._handlers = {
            name.lower(): (name, getattr(owner, re.sub("([A-Z])", r"_\1", name).lower()))
            for owner, names in ((self.methods, _METHODS), (self.updates, _UPDATE_METHODS))
            for name in names.split()
        }
        self._broken: Exception | None = None
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def __enter__(self) -> TelegramServer:
        self._thread.start()
        if not self._started.wait(30):
            raise AssertionError("the server did not start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(30)
        if self._broken is not None and error is None:
            raise AssertionError("the stand-in itself failed in a call") from self._broken

    # The world

    def private_chat(
        self, user_id: int, first_name: str = "Ada", *, language_code: str = "fr"
    ) -> Chat:
        """Return the chat of a person with the bot."""
        user: Json = {"id": user_id, "is_bot": False, "first_name": first_name}
        info = {"id": user_id, "type": "private", "first_name": first_name}
        return self._add(Chat(self.methods, info, {**user, "language_code": language_code}))

    def group(self, chat_id: int, title: str) -> Chat:
        """Return a supergroup that the bot is in."""
        member = {"id": 999, "is_bot": False, "first_name": "Membre", "language_code": "fr"}
        info = {"id": chat_id, "type": "supergroup", "title": title}
        return self._add(Chat(self.methods, info, member))

    def _add(self, chat: Chat) -> Chat:
        with self.changed:
            self.methods.chats[chat.id] = chat
        return chat

    def redeliver(self, update: Json) -> None:
        """Queues an update once more under its own id, as after a confirmation that was lost."""
        self.updates.put(update)

    # What was called

    def calls_of(self, method: str, *, chat_id: int | None = None) -> list[Call]:
        """The calls of a method, oldest first (in one chat, if given)."""
        with self.changed:
            return [
                call
                for call in self.calls
                if call.method == method and chat_id in (None, call.params.get("chat_id"))
            ]

    @property
    def undelivered(self) -> int:
        """How many updates are not confirmed yet."""
        with self.changed:
            return len(self.updates)

    def inline_results(self, inline_query_id: str) -> list[Json] | None:
        """The results the bot answered an inline query with; `None` if it has not."""
        with self.changed:
            return self.methods.inline_results.get(inline_query_id)

    def wait_for(self, predicate: Callable[[], Any], timeout: float = 30) -> Any:
        """What `predicate()` returns once it is true, asked at each call and each update.

        Raises:
            AssertionError: it was not within `timeout` seconds; with the last calls.

        """
        with self.changed:
            found = self.changed.wait_for(lambda: self._broken or predicate(), timeout)
            if self._broken is not None:
                raise AssertionError("the stand-in itself failed in a call") from self._broken
            if not found:
                last = "\n  ".join(map(str, self.calls[-40:]))
                raise AssertionError(
                    f"not within {timeout} s; {len(self.updates)} updates not confirmed, "
                    f"{len(self.calls)} calls, the last ones:\n  {last}"
                )
            return found

    # HTTP

    async def _serve(self) -> None:
        self._loop = self.updates.loop = self._faults.loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        tasks = self.updates.tasks
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0, backlog=512)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with httpx.AsyncClient(trust_env=False, timeout=60) as self.updates.client:
            self._started.set()
            await self._stopping.wait()
            server.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers requests on a connection until either side closes it."""
        task = asyncio.current_task()
        assert task is not None
        self.updates.tasks.add(task)
        task.add_done_callback(self.updates.tasks.discard)
        connection = h11.Connection(h11.SERVER)
        try:
            while True:
                request, body = await read_request(connection, reader)
                answer = None if request is None else await self._answer(request, body, reader)
                if answer is None:
                    break
                writer.write(response(connection, *answer))
                await writer.drain()
                if connection.our_state is h11.MUST_CLOSE:
                    break
                connection.start_next_cycle()
        except (ConnectionError, h11.RemoteProtocolError, asyncio.CancelledError):
            pass  # the caller went away, or the server ends
        finally:
            writer.close()

    async def _answer(
        self, request: h11.Request, body: bytes, reader: asyncio.StreamReader
    ) -> tuple[int, str, bytes] | None:
        """Status, content type and body of the response; `None`: close without one."""
        received = time.perf_counter()
        method, params = "", {}
        try:
            target = urlsplit(request.target.decode())
            method, handler = self._route(unquote(target.path))
            params = decode(body)
            if not await self._faults.pass_gate(method, reader):
                return None
            fault = await self._faults.take(method, params)
            if fault is not None:
                if fault.drop:
                    self._record(method, params, received, status=None, dropped=True)
                    return None
                fault.check()
            # The effect and its record are one: whoever waits sees both or neither.
            if method == "getUpdates":
                result = await handler(params)
                self._record(method, params, received, status=200, result=result)
            else:
                with self.changed:
                    result = handler(params)
                    self._record(method, params, received, status=200, result=result)
            if fault is not None and fault.body is not None:
                return 200, "application/json", fault.body
            return 200, "application/json", dump({"ok": True, "result": result})
        except ApiError as error:
            self._record(method, params, received, status=error.code, error=error.description)
            return _refusal(error)
        except Exception as error:  # a fault of this file: told at the end of the test
            self._broken = error
            self._record(method, params, received, status=500, error=repr(error))
            return _refusal(ApiError(500, "Internal Server Error"))

    def _route(self, path: str) -> tuple[str, Any]:
        """Name and handler of the method at `path`."""
        match = re.fullmatch(r"/bot(\d+:[\w-]+)/(\w+)", path)
        if match is None:
            raise ApiError(404, "Not Found")
        if match[1] != self.token:
            raise ApiError(401, "Unauthorized")
        if match[2].lower() not in self._handlers:
            raise ApiError(404, "Not Found: method not found")
        name, handler = self._handlers[match[2].lower()]
        return name, handler

    def _record(self, method: str, params: Json, received: float, **fields: Any) -> None:
        with self.changed:
            fields["undelivered"] = len(self.updates)
            self.calls.append(Call(method, params, received, time.perf_counter(), **fields))
            self.changed.notify_all()


def _refusal(error: ApiError) -> tuple[int, str, bytes]:
    """The response that says `error`."""
    if error.code in (502, 503, 504):  # these come from the proxies in front: not JSON
        page = f"<html><body><h1>{error.code} {error.description}</h1></body></html>"
        return error.code, "text/html", page.encode()
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return error.code, "application/json", dump(body)
