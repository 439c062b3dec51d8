from __future__ import annotations

import ast
from pathlib import Path

import index

SOURCES = sorted(Path(index.__file__).parent.rglob("*.py"))


def test_all_is_exact_and_sorted() -> None:
    public = {
        name
        for name, value in vars(index).items()
        if not name.startswith("_") and getattr(value, "__module__", "").startswith("index")
    }
    assert index.__all__ == sorted(public)


def test_all_names_exist() -> None:
    for name in index.__all__:
        assert getattr(index, name).__doc__, f"{name} has no docstring"


def test_index_imports_nothing_from_bot() -> None:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path.name}: relative import"
                names = [node.module or ""]
            assert not any(name.split(".")[0] == "bot" for name in names), path.name


def test_every_module_says_what_it_does() -> None:
    for path in SOURCES:
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path.name


def test_package_is_typed() -> None:
    assert (Path(index.__file__).parent / "py.typed").is_file()
