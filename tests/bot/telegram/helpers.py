"""What a Telegram message shows, and what Telegram demands of it."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import MessageEntity

from bot.telegram.text import MAX_ENTITIES, MAX_TEXT, Message


def styled(message: Message, *styles: str) -> list[tuple[str, str]]:
    """Each entity's style and the text that Telegram will show in it; of `styles`, or of all."""
    units = message.text.encode("utf-16-le")
    return [
        (
            entity.type,
            units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le"),
        )
        for entity in message.entities
        if not styles or entity.type in styles
    ]


def quotes(message: Message) -> list[str]:
    """What stands in block quotes."""
    return [text for _, text in styled(message, "blockquote", "expandable_blockquote")]


def check_message(message: Message) -> None:
    """What Telegram demands of a message, and what it would silently change."""
    units = len(message.text.encode("utf-16-le")) // 2
    assert 0 < units <= MAX_TEXT
    assert message.text == message.text.strip()
    assert len(message.entities) <= MAX_ENTITIES
    check_entities(message.entities, message.text)


def check_entities(entities: Sequence[MessageEntity], text: str) -> None:
    """In order, in the text, none empty, nested or apart, no block quote in another."""
    spans = [(entity.offset, entity.offset + entity.length) for entity in entities]
    assert spans == sorted(spans, key=lambda span: (span[0], -span[1]))
    for start, end in spans:
        assert 0 <= start < end <= len(text.encode("utf-16-le")) // 2
    for number, (_, end) in enumerate(spans):
        for other, (other_start, other_end) in enumerate(spans[number + 1 :], number + 1):
            assert other_start >= end or other_end <= end, "they cross"
            if other_start < end:
                assert not entities[other].type.endswith("blockquote")
