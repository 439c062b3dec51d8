from __future__ import annotations

import pytest

from index import Document, Engine
from index.answering.explaining import LACKS
from index.ranking.subjects import IN_ARTICLE, WEIGHT
from tests.index.helpers import CERTAIN, FakeReader, document

_SAME = "Le projet doit créer {} emplois."
FOIX = document(
    f"FOIX, 5 janvier (Presse) - Une usine va sortir de terre.\n\n{_SAME.format(340)}",
    document_id="z",
)
AUCH = document(f"# Une laiterie à Auch\n\nElle ouvrira.\n\n{_SAME.format(120)}", document_id="a")
TULLE = document(
    f"# Un hôpital à Tulle\n\nIl ouvrira.\n\n{_SAME.format(600)}\n\nFoix n'en veut pas.",
    document_id="b",
)


def engine(*documents: Document, reader: FakeReader | None = None) -> Engine:
    return Engine(documents, weights=CERTAIN, reader=reader)


def lacks(found: Engine, question: str) -> dict[str, float]:
    """What the sentence on jobs of each article loses."""
    ranked = found.rank(question).sentences
    return {s.sentence.document.id: s.lack for s in ranked if "emplois" in s.sentence.text}


@pytest.mark.parametrize("reader", [None, FakeReader("emplois")])
@pytest.mark.parametrize(
    ("town", "jobs"), [("de Foix", "340"), ("d'Auch", "120"), ("de Tulle", "600")]
)
def test_a_sentence_is_found_by_the_town_that_only_its_article_names(
    town: str, jobs: str, reader: FakeReader | None
) -> None:
    question = f"Combien d'emplois le projet {town} doit-il créer ?"
    best = engine(FOIX, AUCH, TULLE, reader=reader).ask(question).citations
    assert jobs in best[0].cited_text
    assert {citation.document_id for citation in best} == {best[0].document_id}


def test_it_loses_the_more_the_fewer_articles_have_the_name() -> None:
    question = "Combien d'emplois le projet de Foix doit-il créer ?"
    found = lacks(engine(FOIX, AUCH, TULLE), question)
    weight = WEIGHT / 3  # two of the three have it
    assert found == pytest.approx({"z": 0.0, "a": weight, "b": weight * IN_ARTICLE})


@pytest.mark.parametrize(
    "question",
    [
        "Combien d'emplois le projet de Rodez doit-il créer ?",  # that no article has
        "Combien d'emplois le projet doit-il créer ?",
        "Quand ouvrira la laiterie ?",  # no name
    ],
)
def test_nothing_is_lost_by_what_tells_no_article_apart(question: str) -> None:
    assert set(lacks(engine(FOIX, AUCH, TULLE), question).values()) == {0.0}


def test_nothing_is_lost_in_a_single_article() -> None:
    question = "Combien d'emplois le projet de Foix doit-il créer ?"
    assert lacks(engine(TULLE), question) == {"b": 0.0}


def test_a_name_is_the_same_in_articles_of_another_language() -> None:
    english = document(
        "# A station in Truro\n\nIt will open.\n\nThe project is to create 150 jobs for them.",
        document_id="en",
    )
    found = engine(FOIX, AUCH, english)
    assert {d.language for d in found.documents} == {"fr", "en"}
    ranked = found.rank("Combien d'emplois le projet de Truro doit-il créer ?").sentences
    lost = {s.sentence.document.id: s.lack for s in ranked}
    assert lost["en"] == 0.0 < lost["z"] == lost["a"]


@pytest.mark.parametrize("reader", [None, FakeReader("emplois")])
def test_what_is_lost_is_explained(reader: FakeReader | None) -> None:
    found = engine(FOIX, AUCH, TULLE, reader=reader)
    ranking = found.rank("Combien d'emplois le projet de Foix doit-il créer ?")
    explained = found.explain_ranking(ranking).sentences
    named = [
        sum(part.product for part in sentence.contributions if part.feature == LACKS)
        for sentence in explained
    ]
    assert named == pytest.approx([-ranked.lack for ranked in ranking.sentences])
    assert any(named)
    for sentence in explained:
        parts = sentence.reading or sentence.contributions
        assert sum(part.product for part in parts) == pytest.approx(sentence.score)
