"""Foils that ask why: only of what was done, and only where no reason is given."""

from __future__ import annotations

import pytest

from index.training.reader.reasons import why_without_reason
from tests.index.training.reader import tiny


def why(
    question: str, *sentences: str, sentence: int = 0, window: range | None = None
) -> str | None:
    """The foil of a question that the first word of `sentence` answers."""
    answer = sentences[sentence].split(" ")[0]
    article = tiny.article(" ".join(sentences), {}, {question: answer}, title="Un procès")
    assert len(article.sentences) == len(sentences)
    (asked,) = article.questions
    return why_without_reason(article, asked, sentence, window or range(len(sentences)))


FRENCH = "Mardi, Ferrolux a vendu sa mine à Albi."
ENGLISH = "Tuesday saw the sale of the mine in Albi."


@pytest.mark.parametrize(
    ("question", "foil"),
    [
        ("Quand Ferrolux a-t-il vendu sa mine ?", "Pourquoi Ferrolux a-t-il vendu sa mine ?"),
        ("Où Ferrolux va-t-il vendre sa mine ?", "Pourquoi Ferrolux va-t-il vendre sa mine ?"),
        ("En quelle année la mine a-t-elle brûlé ?", "Pourquoi la mine a-t-elle brûlé ?"),
        ("Quand est-ce qu'on a vendu ?", "Pourquoi est-ce qu'on a vendu ?"),
        ("Combien de mines Ferrolux vend-il ?", "Pourquoi Ferrolux vend-il des mines ?"),
        ("Combien d'usines la ville veut-elle ?", "Pourquoi la ville veut-elle des usines ?"),
    ],
)
def test_a_time_a_place_or_a_number_becomes_a_reason(question: str, foil: str) -> None:
    assert why(question, FRENCH) == foil


@pytest.mark.parametrize(
    ("question", "foil"),
    [
        ("When did Ferrolux sell its mine?", "Why did Ferrolux sell its mine?"),
        ("Where will Ferrolux sell its mine?", "Why will Ferrolux sell its mine?"),
        ("In which year was the mine sold?", "Why was the mine sold?"),
        ("How many mines did Ferrolux sell?", "Why did Ferrolux sell mines?"),
    ],
)
def test_so_it_does_in_english(question: str, foil: str) -> None:
    assert why(question, ENGLISH) == foil


@pytest.mark.parametrize(
    "said",
    [
        "Mardi, Ferrolux a vendu sa mine parce que le gisement est vide.",
        "Mardi, Ferrolux a vendu sa mine pour payer une dette.",
        "Mardi, Ferrolux a vendu sa mine après la crue.",
        "Mardi, Ferrolux a vendu sa mine en raison de la crue.",
        "Mardi, Ferrolux a vendu sa mine faute d'argent.",
        "Mardi, Ferrolux, à court d'argent et donc pressé, a vendu sa mine.",
        "Mardi, Ferrolux a vendu sa mine : le gisement est vide.",
        "Tuesday saw the sale of the mine because it is empty.",
        "Tuesday saw the sale of the mine in order to pay a debt.",
        "Tuesday saw the sale of the mine after a flood.",
        "Tuesday saw the sale of the mine amid a flood.",
        "Tuesday saw the sale of the mine, which was empty.",
    ],
)
def test_not_where_the_sentence_gives_a_cause_or_an_aim(said: str) -> None:
    question = "When did Ferrolux sell its mine?"
    if said.startswith("Mardi"):
        question = "Quand Ferrolux a-t-il vendu sa mine ?"
    assert why(question, said) is None


@pytest.mark.parametrize("cause", ["La raison est la crue.", "Le gisement est donc vide."])
def test_nor_where_a_sentence_round_it_does(cause: str) -> None:
    question, other = "Quand Ferrolux a-t-il vendu sa mine ?", "Le port dort."
    assert why(question, other, other, FRENCH, other, other, sentence=2) is not None
    for place in (0, 1, 3, 4):
        around = [other, other, FRENCH, other, other]
        around[place] = cause
        assert why(question, *around, sentence=2) is None
    # Outside the window it is not read.
    assert why(question, FRENCH, other, cause, sentence=0, window=range(2)) is not None


@pytest.mark.parametrize(
    "question",
    [
        "Quand Paul est-il né ?",
        "Où la mine est-elle située ?",
        "Où Paul habite-t-il ?",
        "Quand la mine ferme-t-elle ?",
        "Where is Ferrolux based?",
        "Where is the mine?",
        "When did Paul die?",
    ],
)
def test_a_state_is_no_deed(question: str) -> None:
    assert why(question, FRENCH) is None


@pytest.mark.parametrize(
    "question",
    [
        "Qui a vendu la mine ?",
        "Pourquoi Ferrolux a-t-il vendu sa mine ?",
        "La vente a eu lieu quand ?",
        "Quand la vente ?",
        "Combien de mines Ferrolux vend ?",
        "Combien de temps la vente a-t-elle duré ?",
        "Who sold the mine?",
        "How many times did Ferrolux sell?",
    ],
)
def test_other_questions_are_left_alone(question: str) -> None:
    assert why(question, FRENCH) is None
