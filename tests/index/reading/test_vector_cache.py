"""Vectors are made once for the same content, and a cache that fails only costs time.

Past 400 lines: one test for each way in which the file can be wrong or in use.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import Engine
from index.annotations.indexed import IndexedDocument, index_document
from index.reading.reader import Vectors
from index.reading.vector_cache import FILE, sentence_vectors
from tests.index.helpers import CERTAIN, FakeReader, document
from tests.paths import ROOT

TEXTS = {
    "a": "Le chat dort. Il rêve de pâtés en croûte.",
    "b": "Le chien part.",
    "c": "Elle a signé. Il part.\n\nTous sont là.",
}


def articles(**texts: str) -> list[IndexedDocument]:
    return [index_document(document(t, document_id=i)) for i, t in (texts or TEXTS).items()]


def numbered(size: int) -> list[IndexedDocument]:
    return articles(**{f"n{n}": f"Le numéro {n} est là. " * 40 for n in range(size)})


def vectors_of(
    reader: FakeReader, folder: Path | None, found: list[IndexedDocument] | None = None
) -> list[Vectors]:
    return list(sentence_vectors(reader, found or articles(), folder))


def encoded_by(folder: Path, found: list[IndexedDocument] | None = None) -> list[str]:
    """Of which articles a new reader makes vectors, where `folder` may have some."""
    reader = FakeReader()
    given = vectors_of(reader, folder, found)
    expected = vectors_of(FakeReader(), None, found)
    assert len(given) == len(expected)
    for one, two in zip(given, expected, strict=True):
        np.testing.assert_array_equal(one, two)
    return reader.encoded


def rows(folder: Path) -> int:
    with closing(sqlite3.connect(folder / FILE)) as file:
        return int(file.execute("SELECT count(*) FROM vectors").fetchone()[0])


# --- kept ---


def test_a_second_start_encodes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    assert encoded_by(folder) == ["a", "b", "c"]
    assert encoded_by(folder) == []
    assert encoded_by(folder, articles()[::-1]) == []
    assert os.listdir(folder) == [FILE]


def test_vectors_are_the_same_whether_kept_or_not(tmp_path: Path) -> None:
    class Uneven(FakeReader):
        """Numbers that half precision cannot hold."""

        def sentence_vectors(self, article: IndexedDocument) -> Vectors:
            return (super().sentence_vectors(article) / 3 + 1e-3).astype(np.float32)

    without, first, second = (vectors_of(Uneven(), f) for f in (None, tmp_path, tmp_path))
    for one, two, three in zip(without, first, second, strict=True):
        assert one.dtype == two.dtype == three.dtype == np.float32
        np.testing.assert_array_equal(one, two)
        np.testing.assert_array_equal(one, three)


def test_only_what_is_new_is_encoded(tmp_path: Path) -> None:
    encoded_by(tmp_path)
    changed = {**TEXTS, "b": "Le chien revient.", "d": "Un autre article."}
    assert encoded_by(tmp_path, articles(**changed)) == ["b", "d"]
    assert encoded_by(tmp_path, articles(**changed)) == []
    assert encoded_by(tmp_path) == []  # the old one is still there


def test_another_id_is_the_same_content_and_another_title_is_not(tmp_path: Path) -> None:
    encoded_by(tmp_path, articles(a=TEXTS["a"]))
    assert encoded_by(tmp_path, articles(z=TEXTS["a"])) == []
    titled = index_document(document(TEXTS["a"], title="Un titre"))
    assert encoded_by(tmp_path, [titled]) == ["a"]


@pytest.mark.parametrize("title", ["\ud800", "\x00", "é" * 10_000])
def test_any_title(tmp_path: Path, title: str) -> None:
    article = index_document(document(TEXTS["a"], title=title))
    assert encoded_by(tmp_path, [article]) == ["a"]
    assert encoded_by(tmp_path, [article]) == []


def test_another_reader_has_other_vectors(tmp_path: Path) -> None:
    encoded_by(tmp_path)
    other = FakeReader(name="other")
    vectors_of(other, tmp_path)
    assert other.encoded == ["a", "b", "c"]
    assert encoded_by(tmp_path) == []


def test_an_article_cut_otherwise_is_encoded_again(tmp_path: Path) -> None:
    """Another version may cut sentences elsewhere, so that there are as many, but others."""
    (article,) = articles(a=TEXTS["a"])
    encoded_by(tmp_path, [article])
    first, second = article.sentences
    moved = replace(second, start=second.start + 3)
    assert encoded_by(tmp_path, [replace(article, sentences=(first, moved))]) == ["a"]


def test_articles_without_sentences(tmp_path: Path) -> None:
    empty = articles(a=" \n ", b="Un mot.")
    for expected in (["a", "b"], []):
        reader = FakeReader()
        first, second = vectors_of(reader, tmp_path, empty)
        assert first.shape == (0, reader.width)
        assert second.shape == (1, reader.width)
        assert reader.encoded == expected


def test_each_article_is_told_as_soon_as_it_is_there(tmp_path: Path) -> None:
    reader = FakeReader()
    found = sentence_vectors(reader, articles(), tmp_path)
    for number in range(1, 4):
        next(found)
        assert len(reader.encoded) == number


def test_what_was_stopped_half_way_is_gone_on_with(tmp_path: Path) -> None:
    found = sentence_vectors(FakeReader(), articles(), tmp_path)
    next(found)
    next(found)
    assert isinstance(found, Iterator)
    del found  # as when Ctrl-C ends it
    assert encoded_by(tmp_path) == ["c"]


def test_the_engine_keeps_vectors_and_answers_alike_with_and_without_them(tmp_path: Path) -> None:
    source = document("La société a été fondée en 2021. Elle refuse les armes.")
    asked = "Qui refuse les armes ?"
    answers = []
    for encoded, folder in ((["a"], None), (["a"], tmp_path), ([], tmp_path)):
        reader = FakeReader("Elle")
        engine = Engine([source], weights=CERTAIN, reader=reader, cache=folder)
        answers.append(engine.ask(asked))
        assert reader.encoded == encoded
    assert answers[0] == answers[1] == answers[2]
    assert answers[0].answer == "Elle"


# --- what goes wrong ---


@pytest.mark.parametrize(
    "content", [b"", b"no database", b"SQLite format 3\x00", b"\x00" * 5000, b"\xff" * 100]
)
def test_a_file_that_is_no_cache_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert encoded_by(tmp_path) == ["a", "b", "c"]
    assert encoded_by(tmp_path) == []


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_that_is_cut_off_is_made_anew(tmp_path: Path, share: float) -> None:
    many = numbered(20)
    encoded_by(tmp_path, many)
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[: int(len(whole) * share)])
    assert encoded_by(tmp_path, many)
    encoded_by(tmp_path, many)
    assert encoded_by(tmp_path, many) == []


def test_a_file_with_damaged_pages_is_made_anew(tmp_path: Path) -> None:
    many = numbered(20)
    encoded_by(tmp_path, many)
    damaged = bytearray((tmp_path / FILE).read_bytes())
    for start in range(4096, len(damaged), 4096):
        damaged[start : start + 16] = b"\xff" * 16
    (tmp_path / FILE).write_bytes(damaged)
    assert encoded_by(tmp_path, many)
    encoded_by(tmp_path, many)
    assert encoded_by(tmp_path, many) == []


def test_a_file_with_damage_that_only_shows_in_use_is_made_anew_at_the_end(tmp_path: Path) -> None:
    """Where the pages that list the rows are whole, and those that go on with them are not."""
    many = numbered(5)
    encoded_by(tmp_path, many)
    damaged = bytearray((tmp_path / FILE).read_bytes())
    for start in range(4096, len(damaged), 4096):
        if damaged[start] == 0:  # no kind of page of a tree
            damaged[start : start + 4] = b"\xff" * 4
    (tmp_path / FILE).write_bytes(damaged)
    assert encoded_by(tmp_path, many)
    encoded_by(tmp_path, many)
    assert encoded_by(tmp_path, many) == []


@pytest.mark.parametrize("content", [b"", b"\x00\x00", "text", 3, 1.5])
def test_a_row_of_another_size_or_kind_is_made_anew(tmp_path: Path, content: object) -> None:
    encoded_by(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as file, file:
        file.execute("UPDATE vectors SET content = ?", (content,))
    assert encoded_by(tmp_path) == ["a", "b", "c"]
    assert encoded_by(tmp_path) == []


def test_a_table_of_another_form_is_made_anew(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as file, file:
        file.execute("CREATE TABLE vectors (text TEXT)")
    assert encoded_by(tmp_path) == ["a", "b", "c"]
    encoded_by(tmp_path)
    assert encoded_by(tmp_path) == []


def test_a_folder_that_cannot_be_made_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    for _ in range(2):
        assert encoded_by(tmp_path / "file" / "folder") == ["a", "b", "c"]
        assert encoded_by(tmp_path / "file") == ["a", "b", "c"]
    assert (tmp_path / "file").read_bytes() == b"mine"


def test_a_folder_in_the_place_of_the_file_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    for _ in range(2):
        assert encoded_by(tmp_path) == ["a", "b", "c"]
    assert (tmp_path / FILE).is_dir()


def test_a_file_that_may_only_be_read_only_costs_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded_by(tmp_path)
    whole = (tmp_path / FILE).read_bytes()
    connect = sqlite3.connect

    def read_only(path: Path, *, timeout: float, isolation_level: None) -> sqlite3.Connection:
        return connect(
            f"file:{path}?mode=ro", uri=True, timeout=timeout, isolation_level=isolation_level
        )

    monkeypatch.setattr("index.reading.vector_cache.sqlite3.connect", read_only)
    encoded_by(tmp_path, articles(**TEXTS, d="Un autre article."))
    assert (tmp_path / FILE).read_bytes() == whole


# --- others at work ---


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.reading.vector_cache._WAIT", 0.05)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_file_that_another_process_writes_is_left_alone(tmp_path: Path, how: str) -> None:
    encoded_by(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute(f"BEGIN {how}")
        encoded_by(tmp_path, articles(**TEXTS, d="Un autre article."))
        other.execute("DELETE FROM vectors")
        other.execute("COMMIT")
        assert other.execute("SELECT count(*) FROM vectors").fetchone() == (0,)
    assert rows(tmp_path) == 0  # the other's file is still the one that is there
    assert encoded_by(tmp_path) == ["a", "b", "c"]
    assert encoded_by(tmp_path) == []


@pytest.mark.usefixtures("hurried")
def test_a_file_that_another_process_is_just_making_is_left_alone(tmp_path: Path) -> None:
    encoded_by(tmp_path)
    made = (tmp_path / FILE).stat().st_ino
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN EXCLUSIVE")
        assert encoded_by(tmp_path) == ["a", "b", "c"]
        other.execute("ROLLBACK")
    assert (tmp_path / FILE).stat().st_ino == made
    assert rows(tmp_path) == 3
    assert encoded_by(tmp_path) == []


def test_several_threads_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        for _ in pool.map(lambda _: encoded_by(tmp_path), range(8)):
            pass
    assert rows(tmp_path) == 3
    assert encoded_by(tmp_path) == []


def test_several_processes_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from index.annotations.indexed import index_document;"
        "from index.reading.vector_cache import sentence_vectors;"
        "from tests.index.helpers import FakeReader, document;"
        "found = [index_document(document(f'Le numéro {n} est là. ' * 40)) for n in range(20)];"
        "print(len(list(sentence_vectors(FakeReader(), found, Path(sys.argv[1])))))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "cache")]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603  (this Python)
        for _ in range(3)
    ]
    assert [process.communicate(timeout=120)[0] for process in running] == ["20\n"] * 3
    assert [process.returncode for process in running] == [0, 0, 0]
    assert encoded_by(tmp_path / "cache", numbered(20)) == []


# --- bounded ---


def test_what_was_used_longest_ago_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b, c = ({name: TEXTS[name]} for name in "abc")
    encoded_by(tmp_path, articles(**a))
    encoded_by(tmp_path, articles(**b))
    assert encoded_by(tmp_path, articles(**a)) == []  # used since b was
    size = 2 * FakeReader().width  # bytes of a sentence
    monkeypatch.setattr("index.reading.vector_cache.MAX_BYTES", 5 * size)  # of 2 + 1 + 3
    encoded_by(tmp_path, articles(**c))
    assert rows(tmp_path) == 2
    assert encoded_by(tmp_path, articles(**c)) == []
    assert encoded_by(tmp_path, articles(**a)) == []
    assert encoded_by(tmp_path, articles(**b)) == ["b"]


def test_a_cache_never_grows_past_its_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = 2 * FakeReader().width
    monkeypatch.setattr("index.reading.vector_cache.MAX_BYTES", 10 * size)
    for n in range(30):
        encoded_by(tmp_path, articles(**{f"n{n}": f"Le numéro {n} est là. Il y reste."}))
    assert rows(tmp_path) == 5
    assert (tmp_path / FILE).stat().st_size <= 10 * size + 8 * 4096
    monkeypatch.setattr("index.reading.vector_cache.MAX_BYTES", 0)
    assert encoded_by(tmp_path) == ["a", "b", "c"]
    assert rows(tmp_path) == 0


def test_a_changed_number_is_found_out(tmp_path: Path) -> None:
    a = {"a": TEXTS["a"]}
    encoded_by(tmp_path, articles(**a))
    with sqlite3.connect(tmp_path / FILE) as file:
        key, content = file.execute("SELECT key, content FROM vectors").fetchone()
        changed = content[:-1] + bytes([content[-1] ^ 0x7C])
        file.execute("UPDATE vectors SET content = ? WHERE key = ?", (changed, key))
    file.close()
    assert encoded_by(tmp_path, articles(**a)) == ["a"]
    assert encoded_by(tmp_path, articles(**a)) == []


@pytest.mark.parametrize("used", ["9223372036854775807", "9e999", "'x'", "NULL"])
def test_an_odd_count_is_no_failure(tmp_path: Path, used: str) -> None:
    a = {"a": TEXTS["a"]}
    encoded_by(tmp_path, articles(**a))
    with contextlib.suppress(sqlite3.Error), sqlite3.connect(tmp_path / FILE) as file:
        file.execute(f"UPDATE vectors SET used = {used}")  # noqa: S608
    file.close()
    encoded_by(tmp_path, articles(**a))


def test_who_writes_for_long_is_waited_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.reading.vector_cache._WAIT", 0.05)
    encoded_by(tmp_path, articles(a=TEXTS["a"]))
    waits = []
    real = sqlite3.connect

    class Counted(sqlite3.Connection):
        def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
            try:
                return super().execute(sql, *rest)
            except sqlite3.OperationalError:
                waits.append(sql)
                raise

    holder = real(tmp_path / FILE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: real(*a, factory=Counted, **k))
    assert encoded_by(tmp_path, articles(b=TEXTS["b"], c=TEXTS["c"])) == ["b", "c"]
    holder.close()
    assert len(waits) == 1
