from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.errors import ReaderError, WeightsError
from index.ranking.features import FEATURES
from index.reading.choosing import CHOICE
from index.reading.deciding import EVIDENCE
from index.reading.reader import Reader
from index.reading.weights import (
    MAX_BYTES,
    VERSION,
    Decision,
    Weights,
    load_reader,
    load_weights,
)

MADE = Weights(
    ranker=np.arange(len(FEATURES)) / 7,
    choice=np.arange(len(CHOICE)) / 9,
    read=Decision(0.123456789, -np.arange(len(EVIDENCE)) / 3, 0.6125),
    unread=Decision(-2.0, np.arange(len(EVIDENCE)) / 11, 0.25),
    reader="0" * 64,
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
    assert loaded.choice == pytest.approx(MADE.choice, rel=1e-5)
    for found, made in ((loaded.read, MADE.read), (loaded.unread, MADE.unread)):
        assert found.weights == pytest.approx(made.weights, rel=1e-5)
        assert found.threshold == made.threshold
    assert (loaded.read.bias, loaded.unread.bias) == (0.123457, -2.0)
    assert (loaded.reader, loaded.trained_at) == (MADE.reader, MADE.trained_at)
    assert loaded.trained_on == MADE.trained_on
    assert loaded.figures == MADE.figures
    assert loaded.to_json() == MADE.to_json()


def test_the_order_of_names_in_the_file_is_free(tmp_path: Path) -> None:
    path = saved(tmp_path, lambda raw: raw.update(ranker=dict(reversed(raw["ranker"].items()))))
    assert load_weights(path).ranker == pytest.approx(MADE.ranker, rel=1e-5)


def test_the_shipped_weights() -> None:
    weights = load_weights()
    assert weights.ranker.shape == (len(FEATURES),)
    assert weights.choice.shape == (len(CHOICE),)
    assert weights.ranker.any()
    assert weights.choice.any()
    for decision in (weights.read, weights.unread):
        assert decision.weights.shape == (len(EVIDENCE),)
        assert decision.weights.any()
        assert 0 < decision.threshold < 1
    assert weights.trained_on
    assert weights.figures


def test_the_better_read_the_surer() -> None:
    """What the shipped weights must have learnt, whatever their numbers are."""
    weights = load_weights()
    choice = dict(zip(CHOICE, weights.choice.tolist(), strict=True))
    assert choice["stage one"] > 0
    assert choice["margin"] > 0
    without = dict(zip(EVIDENCE, weights.unread.weights.tolist(), strict=True))
    for name in ("answerable", "meaning"):
        assert without[name] == 0  # there is nothing to learn them from


# --- the decision ---


def test_a_probability_by_hand() -> None:
    decision = Decision(-1.0, np.array([2.0, 0.0]), 0.5)
    assert decision.probability(np.array([0.5, 9.0])) == 0.5
    assert decision.probability(np.array([1.0, 0.0])) == pytest.approx(1 / (1 + np.exp(-1)))


def test_a_probability_stays_between_0_and_1() -> None:
    decision = Decision(0.0, np.array([1.0]), 0.5)
    for value in (-1e9, -1.0, 0.0, 1.0, 1e9):
        assert 0 < decision.probability(np.array([value])) <= 1


# --- its reader ---


def test_the_reader_that_belongs_to_the_weights(reader: Reader) -> None:
    assert load_weights().reader == reader.name


def test_another_reader_than_theirs() -> None:
    with pytest.raises(ReaderError, match=r"^reader\.model: must have the sha256 000000000000…"):
        load_reader(MADE)


def test_no_reader_where_it_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=r"^other\.model: cannot be read"):
        load_reader(load_weights(), path=tmp_path / "other.model")


# --- files that are none ---


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
        f"w.json: must be of format 'motpourmot weights', version {VERSION}; got version 1. "
        "Make it again with `motpourmot train`"
    )


@pytest.mark.parametrize("content", ["[]", "3", "null", '"x"', "{}", '{"format": "other"}'])
def test_another_format(tmp_path: Path, content: str) -> None:
    path = tmp_path / "w.json"
    path.write_text(content, encoding="utf-8")
    assert message(path).startswith(
        f"w.json: must be of format 'motpourmot weights', version {VERSION}; "
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw["ranker"].pop("stem.bm25"),
        lambda raw: raw["ranker"].update(other=1),
        lambda raw: raw["choice"].pop("margin"),
        lambda raw: raw.pop("choice"),
        lambda raw: raw["decision"].pop("unread"),
        lambda raw: raw["decision"]["read"].pop("coverage"),
        lambda raw: raw["decision"]["read"].pop("bias"),
        lambda raw: raw["decision"]["unread"].pop("threshold"),
        lambda raw: raw.pop("reader"),
        lambda raw: raw.pop("ranker"),
        lambda raw: raw.update(ranker=[1, 2]),
        lambda raw: raw.update(decision=3),
        lambda raw: raw["decision"].update(read=[1, 2]),
        lambda raw: raw["ranker"].update({"stem.bm25": "x"}),
        lambda raw: raw["ranker"].update({"stem.bm25": None}),
        lambda raw: raw["ranker"].update({"stem.bm25": float("nan")}),
        lambda raw: raw["ranker"].update({"stem.bm25": float("inf")}),
        lambda raw: raw["ranker"].update({"stem.bm25": 10**400}),
        lambda raw: raw["decision"]["read"].update(coverage=float("nan")),
        lambda raw: raw["decision"]["read"].update(bias=float("nan")),
        lambda raw: raw["decision"]["unread"].update(bias=float("inf")),
        lambda raw: raw["decision"]["unread"].update(threshold=1.5),
        lambda raw: raw["decision"]["unread"].update(threshold=-0.1),
        lambda raw: raw["decision"]["unread"].update(threshold=float("nan")),
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
