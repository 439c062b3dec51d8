"""One run of training: the model, its optimiser and averaged weights, step by step, on disk.

What is drawn in a batch follows from the seed, the pass and the number of the batch; no other
random numbers are used. So a run that goes on from its checkpoint gives the same weights as one
that was never stopped, as far as PyTorch's sums do on the same machine.
"""

from __future__ import annotations

import os
import random
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from index.errors import TrainingError
from index.reading.tokeniser import Tokeniser
from index.training.reader.base import Base
from index.training.reader.examples import Batch, Example, Pair
from index.training.reader.losses import Parts, finding_loss, reading_loss
from index.training.reader.model import Reader
from index.training.reader.packing import Packer
from index.training.reader.recipe import Recipe

_LONGEST_GRADIENT = 1.0


@dataclass(slots=True)
class Place:
    """Which batch comes next: its pass and number, from 0, and the number of steps done."""

    number: int = 0
    batch: int = 0
    steps: int = 0


class Trainer:
    """Train a reader, batch after batch, from `base` or from the checkpoint at `path`.

    `made_of` names what the run is made of; raises `TrainingError` where the checkpoint was made
    of something else.
    """

    def __init__(self, base: Base, recipe: Recipe, path: Path, made_of: dict[str, Any]) -> None:
        torch.manual_seed(recipe.seed)  # for the heads
        self._base, self._recipe, self.path, self._made_of = base, recipe, path, made_of
        self._packer = Packer(Tokeniser(base.vocabulary))
        self._model = Reader(base)
        self._parameters = dict(self._model.named_parameters())
        self._average = {name: p.detach().clone() for name, p in self._parameters.items()}
        self._optimiser = _make_optimiser(self._model, recipe)
        self.place = Place()
        if path.exists():
            self._load()

    def step(self, batch: Batch, batches: int) -> Parts:
        """Learn from `batch`, one of `batches` of this pass; return the parts of its loss."""
        place, recipe = self.place, self._recipe
        share = (place.number + place.batch / batches) / recipe.passes
        factor = min(share / recipe.warm_up, (1 - share) / (1 - recipe.warm_up))
        for group in self._optimiser.param_groups:
            group["lr"] = group["full_rate"] * max(factor, 1e-3)
        seed = f"{recipe.seed} {place.number} {place.batch}"
        loss, parts = self._loss(self._model, batch, random.Random(seed))
        torch.autograd.backward(loss)
        norm = torch.nn.utils.clip_grad_norm_(self._parameters.values(), _LONGEST_GRADIENT)
        self._optimiser.step()
        self._optimiser.zero_grad()
        place.batch += 1
        place.steps += 1
        self._move_average()
        return parts | {"norm": norm.item()}

    def averaged(self) -> Reader:
        """Return a reader with the averaged weights."""
        model = Reader(self._base)
        model.load_state_dict(self._average)
        return model

    def measure(self, batches: list[Batch]) -> dict[str, float]:
        """Return the parts of the averaged weights' loss, their means over what is in `batches`."""
        model, sums = self.averaged(), dict[str, list[float]]()
        for batch in batches:
            with torch.no_grad():
                _, parts = self._loss(model, batch, None)
            for name, value in parts.items():
                total = sums.setdefault(name, [0.0, 0.0])
                total[0] += value * len(batch)
                total[1] += len(batch)
        return {name: round(total / count, 4) for name, (total, count) in sums.items()}

    def save(self) -> None:
        """Write all that is needed to go on; what was there stays until the file is complete."""
        state = {
            "model": self._model.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "average": self._average,
            "place": asdict(self.place),
            "made_of": self._made_of,
        }
        unfinished = self.path.with_suffix(".part")
        torch.save(state, unfinished)
        os.replace(unfinished, self.path)

    def _load(self) -> None:
        try:
            state = torch.load(self.path, weights_only=True)
        except Exception as error:
            raise TrainingError(
                f"train: {self.path} must be a whole checkpoint ({type(error).__name__}). "
                "Remove it to begin anew"
            ) from error
        if state["made_of"] != self._made_of:
            raise TrainingError(
                f"train: {self.path} was made of other question sets or with other settings. "
                "Give the same ones to go on, or another folder to begin anew"
            )
        self._model.load_state_dict(state["model"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._average = state["average"]
        self.place = Place(**state["place"])

    def _loss(
        self, model: Reader, batch: Batch, hide: random.Random | None
    ) -> tuple[Tensor, Parts]:
        examples = [member for member in batch if isinstance(member, Example)]
        if examples:
            return reading_loss(model, self._packer.read_batch(examples, hide))
        pairs = [member for member in batch if isinstance(member, Pair)]
        loss, parts = finding_loss(model, self._packer.find_batch(pairs, hide))
        return loss * self._recipe.find_weight, parts

    def _move_average(self) -> None:
        """Move towards the model as it is; at first faster, so that the base is forgotten."""
        steps = self.place.steps
        decay = min(self._recipe.average_decay, (1 + steps) / (10 + steps))
        with torch.no_grad():
            for name, value in self._average.items():
                value.lerp_(self._parameters[name], 1 - decay)


def _make_optimiser(model: Reader, recipe: Recipe) -> torch.optim.AdamW:
    """Return AdamW with a rate for each layer; vectors (biases, norms) do not decay."""
    groups = []
    count = len(model.layers)
    for name, parameter in model.named_parameters():
        if name.startswith(("span", "answerable")):
            rate = recipe.head_rate
        else:
            below = count - 1 - int(name.split(".")[1]) if name.startswith("layers.") else count
            rate = recipe.rate * recipe.layer_decay**below
        decay = recipe.weight_decay if parameter.ndim > 1 else 0.0
        groups.append({"params": [parameter], "lr": rate, "full_rate": rate, "weight_decay": decay})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-6, fused=True)
