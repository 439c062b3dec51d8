"""Which messages are questions to the bot: all in private; in groups, those that name it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, MessageEntity, User

from bot.telegram.addressing import person_id, question_of
from bot.telegram.text import utf16_length

ME = User(7, "Mot pour Mot", is_bot=True, username="motpourmot_bot")
SOMEONE = User(1, "Ana", is_bot=False)
OTHER_BOT = User(8, "Another", is_bot=True, username="other_bot")


def message(
    text: str,
    *,
    kind: str = "group",
    entities: list[tuple[str, str]] | None = None,
    reply_to: User | None = None,
    via: User | None = None,
    mentioned: User | None = None,
) -> Message:
    chat = Chat(-5 if kind == "group" else 1, kind)
    now = datetime.now(UTC)
    marked = [
        MessageEntity(
            style,
            utf16_length(text[: text.index(part)]),
            utf16_length(part),
            user=mentioned if style == "text_mention" else None,
        )
        for style, part in entities or []
    ]
    replied = Message(1, now, chat, from_user=reply_to, text="before") if reply_to else None
    return Message(
        2, now, chat, SOMEONE, text=text, entities=marked, reply_to_message=replied, via_bot=via
    )


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (message("Et quand ?", kind="private"), "Et quand ?"),
        (message("  Et quand ?\n", kind="private"), "Et quand ?"),
        (message("Et quand ?"), None),
        (message("/ask Et quand ?", entities=[("bot_command", "/ask")]), "Et quand ?"),
        (message("/ask", entities=[("bot_command", "/ask")]), ""),
        (
            message("/Ask@MotPourMot_bot qui ?", entities=[("bot_command", "/Ask@MotPourMot_bot")]),
            "qui ?",
        ),
        (message("/ask@other_bot qui ?", entities=[("bot_command", "/ask@other_bot")]), None),
        (message("/dance", kind="private", entities=[("bot_command", "/dance")]), None),
        (message("et /ask qui ?", entities=[("bot_command", "/ask")]), None),
        (
            message("👍 @motpourmot_bot qui ?", entities=[("mention", "@motpourmot_bot")]),
            "👍  qui ?",
        ),
        (message("@MOTPOURMOT_BOT", entities=[("mention", "@MOTPOURMOT_BOT")]), ""),
        (message("@someone qui ?", entities=[("mention", "@someone")]), None),
        (message("Mot, qui ?", entities=[("text_mention", "Mot")], mentioned=ME), ", qui ?"),
        (message("Ana, qui ?", entities=[("text_mention", "Ana")], mentioned=SOMEONE), None),
        (message("Et quand ?", reply_to=ME), "Et quand ?"),
        (message("Et quand ?", reply_to=SOMEONE), None),
        (message("« une citation »", kind="private", via=ME), None),
        (message("« une citation »", kind="private", via=OTHER_BOT), "« une citation »"),
        (message("@motpourmot_bot", kind="group", entities=[]), None),
    ],
)
def test_what_is_asked(asked: Message, expected: str | None) -> None:
    assert question_of(asked, ME) == expected


def test_who_asks() -> None:
    assert person_id(message("?")) == 1
    channel = Chat(-100, "channel")
    named = Message(2, datetime.now(UTC), Chat(-5, "group"), SOMEONE, sender_chat=channel)
    assert person_id(named) == -100
