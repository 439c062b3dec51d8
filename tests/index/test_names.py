from __future__ import annotations

from index.mention_lines import make_lines
from index.mention_words import mention_words
from index.names import find_names
from index.passages import cut_passages
from tests.index.helpers import document


def test_a_surname_is_the_one_person_who_has_it() -> None:
    source = document("Le maire Paul Rey a signé avec la ville. M. Rey a dit oui à tous.")
    words = mention_words("fr")
    assert words
    lines = make_lines(source, cut_passages(source))
    first, second = find_names(lines, words, "fr")
    assert first[-1].entity is second[-1].entity
    assert (first[-1].entity.kind, first[-1].entity.gender) == ("person", "m")
