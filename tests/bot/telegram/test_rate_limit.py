"""Flood control: a burst is answered, one polite line, then silence until the person slows down."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.rate_limit import Flood


def test_a_burst_is_answered_then_one_warning_then_nothing() -> None:
    flood = Flood(burst=3, seconds=10)
    verdicts = [flood.judge(1, 100.0) for _ in range(50)]
    assert verdicts == ["answer"] * 3 + ["warn"] + ["drop"] * 46


def test_one_more_every_so_many_seconds() -> None:
    flood = Flood(burst=4, seconds=10)
    assert [flood.judge(1, 0.0) for _ in range(4)] == ["answer"] * 4
    verdicts = [flood.judge(1, float(second)) for second in range(5, 31, 5)]
    assert verdicts == ["warn", "answer", "drop", "answer", "drop", "answer"]


def test_who_has_slowed_down_is_warned_anew() -> None:
    flood = Flood(burst=2, seconds=10)
    assert [flood.judge(1, 0) for _ in range(4)] == ["answer", "answer", "warn", "drop"]
    assert [flood.judge(1, 20) for _ in range(4)] == ["answer", "answer", "warn", "drop"]


def test_people_are_apart() -> None:
    flood = Flood(burst=1, seconds=10)
    assert [flood.judge(person, 0) for person in (1, 2, 1, 2)] == ["answer"] * 2 + ["warn"] * 2


def test_what_piled_up_while_the_bot_was_away_is_no_flood() -> None:
    flood = Flood(burst=2, seconds=10)
    assert {flood.judge(1, hour * 3600.0) for hour in range(24)} == {"answer"}


def test_messages_out_of_order_give_nobody_more() -> None:
    flood = Flood(burst=1, seconds=10)
    assert flood.judge(1, 1000.0) == "answer"
    assert flood.judge(1, 0.0) == "warn"
    assert flood.judge(1, 1000.0) == "drop"


def test_no_more_people_are_kept_than_it_says() -> None:
    flood = Flood(burst=1, seconds=10)
    for person in range(10_002):
        flood.judge(person, 0)
    assert len(flood._buckets) == 10_000
    assert flood.judge(0, 0) == "answer"  # forgotten


@given(st.lists(st.floats(0, 1_000), min_size=1, max_size=200))
def test_never_more_answers_than_burst_and_time_allow(times: list[float]) -> None:
    flood = Flood(burst=4, seconds=7)
    times.sort()
    answers = sum(flood.judge(1, at) == "answer" for at in times)
    assert answers <= 4 + (times[-1] - times[0]) / 7 + 1e-6
