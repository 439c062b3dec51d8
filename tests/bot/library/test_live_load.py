"""Articles change all the time while eight readers ask: no question fails, no quote is wrong.

Over the API, really served: every quote is verbatim in the version that it names, whichever that
is, and an answer can be verified after its articles have changed.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from bot.asking import Asking
from bot.http import create_app
from bot.library import Library
from bot.library.watching import Pace, folder_state, keep_current
from bot.settings import Settings
from bot.web import PageOrApi
from index import Engine, read_articles
from index.documents import Versions

READERS = 8
PATIENCE = 60  # seconds
PACE = Pace(every=0.2, rest=0.02, patience=0.5)
TOWNS = ("Foix", "Pau", "Tarbes", "Auch", "Albi")
QUESTIONS = (
    "Combien d'emplois le projet de {town} doit-il créer ?",
    "Qui a présenté le projet de {town} ?",
    "Quand le chantier de {town} doit-il commencer ?",
)


def article(town: str, number: int) -> str:
    """The text of an article; the number makes it another version, longer or shorter."""
    return (
        f"Le projet de {town} doit créer {100 + number} emplois. "
        f"{'Il est attendu de longue date. ' * (number % 3)}"
        f"« Nous commençons en mars », a déclaré la maire de {town}, Jeanne Roy. "
        f"Le chantier de {town} doit commencer le {1 + number % 28} mars 2026."
    )


class Folder:
    """A folder of articles, and every text that was ever in it, by sha256."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.texts: dict[str, str] = {}
        path.mkdir()

    def write(self, town: str, number: int) -> str:
        text = article(town, number)
        self.texts[hashlib.sha256(text.encode()).hexdigest()] = text
        part = self._path / f".{town}.part"
        part.write_text(text, "utf-8")
        part.replace(self._path / f"{town}.txt")
        return text

    def remove(self, town: str) -> None:
        (self._path / f"{town}.txt").unlink()


@contextmanager
def served(library: Library, settings: Settings) -> Iterator[str]:
    """The API and the page over `library`, which follows the folder; their address."""
    asking = Asking(library)
    page = PageOrApi(create_app(library, asking=asking), library, asking, kept_days=30)
    since = folder_state(settings.articles_dir)
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        server = uvicorn.Server(uvicorn.Config(page, log_level="critical", ws="none"))

        async def run() -> None:
            async with keep_current(library, settings, since=since, pace=PACE):
                await server.serve(sockets=[listener])

        thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
        thread.start()
        deadline = time.monotonic() + PATIENCE
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive()


class Reader(threading.Thread):
    """Asks, checks every quote, and verifies an earlier answer, until it is told to stop."""

    def __init__(self, url: str, folder: Folder, number: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self._url, self._folder, self._number, self._ends = url, folder, number, stop
        self.asked = self.verified = 0
        self.versions: set[str] = set()
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            with httpx.Client(base_url=self._url, trust_env=False, timeout=PATIENCE) as client:
                self._go_on(client)
        except BaseException as error:  # raised again where the test waits
            self.failure = error

    def _go_on(self, client: httpx.Client) -> None:
        earlier: list[dict[str, Any]] = []
        for number in itertools.count(self._number):
            if self._ends.is_set():
                return
            town = TOWNS[number % len(TOWNS)]
            question = QUESTIONS[number % len(QUESTIONS)].format(town=town)
            answer = client.get("/ask", params={"q": question}).raise_for_status().json()
            quotes = answer["citations"] + answer["closest"]
            assert quotes
            for quote in quotes:
                text = self._folder.texts[quote["document_sha256"]]
                place = slice(quote["start_char_index"], quote["end_char_index"])
                assert text[place] == quote["cited_text"]
                self.versions.add(quote["document_sha256"])
            self.asked += 1
            html = client.get("/", params={"q": question}, headers={"Accept": "text/html"})
            assert html.status_code == 200
            earlier.append({**answer, "citations": quotes, "answer": None})
            if number % 3 == 0:
                old = earlier[number // 3 % len(earlier)]
                checked = client.post("/verify", json=old).raise_for_status().json()
                assert all(check["stands"] for check in checked["citations"]), checked
                self.verified += 1


@pytest.mark.parametrize("changes", [8, pytest.param(50, marks=pytest.mark.slow)])
def test_no_question_fails_while_articles_change(tmp_path: Path, changes: int) -> None:
    folder = Folder(tmp_path / "articles")
    for town in TOWNS:
        folder.write(town, 0)
    data = tmp_path / "data"
    settings = Settings(
        articles_dir=tmp_path / "articles", data_dir=data, cache_dir=tmp_path / "cache"
    )
    versions = Versions(data)
    library = Library(Engine(read_articles(settings.articles_dir).documents, versions=versions))
    versions.keep(library.engine.documents)
    stop = threading.Event()
    with served(library, settings) as url:
        readers = [Reader(url, folder, number, stop) for number in range(READERS)]
        for reader in readers:
            reader.start()
        for number in range(1, changes + 1):
            town = TOWNS[number % len(TOWNS)]
            if number % 7 == 0:
                folder.remove(town)
                wait_for(readers, lambda town=town: town not in ids(library))
            text = folder.write(town, number)
            wait_for(readers, lambda text=text: text in texts(library))
        asked_at_last = [reader.asked for reader in readers]
        wait_for(
            readers,
            lambda: all(r.asked > n for r, n in zip(readers, asked_at_last, strict=True)),
        )
        stop.set()
        for reader in readers:
            reader.join(PATIENCE)
    assert [reader.failure for reader in readers] == [None] * READERS
    assert all(reader.asked and reader.verified for reader in readers)
    assert len(set[str]().union(*(reader.versions for reader in readers))) > len(TOWNS)


def ids(library: Library) -> set[str]:
    return {document.id for document in library.engine.documents}


def texts(library: Library) -> set[str]:
    return {document.text for document in library.engine.documents}


def wait_for(readers: list[Reader], condition: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        for reader in readers:
            if reader.failure:
                raise reader.failure
        assert time.monotonic() < deadline
        time.sleep(0.01)
