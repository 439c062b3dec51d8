"""The README says what is true: every command and route; `test_examples.py` checks its examples."""

from __future__ import annotations

import re
import tomllib

from bot.cli import build_parser
from bot.http.app import create_app
from bot.library import Library
from index import Engine
from tests.paths import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def test_every_command_stands_in_the_readme() -> None:
    (actions,) = [a for a in build_parser()._actions if a.dest == "command"]
    for command in actions.choices or ():
        assert f"| `motpourmot {command}" in README


def test_every_route_stands_in_the_readme(engine: Engine) -> None:
    paths = create_app(Library(engine)).openapi()["paths"]
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
    # With what the page's tests in a browser take as well.
    assert "pip\" install --quiet --disable-pip-version-check -e '.[test,browser]'" in ci


def test_the_order_of_the_stages_in_contributing_is_the_one_that_is_held() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    (layers,) = [
        contract["layers"] for contract in contracts if contract.get("containers") == ["index"]
    ]
    order = " > ".join(layers).replace(" | ", ", ")
    assert f": {order}." in (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_every_folder_stands_in_the_tree_of_the_readme() -> None:
    """And nothing that is not there."""
    tree = README.split("The tree", 1)[1].split("```")[1]
    index, bot = tree.split("bot/  ", 1)
    for package, part in (("index", index), ("bot", bot.split("tests/", 1)[0])):
        folders = {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}
        assert set(re.findall(r"^  (\w+)/ ", part, re.MULTILINE)) == folders


def test_every_benchmark_stands_in_their_readme() -> None:
    folder = ROOT / "tests" / "benchmarks"
    readme = (folder / "README.md").read_text("utf-8")
    for path in folder.glob("*.py"):
        if "def main(" in path.read_text("utf-8") and path.name != "telegram_bots.py":
            assert f"| `{path.name}` |" in readme
            assert f"`python -m tests.benchmarks.{path.stem}" in readme
