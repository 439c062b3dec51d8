"""The reader's file: written and read again alike, and never half read."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import ReaderError
from index.reading.encoder import Encoder
from index.reading.model_file import (
    ARRAYS,
    BLOCK,
    MAX_BYTES,
    VERSION,
    ReaderFile,
    read_model_file,
    shipped_model,
    write_model_file,
)
from index.reading.reader import Reader
from index.reading.vocabulary import Vocabulary
from index.reading.weights import load_weights

Arrays = dict[str, np.ndarray]

WIDTH = 2 * BLOCK
VOCABULARY = Vocabulary(
    ("<s>", "</s>", "<unk>", "▁é", "b"), (0.0, 0.0, 0.0, -1.25, -2.5), 0, 1, 2, {"ﬁ": "fi"}
)
NEXT_STEP = "Reinstall the package, or set READER=off to do without"


def arrays() -> Arrays:
    rng = np.random.default_rng(3)
    pieces = len(VOCABULARY.pieces)
    return {
        "packed": rng.integers(0, 256, (pieces, WIDTH // 2), np.uint8),
        "scales": rng.normal(size=(pieces, WIDTH // BLOCK)).astype(np.float16),
        "positions": rng.normal(size=(9, WIDTH)).astype(np.float16),
        "parts": rng.normal(size=(3, WIDTH)).astype(np.float16),
    }


def written(folder: Path, name: str = "r.model", changed: Arrays | None = None) -> Path:
    path = folder / name
    write_model_file(
        path, {"base": "é"}, VOCABULARY, {**arrays(), **(changed or {})}, b"an encoder"
    )
    return path


def rewritten(folder: Path, member: str, change: Callable[[bytes], bytes | None]) -> Path:
    """A file with one member changed, or left out where `change` returns None."""
    path = written(folder)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            new = change(content) if name == member else content
            if new is not None:
                archive.writestr(name, new)
    return path


def message(path: Path, *, sha256: str = "") -> str:
    with pytest.raises(ReaderError) as caught:
        read_model_file(path, sha256=sha256)
    text = str(caught.value)
    assert text.startswith(f"{path.name}: ")
    assert text.endswith(f". {NEXT_STEP}")
    assert "\n" not in text
    return text.removeprefix(f"{path.name}: ").removesuffix(f". {NEXT_STEP}")


# --- whole ---


def test_round_trip(tmp_path: Path) -> None:
    path = written(tmp_path)
    found = read_model_file(path)
    assert found.about == {"format": "motpourmot reader", "version": VERSION, "base": "é"}
    assert found.vocabulary == VOCABULARY
    assert found.encoder == b"an encoder"
    assert set(found.arrays) == set(ARRAYS)
    for name, array in arrays().items():
        assert found.arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(found.arrays[name], array)
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_model_file(path, sha256=found.sha256).sha256 == found.sha256


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = written(tmp_path, "one"), written(tmp_path, "two")
    assert one.read_bytes() == two.read_bytes()


def test_what_was_read_is_written_alike(tmp_path: Path) -> None:
    first = read_model_file(written(tmp_path))
    again = tmp_path / "again"
    write_model_file(again, first.about, first.vocabulary, first.arrays, first.encoder)
    assert read_model_file(again).sha256 == first.sha256


def test_the_shipped_reader_is_the_one_of_the_shipped_weights(model_file: ReaderFile) -> None:
    assert load_weights().reader == model_file.sha256
    assert shipped_model().stat().st_size <= MAX_BYTES


# --- not whole ---


def test_missing(tmp_path: Path) -> None:
    assert message(tmp_path / "r.model") == "cannot be read (No such file or directory)"
    with pytest.raises(ReaderError):
        Reader(tmp_path / "r.model")


def test_a_folder(tmp_path: Path) -> None:
    assert message(tmp_path).startswith("cannot be read (")


def test_another_file_than_the_weights_were_fitted_for(tmp_path: Path) -> None:
    path = written(tmp_path)
    found = read_model_file(path).sha256
    assert message(path, sha256="0123456789abcdef" * 4) == (
        f"must have the sha256 0123456789ab…; it has {found[:12]}…"
    )


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path)
    monkeypatch.setattr("index.reading.model_file.MAX_BYTES", path.stat().st_size - 1)
    assert message(path) == f"may have at most {path.stat().st_size - 1} bytes"


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all", b"\x00" * 1000])
def test_no_zip(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "r.model"
    path.write_bytes(content)
    assert message(path).startswith("is cut off or no reader's file (")


def test_cut_off_anywhere(tmp_path: Path) -> None:
    path = written(tmp_path)
    whole = path.read_bytes()
    for size in range(0, len(whole), 61):
        path.write_bytes(whole[:size])
        message(path)


def test_the_shipped_reader_cut_off(tmp_path: Path, model_file: ReaderFile) -> None:
    path = tmp_path / "reader.model"
    with shipped_model().open("rb") as source:
        path.write_bytes(source.read(1_000_000))
    assert message(path).startswith("is cut off or no reader's file (")
    assert message(path, sha256=model_file.sha256).startswith("must have the sha256 ")


def test_a_part_under_a_password(tmp_path: Path) -> None:
    """No such file is ever written, but one damaged bit in the list of parts makes one."""
    path = written(tmp_path)
    damaged = bytearray(path.read_bytes())
    for at in (damaged.index(b"PK\x03\x04") + 6, damaged.rindex(b"PK\x01\x02") + 8):
        damaged[at] |= 1
    path.write_bytes(damaged)
    message(path)


@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(where=st.floats(0, 1, exclude_max=True), bits=st.integers(1, 255))
def test_a_damaged_byte_is_noticed_or_changes_nothing(
    tmp_path: Path, where: float, bits: int
) -> None:
    path = written(tmp_path)
    whole = read_model_file(path)
    damaged = bytearray(path.read_bytes())
    damaged[int(where * len(damaged))] ^= bits
    path.write_bytes(damaged)
    try:
        found = read_model_file(path)
    except ReaderError:
        return
    assert (found.about, found.vocabulary) == (whole.about, whole.vocabulary)
    assert found.encoder == whole.encoder
    for name in ARRAYS:
        np.testing.assert_array_equal(found.arrays[name], whole.arrays[name])


@pytest.mark.parametrize("change", [{"version": VERSION + 1}, {"format": "other"}])
def test_another_version(tmp_path: Path, change: dict[str, Any]) -> None:
    path = rewritten(
        tmp_path, "about.json", lambda raw: json.dumps({**json.loads(raw), **change}).encode()
    )
    assert message(path) == f"must be of format 'motpourmot reader', version {VERSION}"


@pytest.mark.parametrize("member", ["about.json", "vocabulary.json", "words.npz", "encoder.onnx"])
def test_a_part_is_missing(tmp_path: Path, member: str) -> None:
    found = message(rewritten(tmp_path, member, lambda _: None))
    assert found.startswith("lacks a part, or has one of another form (")
    assert member in found


@pytest.mark.parametrize(
    ("member", "content"),
    [
        ("about.json", b""),
        ("about.json", b"[]"),
        ("about.json", b"3"),
        ("about.json", b"{}"),
        ("about.json", b"[" * 100_000),
        ("about.json", b"\xff"),
        ("vocabulary.json", b"{}"),
        ("vocabulary.json", b"[]"),
        ("vocabulary.json", b'{"pieces": 3}'),
        ("words.npz", b""),
        ("words.npz", b"no arrays"),
    ],
)
def test_a_part_of_another_form(tmp_path: Path, member: str, content: bytes) -> None:
    message(rewritten(tmp_path, member, lambda _: content))


@pytest.mark.parametrize(
    "change",
    [
        {"pieces": ["<s>", "</s>", "<unk>", "▁é"]},
        {"scores": [0.0, 0.0, 0.0, -1.0]},
        {"scores": [0.0, 0.0, 0.0, -1.0, "x"]},
        {"scores": [0.0, 0.0, 0.0, -1.0, None]},
        {"scores": [0.0, 0.0, 0.0, -1.0, float("nan")]},
        {"special": [0, 1]},
        {"special": [0, 1, 5]},
        {"special": [0, 1, -1]},
        {"special": [0, 1, "2"]},
        {"special": [0, 1, 2.5]},
        {"pieces": [], "scores": []},
        {"normalised": 3},
        {"normalised": {"a": 3}},
        {"normalised": ["a"]},
    ],
)
def test_a_vocabulary_of_another_form(tmp_path: Path, change: dict[str, Any]) -> None:
    path = rewritten(
        tmp_path, "vocabulary.json", lambda raw: json.dumps({**json.loads(raw), **change}).encode()
    )
    assert message(path).startswith("lacks a part, or has one of another form (")


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("packed", np.zeros((4, WIDTH // 2), np.uint8)),  # a piece without a vector
        ("packed", np.zeros((5, WIDTH), np.uint8)),
        ("packed", np.zeros(5, np.uint8)),
        ("packed", np.zeros((5, WIDTH // 2), np.float32)),
        ("scales", np.zeros((5, 1), np.float16)),
        ("scales", np.zeros((5, WIDTH // BLOCK), "U1")),
        ("positions", np.zeros((9, WIDTH - 1), np.float16)),
        ("positions", np.zeros(9, np.float16)),
        ("parts", np.zeros((3, WIDTH), np.float64)),
        ("parts", np.zeros((2, WIDTH), np.float16)),
    ],
)
def test_arrays_that_do_not_fit(tmp_path: Path, name: str, array: np.ndarray) -> None:
    found = message(written(tmp_path, changed={name: array}))
    assert found.startswith("lacks a part, or has one of another form (")


def test_arrays_are_never_unpickled(tmp_path: Path) -> None:
    words = io.BytesIO()
    pickled = {**arrays(), "parts": np.array([print], dtype=object)}
    np.savez(words, allow_pickle=True, **pickled)
    found = message(rewritten(tmp_path, "words.npz", lambda _: words.getvalue()))
    assert "allow_pickle=False" in found


def test_an_encoder_that_is_none(tmp_path: Path) -> None:
    file = read_model_file(written(tmp_path))
    for content in (b"", b"an encoder", b"\x00" * 100):
        with pytest.raises(ReaderError, match=r"^reader\.model: encoder\.onnx cannot be used \("):
            Encoder(replace(file, encoder=content))
