"""How tests run a command in their own process."""

from __future__ import annotations

import shlex

import pytest

from bot.cli import main


class Run:
    """What one run of the command printed, and its exit code."""

    def __init__(self, capsys: pytest.CaptureFixture[str], line: str) -> None:
        self.code = main(shlex.split(line))
        self.out, self.err = capsys.readouterr()
