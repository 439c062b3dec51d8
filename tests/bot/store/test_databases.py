"""Opening a database, and what it refuses, in one sentence and without a secret."""

from __future__ import annotations

import os
import random
import socket
import sqlite3
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.store import Store, StoreError
from bot.store.tables import metadata
from tests.bot.store.helpers import (
    BOT,
    KEY,
    at_once,
    begin,
    sqlite_url,
)

pytest_plugins = ("tests.bot.store.databases",)


# SQLite


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_one_for_all_threads(url: str) -> None:
    with closing(Store(url, key=KEY)) as store:
        received = at_once(8, lambda _: [store.receive(BOT, n, "") for n in range(20)])
        assert sum(map(sum, received)) == 20
        turns = at_once(8, lambda n: begin(store, f"Question {n} ?"))
        assert at_once(8, lambda n: store.turn(turns[n].id)) == turns
        assert store.forget(turns[0].person) == 8


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    with closing(Store(sqlite_url(tmp_path / "store.db"), key=KEY)):
        assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}


def test_a_commit_outlives_a_power_cut(tmp_path: Path) -> None:
    with closing(Database(sqlite_url(tmp_path / "store.db"), metadata)) as database:
        for connect in (database.reading, database.writing):
            with connect() as connection:
                pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
                values = [connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in pragmas]
                assert values == ["wal", 2, 1, 1]  # 2 is FULL


def test_who_will_write_has_the_lock_at_once(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    with (
        closing(Database(sqlite_url(file), metadata)) as database,
        closing(sqlite3.connect(file, timeout=0)) as other,
    ):
        with database.writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("DELETE FROM updates")
        with database.reading():
            other.execute("DELETE FROM updates")


def test_new_files_may_be_opened_many_times_at_once(tmp_path: Path) -> None:
    for number in range(10):
        url = sqlite_url(tmp_path / f"{number}.db")
        for store in at_once(8, lambda _, url=url: Store(url, key=KEY)):
            store.close()


def test_a_reader_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "store.db")
    with closing(Store(url, key=KEY)) as store, closing(Database(url, metadata)) as other:
        store.receive(BOT, 1, "body")
        with other.writing():
            assert store.pending(BOT) == ["body"]


def test_what_raises_in_a_transaction_is_undone(store_url: str) -> None:
    database = Database(store_url, metadata)
    with closing(Store(store_url, key=KEY)) as store, closing(database):
        store.receive(BOT, 1, "body")

        def delete_and_fail() -> None:
            with database.writing() as connection:
                connection.exec_driver_sql("DELETE FROM updates")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            delete_and_fail()
        assert store.pending(BOT) == ["body"]


# What cannot be opened


def refusal(url: str) -> str:
    with pytest.raises(StoreError) as error:
        Store(url, key=KEY)
    assert error.value.__suppress_context__ or error.value.__context__ is None
    return str(error.value)


FORMS = "DATABASE_URL: must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE; got "


@pytest.mark.parametrize(
    ("url", "got"),
    [
        ("", "what is no URL"),
        ("motpourmot.db", "what is no URL"),
        ("hunter2", "what is no URL"),
        ("postgresql://reader:hu@nter:hunter2/base", "what is no URL"),
        ("mysql://reader:hunter2@host/base", "'mysql'"),
        ("postgresql+psycopg2://reader:hunter2@host/base", "'postgresql+psycopg2'"),
        ("sqlite+aiosqlite:///file.db", "'sqlite+aiosqlite'"),
    ],
)
def test_a_url_of_another_kind_is_refused(url: str, got: str) -> None:
    assert refusal(url) == f"{FORMS}{got}. Correct it"


def test_an_at_sign_in_a_password_is_refused() -> None:
    assert refusal("postgresql://reader:hun@ter2@localhost/base") == (
        "DATABASE_URL: a @ in the password must be written %40. Correct it"
    )


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    file = tmp_path / "missing" / "store.db"
    assert refusal(sqlite_url(file)) == (
        f"DATABASE_URL: the file '{file}' cannot be opened for writing: No such file or directory. "
        "Name a file in a folder that is there and can be written"
    )


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert refusal(sqlite_url(tmp_path)) == (
        f"DATABASE_URL: the file '{tmp_path}' cannot be opened for writing: Is a directory. "
        "Name a file in a folder that is there and can be written"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to any file")
def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    file.touch(0o400)
    assert refusal(sqlite_url(file)) == (
        f"DATABASE_URL: the file '{file}' cannot be opened for writing: Permission denied. "
        "Name a file in a folder that is there and can be written"
    )


def test_a_name_with_u0000_is_refused() -> None:
    assert refusal("sqlite:///a\0b.db").startswith("DATABASE_URL: the file 'a\\x00b.db' cannot be")


@pytest.mark.parametrize("size", [100, 5_000])
def test_a_file_of_another_kind_is_left_alone(tmp_path: Path, size: int) -> None:
    file = tmp_path / "store.db"
    content = random.Random(size).randbytes(size)  # noqa: S311  (no secret)
    file.write_bytes(content)
    assert refusal(sqlite_url(file)) == (
        f"DATABASE_URL: the file '{file}' cannot be used: file is not a database. "
        "Name another file, or move this one away"
    )
    assert file.read_bytes() == content


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE turns (id INTEGER PRIMARY KEY, player TEXT)")
    assert refusal(sqlite_url(file)).endswith(". Name another file, or move this one away")
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master").fetchall()
    assert tables == [("turns",)]


def test_a_database_that_fails_later_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    with closing(Store(sqlite_url(file), key=KEY)) as store:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("DROP TABLE updates")
        with pytest.raises(StoreError) as error:
            store.receive(BOT, 1, "Les mots d'un lecteur")
    assert str(error.value) == (
        f"DATABASE_URL: the file '{file}' cannot be used: no such table: updates. "
        "Check the file and its folder, or name another file"
    )
    assert error.value.__suppress_context__


# PostgreSQL


def test_a_server_that_is_not_there_is_named() -> None:
    pytest.importorskip("psycopg")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        sentence = refusal(f"{scheme}://reader:hunter2@127.0.0.1:{port}/base")
        assert sentence.startswith("DATABASE_URL: PostgreSQL cannot be used: connection failed: ")
        assert f"port {port}" in sentence
        assert sentence.endswith(
            ". Check that the server runs, and the user, password and database of the URL"
        )
        assert "hunter2" not in sentence
        assert "\n" not in sentence


@pytest.mark.parametrize(
    "where", ["reader:hunter2@127.0.0.1:{}/base", "127.0.0.1:{}/base?password=hunter2&user=reader"]
)
@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (
            'password authentication failed for user "reader"',
            'FATAL: password authentication failed for user "reader"',
        ),
        ("hunter2 is not the password", "FATAL: *** is not the password"),
    ],
)
def test_a_wrong_password_is_never_shown(where: str, words: str, shown: str) -> None:
    pytest.importorskip("psycopg")
    with refusing_server(words) as port:
        sentence = refusal(f"postgresql://{where.format(port)}")
    assert f"{shown}. Check that the server runs" in sentence
    assert "hunter2" not in sentence


class refusing_server:  # noqa: N801  (used like a function)
    """A server that speaks just enough of PostgreSQL's protocol to refuse, with these words."""

    def __init__(self, words: str) -> None:
        fields = b"SFATAL\0VFATAL\0C28P01\0M" + words.encode() + b"\0\0"
        self._refusal = b"E" + (len(fields) + 4).to_bytes(4, "big") + fields
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> int:
        self._thread.start()
        return int(self._server.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)  # wakes the thread
        self._server.close()
        self._thread.join(timeout=60)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            with connection:
                # "May I encrypt?" has eight bytes; N says no, and the client goes on without.
                while len(connection.recv(1024)) == 8:
                    connection.sendall(b"N")
                connection.sendall(self._refusal)


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert refusal("postgresql://reader:hunter2@localhost/base") == (
        "DATABASE_URL: PostgreSQL needs the driver psycopg. "
        "Install it: pip install -e '.[postgresql]' in the project's folder"
    )


def test_no_repr_shows_a_secret(store: Store) -> None:
    url = "postgresql://reader:hunter2@127.0.0.1:1/base"
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError) as error:
        Store(url, key=b"hunter2")
    assert "hunter2" not in repr(error.value)
    assert repr(KEY) not in repr(store)
    assert "test_" not in repr(store)


def test_a_connection_that_was_cut_is_made_again(postgresql_url: str) -> None:
    store = Store(postgresql_url, key=KEY)
    store.receive(BOT, 1, "body")
    with closing(Database(postgresql_url, metadata)) as other, other.reading() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert store.pending(BOT) == ["body"]
    assert not store.receive(BOT, 1, "body")
    store.close()


def test_a_database_that_only_reads_is_refused(postgresql_url: str) -> None:
    Store(postgresql_url, key=KEY).close()
    read_only = f"{postgresql_url}%20-c%20default_transaction_read_only%3Don"
    assert refusal(read_only) == (
        "DATABASE_URL: PostgreSQL cannot be used: cannot execute DELETE in a read-only transaction."
        " Check that the server runs, and the user, password and database of the URL"
    )
