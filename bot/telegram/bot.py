"""The bot in Telegram: build it, start it, fetch updates or be handed them, and stop it.

`motpourmot telegram` fetches updates (long polling); only one process may do so for one bot. In
`motpourmot serve` Telegram sends them to the webhook instead. Everything else is the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from telegram import BotCommand
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, Updater

from bot.errors import SettingsError, UnreachableError
from bot.keys import bot_token, webhook_secret
from bot.library import Library
from bot.logs import asked_by
from bot.settings import Settings
from bot.signals import on_stop
from bot.store import Store, keep_pruned
from bot.telegram.answering import Answering
from bot.telegram.client import TelegramBot, read_update
from bot.telegram.handlers import COMMANDS, UPDATES, TelegramFace
from bot.telegram.inbox import ByChat, Inbox, Persist
from bot.telegram.phrases import ENGLISH, FRENCH, Phrases
from bot.telegram.webhook import WEBHOOK_PATH

_log = logging.getLogger(__name__)

_POLL = 30  # seconds that Telegram may hold a request for updates
_GRACE = 10.0  # seconds for the answers under way when the process is told to stop
_QUIET = 60.0  # seconds between two lines about the same trouble


class Telegram:
    """The running bot, as `running` yields it: `receive` an update, or `poll` for them."""

    def __init__(self, bot: TelegramBot, inbox: Inbox) -> None:
        self._bot = bot
        self._inbox = inbox
        self._complained = -_QUIET

    async def receive(self, update: dict[str, Any]) -> None:
        """Take in an update from the webhook; when this returns, it will be answered.

        Raises `telegram.error.NetworkError` where it cannot be kept.
        """
        await self._inbox.put(read_update(update, self._bot))

    async def announce(self, url: str, secret: str) -> None:
        """Tell Telegram to send updates to `url`, and `secret` along with them."""
        with _errors_in_words(str(self._bot.base_url)):
            await self._bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATES)
        _log.info("answering as @%s; Telegram sends updates to %s", self._bot.username, url)
        if not urlsplit(url).path.endswith(WEBHOOK_PATH):
            _log.warning(
                "TELEGRAM_WEBHOOK_URL: does not end in %s; a proxy before this server "
                "must lead there",
                WEBHOOK_PATH,
            )

    async def poll(self, stop: asyncio.Event) -> None:
        """Fetch updates until `stop` is set. Raises `SettingsError` when the token is revoked."""
        updater = Updater(self._bot, update_queue=self._inbox)
        await updater.initialize()
        try:
            with _errors_in_words(str(self._bot.base_url)):
                await updater.start_polling(
                    timeout=_POLL,
                    allowed_updates=UPDATES,
                    error_callback=self._complain,
                )
            _log.info("answering as @%s; Ctrl-C stops", self._bot.username)
            waiting = [asyncio.create_task(event.wait()) for event in (stop, self._bot.revoked)]
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in waiting:
                task.cancel()
            if self._bot.revoked.is_set():
                raise _refused()
        finally:
            # Not `shutdown`, which would close the client that answers are still sent with.
            if updater.running:
                with contextlib.suppress(InvalidToken):  # of the task that fetched, once more
                    await updater.stop()

    def _complain(self, error: TelegramError) -> None:
        if time.monotonic() - self._complained < _QUIET:
            return
        self._complained = time.monotonic()
        if isinstance(error, Conflict):
            _log.error("another process takes this bot's updates: stop it, or give it another bot")
        else:
            _log.warning("updates cannot be fetched (%s); trying again", error)


@contextlib.asynccontextmanager
async def running(library: Library, store: Store, settings: Settings) -> AsyncIterator[Telegram]:
    """The bot, started: it answers what it receives, and first what the last run left.

    On leaving, answers under way get a few seconds; what is unanswered then stays in the store.
    Raises `SettingsError` for a missing or refused token, `UnreachableError`.
    """
    bot = TelegramBot(bot_token(settings), api_url=settings.telegram_api_url.rstrip("/"))
    persist = Persist()
    inbox = Inbox(store, persist)
    processor = ByChat(inbox)
    application: Application[Any, Any, Any, Any, Any, Any] = (
        ApplicationBuilder()
        .bot(bot)
        .updater(None)
        .update_queue(inbox)
        .job_queue(None)
        .concurrent_updates(processor)
        .build()
    )
    face = TelegramFace(
        Answering(library, store, persist, public_url=settings.public_url),
        articles_dir=settings.articles_dir,
        retention_days=settings.retention_days,
    )
    face.install(application)
    async with contextlib.AsyncExitStack() as stack:
        with _errors_in_words(settings.telegram_api_url):
            stack.push_async_callback(bot.shutdown)  # the application's own does so if it started
            await application.initialize()
            stack.push_async_callback(application.shutdown)
        # In a rolling restart the process before needs its time to stop.
        alone = store.alone(bot.id, wait=_GRACE + 5)
        await to_thread.run_sync(stack.enter_context, alone)
        token = asked_by.set("telegram")  # in the tasks that are begun now
        await application.start()
        asked_by.reset(token)
        introducing = asyncio.create_task(_introduce(bot))
        try:
            if left := await inbox.replay(bot):
                _log.info("%d updates of the last run are being answered", left)
            yield Telegram(bot, inbox)
        finally:
            introducing.cancel()
            await asyncio.wait([introducing])
            # Nothing can be sent with a token that is refused.
            await processor.close(0 if bot.revoked.is_set() else _GRACE)
            await application.stop()


@contextlib.asynccontextmanager
async def run_webhook(
    library: Library, store: Store, settings: Settings
) -> AsyncIterator[tuple[Telegram, str]]:
    """As `running`, with Telegram told to send updates here; and the secret it sends along.

    Without TELEGRAM_WEBHOOK_URL Telegram is told nothing: whoever runs the bot has done so.
    """
    secret = webhook_secret(settings)
    async with running(library, store, settings) as telegram:
        if settings.telegram_webhook_url:
            await telegram.announce(settings.telegram_webhook_url, secret)
        yield telegram, secret


async def run_polling(
    library: Library,
    store: Store,
    settings: Settings,
    *,
    beside: contextlib.AbstractAsyncContextManager[None],
) -> None:
    """Answer in Telegram until SIGINT or SIGTERM; `beside` is entered in the meantime."""
    stop = asyncio.Event()
    on_stop(stop.set)
    async with (
        running(library, store, settings) as telegram,
        keep_pruned(store, settings.retention_days),
        beside,
    ):
        await telegram.poll(stop)


def _refused() -> SettingsError:
    return SettingsError(
        "TELEGRAM_BOT_TOKEN: must be a token that Telegram accepts; it refused this one. Ask "
        "@BotFather for the bot's token (/mybots, API Token) and set it again, or look whether "
        "TELEGRAM_API_URL leads to Telegram"
    )


@contextlib.contextmanager
def _errors_in_words(api_url: str) -> Iterator[None]:
    """Errors of the start as one sentence, without the token that the library puts in its own."""
    try:
        yield
    except InvalidToken:
        raise _refused() from None
    except TelegramError as error:
        raise UnreachableError(
            f"TELEGRAM_API_URL: Telegram must answer at {urlsplit(api_url).netloc}; got: {error}. "
            "Check the network and the address, then start again"
        ) from None
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # What answers sends JSON of another kind, which the library takes for the Bot API's.
        raise UnreachableError(
            f"TELEGRAM_API_URL: must be a server of the Bot API; {urlsplit(api_url).netloc} "
            f"answers otherwise ({type(error).__name__}). Correct the address, then start again"
        ) from error


async def _introduce(bot: TelegramBot) -> None:
    """Set the menu and the bot's description in both languages, where they are not as they are."""
    for phrases, code in ((ENGLISH, ""), (FRENCH, "fr")):
        try:
            await _introduce_in(bot, phrases, code)
        except TelegramError as error:
            _log.warning("the bot's menu and description could not be set: %s", error)


async def _introduce_in(bot: TelegramBot, phrases: Phrases, code: str) -> None:
    commands = [BotCommand(name, getattr(phrases, f"command_{name}")) for name in COMMANDS]
    if list(await bot.get_my_commands(language_code=code)) != commands:
        await bot.set_my_commands(commands, language_code=code)
    if (await bot.get_my_description(code)).description != phrases.description:
        await bot.set_my_description(phrases.description, code)
    if (await bot.get_my_short_description(code)).short_description != phrases.short_description:
        await bot.set_my_short_description(phrases.short_description, code)
