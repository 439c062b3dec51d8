"""The table of hostile requests, over a real server: each gets what it must, and no fault."""

from __future__ import annotations

import contextlib
import json
import logging
import re
import socket
from collections.abc import Iterator

import pytest

from bot.asking import Asking
from bot.front import TimeLimits
from bot.library import Library
from bot.serving import faces
from bot.settings import load_settings
from bot.store import Store
from tests.bot.front.hostile import LAST, Hostile, table
from tests.bot.front.server import Running, received, running

LIMITS = TimeLimits(head=0.3, body=0.3, read=5)
_HEAD = re.compile(rb"HTTP/1\.1 (\d{3}) [^\r]*\r\n((?:[^\r\n]+\r\n)*)\r\n")


@pytest.fixture(scope="module")
def hostile_server(quick: Library) -> Iterator[Running]:
    """All faces, with short time limits."""
    with contextlib.closing(Store("sqlite://", key=b"")) as store:
        _, app = faces(quick, Asking(quick, store), load_settings())
        with running(limits=LIMITS, app=app) as server:
            yield server


def responses(got: bytes) -> list[tuple[int, dict[str, str], bytes]]:
    """The responses that came on one connection, whole ones only."""
    found = []
    while got:
        head = _HEAD.match(got)
        assert head, got[:200]
        lines = head[2].decode("latin-1").split("\r\n")[:-1]
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        got = got[head.end() :]
        body = b""
        if got and not _HEAD.match(got):  # one to HEAD has none
            length = int(headers["content-length"])
            body, got = got[:length], got[length:]
            assert len(body) == length
        if head[1] != b"100":
            found.append((int(head[1]), headers, body))
    return found


def send(server: Running, sent: bytes) -> bytes:
    """What comes until the server closes; it may do so before all is sent."""
    with server.connect() as client:
        with contextlib.suppress(ConnectionError):
            client.sendall(sent)
        return received(client, b"\0\0\0")


@pytest.mark.parametrize("hostile", [pytest.param(each, id=each.name) for each in table()])
def test_each_gets_what_it_must(
    hostile_server: Running, hostile: Hostile, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    got = send(hostile_server, hostile.sent)
    found = responses(got)
    assert tuple(status for status, _, _ in found) == hostile.gets
    for status, headers, body in found:
        assert headers["x-content-type-options"] == "nosniff"
        assert not {"x-injected", "set-cookie"} & headers.keys()
        assert b"<script>alert" not in body or "json" in headers["content-type"]
        if headers["content-type"] == "application/problem+json" and body:
            assert json.loads(body)["status"] == status
    for leaked in (b"root:x:", b"Traceback", b'File "'):
        assert leaked not in got
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR] == []
    assert responses(send(hostile_server, LAST))[0][0] == 200


def test_the_table_is_long_and_each_line_another() -> None:
    assert len({each.sent for each in table()}) == len(table()) >= 150
    assert len({each.name for each in table()}) == len(table())


@pytest.mark.parametrize("path", [b"/healthz", b"/documents"])
def test_500_at_once(hostile_server: Running, path: bytes) -> None:
    """All are answered, or told to come back; whoever comes after them is answered."""
    sent = LAST.replace(b"/healthz", path)
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(socket.socket()) for _ in range(500)]
        for client in clients:
            client.settimeout(20)
            client.connect(("127.0.0.1", hostile_server.port))
        for client in clients:
            with contextlib.suppress(ConnectionError):  # closed to make room
                client.sendall(sent)
        statuses = []
        for client in clients:
            for status, headers, _ in responses(received(client, b"\0\0\0")):
                statuses.append(status)
                assert status == 200 or headers["retry-after"]
    assert set(statuses) <= {200, 503}
    assert statuses.count(200) >= 50
    assert responses(send(hostile_server, LAST))[0][0] == 200
