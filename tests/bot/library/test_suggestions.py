from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest import mock

import pytest

from bot.library.suggestions import newest_first, read_questions, suggest
from index import ArticleError, Document, Engine, read_articles
from tests.conftest import SEEDS
from tests.index.helpers import CERTAIN, UNCERTAIN, document

NAMES = (
    "Hier le maire Zoé Blanc a signé un accord avec Ana Noir. Le projet de Zoé Blanc plaît. "
    "On a vu Zoé Blanc et Ana Noir. On dit que Luc Vert part. Jean Bleu est là."
)


def write(folder: Path, text: str | bytes) -> Path:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "questions.json").write_bytes(data)
    return folder


# --- the seed ---


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_questions_of_the_seed_are_answered(engine: Engine, language: str) -> None:
    answers = [engine.ask(question) for question in read_questions(SEEDS)[language]]
    assert [answer.status for answer in answers] == ["answered"] * 5


@pytest.mark.parametrize(
    ("language", "part"),
    [
        ("fr", ["Le patron d'Anthropic, Dario Amodei", "un contrat de 200", "de l'éthique"]),
        ("en", ["créateur de ChatGPT", "qui avait refusé d'ouvrir les siens", "vendredi"]),
    ],
)
def test_those_suggested_are_answered_rightly(
    engine: Engine, language: str, part: list[str]
) -> None:
    suggested = suggest(engine, language, SEEDS)
    assert suggested == read_questions(SEEDS)[language][:3]
    for question, words in zip(suggested, part, strict=True):
        (citation,) = engine.ask(question).citations
        assert words in citation.cited_text


def test_the_file_is_no_article() -> None:
    articles = read_articles(SEEDS)
    assert [article.id for article in articles.documents] == ["000_8ca491ea4156916f"]
    assert articles.problems == ()


def test_from_names_over_the_seed(engine: Engine, tmp_path: Path) -> None:
    assert suggest(engine, "fr", tmp_path) == (
        "Qui est Sam Altman\u00a0?",
        "Que dit Dario Amodei\u00a0?",
        "Qui est Pete Hegseth\u00a0?",
    )
    assert suggest(engine, "en", tmp_path) == (
        "Who is Sam Altman?",
        "What does Dario Amodei say?",
        "Who is Pete Hegseth?",
    )


# --- what is chosen ---


def test_what_is_not_answered_is_not_suggested(engine: Engine, tmp_path: Path) -> None:
    write(
        tmp_path,
        '{"fr": ["Qui a remporté la Coupe du monde ?", "Qui est le patron d\'Anthropic ?"]}',
    )
    suggested = suggest(engine, "fr", tmp_path)
    assert suggested[0] == "Qui est le patron d'Anthropic ?"
    assert len(suggested) == 3
    assert suggested[1].startswith("Qui est Sam Altman")


def test_none_where_the_articles_answer_none(tmp_path: Path) -> None:
    write(tmp_path, '{"fr": ["Qui est Zoé Blanc ?"]}')
    engine = Engine([document(NAMES)], weights=UNCERTAIN)
    assert suggest(engine, "fr", tmp_path) == ()


def test_the_same_question_once(engine: Engine, tmp_path: Path) -> None:
    write(tmp_path, '{"en": ["Who created ChatGPT?", "Who created ChatGPT? "]}')
    assert suggest(engine, "en", tmp_path).count("Who created ChatGPT?") == 1


def test_names_by_how_often_they_are_used_and_one_question_each(tmp_path: Path) -> None:
    engine = Engine([document(NAMES)], weights=CERTAIN)
    assert suggest(engine, "fr", tmp_path) == (
        "Qui est Zoé Blanc\u00a0?",
        "Que dit Ana Noir\u00a0?",
        "Qui est Luc Vert\u00a0?",
    )


def test_a_name_once_at_the_start_of_a_sentence_comes_last(tmp_path: Path) -> None:
    text = (
        "Owner Priya Nair opened the shop. Ben Cole saw it. We met Ana Noir and Ana Noir. "
        "Ben Cole left. On Monday we met Luc Vert."
    )
    engine = Engine([document(text)], weights=CERTAIN)
    assert suggest(engine, "en", tmp_path) == (
        "Who is Ben Cole?",
        "What does Ana Noir say?",
        "Who is Luc Vert?",
    )


def test_nothing_is_asked_once_it_is_to_stop(engine: Engine, tmp_path: Path) -> None:
    for folder in (tmp_path, SEEDS):
        left = iter([True])
        with mock.patch.object(engine, "ask", side_effect=engine.ask) as asked:
            suggest(engine, "fr", folder, goes_on=lambda: next(left, False))  # noqa: B023
        assert asked.call_count == 1


def test_what_is_in_capitals_or_one_word_is_no_full_name(tmp_path: Path) -> None:
    text = "On a vu ANA NOIR. Le Maire parle à Zoé ici."
    engine = Engine([document(text)], weights=CERTAIN)
    assert suggest(engine, "fr", tmp_path) == ()


def test_a_name_that_the_first_quote_lacks_is_passed_over(tmp_path: Path) -> None:
    engine = Engine([document("Alpha beta. On a vu Zoé Blanc.")], weights=CERTAIN)
    answer = engine.ask("alpha")
    with mock.patch.object(engine, "ask", return_value=answer):
        assert suggest(engine, "fr", tmp_path) == ()


def test_the_work_is_bounded(tmp_path: Path) -> None:
    names = ". ".join(f"On a vu Zoé {chr(65 + n // 26)}x{chr(97 + n % 26)}" for n in range(100))
    write(tmp_path, '{"fr": [' + ",".join(f'"mot {n}"' for n in range(200)) + "]}")
    engine = Engine([document(f"{names}.")], weights=UNCERTAIN)
    with mock.patch.object(engine, "ask", side_effect=engine.ask) as asked:
        assert suggest(engine, "fr", tmp_path) == ()
    assert asked.call_count == 40


def test_newest_first() -> None:
    def dated(number: str, day: date | None) -> Document:
        return replace(document("Un mot.", document_id=number), published_at=day)

    documents = [
        dated("a", None),
        dated("b", date(2025, 1, 1)),
        dated("d", date(2026, 1, 1)),
        dated("c", date(2026, 1, 1)),
    ]
    assert [made.id for made in newest_first(documents)] == ["c", "d", "b", "a"]


# --- the file ---


def test_no_file_no_questions(tmp_path: Path) -> None:
    assert read_questions(tmp_path) == {}


def test_other_languages_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, '{"de": 3, "en": [" Who? "]}')
    assert read_questions(tmp_path) == {"en": ("Who?",)}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", 'questions.json: must be an object such as {"fr": ["Qui est… ?"]}; got []'),
        ('{"fr": "Qui ?"}', "questions.json: fr: must be an array of questions; got 'Qui ?'"),
        (
            '{"en": ["Who?", 3]}',
            "questions.json: en: question 2 must be a text of at most 100 characters; got 3",
        ),
        (
            '{"en": ["?"]}',
            "questions.json: en: question 1 must have at least one letter or digit; got '?'",
        ),
        ('{"en": [""]}', "questions.json: en: question 1 must not be empty; got ''"),
        ("[" * 65_537, "questions.json: must have at most 65536 bytes; it has more"),
    ],
)
def test_a_file_that_is_not_as_it_must_be(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(ArticleError) as raised:
        read_questions(write(tmp_path, content))
    assert str(raised.value) == message


@pytest.mark.parametrize("content", [b'{"fr": ["\xff"]}', b"[" * 60_000, b"{", b""])
def test_a_file_that_is_no_json(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ArticleError, match=r"^questions\.json: must be JSON in UTF-8; "):
        read_questions(write(tmp_path, content))


def test_a_question_too_long_for_a_button(tmp_path: Path) -> None:
    write(tmp_path, '{"fr": ["' + "a" * 101 + '"]}')
    with pytest.raises(ArticleError, match="fr: question 1 must be a text of at most 100"):
        read_questions(tmp_path)


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "questions.json").mkdir()
    with pytest.raises(ArticleError, match=r"^questions\.json: cannot be read \("):
        read_questions(tmp_path)
