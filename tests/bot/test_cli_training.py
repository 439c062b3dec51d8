"""`motpourmot train` as a user meets it; what it calls is tried in `tests/index/training`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.terminal.output import ProgressBars
from index import Weights
from index.training import Dataset
from tests.bot.answers import FirstWordReader
from tests.bot.commands import Run
from tests.index.helpers import CERTAIN
from tests.paths import DATA

TINY = DATA / "tiny.json"
Report = Callable[[str, int, int], None]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What was trained, in order, in the place of hours of training."""
    made: list[str] = []

    def train_reader(
        datasets: Sequence[Dataset], folder: Path, *, passes: int, progress: Report
    ) -> Path:
        made.append(f"reader of {datasets[0].name}, {passes} passes")
        progress("pass 1 of 1", 1, 2)
        progress("pass 1 of 1", 2, 2)
        (folder / "reader.model").write_bytes(b"a model")
        return folder / "reader.model"

    def train_weights(
        datasets: Sequence[Dataset], _reader: object, *, cache: Path, progress: Report
    ) -> Weights:
        assert not cache.is_relative_to("~")
        made.append(f"weights of {datasets[0].name}")
        for _ in range(2):
            progress("ranking", 1, 1)
        sets = ({"name": d.name, "sha256": d.sha256, "questions": d.size} for d in datasets)
        return replace(CERTAIN, trained_on=tuple(sets), figures={TINY.name: {"hit@1": 0.5}})

    monkeypatch.setattr("bot.cli.training.train_reader", train_reader)
    monkeypatch.setattr("bot.cli.training.train_weights", train_weights)
    monkeypatch.setattr(
        "bot.cli.training.Reader", lambda path, **_: path.read_bytes() and FirstWordReader()
    )
    monkeypatch.chdir(tmp_path)
    return made


def test_reader_and_weights_are_written_and_used(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    calls: list[str],
) -> None:
    run = Run(capsys, f"train {TINY} --out new/trained --passes 2")
    assert (run.code, run.err) == (0, "")
    assert run.out == (
        "on documents kept from training, in folds by document:\n  tiny.json: hit@1 0.5\n"
    )
    assert calls == ["reader of tiny.json, 2 passes", "weights of tiny.json"]
    out = tmp_path / "new" / "trained"
    assert sorted(path.name for path in out.iterdir()) == ["reader.model", "weights.json"]
    monkeypatch.setenv("WEIGHTS_FILE", str(out / "weights.json"))
    run = Run(capsys, f"eval {TINY}")
    assert run.code == 0
    first, second = run.err.splitlines()
    assert first.startswith("motpourmot: goes on without the reader")  # the model is none
    assert second == (
        "motpourmot: tiny.json: reader and weights were fitted on this set, so its figures "
        "flatter; `motpourmot train` prints those of documents kept from training"
    )


def test_where_there_is_a_reader_only_the_weights_are_fitted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, calls: list[str]
) -> None:
    (tmp_path / "reader.model").write_bytes(b"a model")
    assert Run(capsys, f"train {TINY} --out .").code == 0
    assert calls == ["weights of tiny.json"]


@pytest.mark.parametrize("passes", ["0", "101", "-1", "three", "1.5"])
def test_passes_that_cannot_be(
    capsys: pytest.CaptureFixture[str], calls: list[str], passes: str
) -> None:
    run = Run(capsys, f"train {TINY} --out x --passes={passes}")
    assert run.code == 2
    assert run.err.startswith("motpourmot: --passes: must be ")
    assert repr(passes).strip("'") in run.err
    assert calls == []


def test_it_says_at_once_where_it_cannot_write(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, calls: list[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place, rule in (
        ("file", "must be a folder that can be made or written; got File exists"),
        ("file/x", "must be a folder that can be made or written; got Not a directory"),
        ("/proc/x", "must be a folder that can be made or written; got No such file or directory"),
    ):
        run = Run(capsys, f"train {TINY} --out {place}")
        assert run.code == 2
        assert run.err == f"motpourmot: {place}: {rule}\n"
    (tmp_path / "weights.json").write_bytes(TINY.read_bytes())
    run = Run(capsys, "train weights.json --out .")
    assert "must not be a file that is read" in run.err
    assert calls == []


def test_bars_are_taken_away_also_of_steps_that_do_not_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[str] = []

    class Bar:
        def __init__(self, name: str, total: int) -> None:
            self.name, self.n = name, 0
            shown.append(f"{name} of {total}")

        def update(self, count: int) -> None:
            self.n += count
            shown.append(f"{self.name} {self.n}")

        def close(self) -> None:
            shown.append(f"{self.name} closed")

    def broken() -> Any:
        with ProgressBars() as bars:
            for done in (1, 2, 1):  # a step may be gone through again
                bars.show("a", done, 2)
            raise ValueError

    monkeypatch.setattr("bot.terminal.output.progress_bar", Bar)
    with pytest.raises(ValueError, match=r"^$"):
        broken()
    assert shown == ["a of 2", "a 1", "a 2", "a closed", "a of 2", "a 1", "a closed"]
