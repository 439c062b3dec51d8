from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.quotation_marks import MARKS, find_quotations, opens_quotation
from tests.strategies import articles

_PIECES = st.sampled_from([*sorted(MARKS), " ", "mot", ". ", "(", "'", "\n"])
texts = st.one_of(articles, st.lists(_PIECES, max_size=30).map("".join))


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotations(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ('« un » “two” „drei“ "quatre" l\'"été" 5" “open',
         ["« un »", "“two”", "„drei“", '"quatre"', '"été"', "“open"]),
        ('Il a dit "non" et ("oui").', ['"non"', '"oui"']),
        ('« Il a dit "non" », dit-elle.', ['« Il a dit "non" »']),  # the outer one alone
        ('“It is over," he said.', ['“It is over,"']),
        ("« Jamais fermé. Encore « ouvert » ici.", ["« ouvert »"]),
        ('"Jamais fermé. Encore "ouvert" ici.', ['"ouvert"']),
        ('Un écran de 5" et rien.', []),
        ("fermé sans ouvrir » ici", []),
    ],
)  # fmt: skip
def test_marks_are_paired(text: str, quotations: list[str]) -> None:
    assert quoted(text) == quotations


def test_only_what_no_mark_closes_is_open() -> None:
    text = "« un » “deux"
    assert [q.is_open for q in find_quotations(text, 0, len(text))] == [False, True]


@pytest.mark.parametrize(
    ("text", "at", "opens"),
    [('"Je', 0, True), ('a "b', 2, True), ('a" b', 1, False), ('a " b', 2, False), ('"', 0, False)],
)
def test_a_straight_mark_opens_before_a_word(text: str, at: int, opens: bool) -> None:
    assert opens_quotation(text, at, 0, len(text)) is opens


@given(texts, st.integers(0, 20), st.integers(0, 20))
def test_quotations_lie_in_the_range_in_order(text: str, before: int, after: int) -> None:
    start, end = min(before, len(text)), max(0, len(text) - after)
    last = start
    found = find_quotations(text, start, end)
    for quotation in found:
        assert last <= quotation.start < quotation.end <= end
        assert text[quotation.start] in MARKS
        assert quotation.is_open or text[quotation.end - 1] in MARKS
        last = quotation.end
    assert not any(q.is_open for q in found[:-1])
    assert found == find_quotations(text, start, end)


@given(texts, st.sampled_from(["« {} »", "“{}”", '"{}"']))
def test_what_is_put_between_marks_is_found(text: str, marks: str) -> None:
    inside = "".join(c for c in text if c not in MARKS and not c.isspace()) or "mot"
    whole = "Il dit : " + marks.format(inside) + ", puis rien."
    assert quoted(whole) == [marks.format(inside)]
