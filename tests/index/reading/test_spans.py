"""A span lies in one sentence and on whole words."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.reading.spans import LONGEST_ANSWER, best_spans, not_denied, whole_words
from tests.strategies import articles, signs

TEXT = "Il gagne (3 350 euros) par mois, « dit-on ». Elle non."
SENTENCE = (0, 44)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Le projet crée 15 emplois et non 17.", ["Le projet crée 15 emplois ", "."]),
        ("Ce sont 15 et non pas les 17 000 annoncés.", ["Ce sont 15 ", " annoncés."]),
        ("It opens at 9, not 10.", ["It opens at 9, ", "."]),
        ("Il fait 15 au lieu de 17,5 degrés", ["Il fait 15 ", " degrés"]),
        ("It is not 17 and not open.", ["It is ", " and not open."]),
        ("Rien n'est nié, et pas un mot.", ["Rien n'est nié, et pas un mot."]),
    ],
)
def test_a_number_that_is_denied_is_no_answer(text: str, kept: list[str]) -> None:
    assert [text[start:end] for start, end in not_denied(text, 0, len(text))] == kept


@given(articles)
def test_what_is_not_denied_is_in_order_and_inside(text: str) -> None:
    places = not_denied(text, 0, len(text))
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(before[1] < after[0] for before, after in pairwise(places))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("euro", "euros"),
        ("(3 350 euros", "3 350 euros"),
        ("3 350 euros)", "3 350 euros"),
        ("mois, ", "mois"),
        ("(3 350 euros)", "(3 350 euros)"),
        ("« dit-on", "dit-on"),
        ("dit-on »", "dit-on"),
        ("« dit-on ».", "« dit-on »"),
        ("n »", "on"),
        ("ga", "gagne"),
        (", « ", ", « "),  # nothing to quote there, and nothing is made up
    ],
)
def test_whole_words(found: str, expected: str) -> None:
    start = TEXT.index(found)
    a, b = whole_words(TEXT, start, start + len(found), SENTENCE)
    assert TEXT[a:b] == expected


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("e\u0301te\u0301s chauds", "te\u0301", "e\u0301te\u0301s"),
        ("un ete\u0301 chaud", "ete", "ete\u0301"),
        ("हिन्दी भाषा", "न", "हिन्दी"),
        ("Il a ❤\ufe0f Paris", "Par", "Paris"),
        ("1.500 euros", "500 euros", "1.500 euros"),
        ("près de 1 500,5 euros", "500", "1 500,5"),
        ("près de 1\u202f500 €", "500 €", "1\u202f500 €"),
        ("soit 12,5 %", "5 %", "12,5 %"),
        ("En 2021, 300 ont", "300", "300"),
        ("de 10 200 soldats", "200 soldats", "10 200 soldats"),
    ],
)
def test_whole_words_with_accents_and_whole_numbers(text: str, found: str, expected: str) -> None:
    start = text.index(found)
    a, b = whole_words(text, start, start + len(found), (0, len(text)))
    assert text[a:b] == expected


def is_in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


@given(text=st.one_of(articles, signs, st.text(max_size=60)), data=st.data())
@example(text=TEXT, data=None)
def test_never_outside_the_sentence(text: str, data: st.DataObject | None) -> None:
    if not text:
        return

    def draw(low: int, high: int) -> int:
        return data.draw(st.integers(low, high)) if data else low

    first = draw(0, len(text) - 1)
    last = draw(first + 1, len(text))
    a = draw(first, last - 1)
    b = draw(a + 1, last)
    start, end = whole_words(text, a, b, (first, last))
    assert first <= start < end <= last
    has_word = re.search(r"\w", text[a:b]) is not None
    assert (re.search(r"\w", text[start:end]) is not None) or not has_word
    for at in (start, end):
        if first < at < last:
            assert not (is_in_word(text[at - 1]) and is_in_word(text[at]))
    if has_word:
        assert text[start:end].strip() == text[start:end]


def test_best_span_of_each_sentence() -> None:
    scores = np.array([[0, 0], [5, 0], [0, 4], [3, 9]], np.float32)
    starts, ends = np.array([0, 3, 6, 10], np.int32), np.array([2, 5, 9, 12], np.int32)
    spans = best_spans(scores, 2.0, starts, ends, [(0, 9), (10, 12)])
    assert [(s.start, s.end, s.sentence, s.margin) for s in spans] == [
        (3, 9, 0, 7.0),
        (10, 12, 1, 10.0),
    ]


def test_a_span_does_not_go_backwards_or_on_without_end() -> None:
    count = LONGEST_ANSWER + 10
    starts = np.arange(count, dtype=np.int32) * 2
    scores = np.zeros((count, 2), np.float32)
    scores[count - 1, 0] = 3.0  # begins at the last and ends at the first: neither
    scores[0, 1] = 3.0
    (span,) = best_spans(scores, 0.0, starts, starts + 1, [(0, 2 * count)])
    assert span.margin == 3.0
    scores = np.zeros((count, 2), np.float32)
    scores[0, 0] = 3.0
    scores[LONGEST_ANSWER, 1] = 3.0
    (span,) = best_spans(scores, 0.0, starts, starts + 1, [(0, 2 * count)])
    assert span.margin == 3.0
    scores[LONGEST_ANSWER - 1, 1] = 2.0
    (span,) = best_spans(scores, 0.0, starts, starts + 1, [(0, 2 * count)])
    assert (span.start, span.end, span.margin) == (0, 2 * LONGEST_ANSWER - 1, 5.0)


def test_a_mark_without_characters_is_no_answer() -> None:
    scores = np.array([[9, 9], [0, 0]], np.float32)
    starts, ends = np.array([0, 0], np.int32), np.array([0, 3], np.int32)
    (span,) = best_spans(scores, 0.0, starts, ends, [(0, 3)])
    assert (span.start, span.end, span.margin) == (0, 3, 0.0)
    assert best_spans(scores[:1], 0.0, starts[:1], ends[:1], [(0, 3)]) == []


def test_sentences_without_pieces_are_left_out() -> None:
    scores = np.array([[1, 1]], np.float32)
    place = np.array([4], np.int32)
    found = best_spans(scores, 0.0, place, place + 2, [(0, 3), (4, 6), (7, 9)])
    assert [span.sentence for span in found] == [1]
    nothing = np.zeros(0, np.int32)
    assert best_spans(np.zeros((0, 2), np.float32), 0.0, nothing, nothing, [(0, 3)]) == []


def test_a_piece_across_the_end_of_a_sentence_is_cut_there() -> None:
    scores = np.array([[1, 1], [1, 1]], np.float32)
    starts, ends = np.array([0, 3], np.int32), np.array([2, 8], np.int32)
    (span,) = best_spans(scores, 0.0, starts, ends, [(0, 5)])
    assert (span.start, span.end) in {(0, 2), (0, 5), (3, 5)}
    assert span.end <= 5


Window = tuple[np.ndarray, np.ndarray, np.ndarray, list[tuple[int, int]]]


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """Scores and places of pieces, and sentences one after the other."""
    lengths = draw(st.lists(st.integers(0, 3), min_size=1, max_size=90))
    starts = np.cumsum([0, *lengths[:-1]]).astype(np.int32)
    ends = starts + np.array(lengths, np.int32)
    seed = draw(st.integers(0, 2**32 - 1))
    scores = np.random.default_rng(seed).normal(size=(len(lengths), 2)).astype(np.float32)
    edges = sorted(draw(st.sets(st.integers(0, int(ends[-1]) + 1), min_size=2, max_size=5)))
    return scores, starts, ends, list(pairwise(edges))


@given(window=windows())
def test_every_span_is_tried(window: Window) -> None:
    scores, starts, ends, sentences = window
    found = best_spans(scores, 1.5, starts, ends, sentences)
    tried = {}
    for number, (begin, stop) in enumerate(sentences):
        own = [i for i in range(len(starts)) if begin <= starts[i] < stop and ends[i] > starts[i]]
        sums = [
            float(scores[a, 0] + scores[b, 1])
            for a in own
            for b in own
            if a <= b < a + LONGEST_ANSWER
        ]
        if sums:
            tried[number] = max(sums) - 1.5
    assert {span.sentence: span.margin for span in found} == pytest.approx(tried, abs=1e-5)
    for span in found:
        begin, stop = sentences[span.sentence]
        assert begin <= span.start < span.end <= stop


QUOTED = 'Il a accusé la firme de "trahison", fustigé les "caprices des géants" et « tout » banni.'


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ('trahison", fustigé les "caprices des géants', "trahison"),
        ("trahison", "trahison"),
        ('de "trahison', 'de "trahison"'),
        ('"caprices des géants" et « tout', '"caprices des géants" et « tout'),
        ("tout » banni", "tout"),
        ('les "caprices des géants"', 'les "caprices des géants"'),
    ],
)
def test_a_short_answer_ends_with_the_quotation_that_it_begins_in(found: str, kept: str) -> None:
    start = QUOTED.index(found)
    place = whole_words(QUOTED, start, start + len(found), (0, len(QUOTED)))
    assert QUOTED[slice(*place)] == kept
