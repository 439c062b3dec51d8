"""`motpourmot serve` as a process: it answers, and says what is wrong with an address."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.library import Library
from bot.serving import serve
from bot.settings import Settings, SettingsError
from bot.store import Store
from index import Answer, Engine
from tests.conftest import SEEDS
from tests.processes import environment, free_port


def test_serve_answers_until_it_is_stopped(tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(  # noqa: S603  # what is run is written here
        [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)],
        cwd=tmp_path,
        env=environment(READER="on"),
        stderr=subprocess.PIPE,
    )
    try:
        answer = poll(f"http://127.0.0.1:{port}/ask", {"q": "Quel est le montant du contrat ?"})
        assert (answer["status"], answer["note"]) == ("answered", None)
        # The page, with questions to try as soon as they have been asked.
        deadline = time.monotonic() + 60
        while "data-ask=" not in (page := open_page(port)) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert page.count("data-ask=") == 3
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert b"Traceback" not in errors


def test_serve_takes_up_what_is_put_into_the_folder(tmp_path: Path) -> None:
    port, folder = free_port(), tmp_path / "articles"
    shutil.copytree(SEEDS, folder)
    process = subprocess.Popen(  # noqa: S603  # what is run is written here
        [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)],
        cwd=tmp_path,
        env=environment(ARTICLES_DIR=str(folder)),
        stderr=subprocess.PIPE,
    )
    try:
        url = f"http://127.0.0.1:{port}/readyz"
        assert poll(url, {})["articles"] == 1
        (folder / "pau.txt").write_text("Le pont de Pau sera fermé en mars.", "utf-8")
        deadline = time.monotonic() + 60
        while poll(url, {})["articles"] == 1 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert poll(url, {})["articles"] == 2
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert b"2 articles: 1 added, 0 changed, 0 removed; indexed in" in errors
    assert b"Traceback" not in errors


def test_killed_while_it_indexes_anew_it_starts_again_with_what_the_folder_has(
    tmp_path: Path,
) -> None:
    """However far it was: nothing on the disk is half written, and the quote is of the new text."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.txt").write_text(f"Le pont {number} ferme le {number} mars.", "utf-8")
    for count, delay in enumerate((0.9, 1.1, 1.3)):  # what changes rests for a second
        port = free_port()
        process = subprocess.Popen(  # noqa: S603  # what is run is written here
            [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)],
            cwd=tmp_path,
            env=environment(ARTICLES_DIR=str(folder), DATA_DIR=str(tmp_path / "data")),
            stderr=subprocess.PIPE,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            assert poll(f"{url}/readyz", {})["articles"] == 40 + count
            found = poll(f"{url}/documents/0/text", {}, whole=True)
            assert found == (folder / "0.txt").read_text("utf-8")
            (folder / "0.txt").write_text(f"Le pont 0 rouvre, dit-on {count} fois.", "utf-8")
            (folder / f"new{count}.txt").write_text(f"Le quai {count} est fermé.", "utf-8")
            time.sleep(delay)
        finally:
            process.kill()
            _, errors = process.communicate(timeout=20)
        assert b"Traceback" not in errors


def poll(url: str, parameters: dict[str, str], *, whole: bool = False) -> Any:
    """The JSON at `url`, or its `whole` text, once the server is up; gives up after a minute."""
    deadline = time.monotonic() + 60
    while True:
        try:
            response = httpx.get(url, params=parameters, trust_env=False)
            response.raise_for_status()
            return response.text if whole else response.json()
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def open_page(port: int) -> str:
    """The page, as a browser gets it."""
    headers = {"Accept": "text/html"}
    response = httpx.get(f"http://127.0.0.1:{port}/", headers=headers, trust_env=False)
    return response.raise_for_status().text


def test_a_stop_does_not_wait_for_the_questions_to_try(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stops: list[Callable[[], None]] = []
    monkeypatch.setattr("bot.serving.on_stop", stops.append)
    asked = []

    def ask(question: str, *, language: str = "") -> Answer:
        asked.append(question)
        stops[0]()
        return answered(question, language=language)

    answered = engine.ask
    monkeypatch.setattr(engine, "ask", ask)
    settings = Settings(port=0, articles_dir=SEEDS)
    with closing(Store("sqlite://", key=b"")) as store:
        serve(Library(engine), store, settings)
    assert len(asked) == 1


def test_an_address_that_is_taken(engine: Engine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
        store = Store("sqlite://", key=b"")
        with pytest.raises(SettingsError) as caught, closing(store):
            serve(
                Library(engine),
                store,
                Settings(host="127.0.0.1", port=port),
            )
    message = str(caught.value)
    assert message.startswith(
        "HOST, PORT: must be an address of this machine with a free port; "
        f"127.0.0.1:{port} cannot be bound (Address already in use"
    )
    assert message.endswith("Stop what uses it, or choose another --port")
