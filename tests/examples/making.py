"""Make the content of every file that holds examples of what is answered."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import tempfile
import warnings
from pathlib import Path
from typing import Any

import pytest

from bot.asking import Asking
from bot.cli import main
from bot.http import schemas, verification_schemas
from bot.http.app import create_app
from bot.library import Library
from bot.settings import Settings
from bot.store import Store
from index import Engine
from tests.examples.transcript import transcript
from tests.paths import ROOT

with warnings.catch_warnings():
    # Starlette 1 asks for httpx2 at import; its test client works with httpx as well.
    warnings.filterwarnings("ignore", message="Using `httpx` with `starlette.testclient`")
    from fastapi.testclient import TestClient

README = ROOT / "README.md"
SCHEMAS = ROOT / "bot" / "http" / "examples.json"
# A command or lines of Python in a block, and in the next block what they print.
COMMAND = re.compile(
    r"(```\n\.venv/bin/motpourmot (?P<line>(?:ask|verify) [^\n]+)\n```\n\n```\n).*?(?=```\n)",
    re.DOTALL,
)
PYTHON = re.compile(r"(```python\n(?P<code>.*?)```\n\n```\n).*?(?=```\n)", re.DOTALL)
TRANSCRIPT = re.compile("(?<=<!-- transcript -->\n)\n.*?\n(?=<!-- /transcript -->\n)", re.DOTALL)


def made(engine: Engine, patch: pytest.MonkeyPatch) -> dict[Path, str]:
    """Return what each file of examples must contain. `engine` is that of `seeds/`.

    Programs run with the default settings, whatever those of this process are.
    """
    for name in Settings.model_fields:
        patch.delenv(name.upper(), raising=False)
    return {README: readme(engine, README.read_text("utf-8")), SCHEMAS: api_examples(engine)}


def stale(files: dict[Path, str]) -> list[Path]:
    """Return the paths of those files that contain something else."""
    return [path for path, content in files.items() if path.read_text("utf-8") != content]


def readme(engine: Engine, text: str) -> str:
    """Return the README `text` with what its commands, its Python and its reader get today."""
    text = COMMAND.sub(lambda found: found[1] + printed(found["line"]), text)
    text = PYTHON.sub(lambda found: found[1] + printed_by_python(found["code"]), text)
    return TRANSCRIPT.sub(lambda _: transcript(engine), text)


def printed(line: str) -> str:
    """Return what `motpourmot` prints for the arguments in `line`, over `seeds/`."""
    with _elsewhere() as patch, contextlib.redirect_stdout(io.StringIO()) as out:
        patch.setenv("ARTICLES_DIR", str(ROOT / "seeds"))
        main(shlex.split(line))
    return out.getvalue()


def printed_by_python(code: str) -> str:
    """Return what `code` prints, run beside a folder `seeds`."""
    with _elsewhere(), contextlib.redirect_stdout(io.StringIO()) as out:
        Path("seeds").symlink_to(ROOT / "seeds")
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102  (the README's own lines)
    return out.getvalue()


@contextlib.contextmanager
def _elsewhere() -> Any:
    """An empty working folder: no `.env` of whoever runs this is read, and no cache used."""
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("CACHE_DIR", "cache")
        yield patch


def api_examples(engine: Engine) -> str:
    """Return the JSON of the responses that the API's description shows."""
    library = Library(engine)
    with (
        contextlib.closing(Store("sqlite://", key=bytes(32))) as store,
        TestClient(create_app(library, asking=Asking(library, store))) as client,
    ):

        def ask(request: dict[str, Any]) -> dict[str, Any]:
            response = client.post("/ask", json=request)
            response.raise_for_status()
            answer: dict[str, Any] = response.json()
            return answer

        def verify(request: dict[str, Any]) -> dict[str, Any]:
            response = client.post("/verify", json=request)
            response.raise_for_status()
            verification: dict[str, Any] = response.json()
            return verification

        answer, no_answer = ask({"question": schemas.QUESTION}), ask(schemas.ABSENT_EXAMPLE)
        ask(schemas.ASK_EXAMPLE)
        (document,) = client.get("/documents").json()
        examples = {
            "answer": answer,
            "no_answer": no_answer,
            "follow_up_answer": ask(schemas.FOLLOW_UP_EXAMPLE),
            "annotations": client.get(
                "/ask",
                params={"q": schemas.QUESTION},
                headers={"Accept": "application/ld+json", "Host": "127.0.0.1:8000"},
            ).json(),
            "document": document,
            "verification": verify(verification_schemas.VERIFY_EXAMPLE),
            "typographic_verification": verify(verification_schemas.TYPOGRAPHIC_EXAMPLE),
            "altered_verification": verify(verification_schemas.ALTERED_EXAMPLE),
            "answer_verification": verify(answer),
        }
    return json.dumps(examples, ensure_ascii=False, indent=1) + "\n"
