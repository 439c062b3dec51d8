"""The index terms of resolved dates: a question that names the day finds "vendredi"."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document
from index.annotations.dates import ResolvedDate, date_terms, find_dates
from index.documents.cut import cut_document
from index.text.lexicon import available_languages
from index.text.tokens import analyzer_for
from tests.index.helpers import document

FRIDAY = date(2026, 2, 27)


def resolved(text: str, start: date, end: date | None = None) -> ResolvedDate:
    return ResolvedDate(text, 0, len(text), start, end or start)


@pytest.mark.parametrize("language", ["fr", "en", "de", "es"])
@pytest.mark.parametrize(
    "asked",
    ["le 27 février 2026", "27 February 2026", "27. Februar 2026", "27 de febrero de 2026"],
)
def test_a_day_is_found_by_its_date_in_any_language(language: str, asked: str) -> None:
    terms = set(analyzer_for(language).terms(asked)) - {"le", "de"}
    assert terms <= set(date_terms(resolved("X", FRIDAY), language))


def test_a_date_is_found_by_its_weekday() -> None:
    added = date_terms(resolved("22 juillet 2025", date(2025, 7, 22)), "fr")
    assert set(analyzer_for("fr").terms("mardi Tuesday")) <= set(added)


def test_what_the_words_say_themselves_is_not_added() -> None:
    added = date_terms(resolved("22 juillet 2025", date(2025, 7, 22)), "fr")
    assert set(analyzer_for("fr").terms("22 juillet 2025")).isdisjoint(added)
    assert len(added) == len(set(added))


@pytest.mark.parametrize(
    ("language", "day", "asked"),
    [("fr", 1, "1er mai"), ("en", 1, "May 1st"), ("en", 12, "12th"), ("en", 23, "23rd")],
)
def test_days_as_they_are_numbered(language: str, day: int, asked: str) -> None:
    added = date_terms(resolved("X", date(2026, 5, day)), language)
    assert set(analyzer_for(language).terms(asked)) <= set(added)


@pytest.mark.parametrize(
    ("end", "has", "lacks"),
    [
        (date(2026, 2, 28), "26 27 28 février 2026 vendredi", "25"),
        (date(2026, 3, 4), "février mars 2026", "26 27 jeudi"),
        (date(2026, 12, 31), "2026", "février 26"),
        (date(2027, 2, 25), "2026 2027", "février"),
    ],
)
def test_a_stretch_adds_what_it_is_as_a_whole(end: date, has: str, lacks: str) -> None:
    added = set(date_terms(resolved("X", date(2026, 2, 26), end), "fr"))
    analyzer = analyzer_for("fr")
    assert added.issuperset(analyzer.terms(has))
    assert added.isdisjoint(analyzer.terms(lacks))


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(0, 800), st.sampled_from(("fr", "und")))
def test_the_years_are_always_added(start: date, days: int, language: str) -> None:
    end = start + timedelta(days=days)
    added = date_terms(resolved("X", start, end), language)
    assert {str(start.year), str(end.year)} <= set(added)
    assert "" not in added


def test_the_sentences_of_an_article_are_resolved_at_once(seed_document: Document) -> None:
    cut = cut_document(seed_document)
    found = find_dates(cut)
    assert [d.text for dates in found.values() for d in dates] == [
        *("vendredi", "22 juillet 2025", "23 janvier 2026", "jeudi", "juin", "Début 2026")
    ]
    ends = {sentence.start: sentence.end for sentence in cut.sentences}
    for start, dates in found.items():
        for d in dates:
            assert start <= d.start_char_index < d.end_char_index <= ends[start]
            assert seed_document.text[d.start_char_index : d.end_char_index] == d.text


def test_an_article_without_dates_has_none() -> None:
    assert find_dates(cut_document(document("Le maire a parlé."))) == {}


def test_every_language_with_a_lexicon_names_its_months() -> None:
    added = date_terms(resolved("X", date(2026, 10, 31)), "und")
    assert {"octobre", "october", "oktober", "octubre"} <= set(added)
    assert len(available_languages()) == 4
