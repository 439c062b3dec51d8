"""What training makes small: errors of spans, of answerable or not, and of sentence vectors."""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812  (PyTorch's own name for it)
from torch import Tensor

from index.training.reader.model import Reader, mean_vectors
from index.training.reader.packing import FindBatch, ReadBatch, Sequences

_TEMPERATURE = 0.02  # of cosines; the base was trained with 0.01
_ANSWERABLE_SHARE = 0.5
_NEVER = -1e9
Parts = dict[str, float]


def encode(model: Reader, sequences: Sequences) -> tuple[Tensor, Tensor, Tensor]:
    """Return span scores, log-odds of an answer and states, with the layers in bfloat16.

    The gradients reach the weights in float32.
    """
    arrays = (sequences.ids, sequences.positions, sequences.parts)
    embedded = model.embed(*map(torch.from_numpy, arrays))
    inner = {
        name: weight.bfloat16() for name, weight in model.named_parameters() if _is_inner(name)
    }
    inputs = (embedded, torch.from_numpy(sequences.mask).float())
    spans, answerable, states = torch.func.functional_call(model, inner, inputs)
    return spans, answerable, states


def reading_loss(model: Reader, batch: ReadBatch) -> tuple[Tensor, Parts]:
    """Return the mean cross-entropy of start and end, plus that of answerable, and its parts.

    Where the window does not answer, start and end are the first token.
    """
    scores, odds, _ = encode(model, batch.sequences)
    scores = scores.masked_fill(~torch.from_numpy(batch.may_answer)[:, :, None], _NEVER)
    spans = torch.from_numpy(batch.spans)
    span = F.cross_entropy(scores, spans)
    is_answerable = (spans[:, 0] > 0).float()
    answerable = F.binary_cross_entropy_with_logits(odds, is_answerable)
    right = ((odds > 0) == (is_answerable > 0)).float().mean()
    parts = {"span": span.item(), "answerable": answerable.item(), "right": right.item()}
    return span + _ANSWERABLE_SHARE * answerable, parts


def finding_loss(model: Reader, batch: FindBatch) -> tuple[Tensor, Parts]:
    """Return how badly a question's vector picks its sentence among all of the batch (InfoNCE)."""
    asked = mean_vectors(encode(model, batch.questions)[2], torch.from_numpy(batch.asked))
    sentences = mean_vectors(encode(model, batch.windows)[2], torch.from_numpy(batch.sentences))
    cosines = (asked @ sentences.T).masked_fill(torch.from_numpy(batch.doubles), _NEVER)
    targets = torch.from_numpy(batch.targets)
    loss = F.cross_entropy(cosines / _TEMPERATURE, targets)
    found = (cosines.argmax(1) == targets).float().mean()
    return loss, {"find": loss.item(), "found": found.item()}


def _is_inner(name: str) -> bool:
    return name.startswith(("layers.", "embedded_norm."))
