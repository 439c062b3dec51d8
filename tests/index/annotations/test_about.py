from __future__ import annotations

import pytest

from index.annotations.indexed import index_document
from tests.index.helpers import document


def about(text: str, title: str = "") -> frozenset[str]:
    return index_document(document(text, title=title)).about


def test_an_article_is_about_its_title_its_dateline_and_the_names_of_its_lead() -> None:
    found = about(
        "FOIX, 5 janvier (Presse) - Voltéa construit une usine. Elle coûtera cher.\n\n"
        "Le projet doit créer 340 emplois.",
        title="Des batteries en Ariège",
    )
    assert {"foix", "volte", "batter", "arieg"} <= found
    assert found.isdisjoint({"usin", "cher", "projet", "emplois", "340", ""})


def test_it_is_about_all_names_of_its_first_paragraph() -> None:
    found = about(
        "Une usine va être construite. Elle le sera à Foix, dit la maire, Anne Rey.\n\n"
        "À Pamiers, il n'y en aura pas."
    )
    assert {"foix", "rey"} <= found
    assert found.isdisjoint({"mair", "pami"})


def test_a_town_that_opens_the_article_is_what_it_is_about() -> None:
    assert "tull" in about("Tulle aura bien un hôpital. Il ouvrira en juin.")


def test_headings_are_no_first_sentence() -> None:
    assert "foix" in about("# Le chantier\n\n## Le terrain\n\nÀ Foix, une usine sera construite.")


def test_an_article_without_text_is_about_its_title() -> None:
    assert "niort" in about("", title="Le stade de Niort")


@pytest.mark.parametrize(
    ("text", "title", "read"),
    [
        ("FOIX, 5 janvier (AFP) - Une usine ouvre.", "Une usine ouvre", "Foix : Une usine ouvre"),
        ("FOIX, 5 janvier (AFP) - Une usine ouvre.", "Foix a une usine", "Foix a une usine"),
        ("Une usine ouvre à Foix.", "Une usine ouvre", "Une usine ouvre"),
    ],
)
def test_the_title_is_read_with_the_place_of_the_dateline(text: str, title: str, read: str) -> None:
    assert index_document(document(text, title=title)).title_read == read
