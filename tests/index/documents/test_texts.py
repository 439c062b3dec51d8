"""Texts are kept to the letter under the sha256 of their bytes, and nothing else is given out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given

from index.documents.texts import TextStore, write_whole
from tests.strategies import articles

TEXT = "\ufeffUn été.\r\n\r\nDeux 🇫🇷.\r"


@given(articles)
def test_what_is_kept_is_given_back_to_the_letter(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    store = TextStore(tmp_path_factory.mktemp("data"))
    sha256 = store.keep(text)
    assert sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert store.text(sha256) == text


def test_the_file_has_the_bytes_and_is_named_by_them(tmp_path: Path) -> None:
    sha256 = TextStore(tmp_path).keep(TEXT)
    (file,) = (tmp_path / "texts").iterdir()
    assert (file.name, file.read_bytes()) == (f"{sha256}.txt", TEXT.encode())
    assert TextStore(tmp_path).keep(TEXT) == sha256
    assert [f.name for f in (tmp_path / "texts").iterdir()] == [file.name]


def test_no_folder_is_made_before_something_is_kept(tmp_path: Path) -> None:
    store = TextStore(tmp_path / "data")
    assert store.text("0" * 64) is None
    assert not (tmp_path / "data").exists()


def test_a_damaged_text_is_none(tmp_path: Path) -> None:
    store = TextStore(tmp_path)
    sha256 = store.keep(TEXT)
    path = tmp_path / "texts" / f"{sha256}.txt"
    for damaged in (TEXT.encode()[:-1], TEXT.replace("U", "u").encode(), b"\xff"):
        path.write_bytes(damaged)
        assert store.text(sha256) is None


@pytest.mark.parametrize("name", ["../secret", "", "0" * 63, "0" * 63 + "G", "0" * 64 + "\n"])
def test_only_a_sha256_names_a_text(tmp_path: Path, name: str) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    assert TextStore(tmp_path).text(name) is None


@pytest.mark.parametrize("links", [True, False])
def test_a_file_is_written_whole_and_over_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:

        def refuse(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr("index.documents.texts.os.link", refuse)
    path = tmp_path / "in" / "a.txt"
    write_whole(path, b"1", replaces=False)
    with pytest.raises(FileExistsError):
        write_whole(path, b"2", replaces=False)
    assert path.read_bytes() == b"1"
    write_whole(path, b"3")
    assert path.read_bytes() == b"3"
    assert [file.name for file in path.parent.iterdir()] == ["a.txt"]


def test_forgotten_is_gone(tmp_path: Path) -> None:
    store = TextStore(tmp_path)
    sha256 = store.keep(TEXT)
    store.forget(sha256)
    store.forget(sha256)
    assert store.text(sha256) is None
