from __future__ import annotations

from dataclasses import replace

import pytest

from index import Document, Engine, ask
from index.answering.answer import answer_ranking
from index.answering.notes import _LANGUAGES, language_note
from index.reading.weights import Weights
from index.retrieval.embeddings import Encoder
from index.text.lexicon import available_languages
from tests.index.helpers import CERTAIN, UNCERTAIN, Synonyms, document

ENGLISH = (
    "The articles are in French, the question in English: words were compared only as they are "
    "written. It is better to ask in French"
)
FRENCH = (
    "Les articles sont en anglais, la question en français : les mots n'ont été comparés que tels "
    "qu'ils sont écrits. Mieux vaut demander en anglais"
)
ARTICLE = "Le maire de la ville a signé le contrat avec Zorg en 2021."
CITY = "The mayor of the city has signed the contract with Zorg in 2021."


@pytest.mark.parametrize(
    ("asked_in", "articles_in", "extra_helps", "note"),
    [
        ("en", {"fr"}, False, f"{ENGLISH}."),
        (
            "en",
            {"fr"},
            True,
            f"{ENGLISH}, or to install the extra “crosslingual” if you run this bot.",
        ),
        ("fr", {"en"}, False, f"{FRENCH}."),
        (
            "fr",
            {"en"},
            True,
            f"{FRENCH}, ou installer l'extra « crosslingual » si vous gérez ce bot.",
        ),
        # Whoever asks in neither French nor English is told in English.
        ("de", {"fr"}, False, ENGLISH.replace("in English", "in German") + "."),
    ],
)
def test_the_note_names_both_languages_and_what_helps(
    asked_in: str, articles_in: set[str], extra_helps: bool, note: str
) -> None:
    said = language_note(asked_in, articles_in, said_in=asked_in, extra_helps=extra_helps)
    assert said == note


def test_several_languages_are_listed_in_the_order_of_their_codes() -> None:
    articles_in = {"fr", "es", "en"}
    english = language_note("de", articles_in, said_in="en", extra_helps=False)
    assert english == (
        "The articles are in English, Spanish and French, the question in German: words were "
        "compared only as they are written. It is better to ask in English, Spanish or French."
    )
    french = language_note("de", articles_in, said_in="fr", extra_helps=False)
    assert french == (
        "Les articles sont en anglais, espagnol et français, la question en allemand : les mots "
        "n'ont été comparés que tels qu'ils sont écrits. Mieux vaut demander en anglais, espagnol "
        "ou français."
    )


@pytest.mark.parametrize(
    ("asked_in", "articles_in"),
    [
        ("fr", {"fr"}),
        ("en", {"fr", "en"}),
        ("und", {"und"}),
        # Their language is not known, or would not be recognised in a question.
        ("en", {"fr", "und"}),
        ("es", {"pt"}),
        ("pt", {"fr"}),
        ("en", set()),
    ],
)
def test_where_a_language_is_shared_or_unknown_there_is_no_note(
    asked_in: str, articles_in: set[str]
) -> None:
    assert language_note(asked_in, articles_in, said_in=asked_in, extra_helps=True) is None


def test_every_language_with_a_lexicon_has_a_name() -> None:
    for names in _LANGUAGES.values():
        assert set(available_languages()) == names.keys()
    for asked_in in available_languages():
        for articles_in in available_languages():
            for said_in in ("fr", "en"):
                note = language_note(asked_in, {articles_in}, said_in=said_in, extra_helps=True)
                assert (note is None) == (asked_in == articles_in)


def test_a_language_without_a_name_has_no_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.answering.notes.available_languages", lambda: ("fr", "en", "pt"))
    assert language_note("pt", {"fr"}, said_in="fr", extra_helps=True) is None
    assert language_note("fr", {"en", "pt"}, said_in="en", extra_helps=True) is None


# --- as every answer carries it ---


@pytest.fixture
def article() -> Document:
    return document(ARTICLE)


@pytest.mark.parametrize("made", [CERTAIN, UNCERTAIN])
@pytest.mark.parametrize("question", ["When was the contract with Zorg signed?", "What is this?"])
def test_the_note_stands_beside_every_answer(
    article: Document, made: Weights, question: str
) -> None:
    answer = ask(Engine([article], weights=made), question)
    assert answer.note == f"{ENGLISH}."
    assert ENGLISH not in (answer.no_answer_reason or "")


def test_the_question_s_own_language_has_no_note(article: Document) -> None:
    engine = Engine([article, document(CITY, document_id="b")], weights=CERTAIN)
    assert ask(engine, "When was the contract with Zorg signed?").note is None
    assert ask(engine, "Quand le contrat avec Zorg a-t-il été signé ?").note is None
    # Nor has one that is in no language: "Zorg" may be asked in that of the articles.
    assert ask(Engine([article], weights=CERTAIN), "Zorg 2021 ?").note is None


def test_the_note_is_in_the_language_of_the_answer(article: Document) -> None:
    engine = Engine([article], weights=CERTAIN)
    ranking = engine.rank("When was the contract with Zorg signed?")
    note = answer_ranking(engine, ranking, language="fr").note
    assert note
    assert note.startswith("Les articles sont en français, la question en anglais : ")


@pytest.mark.parametrize(
    ("encoder", "fitted", "noted", "advised"),
    [
        (None, True, True, True),
        (None, False, True, False),
        (Synonyms(), True, False, False),
        # These weights make no use of the extra: to install it would change nothing.
        (Synonyms(), False, True, False),
    ],
)
def test_where_meanings_are_known_there_is_no_note(
    article: Document, encoder: Encoder | None, fitted: bool, noted: bool, advised: bool
) -> None:
    made = replace(CERTAIN, meaning=CERTAIN if fitted else None)
    note = ask(Engine([article], weights=made, encoder=encoder), "When was it signed?").note
    assert (note is not None) == noted
    assert ("crosslingual" in (note or "")) == advised
