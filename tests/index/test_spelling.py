"""Words that are spelt alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spelling import Spellings, likeness

WORDS = st.text("abcdé", min_size=1, max_size=8)


def test_by_hand() -> None:
    # _he heg egs gse set et_ and _he heg egs gse set eth th_: 5 of each alike.
    assert likeness("hegset", "hegseth") == pytest.approx(10 / 13)
    assert likeness("chat", "chien") == pytest.approx(2 / 9)


@given(WORDS, WORDS)
def test_a_likeness_is_a_share(a: str, b: str) -> None:
    assert 0 <= likeness(a, b) == likeness(b, a) <= 1
    assert likeness(a, a) == 1


def test_the_likest_come_first() -> None:
    words = Spellings(["hegseth", "hegseths", "hegel", "anthropic", "hegset", "pegseth"])
    assert words.like("hegset", 3) == ["hegseth", "hegseths"]
    assert words.like("hegset", 1) == ["hegseth"]
    assert words.like("zorg", 3) == []
