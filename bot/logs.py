"""Logging of the long-running commands: to stderr, a line each, and never with a secret in it.

What is logged while a request is answered says which: its id is in the response as well.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass

from pydantic import SecretStr

MASK = "***"
OFF = logging.CRITICAL + 1

_SHORTEST = 6  # characters: masking anything shorter would garble every line


# Attributes that a record may have beside its message, as fields of JSON.
_FIELDS = ("method", "route", "status", "ms", "key", "question")


@dataclass(slots=True)
class RequestNote:
    """The request that is answered: its id, and what is asked in it, once that is known."""

    id: str
    question: str | None = None


current_request: ContextVar[RequestNote | None] = ContextVar("current_request", default=None)

# The face that is asked: http, chat, web, telegram; "" where it is none of them.
asked_by: ContextVar[str] = ContextVar("asked_by", default="")


def note_question(question: str) -> None:
    """Note what is asked in the current request, for a log that is to have it."""
    note = current_request.get()
    if note:
        note.question = question


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
        return self._masked(self._written(record))

    def _written(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        note = current_request.get()
        return f"{text} [{note.id}]" if note else text

    def _masked(self, text: str) -> str:
        for value in self._values:
            text = text.replace(value, MASK)
        return text


class JsonFormatter(RedactingFormatter):
    """Formats a record as a JSON object on one line."""

    def _written(self, record: logging.LogRecord) -> str:
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        note = current_request.get()
        line: dict[str, object] = {
            "time": f"{moment}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if note:
            line["request_id"] = note.id
        line |= {name: vars(record)[name] for name in _FIELDS if name in vars(record)}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up_logging(secrets: Iterable[SecretStr | None], *, as_json: bool = False) -> None:
    """Log to stderr from INFO on.

    The Telegram library is quiet: it would log people's messages, and a trace each time that the
    network is away, of which `bot.telegram.bot` says a line. httpx would log the token's addresses.
    """
    handler = logging.StreamHandler(sys.stderr)
    formatter = JsonFormatter if as_json else RedactingFormatter
    handler.setFormatter(formatter(secret for secret in secrets if secret))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    quiet = dict.fromkeys(("httpx", "httpcore", "watchfiles"), logging.WARNING) | {"telegram": OFF}
    for name, level in quiet.items():
        logging.getLogger(name).setLevel(level)
