"""The bots that `telegram_load` starts, each as a process of its own.

    python -m tests.benchmarks.telegram_bots {motpourmot,echo} [--unlimited]

`motpourmot` is `motpourmot telegram`. `echo` is the least that python-telegram-bot can do: it
replies to a text with the same text, quoting it, and keeps nothing. Both take their token and the
address of the Bot API server from the environment. `--unlimited` lifts the limit of 30 messages a
second that the library keeps to, so that the bot's own cost shows.
"""

from __future__ import annotations

import argparse
import os
from functools import partialmethod
from typing import Any

from telegram import Update
from telegram.ext import AIORateLimiter, ApplicationBuilder, MessageHandler, filters

import bot.cli

_AT_ONCE = 256  # updates that the echo bot handles at one time
_CONNECTIONS = 64


def main() -> None:
    """Run one of the bots until it is told to stop."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("bot", choices=["motpourmot", "echo"])
    parser.add_argument("--unlimited", action="store_true", help="as many messages as it can")
    options = parser.parse_args()
    if options.unlimited:
        unlimited: Any = partialmethod(AIORateLimiter.__init__, overall_max_rate=0)
        AIORateLimiter.__init__ = unlimited
    if options.bot == "echo":
        _echo()
    else:
        raise SystemExit(bot.cli.main(["telegram"]))


def _echo() -> None:
    application = (
        ApplicationBuilder()
        .token(os.environ["TELEGRAM_BOT_TOKEN"])
        .base_url(f"{os.environ['TELEGRAM_API_URL']}/bot")
        .rate_limiter(AIORateLimiter())
        .concurrent_updates(_AT_ONCE)
        .connection_pool_size(_CONNECTIONS)
        # As in our bot: with the library's 5 s and 1 s it would give replies up.
        .read_timeout(30)
        .pool_timeout(60)
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, _repeat))
    application.run_polling(timeout=30, allowed_updates=["message"])


async def _repeat(update: Update, context: Any) -> None:
    del context
    message = update.message
    if message and message.text:
        await message.reply_text(message.text, do_quote=True)


if __name__ == "__main__":
    main()
