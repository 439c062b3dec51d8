from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.annotations.dates.resolving import days_of, month_of, one_day, third_of

years, months = st.integers(1, 9999), st.integers(1, 12)


@given(years, months)
def test_thirds_make_a_month(year: int, month: int) -> None:
    first, second, third = (third_of(year, month, n) for n in range(3))
    assert (first[0], third[1]) == month_of(year, month)
    assert (first[1].day, second[0].day, second[1].day, third[0].day) == (10, 11, 20, 21)


def test_a_month_has_its_days() -> None:
    assert month_of(2024, 2) == (date(2024, 2, 1), date(2024, 2, 29))
    assert month_of(9999, 12)[1] == date.max


@pytest.mark.parametrize(("year", "month", "day"), [(2025, 2, 29), (0, 1, 1), (2025, 13, 1)])
def test_there_is_no_such_day(year: int, month: int, day: int) -> None:
    assert one_day(year, month, day) is None
    assert days_of(year, month, 1, day) is None or day == 1


def test_days_of_a_month() -> None:
    assert days_of(2026, 3, 3, 7) == (date(2026, 3, 3), date(2026, 3, 7))
