"""The file of trained weights: what `train` writes and the engine reads.

Plain JSON: each feature's weight by name, and what it was trained on, when, and how well it did
on what it had not seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import WeightsError, show
from index.ranking.features import FEATURES
from index.ranking.sentence_index import Values as Matrix
from index.reading.choosing import CHOICE
from index.reading.deciding import EVIDENCE
from index.reading.reader import Reader

FORMAT = "motpourmot weights"
VERSION = 4
MAX_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Decision:
    """The weights of `EVIDENCE` in the log-odds that the articles answer, and from where on.

    A question is answered where its probability is at least `threshold`.
    """

    bias: float
    weights: Matrix
    threshold: float

    def probability(self, values: Matrix) -> float:
        """Return the probability that the articles answer, from the values of `EVIDENCE`."""
        return float(1 / (1 + np.exp(-np.clip(self.bias + values @ self.weights, -30, 30))))


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the ranker, in the order of `FEATURES`, and of all that follows it.

    `choice`, in the order of `CHOICE`, weighs stage one and what was read; `read` decides whether
    to answer where there is a reader, `unread` where there is none. They were fitted for the reader
    whose file has the sha256 `reader`. `trained_on` lists the name, sha256 and number of questions
    of each set, `figures` the cross-validated measures.
    """

    ranker: Matrix
    choice: Matrix
    read: Decision
    unread: Decision
    reader: str = ""
    trained_at: str = ""
    trained_on: tuple[dict[str, Any], ...] = ()
    figures: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """The content of a weights file. Six significant digits keep it the same everywhere."""
        content = {
            "format": FORMAT,
            "version": VERSION,
            "trained_at": self.trained_at,
            "trained_on": list(self.trained_on),
            "figures": self.figures,
            "reader": self.reader,
            "ranker": _named(FEATURES, self.ranker),
            "choice": _named(CHOICE, self.choice),
            "decision": {
                name: {
                    "bias": _rounded(decision.bias),
                    "threshold": _rounded(decision.threshold),
                    **_named(EVIDENCE, decision.weights),
                }
                for name, decision in (("read", self.read), ("unread", self.unread))
            },
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def load_weights(path: Path | None = None) -> Weights:
    """The weights in the file at `path`, or the ones that ship with the package.

    Raises `WeightsError`, naming the file and the next step, where it is missing, cut off, or
    made for other features.
    """
    name = str(path) if path else "the weights that ship with the package"
    try:
        if path is None:
            text = (files("index.reading") / "weights.json").read_text("utf-8")
        else:
            if path.stat().st_size > MAX_BYTES:
                raise WeightsError(f"{name}: a weights file may have at most {MAX_BYTES} bytes")
            text = path.read_text("utf-8")
    except OSError as error:
        raise WeightsError(
            f"{name}: cannot be read ({error.strerror}). "
            "Make one with `motpourmot train`, or unset WEIGHTS_FILE"
        ) from None
    except UnicodeDecodeError:
        raise WeightsError(f"{name}: must be UTF-8 JSON written by `motpourmot train`") from None
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WeightsError(
            f"{name}: is not whole JSON ({error}). Make it again with `motpourmot train`"
        ) from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT or raw.get("version") != VERSION:
        got = raw.get("version") if isinstance(raw, dict) else raw
        raise WeightsError(
            f"{name}: must be of format {FORMAT!r}, version {VERSION}; got version {show(got)}. "
            "Make it again with `motpourmot train`"
        )
    try:
        return Weights(
            ranker=_ordered(raw["ranker"], FEATURES),
            choice=_ordered(raw["choice"], CHOICE),
            read=_decision(raw["decision"]["read"]),
            unread=_decision(raw["decision"]["unread"]),
            reader=str(raw["reader"]),
            trained_at=str(raw.get("trained_at", "")),
            trained_on=tuple(dict(item) for item in raw.get("trained_on", ())),
            figures=dict(raw.get("figures", {})),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise WeightsError(
            f"{name}: was made for other features ({show(error)}). "
            "Make it again with `motpourmot train`"
        ) from None


def load_reader(weights: Weights, *, path: Path | None = None, threads: int = 2) -> Reader:
    """Return the reader that `weights` were fitted for: the one at `path`, or the shipped one.

    Raises `ReaderError` where it is missing, cut off or another one.
    """
    return Reader(path, sha256=weights.reader, threads=threads)


def _decision(raw: dict[str, Any]) -> Decision:
    """Return one part of `decision`. Raises what a wrong value raises."""
    values = dict(raw)
    bias, threshold = float(values.pop("bias")), float(values.pop("threshold"))
    if not np.isfinite(bias) or not 0 <= threshold <= 1:
        raise ValueError("bias must be a finite number, threshold from 0 to 1")
    return Decision(bias, _ordered(values, EVIDENCE), threshold)


def _ordered(values: dict[str, float], names: tuple[str, ...]) -> Matrix:
    if set(values) != set(names):
        odd = sorted(set(values) ^ set(names))
        raise ValueError(f"unknown or missing: {', '.join(odd[:3])}")
    array = np.array([float(values[name]) for name in names])
    if not np.isfinite(array).all():
        raise ValueError("a weight must be a finite number")
    return array


def _named(names: tuple[str, ...], values: Matrix) -> dict[str, float]:
    return {name: _rounded(float(value)) for name, value in zip(names, values, strict=True)}


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")
