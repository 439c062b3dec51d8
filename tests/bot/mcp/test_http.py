"""The tools over streamable HTTP: the official client, and who is not let in."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient

from bot.keys import ApiKeys, api_key_hash
from bot.library import Library
from bot.mcp import PATH, http_app
from index import Engine
from tests.bot.mcp.conftest import connected, make
from tests.bot.mcp.helpers import check_all, use_all
from tests.processes import environment, free_port

LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
HEADERS = {
    "Accept": "application/json, text/event-stream",
    "MCP-Protocol-Version": "2025-06-18",
}


@pytest.fixture(scope="module")
def address(engine: Engine) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        app = http_app(make(Library(engine)), hosts=["articles.example.org"])
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}{PATH}"
        server.should_exit = True
        thread.join(timeout=10)


def test_the_client_uses_all_tools(address: str, engine: Engine) -> None:
    check_all(connected(address)(use_all), engine)


def post(address: str, **headers: str) -> httpx.Response:
    return httpx.post(address, json=LIST, headers={**HEADERS, **headers}, trust_env=False)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "localhost:8001"},
        {"Host": "[::1]"},
        {"Host": "articles.example.org"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "https://articles.example.org"},
    ],
)
def test_who_is_let_in(address: str, headers: dict[str, str]) -> None:
    response = post(address, **headers)
    assert response.status_code == 200
    assert len(response.json()["result"]["tools"]) == 4


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "localhost.evil.example:8001"}, 421),
        ({"Host": "127.0.0.1.evil.example"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_who_is_not(address: str, headers: dict[str, str], status: int) -> None:
    """A page of the web that has its own name point here, or that just posts here."""
    response = post(address, **headers)
    assert response.status_code == status
    assert "tools" not in response.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer other"}, 401),
        ({"Authorization": "Bearer secret"}, 200),
        ({"Authorization": "Bearer secret", "Host": "evil.example"}, 421),
    ],
)
def test_with_keys_a_request_needs_one(
    engine: Engine, headers: dict[str, str], status: int
) -> None:
    keys = ApiKeys({api_key_hash("secret"): "anna"})
    app = http_app(make(Library(engine)), keys=keys)
    with TestClient(app, base_url="http://localhost:8001") as client:
        response = client.post(PATH, json=LIST, headers={**HEADERS, **headers})
    assert response.status_code == status
    assert ("tools" in response.text) == (status == 200)


def test_a_request_is_not_without_end(address: str) -> None:
    response = httpx.post(
        address, content=b" " * 300_000, headers={**HEADERS, "Content-Type": "application/json"}
    )
    assert response.status_code == 413


def test_the_command_serves_until_it_is_stopped(tmp_path: Path, engine: Engine) -> None:
    port = free_port()
    process = subprocess.Popen(  # noqa: S603  (what is run is written here)
        [sys.executable, "-m", "bot.cli", "mcp", "--http", "--port", str(port)],
        cwd=tmp_path,
        env=environment(READER="on"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    address = f"http://127.0.0.1:{port}{PATH}"
    try:
        wait_for(address)
        check_all(connected(address)(use_all), engine)
    finally:
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, b"")
    assert f"MCP at {address}".encode() in errors
    assert b"Traceback" not in errors


def wait_for(address: str) -> Any:
    """The answer of a server once it is up; gives up after a minute."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return post(address)
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
