"""The tables of the store, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

_ESCAPE = re.compile(r"\\(?:\\|0|u([0-9a-f]{4}))")


class AnyText(TypeDecorator[str]):
    r"""Text that comes back equal whatever it holds.

    PostgreSQL takes no U+0000 and UTF-8 no lone surrogate. They are stored as `\0` and `\ud800`,
    and a backslash as two, so that what is ranked again is what was ranked at first, and a
    database is still read with any tool.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """`value` as it is stored."""
        if value is None:
            return None
        escaped = value.replace("\\", "\\\\").replace("\0", "\\0")
        return escaped.encode("utf-8", "backslashreplace").decode("utf-8")

    def process_result_value(self, value: str | None, _dialect: Dialect) -> str | None:
        """Return what was stored."""
        return None if value is None else _ESCAPE.sub(_unescape, value)


def _unescape(match: re.Match[str]) -> str:
    if match.group(1):
        return chr(int(match.group(1), 16))
    return "\0" if match.group() == "\\0" else "\\"


class Instant(TypeDecorator[datetime]):
    """A moment: aware, in UTC. SQLite knows no time zones and stores the hour in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """`value`, which must be aware, in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return what was stored, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite counts by itself only in what it calls INTEGER, which has 64 bits there.
_Id = BigInteger().with_variant(Integer, "sqlite")
_Pseudonym = String(32)

metadata = MetaData()

updates = Table(
    "updates",
    metadata,
    Column("id", _Id, primary_key=True),  # in order of arrival
    Column("bot_id", BigInteger, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("body", AnyText),  # erased when the update is finished
    Column("received_at", Instant, nullable=False),
    Column("finished_at", Instant),
    UniqueConstraint("bot_id", "update_id"),
    Index("updates_finished_at", "finished_at"),
    sqlite_autoincrement=True,
)

turns = Table(
    "turns",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("face", String(16), nullable=False),
    Column("chat", _Pseudonym, nullable=False),
    Column("person", _Pseudonym, nullable=False),
    Column("conversation", _Pseudonym, nullable=False),
    Column("asked", AnyText, nullable=False),
    Column("question", AnyText, nullable=False),
    Column("question_key", _Pseudonym, nullable=False),  # alike for what counts as one question
    Column("language", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("answer_id", String(64), nullable=False),
    Column("answer", AnyText),  # as `bot.answer_json` writes it; since version 2 of the tables
    Column("asked_at", Instant, nullable=False),
    Column("asked_message_id", BigInteger),
    Column("bot_id", BigInteger),
    Column("update_id", BigInteger),
    UniqueConstraint("bot_id", "update_id"),  # where both are given
    Index("turns_conversation", "conversation", "id"),
    Index("turns_asked_message", "chat", "asked_message_id"),
    Index("turns_person", "person"),
    Index("turns_asked_at", "asked_at"),
    # An id is never given twice, even to what comes after a deleted turn: a button names it.
    sqlite_autoincrement=True,
)

messages = Table(
    "messages",
    metadata,
    Column("id", _Id, primary_key=True),  # in order of sending
    Column("turn_id", ForeignKey("turns.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("chat", _Pseudonym, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    UniqueConstraint("chat", "message_id"),
    sqlite_autoincrement=True,
)

votes = Table(
    "votes",
    metadata,
    Column("turn_id", ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True),
    Column("person", _Pseudonym, primary_key=True, index=True),
    Column("value", SmallInteger, CheckConstraint("value IN (-1, 1)"), nullable=False),
)
