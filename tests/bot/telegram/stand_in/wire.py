"""The HTTP of the stand-in: requests read with h11, the parameters of a form."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import h11

from tests.bot.telegram.stand_in.limits import Json

_JSON = frozenset(
    (
        "chat_id", "message_id", "offset", "timeout", "cache_time", "is_personal", "entities",
        "reply_markup", "reply_parameters", "link_preview_options", "results", "button",
        "commands", "allowed_updates", "drop_pending_updates",
    )
)  # fmt: skip


async def read_request(
    connection: h11.Connection, reader: asyncio.StreamReader
) -> tuple[h11.Request | None, bytes]:
    """The next request and its body; `None` where the caller closed the connection."""
    request, body = None, []
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(1 << 16))
        elif isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            body.append(bytes(event.data))
        elif isinstance(event, h11.EndOfMessage):
            return request, b"".join(body)
        else:  # ConnectionClosed, PAUSED
            return None, b""


def response(connection: h11.Connection, status: int, kind: str, content: bytes) -> bytes:
    """The bytes of a response."""
    headers = [("Content-Type", kind), ("Content-Length", str(len(content)))]
    reason = HTTPStatus(status).phrase
    head = h11.Response(status_code=status, headers=headers, reason=reason)
    events = (head, h11.Data(data=content), h11.EndOfMessage())
    return b"".join(connection.send(event) or b"" for event in events)


def decode(body: bytes) -> Json:
    """Return the parameters of a form, each of its own type."""
    params = parse_qsl(body.decode(), keep_blank_values=True)
    return {key: json.loads(value) if key in _JSON else value for key, value in params}


def dump(value: Any) -> bytes:
    """JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
