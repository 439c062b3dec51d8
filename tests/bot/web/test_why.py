"""Why an answer is what it is, in the words of the page's language."""

from __future__ import annotations

import pytest

from bot.web.phrases import PHRASES
from bot.web.why import DATA, SHOWN, why_view
from index import Engine
from index.answering.explaining import MOVED
from index.ranking.answer_types import TYPES
from index.ranking.features import FEATURES
from index.reading.choosing import CHOICE
from tests.bot.conftest import TestClient
from tests.bot.web.helpers import Seen

QUESTION = "Quel est le montant du contrat ?"


def test_every_feature_has_a_reason_in_both_languages() -> None:
    assert set(DATA["features"]) == {*FEATURES, *CHOICE, *MOVED}
    assert set(DATA["features"].values()) == set(DATA["reasons"])
    for phrases in DATA["reasons"].values():
        assert set(phrases) in ({"fr", "en"}, {"fr", "en", "fr_against", "en_against"})
        assert all(phrases.values())


def test_every_kind_of_answer_has_a_name() -> None:
    for phrases in PHRASES.values():
        assert set(phrases["kinds"]) == set(TYPES)


@pytest.mark.parametrize("question", [QUESTION, "Combien de chats a Sam Altman ?"])
def test_the_weightiest_reason_comes_first_and_all_count(engine: Engine, question: str) -> None:
    explanation = engine.explain(question)
    view = why_view(explanation, PHRASES["en"])
    assert len(view.sentences) == len(explanation.sentences) > 0
    for sentence, explained in zip(view.sentences, explanation.sentences, strict=True):
        assert sentence.text == explained.text
        assert len(sentence.words) <= SHOWN + 1
        for reasons in (sentence.read, sentence.words):
            shares = [int(r.share.strip("< %")) for r in reasons if r.words != "the rest"]
            assert shares == sorted(shares, reverse=True)
            assert len({r.words for r in reasons}) == len(reasons)
    assert view.is_answered is (engine.ask(question).status == "answered")


def test_the_page_says_it_in_words(client: TestClient) -> None:
    response = client.get("/why", params={"q": QUESTION})
    seen = Seen(response.text)
    assert response.status_code == 200
    assert "une somme d’argent" in seen.text
    assert "à partir de 71\u00a0%, je réponds" in seen.text
    assert "le lecteur, qui a lu la question et la phrase ensemble" in seen.text
    for feature in (*FEATURES, *CHOICE):
        if not feature.isalpha():
            assert feature not in seen.text
    assert seen.all("div", id="reasons")


def test_without_a_reader_there_are_words_alone(engine: Engine) -> None:
    without = Engine(engine.documents)
    view = why_view(without.explain(QUESTION), PHRASES["fr"])
    assert all(not sentence.read and sentence.words for sentence in view.sentences)


@pytest.mark.parametrize("question", ["", "?", "a" * 1_001])
def test_what_is_no_question_has_no_why(client: TestClient, question: str) -> None:
    response = client.get("/why", params={"q": question})
    assert response.status_code == 422
    assert Seen(response.text).texts["refusal"]


def test_words_that_the_articles_do_not_use_are_named(client: TestClient) -> None:
    html = client.get("/why", params={"q": "Où est le xylophone <b> d'Anthropic ?"}).text
    assert "xylophone" in html
    assert "<b>" not in html


def test_what_counts_against_a_sentence_is_not_said_in_its_favour(engine: Engine) -> None:
    seen = [
        reason
        for phrases in PHRASES.values()
        for sentence in why_view(engine.explain("Qui est Sam Altman ?"), phrases).sentences
        for reason in sentence.read
    ]
    against = {reason.words for reason in seen if not reason.is_for}
    assert against
    assert against.isdisjoint(reason.words for reason in seen if reason.is_for)
