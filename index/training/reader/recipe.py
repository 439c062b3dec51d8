"""How a reader is trained: the numbers that a run is made with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """The numbers of a run; a checkpoint goes on only with those that it was made with.

    - `batch_tokens`: about so many, padding not counted
    - `rate`, `head_rate`: AdamW's learning rates, of the highest layer and of the heads; each
      layer has `layer_decay` of the one above
    - `warm_up`: the share of all steps after which the rate is full; it falls to 0 from there
    - `average_decay`: of the moving average of the weights, which is what is exported
    - `find_share`: of the batches, for sentence vectors; their loss counts `find_weight`
    - `checkpoint_every`: steps
    """

    passes: int = 3
    seed: int = 1
    batch_tokens: int = 3_200
    rate: float = 1e-4
    head_rate: float = 3e-4
    layer_decay: float = 0.95
    weight_decay: float = 0.01
    warm_up: float = 0.03
    average_decay: float = 0.998
    find_share: float = 0.125
    find_weight: float = 0.3
    checkpoint_every: int = 150
