"""`motpourmot eval` as a user meets it: figures, errors, predictions, and what it does not read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.terminal.formatting import format_error, format_error_counts
from index.training.datasets import read_dataset
from index.training.evaluation import Outcome, evaluate
from tests.bot.commands import Run
from tests.index.helpers import CERTAIN, UNCERTAIN
from tests.paths import DATA

TINY = DATA / "tiny.json"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No `.env` of whoever runs the tests is read; what is tested needs no reader."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("READER", "off")


def test_eval_prints_a_table_and_writes_predictions(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "rows.jsonl"
    run = Run(capsys, f"eval {TINY} --predictions {out}")
    assert run.code == 0
    header, row, *_ = run.out.splitlines()
    assert header.split()[:5] == ["set", "questions", "hit@1", "hit@3", "MRR@10"]
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert row.split()[:2] == [TINY.name, str(len(rows))]
    raw = json.loads(TINY.read_text("utf-8"))
    asked = [
        (qa["id"], "\n\n".join(p["context"] for p in entry["paragraphs"]))
        for entry in raw["data"]
        for paragraph in entry["paragraphs"]
        for qa in paragraph["qas"]
    ]
    assert [prediction["id"] for prediction in rows] == [name for name, _ in asked]
    for prediction, (_, text) in zip(rows, asked, strict=True):
        check_prediction(prediction, text)


def check_prediction(prediction: dict[str, Any], text: str) -> None:
    assert set(prediction) == {
        "id", "status", "confidence", "answer", "citations", "ranking", "ms",
    }  # fmt: skip
    assert prediction["status"] in ("answered", "no_answer")
    assert bool(prediction["citations"]) == (prediction["status"] == "answered")
    assert 0 < len(prediction["ranking"]) <= 10
    for place in (*prediction["citations"], *prediction["ranking"]):
        quote = text[place["start_char_index"] : place["end_char_index"]]
        assert quote == quote.strip() != ""
    probabilities = [place["probability"] for place in prediction["ranking"]]
    assert probabilities == sorted(probabilities, reverse=True)
    if prediction["answer"] is not None:
        assert any(
            prediction["answer"] in text[c["start_char_index"] : c["end_char_index"]]
            for c in prediction["citations"]
        )


def test_eval_json(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, f"eval --json {TINY}")
    first, *_ = json.loads(run.out)
    assert first["name"] == TINY.name
    assert 0 <= first["hit_1"] <= first["hit_3"] <= 1


def test_eval_prints_errors_as_they_are_found_then_counts_and_figures(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fitted = tmp_path / "weights.json"
    fitted.write_text(CERTAIN.to_json(), encoding="utf-8")
    monkeypatch.setenv("WEIGHTS_FILE", str(fitted))
    outcomes: list[Outcome] = []
    rows = evaluate(read_dataset(TINY), CERTAIN, watch=outcomes.append)
    errors = [format_error(outcome) for outcome in outcomes if outcome.prediction.error]
    assert {row.error for row in rows} >= {"wrong sentence", "not refused", "wrong short answer"}
    run = Run(capsys, f"eval --errors {TINY} {TINY}")
    assert run.code == 0
    assert run.err == ""
    counts = format_error_counts([(TINY.name, rows)] * 2)
    printed = "".join(f"{line}\n" for line in (f"{TINY.name}, 36 questions\n", *errors))
    assert run.out.startswith(f"{printed}{printed}{counts}\n\nset ")
    figures = run.out.removeprefix(f"{printed}{printed}{counts}\n\n").splitlines()
    assert [line.split()[0] for line in figures] == ["set", TINY.name, TINY.name]


def test_eval_without_errors_to_print(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fitted = tmp_path / "weights.json"
    fitted.write_text(UNCERTAIN.to_json(), encoding="utf-8")
    monkeypatch.setenv("WEIGHTS_FILE", str(fitted))
    raw = json.loads(TINY.read_text("utf-8"))
    (paragraph,) = raw["data"][0]["paragraphs"][-1:]
    paragraph["qas"] = [qa for qa in paragraph["qas"] if qa.get("is_impossible")]
    raw["data"] = [{"title": "Le phare", "paragraphs": [paragraph]}]
    (tmp_path / "one.json").write_text(json.dumps(raw), encoding="utf-8")
    run = Run(capsys, f"eval --errors {tmp_path / 'one.json'}")
    assert run.code == 0
    assert run.out.splitlines()[:5] == [
        "one.json, 1 questions",
        "",
        "set       questions  wrong sentence  not answered  not refused  wrong short answer",
        "one.json  1          0               0             0            0",
        "",
    ]


def test_errors_are_no_json(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["eval", "--errors", "--json", str(TINY)])
    assert stopped.value.code == 2
    assert "argument --json: not allowed with argument --errors" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read (No such file or directory)"),
        ("{", "must be JSON"),
        ("{}", "data must be in SQuAD 2.0 form"),
        ('{"data": []}', "data must hold at least one question; it holds none"),
    ],
)
def test_eval_of_what_is_no_question_set(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str | None, message: str
) -> None:
    path = tmp_path / "set.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    run = Run(capsys, f"eval {path}")
    assert run.code == 2
    assert run.err.startswith(f"motpourmot: set.json: {message}")


def test_what_is_read_is_not_written_over(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    questions = tmp_path / "x.json"
    questions.write_bytes(TINY.read_bytes())
    (tmp_path / "link.json").symlink_to(questions)
    for line in (
        f"eval {questions} --predictions {questions}",
        f"eval {questions} --predictions {tmp_path / 'link.json'}",
    ):
        run = Run(capsys, line)
        assert run.code == 2
        assert "must not be a file that is read" in run.err
    assert questions.read_bytes() == TINY.read_bytes()


@pytest.mark.parametrize("place", [".", "/", ".."])
def test_a_folder_is_no_file(capsys: pytest.CaptureFixture[str], place: str) -> None:
    run = Run(capsys, f"eval {TINY} --predictions {place}")
    assert run.code == 2
    assert run.err == f"motpourmot: {place}: must be a file that can be written; got a folder\n"


def test_a_link_is_followed_and_its_neighbours_left_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target, link, neighbour = (tmp_path / name for name in ("rows", "link", "link.part"))
    target.write_text("old", encoding="utf-8")
    neighbour.write_text("mine", encoding="utf-8")
    link.symlink_to(target)
    assert Run(capsys, f"eval {TINY} --predictions {link}").code == 0
    assert link.is_symlink()
    assert target.read_text("utf-8").startswith('{"id": ')
    assert neighbour.read_text("utf-8") == "mine"
    assert sorted(tmp_path.iterdir()) == [link, neighbour, target]


def test_predictions_that_go_nowhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", str(TINY), "--predictions", "/dev/null"]) == 0
    assert not Path("/dev/null").is_file()
    assert capsys.readouterr().out.startswith("set ")


def test_a_set_with_unpaired_surrogates(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    raw = json.loads(TINY.read_text("utf-8"))
    first = raw["data"][0]["paragraphs"][0]["qas"][0]
    first["id"], first["question"] = "\ud800", "Qui \ud800 ?"
    (tmp_path / "set.json").write_text(json.dumps(raw), encoding="utf-8")
    out = tmp_path / "rows.jsonl"
    assert Run(capsys, f"eval {tmp_path / 'set.json'} --predictions {out}").code == 0
    row = json.loads(out.read_text("utf-8").splitlines()[0])
    assert (row["id"], row["status"], row["ranking"]) == ("\ud800", "no_answer", [])
