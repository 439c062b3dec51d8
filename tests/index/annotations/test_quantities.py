"""What numbers in figures and words mean, by gold tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.annotations.quantities import Quantity, quantities, quantity_overlap, same_quantity
from index.text.tokens import analyzer_for
from tests.strategies import articles


def read(text: str, language: str = "fr") -> list[tuple[str, float, str]]:
    found = quantities(text, 0, len(text), language)
    return [(text[q.start : q.end], q.value, q.unit) for q in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Il a coûté 1,2 milliard d'euros.", [("1,2 milliard d'euros", 1.2e9, "EUR")]),
        ("Il a coûté 1.200 millions d’euros.", [("1.200 millions d’euros", 1.2e9, "EUR")]),
        ("Soit 1 200 000 000 € en tout.", [("1 200 000 000 €", 1.2e9, "EUR")]),
        ("Soit 1\u202f200\u202f000\u202f€.", [("1\u202f200\u202f000\u202f€", 1.2e6, "EUR")]),
        ("Soit 21 millions de dollars.", [("21 millions de dollars", 21e6, "USD")]),
        ("Soit 21 M€ ou 5 Mds€.", [("21 M€", 21e6, "EUR"), ("5 Mds€", 5e9, "EUR")]),
        ("Soit 250 k€.", [("250 k€", 250e3, "EUR")]),
        ("Près de 2.000 milliards.", [("2.000 milliards", 2e12, "")]),
        ("Deux mille milliards de dollars.", [("Deux mille milliards de dollars", 2e12, "USD")]),
        ("60 % des élèves", [("60 %", 60, "%")]),
        ("60,5\u00a0% des élèves", [("60,5\u00a0%", 60.5, "%")]),
        ("soixante pour cent", [("soixante pour cent", 60, "%")]),
        ("onze joueurs", [("onze", 11, "")]),
        ("une dizaine de joueurs", [("une dizaine", 10, "")]),
        ("deux douzaines d'œufs", [("deux douzaines", 24, "")]),
        ("des dizaines de milliers de gens", []),
        ("plusieurs millions de gens", []),
        ("quatre-vingt-dix-sept députés", [("quatre-vingt-dix-sept", 97, "")]),
        ("quatre-vingts députés", [("quatre-vingts", 80, "")]),
        ("quatre vingt onze", [("quatre vingt onze", 91, "")]),
        ("soixante et onze ans", [("soixante et onze ans", 71, "year")]),
        ("soixante-dix-huit", [("soixante-dix-huit", 78, "")]),
        ("dix-neuf", [("dix-neuf", 19, "")]),
        ("vingt et une personnes", [("vingt et une", 21, "")]),
        ("vingt et deux", [("vingt", 20, ""), ("deux", 2, "")]),
        ("deux, trois personnes", [("deux", 2, ""), ("trois", 3, "")]),
        ("septante-cinq", [("septante-cinq", 75, "")]),
        ("deux cent quatre-vingt-quatre", [("deux cent quatre-vingt-quatre", 284, "")]),
        ("trois cents ans", [("trois cents ans", 300, "year")]),
        ("mille neuf cent quarante-cinq", [("mille neuf cent quarante-cinq", 1945, "")]),
        ("deux mille vingt-six", [("deux mille vingt-six", 2026, "")]),
        ("deux millions trois cent mille", [("deux millions trois cent mille", 2.3e6, "")]),
        ("un million et demi d'euros", [("un million et demi d'euros", 1.5e6, "EUR")]),
        ("2 millions et demi", [("2 millions et demi", 2.5e6, "")]),
        ("soixante ans", [("soixante ans", 60, "year")]),
        ("un an plus tard, un homme", [("un an", 1, "year")]),
        ("cent personnes et mille chats", [("cent", 100, ""), ("mille", 1000, "")]),
        ("à 12 km de là, 130 km/h", [("12 km", 12, "km"), ("130 km/h", 130, "km/h")]),
        ("sur 12 kilomètres carrés", [("12 kilomètres carrés", 12, "km2")]),
        ("sur 12 km²", [("12 km²", 12, "km2")]),
        ("le 19e siècle, la 2nde fois, à 10h30, le 27.02.2026", []),
        ("3,5 points", [("3,5", 3.5, "")]),
        ("0,125 point", [("0,125", 0.125, "")]),
        ("1,200 point", [("1,200", 1.2, "")]),
        ("1.200,50 euros", [("1.200,50 euros", 1200.5, "EUR")]),
        ("Il fait 35 °C.", [("35 °C", 35, "degree")]),
        ("12 M. Dupont", [("12", 12, "")]),
        ("Une ville, un homme.", []),
    ],
)  # fmt: skip
def test_french(text: str, found: list[tuple[str, float, str]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It cost $1.2 billion.", [("$1.2 billion", 1.2e9, "USD")]),
        ("It cost $1.2bn.", [("$1.2bn", 1.2e9, "USD")]),
        ("It cost $21m, or €20m.", [("$21m", 21e6, "USD"), ("€20m", 20e6, "EUR")]),
        ("It cost US$5.", [("$5", 5, "USD")]),
        ("It cost EUR 5 million.", [("EUR 5 million", 5e6, "EUR")]),
        ("It cost 21 million dollars.", [("21 million dollars", 21e6, "USD")]),
        ("a 21-million-dollar deal", [("21-million-dollar", 21e6, "USD")]),
        ("1,200 people", [("1,200", 1200, "")]),
        ("1.200 points", [("1.200", 1.2, "")]),
        ("1,200,000.5 points", [("1,200,000.5", 1200000.5, "")]),
        ("60 percent, sixty per cent and 60%", [
            ("60 percent", 60, "%"), ("sixty per cent", 60, "%"), ("60%", 60, "%"),
        ]),
        ("a dozen eggs", [("a dozen", 12, "")]),
        ("dozens of eggs, hundreds of people", []),
        ("several hundred people", []),
        ("a hundred and five", [("a hundred and five", 105, "")]),
        ("two hundred and three", [("two hundred and three", 203, "")]),
        ("between two hundred and three hundred", [
            ("two hundred", 200, ""), ("three hundred", 300, ""),
        ]),
        ("twenty-one and thirty", [("twenty-one", 21, ""), ("thirty", 30, "")]),
        ("two thousand and six", [("two thousand and six", 2006, "")]),
        ("three million two hundred thousand", [
            ("three million two hundred thousand", 3.2e6, ""),
        ]),
        ("eleven players and 11 shirts", [("eleven", 11, ""), ("11", 11, "")]),
        ("a 60-year-old man", [("60-year", 60, "year")]),
        ("a second man, a year", []),
        ("one year, one man", [("one year", 1, "year")]),
        ("5km and 5 km, 30 m away", [("5km", 5, "km"), ("5 km", 5, "km"), ("30 m", 30, "m")]),
        ("10k runners, 3M users", [("10k", 10e3, ""), ("3M", 3e6, "")]),
        ("120 square miles", [("120 square miles", 120, "mi2")]),
        ("the 2nd of 3", [("3", 3, "")]),
    ],
)  # fmt: skip
def test_english(text: str, found: list[tuple[str, float, str]]) -> None:
    assert read(text, "en") == found


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("1,2 Milliarden Euro", "de", [("1,2 Milliarden Euro", 1.2e9, "EUR")]),
        ("siebenundneunzig Jahre", "de", [("siebenundneunzig Jahre", 97, "year")]),
        ("zweihundert Tage", "de", [("zweihundert Tage", 200, "day")]),
        ("ein Dutzend", "de", [("ein Dutzend", 12, "")]),
        ("60 Prozent, 1.500", "de", [("60 Prozent", 60, "%"), ("1.500", 1500, "")]),
        ("1.200 millones de euros", "es", [("1.200 millones de euros", 1.2e9, "EUR")]),
        ("treinta y uno", "es", [("treinta y uno", 31, "")]),
        ("doscientos cinco años", "es", [("doscientos cinco años", 205, "year")]),
        ("dos mil millones de dólares", "es", [("dos mil millones de dólares", 2e9, "USD")]),
        ("una docena", "es", [("una docena", 12, "")]),
        ("60 por ciento", "es", [("60 por ciento", 60, "%")]),
        ("1.500, 1,500 et 1 500 €", "und", [
            ("1.500", 1500, ""), ("1,500", 1500, ""), ("1 500 €", 1500, "EUR"),
        ]),
    ],
)  # fmt: skip
def test_other_languages(text: str, language: str, found: list[tuple[str, float, str]]) -> None:
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
        assert read(text) == [(text, n, "")]


def test_what_is_the_same_in_two_languages() -> None:
    (one,) = quantities("21 millions de dollars", 0, 22, "fr")
    (other,) = quantities("$21m", 0, 4, "en")
    assert same_quantity(one, other)
    assert quantity_overlap([one], [other]) == 1.0


def test_overlap() -> None:
    euros, dollars, plain = (Quantity(0, 1, 5, unit) for unit in ("EUR", "USD", ""))
    six = Quantity(0, 1, 6, "EUR")
    assert quantity_overlap([], [euros]) == quantity_overlap([euros], []) == 0.0
    assert quantity_overlap([euros], [dollars]) == 0.0
    assert quantity_overlap([plain], [dollars]) == quantity_overlap([euros], [plain]) == 0.5
    assert quantity_overlap([plain], [dollars, plain]) == 1.0
    assert quantity_overlap([euros, six], [euros, dollars]) == 0.5


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
        assert 0 <= quantity.value < float("inf")
        place = quantity.end
    tokens = tuple(analyzer_for(language).tokens(text, start=start, end=end))
    assert quantities(text, start, end, language, tokens=tokens) == found


def test_many_numbers_take_no_more_than_their_number() -> None:
    assert len(quantities("mille et mille " * 20_000, 0, 300_000, "fr")) == 40_000
    assert len(quantities("million " * 50_000, 0, 400_000, "fr")) == 0
