"""Which days questions name, by gold tables, and how far sentences' dates lie in them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document
from index.annotations.dates import asked as asked_dates
from index.annotations.dates.asked import SentenceDates, asked_span, date_overlap
from index.annotations.dates.reading import ResolvedDate, resolve_dates
from index.documents.document import make_document
from index.documents.passages import cut_passages
from tests.strategies import any_text

SATURDAY = date(2026, 2, 28)


def asked(question: str, language: str = "fr", published_at: date | None = SATURDAY) -> str | None:
    span = asked_span(question, language, published_at)
    if span is None:
        return None
    return str(span[0]) if span[0] == span[1] else f"{span[0]}/{span[1]}"


@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("Que s'est-il passé le 27 février 2026 ?", "2026-02-27"),
        ("Que s'est-il passé le 27 février ?", "2026-02-27"),
        ("Que s'est-il passé le 2 avril ?", "2026-04-02"),  # nearer than the last one
        ("Que s'est-il passé le 1er octobre ?", "2025-10-01"),
        ("Que s'est-il passé le 22 Juillet ?", "2025-07-22"),
        ("Que s'est-il passé le 31 avril ?", None),
        ("Que s'est-il passé le 11 septembre ?", None),
        ("Que s'est-il passé le vendredi 27 février ?", "2026-02-27"),
        ("Que s'est-il passé vendredi ?", "2026-02-27"),
        ("Vendredi, qu'a dit le ministre ?", "2026-02-27"),
        ("Que s'est-il passé samedi ?", "2026-02-28"),
        ("Que s'est-il passé dimanche ?", "2026-02-22"),
        ("Qui signe dimanche ?", "2026-02-22"),
        ("Que se passera-t-il dimanche ?", "2026-03-01"),
        ("Qui a signé vendredi dernier ?", "2026-02-27"),
        ("Qui signe mardi prochain ?", "2026-03-03"),
        ("Qu'est-ce qui a été signé en juin 2025 ?", "2025-06-01/2025-06-30"),
        ("Qu'est-ce qui a été signé en juin ?", "2025-06-01/2025-06-30"),
        ("Que dit le contrat de juin ?", "2025-06-01/2025-06-30"),
        ("Qu'est-ce qui sera signé en juin ?", "2026-06-01/2026-06-30"),
        ("Que s'est-il passé début 2026 ?", "2026-01-01/2026-04-30"),
        ("Que s'est-il passé fin janvier ?", "2026-01-21/2026-01-31"),
        ("Que s'est-il passé en 2025 ?", "2025-01-01/2025-12-31"),
        ("Que s'est-il passé au cours de l'année 1998 ?", "1998-01-01/1998-12-31"),
        ("Que s'est-il passé hier ?", "2026-02-27"),
        ("Que se passe-t-il aujourd’hui ?", "2026-02-28"),
        ("Qui a dit « aujourd'hui » ?", "2026-02-28"),
        ("Que s'est-il passé la semaine dernière ?", "2026-02-16/2026-02-22"),
        ("Que s'est-il passé il y a trois jours ?", "2026-02-25"),
        ("Que s'est-il passé entre le 23 janvier et le 27 février ?", "2026-01-23/2026-02-27"),
        ("Que s'est-il passé les 26 et 27 février ?", "2026-02-26/2026-02-27"),
        ("Que dit le rapport du 2026-02-27 ?", "2026-02-27"),
        ("Qui a signé en juin, et qui vendredi ?", "2025-06-01/2025-06-30"),
        ("Combien de soldats compte l'armée ?", None),
        ("Qui a vendu 2000 voitures ?", None),
        ("Qui travaille le vendredi ?", None),
        ("Quelle est la distance de Mars à la Terre ?", None),
        ("", None),
    ],
)
def test_french(question: str, span: str | None) -> None:
    assert asked(question) == span


@pytest.mark.parametrize(
    ("question", "language", "span"),
    [
        ("What happened yesterday?", "en", "2026-02-27"),
        ("What happened today?", "en", "2026-02-28"),
        ("What happened on 27 February?", "en", "2026-02-27"),
        ("what happened on february 27th?", "en", "2026-02-27"),
        ("what happened on friday?", "en", "2026-02-27"),
        ("What did the Pentagon choose on Friday?", "en", "2026-02-27"),
        ("What will happen on Monday?", "en", "2026-03-02"),
        ("What happened last Friday?", "en", "2026-02-27"),
        ("Who signed in June 2025?", "en", "2025-06-01/2025-06-30"),
        ("who signed in june?", "en", "2025-06-01/2025-06-30"),
        ("Who may march in May?", "en", "2025-05-01/2025-05-31"),
        ("Who may march with them?", "en", None),
        ("What was founded in 1998?", "en", "1998-01-01/1998-12-31"),
        ("How many people live in 2000 cities?", "en", None),
        ("What happened from January 23 to February 27?", "en", "2026-01-23/2026-02-27"),
        ("What happened between January 23, 2026 and today?", "en", "2026-01-23/2026-02-28"),
        ("Was geschah im Juni 2025?", "de", "2025-06-01/2025-06-30"),
        ("was geschah am freitag?", "de", "2026-02-27"),
        ("Was geschah gestern?", "de", "2026-02-27"),
        ("¿Qué pasó el viernes?", "es", "2026-02-27"),
        ("¿Qué pasó el 27 de febrero?", "es", "2026-02-27"),
        ("¿Qué pasó en junio de 2025?", "es", "2025-06-01/2025-06-30"),
        ("2026-02-27?", "und", "2026-02-27"),
        ("vendredi ?", "und", None),
    ],
)
def test_other_languages(question: str, language: str, span: str | None) -> None:
    assert asked(question, language) == span


def test_without_a_day_of_publication_only_what_names_its_year() -> None:
    assert asked("Qui a signé en juin 2025 ?", published_at=None) == "2025-06-01/2025-06-30"
    for question in ("Qui a signé vendredi ?", "Et hier ?", "Et en juin ?", "Et le 3 mai ?"):
        assert asked(question, published_at=None) is None


@given(
    st.one_of(
        any_text,
        st.lists(
            st.sampled_from(
                ["le", "29", "février", "vendredi", "en", "juin", "2025", "hier", "prochain", "et",
                 "au", "fin", "il y a", "jours", "2026-02-27", "last", "Friday", "99", "?", "era"]
            )
        ).map(" ".join),
    ),
    st.sampled_from(("fr", "en", "de", "es", "und")),
    st.one_of(st.none(), st.dates(), st.sampled_from([date.min, date.max])),
)  # fmt: skip
def test_any_text_names_days_in_order_or_none(
    text: str, language: str, published_at: date | None
) -> None:
    span = asked_span(text, language, published_at)
    assert span is None or span[0] <= span[1]


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_in_the_week_that_ends_with_publication(day: date, weekday: int) -> None:
    name = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()[weekday]  # noqa: SIM905
    span = asked_span(f"Qui a signé {name} ?", "fr", day)
    assert span is not None
    assert span[0] == span[1]
    assert span[0].weekday() == weekday
    assert 0 <= (day - span[0]).days < 7


# --- how far dates lie in what is asked ---


def resolved(start: str, end: str | None = None) -> ResolvedDate:
    return ResolvedDate("", 0, 0, date.fromisoformat(start), date.fromisoformat(end or start))


FRIDAY = (date(2026, 2, 27), date(2026, 2, 27))
JUNE = (date(2025, 6, 1), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("span", "found", "value"),
    [
        (None, [resolved("2026-02-27")], 0.0),
        (FRIDAY, [], 0.0),
        (FRIDAY, [resolved("2026-02-27")], 1.0),
        (FRIDAY, [resolved("2026-02-26")], 0.0),
        (FRIDAY, [resolved("2026-02-26"), resolved("2026-02-27")], 1.0),
        (FRIDAY, [resolved("2026-02-27", "2026-02-28")], 0.5),
        (FRIDAY, [resolved("2026-02-01", "2026-02-28")], 0.172),
        (FRIDAY, [resolved("2026-01-01", "2026-12-31")], 0.105),
        (JUNE, [resolved("2025-06-12")], 1.0),
        (JUNE, [resolved("2025-06-01", "2025-06-30")], 1.0),
        (JUNE, [resolved("2025-07-01")], 0.0),
        (JUNE, [resolved("2025-06-26", "2025-07-05")], 0.5),
    ],
)
def test_overlap(span: tuple[date, date] | None, found: list[ResolvedDate], value: float) -> None:
    assert date_overlap(span, found) == pytest.approx(value, abs=0.001)


_spans = st.tuples(st.dates(date(2025, 1, 1), date(2026, 1, 1)), st.integers(0, 400)).map(
    lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))
)


@given(_spans, st.lists(_spans, max_size=4))
def test_overlap_is_1_inside_0_outside_and_between_else(
    span: tuple[date, date], others: list[tuple[date, date]]
) -> None:
    value = date_overlap(span, [ResolvedDate("", 0, 0, *other) for other in others])
    assert 0.0 <= value <= 1.0
    inside = any(span[0] <= a and b <= span[1] for a, b in others)
    apart = all(b < span[0] or a > span[1] for a, b in others)
    assert (value == 1.0) == inside
    assert (value == 0.0) == apart


def test_dates_are_resolved_once_and_only_where_one_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = make_document(
        " date 2026-02-28 Il a signé vendredi. Il est parti jeudi. Il pleut.", document_id="a"
    )
    places = [(document, s) for p in cut_passages(document) for s in p.sentences]
    calls: list[int] = []

    def counted(text: str, start: int, end: int, **rest: object) -> tuple[ResolvedDate, ...]:
        if text == document.text:
            calls.append(start)
        return resolve_dates(text, start, end, **rest)  # type: ignore[arg-type]

    dates = SentenceDates()
    monkeypatch.setattr(asked_dates, "resolve_dates", counted)
    assert dates.overlaps("Qui a signé ?", "fr", places) == [0.0, 0.0, 0.0]
    assert calls == []
    assert dates.overlaps("Qui a signé le 27 février ?", "fr", places) == [1.0, 0.0, 0.0]
    assert dates.overlaps("Qui est parti le 26 février ?", "fr", places) == [0.0, 1.0, 0.0]
    assert len(calls) == 3


def test_the_first_article(seed_document: Document) -> None:
    places = [(seed_document, s) for p in cut_passages(seed_document) for s in p.sentences]
    values = SentenceDates().overlaps("Que s'est-il passé le 27 février 2026 ?", "fr", places)
    (best,) = [s for (_, s), value in zip(places, values, strict=True) if value == 1.0]
    assert seed_document.text[best.start :].startswith("Le Pentagone a choisi vendredi")
