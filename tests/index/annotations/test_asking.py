"""Which sentences ask, and which only have a question in them."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.index.helpers import document, sentences
from tests.strategies import articles


def asking(text: str) -> list[tuple[str, bool]]:
    """The sentences of `text` after a title, each with whether it asks."""
    article = document(f"Un titre\n\n{text}")
    return [(s.text, s.asks) for s in sentences(article) if s.text != "Un titre"]


@pytest.mark.parametrize(
    "text",
    [
        "Pourquoi le magasin a-t-il fermé ?",
        "Why did the shop close?",
        "¿Por qué cerró la tienda?",
        "Pourquoi ?!",
        "Pourquoi !?",
        "Pourquoi ?…",
        "Pourquoi ???",
        "店はなぜ閉まったのですか？",
        "لماذا أغلق المتجر؟",
        "« Pourquoi partir ? »",
        "«\u202fPourquoi partir\u202f?\u202f»",
        '"Why leave?"',
        "“Why leave?”",
        "‘Why leave?’",
        "(Pourquoi partir ?)",
        "(« Pourquoi partir ? »)",
        "**Pourquoi partir ?**",
        "— Pourquoi partir ?",
        "Pourquoi partir ?[12]",
        'Pourquoi partir ?"',  # of a quotation that begins earlier
        "Qui a écrit « Que faire ? » ?",
        "Le loyer a doublé : que faire ?",
        "Q: Pourquoi partir ?",
        "Q : « Pourquoi partir ? »",
        "**Q2 :** Pourquoi partir ?",
        "Q: Parlez-nous du magasin.",
        "Q1: Tell us about the shop",
        "« Pourquoi ? Et quand ? »",
    ],
)
def test_asks(text: str) -> None:
    assert asking(text) == [(text, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Le loyer a doublé.",
        "Il demande : « Pourquoi partir ? »",
        '"Why leave?", he asked.',
        "« Pourquoi partir ? », demande-t-il.",
        'He wrote "What now?"',
        "Lénine a écrit « Que faire ? ».",
        "Il est parti (pourquoi ?)",
        "« Le loyer a doublé. Que faire ? »",
        '"Why leave? The rent doubled."',
        "Que faire ? se demande le maire.",
        "Pourquoi ? parce que le loyer a doublé.",
        "R: Parce que le loyer a doublé.",
        "A: Because the rent doubled.",
        "Q. Tarantino a signé.",
        "IQ : le test a été refait.",
        "Le Q : une lettre.",
        "https://a.fr/?q=b est l'adresse.",
        "?!.",
    ],
)
def test_does_not_ask(text: str) -> None:
    found = asking(text)
    assert found == [(text, text == "?!.")]


def test_a_question_and_its_answer_are_two_sentences() -> None:
    assert asking("Pourquoi ? Parce que le loyer a doublé.") == [
        ("Pourquoi ?", True),
        ("Parce que le loyer a doublé.", False),
    ]
    assert asking("Q: Why? A: The rent doubled.") == [
        ("Q: Why?", True),
        ("A: The rent doubled.", False),
    ]


def test_what_an_interviewer_states_before_the_question_is_no_question() -> None:
    assert asking("Q: Vous avez fermé en mai. Pourquoi ?") == [
        ("Q: Vous avez fermé en mai.", False),
        ("Pourquoi ?", True),
    ]


# --- what the question asks is known of the sentence after it ---


def meant(text: str) -> dict[str, set[str]]:
    return {s.text: set(s.meant) for s in sentences(document(text))}


def test_the_sentence_after_a_question_means_what_it_asks() -> None:
    text = "Un titre.\n\nQ: Pourquoi fermer le magasin ?\n\nR: Le loyer a doublé. Il pleut."
    found = meant(text)
    assert found["R: Le loyer a doublé."] == {"ferm", "magasin"}
    assert found["Il pleut."] == set()


def test_of_several_questions_all_are_meant_but_none_by_the_question_itself() -> None:
    found = meant("Un titre.\n\nPourquoi fermer ? Et quel magasin ? Le magasin du port.")
    assert found["Le magasin du port."] == {"ferm"}
    assert found["Pourquoi fermer ?"] == set()


def test_a_headline_that_asks_is_not_answered_by_the_first_sentence() -> None:
    found = meant("Pourquoi fermer le magasin ?\n\nLa rue est triste.")
    assert found["La rue est triste."] == set()
    # But an article may begin with an interview, or ask and answer in one paragraph.
    found = meant("Q: Pourquoi fermer le magasin ?\n\nR: La rue est triste.")
    assert found["R: La rue est triste."] == {"ferm", "magasin"}
    found = meant("Pourquoi fermer le magasin ? La rue est triste.")
    assert found["La rue est triste."] == {"ferm", "magasin"}


@given(articles)
def test_any_text(text: str) -> None:
    for sentence in sentences(document(text)):
        if sentence.asks:
            assert set("?？؟⁇⁈⁉‽:") & set(sentence.text)
