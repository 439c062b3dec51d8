from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from index.reading.abstaining import ABSTAIN_FEATURES
from index.reading.span_features import SPAN_FEATURES

from index.errors import WeightsError
from index.ranking.features import FEATURES
from index.reading.weights import MAX_BYTES, Weights, load_weights

MADE = Weights(
    ranker=np.arange(len(FEATURES)) / 7,
    spans=np.arange(len(SPAN_FEATURES)) / 9,
    abstain=-np.arange(len(ABSTAIN_FEATURES)) / 3,
    bias=0.123456789,
    trained_at="2026-02-28",
    trained_on=({"name": "é.json", "sha256": "0", "questions": 3},),
    figures={"é.json": {"hit@1": 0.5}},
)


def saved(folder: Path, change: Callable[[dict[str, Any]], object] | None = None) -> Path:
    raw = json.loads(MADE.to_json())
    if change:
        change(raw)
    path = folder / "w.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


def message(path: Path) -> str:
    with pytest.raises(WeightsError) as caught:
        load_weights(path)
    return str(caught.value).replace(str(path), "w.json")


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "w.json"
    path.write_text(MADE.to_json(), encoding="utf-8")
    loaded = load_weights(path)
    assert loaded.ranker == pytest.approx(MADE.ranker, rel=1e-5)
    assert loaded.spans == pytest.approx(MADE.spans, rel=1e-5)
    assert loaded.abstain == pytest.approx(MADE.abstain, rel=1e-5)
    assert loaded.bias == 0.123457
    assert (loaded.trained_at, loaded.trained_on) == (MADE.trained_at, MADE.trained_on)
    assert loaded.figures == MADE.figures
    assert loaded.to_json() == MADE.to_json()


def test_the_order_of_names_in_the_file_is_free(tmp_path: Path) -> None:
    path = saved(tmp_path, lambda raw: raw.update(ranker=dict(reversed(raw["ranker"].items()))))
    assert load_weights(path).ranker == pytest.approx(MADE.ranker, rel=1e-5)


def test_the_shipped_weights() -> None:
    weights = load_weights()
    assert weights.ranker.shape == (len(FEATURES),)
    assert weights.spans.shape == (len(SPAN_FEATURES),)
    assert weights.abstain.shape == (len(ABSTAIN_FEATURES),)
    assert np.isfinite([*weights.ranker, *weights.spans, *weights.abstain, weights.bias]).all()
    assert weights.ranker.any()
    assert weights.spans.any()
    assert weights.abstain.any()
    assert weights.trained_on
    assert weights.figures


def test_missing(tmp_path: Path) -> None:
    assert message(tmp_path / "w.json") == (
        "w.json: cannot be read (No such file or directory). "
        "Make one with `motpourmot train`, or unset WEIGHTS_FILE"
    )


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "w.json").mkdir()
    assert message(tmp_path / "w.json").startswith("w.json: cannot be read (")


def test_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "w.json"
    path.write_text(MADE.to_json()[:500], encoding="utf-8")
    found = message(path)
    assert found.startswith("w.json: is not whole JSON (")
    assert found.endswith("). Make it again with `motpourmot train`")


@pytest.mark.parametrize("content", ["", "{", "[" * 100_000])
def test_no_json(tmp_path: Path, content: str) -> None:
    path = tmp_path / "w.json"
    path.write_text(content, encoding="utf-8")
    assert message(path).startswith("w.json: is not whole JSON (")


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "w.json"
    path.write_bytes(b"\xff\xfe")
    assert message(path) == "w.json: must be UTF-8 JSON written by `motpourmot train`"


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "w.json"
    path.write_text(" " * (MAX_BYTES + 1), encoding="utf-8")
    assert message(path) == "w.json: a weights file may have at most 1048576 bytes"


def test_another_version(tmp_path: Path) -> None:
    assert message(saved(tmp_path, lambda raw: raw.update(version=1))) == (
        "w.json: must be of format 'motpourmot weights', version 3; got version 1. "
        "Make it again with `motpourmot train`"
    )


@pytest.mark.parametrize("content", ["[]", "3", "null", '"x"', "{}", '{"format": "other"}'])
def test_another_format(tmp_path: Path, content: str) -> None:
    path = tmp_path / "w.json"
    path.write_text(content, encoding="utf-8")
    assert message(path).startswith("w.json: must be of format 'motpourmot weights', version 3; ")


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw["ranker"].pop("stem.bm25"),
        lambda raw: raw["ranker"].update(other=1),
        lambda raw: raw["spans"].pop("left edge"),
        lambda raw: raw.pop("spans"),
        lambda raw: raw["abstention"].pop("entropy"),
        lambda raw: raw["abstention"].pop("bias"),
        lambda raw: raw.pop("ranker"),
        lambda raw: raw.update(ranker=[1, 2]),
        lambda raw: raw.update(abstention=3),
        lambda raw: raw["ranker"].update({"stem.bm25": "x"}),
        lambda raw: raw["ranker"].update({"stem.bm25": None}),
        lambda raw: raw["ranker"].update({"stem.bm25": float("nan")}),
        lambda raw: raw["ranker"].update({"stem.bm25": float("inf")}),
        lambda raw: raw["ranker"].update({"stem.bm25": 10**400}),
        lambda raw: raw["abstention"].update({"entropy": float("nan")}),
        lambda raw: raw["abstention"].update({"bias": float("nan")}),
        lambda raw: raw["abstention"].update({"bias": float("inf")}),
        lambda raw: raw.update(trained_on=3),
        lambda raw: raw.update(figures=3),
    ],
)
def test_other_features(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    found = message(saved(tmp_path, change))
    assert found.startswith("w.json: was made for other features (")
    assert found.endswith("). Make it again with `motpourmot train`")


def test_the_missing_feature_is_named(tmp_path: Path) -> None:
    found = message(saved(tmp_path, lambda raw: raw["ranker"].pop("stem.bm25")))
    assert "unknown or missing: stem.bm25" in found
