"""What the command line says and does where the reader is off, missing, damaged or another one."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli import main
from index import Reader
from index.reading.model_file import shipped_model
from tests.bot.answers import FirstWordReader
from tests.bot.commands import Run
from tests.index.helpers import CERTAIN
from tests.paths import DATA, SEEDS

ASK = 'ask "Quel est le montant du contrat ?"'
NOTE = (
    "Le modèle de lecture est à l'arrêt : seuls les mots ont été comparés, "
    "il n'y a donc pas de réponse courte."
)
GOES_ON = "motpourmot: goes on without the reader, so without short answers: reader.model: "


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARTICLES_DIR", str(SEEDS))


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A weights file that is used; the reader beside it is the test's."""
    path = tmp_path / "trained" / "weights.json"
    path.parent.mkdir()
    path.write_text(CERTAIN.to_json(), encoding="utf-8")
    monkeypatch.setenv("WEIGHTS_FILE", str(path))
    return path


def check_goes_on(run: Run, reason: str) -> None:
    """One line says why there is no reader, and there is an answer all the same."""
    assert run.err.startswith(f"{GOES_ON}{reason}")
    assert run.err.endswith(". Reinstall the package, or set READER=off to do without\n")
    assert len(run.err.splitlines()) == 1
    assert run.code == 0
    assert run.out.startswith("[1] ")
    assert f"\n\n{NOTE}\n\ncertitude " in run.out


@pytest.mark.usefixtures("fitted")
def test_off_is_off(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READER", "off")
    monkeypatch.setattr("bot.cli.loading.load_reader", None)  # not even tried
    run = Run(capsys, ASK)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("[1] ")
    assert f"\n\n{NOTE}\n\ncertitude " in run.out
    answer = json.loads(Run(capsys, f"{ASK} --json").out)
    assert (answer["answer"], answer["note"]) == (None, NOTE)
    explained = Run(capsys, f"{ASK} --explain").out
    assert "stem.bm25" in explained
    assert "stage one" not in explained
    assert Run(capsys, f"eval {DATA / 'tiny.json'}").out.startswith("set ")


@pytest.mark.usefixtures("fitted")
def test_a_missing_model(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("index.reading.reader.shipped_model", lambda: tmp_path / "reader.model")
    check_goes_on(Run(capsys, ASK), "cannot be read (No such file or directory)")


def test_a_model_that_is_cut_off(capsys: pytest.CaptureFixture[str], fitted: Path) -> None:
    with shipped_model().open("rb") as file:
        fitted.with_name("reader.model").write_bytes(file.read(1_000_000))
    check_goes_on(Run(capsys, ASK), "is cut off or no reader's file (")


def test_the_model_of_other_weights(capsys: pytest.CaptureFixture[str], fitted: Path) -> None:
    fitted.write_text(replace(CERTAIN, reader="0" * 64).to_json(), encoding="utf-8")
    check_goes_on(Run(capsys, ASK), "must have the sha256 000000000000…; it has ")


def test_weights_without_a_model_beside_them_use_the_one_that_ships(
    capsys: pytest.CaptureFixture[str], fitted: Path, reader: Reader
) -> None:
    fitted.write_text(replace(CERTAIN, reader=reader.name).to_json(), encoding="utf-8")
    run = Run(capsys, ASK)
    assert (run.code, run.err) == (0, "")
    assert NOTE not in run.out


def test_commands_that_run_for_long_log_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("index.reading.reader.shipped_model", lambda: tmp_path / "reader.model")
    with socket.create_server(("127.0.0.1", 0)) as listener:  # so that it stops at once
        assert main(["serve", "--port", str(listener.getsockname()[1])]) == 2
    first, *_ = capsys.readouterr().err.splitlines()
    assert " WARNING bot.cli: goes on without the reader, so without short answers: " in first


@pytest.mark.parametrize("line", ["documents", "verify 000_8ca491ea4156916f 51 63 'le Pentagone'"])
def test_what_asks_nothing_loads_no_reader(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setattr("bot.cli.loading.load_reader", None)
    assert Run(capsys, line).code == 0


def test_the_threads_are_those_of_the_setting(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READER_THREADS", "3")
    found: list[object] = []

    def load(*_: object, threads: int, **__: object) -> Reader:
        found.append(threads)
        return FirstWordReader()

    monkeypatch.setattr("bot.cli.loading.load_reader", load)
    assert Run(capsys, ASK).err == ""
    assert found == [3]


def test_a_cache_that_cannot_be(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("bot.cli.loading.load_reader", lambda *_, **__: FirstWordReader())
    monkeypatch.setenv("CACHE_DIR", "~nobody-of-this-name/cache")
    run = Run(capsys, ASK)
    assert run.code == 2
    assert run.err.startswith("motpourmot: CACHE_DIR: must be a folder; got '~nobody")
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    monkeypatch.setenv("CACHE_DIR", str(file))  # a cache only saves time
    assert Run(capsys, ASK).err == ""
