"""Questions that say themselves which articles they are about; and years, which are no limits."""

from __future__ import annotations

import pytest

from index import Document, Engine, Limits, make_document
from tests.index.helpers import CERTAIN, UNCERTAIN

ARTICLES = {
    "foix": ("La scierie de Foix", "2023-05-02", "La scierie a créé 120 emplois."),
    "pamiers": ("La scierie de Pamiers", "2024-05-02", "La scierie a créé 95 emplois."),
    "mirepoix": ("La scierie de Mirepoix", "", "La scierie a créé 7 emplois."),
}
QUESTION = "Combien d'emplois la scierie a-t-elle créés ?"


def library(**texts: str) -> list[Document]:
    return [
        make_document(
            f"---\ntitle: {title}\nlanguage: fr\n"
            + (f"date: {day}\n" if day else "")
            + f"---\n{texts.get(name, text)}\n",
            document_id=name,
        )
        for name, (title, day, text) in ARTICLES.items()
    ]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(library(), weights=CERTAIN)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Selon l'article sur Foix, combien d'emplois la scierie a-t-elle créés ?", "foix"),
        ("Combien d'emplois la scierie a-t-elle créés, d'après l'article sur Pamiers ?", "pamiers"),
        ("Dans les articles de 2023, combien d'emplois la scierie a-t-elle créés ?", "foix"),
        ("Dans l'article du 2 mai 2024, combien d'emplois la scierie a-t-elle créés ?", "pamiers"),
    ],
)
def test_the_article_that_is_named_answers(engine: Engine, question: str, name: str) -> None:
    answer = engine.ask(question)
    assert {citation.document_id for citation in answer.citations} == {name}
    assert answer.question == QUESTION
    assert answer.limits is not None
    assert answer.limits.articles == 1
    assert "Cherché seulement dans " in (answer.note or "")
    assert engine.ask(question) is answer
    explained = engine.explain(question)
    assert [sentence.text for sentence in explained.sentences] == [
        citation.cited_text for citation in answer.citations
    ]


def test_what_a_caller_says_counts_before_the_words(engine: Engine) -> None:
    question = "Selon l'article sur Foix, combien d'emplois la scierie a-t-elle créés ?"
    answer = engine.ask(question, limits=Limits(("mirepoix",)))
    assert {citation.document_id for citation in answer.citations} == {"mirepoix"}
    answer = engine.ask(
        "Dans les articles de 2023, combien d'emplois la scierie a-t-elle créés ?",
        limits=Limits(("pamiers",)),
    )
    assert answer.limits is not None
    assert answer.limits.articles == 0


def test_one_article_is_never_limited() -> None:
    engine = Engine(library()[:1], weights=CERTAIN)
    question = "Selon l'article sur Foix, combien d'emplois la scierie a-t-elle créés ?"
    assert (engine.ask(question).question, engine.ask(question).limits) == (question, None)


def test_a_year_prefers_the_articles_of_that_year(engine: Engine) -> None:
    for year, name in ((2023, "foix"), (2024, "pamiers")):
        answer = engine.ask(f"En {year}, combien d'emplois la scierie a-t-elle créés ?")
        assert {citation.document_id for citation in answer.citations} == {name}


def test_an_article_of_another_year_that_says_it_answers() -> None:
    told = "La scierie créera 120 emplois en 2024, selon le maire."
    engine = Engine(library(foix=told), weights=CERTAIN)
    answer = engine.ask("Combien d'emplois la scierie a-t-elle créés en 2024 ?")
    assert answer.citations[0].cited_text == told
    assert answer.limits is None
    assert answer.question == "Combien d'emplois la scierie a-t-elle créés en 2024 ?"


@pytest.mark.parametrize("year", [2019, 2031])
def test_a_year_without_articles_is_no_limit(engine: Engine, year: int) -> None:
    question = f"En {year}, combien d'emplois la scierie a-t-elle créés ?"
    assert (engine.ask(question).limits, engine.ask(question).question) == (None, question)


def test_where_the_articles_of_the_year_do_not_answer_nothing_is_changed() -> None:
    engine = Engine(library(), weights=UNCERTAIN)
    question = "En 2024, combien d'emplois la scierie a-t-elle créés ?"
    answer = engine.ask(question)
    assert (answer.status, answer.limits, answer.question) == ("no_answer", None, question)
