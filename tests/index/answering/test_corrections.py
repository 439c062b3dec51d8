"""A correction wins over the article that it corrects, and the error it tells is no answer."""

from __future__ import annotations

import pytest

from index import Document, Engine, Reader, make_document
from index.annotations.corrections import errors_told, is_correction

FIRST = """---
date: 2025-02-01
---
L'orchestre de Lamballe annonce son concert

L'orchestre de Lamballe donnera son concert de printemps le 12 avril à la salle des fêtes, sous la \
direction de Maud Kervella. Les places, au prix de 32 euros, seront en vente à partir du 10 mars \
à l'office de tourisme.
"""
SECOND = """---
date: 2025-02-03
---
RECTIFICATIF. Dans notre article du 1er février sur le concert de l'orchestre de Lamballe, nous \
avons écrit que la location ouvrait le 10 mars. Elle ouvre le 17 mars. Le prix des places est de \
22 euros et non de 32 euros.
"""


def documents() -> list[Document]:
    return [make_document(FIRST, document_id="b"), make_document(SECOND, document_id="a")]


def test_which_article_corrects() -> None:
    first, second = documents()
    assert not is_correction(first)
    assert is_correction(second)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            "Ici, nous avons écrit que le pont ouvrait en mai. Non.",
            "nous avons écrit que le pont ouvrait en mai",
        ),
        (
            "Nous avions indiqué par erreur qu'il a 40 ans ; il en a 41.",
            "Nous avions indiqué par erreur qu'il a 40 ans ",
        ),
        ("We wrongly reported that it had shut.", "We wrongly reported that it had shut"),
        ("Contrairement à ce que nous avons écrit, il ouvre en juin.", ""),
        ("We reported that it had shut.", ""),
    ],
)
def test_what_is_told_as_an_error(text: str, error: str) -> None:
    assert "".join(text[start:end] for start, end in errors_told(text, 0, len(text))) == error


def test_a_short_correction_wins(reader: Reader) -> None:
    engine = Engine(documents(), reader=reader)
    for question, right, wrong in (
        ("Combien coûte une place pour le concert de l'orchestre de Lamballe ?", "22", "32"),
        ("Quand ouvre la location pour le concert de Lamballe ?", "17 mars", "10 mars"),
    ):
        answer = engine.ask(question)
        assert right in str(answer.answer), answer
        assert wrong not in str(answer.answer)
