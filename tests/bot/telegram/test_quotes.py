from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.phrases import ENGLISH, FRENCH
from bot.telegram.quotes import MOST_DATES, joined, one_line, quoted, shortened
from bot.telegram.text import Message, Writer
from index import Citation
from index.annotations.dates.reading import ResolvedDate
from tests.bot.answers import citation
from tests.bot.telegram.helpers import check_message, styled
from tests.strategies import signs


@given(signs, signs, signs)
def test_a_quote_is_verbatim_and_the_short_answer_bold(before: str, key: str, after: str) -> None:
    text = f"a{before}{key}{after}z"
    start = 500 + 1 + len(before)
    shown = citation(
        text,
        start_char_index=500,
        answer_start_char_index=start,
        answer_end_char_index=start + len(key),
    )
    message = quoted(shown, ENGLISH)
    check_message(message)
    assert message.text == f"{text}\n[1] Un titre, 28 February 2026, §\u00a017"
    assert styled(message) == [("blockquote", text)] + ([("bold", key)] if key else [])


def test_a_quote_may_go_without_a_number() -> None:
    message = quoted(citation("Un mot."), FRENCH, numbered=False)
    assert message.text == "Un mot.\nUn titre, 28 février 2026, §\u00a017"


def test_a_part_of_a_sentence_says_so() -> None:
    message = quoted(citation("et le maire part", is_part=True), FRENCH)
    assert message.text.endswith("§\u00a017, partie d’une longue phrase")
    message = quoted(citation("and the mayor leaves", is_part=True), ENGLISH)
    assert message.text.endswith("§\u00a017, part of a long sentence")


@pytest.mark.parametrize(("length", "style"), [(150, "blockquote"), (151, "expandable_blockquote")])
def test_only_what_is_long_is_folded(length: int, style: str) -> None:
    assert styled(quoted(citation("a" * length), FRENCH, folded=True)) == [(style, "a" * length)]
    assert styled(quoted(citation("a" * length), FRENCH)) == [("blockquote", "a" * length)]


def test_a_title_links_to_the_quote() -> None:
    shown = citation("Un mot.", url="https://a.fr/", text_fragment_url="https://a.fr/#:~:text=Un")
    message = quoted(shown, FRENCH)
    (link,) = [entity for entity in message.entities if entity.type == "text_link"]
    assert link.url == "https://a.fr/#:~:text=Un"
    assert styled(message, "text_link") == [("text_link", "Un titre")]


@pytest.mark.parametrize(
    ("url", "fragment", "linked"),
    [
        ("https://a.fr/", "https://a.fr/#" + "a" * 3000, "https://a.fr/"),
        ("https://a.fr/" + "a" * 3000, None, None),
        ("tg://user?id=1", None, None),
        ("javascript:alert(1)", None, None),
        (None, None, None),
    ],
)
def test_only_the_web_is_linked_to(
    url: str | None, fragment: str | None, linked: str | None
) -> None:
    shown = citation("Un mot.", url=url, text_fragment_url=fragment)
    message = quoted(shown, FRENCH)
    urls = [entity.url for entity in message.entities if entity.type == "text_link"]
    assert urls == ([linked] if linked else [])


def test_a_number_links_to_the_page_of_the_quote() -> None:
    shown = citation("Un mot.", 2, url="https://a.fr/", start_char_index=10)
    message = quoted(shown, FRENCH, public_url="https://mots.fr")
    check_message(message)
    assert message.text == "Un mot.\n[2] Un titre, 28 février 2026, §\u00a017"
    assert styled(message, "text_link") == [("text_link", "[2]"), ("text_link", "Un titre")]
    page, source = [entity.url for entity in message.entities if entity.type == "text_link"]
    assert (page, source) == (
        "https://mots.fr/documents/a?version=000000000000#char=10,17",
        "https://a.fr/",
    )


def test_without_a_number_the_paragraph_links_to_the_page() -> None:
    message = quoted(citation("Un mot."), FRENCH, numbered=False, public_url="https://mots.fr")
    assert styled(message, "text_link") == [("text_link", "§\u00a017")]


def test_a_page_with_a_very_long_address_is_not_linked_to() -> None:
    shown = citation("Un mot.", document_id="é" * 500)
    assert not styled(quoted(shown, FRENCH, public_url="https://mots.fr"), "text_link")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("mot " * 125, " ".join(["mot"] * 24) + "…, "),
        ("m" * 500, "m" * 99 + "…, "),
        ("Deux\nlignes\u2028et\t\u202etrois", "Deux lignes et trois, "),
        ("", ""),
        (" \x00 ", ""),
    ],
)
def test_a_title_is_one_line(title: str, shown: str) -> None:
    message = quoted(citation("Un mot.", document_title=title), FRENCH)
    assert message.text == f"Un mot.\n[1] {shown}28 février 2026, §\u00a017"


def test_no_date_no_title() -> None:
    shown = citation("Un mot.", document_title="", published_at=None)
    assert quoted(shown, FRENCH).text == "Un mot.\n[1] §\u00a017"


def _dated(text: str, *dates: tuple[str, str, str]) -> Citation:
    resolved = tuple(
        ResolvedDate(words, text.index(words), text.index(words) + len(words),
                     date.fromisoformat(start), date.fromisoformat(end))
        for words, start, end in dates
    )  # fmt: skip
    return citation(text, resolved_dates=resolved)


@pytest.mark.parametrize(
    ("dates", "french", "english"),
    [
        ([("jeudi", "2026-02-26", "2026-02-26")], "jeudi = 26 février 2026", "26 February 2026"),
        ([("juin", "2025-06-01", "2025-06-30")], "juin = juin 2025", "June 2025"),
        ([("an dernier", "2025-01-01", "2025-12-31")], "an dernier = 2025", "2025"),
        (
            [("fin mai", "2025-05-21", "2025-05-31")],
            "fin mai = 21 mai 2025 – 31 mai 2025",
            "21 May 2025 – 31 May 2025",
        ),
    ],
)
def test_days_are_said_below_the_quote_and_never_in_it(
    dates: list[tuple[str, str, str]], french: str, english: str
) -> None:
    text = "jeudi, juin, fin mai, an dernier, début 2026."
    # What the words say themselves is not said again.
    shown = _dated(text, *dates, ("début 2026", "2026-01-01", "2026-04-30"))
    for phrases, expected in ((FRENCH, french), (ENGLISH, f"{dates[0][0]} = {english}")):
        message = quoted(shown, phrases)
        check_message(message)
        _, source = message.text.split("\n")
        assert source.endswith(f", §\u00a017, {expected}")
        assert styled(message, "blockquote") == [("blockquote", text)]


def test_at_most_three_dates_are_said_on_one_line() -> None:
    text = "lundi,\nmardi, hier, jeudi"
    words = ("lundi,\nmardi", "hier", "jeudi", "mardi")
    shown = _dated(text, *((word, "2026-02-26", "2026-02-26") for word in words))
    source = quoted(shown, ENGLISH).text.removeprefix(text)
    assert source.count(" = ") == MOST_DATES
    assert source.count("\n") == 1
    assert "lundi, mardi = 26 February 2026, hier = 26" in source


@pytest.mark.parametrize(
    ("speaker", "shown"),
    [
        ("la maire, Anne Roy", " — la maire, Anne Roy"),
        ("*la* <b>maire</b> @Roy_", " — *la* <b>maire</b> @Roy_"),  # nothing is markup
        ("la\nmaire\u2028de\u202e Lyon", " — la maire de Lyon"),
        ("👍" * 200, " — " + "👍" * 99 + "…"),
        ("mot " * 50, " — " + " ".join(["mot"] * 24) + "…"),
        ("Elle", ""),  # the quote says so
        ("\x00", ""),
        (None, ""),
    ],
)
def test_a_speaker_whom_the_quote_does_not_name_is_named_below(
    speaker: str | None, shown: str
) -> None:
    text = 'Elle part "lundi".'
    dates = _dated(text, ("lundi", "2026-03-02", "2026-03-02")).resolved_dates
    message = quoted(citation(text, speaker=speaker, resolved_dates=dates), ENGLISH)
    check_message(message)
    assert message.text == (
        f"{text}\n[1] Un titre, 28 February 2026, §\u00a017, lundi = 2 March 2026{shown}"
    )
    assert styled(message) == [("blockquote", text)]


def test_parts_are_joined_by_a_blank_line() -> None:
    bold = Writer().add("👍", "bold").message()
    message = joined([Message("👍"), bold, bold])
    assert message.text == "👍\n\n👍\n\n👍"
    assert [entity.offset for entity in message.entities] == [4, 8]


@given(signs, st.integers(2, 30))
def test_what_is_shortened_is_a_beginning(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert len(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_one_line_is_one(text: str) -> None:
    line = one_line(text)
    assert line == line.strip()
    assert len(line.splitlines()) <= 1
