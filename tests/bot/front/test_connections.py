"""Slow and idle clients: each has its time, and no number of them keeps the others out."""

from __future__ import annotations

import contextlib
import errno
import json
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from bot.front import TimeLimits
from tests.bot.front.server import GET, POST, received, running, wait_for
from tests.processes import environment, free_port

HALF = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: "
SLOW = b"GET /slow HTTP/1.1\r\nHost: x\r\n"
SHORT = TimeLimits(head=0.2, body=0.2, read=0.2, stop=0.1)


def problem(response: bytes) -> tuple[int, str]:
    """The status of a response that is a problem document, and its detail."""
    head, body = response.split(b"\r\n\r\n", 1)
    assert b"Content-Type: application/problem+json" in head
    assert f"Content-Length: {len(body)}".encode() in head
    status = int(head.split()[1])
    assert json.loads(body)["status"] == status
    return status, json.loads(body)["detail"]


@pytest.mark.parametrize("sent", [b"", HALF, POST + b"{"])
def test_those_that_wait_make_room_for_others(sent: bytes) -> None:
    with running(most=4) as server, contextlib.ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(server.connect(sent))
            assert server.ask().endswith(b"ok")
            assert len(server.connections) <= 5  # one may not be closed yet
        assert server.met.count("/healthz") == 20


def test_room_is_made_by_the_client_that_has_most() -> None:
    """Of its own connections the oldest goes; the single one of another stays."""
    with running(most=4) as server, contextlib.ExitStack() as stack:
        single = stack.enter_context(server.connect(HALF, source="127.0.0.2"))
        wait_for(lambda: len(server.connections) == 1)
        many = [stack.enter_context(server.connect(HALF)) for _ in range(10)]
        assert received(many[0]) == b""
        single.sendall(b"1\r\n\r\n")
        assert received(single).endswith(b"ok")
        many[-1].sendall(b"1\r\n\r\n")
        assert received(many[-1]).endswith(b"ok")


def test_a_request_that_is_answered_keeps_its_place() -> None:
    with running(most=1) as server, server.connect(SLOW + b"\r\n") as slow:
        wait_for(lambda: server.met == ["/slow"])
        for sent in (b"", GET, POST):  # also to one that says nothing
            status, detail = problem(server.ask(sent))
            assert (status, detail.split(";")[0]) == (
                503,
                "All connections of this server are at work",
            )
        server.release.set()
        assert received(slow).endswith(b"ok")
        assert server.ask().endswith(b"ok")


def test_more_than_can_be_told_are_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.front.connections._LINGERING", 2)
    with running(most=1) as server, contextlib.ExitStack() as stack:
        stack.enter_context(server.connect(SLOW + b"\r\n"))
        wait_for(lambda: server.met == ["/slow"])
        clients = [stack.enter_context(server.connect()) for _ in range(40)]
        answers = [received(client) for client in clients]
        assert 0 < answers.count(b"") < 40
        assert all(problem(answer)[0] == 503 for answer in answers if answer)
        server.release.set()
        wait_for(lambda: len(server.connections) == 0)
        assert server.ask().endswith(b"ok")


def test_where_no_descriptor_is_left_it_goes_on_soon(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """And says so once, not for each connection."""
    accept, failures = socket.socket.accept, iter(range(5))

    def fail(self: socket.socket) -> tuple[socket.socket, Any]:
        if next(failures, None) is not None:
            raise OSError(errno.EMFILE, "Too many open files")
        return accept(self)

    with running() as server, server.connect(HALF):
        wait_for(lambda: len(server.connections) == 1)
        monkeypatch.setattr(socket.socket, "accept", fail)
        assert server.ask().endswith(b"ok")
        assert len(server.connections) <= 1  # that which waited has made room
    (line,) = [r.getMessage() for r in caplog.records if r.name == "bot.front.listening"]
    assert line.startswith("no connection can be accepted (Too many open files): let the process")


def test_where_the_loop_accepts_by_itself_the_bounds_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As on Windows."""
    monkeypatch.setattr("bot.front.listening._can_watch", lambda _: False)
    with running(most=4, limits=SHORT) as server, contextlib.ExitStack() as stack:
        for _ in range(12):
            stack.enter_context(server.connect(HALF))
        assert server.ask().endswith(b"ok")
        assert problem(server.ask(HALF))[0] == 408


def test_a_head_has_its_time() -> None:
    with running(limits=SHORT) as server:
        status, detail = problem(server.ask(HALF))
        assert (status, detail) == (
            408,
            "The head of the request must come sooner; it is not complete",
        )
        assert server.ask(b"") == b""


def test_a_byte_now_and_then_wins_no_time() -> None:
    with running(limits=SHORT) as server, server.connect(HALF) as client:
        with contextlib.suppress(ConnectionError):
            for _ in range(500):
                client.sendall(b"a")
                time.sleep(0.01)
        wait_for(lambda: not len(server.connections))


def test_a_body_has_its_time() -> None:
    with running(limits=SHORT) as server:
        assert problem(server.ask(POST + b"{"))[0] == 408
        wait_for(lambda: server.met == ["disconnect"])


def test_a_body_that_nobody_reads_has_its_time_too() -> None:
    with running(limits=TimeLimits(head=9, body=0.2)) as server:
        server.ask(SLOW + b"Content-Length: 9\r\n\r\n1")
        wait_for(lambda: not len(server.connections))


def test_a_response_must_be_read() -> None:
    with (
        running(limits=SHORT) as server,
        server.connect(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"),
    ):
        wait_for(lambda: server.met == ["/large"])
        wait_for(lambda: not len(server.connections))


def test_a_response_that_is_read_slowly_is_sent_whole() -> None:
    with (
        running(limits=TimeLimits(read=0.3)) as server,
        server.connect(b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") as client,
    ):
        size = 0
        while got := client.recv(8 * 1024 * 1024):
            size += len(got)
            time.sleep(0.02)
        assert size > 64 * 1024 * 1024


def test_one_connection_for_several_requests() -> None:
    with running() as server, server.connect() as client:
        for _ in range(3):
            client.sendall(POST + b"0123456789")
            assert received(client).endswith(b"ok")
        client.sendall(GET * 3)  # without waiting
        got = b""
        while got.count(b"200 OK") < 3 or not got.endswith(b"ok"):
            got += received(client)
        assert server.met == ["/ask"] * 3 + ["/healthz"] * 3


def test_what_is_no_http_gets_a_problem() -> None:
    with running() as server:
        for sent in (b"\x16\x03\x01\x02\x00\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"x" * 20_000):
            status, detail = problem(server.ask(sent))
            assert (status, detail.split(",")[0]) == (400, "The request must be one of HTTP/1.1")


def test_a_stop_does_not_wait_for_a_body_that_does_not_come(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with running(limits=TimeLimits(stop=0.1)) as server, server.connect(POST + b"{") as client:
        wait_for(lambda: len(server.connections) == 1)
        time.sleep(0.05)  # so that the application waits for the body
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 5  # 10 are allowed to what is under way
        assert problem(received(client))[0] == 408
        assert server.met == ["disconnect"]
    assert not [record for record in caplog.records if record.exc_info]


def test_a_stop_waits_for_the_request_that_is_answered() -> None:
    with (
        running(limits=TimeLimits(stop=0.1)) as server,
        server.connect(SLOW + b"\r\n") as client,
    ):
        wait_for(lambda: server.met == ["/slow"])
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        time.sleep(0.3)
        server.release.set()
        assert received(client).endswith(b"ok")
        stopping.join()


def test_what_is_not_answered_in_time_is_told_so_at_a_stop() -> None:
    with running(grace=2) as server, server.connect(SLOW + b"\r\n") as client:
        wait_for(lambda: server.met == ["/slow"])
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        status, detail = problem(received(client))
        assert (status, detail) == (503, "This server is being stopped; try again soon")
        server.release.set()
        stopping.join()


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of descriptors there")
def test_200_half_sent_requests_and_128_descriptors(tmp_path: Path) -> None:
    """The command itself answers all the while, and says in its log no more than a line of it."""
    port = free_port()
    command = [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603  # what is run is written here
        ["/bin/sh", "-c", 'ulimit -n 128; exec "$@"', "sh", *command],
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
    )
    try:
        wait_for_start(port)
        with contextlib.ExitStack() as stack:
            for number in range(200):
                stack.enter_context(socket.create_connection(("127.0.0.1", port))).sendall(HALF)
                if number % 20 == 19:
                    with socket.create_connection(("127.0.0.1", port), 5) as client:
                        client.sendall(GET)
                        assert received(client, b"}").startswith(b"HTTP/1.1 200")
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=20)
    assert b"MAX_CONNECTIONS: at most 64 connections at once" in errors
    assert len(errors.splitlines()) < 12
    assert b"Traceback" not in errors


def wait_for_start(port: int) -> None:
    """Wait until somebody listens at `port`."""

    def listens() -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            return False
        return True

    deadline = time.monotonic() + 90
    while not listens():
        assert time.monotonic() < deadline
        time.sleep(0.1)
