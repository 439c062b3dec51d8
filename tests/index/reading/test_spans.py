from __future__ import annotations

import pytest
from hypothesis import given

from index.reading.span_words import (
    WORDS,
    find_enclosures,
    is_abbreviated,
    is_elided,
    kinds_of_words,
    mark_between,
)
from index.reading.spans import AROUND, MAX_TOKENS, SHAPES, find_spans
from index.text.tokens import analyzer_for
from tests.index.helpers import document, sentences
from tests.strategies import articles

TEXT = (
    "Fondée à Lyon en 2021, la société de M. Dupont a reçu « un prix rare » : "
    "200 millions de dollars."
)


def spans_of(text: str) -> dict[str, tuple[str, str, str, str, str]]:
    """Each span's words: its shape, what it begins and ends with, what stands left and right."""
    article = document(text)
    (sentence,) = sentences(article)
    found = find_spans(sentence)
    return {
        article.text[start:end]: (
            SHAPES[shape], WORDS[begins], WORDS[ends], AROUND[left], AROUND[right],
        )
        for start, end, shape, begins, ends, left, right in zip(
            found.start, found.end, found.shape, found.begins, found.ends, found.left,
            found.right, strict=True,
        )
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("2021", ("year", "year", "year", "in", "comma")),
        ("Lyon", ("name", "name", "name", "in", "in")),
        ("200 millions de dollars", ("money", "number", "unit", "closing", "edge")),
        ("un prix rare", ("quoted", "article", "word", "opening", "closing")),
        ("la société", ("word", "article", "word", "comma", "of")),
        ("M. Dupont", ("name", "role", "name", "of", "have")),
    ],
)
def test_what_a_span_is(words: str, what: tuple[str, ...]) -> None:
    assert spans_of(TEXT)[words] == what


@pytest.mark.parametrize(
    "words", ["société de", "en", "un prix rare » : 200 millions de dollars", "reçu « un", "la"]
)
def test_what_is_no_span(words: str) -> None:
    assert words not in spans_of(TEXT)


def test_no_span_begins_or_ends_inside_a_word() -> None:
    found = spans_of("Le Val-de-Marne attend aujourd'hui l'arrivée de la présidente du conseil.")
    assert "Val-de-Marne" in found
    assert not {"Val", "Marne", "Le Val"} & set(found)
    assert "arrivée" in found  # behind an elided article


@pytest.mark.parametrize(
    ("text", "held", "broken"),
    [
        (
            '"Il faut céder", a dit le maire Jean Petit, "vite".',
            ["le maire Jean Petit", "Il faut céder", '"Il faut céder", a dit le maire Jean Petit'],
            ['faut céder", a dit', 'Jean Petit, "vite', "maire Jean", "Petit"],
        ),
        (
            "Le film « Les Ponts de Lyon » sort mardi (en salle) à Paris.",
            ["Le film « Les Ponts de Lyon »", "Ponts de Lyon", "mardi (en salle) à Paris"],
            ["Le film « Les Ponts", "Lyon » sort", "mardi (en salle", "mardi (en salle)"],
        ),
        (
            # a quotation that an earlier sentence opened
            'Nous ne voulons rien céder", a tonné le président.',
            ["le président", "Nous ne voulons rien céder"],
            ['rien céder", a tonné', "a tonné le président"],
        ),
        (
            "M. J. Trump paie 1,2 milliard de dollars, soit 45 % du prix, en deux ans.",
            ["1,2 milliard de dollars", "45 %", "deux ans", "M. J. Trump"],
            ["1,2 milliard", "milliard de dollars", "dollars", "45", "M", "M. J", "ans"],
        ),
        ("Le prix est de $21 million.", ["$21 million"], ["21", "21 million", "million"]),
        ("Le billet coûte 200 € par mois.", ["200 €"], ["200", "€ par mois"]),
        ("Il fait -5 °C et −4,7 % ce matin.", ["-5 °C", "−4,7 %"], ["5 °C", "4,7 %", "4,7"]),
        ("Il gagne US$5 millions.", [], ["5 millions", "$5 millions"]),
        ("Le train part à 20:45 de Lyon.", ["20:45"], ["20", "45"]),
        ("Malcolm X est mort à New York.", ["Malcolm X"], ["Malcolm", "X"]),
        (
            "He lives in the U.S. with his wife and they are happy.",
            ["the U.S.", "his wife"],
            ["U", "S", "the U.S"],
        ),
        (
            "Then O'Brien met D'Arcy at the station of N'Djamena.",
            ["O'Brien", "D'Arcy"],
            ["Brien", "Arcy", "Djamena"],
        ),
        (
            "Elle aime « J'aime Paris. Marie aime Rome. » et Lyon.",
            ["Paris", "Marie"],
            ["Paris. Marie", "Paris. Marie aime Rome"],
        ),
        (
            "„Wir schaffen Arbeit“, sagte die Frau und ging nach Berlin.",
            ["Wir schaffen Arbeit", "die Frau"],
            ["Arbeit“, sagte die Frau", "schaffen Arbeit“"],
        ),
        ("Il aime (le vin rouge.", ["le vin rouge"], ["Il aime (le vin rouge", "aime (le vin"]),
        (
            'She said "$5 million is enough" to Paul.',
            ["$5 million", "Paul"],
            ['said "$5 million', 'enough" to Paul'],
        ),
        ("La démo\u00adcratie est un mot_cle.", ["La démo\u00adcratie"], ["démo", "cratie", "cle"]),
    ],
)
def test_what_holds_together(text: str, held: list[str], broken: list[str]) -> None:
    found = spans_of(text)
    assert [words for words in held if words not in found] == []
    assert [words for words in broken if words in found] == []


@given(articles)
def test_spans_of_any_text(text: str) -> None:
    article = document(text)
    for sentence in sentences(article):
        found = find_spans(sentence)
        assert (found.first <= found.last).all()
        assert (found.last - found.first < MAX_TOKENS).all()
        assert (sentence.start <= found.start).all()
        assert (found.start < found.end).all()
        assert (found.end <= sentence.end).all()
        assert len({*zip(found.first.tolist(), found.last.tolist(), strict=True)}) == len(
            found.first
        )


# --- the words and marks that spans begin and end with ---


@pytest.mark.parametrize(
    ("between", "mark"),
    [
        (" ", ""),
        ("-", "joined"),
        ("’", "joined"),
        ("$", "joined"),
        ("\u00ad", "joined"),
        (", ", "comma"),
        (" : ", "colon"),
        ("; ", "stop mark"),
        (" (", "bracket"),
        (" – ", "dash"),
        (" « ", "opening"),
        (" », ", "closing"),
        (' "', "opening"),
        ('", ', "closing"),
        (" “", "opening"),
        ("“, ", "closing"),
    ],
)
def test_what_stands_between_words(between: str, mark: str) -> None:
    assert mark_between(between, is_edge=False) == mark


def test_the_edges_of_a_sentence() -> None:
    assert mark_between("", is_edge=True) == "edge"
    assert mark_between("« ", is_edge=True) == "opening"
    assert mark_between(".", is_edge=True) == "edge"


@pytest.mark.parametrize(
    ("word", "behind", "following", "expected"),
    [
        ("M", ". ", "D", True),
        ("J", ". ", "K", True),
        ("etc", ". ", "e", True),
        ("Paris", ". ", "M", False),
        ("m", ". ", "I", False),  # "100 m. Il …"
        ("Paris", ", ", "M", False),
    ],
)
def test_abbreviations(word: str, behind: str, following: str, expected: bool) -> None:
    assert is_abbreviated(word, behind, following, "fr") == expected


@pytest.mark.parametrize(
    ("pair", "language", "expected"),
    [
        (("l", "armée"), "fr", True),
        (("L", "Oréal"), "fr", True),
        (("qu", "elle"), "fr", True),
        (("N", "Djamena"), "fr", False),
        (("D", "Arcy"), "en", False),
        (("aujourd", "hui"), "fr", False),
    ],
)
def test_elisions(pair: tuple[str, str], language: str, expected: bool) -> None:
    assert is_elided(pair, language) == expected


def test_kinds_of_words() -> None:
    text = "Elle a rencontré John von Neumann à Paris le 3 mai 1937"
    tokens = tuple(analyzer_for("fr").tokens(text, start=0, end=len(text)))
    written = [text[token.start : token.end] for token in tokens]
    gaps = [""] * (len(tokens) + 1)
    assert kinds_of_words(tokens, written, gaps, [False] * len(tokens), "fr") == [
        "pronoun", "have", "word", "name", "name", "name", "in", "name", "article", "number",
        "month", "year",
    ]  # fmt: skip


def enclosures(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    """The tokens that each enclosure in `text` holds, and the gaps with a mark alone."""
    tokens = list(analyzer_for("fr").tokens(text, start=0, end=len(text)))
    ends = [0] + [token.end for token in tokens]
    starts = [token.start for token in tokens] + [len(text)]
    found, unmatched = find_enclosures(text, ends, starts)
    return [(e.first, e.last) for e in found], sorted(unmatched)


@pytest.mark.parametrize(
    ("text", "held", "alone"),
    [
        ("il dit « oui à tous » hier", [(2, 4)], []),
        ('"oui (non) oui" dit', [(0, 2), (1, 1)], []),
        ("il aime (le vin", [], [2]),
        ('rien céder", a dit', [], [2]),
        ("le a) est « vrai b) hier »", [(3, 5)], [2, 5]),
        ("dit « un (deux » trois", [(1, 2)], [2]),
        ("„eins zwei“, drei", [(0, 1)], []),
        ('dit "$5 millions" ici', [(1, 2)], []),
        ("« »", [], []),
    ],
)
def test_quotations_and_brackets(text: str, held: list[tuple[int, int]], alone: list[int]) -> None:
    assert enclosures(text) == (held, alone)
