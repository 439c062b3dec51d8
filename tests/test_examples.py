"""The examples that readers see are what is answered today."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.http.schemas import AskResponse, DocumentModel
from bot.http.verification_schemas import VerifyAnswerResponse, VerifyResponse
from index import Engine
from tests.examples import making
from tests.paths import ROOT


@pytest.fixture(scope="module")
def files(engine: Engine) -> dict[Path, str]:
    with pytest.MonkeyPatch.context() as patch:
        return making.made(engine, patch)


@pytest.mark.parametrize("path", [making.README, making.SCHEMAS])
def test_examples_are_current(files: dict[Path, str], path: Path) -> None:
    """Write them anew with `python -m tests.examples --write`, and read what has changed."""
    assert path.read_text("utf-8") == files[path]


def test_the_readme_has_a_command_lines_of_python_and_a_conversation() -> None:
    readme = making.README.read_text("utf-8")
    for pattern in (making.COMMAND, making.PYTHON, making.TRANSCRIPT):
        assert pattern.search(readme)


def test_what_is_not_current_is_named_and_written(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(making, "transcript", lambda _: "\nAna: …\n")
    text = (
        "```\n.venv/bin/motpourmot ask ?!\n```\n\n```\n{}```\n"
        "```python\nprint(1)\n```\n\n```\n{}```\n"
        "<!-- transcript -->\n\n{}<!-- /transcript -->\n"
    )
    written = making.readme(engine, text.format("old\n", "old\n", "old\n"))
    assert written == text.format("", "1\n", "Ana: …\n")
    path = tmp_path / "README.md"
    path.write_text(text, encoding="utf-8")
    assert making.stale({path: written}) == [path]
    assert making.stale({path: text}) == []


def test_examples_of_the_api_are_valid_and_quote_to_the_letter() -> None:
    made: dict[str, dict[str, Any]] = json.loads(making.SCHEMAS.read_text("utf-8"))
    article = (ROOT / "seeds" / f"{made['document']['id']}.txt").read_text("utf-8")
    for name in ("answer", "no_answer", "follow_up_answer"):
        answer = AskResponse.model_validate(made[name])
        assert answer.status == ("no_answer" if name == "no_answer" else "answered")
        for quote in answer.citations:
            assert article[quote.start_char_index : quote.end_char_index] == quote.cited_text
    DocumentModel.model_validate(made["document"])
    assert VerifyResponse.model_validate(made["verification"]).verified
    for name in ("typographic", "altered"):
        verification = VerifyResponse.model_validate(made[f"{name}_verification"])
        assert verification.verdict == name
        for place in (*verification.places, *verification.closest):
            assert article[place.start_char_index : place.end_char_index] == place.text
    assert VerifyAnswerResponse.model_validate(made["answer_verification"]).stands
