"""Rate limit: a burst is answered, one polite line, then silence until the person slows down."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.rate_limit import RateLimit


def test_a_burst_is_answered_then_one_warning_then_nothing() -> None:
    limit = RateLimit(burst=3, seconds=10)
    verdicts = [limit.judge(1, 100.0) for _ in range(50)]
    assert verdicts == ["answer"] * 3 + ["warn"] + ["drop"] * 46


def test_one_more_every_so_many_seconds() -> None:
    limit = RateLimit(burst=4, seconds=10)
    assert [limit.judge(1, 0.0) for _ in range(4)] == ["answer"] * 4
    verdicts = [limit.judge(1, float(second)) for second in range(5, 31, 5)]
    assert verdicts == ["warn", "answer", "drop", "answer", "drop", "answer"]


def test_who_has_slowed_down_is_warned_anew() -> None:
    limit = RateLimit(burst=2, seconds=10)
    assert [limit.judge(1, 0) for _ in range(4)] == ["answer", "answer", "warn", "drop"]
    assert [limit.judge(1, 20) for _ in range(4)] == ["answer", "answer", "warn", "drop"]


def test_people_are_apart() -> None:
    limit = RateLimit(burst=1, seconds=10)
    assert [limit.judge(person, 0) for person in (1, 2, 1, 2)] == ["answer"] * 2 + ["warn"] * 2


def test_what_piled_up_while_the_bot_was_away_is_no_flood() -> None:
    limit = RateLimit(burst=2, seconds=10)
    assert {limit.judge(1, hour * 3600.0) for hour in range(24)} == {"answer"}


def test_messages_out_of_order_give_nobody_more() -> None:
    limit = RateLimit(burst=1, seconds=10)
    assert limit.judge(1, 1000.0) == "answer"
    assert limit.judge(1, 0.0) == "warn"
    assert limit.judge(1, 1000.0) == "drop"


def test_no_more_people_are_kept_than_it_says() -> None:
    limit = RateLimit(burst=1, seconds=10)
    for person in range(10_002):
        limit.judge(person, 0)
    assert len(limit._buckets) == 10_000
    assert limit.judge(0, 0) == "answer"  # forgotten


@given(st.lists(st.floats(0, 1_000), min_size=1, max_size=200))
def test_never_more_answers_than_burst_and_time_allow(times: list[float]) -> None:
    limit = RateLimit(burst=4, seconds=7)
    times.sort()
    answers = sum(limit.judge(1, at) == "answer" for at in times)
    assert answers <= 4 + (times[-1] - times[0]) / 7 + 1e-6
