"""What is secret, checked, and the keys that are made from it."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping

from bot.errors import SettingsError
from bot.settings import Settings, listed

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")

_API_KEY = re.compile(r"([A-Za-z0-9_.-]{1,64}):([0-9a-f]{64})")


class ApiKeys:
    """The keys that may use the API: their names by their hashes; falsy where none is needed."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = dict(names)

    def __bool__(self) -> bool:
        """Return whether a key is needed."""
        return bool(self._names)

    def name_of(self, key: str) -> str | None:
        """Return whose `key` is; None where it is nobody's.

        The hash of what came is looked up: how long that takes says nothing about any key.
        """
        return self._names.get(api_key_hash(key)) if self._names else None

    def asker(self, headers: Iterable[tuple[bytes, bytes]]) -> str | None:
        """Return whose key the headers of a request have; None where it is nobody's, or none."""
        key = key_of(headers)
        return None if key is None else self.name_of(key)


def api_key_hash(key: str) -> str:
    """Return what is kept of a key. Keys are 256 random bits, which no dictionary has."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def key_of(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """Return the key in the headers of a request; None where there is none."""
    for name, value in headers:
        if name == b"x-api-key":
            return value.decode("latin-1").strip()
        if name == b"authorization":
            scheme, _, key = value.decode("latin-1").strip().partition(" ")
            if scheme.lower() == "bearer":
                return key.strip()
    return None


def new_api_key() -> str:
    """Return a new key, known to nobody else."""
    return f"mpm_{secrets.token_urlsafe(32)}"


def api_keys(settings: Settings) -> ApiKeys:
    """Return the keys of API_KEYS. Raises `SettingsError`, without what may be a key."""
    names: dict[str, str] = {}
    given = settings.api_keys.get_secret_value() if settings.api_keys else ""
    for number, item in enumerate(listed(given), 1):
        found = _API_KEY.fullmatch(item)
        if not found:
            raise SettingsError(
                "API_KEYS: must be NAME:HASH, with commas between them, as `motpourmot api-key "
                f"NAME` prints it; number {number} is something else"
            )
        names[found[2]] = found[1]
    return ApiKeys(names)


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
