"""What a figure is of beside its unit: of a month or a year, before tax, of the first phase.

Two figures of other things are no difference, though both are euros. Only what both sentences say
counts: where one is silent, it may mean the same.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

from index.annotations.indexed import IndexedSentence
from index.text.folding import fold_phrase

_PLACE = re.compile(r"\W{1,3}(?:à|au|aux|en|in|at)\s+(?:la |les |l['’])?(?=[^\W\d_])")


def of_other_things(
    one: IndexedSentence,
    place: tuple[int, int],
    other: IndexedSentence,
    other_place: tuple[int, int],
) -> bool:
    """Return whether two sentences say that their answers, at these places, are of other things."""
    texts = [fold_phrase(sentence.text) for sentence in (one, other)]
    for group in _groups():
        said = [{n for n, kind in enumerate(group) if kind.search(text)} for text in texts]
        if all(said) and said[0].isdisjoint(said[1]):
            return True
    towns = [_place_after(one, place[1]), _place_after(other, other_place[1])]
    return all(towns) and towns[0] != towns[1]


def _place_after(sentence: IndexedSentence, end: int) -> str:
    """Return the name of the place just after the answer that ends at `end`; "" without one."""
    match = _PLACE.match(sentence.document.text, end, sentence.end)
    found = (token for token in sentence.tokens if match and token.start == match.end())
    return next((token.surface for token in found if token.is_name), "")


@cache
def _groups() -> tuple[tuple[re.Pattern[str], ...], ...]:
    """Return the groups of what excludes each other, as patterns over folded words."""
    raw = json.loads((files("index.answering") / "differing.json").read_text("utf-8"))
    return tuple(
        tuple(re.compile(rf"\b(?:{kind})\b") for kind in group) for group in raw["qualifiers"]
    )
