"""A database by its URL: SQLite or PostgreSQL, opened, locked and spoken of in one way.

What the two do differently is here alone. Nothing here shows the URL, since it may hold a
password: a message names the file, or the server's own words.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import (
    AbstractContextManager,
    closing,
    contextmanager,
    nullcontext,
    suppress,
)
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    MetaData,
    StaticPool,
    Table,
    create_engine,
    delete,
    event,
    false,
    inspect,
    make_url,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.schema import CreateColumn

from bot.errors import StoreError
from index.errors import show

_FORMS = "must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE"
_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_WAIT = 30  # seconds for another program's write, and for a connection to be free
_CONNECT = 10  # seconds for a server to take a connection
_LONGEST_NAME = 300  # characters of a file's name that a message shows
_CREATING = 0x6D6F7470  # names the lock under which one process at a time creates the tables
_VERSION = 2  # of the tables; SQLite writes it down
_HELD = (
    "DATABASE_URL: another process answers for this bot with this database. Stop it, or give "
    "this one a bot and a database of its own"
)
_NEXT_STEPS = (
    ("not a database", "Name another file, or move this one away"),
    ("readonly", "Make the file and its folder writable"),
    ("locked", "End the other program that is writing to it"),
    ("full", "Make room on the disk"),
    ("no such column", "Name another file, or move this one away"),
)


class Database:
    """Connections to one database, for any number of threads.

    `reading` and `writing` give a connection in a transaction that ends with the block: it is
    committed, or undone where the block raises. What a database refuses comes as `StoreError`.
    """

    def __init__(self, url: str, tables: MetaData, *, create: bool = True) -> None:
        parsed = _parse(url)
        self._secrets = [parsed.password, *parsed.normalized_query.get("password", ())]
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        in_memory = self.is_sqlite and parsed.database in (None, "", ":memory:")
        self._name = (
            show(parsed.database or ":memory:", limit=_LONGEST_NAME) if self.is_sqlite else ""
        )
        self._file = None if in_memory or not self.is_sqlite else parsed.database
        # Within the process writers queue here, since SQLite would let them wait by polling. A
        # database in memory has a single connection, which no two threads may use at once.
        lock = threading.RLock() if self.is_sqlite else nullcontext()
        self._write_lock: AbstractContextManager[Any] = lock
        self._read_lock: AbstractContextManager[Any] = lock if in_memory else nullcontext()
        if self.is_sqlite:
            if not in_memory and parsed.database:
                if not create and not os.path.exists(parsed.database):
                    raise StoreError(
                        f"DATABASE_URL: the file {self._name} must be there; it is not. `serve` "
                        "and `telegram` make it when they first start: name the one that they use"
                    )
                self._create_file(parsed.database)
            self._engine = _sqlite_engine(parsed, in_memory=in_memory)
        else:
            self._engine = _postgresql_engine(parsed)
        self._writer = self._engine.execution_options(writes=True)
        try:
            self._prepare(tables)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection to read with."""
        with self._read_lock, self._speaking(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a connection to write with; when the block ends, it is on the disk."""
        with self._write_lock, self._speaking(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def alone(self, number: int, *, wait: float) -> Iterator[None]:
        """Hold lock `number` of this database, which one process at a time may hold.

        Raises `StoreError` where another still holds it after `wait` seconds. A process that is
        killed holds it no more.
        """
        if self.is_sqlite and self._file is None:
            yield  # in memory, nobody else has this database
            return
        with self._locked_file(number, wait) if self._file else self._locked_number(number, wait):
            yield

    @contextmanager
    def _locked_file(self, number: int, wait: float) -> Iterator[None]:
        # SQLite's own locking works wherever SQLite does.
        lock = sqlite3.connect(
            f"{self._file}.{number}.lock",
            timeout=wait,
            isolation_level=None,
            check_same_thread=False,
        )
        with closing(lock):
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.Error:
                raise StoreError(_HELD) from None
            yield

    @contextmanager
    def _locked_number(self, number: int, wait: float) -> Iterator[None]:
        with self._speaking():
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            with self._speaking():
                ask = text("SELECT pg_try_advisory_lock(:number)").bindparams(number=number)
                deadline = time.monotonic() + wait
                while not connection.scalar(ask):
                    if time.monotonic() > deadline:
                        raise StoreError(_HELD)
                    time.sleep(0.2)
            yield
        finally:
            with suppress(SQLAlchemyError):  # of a server that went away meanwhile
                connection.invalidate()  # which ends the session, and with it the lock
                connection.close()

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """Return an insert that may say what happens where the row is there already."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def erase(self) -> None:
        """Have SQLite write its file anew, so that what was deleted is nowhere in it.

        `secure_delete` alone leaves copies where rows moved from page to page. The log is moved
        into the file as well; while another program reads, it stays until the next time.
        PostgreSQL does all this by itself, in its own time.
        """
        if self.is_sqlite:
            with self._write_lock, self._speaking():
                connection = self._engine.raw_connection()
                try:
                    connection.cursor().execute("VACUUM")
                    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                finally:
                    connection.close()

    def _create_file(self, name: str) -> None:
        # Readable by its owner only: it holds what people wrote. SQLite gives its log the same.
        try:
            os.close(os.open(name, os.O_CREAT | os.O_RDWR, 0o600))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise StoreError(
                f"DATABASE_URL: the file {self._name} cannot be opened for writing: {reason}. "
                "Name a file in a folder that is there and can be written"
            ) from None

    def _prepare(self, tables: MetaData) -> None:
        """Create what is missing, then read and write, so that what will not work fails now."""
        with self.writing() as connection:
            if self.is_sqlite:
                connection.execute(text(f"PRAGMA user_version = {_VERSION}"))
            else:
                if connection.scalar(text("SHOW server_encoding")) != "UTF8":
                    raise StoreError(
                        "DATABASE_URL: the database must be encoded in UTF-8. "
                        "Create one WITH ENCODING 'UTF8'"
                    )
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_CREATING})"))
            tables.create_all(connection)
            for table in tables.sorted_tables:
                _add_columns(connection, table)
                connection.execute(select(table).limit(0))
                connection.execute(delete(table).where(false()))

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Errors of the database as `StoreError`, without the statement and its values."""
        try:
            yield
        except SQLAlchemyError as error:
            raise StoreError(self._describe(error)) from None
        except sqlite3.Error as error:  # of a bare connection
            raise StoreError(self._sentence(str(error))) from None

    def _describe(self, error: SQLAlchemyError) -> str:
        if isinstance(error, DBAPIError) and error.orig is not None:
            return self._sentence(str(error.orig))
        return self._sentence(str(error))

    def _sentence(self, words: str) -> str:
        lines = words.strip().splitlines() or ["no reason given"]
        reason = " ".join(lines[0].split()).rstrip(".")
        for secret in self._secrets:
            reason = reason.replace(secret, "***") if secret else reason
        if self.is_sqlite:
            step = "Check the file and its folder, or name another file"
            step = next((step for part, step in _NEXT_STEPS if part in reason), step)
            return f"DATABASE_URL: the file {self._name} cannot be used: {reason}. {step}"
        return (
            f"DATABASE_URL: PostgreSQL cannot be used: {reason}. "
            "Check that the server runs, and the user, password and database of the URL"
        )


def _add_columns(connection: Connection, table: Table) -> None:
    """Add the columns that an earlier version of `table` lacks; they may be empty.

    One that may not be is none of ours to add: the table is another program's.
    """
    there = {column["name"] for column in inspect(connection).get_columns(table.name)}
    missing = [column for column in table.columns if column.name not in there]
    for column in missing if all(column.nullable for column in missing) else ():
        definition = CreateColumn(column).compile(dialect=connection.dialect)
        name = connection.dialect.identifier_preparer.format_table(table)
        connection.execute(text(f"ALTER TABLE {name} ADD COLUMN {definition}"))


def _parse(url: str) -> URL:
    """Return the URL with the driver that is used here; raises `StoreError` without showing it."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(f"DATABASE_URL: {_FORMS}; got what is no URL. Correct it") from None
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise StoreError(f"DATABASE_URL: {_FORMS}; got {show(parsed.drivername)}. Correct it")
    if "@" in (parsed.host or ""):
        raise StoreError("DATABASE_URL: a @ in the password must be written %40. Correct it")
    return parsed.set(drivername=driver)


def _sqlite_engine(url: URL, *, in_memory: bool) -> Engine:
    pool: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {"pool_timeout": _WAIT}
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={"timeout": _WAIT, "check_same_thread": False},
        **pool,
    )

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        # The driver would begin transactions when it sees fit; `begin` below does it.
        connection.isolation_level = None
        _log_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")  # a commit outlives a power cut
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # deleted words are overwritten

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and then writes may find that another wrote in between,
        # and fail. One that will write says so at once, and waits its turn.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Have SQLite write ahead in a log, so that readers do not wait for a writer.

    Of several connections that would change a new file at once SQLite refuses all but one without
    letting them wait, so they try again until the file is changed.
    """
    deadline = time.monotonic() + _WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _postgresql_engine(url: URL) -> Engine:
    options: dict[str, Any] = {"client_encoding": "utf8"}
    if "connect_timeout" not in url.query:
        options["connect_timeout"] = _CONNECT
    try:
        return create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,  # a server that was restarted costs no failed request
            pool_timeout=_WAIT,
            connect_args=options,
        )
    except ImportError:
        raise StoreError(
            "DATABASE_URL: PostgreSQL needs the driver psycopg. "
            "Install it: pip install -e '.[postgresql]' in the project's folder"
        ) from None
