"""What a sentence implies is found: the day that "vendredi" is, of whom "Elle" tells.

The terms are added at indexing, to the sentence and to its passage, so that they count in a
library of any size.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from index import Document, Engine
from index.annotations.indexed import index_document
from index.engine import TOP_PASSAGES
from tests.index.helpers import document, sentences, weights

ON_THE_DAY = "Que s'est-il passé le 27 février 2026 ?", "What happened on 27 February 2026?"
FRIDAY = date(2026, 2, 27)


def other_articles(size: int) -> list[Document]:
    """News of other days, each with a day of the week and numbers of its own."""
    days = [FRIDAY + timedelta(days=n - size // 2) for n in range(size)]
    weekdays = ("lundi", "mardi", "mercredi", "jeudi", "samedi", "dimanche")
    return [
        document(
            f"La commune numéro {n} a ouvert un pont {weekdays[n % 6]}. "
            f"Il a coûté {n + 20} millions d'euros.\n\nLes habitants sont contents de leur maire.",
            document_id=f"c{n:03}",
            published_at=day,
        )
        for n, day in enumerate(days)
    ]


@pytest.mark.parametrize("question", ON_THE_DAY)
@pytest.mark.parametrize("others", [0, 60])
def test_a_day_finds_the_sentences_that_mean_it(
    seed_document: Document, question: str, others: int
) -> None:
    engine = Engine([seed_document, *other_articles(others)])
    best = [ranked.sentence for ranked in engine.rank(question).sentences[:3]]
    found = [s for s in best if "vendredi" in s.text and s.document is seed_document]
    assert found
    assert all("27" not in sentence.text for sentence in found)


@pytest.mark.parametrize("question", ON_THE_DAY)
def test_in_a_large_library_the_passage_of_the_day_is_retrieved(question: str) -> None:
    article = document("Le pont a fermé vendredi.", document_id="b", published_at=date(2026, 2, 28))
    library = [article, *other_articles(TOP_PASSAGES + 20)]
    engine = Engine(library, weights=weights(bias=50.0, passage_bm25=1.0))
    best = engine.rank(question).sentences[0]
    assert best.sentence.document is article
    assert best.score == 1.0


def test_who_is_meant_is_retrieved_in_a_large_library() -> None:
    article = document(
        "Claire Vidal a présenté le budget de la ville.\n\nElle a promis de baisser les impôts.",
        document_id="b",
    )
    library = [article, *other_articles(TOP_PASSAGES + 20)]
    engine = Engine(library, weights=weights(bias=50.0, related_any=1.0, exact_any=1.0))
    best = engine.rank("Qu'a promis Claire Vidal ?").sentences[0].sentence
    assert best.text == "Elle a promis de baisser les impôts."


def test_what_is_added_is_marked_as_added() -> None:
    text = "Claire Vidal a présenté le budget vendredi. Elle a promis de baisser les impôts."
    first, second = sentences(document(text, published_at=date(2026, 2, 28)))
    assert first.added >= {"27", "fevri", "2026", "friday", "february"}  # asked in English, too
    assert second.added == {"clair", "vidal"}
    for sentence in (first, second):
        own = {token.term for token in sentence.tokens if token.term}
        assert sentence.added.isdisjoint(own)
        assert sentence.terms == own | sentence.added


def test_a_broader_date_adds_no_day() -> None:
    text = "Le pont a ouvert début 2026. Il a fermé le 3 mars."
    first, second = sentences(document(text, published_at=date(2026, 4, 1)))
    assert not first.added & {"1", "janvi", "mar"}
    assert "2026" in second.added


def test_without_a_day_of_publication_a_day_of_the_week_adds_nothing() -> None:
    (sentence,) = index_document(document("Le pont a fermé vendredi.")).sentences
    assert sentence.added == frozenset()
