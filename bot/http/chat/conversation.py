"""A conversation that the client keeps, and sends whole each time: nothing of it is kept here.

Earlier questions are read and answered as they were the first time, which costs nothing where the
engine still has the answers; so what a follow-up leans on does not depend on what the client says
was answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.asking import Asked, Asking
from bot.conversation import limits_before, previous_turn, reply_as_answer, spoken_language
from bot.http.chat.schemas import ChatMessage
from index import Answer, Engine, InputError
from index.errors import show
from index.questions import check_question, read_follow_up

MAX_EARLIER = 8  # questions before the last one that are read: each may cost as much as a new one


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last question of a conversation that was answered, with its `answer`."""

    answer: Answer

    @property
    def question(self) -> str:
        """The question as it was answered."""
        return self.answer.question

    @property
    def language(self) -> str:
        """The language that it was answered in."""
        return self.answer.language

    @property
    def status(self) -> str:
        """Always `answered`."""
        return self.answer.status


def questions_in(messages: Sequence[ChatMessage]) -> list[str]:
    """Return what the user wrote, in order, the question last; as it came, so perhaps no question.

    Raises `InputError` where the user wrote nothing, or sent what is no text.
    """
    questions = [
        _text(message.content, f"messages.{number}.content")
        for number, message in enumerate(messages)
        if message.role == "user"
    ]
    if not questions:
        got = "none of the user's"
        raise InputError("messages", "must have a message of role user, with the question", got)
    return questions


async def ask_after(
    earlier: Sequence[str], question: str, *, engine: Engine, asking: Asking
) -> Asked:
    """Return the answer to `question`, read with the last of `earlier` that was answered.

    Raises `InputError` where `question` is none; an earlier one that is none is passed over.
    """
    last: Earlier | None = None
    for text in earlier[-MAX_EARLIER:]:
        try:
            asked = await _ask(text, last, engine=engine, asking=asking)
        except InputError:
            continue
        if asked.answer.status == "answered":
            last = Earlier(asked.answer)
    return await _ask(question, last, engine=engine, asking=asking)


async def _ask(text: str, last: Earlier | None, *, engine: Engine, asking: Asking) -> Asked:
    asked = check_question(text)
    reading = read_follow_up(asked, previous_turn(last))
    if reading.reply:
        return Asked(reply_as_answer(engine, reading.reply, asked, last), asked, is_reply=True)
    language = spoken_language(reading.question, asked=asked)
    limits = limits_before(engine, reading, last)
    answer = engine.known_answer(reading.question, limits=limits, language=language)
    if answer is None:
        ask = partial(engine.ask, reading.question, limits=limits, language=language)
        answer = await asking.rank(ask)
    return Asked(answer, asked)


def _text(content: object, field: str) -> str:
    """Return the text of a message's content. Raises `InputError` for images and the like."""
    if isinstance(content, str):
        return content
    texts = []
    for number, part in enumerate(content if isinstance(content, list) else []):
        kind, text = part.get("type"), part.get("text")
        if kind != "text":
            rule = "must be text: images, audio and files are not read"
            raise InputError(f"{field}.{number}.type", rule, show(kind))
        if not isinstance(text, str):
            raise InputError(f"{field}.{number}.text", "must be a string", show(text))
        texts.append(text)
    return "\n".join(texts)
