"""What several tests of the Telegram views need: answers made up, and what a message shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from telegram import MessageEntity

from bot.telegram.text import MAX_ENTITIES, MAX_TEXT, Message
from index import Answer, Citation


def citation(text: str, number: int = 1, **fields: Any) -> Citation:
    """A citation of `text`, as if it stood at the beginning of an article."""
    start = fields.pop("start_char_index", 0)
    values: dict[str, Any] = {
        "cited_text": text,
        "number": number,
        "document_id": "a",
        "document_title": "Un titre",
        "published_at": date(2026, 2, 28),
        "url": None,
        "passage": 17,
        "start_char_index": start,
        "end_char_index": start + len(text),
        "prefix": "",
        "suffix": "",
        "document_sha256": "0" * 64,
        "score": 0.5,
        "answer_start_char_index": None,
        "answer_end_char_index": None,
        "text_fragment_url": None,
    }
    return Citation(**{**values, **fields})


def answered(
    *citations: Citation, answer: str | None = None, others: tuple[Citation, ...] = ()
) -> Answer:
    return Answer(
        "0123456789abcdef",
        "Qui ?",
        "fr",
        "answered",
        None,
        0.9,
        answer,
        citations,
        (),
        None,
        others,
    )


def not_answered(
    *closest: Citation,
    reason: str = "Les articles ne le disent pas.",
    others: tuple[Citation, ...] = (),
) -> Answer:
    return Answer(
        "0123456789abcdef",
        "Qui ?",
        "fr",
        "no_answer",
        reason,
        0.1,
        None,
        (),
        closest,
        others=others,
    )


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
