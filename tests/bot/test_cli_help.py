"""The command line as a newcomer meets it: help that fits, a version, a question as it is typed."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.cli import build_parser
from tests.bot.commands import Run
from tests.paths import ROOT, SEEDS


def commands() -> list[str]:
    """Every command, and the program itself."""
    (action,) = [a for a in build_parser()._actions if a.dest == "command"]
    return ["", *(action.choices or ())]


@pytest.mark.parametrize("command", commands())
@pytest.mark.parametrize("columns", [80, 60])
def test_help_fits_and_breaks_no_word(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str, columns: int
) -> None:
    def shown(width: int) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        with pytest.raises(SystemExit) as caught:
            Run(capsys, f"{command} --help")
        assert caught.value.code == 0
        return capsys.readouterr().out

    text = shown(columns)
    assert all(
        len(line) < columns for line in text.splitlines() if line.startswith(" ") or columns == 80
    )
    # The same words as where there is room for whole paragraphs.
    assert text.split() == shown(10_000).split()


def test_each_command_is_on_a_line_with_what_it_does(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        Run(capsys, "--help")
    text = capsys.readouterr().out
    for command in commands()[1:]:
        assert re.search(rf"^    {command} +\w", text, re.MULTILINE)


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        Run(capsys, "--version")
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"motpourmot {version('motpourmot')}\n"


@pytest.mark.parametrize(
    "line",
    [
        "ask --json Who created ChatGPT?",
        "ask Who created ChatGPT? --json",
        "ask --json 'Who created ChatGPT?'",
        "ask --json -- Who created ChatGPT?",
    ],
)
def test_a_question_needs_no_quotation_marks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setenv("ARTICLES_DIR", str(SEEDS))
    monkeypatch.setenv("READER", "off")
    run = Run(
        capsys, line if "--" in line and "-- " not in line else line.replace("ask", "ask --json")
    )
    assert json.loads(run.out)["question"] == "Who created ChatGPT?"


def test_a_folder_that_is_not_there_is_named_with_its_whole_path(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    run = Run(capsys, "ask x")
    assert run.code == 2
    assert run.err == (
        f"motpourmot: ARTICLES_DIR: must be a folder of articles; '{tmp_path / 'seeds'}' is "
        "nothing. Create it, or set ARTICLES_DIR to where the articles are\n"
    )


def test_commands_can_be_pasted_one_after_another() -> None:
    """All are of the environment that the first one makes, or come after it is activated."""
    for name in ("README.md", "CONTRIBUTING.md"):
        blocks = re.findall(r"^```\w*\n(.*?)^```$", (ROOT / name).read_text("utf-8"), re.M | re.S)
        for line in "".join(blocks).splitlines():
            for part in re.split(r" && | \| |; ", line):
                program = re.sub(r"^([A-Z_]+=\S+ )+", "", part.strip()).split(" ")[0]
                assert program not in {"motpourmot", "pip", "pytest", "python", "ruff", "mypy"}, (
                    line
                )
