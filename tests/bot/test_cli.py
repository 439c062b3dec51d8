"""The command line as a user meets it: what is printed, the exit code, and each error.

What is said of the reader is in `test_cli_reader.py`; `verify`, `eval` and `train` have files of
their own.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli import EXIT_UNREACHABLE, build_parser, main
from bot.conversation import answer_alone
from bot.keys import pseudonym_key
from bot.settings import Settings
from bot.store import Store
from index import Engine, Reader, read_document
from tests.bot.answers import answered
from tests.bot.commands import Run
from tests.bot.libraries import dated_library
from tests.paths import SEEDS

SEED = "000_8ca491ea4156916f"
ASKED = (("Qui ?", "no_answer"), ("Quand ?", "answered"), ("qui ?", "no_answer"))
COMMANDS = (
    "ask", "serve", "mcp", "telegram", "api-key", "questions", "verify", "add", "remove",
    "documents", "eval", "train",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reader: Reader
) -> None:
    """No `.env` of whoever runs the tests is read; the articles are those of the project.

    The reader is loaded once, and not for each command.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARTICLES_DIR", str(SEEDS))
    monkeypatch.setattr("bot.cli.loading.load_reader", lambda *_, **__: reader)


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    overview = capsys.readouterr().out
    for command in COMMANDS:
        assert f"\n    {command}" in overview
        with pytest.raises(SystemExit) as stopped:
            main([command, "--help"])
        assert stopped.value.code == 0
        assert capsys.readouterr().out.startswith(f"usage: motpourmot {command}")


def test_commands_are_all_there() -> None:
    (actions,) = [a for a in build_parser()._actions if a.dest == "command"]
    assert tuple(actions.choices or ()) == COMMANDS


def test_ask_prints_answer_quote_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, 'ask "Quel est le montant du contrat ?"')
    assert run.code == 0
    assert run.out.startswith('200 millions de dollars\n\n[1] "Dans un nombre restreint de cas')
    assert "un contrat de 200 millions de dollars avec le gouvernement américain.\n" in run.out
    assert f"2026-02-28, § 16, caractères 2971-3223, {SEED}, juin = 2025-06\n" in run.out
    assert run.err == ""


def test_ask_without_an_answer_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, 'ask "Quel âge a Elon Musk ?"')
    assert run.code == 3
    assert run.out.startswith("Les articles ne mentionnent pas « Elon Musk ».\n")
    assert "\n[1] " not in run.out.split("Les plus proches, qui ne sont PAS une réponse :")[0]


@pytest.mark.parametrize("typed", ["merci", "tu es sûr ?", "Et OpenAI ?"])
def test_what_asks_nothing_alone_has_a_reply(
    capsys: pytest.CaptureFixture[str], engine: Engine, typed: str
) -> None:
    assert main(["ask", typed]) == 3
    assert capsys.readouterr().out.startswith(answer_alone(engine, typed).no_answer_reason or "-")
    assert engine.known_answer(typed) is None
    assert main(["ask", "--article", "nowhere", typed]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_ask_json_is_the_answer(capsys: pytest.CaptureFixture[str], engine: Engine) -> None:
    question = "Quel est le montant du contrat ?"
    run = Run(capsys, f'ask --json "{question}"')
    answer = json.loads(run.out)
    expected = engine.ask(question)
    assert answer["id"] == expected.id
    assert answer["answer"] == expected.answer == "200 millions de dollars"
    (citation,) = answer["citations"]
    text = read_document(SEEDS / f"{SEED}.txt").text
    start, end = citation["start_char_index"], citation["end_char_index"]
    assert text[start:end] == citation["cited_text"]
    start, end = citation["answer_start_char_index"], citation["answer_end_char_index"]
    assert text[start:end] == expected.answer


def test_ask_json_has_whole_addresses_of_pages(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://mots.fr/")
    run = Run(capsys, 'ask --json "Quel est le montant du contrat ?"')
    (quote,) = json.loads(run.out)["citations"]
    assert quote["page_url"].startswith(
        f"https://mots.fr/documents/{SEED}?version={quote['document_sha256'][:12]}#char="
    )


def test_explanation_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, 'ask --explain "Qui a créé ChatGPT ?"')
    assert re.search(r"\nconfidence 0\.\d{3}, answered from 0\.\d{3} on\n\nrank 1, ", run.out)
    header, *rows = [line for line in run.out.split("rank 1, ")[1].splitlines() if line.strip()]
    score = float(header.split("score ")[1].split(":")[0])
    middle = rows.index("  stage one, by its words and meaning:")
    assert {row.rsplit(maxsplit=5)[0].strip() for row in rows[:middle]} == {"stage one", "margin"}
    assert any(row.split()[0] == "passage.bm25" for row in rows[middle:])
    parts = [float(row.rsplit("=", 1)[1]) for row in rows[:middle]]
    assert sum(parts) == pytest.approx(score, abs=0.02)
    for row in (*rows[:middle], *rows[middle + 1 : middle + 4]):
        value, weight = row.split(" = ")[0].split(" x ")
        assert float(value.split()[-1]) * float(weight) == pytest.approx(
            float(row.rsplit("=", 1)[1]), rel=0.05, abs=0.01
        )


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "question: must not be empty; got ''"),
        ("  ", "question: must not be empty; got '  '"),
        ("?!…", "question: must have at least one letter or digit; got '?!…'"),
        ("🙂🙂", "question: must have at least one letter or digit; got '🙂🙂'"),
        ("x" * 1001, "question: must have at most 1000 characters; got 1001"),
        ("a\udce9", "question: must be Unicode text without unpaired surrogates; got 'a\\udce9'"),
    ],
)
def test_what_is_no_question(
    capsys: pytest.CaptureFixture[str], question: str, message: str
) -> None:
    assert main(["ask", question]) == 2
    assert capsys.readouterr().err == f"motpourmot: {message}\n"


def test_documents(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "documents")
    assert run.code == 0
    header, row = run.out.splitlines()
    assert header.split() == ["id", "date", "language", "sentences", "title"]
    assert row.split(maxsplit=4) == [
        SEED, "2026-02-28", "fr", "27", "OpenAI a annoncé à un accord avec le Pentagone…",
    ]  # fmt: skip


@pytest.fixture
def _dated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for document in dated_library():
        (folder / f"{document.id}.txt").write_text(document.text, encoding="utf-8")
    monkeypatch.setenv("ARTICLES_DIR", str(folder))
    monkeypatch.setenv("READER", "off")


@pytest.mark.usefixtures("_dated")
@pytest.mark.parametrize(
    ("options", "names"),
    [
        ("--article foix-2023", {"foix-2023"}),
        ("--article foix-2023 --article sans-date", {"foix-2023", "sans-date"}),
        ("--since 2024 --until 2024-12", {"foix-2024"}),
        ("--article-language en", {"english"}),
    ],
)
def test_limits_say_which_articles_are_asked(
    capsys: pytest.CaptureFixture[str], options: str, names: set[str]
) -> None:
    run = Run(capsys, f"ask --json {options} 'Quel contrat la scierie a-t-elle signé ?'")
    answer = json.loads(run.out)
    assert {q["document_id"] for q in answer["citations"] + answer["closest"]} == names
    assert answer["limits"]["articles"] == len(names)
    run = Run(capsys, f"ask --explain {options} 'Quel contrat la scierie a-t-elle signé ?'")
    assert "Cherché seulement dans " in run.out
    amounts = {"foix-2023": "2 millions", "foix-2024": "5 millions", "sans-date": "9 millions"}
    explained = run.out.partition("answered from")[2]
    assert explained
    assert all(said not in explained for name, said in amounts.items() if name not in names)


@pytest.mark.usefixtures("_dated")
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            "--since hier",
            (
                "since: must be a day, a month or a year, such as 2024-03-31, 2024-03 or "
                "2024; got 'hier'"
            ),
        ),
        (
            "--article nowhere",
            (
                "document_id: must be the id of an article (english, foix-2023, "
                "foix-2024, sans-date); got 'nowhere'"
            ),
        ),
        ("--article-language x", "article_language: must be one of de, en, es, fr, und; got 'x'"),
    ],
)
def test_what_is_no_limit(capsys: pytest.CaptureFixture[str], options: str, message: str) -> None:
    run = Run(capsys, f"ask {options} 'Quel contrat ?'")
    assert (run.code, run.out, run.err) == (2, "", f"motpourmot: {message}\n")


def test_an_article_in_two_files_is_listed_once_with_both_names(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, end in (("a", "\n"), ("b", "\r\n")):
        (folder / f"{name}.txt").write_bytes(f"Le chat dort.{end}Il ronfle.{end}".encode())
    monkeypatch.setenv("ARTICLES_DIR", str(folder))
    _, *rows = Run(capsys, "documents").out.splitlines()
    assert [row.split()[0] for row in rows] == ["a"]
    assert rows[0].endswith(" (also as b)")
    assert Run(capsys, "remove b").out == "removed: b.txt (Le chat dort.)\n"
    assert "also as" not in Run(capsys, "documents").out


def test_a_file_that_cannot_be_read_is_named_and_the_others_load(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("Le chat dort sur le toit.", encoding="utf-8")
    (folder / "b.txt").write_bytes(b"caf\xe9")
    monkeypatch.setenv("ARTICLES_DIR", str(folder))
    run = Run(capsys, 'ask "Où dort le chat ?"')
    assert "Le chat dort sur le toit." in run.out
    assert run.err == (
        "motpourmot: left out: b.txt: an article must be UTF-8; byte 3 is 0xe9. "
        "Save the file as UTF-8\n"
    )


@pytest.mark.parametrize("make", [False, True])
def test_no_articles(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    make: bool,
) -> None:
    folder = tmp_path / "none"
    if make:
        folder.mkdir()
    monkeypatch.setenv("ARTICLES_DIR", str(folder))
    run = Run(capsys, "documents")
    assert run.code == 2
    assert run.err.startswith("motpourmot: ARTICLES_DIR: ")


@pytest.mark.parametrize("content", [None, '{"format": "motp', '{"version": 99}'])
def test_weights_that_cannot_be_used(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    content: str | None,
) -> None:
    path = tmp_path / "weights.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    monkeypatch.setenv("WEIGHTS_FILE", str(path))
    run = Run(capsys, 'ask "Qui ?"')
    assert run.code == 2
    assert run.err.startswith(f"motpourmot: {path}: ")
    assert "motpourmot train" in run.err


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_serve_with_a_port_that_is_none(capsys: pytest.CaptureFixture[str], port: str) -> None:
    assert main(["serve", f"--port={port}"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("motpourmot: PORT: ")
    assert f"got '{port}'" in error


def test_a_dash_may_open_a_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--", "-Quel est le montant du contrat ?"]) == 0
    assert capsys.readouterr().out.startswith("200 millions de dollars\n")


def test_questions_lists_what_readers_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    missing = Run(capsys, "questions")
    assert missing.code == EXIT_UNREACHABLE
    assert missing.err.endswith(
        "must be there; it is not. `serve` and `telegram` make it when they first start: name the "
        "one that they use\n"
    )
    store = Store(url, key=pseudonym_key(Settings()))
    assert Run(capsys, "questions").out == "no question has been kept\n"
    for question, status in ASKED:
        store.begin_turn(
            face="http",
            chat="0" * 32,
            person="0" * 32,
            conversation="0" * 32,
            asked=question,
            answer=replace(answered(), question=question, status=status),
        )
    store.close()
    everything = Run(capsys, "questions").out
    assert [line.split()[-2:] for line in everything.splitlines()[1:]] == [
        ["qui", "?"],
        ["Quand", "?"],
    ]
    unanswered = Run(capsys, "questions --unanswered --json")
    (row,) = json.loads(unanswered.out)
    assert (row["question"], row["times"], row["status"]) == ("qui ?", 2, "no_answer")
    assert unanswered.code == 0


def test_questions_of_a_database_that_cannot_be_opened(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}")
    run = Run(capsys, "questions")
    assert run.code == EXIT_UNREACHABLE
    assert run.err.startswith("motpourmot: DATABASE_URL: the file ")
