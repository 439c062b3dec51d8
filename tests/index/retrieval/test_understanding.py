"""Limits in the words of a question: which articles it names, and what is left to ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Limits, make_document
from index.annotations.indexed import IndexedDocument, index_document
from index.retrieval.understanding import asked_of_the_same, asked_year, understand

YEAR = {"since": date(2024, 1, 1), "until": date(2024, 12, 31)}


def article(
    name: str, title: str, text: str, *, language: str = "fr", author: str = "", url: str = ""
) -> IndexedDocument:
    head = f"title: {title}\nlanguage: {language}\n" + (f"url: {url}\n" if url else "")
    made = make_document(f"---\n{head}---\n\n{text}\n", document_id=name)
    return index_document(replace(made, author=author))


ARTICLES = (
    article(
        "foix",
        "La scierie de Foix grandit",
        "FOIX - La scierie emploie 120 personnes.",
        author="Jeanne Roux",
    ),
    article(
        "foix2",
        "À Foix, un pont neuf",
        "Le pont a ouvert lundi.",
        url="https://www.ariege-info.fr/pont",
    ),
    article("pamiers", "Un stade pour la ville", "PAMIERS - La ville de Pamiers ouvre un stade."),
    article("english", "The mill at Harwood", "The mill closed on Monday.", language="en"),
)


@pytest.mark.parametrize(
    ("question", "rest", "limits"),
    [
        ("Selon l'article sur la scierie, combien de personnes emploie-t-elle ?",
         "Combien de personnes emploie-t-elle ?", Limits(("foix",))),
        ("D’après l’article sur la scierie de Foix, qui travaille ?", "Qui travaille ?",
         Limits(("foix",))),
        ("Combien de personnes travaillent, selon l'article sur la scierie ?",
         "Combien de personnes travaillent ?", Limits(("foix",))),
        ("Combien de personnes travaillent d'après l'article sur la scierie?",
         "Combien de personnes travaillent?", Limits(("foix",))),
        ("dans l'article sur le stade qui ouvre un stade", "Qui ouvre un stade",
         Limits(("pamiers",))),
        ("Dans l'article sur Foix, quand le pont a-t-il ouvert ?",
         "Quand le pont a-t-il ouvert ?", Limits(("foix", "foix2"))),
        ("Dans l'article « Un stade pour la ville », qui ouvre le stade ?",
         "Qui ouvre le stade ?", Limits(("pamiers",))),
        ("Selon l'article de Jeanne Roux, qui travaille ?", "Qui travaille ?", Limits(("foix",))),
        ("Selon l'article d'Ariege-info, quand le pont ouvre-t-il ?",
         "Quand le pont ouvre-t-il ?", Limits(("foix2",))),
        ("Selon l'article sur Pamiers, où est le stade ?", "Où est le stade ?",
         Limits(("pamiers",))),
        ("According to the article on the mill, when did it close?", "When did it close?",
         Limits(("english",))),
        ("When did the mill close, according to the article about Harwood?",
         "When did the mill close?", Limits(("english",))),
        ("In the article on Foix who works?", "Who works?", Limits(("foix", "foix2"))),
        ("Selon les articles sur Foix de 2024, qui travaille ?", "Qui travaille ?",
         Limits(("foix", "foix2"), **YEAR)),
        ("Dans les articles de 2024, qui travaille ?", "Qui travaille ?", Limits(**YEAR)),
        ("Dans les articles parus depuis mars 2024, qui travaille ?", "Qui travaille ?",
         Limits(since=date(2024, 3, 1))),
        ("Qui travaille, selon les articles d'avant 2024 ?", None, None),
        ("Qui travaille, selon les articles publiés avant 2024 ?", "Qui travaille ?",
         Limits(until=date(2023, 12, 31))),
        ("Qui travaille dans les articles parus après le 3 mars 2024 ?", "Qui travaille ?",
         Limits(since=date(2024, 3, 4))),
        ("Qui travaille dans les articles parus jusqu'en 2024 ?", "Qui travaille ?",
         Limits(until=date(2024, 12, 31))),
        ("Dans les articles parus entre 2023 et 2024, qui travaille ?", "Qui travaille ?",
         Limits(since=date(2023, 1, 1), until=date(2024, 12, 31))),
        ("Dans l'article du 3 mars 2024, qui travaille ?", "Qui travaille ?",
         Limits(since=date(2024, 3, 3), until=date(2024, 3, 3))),
        ("In the articles since March 2024, who works?", "Who works?",
         Limits(since=date(2024, 3, 1))),
        ("Who works, in the articles published before 3 March 2024?", "Who works?",
         Limits(until=date(2024, 3, 2))),
        ("In articles from 2023 to 2024, who works?", "Who works?",
         Limits(since=date(2023, 1, 1), until=date(2024, 12, 31))),
        ("Dans les articles en anglais, qui travaille ?", "Qui travaille ?", Limits(language="en")),
        ("Dans les articles anglais, qui travaille ?", "Qui travaille ?", Limits(language="en")),
        ("In the French articles, who works?", "Who works?", Limits(language="fr")),
        ("In the articles in French since 2024, who works?", "Who works?",
         Limits(language="fr", since=date(2024, 1, 1))),
    ],
)  # fmt: skip
def test_what_names_articles_is_understood(
    question: str, rest: str | None, limits: Limits | None
) -> None:
    understood = understand(question, ARTICLES)
    found = (understood.question, understood.limits) if understood else (None, None)
    assert found == (rest, limits)


@pytest.mark.parametrize(
    "question",
    [
        "Que dit l'article 2 de la loi ?",
        "Dans l'article 2, que doit le locataire ?",
        "Selon l'article 4.1 du règlement, qui paie ?",
        "In article 5 of the treaty, who decides?",
        "Selon l'article sur Toulouse, qui travaille ?",
        "Selon l'article sur les, qui travaille ?",
        "Selon l'article, qui travaille ?",
        "Dans les articles, qui travaille ?",
        "Que dit-on dans l'article sur Foix ?",
        "Dans l'article sur Foix",
        "Qui a écrit l'article sur Foix ?",
        "Dans les articles de mars, qui travaille ?",
        "Dans les articles parus entre 2024 et 2023, qui travaille ?",
        "Combien d'emplois en 2024 ?",
        "Depuis 2024, qui travaille ?",
        "",
        "?",
    ],
)
def test_what_names_none_is_left_as_it_is(question: str) -> None:
    assert understand(question, ARTICLES) is None


def test_what_names_every_article_is_no_limit() -> None:
    assert understand("Selon l'article sur Foix, qui travaille ?", ARTICLES[:2]) is None
    assert understand("Selon l'article sur Foix, qui travaille ?", ()) is None


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Combien d'emplois en 2024 ?", (2024, "Combien d'emplois ?")),
        ("En 2024, combien de personnes travaillaient ?",
         (2024, "Combien de personnes travaillaient ?")),
        ("Combien de personnes travaillaient en 2024 à Foix ?",
         (2024, "Combien de personnes travaillaient à Foix ?")),
        ("How many people worked in 2024?", (2024, "How many people worked?")),
        ("In 2024, how many people worked?", (2024, "How many people worked?")),
        ("Combien d'emplois en mars 2024 ?", None),
        ("Combien d'emplois depuis 2024 ?", None),
        ("Combien d'emplois en 2023 et en 2024 ?", None),
        ("Combien d'emplois en 2023 ou 2024 ?", None),
        ("Combien d'emplois ?", None),
        ("Et en 2024 ?", None),
        ("Qui vend 2024 vélos en 1 an ?", None),
    ],
)  # fmt: skip
def test_a_year_that_is_asked_about(question: str, found: tuple[int, str] | None) -> None:
    assert asked_year(question) == found


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("Dans cet article, qui travaille ?", "Qui travaille ?"),
        ("Qui travaille dans cet article ?", "Qui travaille ?"),
        ("Qui travaille, d'après le même article ?", "Qui travaille ?"),
        ("In this article, who works?", "Who works?"),
        ("Who works, according to the same article?", "Who works?"),
        ("Qui a écrit cet article ?", None),
        ("Que dit-on dans cet article ?", None),
        ("Dans l'article 2, qui travaille ?", None),
    ],
)
def test_this_article_is_that_of_the_answer_before(question: str, rest: str | None) -> None:
    assert asked_of_the_same(question) == rest


_WORDS = (
    "selon", "dans", "l'article", "les articles", "sur", "de", "en", "depuis", "entre", "2024",
    "mars", "3", "Foix", "la", "scierie", "«", "»", ",", "?", "combien", "in", "the",
    "article", "articles", "about", "since", "French", "and", "9999", "décembre", "31", "0001",
)  # fmt: skip


@given(st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join) | st.text(max_size=200))
def test_no_words_break_it(question: str) -> None:
    """What is left is part of the question, and the limits are of articles that are there."""
    known = {article.document.id for article in ARTICLES}
    if understood := understand(question, ARTICLES):
        assert understood.limits
        assert known.issuperset(understood.limits.document_ids)
        assert len(understood.question) < len(question)
        assert understood.question.strip()
    if found := asked_year(question):
        assert str(found[0]) in question
        assert str(found[0]) not in found[1]
