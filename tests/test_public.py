"""What a package shows of itself: a small, sorted `__all__`, a docstring in every module."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

import bot
import index

ROOTS = [Path(package.__file__).parent for package in (bot, index)]
SOURCES = [path for root in ROOTS for path in sorted(root.rglob("*.py"))]
PACKAGES = [
    ".".join(path.parent.relative_to(root.parent).parts)
    for root in ROOTS
    for path in sorted(root.rglob("__init__.py"))
]


@pytest.mark.parametrize("name", PACKAGES)
def test_all_is_exact_and_sorted(name: str) -> None:
    package = import_module(name)
    tree = ast.parse(Path(str(package.__file__)).read_text("utf-8"))
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    shown = list(getattr(package, "__all__", ()))
    assert set(shown) == imported
    # Constants first, then classes, then functions, as ruff's RUF022 sorts them.
    assert shown == sorted(shown, key=lambda n: (not n.isupper(), not n[0].isupper(), n))


def test_every_module_says_what_it_does() -> None:
    for path in SOURCES:
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path


def test_packages_are_typed() -> None:
    assert all((root / "py.typed").is_file() for root in ROOTS)
