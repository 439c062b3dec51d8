"""The reader as a PyTorch module: an encoder with heads for spans, no-answer and sentence vectors.

A BERT encoder (post-norm, exact GELU) that begins as multilingual-e5-small. It sees a question and
a window of an article together in all layers (`packing` says how they are laid out). A learnt
vector for each part (question, title, window) is added; it starts at zero. The vectors of words
and positions stay as they are in the base.

What is trained is what is exported: all operations are ones that ONNX has. Attention is spelt out,
because on CPUs the backward pass of `scaled_dot_product_attention` takes four times as long.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  (PyTorch's own name for it)
from torch import Tensor, nn

from index.training.reader.base import Base

PARTS = 3  # question, title, window
_NEVER = 1e4  # taken off the attention to padding
_ENDS = ("weight", "bias")
_NAMES = {  # a layer's modules here, and in the base
    "attended": "ao",
    "attended_norm": "aln",
    "inner": "fi",
    "outer": "fo",
    "outer_norm": "oln",
}


class Layer(nn.Module):
    """One layer: attention, then two linear maps, each followed by residual and norm."""

    def __init__(self, base: Base) -> None:
        super().__init__()
        self.heads = base.heads
        self.qkv = nn.Linear(base.width, 3 * base.width)
        self.attended = nn.Linear(base.width, base.width)
        self.attended_norm = nn.LayerNorm(base.width, eps=base.epsilon)
        self.inner = nn.Linear(base.width, base.inner_width)
        self.outer = nn.Linear(base.inner_width, base.width)
        self.outer_norm = nn.LayerNorm(base.width, eps=base.epsilon)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Map (rows, tokens, width) to the same shape; `bias` is added to attention's scores."""
        rows, tokens, width = x.shape
        split: Tensor = self.qkv(x).view(rows, tokens, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4).unbind(0)
        scores = query * (width // self.heads) ** -0.5 @ key.transpose(-1, -2) + bias
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(rows, tokens, width)
        x = self.attended_norm(x + self.attended(mixed))
        result: Tensor = self.outer_norm(x + self.outer(F.gelu(self.inner(x))))
        return result


class Reader(nn.Module):
    """The encoder with its heads. `words` and `positions` are the base's, no part of the state."""

    words: Tensor
    positions: Tensor

    def __init__(self, base: Base) -> None:
        super().__init__()
        width, tensors = base.width, base.tensors
        self.register_buffer("words", torch.from_numpy(tensors["emb.word"]), persistent=False)
        table = torch.from_numpy(tensors["emb.pos"]).view(base.positions, width)
        token_type = torch.from_numpy(tensors["emb.type"])[:width]
        self.register_buffer("positions", table + token_type, persistent=False)
        self.parts = nn.Parameter(torch.zeros(PARTS, width))
        self.embedded_norm = nn.LayerNorm(width, eps=base.epsilon)
        self.layers = nn.ModuleList(Layer(base) for _ in range(base.layers))
        self.span = nn.Linear(width, 2)
        self.answerable = nn.Linear(width, 1)
        for head in (self.span, self.answerable):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
        self._take_weights(base)

    def _take_weights(self, base: Base) -> None:
        """Copy the base's weights into the layers."""
        state = {f"embedded_norm.{end}": base.tensors[f"emb.ln.{end[0]}"] for end in _ENDS}
        for number in range(base.layers):
            for end in _ENDS:
                for ours, theirs in _NAMES.items():
                    source = base.tensors[f"l{number}.{theirs}.{end[0]}"]
                    state[f"layers.{number}.{ours}.{end}"] = source
                parts = [base.tensors[f"l{number}.{part}.{end[0]}"] for part in "qkv"]
                state[f"layers.{number}.qkv.{end}"] = np.concatenate(parts)
        own = self.state_dict()
        self.load_state_dict(
            own | {k: torch.from_numpy(v).view_as(own[k]) for k, v in state.items()}
        )

    def embed(self, ids: Tensor, positions: Tensor, parts: Tensor) -> Tensor:
        """Return the sum of the vectors of pieces, positions and parts: (rows, tokens, width)."""
        fixed = F.embedding(ids, self.words) + F.embedding(positions, self.positions)
        # A product, because the gradient of a look-up in three rows is slow.
        return fixed + F.one_hot(parts, PARTS).to(fixed.dtype) @ self.parts

    def forward(self, embedded: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return span scores, the log-odds that the window answers, and the last states.

        `embedded`: (rows, tokens, width). `mask`: (rows, tokens), 1 for a token, 0 for padding.
        Scores: (rows, tokens, 2), how well each token begins and ends the answer, the first token
        standing for "no answer". Log-odds: (rows). States: (rows, tokens, width). The layers run
        in whatever type their weights have, the heads in float32.
        """
        norm = self.embedded_norm
        x: Tensor = norm(embedded.to(norm.weight.dtype))
        bias = ((mask - 1) * _NEVER).to(x.dtype)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        states = x.float()
        return self.span(states), self.answerable(states[:, :1]).flatten(), states


def mean_vectors(states: Tensor, units: Tensor) -> Tensor:
    """Return the unit mean of `states[row, first:end]` for each (row, first, end) of `units`."""
    row, first, end = units.unbind(1)
    sums = F.pad(states.cumsum(1), (0, 0, 1, 0))
    return F.normalize((sums[row, end] - sums[row, first]) / (end - first)[:, None], dim=1)
