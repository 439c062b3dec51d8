"""What changes in the folder of articles is served without a restart, and nothing that is broken.

The watcher of `serve` and `telegram`, at a quicker pace, over folders that a test changes.

Past 400 lines: each thing that happens to a folder is a test, and all use the same folder.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import json
import os
import shutil
import sys
import time
import weakref
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.http import create_app
from bot.library import Library, watching
from bot.library.watching import Pace, folder_state, keep_current
from bot.settings import Settings
from index import ArticleError, Engine, Reader, read_articles
from index.annotations.indexed import IndexedDocument
from index.documents import Versions
from index.engine import library as library_module
from tests.bot.conftest import TestClient
from tests.paths import SEEDS

PATIENCE = 20  # seconds: only a watcher that has failed takes as long
PACE = Pace(every=0.3, rest=0.05, patience=2.0)

FOIX = "Le projet de Foix doit créer 120 emplois."
PAU = "Le pont de Pau sera fermé en mars."

Steps = Callable[[Library, Path], Awaitable[None]]


def settings_of(folder: Path) -> Settings:
    root = folder.parent
    return Settings(articles_dir=folder, data_dir=root / "data", cache_dir=root / "cache")


def library_of(folder: Path) -> Library:
    articles = read_articles(folder, data=settings_of(folder).data_dir)
    engine = Engine(articles.documents, versions=Versions(settings_of(folder).data_dir))
    return Library(engine, problems=articles.problems)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "articles"
    path.mkdir()
    (path / "foix.txt").write_text(FOIX, "utf-8")
    return path


@pytest.fixture
def watched(folder: Path) -> Callable[[Steps], Library]:
    """Do `steps` while the folder is watched; the library after them."""

    def run(steps: Steps) -> Library:
        async def work() -> Library:
            since = folder_state(folder)
            library = library_of(folder)
            async with keep_current(library, settings_of(folder), since=since, pace=PACE):
                await steps(library, folder)
            return library

        return asyncio.run(work())

    return run


async def until(condition: Callable[[], object]) -> None:
    """Wait until `condition` holds."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.02)


def texts(library: Library) -> dict[str, str]:
    return {document.id: document.text for document in library.engine.documents}


def ready(library: Library) -> dict[str, object]:
    with TestClient(create_app(library)) as client:
        return dict(client.get("/readyz").raise_for_status().json())


def test_what_is_added_changed_or_removed_is_served(watched: Callable[[Steps], Library]) -> None:
    async def steps(library: Library, folder: Path) -> None:
        (folder / "pau.txt").write_text(PAU, "utf-8")
        await until(lambda: texts(library) == {"foix": FOIX, "pau": PAU})
        (folder / "pau.txt").write_text(PAU.replace("mars", "mai"), "utf-8")
        await until(lambda: "mai" in texts(library)["pau"])
        assert library.engine.ask("Quand le pont de Pau sera-t-il fermé ?")
        (folder / "foix.txt").unlink()
        await until(lambda: list(texts(library)) == ["pau"])

    watched(steps)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
def test_a_name_that_is_no_unicode_does_not_end_the_watching(
    watched: Callable[[Steps], Library],
) -> None:
    async def steps(library: Library, folder: Path) -> None:
        await asyncio.sleep(PACE.every)  # until changes are noted
        name = os.fsencode(folder) + b"/\xff.txt"
        Path(os.fsdecode(name)).write_text("Il pleut à Pau.", "utf-8")
        await until(lambda: "?" in texts(library))
        (folder / "pau.txt").write_text(PAU, "utf-8")
        await until(lambda: "pau" in texts(library))

    watched(steps)


def test_what_changes_or_leaves_is_kept_as_it_was(watched: Callable[[Steps], Library]) -> None:
    async def steps(library: Library, folder: Path) -> None:
        (old,) = library.engine.documents
        (folder / "foix.txt").write_text(FOIX.replace("120", "95"), "utf-8")
        await until(lambda: "95" in texts(library)["foix"])
        assert library.engine.verify(FOIX, document_sha256=old.sha256).verified
        (folder / "foix.txt").rename(folder / "pau.txt")
        await until(lambda: list(texts(library)) == ["pau"])
        for version in (FOIX, FOIX.replace("120", "95")):
            sha256 = hashlib.sha256(version.encode()).hexdigest()
            found = library.engine.verify(version, document_id="foix", document_sha256=sha256)
            assert found.verified
            assert found.past
            assert found.past.is_gone

    watched(steps)


def test_what_changed_while_the_articles_were_loaded_is_served(folder: Path) -> None:
    async def work() -> None:
        since = folder_state(folder)
        library = library_of(folder)
        (folder / "pau.txt").write_text(PAU, "utf-8")
        async with keep_current(library, settings_of(folder), since=since, pace=PACE):
            await until(lambda: "pau" in texts(library))

    asyncio.run(work())


def test_a_file_of_the_same_size_and_time_in_its_place_is_seen(
    watched: Callable[[Steps], Library],
) -> None:
    async def steps(library: Library, folder: Path) -> None:
        path = folder / "foix.txt"
        before = path.stat()
        path.write_text(FOIX.replace("120", "210"), "utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        await until(lambda: "210" in texts(library)["foix"])

    watched(steps)


def test_a_broken_new_file_is_left_out_and_said_once(
    watched: Callable[[Steps], Library], caplog: pytest.LogCaptureFixture
) -> None:
    async def steps(library: Library, folder: Path) -> None:
        (folder / "broken.txt").write_bytes(b"\xff\xfe\xfd")
        await until(lambda: library.problems)
        assert texts(library) == {"foix": FOIX}
        said = ready(library)
        assert (said["unreadable"], said["left_out"]) == (1, ["broken.txt"])
        assert said["outdated"] is None
        (folder / "pau.txt").write_text(PAU, "utf-8")  # so that all is read once more
        await until(lambda: "pau" in texts(library))
        (folder / "broken.txt").unlink()
        await until(lambda: not library.problems)

    watched(steps)
    assert [line for line in caplog.messages if "left out: broken.txt" in line] == [
        "left out: broken.txt: an article must be UTF-8; byte 0 is 0xff. Save the file as UTF-8"
    ]


def test_an_article_whose_file_breaks_stays_as_it_was(
    watched: Callable[[Steps], Library], caplog: pytest.LogCaptureFixture
) -> None:
    async def steps(library: Library, folder: Path) -> None:
        (folder / "pau.txt").write_text(PAU, "utf-8")
        await until(lambda: "pau" in texts(library))
        (folder / "pau.txt").write_bytes(b"\xff\xfe\xfd")
        await until(lambda: library.problems)
        assert texts(library) == {"foix": FOIX, "pau": PAU}
        (folder / "foix.txt").write_text(FOIX.replace("120", "95"), "utf-8")
        await until(lambda: "95" in texts(library)["foix"])
        assert texts(library)["pau"] == PAU
        assert ready(library)["left_out"] == ["pau.txt"]
        (folder / "pau.txt").write_text(PAU.replace("mars", "mai"), "utf-8")
        await until(lambda: "mai" in texts(library)["pau"])
        assert not library.problems

    watched(steps)
    (said,) = [line for line in caplog.messages if "left out" in line]
    assert said.endswith("its last version goes on being served")


@pytest.mark.parametrize("how", ["emptied", "gone", "moved"])
def test_without_articles_the_last_ones_go_on_being_served(
    watched: Callable[[Steps], Library], how: str
) -> None:
    async def steps(library: Library, folder: Path) -> None:
        if how == "emptied":
            (folder / "foix.txt").unlink()
        elif how == "gone":
            shutil.rmtree(folder)
        else:
            folder.rename(folder.with_name("elsewhere"))
        await until(lambda: library.outdated)
        assert texts(library) == {"foix": FOIX}
        said = ready(library)
        assert said["outdated"] == watching._CANNOT
        assert str(folder) not in str(said)
        folder.mkdir(exist_ok=True)
        (folder / "pau.txt").write_text(PAU, "utf-8")
        await until(lambda: texts(library) == {"pau": PAU})
        assert ready(library)["outdated"] is None
        # The folder that is there now is watched, not the one that was.
        (folder / "pau.txt").write_text(PAU.replace("mars", "mai"), "utf-8")
        await until(lambda: "mai" in texts(library)["pau"])

    watched(steps)


def test_a_copy_that_is_half_done_is_not_read(
    watched: Callable[[Steps], Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[str] = set()
    replace = Library.replace

    def note(library: Library, engine: Engine, **options: object) -> None:
        seen.update(document.text for document in engine.documents)
        replace(library, engine, **options)  # type: ignore[arg-type]

    async def steps(library: Library, folder: Path) -> None:
        with (folder / "pau.txt").open("w", encoding="utf-8") as file:
            for word in PAU.split():
                file.write(f"{word} ")
                file.flush()
                await asyncio.sleep(PACE.rest / 2)
        await until(lambda: "pau" in texts(library))

    monkeypatch.setattr(Library, "replace", note)
    watched(steps)
    assert seen == {FOIX, f"{PAU} "}


def test_a_file_that_never_rests_does_not_keep_the_others_waiting(
    watched: Callable[[Steps], Library],
) -> None:
    async def steps(library: Library, folder: Path) -> None:
        async def go_on_writing() -> None:
            with (folder / "a.txt").open("a", encoding="utf-8") as file:
                while True:
                    file.write("Encore une phrase.\n")
                    file.flush()
                    await asyncio.sleep(PACE.rest / 4)

        writing = asyncio.create_task(go_on_writing())
        (folder / "pau.txt").write_text(PAU, "utf-8")
        await until(lambda: "pau" in texts(library))
        writing.cancel()

    watched(steps)


def test_a_fault_of_ours_leaves_the_last_articles_and_is_said(
    watched: Callable[[Steps], Library],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    faults = [RuntimeError("out of luck")]

    def fail(*arguments: object, **options: object) -> object:
        if faults:
            raise faults.pop()
        return read_articles(*arguments, **options)  # type: ignore[arg-type]

    async def steps(library: Library, folder: Path) -> None:
        monkeypatch.setattr(watching, "read_articles", fail)
        (folder / "pau.txt").write_text(PAU, "utf-8")
        await until(lambda: library.outdated)
        assert texts(library) == {"foix": FOIX}
        (folder / "pau.txt").write_text(PAU.replace("mars", "mai"), "utf-8")
        await until(lambda: "pau" in texts(library))

    library = watched(steps)
    assert not library.outdated
    assert "out of luck" in caplog.text


def test_only_what_changed_is_indexed_anew_and_the_old_engine_is_freed(
    watched: Callable[[Steps], Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed: list[str] = []
    index_document = library_module.index_document

    def note(document: object) -> object:
        indexed.append(document.id)  # type: ignore[attr-defined]
        return index_document(document)  # type: ignore[arg-type]

    monkeypatch.setattr(library_module, "index_document", note)

    async def steps(library: Library, folder: Path) -> None:
        library.engine.ask("Combien d'emplois ?")
        old = weakref.ref(library.engine)
        gc.collect()
        gc.disable()
        try:
            (folder / "pau.txt").write_text(PAU, "utf-8")
            await until(lambda: "pau" in texts(library))
            await until(lambda: old() is None)
        finally:
            gc.enable()

    watched(steps)
    assert indexed == ["foix", "pau"]


def test_the_reader_reads_only_what_changed(
    folder: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    vectors = Reader.sentence_vectors

    def note(self: Reader, article: IndexedDocument) -> object:
        read.append(article.document.id)
        return vectors(self, article)

    monkeypatch.setattr(Reader, "sentence_vectors", note)

    async def work() -> None:
        since, settings = folder_state(folder), settings_of(folder)
        documents = read_articles(folder).documents
        library = Library(Engine(documents, reader=reader, cache=settings.cache_dir))
        async with keep_current(library, settings, since=since, pace=PACE):
            (folder / "pau.txt").write_text(PAU, "utf-8")
            await until(lambda: "pau" in texts(library))
            assert library.engine.reader is reader

    asyncio.run(work())
    assert read == ["foix", "pau"]


def test_questions_to_try_are_those_of_the_new_articles(
    watched: Callable[[Steps], Library], caplog: pytest.LogCaptureFixture
) -> None:
    async def steps(library: Library, folder: Path) -> None:
        for path in SEEDS.glob("*.txt"):
            shutil.copy(path, folder)
        questions = folder / "questions.json"
        question = "Qui est le patron d'Anthropic ?"
        questions.write_text(json.dumps({"fr": [question]}), "utf-8")
        await until(lambda: question in library.examples.get("fr", ()))
        questions.write_text('{"fr": [')
        await until(lambda: "no new questions to try" in caplog.text)
        assert question in library.examples["fr"]

    watched(steps)


def test_a_stop_ends_what_is_being_indexed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count: list[str] = []

    async def work() -> Library:
        since, library = folder_state(folder), library_of(folder)
        index_document = library_module.index_document

        def slowly(document: object) -> object:
            count.append(document.id)  # type: ignore[attr-defined]
            watcher_stops.set()
            time.sleep(0.02)  # all of them take long enough to be stopped on a busy machine
            return index_document(document)  # type: ignore[arg-type]

        watcher_stops = asyncio.Event()
        loop = asyncio.get_running_loop()
        set_there = watcher_stops.set
        monkeypatch.setattr(watcher_stops, "set", lambda: loop.call_soon_threadsafe(set_there))
        monkeypatch.setattr(library_module, "index_document", slowly)
        for number in range(400):
            (folder / f"{number}.txt").write_text(f"{PAU} {number}", "utf-8")
        async with keep_current(library, settings_of(folder), since=since, pace=PACE):
            async with asyncio.timeout(PATIENCE):
                await watcher_stops.wait()
        return library

    library = asyncio.run(work())
    assert len(count) < 400
    assert list(texts(library)) == ["foix"]


def test_the_state_of_a_folder_is_that_of_its_articles(folder: Path) -> None:
    (folder / "notes.odt.part").write_bytes(b"?")
    (folder / "questions.json").write_text("{}")
    (folder / "sub.txt").mkdir()
    state = folder_state(folder)
    assert state is not None
    assert sorted(state) == ["foix.txt", "questions.json"]
    assert folder_state(folder / "foix.txt") is None


def test_a_problem_names_its_file(folder: Path) -> None:
    (folder / "a: b.txt").write_bytes(b"\xff")
    (problem,) = read_articles(folder).problems
    assert isinstance(problem, ArticleError)
    assert problem.file == "a: b.txt"
