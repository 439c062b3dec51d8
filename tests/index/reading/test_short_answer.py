from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.annotations.indexed import IndexedSentence, index_document
from index.questions.analysis import Question, analyse_question
from index.ranking.sentence_index import Values
from index.reading.short_answer import GIVEN, ShortAnswer, best_span, find_short_answer
from index.reading.span_features import SPAN_FEATURES, span_features
from index.reading.spans import find_spans
from index.reading.weights import load_weights
from tests.index.helpers import document, random_weights, sentences
from tests.strategies import articles, questions


def short_answer(question: str, text: str) -> str | None:
    """The short answer in the first sentence of `text`, which is in the question's language."""
    article = index_document(document(text))
    sentence = article.sentences[0]
    asked = analyse_question(question, language=sentence.document.language)
    speaker = article.speaker_of(sentence.start, sentence.end)
    found = find_short_answer(asked, sentence, speaker, load_weights().spans)
    return article.document.text[found.start : found.end] if found and found.is_given else None


@given(articles, questions, st.integers(0, 2**32 - 1))
def test_it_lies_within_the_sentence(text: str, question: str, seed: int) -> None:
    article = index_document(document(text))
    asked = analyse_question(question, language=article.document.language)
    made = random_weights(seed).spans
    for sentence in article.sentences:
        speaker = article.speaker_of(sentence.start, sentence.end)
        found = find_short_answer(asked, sentence, speaker, made)
        if found is not None:
            assert sentence.start <= found.start < found.end <= sentence.end
            assert 0 <= found.expected <= 1 + 1e-9
            words = article.document.text[found.start : found.end]
            assert words == words.strip()


CONTRACT = (
    "Le patron de la société, Dario Amodei, avait signé en juin un contrat de 200 millions de "
    "dollars avec le gouvernement américain."
)


CASES = [
    # numbers
    ("Quel est le montant du contrat ?", CONTRACT, "200 millions de dollars"),
    ("Combien vaut le contrat ?", "Le contrat vaut 1.500 euros par an.", "1.500 euros"),
    (
        "Combien vaut le contrat ?",
        "Le contrat vaut 1\u202f500\u00a0euros par an.",
        "1\u202f500\u00a0euros",
    ),
    ("Quel est le taux de la hausse ?", "La hausse est de 12,5 % en un an.", "12,5 %"),
    ("Quel est le taux de la hausse ?", "La hausse est de 12\u00a0% en un an.", "12\u00a0%"),
    ("Combien de ponts a la ville ?", "La ville a trois ponts sur le fleuve.", "trois"),
    ("How much did the bridge cost?", "The bridge cost $5 million to the city.", "$5 million"),
    ("How much was it for the city?", "$5 million was what it cost to the city.", "$5 million"),
    (
        "Quelle est la hauteur de la tour ?",
        "La tour de la ville mesure 42 mètres.",
        "42 mètres",
    ),
    (
        "Combien de ponts la ville comptait-elle en 1999 ?",
        "La ville comptait en 1999 le nombre de 12 ponts.",
        "12",
    ),
    # dates
    ("Quand le contrat a-t-il été signé ?", CONTRACT, "juin"),
    (
        "Quand la photo a-t-elle été prise ?",
        "La photo a été prise le 22 juillet 2025 dans la ville.",
        "22 juillet 2025",
    ),
    (
        "Quand a-t-elle publié un document ?",
        "Début 2026, elle a publié un document.",
        "Début 2026",
    ),
    (
        "En quelle année la société a-t-elle été fondée ?",
        "La société fondée en 2021 est là.",
        "2021",
    ),
    (
        "Quand le pont a-t-il été construit ?",
        "Le pont a été construit au 19e siècle.",
        "19e siècle",
    ),
    (
        "Quand a-t-il choisi le modèle ?",
        "Il a choisi vendredi le modèle de la société.",
        "vendredi",
    ),
    (
        "¿En qué siglo nació el pintor?",
        "El pintor nació en el siglo XVI en una casa de la ciudad.",
        "el siglo XVI",
    ),
    (
        "Combien de temps a duré le siège de la ville ?",
        "Le siège de la ville a duré quelques heures.",
        "quelques heures",
    ),
    (
        "When was the bridge built?",
        "The bridge was built on 3 May 1937 by the city.",
        "3 May 1937",
    ),
    (
        "Combien de soldats sont venus ?",
        "Le 3 mai 1937, 1500 soldats sont venus.",
        "1500",
    ),
    # who somebody is
    ("Qui est Dario Amodei ?", CONTRACT, "Le patron de la société"),
    # names
    ("Qui a signé le contrat ?", CONTRACT, "Dario Amodei"),
    ("Qui a fondé la société ?", "Sam Altman a fondé la société dans la ville.", "Sam Altman"),
    (
        "Où est né le peintre ?",
        "Le peintre est né à Lyon dans une famille de notaires.",
        "Lyon",
    ),
    (
        "Who founded the company?",
        "The company was founded by John von Neumann in the city.",
        "John von Neumann",
    ),
]
# What the weights give more than these words of, since they were fitted on news as well, whose
# answers are written out: "en juin", "le 22 juillet 2025".
LONGER = frozenset(("12", "juin", "22 juillet 2025", "19e siècle", "Lyon"))


@pytest.mark.parametrize(("question", "text", "words"), CASES)
def test_the_short_answer_has_the_words_that_answer(question: str, text: str, words: str) -> None:
    """With what else of the sentence is up to the weights, but not all of it."""
    answer = short_answer(question, text)
    assert answer is not None
    assert words in answer
    assert len(answer) <= 2 / 3 * len(text) + len(words)


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        pytest.param(*case, marks=pytest.mark.xfail(strict=True, reason="more than the words"))
        if case[2] in LONGER
        else case
        for case in CASES
    ],
)
def test_the_short_answer_is_no_more_than_the_words(question: str, text: str, words: str) -> None:
    assert short_answer(question, text) == words


def test_a_century_is_whole() -> None:
    text = "Le pont a été construit au XIXe siècle."
    found = short_answer("Quand le pont a-t-il été construit ?", text)
    assert found in ("XIXe siècle", "au XIXe siècle")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Que pense le gouvernement du contrat ?", CONTRACT),
        ("Quand a-t-il refusé ?", "Il a refusé de donner le modèle de la société."),
        ("Combien a-t-il payé ?", "Il a refusé de donner le modèle en 2021."),
        ("Combien de ponts ?", "Il a refusé de donner le modèle de la société."),
        ("Quel est l'âge du patron de la société ?", CONTRACT),
        ("Combien a-t-il payé ?", "Il a payé le 22 juillet 2025 à la société."),
        # What the question names itself is no answer.
        ("Quand, en 2021, a-t-il signé ?", "Il a signé le contrat en 2021 avec la société."),
    ],
)
def test_none(question: str, text: str) -> None:
    assert short_answer(question, text) is None


def test_a_sentence_without_words() -> None:
    asked = analyse_question("Quand ?", language="fr")
    made = random_weights(0).spans
    found = sentences(document("... !"))
    assert [find_short_answer(asked, sentence, None, made) for sentence in found] == [None]


def test_a_question_for_yes_or_no_has_none() -> None:
    assert short_answer("Le contrat est-il signé ?", CONTRACT) is None


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        (
            "Qui a parlé de courage ?",
            '"Il faudra du courage", a tonné le président américain sur Truth Social.',
            "le président américain",
        ),
        ("Who said the bridge was safe?", '"It is safe," said Mayor Ann Lee.', "Mayor Ann Lee"),
    ],
)
def test_whose_words_it_is(question: str, text: str, words: str) -> None:
    assert short_answer(question, text) == words


def test_the_one_who_is_named_in_the_question_did_not_say_what_is_asked() -> None:
    text = '"Il faudra du courage", a tonné Jean Petit.'
    assert short_answer("Qui a répondu à Jean Petit ?", text) != "Jean Petit"


def test_the_span_that_shares_most_on_average_beats_the_likeliest() -> None:
    (sentence,) = sentences(document("Alpha beta gamma delta."))
    spans = find_spans(sentence)
    places = list(zip(spans.first.tolist(), spans.last.tolist(), strict=True))
    scores = np.full(len(places), -50.0)
    # "beta gamma" is nobody's favourite, but near both that are.
    scores[places.index((1, 1))] = scores[places.index((2, 2))] = 1.0
    found = best_span(spans, scores)
    assert sentence.document.text[found.start : found.end] == "beta gamma"
    assert found.expected == pytest.approx(2 / 3)
    scores[places.index((1, 1))] = 9.0
    found = best_span(spans, scores)
    assert sentence.document.text[found.start : found.end] == "beta"
    assert found.expected > 0.99


def test_what_may_not_be_chosen_is_not() -> None:
    (sentence,) = sentences(document("Alpha beta gamma delta."))
    spans = find_spans(sentence)
    scores = np.full(len(spans.first), -np.inf)
    scores[3] = 0.0
    found = best_span(spans, scores)
    assert (found.start, found.end, found.expected) == (spans.start[3], spans.end[3], 1.0)


def test_what_is_expected_to_share_too_little_is_not_given() -> None:
    assert ShortAnswer(0, 1, GIVEN).is_given
    assert not ShortAnswer(0, 1, GIVEN - 0.01).is_given


# --- what a span is beside a question ---


def features(question: Question, sentence: IndexedSentence) -> dict[str, Values]:
    """The features of each span of `sentence`, by its words."""
    text = sentence.document.text
    spans = find_spans(sentence)
    found = span_features(question, text, spans)
    # Scored with each feature's own weight alone, the logits are the features.
    columns = [found.score(row) for row in np.eye(len(SPAN_FEATURES))]
    return {
        text[start:end]: row
        for start, end, row in zip(spans.start, spans.end, np.transpose(columns), strict=True)
    }


@given(articles, questions)
def test_features_of_any_text(text: str, question: str) -> None:
    article = document(text)
    asked = analyse_question(question, language=article.language)
    for sentence in sentences(article):
        spans = find_spans(sentence)
        if len(spans.first):
            logits = span_features(asked, article.text, spans).score(np.ones(len(SPAN_FEATURES)))
            assert logits.shape == spans.first.shape
            assert np.isfinite(logits).all()


def test_names_of_features_are_unique() -> None:
    assert len(set(SPAN_FEATURES)) == len(SPAN_FEATURES)


def test_a_span_near_the_words_asked_and_one_that_repeats_them() -> None:
    (sentence,) = sentences(
        document("La société a été fondée en 2021 et le musée a été ouvert en 1999.")
    )
    asked = analyse_question("Quand la société a-t-elle été fondée ?", language="fr")
    rows = features(asked, sentence)
    near = SPAN_FEATURES.index("near any before")
    assert rows["2021"][near] == pytest.approx(1 / 2)
    assert rows["1999"][near] < rows["2021"][near]
    assert rows["fondée"][SPAN_FEATURES.index("asked all")] == 1
    assert rows["2021"][SPAN_FEATURES.index("asked none")] == 1
    assert rows["2021"][SPAN_FEATURES.index("date: year")] == 1
    assert rows["société"][SPAN_FEATURES.index("date: year")] == 0
