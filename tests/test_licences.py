"""Whoever installs the project gets its licence, and the licences of what it was trained on."""

from __future__ import annotations

from index.reading.weights import load_weights
from tests.paths import ROOT

NOTE = ROOT / "index" / "reading" / "WEIGHTS.md"


def test_the_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.strip().startswith("Apache License\n                           Version 2.0")
    assert "Copyright 2026 Mot pour Mot contributors" in text
    assert '\nlicense = "Apache-2.0"\n' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_the_licence_of_each_set_that_the_weights_were_fitted_on_is_named() -> None:
    note = NOTE.read_text("utf-8")
    names = [item["name"] for item in load_weights().trained_on]
    assert names
    for name in names:
        assert f"| `{name}` |" in note
