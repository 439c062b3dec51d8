from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.telegram.keyboards import (
    Callback,
    answer_keyboard,
    context_keyboard,
    other_keyboard,
    parse_callback,
)
from bot.telegram.phrases import ENGLISH, FRENCH

turns = st.integers(1, 2**63 - 1)
callbacks = st.one_of(
    st.builds(Callback, st.sampled_from(["context", "answer", "up", "down"]), turns),
    st.builds(Callback, st.just("other"), turns, st.integers(1, 99)),
)


def rows(keyboard: InlineKeyboardMarkup) -> list[list[tuple[str, object]]]:
    return [[(b.text, b.callback_data) for b in row] for row in keyboard.inline_keyboard]


def test_an_answer() -> None:
    assert rows(answer_keyboard(7, FRENCH, others=True)) == [
        [("Contexte", "c:7"), ("Autre passage", "o:7:1")],
        [("👍", "u:7"), ("👎", "d:7")],
    ]


def test_an_answer_in_english() -> None:
    assert rows(answer_keyboard(7, ENGLISH, others=True))[0] == [
        ("Context", "c:7"),
        ("Other passage", "o:7:1"),
    ]


def test_no_button_for_what_there_is_not() -> None:
    assert rows(answer_keyboard(7, FRENCH, others=False))[0] == [("Contexte", "c:7")]


@pytest.mark.parametrize(("vote", "up", "down"), [(1, "👍 ✓", "👎"), (-1, "👍", "👎 ✓")])
def test_a_vote_is_marked(vote: int, up: str, down: str) -> None:
    votes = rows(answer_keyboard(7, FRENCH, vote=vote, others=True))[1]
    assert votes == [(up, "u:7"), (down, "d:7")]


def test_a_context() -> None:
    assert rows(context_keyboard(7, FRENCH)) == [[("Retour à la réponse", "a:7")]]


def test_another_passage() -> None:
    assert rows(other_keyboard(7, 2, ENGLISH, more=True)) == [
        [("Back to the answer", "a:7"), ("Other passage", "o:7:3")]
    ]
    assert rows(other_keyboard(7, 5, ENGLISH, more=False)) == [[("Back to the answer", "a:7")]]


@given(callbacks)
def test_what_a_button_says_is_read_back(callback: Callback) -> None:
    assert len(callback.data().encode()) <= 64
    assert parse_callback(callback.data()) == callback


@given(st.one_of(st.text(max_size=20), st.from_regex(r"[caoudx]:[0-9]*(:[0-9]*)?", fullmatch=True)))
def test_only_what_a_button_says_is_read(data: str) -> None:
    callback = parse_callback(data)
    assert callback is None or callback.data() == data


@pytest.mark.parametrize(
    "data",
    [
        "", "c", "c:", "c:0", "c:-1", "c:01", "c:1:1", "o:1", "o:1:0", "o:1:100", "x:1", "C:1",
        "c:1\n", " c:1", "c:١", "c:9223372036854775808", "o:9223372036854775808:1",
    ],
)  # fmt: skip
def test_what_is_malformed_is_nothing(data: str) -> None:
    assert parse_callback(data) is None
