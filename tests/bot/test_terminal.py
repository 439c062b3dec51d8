"""Terminal text: verbatim to the reader, harmless to the terminal."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.store import AskedQuestion
from bot.terminal import format_answer, format_questions, printable
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


def test_questions_are_a_table() -> None:
    asked = AskedQuestion(
        question="Qui a\n signé\x1b[2J ?",
        language="fr",
        status="no_answer",
        times=12,
        last_asked=datetime(2026, 2, 28, 23, 59, tzinfo=UTC),
        up=0,
        down=3,
    )
    assert format_questions([asked]).splitlines() == [
        "times  last asked  👍  👎  question",
        "12     2026-02-28  0   3   Qui a signé␛[2J ?",
    ]
    answered = dataclasses.replace(asked, status="answered", question="Who?", times=1, up=10)
    assert format_questions([asked, answered]).splitlines() == [
        "times  last asked  👍  👎  status     question",
        "12     2026-02-28  0   3   no_answer  Qui a signé␛[2J ?",
        "1      2026-02-28  10  3   answered   Who?",
    ]


def test_no_questions_are_a_sentence() -> None:
    assert format_questions([]) == "no question has been kept"
