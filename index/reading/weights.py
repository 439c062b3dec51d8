"""The file of trained weights: what `train` writes and the engine reads.

Plain JSON: each feature's weight by name, and what it was trained on, when, and how well it did
on what it had not seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import WeightsError, show
from index.ranking.features import FEATURES
from index.ranking.sentence_index import Values as Matrix
from index.reading.abstaining import ABSTAIN_FEATURES
from index.reading.span_features import SPAN_FEATURES

FORMAT = "motpourmot weights"
VERSION = 3
MAX_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the ranker, in the order of `FEATURES`, and of all that follows it.

    `spans`, in the order of `SPAN_FEATURES`, choose the key words of the best sentence.
    `bias` and `abstain` (in the order of `ABSTAIN_FEATURES`) give the log-odds that the best
    sentence answers. `trained_on` lists the name, sha256 and number of questions of each set,
    `figures` the cross-validated measures. `meaning` are the weights to use where the meanings
    of words are known (`index.retrieval.embeddings`), None where none were fitted.
    """

    ranker: Matrix
    spans: Matrix
    abstain: Matrix
    bias: float
    trained_at: str = ""
    trained_on: tuple[dict[str, Any], ...] = ()
    figures: dict[str, Any] = field(default_factory=dict)
    meaning: Weights | None = None

    def to_json(self) -> str:
        """The content of a weights file. Six significant digits keep it the same everywhere."""
        content = {
            "format": FORMAT,
            "version": VERSION,
            "trained_at": self.trained_at,
            "trained_on": list(self.trained_on),
            **self._parts(),
            "meaning": self.meaning._parts() if self.meaning else None,
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    def _parts(self) -> dict[str, Any]:
        return {
            "figures": self.figures,
            "ranker": _named(FEATURES, self.ranker),
            "spans": _named(SPAN_FEATURES, self.spans),
            "abstention": {
                "bias": _rounded(self.bias),
                **_named(ABSTAIN_FEATURES, self.abstain),
            },
        }


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
        lexical = _parts_of(raw)
        meaning = _parts_of(raw["meaning"]) if raw.get("meaning") else None
        trained_on = tuple(dict(item) for item in raw.get("trained_on", ()))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise WeightsError(
            f"{name}: was made for other features ({show(error)}). "
            "Make it again with `motpourmot train`"
        ) from None
    return replace(
        lexical,
        trained_at=str(raw.get("trained_at", "")),
        trained_on=trained_on,
        meaning=meaning,
    )


def _parts_of(raw: dict[str, Any]) -> Weights:
    """The weights and figures in one part of a file. Raises what a wrong value raises."""
    abstention = dict(raw["abstention"])
    bias = float(abstention.pop("bias"))
    if not np.isfinite(bias):
        raise ValueError("bias: must be a finite number")
    return Weights(
        ranker=_ordered(raw["ranker"], FEATURES),
        spans=_ordered(raw["spans"], SPAN_FEATURES),
        abstain=_ordered(abstention, ABSTAIN_FEATURES),
        bias=bias,
        figures=dict(raw.get("figures", {})),
    )


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
