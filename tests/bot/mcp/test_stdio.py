"""`motpourmot mcp` as a process: the official client over its stdin and stdout."""

from __future__ import annotations

import importlib.util
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import StdioServerParameters
from mcp.client.stdio import stdio_client

from bot.cli import main
from index import Engine
from tests.bot.mcp.conftest import connected
from tests.bot.mcp.helpers import check_all, use_all
from tests.processes import environment

COMMAND = [sys.executable, "-m", "bot.cli", "mcp"]


def test_the_client_uses_all_tools(engine: Engine, tmp_path: Path) -> None:
    server = StdioServerParameters(
        command=COMMAND[0], args=COMMAND[1:], env=environment(READER="on"), cwd=tmp_path
    )
    with (tmp_path / "errors").open("w+") as errors:
        used = connected(stdio_client(server, errlog=errors))(use_all)
        check_all(used, engine)
        errors.seek(0)
        assert errors.read() == ""


def test_nothing_but_the_protocol_is_on_stdout(tmp_path: Path) -> None:
    """Also where there is something to say: a file that cannot be read, a call that is none."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("Il pleut à Paris.", "utf-8")
    (articles / "b.txt").write_bytes(b"\xff")
    hello: dict[str, Any] = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "0"},
    }
    calls = [
        {"id": 1, "method": "initialize", "params": hello},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": {"name": "ask", "arguments": {}}},
        {"id": 3, "method": "tools/call", "params": {"name": "list_articles"}},
    ]
    lines = "".join(json.dumps({"jsonrpc": "2.0", **call}) + "\n" for call in calls)
    process = subprocess.Popen(  # noqa: S603  (what is run is written here)
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=environment(ARTICLES_DIR=str(articles)),
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write("no JSON\n" + lines)
    process.stdin.flush()
    answers: list[dict[str, Any]] = []
    while not {1, 2, 3} <= {answer.get("id") for answer in answers}:
        answers.append(json.loads(process.stdout.readline()))
    rest, errors = process.communicate(timeout=20)  # the end of stdin is the end
    assert (process.returncode, rest) == (0, "")
    assert {answer["jsonrpc"] for answer in answers} == {"2.0"}
    assert "b.txt" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_told_to_although_stdin_is_open(tmp_path: Path, name: signal.Signals) -> None:
    process = subprocess.Popen(  # noqa: S603  (what is run is written here)
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env=environment()
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(b'{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n')
    process.stdin.flush()
    assert process.stdout.readline()
    process.send_signal(name)
    assert process.wait(timeout=20) == -name
    process.stdin.close()
    process.stdout.close()


def test_without_the_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda *_: None)
    assert main(["mcp"]) == 2
    message = "motpourmot: mcp: needs the extra `mcp`. Install it with `pip install '.[mcp]'`\n"
    assert capsys.readouterr() == ("", message)


def test_options_of_http_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mcp", "--port", "80"]) == 2
    assert "must come with --http" in capsys.readouterr().err
