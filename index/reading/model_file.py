"""The reader's file: one zip that holds all that runs, and says what it is made of.

    about.json       format, version, base, data, recipe, figures
    vocabulary.json  pieces of words with scores, special pieces, normalised characters
    words.npz        vectors of pieces in 4 bits, of positions and of parts
    encoder.onnx     the encoder with its heads, int8

Nothing in it is compressed, and nothing is ever unpacked on the disk.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import operator
import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ReaderError
from index.reading.vocabulary import Vocabulary

FORMAT = "motpourmot reader"
VERSION = 1
NAME = "reader.model"
MAX_BYTES = 200 * 1024 * 1024
ARRAYS = ("packed", "scales", "positions", "parts")
BLOCK = 32  # numbers of a piece's vector that share a scale
_TIME = (1980, 1, 1, 0, 0, 0)  # the same content makes the same file
_NEXT_STEP = "Reinstall the package, or set READER=off to do without"


@dataclass(frozen=True, slots=True)
class ReaderFile:
    """What a reader's file holds. `arrays` are `ARRAYS`; `encoder` is an ONNX model.

    `packed`: uint8 (pieces, width / 2), two numbers a byte, the lower half first, each less 8 to be
    multiplied by `scales`, float16 (pieces, width / `BLOCK`). `positions`: float16 (positions,
    width). `parts`: float16 (3, width), of question, title and window. `sha256` is the file's.
    """

    about: Mapping[str, Any]
    vocabulary: Vocabulary
    arrays: Mapping[str, NDArray[Any]]
    encoder: bytes
    sha256: str


def shipped_model() -> Path:
    """Return where the reader that ships with the package is, if it is there."""
    return Path(str(files("index.reading") / NAME))


def read_model_file(path: Path, *, sha256: str = "") -> ReaderFile:
    """Read the reader at `path`; with `sha256`, only that very file.

    Raises `ReaderError`, naming the file, what is wrong and the next step, where it is missing,
    cut off, of another version or another file.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise _error(path, "must be a file; it is something else")  # that may never end
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise _error(path, f"may have at most {MAX_BYTES} bytes")
    except OSError as error:
        raise _error(path, f"cannot be read ({error.strerror})") from None
    found = hashlib.sha256(data).hexdigest()
    if sha256 and found != sha256:
        raise _error(path, f"must have the sha256 {sha256[:12]}…; it has {found[:12]}…")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive)
            about = json.loads(archive.read("about.json"))
            if about["format"] != FORMAT or about["version"] != VERSION:
                raise _error(path, f"must be of format {FORMAT!r}, version {VERSION}")
            vocabulary = _vocabulary(json.loads(archive.read("vocabulary.json")))
            packed = io.BytesIO(archive.read("words.npz"))
            with zipfile.ZipFile(packed) as inner:
                _check_sizes(inner)
            with np.load(packed, allow_pickle=False) as arrays:
                words = {name: arrays[name] for name in ARRAYS}
            encoder = archive.read("encoder.onnx")
        _check(vocabulary, words)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise _error(path, f"is cut off or no reader's file ({error})") from None
    except (
        LookupError, TypeError, ValueError, RuntimeError, ArithmeticError, MemoryError, SyntaxError,
        tokenize.TokenError,
    ) as error:  # fmt: skip
        raise _error(path, f"lacks a part, or has one of another form ({error})") from None
    return ReaderFile(about, vocabulary, words, encoder, found)


def write_model_file(
    path: Path,
    about: Mapping[str, Any],
    vocabulary: Vocabulary,
    arrays: Mapping[str, NDArray[Any]],
    encoder: bytes,
) -> None:
    """Write a reader's file; `about` is what to say beside format and version.

    The same content gives the same bytes.
    """
    words = io.BytesIO()
    np.savez(words, allow_pickle=False, **{name: arrays[name] for name in ARRAYS})
    special = (vocabulary.start, vocabulary.end, vocabulary.unknown)
    rows = {
        "pieces": vocabulary.pieces,
        "scores": [round(score, 4) for score in vocabulary.scores],
        "special": special,
        "normalised": vocabulary.normalised,
    }
    head = {"format": FORMAT, "version": VERSION, **about}
    members = {
        "about.json": json.dumps(head, ensure_ascii=False, indent=1).encode(),
        "vocabulary.json": json.dumps(rows, ensure_ascii=False).encode(),
        "words.npz": words.getvalue(),
        "encoder.onnx": encoder,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _TIME), content)


def _vocabulary(raw: Mapping[str, Any]) -> Vocabulary:
    start, end, unknown = (operator.index(number) for number in raw["special"])
    pieces = tuple(str(piece) for piece in raw["pieces"])
    scores = tuple(float(score) for score in raw["scores"])
    if len(pieces) != len(scores) or not all(map(math.isfinite, scores)):
        raise ValueError("vocabulary: every piece must have a score")
    if not all(0 <= number < len(pieces) for number in (start, end, unknown)):
        raise ValueError("vocabulary: the special pieces must be among the pieces")
    normalised = {str(key): "".join(value) for key, value in dict(raw["normalised"]).items()}
    return Vocabulary(pieces, scores, start, end, unknown, normalised)


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """Raise `ValueError` where a member is compressed, or all of them are larger than a file."""
    members = archive.infolist()
    if any(member.compress_type != zipfile.ZIP_STORED for member in members):
        raise ValueError("nothing in it may be compressed")
    if sum(member.file_size for member in members) > MAX_BYTES:
        raise ValueError(f"its parts may have at most {MAX_BYTES} bytes")


def _check(vocabulary: Vocabulary, arrays: Mapping[str, NDArray[Any]]) -> None:
    packed, scales = arrays["packed"], arrays["scales"]
    width = packed.shape[-1] * 2 if packed.ndim == 2 else 0
    if (
        len(packed) != len(vocabulary.pieces)
        or scales.shape != (len(packed), width // BLOCK)
        or arrays["positions"].shape[1:] != (width,)
        or arrays["parts"].shape != (3, width)
        or packed.dtype != np.uint8
        or not width
        or width % BLOCK
        or any(array.dtype != np.float16 for name, array in arrays.items() if name != "packed")
    ):
        raise ValueError("words.npz: the arrays do not fit each other")


def _error(path: Path, what: str) -> ReaderError:
    return ReaderError(f"{path.name}: {what}. {_NEXT_STEP}")
