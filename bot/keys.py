"""What is secret, checked, and the keys that are made from it."""

from __future__ import annotations

import hashlib
import hmac
import re

from bot.errors import SettingsError
from bot.settings import Settings

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def bot_token(settings: Settings) -> str:
    """Return the bot's token. Raises `SettingsError` where it is missing or cannot be one."""
    if not settings.telegram_bot_token:
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN: must be set; got nothing. Ask @BotFather in Telegram for one, "
            "then set it in the environment or in .env"
        )
    token = settings.telegram_bot_token.get_secret_value()
    if not _TOKEN.fullmatch(token):
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN: must look like 123456:ABC-DEF, as @BotFather gives it; got "
            "something else. Copy it again"
        )
    return token


def webhook_secret(settings: Settings) -> str:
    """Return what Telegram sends along with each update: as set, else made from the token.

    Raises `SettingsError` for one that Telegram would not take.
    """
    if not settings.telegram_webhook_secret:
        return _derive(bot_token(settings), "webhook").hex()
    secret = settings.telegram_webhook_secret.get_secret_value()
    if not _WEBHOOK_SECRET.fullmatch(secret):
        raise SettingsError(
            "TELEGRAM_WEBHOOK_SECRET: must have 1 to 256 of A-Z, a-z, 0-9, _ and -; got something "
            "else. Set another one, or leave it empty"
        )
    return secret


def pseudonym_key(settings: Settings) -> bytes:
    """Return the key that people and chats are hashed with: nobody without the token can link them.

    Without a token it is no secret; then only ids that clients make up at random are hashed.
    """
    token = settings.telegram_bot_token
    return _derive(token.get_secret_value() if token else "", "pseudonyms")


def _derive(token: str, purpose: str) -> bytes:
    return hmac.digest(token.encode("utf-8"), purpose.encode("utf-8"), hashlib.sha256)
