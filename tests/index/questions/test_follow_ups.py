"""Follow-ups are read as sentences that a reader would write, or asked for in full."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import InputError
from index.questions import (
    MAX_QUESTION,
    PreviousTurn,
    Reading,
    check_question,
    detect_question_language,
    read_follow_up,
)
from index.training.datasets import read_dataset
from tests.benchmarks.follow_ups import false_follow_ups
from tests.paths import DATA, EVALUATION_SETS
from tests.strategies import any_text, questions

FOUNDED = PreviousTurn("Quand a été fondée Anthropic ?", "fr", "2021")
BOSS = PreviousTurn("Qui est le patron d'Anthropic ?", "fr", "Dario Amodei")
AMOUNT = PreviousTurn("Quel est le montant du contrat ?", "fr", "200 millions de dollars")
ALTMAN = PreviousTurn("Who is Sam Altman?", "en", "the boss of OpenAI")
HEGSETH = PreviousTurn("Qui est Pete Hegseth ?", "fr", "ministre de la Défense")
MARCHED = PreviousTurn("Combien de personnes ont manifesté à Lyon ?", "fr", "3.000")
RESIGNED = PreviousTurn("Pourquoi la ministre Marie Dupont a-t-elle démissionné ?", "fr")
WORTH = PreviousTurn("What is the amount of the contract?", "en", "200 million dollars")
SIGNED = PreviousTurn("Qui a signé le contrat ?", "fr", "Dario Amodei")


def chains() -> Iterator[Any]:
    for chain in json.loads((DATA / "chains.json").read_text("utf-8")):
        previous: PreviousTurn | None = None
        for turn in chain["turns"]:
            readings = turn.get("read_as", [turn["asked"]])
            question = readings[0]
            yield pytest.param(
                previous, turn, readings, id=f"{chain['article']}-{turn['asked']}".replace(" ", "_")
            )
            if "reply" not in turn and turn.get("status") != "no_answer":
                cited = (turn["cited"],) if "cited" in turn else ()
                language = detect_question_language(question, default=chain["language"])
                previous = PreviousTurn(question, language, turn.get("answer"), cited)


@pytest.mark.parametrize(("previous", "turn", "readings"), list(chains()))
def test_every_turn_of_the_conversations(
    previous: PreviousTurn | None, turn: dict[str, Any], readings: list[str]
) -> None:
    reading = read_follow_up(turn["asked"], previous)
    if "or_reply" in turn and reading.reply == turn["or_reply"]:
        return
    assert reading.reply == turn.get("reply")
    if reading.reply is None:
        assert reading.question in readings
        assert reading.interpreted_as == (reading.question if "read_as" in turn else None)


# What new users met, and what two rules may make of each other.
@pytest.mark.parametrize(
    ("previous", "typed", "read"),
    [
        (AMOUNT, "Et Google ?", None),
        (AMOUNT, "Et avec qui ?", None),
        (HEGSETH, "Pourquoi ?", None),
        (AMOUNT, "Quel âge a-t-il ?", None),  # a contract has no age
        (AMOUNT, "Et sa femme ?", None),
        (HEGSETH, "Et sa femme ?", "Qui est la femme de Pete Hegseth ?"),
        (HEGSETH, "Où est-elle née ?", None),  # Pete is a man's name
        (BOSS, "Quand a-t-elle été fondée ?", "Quand Anthropic a-t-elle été fondée ?"),
        (BOSS, "Et le Pentagone ?", "Qui est le patron du Pentagone ?"),
        (BOSS, "Et d’OpenAI ?", "Qui est le patron d'OpenAI ?"),
        (BOSS, "Qu'en est-il de Google ?", "Qui est le patron de Google ?"),
        (FOUNDED, "What about OpenAI?", "Quand a été fondée OpenAI ?"),
        (FOUNDED, "Et en mars ?", None),
        (ALTMAN, "And in March?", None),
        (ALTMAN, "Et quand ?", None),
        (ALTMAN, "How about Dario Amodei?", "Who is Dario Amodei?"),
        (ALTMAN, "Quel âge a-t-il ?", "Quel âge a Sam Altman ?"),  # only a name of the other
        (SIGNED, "Et quand ?", "Quand est-ce que Dario Amodei a signé le contrat ?"),
        (SIGNED, "Qui l'a signé ?", "Qui a signé le contrat ?"),
        (AMOUNT, "Et la date ?", "Quelle est la date du contrat ?"),
        (
            PreviousTurn("Pourquoi Anthropic a-t-elle refusé ?", "fr"),
            "et quand",
            "Quand Anthropic a-t-elle refusé ?",
        ),
        (PreviousTurn("Où est Anthropic ?", "fr"), "Pourquoi ?", None),
        (PreviousTurn("De quoi accuse-t-il Anthropic ?", "fr"), "Et Trump ?", None),
        (
            PreviousTurn("Qu'est-ce que Pete Hegseth a dit ?", "fr"),
            "De quoi accuse-t-il Anthropic ?",
            "De quoi Pete Hegseth accuse-t-il Anthropic ?",
        ),
        (PreviousTurn("Where is Anthropic?", "en"), "Why?", None),
        (PreviousTurn("When was it signed?", "en"), "Where?", None),
        (PreviousTurn("De quoi Trump accuse-t-il Anthropic ?", "fr"), "Et Google ?", None),
        (BOSS, "Et Google alors ?", "Qui est le patron de Google ?"),
        (BOSS, "Et du Pentagone ?", "Qui est le patron du Pentagone ?"),
        (BOSS, "Et à Paris ?", None),  # Anthropic is no place
        (HEGSETH, "Et à Paris ?", None),
        (HEGSETH, "Et les États-Unis ?", None),
        (ALTMAN, "And in Paris?", None),
        (MARCHED, "Et à Paris ?", "Combien de personnes ont manifesté à Paris ?"),
        (MARCHED, "Et au Havre ?", "Combien de personnes ont manifesté au Havre ?"),
        (MARCHED, "Et les Pays-Bas ?", "Combien de personnes ont manifesté aux Pays-Bas ?"),
        (PreviousTurn("Who died in Lyon?", "en"), "And in Paris?", "Who died in Paris?"),
        (BOSS, "Et le Premier ministre ?", None),
        (RESIGNED, "Et OpenAI ?", None),  # who is no minister
        (RESIGNED, "Et le montant ?", None),
        (WORTH, "And the amount?", "What is the amount of the contract?"),
        (WORTH, "When did it start?", "When did the contract start?"),
    ],
)
def test_read_as(previous: PreviousTurn, typed: str, read: str | None) -> None:
    reading = read_follow_up(typed, previous)
    assert (reading.interpreted_as, reading.reply) == (read, None if read else "in_full")


def test_a_quotation_is_quoted_whole_or_not_at_all() -> None:
    whole = PreviousTurn("Qui a parlé ?", "fr", None, ('"Nous partons demain", a-t-il dit.',))
    assert read_follow_up("Qui a dit ça ?", whole).question == "Qui a dit « Nous partons demain » ?"
    two = PreviousTurn("Qui a parlé ?", "fr", None, ('"Oui", a-t-il dit, "demain".',))
    assert read_follow_up("Qui a dit ça ?", two).reply == "in_full"
    assert read_follow_up("Who said that?", whole).reply == "in_full"


COMPLETE = (
    "L'accord a-t-il été signé ?",
    "Pourquoi OpenAI a-t-elle signé ?",
    "Que dit Dario Amodei de son entreprise ?",
    "Combien y a-t-il de soldats ?",
    "De quoi s'agit-il ?",
    "Que faut-il faire ?",
    "Combien de temps faut-il pour signer ?",
    "Que s'est-il passé ?",
    "Que s'est-il passé vendredi ?",
    "Est-ce qu'il y a un accord ?",
    "Est-il vrai que Trump a gagné ?",
    "Quel âge a-t-il, Dario Amodei ?",
    "Et quand Anthropic a-t-elle été fondée ?",
    "Et qui a signé le contrat ?",
    "Et Anthropic a refusé ?",
    "Et Anthropic, quand a-t-elle été fondée ?",
    "Ce que dit Trump ?",
    "Dans son discours, qu'a dit Trump ?",
    "Qui a trahi son pays ?",
    "c'est quoi Claude ?",
    "Où est Claude ?",
    "contrat Anthropic",
    "Anthropic",
    "comment ça va ?",
    "Qui es-tu ?",
    "Is it true that OpenAI signed?",
    "What time is it?",
    "What does it take to sign?",
    "How was it determined who won?",
    "Who signed the contract that OpenAI wanted?",
    "Which team won its first game?",
    "When he spoke, what did Trump say?",
    "And who founded Anthropic?",
    "And did OpenAI sign?",
    "Who are you?",
    "Wann?",
    "¿Y cuándo?",
)


@pytest.mark.parametrize("typed", COMPLETE)
@pytest.mark.parametrize("previous", [None, FOUNDED, BOSS, AMOUNT, ALTMAN])
def test_a_complete_question_is_never_changed(previous: PreviousTurn | None, typed: str) -> None:
    assert read_follow_up(typed, previous) == Reading(typed)


def test_a_reading_that_would_be_too_long_is_asked_in_full() -> None:
    name = "A" * (MAX_QUESTION - len("Qui est  ?"))
    assert read_follow_up("Et Bo ?", PreviousTurn(f"Qui est {name} ?", "fr")).question
    longest = PreviousTurn(f"Que dit {'a' * (MAX_QUESTION - 14)} Bo ?", "fr")
    assert read_follow_up("Et Anthropic ?", longest).reply == "in_full"


@given(
    st.one_of(questions, any_text), st.one_of(questions, any_text), st.sampled_from(["fr", "en"])
)
@example("Et l ?", "a", "fr")
@example("Et 1 ?", "1", "fr")
@example("A-t-il ?", "A-t-il ?", "fr")
@example("And the ?", "the the", "en")
def test_whatever_is_said_comes_out_as_a_question(text: str, before: str, language: str) -> None:
    previous = PreviousTurn(before, language, before[:20], (before,))
    try:
        reading = read_follow_up(text, previous)
    except InputError:
        return
    assert reading == read_follow_up(text, previous)
    if reading.reply is None:
        assert check_question(reading.question)
        assert (reading.interpreted_as or text.strip()) == reading.question


@given(
    st.sampled_from(["Et OpenAI ?", "Et quand ?", "Quel âge a-t-il ?", "Et son nom ?", "And why?"]),
    questions,
    st.sampled_from(["fr", "en"]),
)
def test_follow_ups_of_whatever_was_asked(typed: str, before: str, language: str) -> None:
    reading = read_follow_up(typed, PreviousTurn(before, language))
    assert reading.reply == "in_full" or check_question(reading.question)


def test_the_questions_of_the_seed_are_complete() -> None:
    assert list(false_follow_ups(read_dataset(DATA / "seed.json"))) == []


@pytest.mark.slow
@pytest.mark.skipif(
    not (EVALUATION_SETS / "piaf.json").is_file(),
    reason="the question sets (../shared/eval beside the checkout) are not here",
)
@pytest.mark.parametrize(
    # Some do lean on the one before ("où habite-t-il ?"); piaf-impossible asks each three times.
    ("name", "most"), [("xquad-en", 0.005), ("piaf", 0.01), ("piaf-impossible", 0.015)]
)  # fmt: skip
def test_few_questions_of_other_sets_are_read_as_follow_ups(name: str, most: float) -> None:
    dataset = read_dataset(EVALUATION_SETS / f"{name}.json")
    assert len(list(false_follow_ups(dataset))) <= most * dataset.size
