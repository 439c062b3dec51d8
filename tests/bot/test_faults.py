"""The database goes and comes back, its disk is full, the process is killed while it votes."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import event

from bot.asking import Asking
from bot.library import Library
from bot.serving import faces
from bot.settings import load_settings
from bot.store import Store
from index import Document, Engine
from tests.bot.conftest import TestClient
from tests.bot.telegram.running_bot import PATIENCE, running_bot, settings_for
from tests.bot.telegram.stand_in.server import TelegramServer
from tests.paths import ROOT

QUESTION = "Qui a créé ChatGPT ?"
TABLES = ("updates", "turns", "messages", "votes")
AGAIN = "conversation_id: conversations cannot be kept now; try again later, or without it"


@pytest.fixture(scope="module")
def library(seed_document: Document) -> Library:
    return Library(Engine([seed_document]))


@contextmanager
def away(file: Path) -> Iterator[None]:
    """Have the database fail at whatever is asked of it, until the block ends."""

    def rename(before: str, after: str) -> None:
        with closing(sqlite3.connect(file, timeout=30, isolation_level=None)) as connection:
            connection.execute("PRAGMA legacy_alter_table = ON")  # what refers to them stays
            for table in TABLES:
                connection.execute(f"ALTER TABLE {before}{table} RENAME TO {after}{table}")

    rename("", "away_")
    try:
        yield
    finally:
        rename("away_", "")


@contextmanager
def served(library: Library, store: Store) -> Iterator[TestClient]:
    _, app = faces(library, Asking(library, store), load_settings())
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def check_answers_without_conversations(client: TestClient) -> None:
    """Whoever converses is told when to come again; the page's reader is answered all the same."""
    name = str(uuid4())
    body = {"question": QUESTION, "conversation_id": name}
    refused = client.post("/ask", json=body)
    assert (refused.status_code, refused.json()["detail"]) == (503, AGAIN)
    assert refused.headers["retry-after"] == "5"
    assert client.post("/ask", json={"question": QUESTION}).status_code == 200
    page = client.post("/ask", json=body, headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert page.status_code == 200
    assert "La conversation ne peut pas être gardée en ce moment" in page.text
    for path in ("/healthz", "/readyz", "/documents", "/metrics"):
        assert client.get(path).status_code == 200


def check_converses(client: TestClient) -> None:
    body = {"question": QUESTION, "conversation_id": str(uuid4())}
    assert client.post("/ask", json=body).status_code == 200
    assert client.post("/ask", json={**body, "question": "Et quand ?"}).status_code == 200


def test_http_answers_while_the_database_is_away(
    library: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "store.db"
    with closing(Store(f"sqlite:///{file}", key=b"")) as store, served(library, store) as client:
        check_converses(client)
        with away(file):
            check_answers_without_conversations(client)
            gone = client.delete(f"/conversations/{uuid4()}")
            assert (gone.status_code, gone.headers["retry-after"]) == (503, "5")
        check_converses(client)
    assert not [record for record in caplog.records if record.exc_info]


def test_telegram_waits_for_the_database_and_loses_nothing(
    library: Library,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Each question is answered once: those taken in before, and those that come meanwhile."""
    file = tmp_path / "store.db"
    caplog.set_level(logging.INFO)
    with TelegramServer() as server:
        settings = settings_for(server, f"sqlite:///{file}")
        with running_bot(library, settings):
            people = [server.private_chat(number) for number in range(1, 4)]
            asked = [(chat, chat.send(QUESTION)) for chat in people]
            with away(file):
                asked += [(chat, chat.send("Qui a parlé de trahison ?")) for chat in people]
                deadline = time.monotonic() + PATIENCE
                while "cannot be used: no such table" not in caplog.text:
                    assert time.monotonic() < deadline
                    time.sleep(0.02)
                time.sleep(0.5)
            server.wait_for(lambda: all(c.replies_to(question) for c, question in asked), PATIENCE)
        assert [len(chat.replies_to(question)) for chat, question in asked] == [1] * 6
    assert not [record for record in caplog.records if record.exc_info]


def test_a_full_disk(library: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """SQLite's own error, by a bound on the pages of the file."""
    file = tmp_path / "store.db"
    with closing(Store(f"sqlite:///{file}", key=b"")) as store, served(library, store) as client:
        check_converses(client)
        name = str(uuid4())
        kept = {"question": QUESTION, "conversation_id": name}
        assert client.post("/ask", json=kept).status_code == 200
        engine = store._database._engine

        def bound(connection: sqlite3.Connection, _record: object) -> None:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages}")

        event.listen(engine, "connect", bound)
        engine.dispose()
        for _ in range(20):  # until the free pages are used
            body = {"question": QUESTION, "conversation_id": str(uuid4())}
            if client.post("/ask", json=body).status_code != 200:
                break
        check_answers_without_conversations(client)
        assert "Make room on the disk" in caplog.text
        event.remove(engine, "connect", bound)
        engine.dispose()
        check_converses(client)
        assert store.last_answered(store.pseudonym("http", name))  # what was kept is there


_VOTING = """
import sys
from bot.store import Store
store = Store(sys.argv[1], key=b"")
turn, first = int(sys.argv[2]), int(sys.argv[3])
for number in range(first, first + 100_000):
    store.vote(turn, f"p{number}", 1)
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_killed_while_it_votes_it_keeps_each_vote_that_was_told(
    library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "store.db"
    url = f"sqlite:///{file}"
    with closing(Store(url, key=b"")) as store:
        answer = library.engine.ask(QUESTION)
        turn = store.begin_turn(
            face="http", chat="c", person="p", conversation="c", asked=QUESTION, answer=answer
        )
        told = -1
        for _ in range(3):
            process = subprocess.Popen(  # noqa: S603  # what is run is written here
                [sys.executable, "-c", _VOTING, url, str(turn.id), str(told + 1)],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.PIPE,
                text=True,
            )
            assert process.stdout
            with contextlib.closing(process.stdout) as lines:
                for _ in range(10):
                    lines.readline()
                process.kill()
                process.wait(30)
            with closing(sqlite3.connect(file)) as connection:
                (state,) = connection.execute("PRAGMA integrity_check").fetchone()
                (count,) = connection.execute("SELECT count(*) FROM votes").fetchone()
            assert state == "ok"
            assert count >= told + 11  # those that were told, and what came before the kill
            assert all(store.vote_of(turn.id, f"p{number}") == 1 for number in range(count))
            told = count - 1
        assert store.vote(turn.id, "another", -1)
        (asked,) = store.questions(unanswered=False)
        assert (asked.up, asked.down) == (told + 1, 1)
