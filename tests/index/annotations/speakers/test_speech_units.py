from __future__ import annotations

from index.annotations.speakers.units import cut_units
from index.text.quotation_marks import find_quotations


def test_a_quotation_holds_sentences_together() -> None:
    text = '"Un. Deux." Trois.'
    units = cut_units([(0, 4), (5, 11), (12, 18)], find_quotations(text, 0, len(text)))
    assert [(u.start, u.end) for u in units] == [(0, 11), (12, 18)]
