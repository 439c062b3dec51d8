from __future__ import annotations

import pytest

from index.annotations.coreference.lines import make_lines
from index.annotations.coreference.names import find_names
from index.annotations.coreference.subjects import SubjectFinder
from index.annotations.coreference.words import mention_words
from index.documents.passages import cut_passages
from tests.index.helpers import document


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Elle a promis de le faire dans la ville.", "pronoun"),
        ("Il faut du temps pour le faire dans la ville.", "none"),
        ("En 2020, la société a fermé dans la ville.", "body"),
        ("Cette semaine, le marché a fermé dans la ville.", "noun"),
        ('"Je pars de la ville", a-t-il dit.', "pronoun"),
        ("Son avocat a parlé dans la ville.", "possessive"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    source = document(text)
    words = mention_words("fr")
    assert words
    lines = make_lines(source, cut_passages(source))
    (mentions,) = find_names(source.text, lines, words, "fr")
    assert SubjectFinder(words, "fr").find(lines[0], mentions).kind == kind
