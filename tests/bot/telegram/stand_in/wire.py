"""HTTP of `telegram_server`: requests read with h11, the parameters of every form there is."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import h11

from tests.bot.telegram.stand_in.limits import Json, bad_request, words

_INTEGERS = words(
    "chat_id message_id offset limit timeout cache_time max_connections reply_to_message_id "
    "message_thread_id"
)
_OBJECTS = words(
    "entities caption_entities reply_markup reply_parameters link_preview_options results button "
    "commands scope allowed_updates"
)
_FLAGS = words(
    "disable_notification protect_content show_alert is_personal drop_pending_updates "
    "allow_paid_broadcast disable_content_type_detection allow_sending_without_reply"
)
_BOOLEANS = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file the bot sent."""

    name: str
    content: bytes
    content_type: str


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


def decode(request: h11.Request, query: str, body: bytes) -> Json:
    """The parameters of a request, of any of the forms there are, each of its own type."""
    params: Json = dict(parse_qsl(query, keep_blank_values=True))
    header = Message()
    given = (value.decode() for key, value in request.headers if key == b"content-type")
    header["Content-Type"] = next(given, "text/plain")
    match header.get_content_type():
        case "application/json":
            try:
                params |= json.loads(body)
            except (ValueError, TypeError):
                raise bad_request("can't parse JSON object") from None
        case "application/x-www-form-urlencoded":
            params |= parse_qsl(body.decode(), keep_blank_values=True)
        case "multipart/form-data":
            params |= _parts(body, str(header.get_param("boundary")))
    return {key: _value(key, value) for key, value in params.items()}


def _parts(body: bytes, boundary: str) -> Json:
    """The fields and files of a multipart body."""
    parts: Json = {}
    for part in (b"\r\n" + body).split(f"\r\n--{boundary}".encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        header = Message()
        for line in head.decode().strip().splitlines():
            name, _, value = line.partition(":")
            header[name] = value.strip()
        name = str(header.get_param("name", header="Content-Disposition"))
        file = header.get_filename()
        if file is None:
            parts[name] = content.decode()
        else:
            parts[name] = Upload(file, content, header.get_content_type())
    return parts


def _value(key: str, value: Any) -> Any:
    """A parameter that came as text, as what it stands for."""
    if not isinstance(value, str):
        return value
    if key in _INTEGERS:
        return int(value) if re.fullmatch(r"-?\d+", value) else value
    if key in _FLAGS:
        return _BOOLEANS.get(value, value)
    if key in _OBJECTS:
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {key.replace('_', ' ')} JSON object") from None
    return value


def dump(value: Any) -> bytes:
    """JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
