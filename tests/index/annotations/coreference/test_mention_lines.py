from __future__ import annotations

from index.annotations.coreference.lines import make_lines
from index.documents.passages import cut_passages
from tests.index.helpers import document


def test_what_is_quoted_is_told_apart() -> None:
    source = document('"Je pars ce soir", a dit le porte-parole de la ville de Tours.')
    (line,) = make_lines(source, cut_passages(source))
    assert line.opens_quoted
    assert [line.words[i].surface for i in line.outer][:3] == ["a", "dit", "le"]
    assert "porte-parole" in [word.compound for word in line.words]
