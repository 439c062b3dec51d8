"""The buttons under a message, and what a tap on one of them says.

A button carries what it does and for which turn: `c:<turn>` the context, `a:<turn>` back to the
answer, `o:<turn>:<n>` the other passage n (from 1), `u:<turn>` and `d:<turn>` the votes. Telegram
hands back whatever a client sends, so a tap is read as strictly as any input.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.phrases import Phrases

Action = Literal["context", "answer", "other", "up", "down"]

_ACTIONS: dict[str, Action] = {"c": "context", "a": "answer", "o": "other", "u": "up", "d": "down"}
_CODES = {action: code for code, action in _ACTIONS.items()}
_CALLBACK = re.compile(r"([caud]):([1-9][0-9]{0,18})|(o):([1-9][0-9]{0,18}):([1-9][0-9]?)")
_MAX_TURN = 2**63 - 1  # what a database takes as an integer


@dataclass(frozen=True, slots=True)
class Callback:
    """A tap: what is asked for, the turn it is about, and the number of an other passage."""

    action: Action
    turn_id: int
    number: int = 0

    def data(self) -> str:
        """Return the `callback_data` of the button, at most 64 bytes."""
        number = f":{self.number}" if self.action == "other" else ""
        return f"{_CODES[self.action]}:{self.turn_id}{number}"


def parse_callback(data: str) -> Callback | None:
    """Return what the button with `data` asks for; None where no button of the bot has that."""
    match = _CALLBACK.fullmatch(data)
    if not match:
        return None
    code, turn, other, turn_of_other, number = match.groups()
    turn_id = int(turn or turn_of_other)
    if turn_id > _MAX_TURN:
        return None
    return Callback(_ACTIONS[code or other], turn_id, int(number or 0))


def answer_keyboard(
    turn_id: int, phrases: Phrases, *, vote: int = 0, others: bool
) -> InlineKeyboardMarkup:
    """Return the buttons under an answer. `vote` is the reader's: 1, -1, or 0 for none.

    `others` says whether there is another passage to show.
    """
    views = [_button(phrases.button_context, Callback("context", turn_id))]
    if others:
        views.append(_button(phrases.button_other, Callback("other", turn_id, 1)))
    up, down = (
        phrases.voted.format(button=button) if vote == value else button
        for button, value in ((phrases.button_up, 1), (phrases.button_down, -1))
    )
    votes = [_button(up, Callback("up", turn_id)), _button(down, Callback("down", turn_id))]
    return InlineKeyboardMarkup([views, votes])


def context_keyboard(turn_id: int, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return the button under a context: back to the answer."""
    return InlineKeyboardMarkup([[_button(phrases.button_back, Callback("answer", turn_id))]])


def other_keyboard(
    turn_id: int, number: int, phrases: Phrases, *, more: bool
) -> InlineKeyboardMarkup:
    """Return the buttons under the other passage `number`; `more`: whether another follows."""
    row = [_button(phrases.button_back, Callback("answer", turn_id))]
    if more:
        row.append(_button(phrases.button_other, Callback("other", turn_id, number + 1)))
    return InlineKeyboardMarkup([row])


def _button(label: str, callback: Callback) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=callback.data())
