"""Where quantities begin and end and what they are of, by gold tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.annotations.quantities import Quantity, quantities, quantity_kind
from index.text.tokens import analyzer_for
from tests.strategies import articles


def read(text: str, language: str = "fr") -> list[tuple[str, str]]:
    found = quantities(text, 0, len(text), language)
    return [(text[q.start : q.end], q.unit) for q in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Il a coûté 1,2 milliard d'euros.", [("1,2 milliard d'euros", "EUR")]),
        ("Il a coûté 1.200 millions d’euros.", [("1.200 millions d’euros", "EUR")]),
        ("Soit 1 200 000 000 € en tout.", [("1 200 000 000 €", "EUR")]),
        ("Soit 1\u202f200\u202f000\u202f€.", [("1\u202f200\u202f000\u202f€", "EUR")]),
        ("Soit 21 millions de dollars.", [("21 millions de dollars", "USD")]),
        ("Soit 21 M€ ou 5 Mds€.", [("21 M€", "EUR"), ("5 Mds€", "EUR")]),
        ("Soit 250 k€.", [("250 k€", "EUR")]),
        ("Près de 2.000 milliards.", [("2.000 milliards", "")]),
        ("Deux mille milliards de dollars.", [("Deux mille milliards de dollars", "USD")]),
        ("60 % des élèves", [("60 %", "%")]),
        ("60,5\u00a0% des élèves", [("60,5\u00a0%", "%")]),
        ("soixante pour cent", [("soixante pour cent", "%")]),
        ("onze joueurs", [("onze", "")]),
        ("une dizaine de joueurs", [("une dizaine", "")]),
        ("deux douzaines d'œufs", [("deux douzaines", "")]),
        ("des dizaines de milliers de gens", []),
        ("plusieurs millions de gens", []),
        ("quatre-vingt-dix-sept députés", [("quatre-vingt-dix-sept", "")]),
        ("quatre-vingts députés", [("quatre-vingts", "")]),
        ("quatre vingt onze", [("quatre vingt onze", "")]),
        ("soixante et onze ans", [("soixante et onze ans", "year")]),
        ("soixante-dix-huit", [("soixante-dix-huit", "")]),
        ("dix-neuf", [("dix-neuf", "")]),
        ("vingt et une personnes", [("vingt et une", "")]),
        ("vingt et deux", [("vingt", ""), ("deux", "")]),
        ("deux, trois personnes", [("deux", ""), ("trois", "")]),
        ("septante-cinq", [("septante-cinq", "")]),
        ("deux cent quatre-vingt-quatre", [("deux cent quatre-vingt-quatre", "")]),
        ("trois cents ans", [("trois cents ans", "year")]),
        ("mille neuf cent quarante-cinq", [("mille neuf cent quarante-cinq", "")]),
        ("deux mille vingt-six", [("deux mille vingt-six", "")]),
        ("deux millions trois cent mille", [("deux millions trois cent mille", "")]),
        ("un million et demi d'euros", [("un million et demi d'euros", "EUR")]),
        ("2 millions et demi", [("2 millions et demi", "")]),
        ("soixante ans", [("soixante ans", "year")]),
        ("un an plus tard, un homme", [("un an", "year")]),
        ("cent personnes et mille chats", [("cent", ""), ("mille", "")]),
        ("à 12 km de là, 130 km/h", [("12 km", "km"), ("130 km/h", "km/h")]),
        ("sur 12 kilomètres carrés", [("12 kilomètres carrés", "km2")]),
        ("sur 12 km²", [("12 km²", "km2")]),
        ("le 19e siècle, la 2nde fois, à 10h30, le 27.02.2026", []),
        ("3,5 points", [("3,5", "")]),
        ("0,125 point", [("0,125", "")]),
        ("1,200 point", [("1,200", "")]),
        ("1.200,50 euros", [("1.200,50 euros", "EUR")]),
        ("Il fait 35 °C.", [("35 °C", "degree")]),
        ("12 M. Dupont", [("12", "")]),
        ("Une ville, un homme.", []),
    ],
)  # fmt: skip
def test_french(text: str, found: list[tuple[str, str]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It cost $1.2 billion.", [("$1.2 billion", "USD")]),
        ("It cost $1.2bn.", [("$1.2bn", "USD")]),
        ("It cost $21m, or €20m.", [("$21m", "USD"), ("€20m", "EUR")]),
        ("It cost US$5.", [("$5", "USD")]),
        ("It cost EUR 5 million.", [("EUR 5 million", "EUR")]),
        ("It cost 21 million dollars.", [("21 million dollars", "USD")]),
        ("a 21-million-dollar deal", [("21-million-dollar", "USD")]),
        ("1,200 people", [("1,200", "")]),
        ("1.200 points", [("1.200", "")]),
        ("1,200,000.5 points", [("1,200,000.5", "")]),
        ("60 percent, sixty per cent and 60%", [
            ("60 percent", "%"), ("sixty per cent", "%"), ("60%", "%"),
        ]),
        ("a dozen eggs", [("a dozen", "")]),
        ("dozens of eggs, hundreds of people", []),
        ("several hundred people", []),
        ("a hundred and five", [("a hundred and five", "")]),
        ("two hundred and three", [("two hundred and three", "")]),
        ("between two hundred and three hundred", [
            ("two hundred", ""), ("three hundred", ""),
        ]),
        ("twenty-one and thirty", [("twenty-one", ""), ("thirty", "")]),
        ("two thousand and six", [("two thousand and six", "")]),
        ("three million two hundred thousand", [
            ("three million two hundred thousand", ""),
        ]),
        ("eleven players and 11 shirts", [("eleven", ""), ("11", "")]),
        ("a 60-year-old man", [("60-year", "year")]),
        ("a second man, a year", []),
        ("one year, one man", [("one year", "year")]),
        ("5km and 5 km, 30 m away", [("5km", "km"), ("5 km", "km"), ("30 m", "m")]),
        ("10k runners, 3M users", [("10k", ""), ("3M", "")]),
        ("120 square miles", [("120 square miles", "mi2")]),
        ("the 2nd of 3", [("3", "")]),
    ],
)  # fmt: skip
def test_english(text: str, found: list[tuple[str, str]]) -> None:
    assert read(text, "en") == found


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("1,2 Milliarden Euro", "de", [("1,2 Milliarden Euro", "EUR")]),
        ("siebenundneunzig Jahre", "de", [("siebenundneunzig Jahre", "year")]),
        ("zweihundert Tage", "de", [("zweihundert Tage", "day")]),
        ("ein Dutzend", "de", [("ein Dutzend", "")]),
        ("60 Prozent, 1.500", "de", [("60 Prozent", "%"), ("1.500", "")]),
        ("1.200 millones de euros", "es", [("1.200 millones de euros", "EUR")]),
        ("treinta y uno", "es", [("treinta y uno", "")]),
        ("doscientos cinco años", "es", [("doscientos cinco años", "year")]),
        ("dos mil millones de dólares", "es", [("dos mil millones de dólares", "USD")]),
        ("una docena", "es", [("una docena", "")]),
        ("60 por ciento", "es", [("60 por ciento", "%")]),
        ("1.500, 1,500 et 1 500 €", "und", [
            ("1.500", ""), ("1,500", ""), ("1 500 €", "EUR"),
        ]),
    ],
)  # fmt: skip
def test_other_languages(text: str, language: str, found: list[tuple[str, str]]) -> None:
    assert read(text, language) == found


def test_every_number_below_a_thousand_in_french_words() -> None:
    units = (  # noqa: SIM905 (a list is longer than what it says)
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
        "seize dix-sept dix-huit dix-neuf"
    ).split()
    tens = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}

    def below_hundred(n: int) -> str:
        if n < 20:
            return units[n]
        if n >= 80:
            return "quatre-vingts" if n == 80 else f"quatre-vingt-{units[n - 80]}"
        ten = 60 if n >= 60 else n // 10 * 10
        rest = n - ten
        joint = " et " if rest in (1, 11) else "-"
        return f"{tens[ten]}{joint}{units[rest]}" if rest else tens[ten]

    for n in range(2, 1000):
        hundreds, rest = divmod(n, 100)
        words = [units[hundreds]] if hundreds > 1 else []
        words += ["cent"] if hundreds else []
        words += [below_hundred(rest)] if rest else []
        text = " ".join(words)
        assert read(text) == [(text, "")]


@pytest.mark.parametrize(
    ("unit", "kind"),
    [("EUR", "money"), ("%", "percentage"), ("year", "duration"), ("km", ""), ("", "")],
)
def test_what_it_is_a_quantity_of(unit: str, kind: str) -> None:
    assert quantity_kind(Quantity(0, 1, unit)) == kind


_PIECES = (
    "1,2", "1.200", "1 200 000", "$", "€", "%", "m", "M€", "bn", "million", "millions", "milliard",
    "cent", "mille", "quatre", "vingt", "dix", "et", "un", "une", "dizaine", "demi", "and", "a",
    "half", "hundred", "zwei", "y", "treinta", "km", "km/h", "²", "٢٧", "²7", "19e", "9" * 40,
    "de", "d'", "ans", "EUR", "-", ",", "\n\n", "zéro",
)  # fmt: skip
_texts = st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from(["", " ", "-"]))).map(
    lambda pairs: "".join(a + b for a, b in pairs)
)


@given(st.one_of(articles, _texts), st.sampled_from(("fr", "en", "de", "es", "und")), st.data())
def test_offsets_are_in_the_text_in_order_and_apart(
    text: str, language: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = quantities(text, start, end, language)
    place = start
    for quantity in found:
        assert place <= quantity.start < quantity.end <= end
        assert text[quantity.start : quantity.end].strip() == text[quantity.start : quantity.end]
        place = quantity.end
    tokens = tuple(analyzer_for(language).tokens(text, start=start, end=end))
    assert quantities(text, start, end, language, tokens=tokens) == found


def test_many_numbers_take_no_more_than_their_number() -> None:
    assert len(quantities("mille et mille " * 20_000, 0, 300_000, "fr")) == 40_000
    assert len(quantities("million " * 50_000, 0, 400_000, "fr")) == 0
