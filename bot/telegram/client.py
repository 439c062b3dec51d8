"""The client of the Bot API: keeps to Telegram's limits, repeats what failed, hides the token.

Telegram has no way to ask whether a message was sent: one whose response was lost on the way is
sent again, since an answer that comes twice is better than none.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

_log = logging.getLogger(__name__)

for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # below, they log the token's addresses
# Else the library warns of itself at every 429: it builds an error that it deprecates.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_CONNECTIONS = 64
_LONGEST_WAIT = 30.0  # seconds between two attempts
_READ = 30.0  # seconds for Telegram to answer, beyond what it was asked to wait

# Calls that only decorate: worth no waiting and no second attempt.
_DECORATION = frozenset({"sendChatAction"})
# Calls of the start, where an error is to be told at once, or is not worth waiting for: Telegram
# lets a bot describe itself only so often a day.
_AT_START = ("getMe", "getMy", "setMy", "setWebhook", "deleteWebhook")

_NO_JSON = "Invalid server response"  # the library's words

Json = bool | dict[str, Any] | list[dict[str, Any]]


class UnreadableReplyError(TelegramError):
    """Telegram did what it was asked to, but what it said cannot be read."""


class TelegramBot(ExtBot[int]):
    """The client, which keeps the token to itself and sets `revoked` when it is refused."""

    __slots__ = ("revoked",)

    def __init__(self, token: str, *, api_url: str) -> None:
        super().__init__(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=HTTPXRequest(
                connection_pool_size=_CONNECTIONS,
                connect_timeout=10,
                read_timeout=_READ,
                pool_timeout=60,
            ),
            get_updates_request=HTTPXRequest(connection_pool_size=1, read_timeout=_READ),
            rate_limiter=PatientLimiter(revoked := asyncio.Event()),
        )
        with self._unfrozen():
            self.revoked = revoked

    def __repr__(self) -> str:
        """Without the token, which the library would show."""
        return f"{type(self).__name__}[id={self.token.partition(':')[0]}]"

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        """Return the next updates, also those that this version of the library does not understand.

        A token that is refused sets `revoked`: the library would end polling silently.
        """
        assert not args  # noqa: S101  # the library names what it passes
        timeout = kwargs.get("timeout") or 0
        seconds = timeout.total_seconds() if isinstance(timeout, timedelta) else timeout
        names = ("offset", "allowed_updates")
        asked = {"timeout": int(seconds), **{name: kwargs.get(name) for name in names}}
        try:
            raw: Any = await self._post("getUpdates", asked, read_timeout=_READ + seconds)
        except InvalidToken:
            _note_refusal(self.revoked)
            raise
        return tuple(read_update(update, self) for update in raw)


def read_update(raw: dict[str, Any], bot: TelegramBot) -> Update:
    """Return the update, or an empty one with its id where the library does not understand it.

    What is new in the Bot API would otherwise stop all that follows. People's words are
    not logged.
    """
    try:
        update = Update.de_json(raw, bot)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        _log.error("update %d is not understood (%r) and left out", raw["update_id"], error)
        update = Update(raw["update_id"])
        update.set_bot(bot)
    return update


class PatientLimiter(AIORateLimiter):
    """Keeps to Telegram's limits, waits as long as a 429 says, and repeats what did not arrive.

    A 429 holds up its own call alone; the library's limiter would hold up every chat. Where the
    token is refused, `revoked` is set and calls wait for the process to end: what they would
    have answered is then answered with the next token.
    """

    __slots__ = ("_revoked",)

    def __init__(self, revoked: asyncio.Event) -> None:
        super().__init__(max_retries=0)
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
        """Return the response to the call, however many attempts it takes.

        Raises `UnreadableReplyError` where a message was sent or edited and the response is none:
        another attempt would send it twice.
        """
        if endpoint in _DECORATION or endpoint.startswith(_AT_START):
            return await callback(*args, **kwargs)
        for wait in waits():
            try:
                result = await super().process_request(
                    callback, args, kwargs, endpoint, data, rate_limit_args
                )
                return _readable(endpoint, result)
            except InvalidToken:
                _note_refusal(self._revoked)
                await asyncio.Event().wait()
            except BadRequest:  # a NetworkError in the library's tree, but no passing one
                raise
            except RetryAfter as error:
                told = error._retry_after.total_seconds()
                _log.warning("%s: Telegram asks to wait %g s", endpoint, told)
                await asyncio.sleep(told + 0.1)
            except NetworkError as error:
                _log.warning("%s: %s; trying again in %g s", endpoint, error, wait)
                await asyncio.sleep(wait)
            except (KeyError, TypeError) as error:  # JSON, but no response of Telegram's
                raise UnreadableReplyError(f"{endpoint}: {_NO_JSON}") from error
            except TelegramError as error:
                if _NO_JSON in str(error):
                    raise UnreadableReplyError(f"{endpoint}: {error}") from error
                raise
        raise AssertionError  # waits() never ends


def _readable(endpoint: str, result: Json) -> Json:
    """Return what is needed of `result`: of a message that was sent its number, chat and day.

    All else that the library would read might be what it does not understand. Raises
    `UnreadableReplyError` where that is not there.
    """
    if endpoint.startswith("editMessage"):
        return True
    if endpoint != "sendMessage":
        return result
    try:
        assert isinstance(result, dict)  # noqa: S101
        chat = {"id": int(result["chat"]["id"]), "type": str(result["chat"]["type"])}
        return {"message_id": int(result["message_id"]), "date": int(result["date"]), "chat": chat}
    except (AssertionError, KeyError, TypeError, ValueError) as error:
        raise UnreadableReplyError(f"{endpoint}: {_NO_JSON}") from error


def _note_refusal(revoked: asyncio.Event) -> None:
    if not revoked.is_set():
        _log.error("Telegram refuses the token: nothing more is answered")
    revoked.set()


def waits() -> Iterator[float]:
    """Seconds to wait after each attempt that failed: more and more, and without end."""
    wait = 0.5
    while True:
        yield wait
        wait = min(_LONGEST_WAIT, 2 * wait)
