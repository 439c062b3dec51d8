from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.text import (
    BLOCKQUOTE,
    BOLD,
    ITALIC,
    TEXT_LINK,
    UNDERLINE,
    Message,
    Writer,
    from_utf16,
    utf16_length,
)
from tests.bot.telegram.helpers import check_entities, styled
from tests.strategies import any_text, signs


@given(st.one_of(any_text, signs))
def test_length_is_that_of_the_encoding(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@given(signs, signs, signs)
def test_what_an_entity_covers_is_found_again(before: str, inside: str, after: str) -> None:
    text = before + inside + after
    place = from_utf16(text, utf16_length(before), utf16_length(inside))
    assert place == slice(len(before), len(before) + len(inside))
    assert text[place] == inside


@given(signs, st.integers(-5, 40), st.integers(-5, 40))
def test_what_lies_outside_is_left_out(text: str, offset: int, length: int) -> None:
    place = from_utf16(text, offset, length)
    assert 0 <= place.start <= place.stop <= len(text)


def test_half_a_character_is_left_out() -> None:
    assert from_utf16("👍a", 1, 2) == slice(0, 2)
    assert from_utf16("a👍", 0, 2) == slice(0, 1)


@given(st.lists(st.tuples(signs, st.sampled_from([None, BOLD, ITALIC, UNDERLINE])), max_size=6))
def test_every_entity_covers_what_was_styled(pieces: list[tuple[str, str | None]]) -> None:
    writer = Writer()
    for text, style in pieces:
        writer.add(text, *([style] if style else []))
    message = writer.message()
    assert message.text == "".join(text for text, _ in pieces)
    assert writer.length == utf16_length(message.text)
    check_entities(message.entities, message.text)
    assert styled(message) == [(style, text) for text, style in pieces if style and text]


@given(signs, signs, signs, signs, signs)
def test_styles_nest(outside: str, before: str, marked: str, after: str, end: str) -> None:
    writer = Writer().add(outside)
    with writer.styled(BLOCKQUOTE):
        writer.add(before)
        with writer.styled(UNDERLINE):
            writer.add(marked, BOLD)
        writer.add(after)
    message = writer.add(end).message()
    check_entities(message.entities, message.text)
    expected = [(BLOCKQUOTE, before + marked + after), (UNDERLINE, marked), (BOLD, marked)]
    assert styled(message) == [(style, text) for style, text in expected if text]


@given(signs, signs, signs)
def test_an_appended_message_keeps_its_entities(first: str, second: str, marked: str) -> None:
    part = Writer().add(second).add(marked, BOLD, ITALIC).link(second, "https://a.fr/").message()
    message = Writer().add(first, UNDERLINE).append(part).message()
    assert message.text == first + second + marked + second
    check_entities(message.entities, message.text)
    expected = [(UNDERLINE, first), (BOLD, marked), (ITALIC, marked), (TEXT_LINK, second)]
    assert styled(message) == [(style, text) for style, text in expected if text]
    links = [entity.url for entity in message.entities if entity.type == TEXT_LINK]
    assert links == (["https://a.fr/"] if second else [])


def test_a_link_to_nowhere_is_plain() -> None:
    assert Writer().link("a", None).message() == Message("a")


def test_of_equal_entities_the_outer_one_comes_first() -> None:
    writer = Writer()
    with writer.styled(BLOCKQUOTE), writer.styled(UNDERLINE):
        writer.add("mot", BOLD)
    assert [entity.type for entity in writer.message().entities] == [BLOCKQUOTE, UNDERLINE, BOLD]


def test_offsets_are_utf_16() -> None:
    message = Writer().add("👩\u200d🚀 ").add("é👍", BOLD).message()
    assert [(e.type, e.offset, e.length) for e in message.entities] == [("bold", 6, 3)]


@pytest.mark.parametrize("text", ["", "a", "👍"])
def test_pieces_apart_stay_apart(text: str) -> None:
    message = Writer().add(text, BOLD).add("").add(text, BOLD).message()
    assert len(message.entities) == (2 if text else 0)
    for one, two in pairwise(message.entities):
        assert one.offset + one.length == two.offset
