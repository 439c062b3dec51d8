"""What numbers a clause, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.numbering import find_numbering, inline_numbers
from tests.strategies import articles


@pytest.mark.parametrize(
    ("text", "language", "label", "value"),
    [
        ("Art. 2. - | Le dépôt est fixé.", "fr", "article", "2"),
        ("ARTICLE 12 : | le dépôt est fixé.", "fr", "article", "12"),
        ("Article 3 bis. | Le préavis est court.", "fr", "article", "3 bis"),
        ("ARTICLE 1er : | L'enquête est ouverte.", "fr", "article", "1"),
        ("Chap. IV – | Le bail.", "fr", "chapitre", "4"),
        ("§ 3. | Le bail.", "fr", "§", "3"),
        ("Section 3. | Unspent money is returned.", "en", "section", "3"),
        ("Rule 2 - | Be kind.", "en", "rule", "2"),
        ("4.1. | Le bonnet est obligatoire.", "fr", "", "4.1"),
        ("4.1 | Le bonnet est obligatoire.", "fr", "", "4.1"),
        ("II. | L'accès est réservé.", "fr", "", "2"),
        ("IX) | Rien.", "fr", "", "9"),
        ("XL. | Rien.", "fr", "", "40"),
        ("1. | Préchauffez le four.", "fr", "", "1"),
        ("2) | coupez la courge.", "fr", "", "2"),
        ("3.- | Enfournez.", "fr", "", "3"),
        ("1° | Le maire.", "fr", "", "1"),
        ("3 - | Les prix montent.", "fr", "", "3"),
        ("b) | le loyer est dû.", "fr", "", "b"),
        ("(b) | the rent is due.", "en", "", "b"),
        ("A. | The lease is signed.", "en", "", "A"),
    ],
)
def test_numbers_of_clauses(text: str, language: str, label: str, value: str) -> None:
    number, clause = text.split("| ")
    text = number + clause
    found = find_numbering(text, 0, len(text), language=language)
    assert found is not None
    assert (found.start, text[found.end :]) == (0, clause)
    assert (found.label, found.value) == (label, value)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Article 2 du code est abrogé.", "fr"),
        ("Part 2 of the film is out.", "en"),
        ("A. Smith came.", "en"),
        ("V. Poutine a parlé.", "fr"),
        ("2021. Une année noire.", "fr"),
        ("1.500 euros sont dus.", "fr"),
        ("3 millions de gens.", "fr"),
        ("15h32 - Rafale record", "fr"),
        ("12. Oktober 2025 in Bonn.", "de"),
        ("14 – 12 : le score est serré.", "fr"),
        ("10.30 le train part.", "fr"),
        ("Paris. Le maire parle.", "fr"),
    ],
)
def test_other_beginnings(text: str, language: str) -> None:
    assert find_numbering(text, 0, len(text), language=language) is None


@given(articles, st.sampled_from(["fr", "en", "und"]))
def test_any_text(text: str, language: str) -> None:
    found = find_numbering(text, 0, len(text), language=language)
    if found:
        assert 0 == found.start < found.end <= len(text)
        assert found.number
        assert found.value


def test_a_list_in_a_paragraph() -> None:
    text = "Trois mesures : 1. Les bars ferment. 2. Les camions partent. 3. Rien."
    places = list(inline_numbers(text, 0, len(text)))
    assert [text[at : at + 2] for at in places] == ["1.", "2.", "3."]


@pytest.mark.parametrize(
    "text", ["Le score : 1. Un but.", "En 2. Puis 3. Fin.", "Deux : 2. Un. 3. Deux."]
)
def test_no_list_in_a_paragraph(text: str) -> None:
    assert list(inline_numbers(text, 0, len(text))) == []
