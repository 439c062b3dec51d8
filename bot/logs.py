"""Logging of the long-running commands: to stderr, a line each, and never with a secret in it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable

from pydantic import SecretStr

MASK = "***"
OFF = logging.CRITICAL + 1

_SHORTEST = 6  # characters: masking anything shorter would garble every line


class RedactingFormatter(logging.Formatter):
    """Formats a record, its traceback too, and masks `secrets` wherever they occur in it."""

    def __init__(self, secrets: Iterable[SecretStr]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        values = {secret.get_secret_value() for secret in secrets}
        # Of a Telegram token 123:ABC only what follows the colon is secret; looked for alone, it
        # is found in an address too, where the colon may be %3A.
        values |= {value.rpartition(":")[2] for value in values}
        self._values = sorted((v for v in values if len(v) >= _SHORTEST), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Return the record in one or more lines, with every secret masked."""
        text = super().format(record)
        for value in self._values:
            text = text.replace(value, MASK)
        return text


def set_up_logging(secrets: Iterable[SecretStr | None]) -> None:
    """Log to stderr from INFO on.

    The Telegram library is quiet: it would log people's messages, and a trace each time that the
    network is away, of which `bot.telegram.bot` says a line. httpx would log the token's addresses.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(secret for secret in secrets if secret))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    quiet = dict.fromkeys(("httpx", "httpcore", "watchfiles"), logging.WARNING) | {"telegram": OFF}
    for name, level in quiet.items():
        logging.getLogger(name).setLevel(level)
