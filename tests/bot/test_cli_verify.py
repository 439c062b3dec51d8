"""`motpourmot verify`: a quote alone, at its place, a whole answer; text, JSON, exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.answer_json import answer_to_json
from bot.cli import main
from bot.verdicts.words import ENGLISH, FRENCH
from index import Engine
from tests.bot.commands import Run
from tests.paths import ROOT, SEEDS

SEED = "000_8ca491ea4156916f"
TITLE = "OpenAI a annoncé à un accord avec le Pentagone…"
QUOTE = "un contrat de 200 millions de dollars"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARTICLES_DIR", str(SEEDS))


@pytest.mark.parametrize("text", [QUOTE, f"« {QUOTE} »"])
def test_a_quote_that_is_there(capsys: pytest.CaptureFixture[str], text: str) -> None:
    run = Run(capsys, f"verify '{text}'")
    assert run.code == 0
    assert run.out == (
        "Mot pour mot\n"
        "Les articles contiennent cette citation, mot pour mot.\n\n"
        f"    …qui avait signé en juin {QUOTE} avec le gouvernement…\n"
        f"    {TITLE}, 2026-02-28, § 16, caractères 3154-3191, {SEED}\n"
    )


def test_typography_alone_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "verify 'd’offrir ces mêmes conditions à toutes les entreprises d’IA'")
    assert run.code == 0
    assert "seule la typographie diffère (apostrophes).\n" in run.out
    # To the letter as the article has it, and who says it.
    assert "d'offrir ces mêmes conditions à toutes les entreprises d'IA" in run.out
    assert run.out.endswith(", — Sam Altman\n")


def test_a_quote_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "verify 'The hens of the convent have been brooding'")
    assert (run.code, run.out) == (
        1,
        "Not in the articles\nThe articles do not have this quote, nor anything near it.\n",
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Il n’y a pas de citation à vérifier.\n"),
        ("deux mots", "il faut au moins trois mots.\n"),
        ("les conditions", "il faut au moins trois mots.\n"),
        ("OpenAI", "il faut au moins trois mots. Ces mots se trouvent ici\u00a0:\n"),
        (
            "les mots de " * 2_000,
            "\u00a0: 20\u202f000 caractères au plus, et elle en a 23\u202f999.\n",
        ),
    ],
)
def test_a_quote_that_cannot_be_checked(
    capsys: pytest.CaptureFixture[str], text: str, sentence: str
) -> None:
    assert main(["verify", text]) == 2
    assert sentence in capsys.readouterr().out


def test_a_quote_at_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, f'verify {SEED} 51 63 "le Pentagone"')
    assert run.code == 0
    assert run.out.startswith("Mot pour mot\nL’article contient cette citation,")
    run = Run(capsys, f'verify {SEED} 52 64 "le Pentagone"')
    assert run.code == 1
    assert run.out.startswith("Pas à l’endroit donné\n")
    assert "mot pour mot, mais pas à l’endroit donné." in run.out
    assert "À l’endroit donné, l’article a\u00a0: 'e Pentagone,'\n" in run.out
    for place in ("51-63", "1029-1041", "4230-4242"):
        assert f"caractères {place}, " in run.out
    run = Run(capsys, f'verify {SEED} 3168 3191 "200 millions de  dollars"')
    assert run.code == 1  # with a place, to the letter
    run = Run(capsys, f'verify {SEED} 51 63 "la Pentagone"')
    assert run.code == 1
    assert "l’article a\u00a0: 'le Pentagone'\n" in run.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["x", "0", "1", "a"], f"document_id: must be the id of an article ({SEED}); got 'x'"),
        (
            ["un", "deux", "trois", "quatre"],
            (
                "START: must be a whole number of characters, in DOCUMENT START END TEXT; a quote "
                "of several words must be in quotes; got 'deux'"
            ),
        ),
        (
            [SEED, "0", "1.5", "a"],
            (
                "END: must be a whole number of characters, in DOCUMENT START END TEXT; a quote "
                "of several words must be in quotes; got '1.5'"
            ),
        ),
        (["--answer", ""], "--answer: must be a file that can be read, or - for stdin; got ''"),
        (
            ["--answer", "a\nb\x1b"],
            "a\\nb\\x1b: must be a file that can be read; got No such file or directory",
        ),
        (["--answer", "a\x00"], "a\\x00: must be a file that can be read; got embedded null byte"),
        (["--answer", "/dev/zero"], "/dev/zero: must have at most 1048576 bytes; got more"),
        ([SEED, "9999", "10000", "a"], f"start: must be from 0 to 4523 in {SEED}; got 9999"),
        ([SEED, "5", "5", "a"], f"end: must be from 6 to 4524 in {SEED}; got 5"),
        (
            ["a", "b"],
            (
                "verify: must have TEXT, DOCUMENT START END TEXT, or --answer FILE; put TEXT in "
                "quotes; got 2 arguments"
            ),
        ),
        (["--answer", "a.json", "b"], "--answer: must come without a quote; got 'b'"),
        ([SEED, "5", "6", ""], "text: must not be empty; got ''"),
    ],
)
def test_what_cannot_be_verified(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(["verify", *arguments]) == 2
    assert capsys.readouterr().err == f"motpourmot: {message}\n"


def test_json_is_that_of_the_api(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://mots.fr")
    content = json.loads(Run(capsys, f"verify --json '{QUOTE}'").out)
    assert (content["verdict"], content["verified"]) == ("verbatim", True)
    (place,) = content["places"]
    page = f"https://mots.fr/documents/{SEED}?version={place['document_sha256'][:12]}"
    assert place["page_url"] == f"{page}#char=3154,3191"
    placed = json.loads(Run(capsys, f"verify --json {SEED} 51 63 'le Pentagone'").out)
    assert (placed["document_id"], placed["found"]) == (SEED, "le Pentagone")


def test_no_control_characters_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "a \x1b[31m b c d\u202e a dit : « trois mots ici »"]) == 1
    assert not {"\x1b", "\u202e"} & set(capsys.readouterr().out)


# A whole answer


@pytest.fixture
def answer(engine: Engine) -> dict[str, Any]:
    given: dict[str, Any] = json.loads(
        answer_to_json(engine.ask("Quel est le montant du contrat ?"))
    )
    return given


def check(tmp_path: Path, answer: object, *options: str) -> int:
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    return main(["verify", *options, "--answer", str(path)])


def test_an_answer_as_it_was_given(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    answer: dict[str, Any],
) -> None:
    assert check(tmp_path, answer) == 0
    out = capsys.readouterr().out
    assert out.startswith("La réponse courte est dans une citation qui y est toujours.\n\n[1] ")
    assert "L’article n’a pas changé. La citation y est, mot pour mot.\n" in out
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps(answer).encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    assert main(["verify", "--answer", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["stands"] is True


def test_an_answer_with_another_number(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, answer: dict[str, Any]
) -> None:
    assert check(tmp_path, {**answer, "answer": "300 millions"}) == 1
    assert "dans aucune citation" in capsys.readouterr().out
    # The same letters, but cut out of a number, or of nothing at all.
    for forged in ("00 millions de dollars", "0 millions", "2", "", " "):
        assert check(tmp_path, {**answer, "answer": forged}) == 1
    quote = answer["citations"][0]
    quote["cited_text"] = quote["cited_text"].replace("200", "300")
    assert check(tmp_path, answer) == 1
    out = capsys.readouterr().out
    assert "L’article n’a pas changé. L’article ne contient pas cette citation telle quelle." in out
    assert "citation\u00a0: «\u00a0300\u00a0»\u00a0; article\u00a0: «\u00a0200\u00a0»\n" in out


def test_an_answer_over_an_article_that_is_gone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, answer: dict[str, Any]
) -> None:
    answer["citations"][0]["document_id"] = "gone"
    assert check(tmp_path, answer) == 2
    assert "L’article n’est plus ici." in capsys.readouterr().out


def test_an_answer_without_quotes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, answer: dict[str, Any], engine: Engine
) -> None:
    """Nothing to check is not that all stands."""
    assert check(tmp_path, {"citations": []}) == 2
    assert capsys.readouterr().out == f"{FRENCH.titles['uncheckable']}\n{FRENCH.no_quotes}\n"
    assert check(tmp_path, {**answer, "answer": None, "citations": []}) == 2
    assert FRENCH.no_quotes in capsys.readouterr().out
    given = json.loads(answer_to_json(engine.ask("Combien de chats a Sam Altman ?")))
    assert given["closest"]
    assert check(tmp_path, given) == 0
    assert capsys.readouterr().out.startswith(FRENCH.no_answer)
    assert check(tmp_path, {**given, "closest": []}) == 2
    assert FRENCH.no_answer_no_quotes in capsys.readouterr().out
    # The citations of an answer that had some were taken away, its closest were not.
    assert check(tmp_path, {**given, "status": "answered"}) == 2
    assert FRENCH.no_quotes in capsys.readouterr().out


def test_an_answer_in_another_language_than_its_quotes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, answer: dict[str, Any]
) -> None:
    assert check(tmp_path, {**answer, "language": "en"}) == 0
    assert capsys.readouterr().out.startswith(f"{ENGLISH.answer_stands}\n\n[1] ")
    for language in ("de", None):  # none that there are words in
        assert check(tmp_path, {**answer, "language": language}) == 0
        assert FRENCH.answer_stands in capsys.readouterr().out


def test_a_quote_of_an_answer_that_is_elsewhere(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, answer: dict[str, Any]
) -> None:
    for name in ("start", "end"):
        answer["citations"][0][f"{name}_char_index"] += 1
    assert check(tmp_path, answer) == 1
    out = capsys.readouterr().out
    assert f"[1] {FRENCH.articles['same']} {FRENCH.in_one['elsewhere']}\n" in out
    assert FRENCH.stands not in out
    assert out.count("mot pour mot") == 1


def test_an_answer_after_a_byte_order_mark(tmp_path: Path, answer: dict[str, Any]) -> None:
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(answer), encoding="utf-8-sig")
    assert main(["verify", "--answer", str(path)]) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_cannot_be_written_is_one_sentence() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(  # noqa: S603  (ours)
            [sys.executable, "-m", "bot.cli", "verify", QUOTE],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    message = "motpourmot: the output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (2, message)


def test_somebody_elses_words_are_not_verified(capsys: pytest.CaptureFixture[str]) -> None:
    quote = "Dans un nombre restreint de cas, nous pensons que l'IA peut nuire"
    assert main(["verify", f"Dario Amodei a déclaré : « {quote} »"]) == 0
    assert capsys.readouterr().out.startswith("Mot pour mot\n")
    assert main(["verify", f"Donald Trump a déclaré : « {quote} »"]) == 1
    assert capsys.readouterr().out.startswith("Mot pour mot, mais de quelqu’un d’autre\n")
    assert main(["verify", "--json", f"Donald Trump a déclaré : « {quote} »"]) == 1
    content = json.loads(capsys.readouterr().out)
    assert (content["verified"], content["attribution"]["verdict"]) == (True, "contradicted")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "answer: must be as `ask --json` or /ask gave it (Invalid JSON"),
        ("[]", "answer: must be as `ask --json` or /ask gave it ("),
        ("{}", "citations: must be as `ask --json` or /ask gave it (Field required); got nothing"),
        ('{"citations": [{"cited_text": 1}]}', "citations.0.cited_text: must be as"),
        ("é".encode("latin-1"), "must be JSON in UTF-8; got other bytes"),
        ("{}".encode("utf-16"), "must be JSON in UTF-8; got UTF-16"),
        (
            '{"@context": "x", "id": "y"}',
            "answer: must be the plain JSON of /ask, asked for with `Accept: application/json`;",
        ),
        (None, "must be a file that can be read; got No such file"),
    ],
)
def test_what_is_no_answer(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str | bytes | None, message: str
) -> None:
    path = tmp_path / "answer.json"
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    assert main(["verify", "--answer", str(path)]) == 2
    assert message in capsys.readouterr().err
