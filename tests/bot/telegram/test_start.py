"""The start of `motpourmot telegram`: what is wrong is one sentence, and never shows the token."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.cli import EXIT_BAD_INPUT, EXIT_UNREACHABLE, main
from bot.errors import SettingsError, StoreError
from bot.telegram.client import TelegramBot
from index import Engine
from tests.bot.telegram.running_bot import PATIENCE, SEEDS, running_bot, settings_for
from tests.bot.telegram.stand_in.server import TelegramServer

pytest_plugins = ("tests.bot.store.databases",)

SECRET = "AAH-very_secret"  # noqa: S105  # of no bot there is


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer(token=f"123456:{SECRET}") as server:
        yield server


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARTICLES_DIR", str(SEEDS))
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", f"123456:{SECRET}")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")


def start(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code and what stands on stderr."""
    code = main(["telegram"])
    out, errors = capsys.readouterr()
    assert SECRET not in out + errors
    return code, errors


def test_no_token(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN")
    code, errors = start(capsys)
    assert code == EXIT_BAD_INPUT
    assert errors == (
        "motpourmot: TELEGRAM_BOT_TOKEN: must be set; got nothing. Ask @BotFather in Telegram "
        "for one, then set it in the environment or in .env\n"
    )


def test_a_token_that_telegram_refuses(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, server: TelegramServer
) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", server.url)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", f"123456:{SECRET}-another")
    code, errors = start(capsys)
    assert code == EXIT_BAD_INPUT
    assert errors == (
        "motpourmot: TELEGRAM_BOT_TOKEN: must be a token that Telegram accepts; it refused this "
        "one. Ask @BotFather for the bot's token (/mybots, API Token) and set it again, or "
        "look whether TELEGRAM_API_URL leads to Telegram\n"
    )


def test_telegram_cannot_be_reached(capsys: pytest.CaptureFixture[str]) -> None:
    code, errors = start(capsys)
    assert code == EXIT_UNREACHABLE
    assert errors == (
        "motpourmot: TELEGRAM_API_URL: Telegram must answer at 127.0.0.1:9; got: "
        "httpx.ConnectError: All connection attempts failed. Check the network and the address, "
        "then start again\n"
    )


@pytest.mark.parametrize(
    ("body", "got"),
    [
        (b"[1, 2]", "answers otherwise (TypeError)"),
        (b'{"jsonrpc": "2.0"}', "answers otherwise (KeyError)"),
        (b'{"ok": true, "result": {"name": "another"}}', "answers otherwise (TypeError)"),
        (b'{"ok": true, "result": "x"}', "answers otherwise (TypeError)"),
        (b"<html>", "Invalid server response"),
    ],
)
def test_an_address_where_something_else_answers(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, body: bytes, got: str
) -> None:
    class Other(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library's name
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        monkeypatch.setenv("TELEGRAM_API_URL", f"http://127.0.0.1:{other.server_address[1]}")
        code, errors = start(capsys)
        other.shutdown()
    assert code == EXIT_UNREACHABLE
    assert errors.startswith("motpourmot: TELEGRAM_API_URL: ")
    assert got in errors
    assert errors.count("\n") == 1


def test_a_database_that_cannot_be_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'no' / 'folder.db'}")
    code, errors = start(capsys)
    assert code == EXIT_UNREACHABLE
    assert errors.startswith("motpourmot: DATABASE_URL: the file ")
    assert errors.count("\n") == 1


def test_two_processes_do_not_answer_for_one_bot(
    server: TelegramServer,
    engine: Engine,
    store_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = settings_for(server, store_url)
    with running_bot(engine, settings):
        server.wait_for(lambda: server.calls_of("deleteWebhook"))
        monkeypatch.setattr("bot.telegram.bot._GRACE", -4.5)
        with (
            pytest.raises(StoreError, match="another process answers for this bot"),
            running_bot(engine, settings),
        ):
            pass
    monkeypatch.undo()
    with running_bot(engine, settings):  # the first has ended, so there is none
        ana = server.private_chat(1)
        question = ana.send("Qui a créé ChatGPT ?")
        server.wait_for(lambda: ana.replies_to(question))


def test_a_token_that_is_revoked_later(
    server: TelegramServer, engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = settings_for(server, f"sqlite:///{tmp_path / 'bot.db'}")
    ana = server.private_chat(1)
    with (  # noqa: PT012  # it is raised when the bot has stopped, at the end of the block
        pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN") as caught,
        running_bot(engine, settings),
    ):
        server.wait_for(lambda: len(server.calls_of("setMyShortDescription")) == 2)
        server.token = "123456:new"  # noqa: S105
        question = ana.send("Qui a créé ChatGPT ?")
        deadline = time.monotonic() + PATIENCE
        while "Telegram refuses the token" not in caplog.text and time.monotonic() < deadline:
            time.sleep(0.02)
    assert SECRET not in str(caught.value)
    server.token = f"123456:{SECRET}"
    with running_bot(engine, settings):  # the question was not lost
        server.wait_for(lambda: ana.replies_to(question))


def test_the_token_shows_in_no_repr_and_no_log(
    server: TelegramServer,
    engine: Engine,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = settings_for(server, "sqlite://")
    bot = TelegramBot(server.token, api_url=server.url)
    assert repr(bot) == str(bot) == "TelegramBot[id=123456]"
    assert SECRET not in repr(settings)
    with caplog.at_level(logging.INFO), running_bot(engine, settings):
        ana = server.private_chat(1)
        server.fail("sendMessage", drop=True)
        server.fail("getUpdates", status=502)
        question = ana.send("Qui a créé ChatGPT ?")
        server.wait_for(lambda: ana.replies_to(question))
    shown = caplog.text + "".join(capsys.readouterr())
    assert "sendMessage: httpx.RemoteProtocolError" in shown
    assert SECRET not in shown
