"""Articles as they were are found by their sha256, for as long as they are kept and no longer."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.documents import Document, TextStore, Versions, make_document, read_articles
from tests.processes import environment

DAY = 24 * 3600
TEXT = "\ufeff date 2026-02-28 Le pont de Pau\r\nsera fermé 😀 en mars."


@pytest.fixture
def document() -> Document:
    return make_document(TEXT, document_id="été/1", title="Le pont")


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path / "data")


def age(folder: Path, days: float) -> None:
    """Make all files below `folder` so much older."""
    for path in folder.rglob("*"):
        if path.is_file():
            then = path.stat().st_mtime - days * DAY
            os.utime(path, (then, then))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_version_is_the_document_as_it_was(versions: Versions, document: Document) -> None:
    versions.keep([document])
    for sha256 in (document.sha256, document.sha256[:12], document.sha256[:40]):
        for document_id in (document.id, None):
            found = versions.find(document_id, sha256)
            assert found
            assert found.document == document
            assert found.as_of == datetime.now(UTC).date()


def test_a_version_of_another_article_or_text_is_not_found(
    versions: Versions, document: Document
) -> None:
    versions.keep([document])
    assert versions.find("b", document.sha256) is None
    assert versions.find(document.id, "0" * 64) is None


@pytest.mark.parametrize(
    "name", ["", "abc", "*" * 12, "../../texts/a", "A" * 64, "0" * 65, "\0" * 12]
)
def test_what_is_no_sha256_names_no_file(versions: Versions, document: Document, name: str) -> None:
    versions.keep([document])
    assert versions.find(document.id, name) is None
    assert versions.find(None, name) is None


def test_the_last_day_it_was_served_is_said(
    versions: Versions, document: Document, tmp_path: Path
) -> None:
    versions.keep([document])
    age(tmp_path, days=3)
    found = versions.find(document.id, document.sha256)
    assert found
    assert found.as_of == datetime.fromtimestamp(time.time() - 3 * DAY, UTC).date()
    versions.keep([document])  # it is served again
    again = versions.find(document.id, document.sha256)
    assert again
    assert again.as_of == datetime.now(UTC).date()


def test_what_left_is_deleted_after_its_days_and_what_is_served_is_not(
    versions: Versions, document: Document, tmp_path: Path
) -> None:
    other = make_document("Il a plu.", document_id="b")
    versions.keep([document, other])
    age(tmp_path, days=29)
    assert versions.prune(30) == 0
    age(tmp_path, days=2)
    versions.keep([other])
    assert versions.prune(30) == 2
    assert versions.find(document.id, document.sha256) is None
    assert TextStore(tmp_path / "data").text(document.sha256) is None
    assert versions.find("b", other.sha256)


def test_two_articles_of_one_text_do_not_take_it_from_each_other(
    versions: Versions, document: Document, tmp_path: Path
) -> None:
    twin = make_document(TEXT, document_id="b")
    versions.keep([document, twin])
    age(tmp_path, days=31)
    versions.keep([twin])
    versions.prune(30)
    assert versions.find("b", twin.sha256)
    assert versions.find(document.id, document.sha256) is None


def test_extracts_of_files_that_are_gone_are_deleted(tmp_path: Path) -> None:
    folder, data = tmp_path / "articles", tmp_path / "data"
    folder.mkdir()
    for name in ("a", "b"):
        html = f"<html><body><article><p>Le pont de {name} sera fermé en mars.</p></article></body>"
        (folder / f"{name}.html").write_text(html * 2, "utf-8")
    documents = read_articles(folder, data=data).documents
    assert len(documents) == 2
    versions = Versions(data)
    versions.keep(documents)
    age(data, days=31)
    versions.keep(documents[:1])
    versions.prune(30, in_use=documents[:1])
    (left,) = names(data / "extracted")
    assert left.startswith(documents[0].original_sha256)
    assert names(data / "texts") == [f"{documents[0].sha256}.txt"]


@pytest.mark.parametrize("damage", ["text", "same size", "record", "empty", "deep", "cut"])
def test_what_is_damaged_is_not_shown_and_is_kept_again(
    versions: Versions, document: Document, tmp_path: Path, damage: str
) -> None:
    versions.keep([document])
    (record,) = (tmp_path / "data" / "versions").iterdir()
    (text,) = (tmp_path / "data" / "texts").iterdir()
    {
        "text": lambda: text.write_text("Il a plu.", "utf-8"),
        "same size": lambda: text.write_bytes(b"x" * text.stat().st_size),
        "record": lambda: record.write_text('{"id": "x"}', "utf-8"),
        "empty": lambda: record.write_bytes(b""),
        "deep": lambda: record.write_text("[" * 100_000, "utf-8"),
        "cut": lambda: text.write_bytes(text.read_bytes()[:-3]),
    }[damage]()
    assert versions.find(document.id, document.sha256) is None
    versions.keep([document])
    found = versions.find(document.id, document.sha256)
    assert found
    assert found.document == document


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("body_start", "0"),
        ("body_start", -5),
        ("body_start", 1_000_000),
        ("id", "b"),
        ("title", None),
        ("author", ["a"]),
        ("language", "../fr"),
        ("url", "javascript:alert(1)"),
        ("published_at", 5),
        ("original", "/etc/hostname"),
    ],
)
def test_a_record_that_somebody_else_wrote_is_not_believed(
    versions: Versions, document: Document, tmp_path: Path, field: str, value: object
) -> None:
    versions.keep([document])
    (record,) = (tmp_path / "data" / "versions").iterdir()
    fields = json.loads(record.read_bytes())
    record.write_text(json.dumps({**fields, field: value}), "utf-8")
    assert versions.find(document.id, document.sha256) is None
    assert versions.find(None, document.sha256) is None


def test_what_cannot_be_kept_keeps_no_other_from_it(
    versions: Versions, document: Document, tmp_path: Path
) -> None:
    other = make_document("Il a plu.", document_id="b")
    (tmp_path / "data" / "texts" / f"{document.sha256}.txt").mkdir(parents=True)
    with pytest.raises(OSError):  # noqa: PT011  # which one depends on the system
        versions.keep([document, other])
    assert versions.find("b", other.sha256)


def test_a_clock_that_was_wrong_gives_no_day_to_come(
    versions: Versions, document: Document, tmp_path: Path
) -> None:
    versions.keep([document])
    (record,) = (tmp_path / "data" / "versions").iterdir()
    for seconds in (-9_000_000_000, 9_000_000_000):
        os.utime(record, (seconds, seconds))
        found = versions.find(document.id, document.sha256)
        assert found
        assert found.as_of <= datetime.now(UTC).date()


def test_what_is_half_written_is_deleted_after_a_while(
    versions: Versions, document: Document, tmp_path: Path
) -> None:
    versions.keep([document])
    part = tmp_path / "data" / "texts" / ".0123.part"
    part.write_bytes(b"half")
    assert versions.prune(30) == 0
    os.utime(part, (time.time() - 2 * 3600,) * 2)
    assert versions.prune(30) == 1


STORE = """
import sys
from pathlib import Path
from index.documents import Versions, make_document
versions = Versions(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    versions.keep([make_document(f"Texte {number}. " * 20_000, document_id=f"d{number}")])
    if number == 1:
        print("started", flush=True)
"""


def test_a_process_that_is_killed_leaves_no_half_version(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for turn in range(8):
        process = subprocess.Popen(  # noqa: S603  # what is run is written here
            [sys.executable, "-c", STORE, str(data)],
            env=environment(),
            stdout=subprocess.PIPE,
        )
        with process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(0.01 * turn)
            process.send_signal(signal.SIGKILL)
    store, versions = TextStore(data), Versions(data)
    texts = [path.stem for path in (data / "texts").glob("*.txt")]
    assert texts
    assert all(store.text(sha256) is not None for sha256 in texts)
    records = [path.name[:64] for path in (data / "versions").glob("*.json")]
    assert all(versions.find(None, sha256) for sha256 in records)
