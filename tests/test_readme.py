"""The README says what is true: every command and route; `test_examples.py` checks its examples."""

from __future__ import annotations

import re

from bot.cli import build_parser
from bot.http.app import create_app
from index import Engine
from tests.paths import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def test_every_command_stands_in_the_readme() -> None:
    (actions,) = [a for a in build_parser()._actions if a.dest == "command"]
    for command in actions.choices or ():
        assert f"| `motpourmot {command}" in README


def test_every_route_stands_in_the_readme(engine: Engine) -> None:
    paths = create_app(engine).openapi()["paths"]
    for path, operations in paths.items():
        for method in operations:
            if method != "head":
                assert re.search(rf"`{method.upper()} {re.escape(path)}[`?]", README), (
                    method,
                    path,
                )


def test_the_two_commands() -> None:
    venv = "python3 -m venv .venv && .venv/bin/pip install -e"
    assert f"\n{venv} . && .venv/bin/motpourmot serve\n" in README
    assert f"\n{venv} '.[test]' && .venv/bin/pytest\n" in README
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "pip\" install --quiet --disable-pip-version-check -e '.[test]'" in ci
