from __future__ import annotations

from collections.abc import Iterator

from index.annotations.coreference.lines import Line, make_lines
from index.annotations.coreference.names import find_names
from index.annotations.coreference.words import mention_words
from index.documents.passages import cut_passages
from tests.index.helpers import document


def test_a_surname_is_the_one_person_who_has_it() -> None:
    source = document("Le maire Paul Rey a signé avec la ville. M. Rey a dit oui à tous.")
    words = mention_words("fr")
    assert words
    lines = make_lines(source, cut_passages(source))
    first, second = find_names(source.text, lines, words, "fr")
    assert first[-1].entity is second[-1].entity
    assert (first[-1].entity.kind, first[-1].entity.gender) == ("person", "m")


class Read(list[Line]):
    """Lines that count how often all of them are read."""

    times = 0

    def __iter__(self) -> Iterator[Line]:
        self.times += 1
        return super().__iter__()


def test_a_longer_article_is_not_read_more_often() -> None:
    words = mention_words("fr")
    assert words
    times = []
    for length in (1, 40):
        source = document("Le maire Paul Rey a signé avec la ville. M. Rey a dit oui. " * length)
        lines = Read(make_lines(source, cut_passages(source)))
        find_names(source.text, lines, words, "fr")
        times.append(lines.times)
    assert times[0] == times[1]
