"""Terminal text: verbatim to the reader, harmless to the terminal."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from bot.terminal import format_answer, printable
from index import Engine, ask


def test_key_words_are_bold_where_there_is_colour(engine: Engine) -> None:
    answer = ask(engine, "En quelle année Anthropic a-t-elle été fondée ?")
    plain = format_answer(answer, colour=False)
    assert "\x1b" not in plain
    assert "Fondée en 2021 par des anciens d'OpenAI" in plain
    marked = format_answer(answer, colour=True)
    assert "Fondée en \x1b[1m2021\x1b[0m par des anciens d'OpenAI" in marked
    assert marked.replace("\x1b[1m", "").replace("\x1b[0m", "") == plain


def test_an_article_cannot_drive_the_terminal(engine: Engine) -> None:
    answer = ask(engine, "En quelle année Anthropic a-t-elle été fondée ?")
    (citation,) = answer.citations
    hostile = dataclasses.replace(
        citation,
        cited_text="\x1b]0;titre\x07 \x9b31m\u202e",
        document_title="\x1b[2J",
        answer_start_char_index=None,
        answer_end_char_index=None,
    )
    shown = format_answer(dataclasses.replace(answer, citations=(hostile,)), colour=False)
    assert "␛]0;titre␇ <U+009B>31m<U+202E>" in shown
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)


@given(st.text())
def test_printable_text_is_left_alone(text: str) -> None:
    shown = printable(text)
    if all(character.isprintable() or character in "\n\t" for character in text):
        assert shown == text
    assert "\x1b" not in shown
