"""Which days words of time mean, by the gold dates of `data/dates.json` and one by one."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document
from index.annotations.dates.reading import resolve_dates
from index.annotations.dates.words import date_words
from index.documents.passages import cut_passages
from index.text.lexicon import word_classes
from tests.paths import DATA
from tests.strategies import articles

GOLD: list[dict[str, Any]] = json.loads((DATA / "dates.json").read_text("utf-8"))
LANGUAGES = ("fr", "en", "de", "es", "und")
SATURDAY = date(2026, 2, 28)
WEDNESDAY = date(2026, 2, 25)


def dates(
    text: str, *, language: str = "fr", published_at: date | None = SATURDAY
) -> list[tuple[str, str]]:
    """What is resolved of a sentence: the words, and the day or the first and last one."""
    found = resolve_dates(text, 0, len(text), language=language, published_at=published_at)
    return [(d.text, str(d.start) if d.start == d.end else f"{d.start}/{d.end}") for d in found]


def test_there_are_so_many_sentences_in_french_and_in_english() -> None:
    assert [sum(row["language"] == code for row in GOLD) for code in ("fr", "en")] == [47, 46]


@pytest.mark.parametrize("row", GOLD, ids=lambda row: row["text"])
def test_gold(row: dict[str, Any]) -> None:
    published_at = date.fromisoformat(row["published_at"])
    found = resolve_dates(
        row["text"], 0, len(row["text"]), language=row["language"], published_at=published_at
    )
    assert [{"text": d.text, "start": str(d.start), "end": str(d.end)} for d in found] == row[
        "dates"
    ]


def test_the_first_article(seed_document: Document) -> None:
    found = [
        (passage.paragraph, resolved.text, str(resolved.start), str(resolved.end))
        for passage in cut_passages(seed_document)
        for sentence in passage.sentences
        for resolved in resolve_dates(
            seed_document.text,
            sentence.start,
            sentence.end,
            language=seed_document.language,
            published_at=seed_document.published_at,
        )
    ]
    # "Ce soir" and "aujourd'hui" stand in quotes, and mean nothing certain.
    assert found == [
        (2, "vendredi", "2026-02-27", "2026-02-27"),
        (6, "22 juillet 2025", "2025-07-22", "2025-07-22"),
        (13, "23 janvier 2026", "2026-01-23", "2026-01-23"),
        (15, "jeudi", "2026-02-26", "2026-02-26"),
        (16, "juin", "2025-06-01", "2025-06-30"),
        (21, "Début 2026", "2026-01-01", "2026-04-30"),
    ]


# --- to the letter, for any text ---

_PIECES = [row["text"] for row in GOLD] + [
    "2026-02-27", "0000-00-00", "31 février 2025", "le 29 février", "on Feb. 30, ", "vendredi", '"',
    "«", "hier", "il y a 9 jours", "in June\r\n2025", "mi-", "début", "de", "a", "sera", "9999",
    "Mon\u0301day", "le 1er\u00a0mai\u202f2025", "du 30 au 31 décembre", "٢٧ mars", "²7 mai",
]  # fmt: skip
_dated_texts = st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join)
_days = st.one_of(
    st.none(), st.dates(), st.sampled_from([date.min, date.max, date(2024, 2, 29), SATURDAY])
)


@given(st.one_of(articles, _dated_texts), st.sampled_from(LANGUAGES), _days, st.data())
def test_what_is_resolved_is_to_the_letter_and_in_order(
    text: str, language: str, published_at: date | None, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = start
    for d in resolve_dates(text, start, end, language=language, published_at=published_at):
        assert d.text == text[d.start_char_index : d.end_char_index]
        assert d.text == d.text.strip() != ""
        assert place <= d.start_char_index < d.end_char_index <= end
        assert 0 <= (d.end - d.start).days <= 365
        assert "\n\n" not in d.text
        place = d.end_char_index


@given(st.one_of(articles, _dated_texts), st.sampled_from(LANGUAGES))
def test_without_a_day_of_publication_only_what_names_its_year(text: str, language: str) -> None:
    for d in resolve_dates(text, 0, len(text), language=language, published_at=None):
        assert d.names_its_year


def test_a_sentence_is_read_where_it_stands() -> None:
    text = "Il est parti jeudi. Elle est arrivée vendredi. On est samedi."
    (found,) = resolve_dates(text, 20, 46, language="fr", published_at=SATURDAY)
    assert (found.text, found.start_char_index, found.end_char_index) == ("vendredi", 37, 45)


def test_many_dates_take_no_more_than_their_number() -> None:
    text = '"le 3 mai 2025" a vendredi ' * 5_000
    assert len(dates(text)) == 10_000


@pytest.mark.parametrize("language", ["fr", "en", "de", "es"])
def test_months_and_weekdays_are_those_of_the_lexicon(language: str) -> None:
    words, classes = date_words(language), word_classes(language)
    assert words is not None
    assert classes["month"] <= set(words.months)
    assert classes["weekday"] == set(words.weekdays)
    assert sorted(words.weekdays.values()) == list(range(7))
    assert sorted(set(words.months.values())) == list(range(1, 13))


# --- weekdays ---


@pytest.mark.parametrize(
    ("text", "published_at", "found"),
    [
        ("Elle a signé samedi.", SATURDAY, "2026-02-28"),  # agencies name the day itself
        ("Elle a signé dimanche.", SATURDAY, "2026-02-22"),
        ("Elle signera samedi.", SATURDAY, None),  # today, or in a week
        ("Elle signera dimanche.", SATURDAY, "2026-03-01"),
        ("Elle avait promis de signer dimanche.", SATURDAY, None),
        ("Elle devait signer vendredi.", SATURDAY, None),
        ("Elle aurait signé vendredi.", SATURDAY, None),
        ("Elle signe vendredi.", SATURDAY, None),
        ("Elle avait jusqu'à vendredi pour signer.", SATURDAY, None),
        ("Le magasin restera fermé jusqu'à lundi.", SATURDAY, "2026-03-02"),
        ("D'ici vendredi, elle signera.", WEDNESDAY, "2026-02-27"),
        ("Vendredi, le tribunal a tranché.", SATURDAY, "2026-02-27"),
        ("Vendredi, le tribunal tranchera.", WEDNESDAY, "2026-02-27"),
        ("Depuis lundi, la ville manque d'eau.", SATURDAY, "2026-02-23"),
        ("Le vote de vendredi a été annulé.", SATURDAY, "2026-02-27"),
        ("L'accord signé vendredi fâche.", SATURDAY, "2026-02-27"),
        ("Ce vendredi, elle a signé.", SATURDAY, None),
        ("Ce samedi, elle a signé.", SATURDAY, "2026-02-28"),
        ("Elle a vu Vendredi ou la Vie sauvage.", SATURDAY, None),  # a name
        ("Elle a jeûné le Vendredi saint, et vendredi saint aussi.", SATURDAY, None),
        ("Elle a chanté lundi de Pâques.", SATURDAY, None),
        ("Il avait signé le contrat vendredi suivant.", SATURDAY, None),
    ],
)
def test_weekdays(text: str, published_at: date, found: str | None) -> None:
    assert [day for _, day in dates(text, published_at=published_at)] == ([found] if found else [])


@pytest.mark.parametrize(
    "text",
    [
        "She wrote in Sunday Times reports about it.",
        "Friday the 13th was released in a theatre.",
        "The strike has spread; talks resume Friday.",
        "He has laid flowers there every March 3.",
        "He was in The Tomorrow People.",
        "He left on a Friday.",
        "On Good Friday he left.",
        "It was read the following Friday.",
    ],
)
def test_english_names_and_days_of_no_certain_week(text: str) -> None:
    assert dates(text, language="en") == []


def test_a_weekday_before_a_name() -> None:
    assert dates("On Friday Ford closed a plant.", language="en") == [("Friday", "2026-02-27")]


@pytest.mark.parametrize(
    ("published_at", "last", "next_"),
    [
        (date(2026, 2, 27), "2026-02-20", "2026-03-06"),  # a Friday
        (SATURDAY, None, "2026-03-06"),  # "last Friday" is hardly yesterday
        (date(2026, 2, 26), "2026-02-20", None),  # nor "next Friday" tomorrow
        (WEDNESDAY, "2026-02-20", "2026-02-27"),
    ],
)
def test_last_and_next(published_at: date, last: str | None, next_: str | None) -> None:
    for language, before, behind in [
        ("fr", "Il a signé vendredi dernier.", "Il signe vendredi prochain."),
        ("en", "He signed last Friday.", "He signs next Friday."),
    ]:
        for text, expected in ((before, last), (behind, next_)):
            found = [d for _, d in dates(text, language=language, published_at=published_at)]
            assert found == ([expected] if expected else [])


# --- months, and days of them ---


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Il a signé en février.", "2026-02-01/2026-02-28"),
        ("Il a signé en mai.", "2025-05-01/2025-05-31"),
        ("Il a signé en avril.", None),  # nearly a year ago, or the one to come
        ("Il a promis un accord en mars.", None),
        ("Il signera en février.", None),
        ("Il signera en avril.", "2026-04-01/2026-04-30"),
        ("Il signe en avril.", None),
        ("Il signe en avril prochain.", "2026-04-01/2026-04-30"),
        ("Il a signé en février dernier.", "2025-02-01/2025-02-28"),
        ("Il a vu Mars et mai et juin.", None),  # nothing leads up to them
        ("Les grèves de mai 68 ont duré.", None),
        ("Il a signé en mai 68.", None),
        ("Fondée en 2021, elle a signé en juin.", None),  # of which year?
        ("Fondée en 2021, elle a signé en juin dernier.", "2025-06-01/2025-06-30"),
        ("Il a signé en juin 2019.", "2019-06-01/2019-06-30"),
        ("Il a signé fin juin 2019.", "2019-06-21/2019-06-30"),
        ("Il a signé fin février.", "2026-02-21/2026-02-28"),
        ("Il a signé au début de l'année 2019.", "2019-01-01/2019-04-30"),
        ("Il a signé mi-2019.", "2019-05-01/2019-08-31"),
    ],
)
def test_months(text: str, found: str | None) -> None:
    assert [day for _, day in dates(text)] == ([found] if found else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Il est né le 1er mars.", None),  # 362 days ago, or the year is missing
        ("Il a signé le 28 février.", "2026-02-28"),
        ("Il a signé le 1er juin.", "2025-06-01"),
        ("Il a signé le 1er mai.", None),
        ("Il signera le 1er mai.", "2026-05-01"),
        ("Il signe le 1er mai.", "2026-05-01"),  # far nearer than the last one
        ("Il signe le 1er février.", "2026-02-01"),
        ("Il signe le 10 août.", None),
        ("Il signe le 31 avril.", None),
        ("Il a signé le 3 février 44 fois.", None),
        ("Il a signé rue du 4 septembre.", None),
        ("Il a défilé tous les 14 juillet.", None),
        ("Il a signé le mardi 3 février.", "2026-02-03"),
        ("Il signe mardi 3 mars.", "2026-03-03"),
        ("Il a signé lundi 3 février.", "2025-02-03"),  # the weekday tells the year
        ("Il a signé dimanche 3 février.", None),  # in no year near
        ("Il a signé mardi 3 mars 2026.", "2026-03-03"),
        ("Il a signé lundi 3 mars 2026.", None),  # it contradicts itself
        ("Il a signé les 26 et 27 février.", "2026-02-26/2026-02-27"),
        ("Il a signé du 26\u202f-\u202f27 février 2025.", "2025-02-26/2025-02-27"),
        ("Il a signé le 2026-02-27.", "2026-02-27"),
        ("Référence 12026-02-27-3.", None),
        ("Il a signé le 29 février 2025.", None),
        ('"J\'ai signé le 3 février et le 3 mai 2019", a-t-il dit.', "2019-05-03"),
        ("« J'ai signé vendredi, en juin, hier », a-t-il dit.", None),
    ],
)
def test_days(text: str, found: str | None) -> None:
    assert [day for _, day in dates(text)] == ([found] if found else [])


@pytest.mark.parametrize(
    ("text", "language", "published_at", "found"),
    [
        ("He left yesterday.", "en", SATURDAY, "2026-02-27"),
        ("He left the day before yesterday.", "en", SATURDAY, "2026-02-26"),
        ("Il est parti avant-hier.", "fr", SATURDAY, "2026-02-26"),
        ("Il y a dix jours, il est parti.", "fr", SATURDAY, "2026-02-18"),
        ("Il y a 10 semaines, il est parti.", "fr", SATURDAY, None),
        ("It rained in the last month.", "en", SATURDAY, None),
        ("Il a plu cette année.", "fr", SATURDAY, "2026-01-01/2026-12-31"),
        ("Il a plu cette année-là, et ce samedi-là.", "fr", SATURDAY, None),
        ("It rained last week.", "en", date(2026, 3, 1), None),  # Sunday
        ("Il a plu la semaine dernière.", "fr", date(2026, 3, 1), "2026-02-16/2026-02-22"),
        ("Er ging vor drei Tagen.", "de", SATURDAY, "2026-02-25"),
        ("Llegó hace dos días.", "es", SATURDAY, "2026-02-26"),
        ("Il part le mois prochain.", "fr", date(2026, 12, 5), "2027-01-01/2027-01-31"),
        ("Il est parti l'an dernier.", "fr", SATURDAY, "2025-01-01/2025-12-31"),
    ],
)
def test_from_the_day_of_publication(
    text: str, language: str, published_at: date, found: str | None
) -> None:
    got = [day for _, day in dates(text, language=language, published_at=published_at)]
    assert got == ([found] if found else [])


@pytest.mark.parametrize("published_at", [date.min, date.max])
def test_the_ends_of_the_calendar(published_at: date) -> None:
    text = (
        "Hier, demain, la semaine dernière, la semaine prochaine, le mois dernier, l'an prochain, "
        "il a signé lundi, en mars et le 3 mai, il signera lundi, en avril et le 3 juin."
    )
    dates(text, published_at=published_at)


def test_whole_months_and_years_are_known_as_such() -> None:
    text = "Il a signé en juin, l'an dernier, début 2026 et hier."
    found = resolve_dates(text, 0, len(text), language="fr", published_at=SATURDAY)
    assert [(d.text, d.is_month, d.is_year, d.names_its_year) for d in found] == [
        ("juin", True, False, False),
        ("an dernier", False, True, False),
        ("début 2026", False, False, True),
        ("hier", False, False, False),
    ]
