from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document
from index.documents.language import detect_language
from index.text.lexicon import available_languages
from tests.strategies import any_text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le maire a dit que la ville n'avait pas de budget pour cette année.", "fr"),
        ("The mayor said that the city had no budget for this year.", "en"),
        ("Der Bürgermeister sagte, dass die Stadt kein Geld für das Jahr hat.", "de"),
        ("El alcalde dijo que la ciudad no tenía dinero para este año.", "es"),
        ("Où est né Dario Amodei ?", "fr"),
        ("Who is Pete Hegseth?", "en"),
        ("What is the name of Anthropic's AI?", "en"),
        ("Quel est le montant du contrat ?", "fr"),
        ("Wer ist der Chef von OpenAI?", "de"),
        ("¿Quién es el jefe de OpenAI?", "es"),
        ("QUI EST LE PATRON D'ANTHROPIC ?", "fr"),
    ],
)
def test_detects(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text", ["", "?!", "2021", "OpenAI Pentagone", "彼は言った", "Он сказал это"]
)
def test_nothing_stands_out(text: str) -> None:
    assert detect_language(text) == "und"
    assert detect_language(text, default="fr") == "fr"


def test_ties_go_to_the_default() -> None:
    assert detect_language("la", default="es") == "es"
    assert detect_language("la", default="fr") == "fr"


def test_only_a_sample_is_read() -> None:
    assert detect_language("le chat est dans la rue. " * 1000 + "the cat is in it. " * 5000) == "fr"


@given(any_text, st.sampled_from(["fr", "en", "und", "xx"]))
def test_a_known_code_or_the_default(text: str, default: str) -> None:
    assert detect_language(text, default=default) in {*available_languages(), default}


def test_the_seed(seed_document: Document) -> None:
    assert detect_language(seed_document.text) == "fr"


def test_a_word_of_several_languages_counts_a_part_for_each() -> None:
    assert detect_language("la la la der das") == "de"
