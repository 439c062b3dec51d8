"""Who is meant: by the gold sets of `tests/data`, in the first article, and on any text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, Engine
from index.annotations.coreference.references import References, resolve_references
from index.annotations.names import find_article_names
from index.documents.cut import CutDocument, cut_document
from tests.index.annotations import gold
from tests.index.helpers import CERTAIN
from tests.strategies import articles


def resolve(cut: CutDocument) -> References:
    return resolve_references(cut, find_article_names(cut))


def meant(text: str, language: str = "fr") -> list[list[str]]:
    """Return the terms that each sentence of `text` means and does not contain."""
    cut = gold.cut_row({"language": language, "text": text})
    found = resolve(cut).meant
    return [sorted(found.get(s.start, ())) for s in cut.sentences]


@pytest.mark.parametrize("row", gold.MENTIONS, ids=lambda row: row["text"])
def test_gold(row: dict[str, Any]) -> None:
    for score in gold.score_references(row):
        assert (score.wrong, score.missed) == (0, 0)


def test_held_out_gold_has_no_wrong_one() -> None:
    scores = [gold.score_references(row) for row in gold.MENTIONS_HELD_OUT]
    leans = gold.total([score for score, _ in scores])
    names = gold.total([score for _, score in scores])
    assert (leans.right, leans.wrong, leans.missed) == (23, 0, 2)
    assert (names.right, names.wrong, names.missed) == (20, 0, 0)


def test_the_first_article(seed_document: Document) -> None:
    cut = cut_document(seed_document)
    paragraphs = {s.start: p.paragraph for p in cut.passages for s in p.sentences}
    found = resolve(cut)
    leans = [(paragraphs[a], paragraphs[b]) for a, (b, _) in sorted(found.leans_on.items())]
    assert leans == [
        (4, 3), (8, 7), (9, 9), (12, 12), (14, 12), (17, 16), (18, 16), (19, 19), (21, 20),
        (21, 21), (23, 22),
    ]  # fmt: skip
    assert found.meant[gold.start_of(cut, "Elle a promis")] == {"anthropic"}
    assert found.meant[gold.start_of(cut, "Le dirigeant quadra")] == {"dario", "amodei"}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Le maire Paul Rey a signé. M. Rey a dit oui.", ["paul"]),
        ("Paul Rey a vu Anne Rey hier. M. Rey part.", []),  # two have the surname
        ("Paul Rey est parti. Mme Rey est restée.", []),  # she is not Paul Rey
        ("Le Fonds Central Agricole (FCA) paie. Le FCA part.", ["agricol", "central", "fond"]),
        ("Le Grand Port (ABC) paie. Le port d'ABC part.", []),  # no initials of it
        ("Le patron d'Orbix, Hugo Morin, part. L'ex-patron d'Orbix reste.", []),
    ],
)
def test_which_names_are_one(text: str, terms: list[str]) -> None:
    assert meant(text)[-1] == terms


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("Solvéa a démenti. Elle a porté plainte.", True),
        ("Solvéa a démenti. Il faut du temps.", False),
        ("Solvéa a démenti. Cette semaine, le marché ferme.", False),
        ("Solvéa a démenti. En 2020, la société a fermé.", True),
        ("Paul Rey part. Elle a porté plainte.", False),
        ("Paul Rey part. « Je pars », a-t-il dit.", True),
    ],
)
def test_which_sentences_lean_on_the_one_before(text: str, leans: bool) -> None:
    assert bool(resolve(gold.cut_row({"language": "fr", "text": text})).leans_on) is leans


@given(
    articles,
    st.sampled_from(["fr", "en", "de", "es", "xx"]),
    st.lists(st.sampled_from(gold.MENTIONS)),
)
def test_every_sentence_leant_on_is_an_earlier_one(
    text: str, language: str, rows: list[dict[str, Any]]
) -> None:
    body = "\n\n".join([text, *(row["text"] for row in rows[:3])])
    cut = gold.cut_row({"language": language, "text": body})
    found = resolve(cut)
    places = {s.start: s.end for s in cut.sentences}
    for start, (first, last) in found.leans_on.items():
        assert start in places
        assert places[first] == last
        assert last <= start
    assert set(found.meant) <= set(places)
    assert found == resolve(cut)


def test_the_sentence_leant_on_is_quoted_as_context(seed_document: Document) -> None:
    engine = Engine([seed_document], weights=CERTAIN)
    answer = engine.ask("Qui a promis de saisir la justice ?")
    best, context = answer.citations[:2]
    assert best.cited_text == "Elle a promis de saisir la justice."
    assert (context.role, context.cited_text[:9]) == ("context", "Se disant")
