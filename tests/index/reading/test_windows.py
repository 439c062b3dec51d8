"""Windows are whole sentences in a row, as many as fit, and a long sentence is never lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.reading.windows import LONGEST_WINDOW, cover, window_round

Places = list[tuple[int, int]]


@st.composite
def places(draw: st.DrawFn) -> Places:
    """Sentences in reading order, with anything from nothing to a page between them."""
    found: Places = []
    at = 0
    for gap, length in draw(
        st.lists(st.tuples(st.integers(0, 300), st.integers(1, 900)), min_size=1, max_size=12)
    ):
        found.append((at + gap, at + gap + length))
        at += gap + length
    return found


def length(sentences: Places, window: range) -> int:
    return sentences[window[-1]][1] - sentences[window[0]][0]


@given(sentences=places(), data=st.data())
def test_a_window_round_a_sentence(sentences: Places, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(sentences) - 1))
    window = window_round(sentences, number)
    assert number in window
    assert 0 <= window.start < window.stop <= len(sentences)
    assert len(window) == 1 or length(sentences, window) <= LONGEST_WINDOW
    # Nothing more fits on either side.
    if window.start:
        assert length(sentences, range(window.start - 1, window.stop)) > LONGEST_WINDOW
    if window.stop < len(sentences):
        assert length(sentences, range(window.start, window.stop + 1)) > LONGEST_WINDOW


@given(sentences=places())
def test_windows_that_cover_an_article(sentences: Places) -> None:
    windows = cover(sentences)
    assert [n for window in windows for n in window] == list(range(len(sentences)))
    assert all(len(w) == 1 or length(sentences, w) <= LONGEST_WINDOW for w in windows)
    for one, two in pairwise(windows):
        assert length(sentences, range(one.start, two.start + 1)) > LONGEST_WINDOW


def test_sentences_are_taken_in_turn_after_and_before() -> None:
    sentences = [(n * 200, n * 200 + 199) for n in range(6)]
    assert window_round(sentences, 2) == range(1, 4)
    assert window_round(sentences, 0) == range(3)
    assert window_round(sentences, 5) == range(3, 6)


def test_a_long_sentence_is_a_window_of_its_own() -> None:
    sentences = [(0, 10), (11, 11 + LONGEST_WINDOW), (12 + LONGEST_WINDOW, 20 + LONGEST_WINDOW)]
    assert window_round(sentences, 1) == range(1, 2)
    assert window_round(sentences, 0) == range(1)
    assert cover(sentences) == [range(1), range(1, 2), range(2, 3)]


def test_an_article_without_sentences() -> None:
    assert cover([]) == []
