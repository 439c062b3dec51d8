"""Messages that ask nothing of the articles, and what kind they are of."""

from __future__ import annotations

import pytest

from index.questions import PreviousTurn, read_follow_up, small_talk

ASKED = PreviousTurn("Qui est Pete Hegseth ?", "fr", "ministre")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, "greeting") for text in (
            "bonjour", "Bonjour !", "BONSOIR", "Hello", "hello there", "good morning", "👋",
        )),
        *((text, "thanks") for text in (
            "Merci beaucoup !", "merci à tous", "Thanks", "thank you very much!", "OK merci",
            "d'accord, merci", "Génial !!", "À bientôt", "🙏🙏 ", "Merci 👍", "Au revoir", "❤️",
        )),
        *((text, "ok") for text in ("ok", "D’accord", "bien", "oui", "👍", "👍🏽", "Understood.")),
        *((text, "sure") for text in (
            "tu es sûr ?", "T'es sûre ?", "Vous êtes sûrs ?", "C'est vrai ?", "vraiment ?",
            "Source ?", "Are you sure?", "u sure?", "Is that true?", "Really?",
        )),
        *((text, "more") for text in (
            "plus de détails", "Plus de détails stp", "Dis-m'en plus", "c'est tout ?",
            "Quoi d'autre ?", "donne-moi plus d'informations", "More details please",
            "Tell me more", "Anything else?", "is that all?",
        )),
    ],
)  # fmt: skip
def test_what_is_no_question(text: str, kind: str) -> None:
    assert small_talk(text) == kind
    assert read_follow_up(text, ASKED).reply == kind


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "?", "...", "Bonjour, qui est Sam Altman ?", "merci qui ?", "👍?", "🚀",
        "Et pourquoi", "Why", "accord", "l'accord", "Merci Altman", "answer", "votre aide", "vous",
        "Qui dit merci", "OK computer", "1", "hello 2", "_", "Pentagone 👍",
        "plus de détails sur l'accord", "C'est vrai que Trump a gagné ?", "Are you sure he signed?",
    ],
)  # fmt: skip
def test_what_may_be_a_question_is_none(text: str) -> None:
    assert small_talk(text) is None


def test_before_anything_was_asked_there_is_nothing_to_be_sure_of() -> None:
    assert read_follow_up("tu es sûr ?", None).reply == "invite"
    assert read_follow_up("more details", None).reply == "invite"
    assert read_follow_up("merci", None).reply == "thanks"
