"""A question and its answer as the store keeps them, and what the questions of all readers are."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, case, func, select

from bot.answer_json import load_answer
from bot.store.tables import messages, turns, votes
from index import Answer

Face = Literal["telegram", "http"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what answered it.

    `chat`, `person` and `conversation` are pseudonyms. `asked` is the question as typed,
    `question` as it was answered: `asked` itself, or what a follow-up was read as. `status` is
    `answered` or `no_answer`, `asked_at` aware and in UTC. `answer` is what was answered; None
    where an earlier version, or one that writes answers otherwise, kept the turn.
    `asked_message_id` is the question's Telegram message, `message_ids` are the bot's that
    answer it, in order of sending.
    """

    id: int
    face: Face
    chat: str
    person: str
    conversation: str
    asked: str
    question: str
    language: str
    status: str
    answer: Answer | None
    asked_at: datetime
    asked_message_id: int | None
    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it was last asked, how often it was, and the votes on its answers.

    `language`, `status` and `last_asked` (aware, in UTC) are those of the last time.
    """

    question: str
    language: str
    status: str
    times: int
    last_asked: datetime
    up: int
    down: int


def find_turn(connection: Connection, condition: ColumnElement[bool]) -> Turn | None:
    """Return the newest turn of which `condition` holds."""
    row = connection.execute(
        select(turns).where(condition).order_by(turns.c.id.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return None
    sent = select(messages.c.message_id).where(messages.c.turn_id == row.id)
    return Turn(
        id=row.id,
        face=row.face,
        chat=row.chat,
        person=row.person,
        conversation=row.conversation,
        asked=row.asked,
        question=row.question,
        language=row.language,
        status=row.status,
        answer=load_answer(row.answer) if row.answer else None,
        asked_at=row.asked_at,
        asked_message_id=row.asked_message_id,
        message_ids=tuple(connection.scalars(sent.order_by(messages.c.id))),
    )


def asked_questions(connection: Connection, *, unanswered: bool) -> list[AskedQuestion]:
    """Return what `Store.questions` returns."""
    ballots = (
        select(
            votes.c.turn_id,
            func.sum(case((votes.c.value > 0, 1), else_=0)).label("up"),
            func.sum(case((votes.c.value < 0, 1), else_=0)).label("down"),
        )
        .group_by(votes.c.turn_id)
        .subquery()
    )
    groups = (
        select(
            func.max(turns.c.id).label("newest"),
            func.count().label("times"),
            func.coalesce(func.sum(ballots.c.up), 0).label("up"),
            func.coalesce(func.sum(ballots.c.down), 0).label("down"),
        )
        .select_from(turns.outerjoin(ballots, ballots.c.turn_id == turns.c.id))
        .group_by(turns.c.question_key)
        .subquery()
    )
    found = (
        select(
            turns.c.question,
            turns.c.language,
            turns.c.status,
            groups.c.times,
            turns.c.asked_at,
            groups.c.up,
            groups.c.down,
        )
        .join(groups, groups.c.newest == turns.c.id)
        .order_by(groups.c.times.desc(), turns.c.asked_at.desc(), turns.c.id.desc())
    )
    if unanswered:
        found = found.where(turns.c.status == "no_answer")
    return [
        AskedQuestion(question, language, status, times, last_asked, int(up), int(down))
        for question, language, status, times, last_asked, up, down in connection.execute(found)
    ]


def question_key(question: str) -> str:
    """Return the same for spellings that differ in case, white space or composed accents alone."""
    folded = " ".join(unicodedata.normalize("NFC", question.casefold()).split())
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:32]
