"""Limits of a question: how they are written, and which articles are inside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index import Document, InputError, Limits, make_document, read_limits
from index.retrieval.limits import inside, span_of


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2024-02-29", (date(2024, 2, 29), date(2024, 2, 29))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2024-2", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        (" 2024 ", (date(2024, 1, 1), date(2024, 12, 31))),
    ],
)
def test_a_day_may_be_a_month_or_a_year(written: str, days: tuple[date, date]) -> None:
    assert read_limits(since=written, until=written) == Limits(since=days[0], until=days[1])


@pytest.mark.parametrize("field", ["since", "until"])
@pytest.mark.parametrize(
    "value", ["2024-02-30", "2024-13", "0000", "demain", "24", "2024-02-01T00:00", "２０２４", "-1"]
)
def test_what_is_no_day(field: str, value: str) -> None:
    with pytest.raises(InputError) as caught:
        read_limits(**{field: value})  # type: ignore[arg-type]  # one of several
    assert str(caught.value) == (
        f"{field}: must be a day, a month or a year, such as 2024-03-31, 2024-03 or 2024; "
        f"got {value!r}"
    )


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            {"since": "2024-03-02", "until": "2024-03-01"},
            "until: must not be before since, 2024-03-02; got 2024-03-01",
        ),
        (
            {"article_language": "french"},
            "article_language: must be one of de, en, es, fr, und; got 'french'",
        ),
        (
            {"document_id": [str(number) for number in range(101)]},
            "document_id: must be at most 100 articles; got 101",
        ),
    ],
)
def test_what_is_no_limit(written: dict[str, str], message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_limits(**written)
    assert str(caught.value) == message


def test_nothing_written_is_no_limit() -> None:
    assert read_limits() == read_limits(document_id="", since="", until=None) == Limits()
    assert not Limits()
    assert read_limits(document_id=["b", "a", "b", ""]).document_ids == ("b", "a")
    assert read_limits(article_language=" FR ").language == "fr"


def test_what_one_says_counts_before_what_another_does() -> None:
    first = Limits(since=date(2024, 1, 1), language="fr")
    second = Limits(("a",), until=date(2020, 1, 1), language="en")
    assert first.or_else(second) == Limits(("a",), since=date(2024, 1, 1), language="fr")
    assert Limits().or_else(second) == second


def articles() -> list[Document]:
    days = (date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1), None)
    made = [make_document("Il a plu à Foix.", document_id=f"d{n}") for n in range(len(days))]
    return [replace(d, published_at=day) for d, day in zip(made, days, strict=True)]


@pytest.mark.parametrize(
    ("limits", "names", "undated"),
    [
        (Limits(), "d0 d1 d2 d3 d4", 0),
        (Limits(since=date(2024, 1, 1)), "d1 d2 d3", 1),
        (Limits(until=date(2024, 12, 31)), "d0 d1 d2", 1),
        (Limits((), *span_of(2024)), "d1 d2", 1),
        (Limits(("d2", "d3"), since=date(2025, 1, 1)), "d3", 0),
        (Limits(("d4", "d3"), since=date(2025, 1, 1)), "d3", 1),
        (Limits(("d4",)), "d4", 0),
        (Limits(language="fr"), "d0 d1 d2 d3 d4", 0),
        (Limits(language="en", since=date(2024, 1, 1)), "", 0),
    ],
)
def test_which_articles_are_inside(limits: Limits, names: str, undated: int) -> None:
    documents = [replace(document, language="fr") for document in articles()]
    by_id = {document.id: document for document in documents}
    flags, left_out = inside(documents, limits, find=by_id.__getitem__)
    found = [d.id for d, is_inside in zip(documents, flags, strict=True) if is_inside]
    assert (" ".join(found), left_out) == (names, undated)
