"""A trained reader as the one file that runs: an int8 ONNX graph and a trimmed vocabulary.

The graph takes embedded tokens, so that word vectors stay in 4 bits, as they are in the base, and
are looked up in numpy: `embedded` (windows, tokens, width) float32 and `mask` (windows, tokens)
float32, 1 for a token and 0 for padding. It gives `spans` (windows, tokens, 2), `answerable`
(windows) and `states` (windows, tokens, width), of which sentence vectors are means. What is
run together shares the scale of its int8 numbers, so windows are run one at a time: then what one
gives does not depend on the others.

Pieces are kept that frequent words of the languages served or the given texts are cut into, and
every piece of one character, so that any other word is cut into shorter pieces.
"""

from __future__ import annotations

import copy
import logging
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
import torch.nn.functional as F  # noqa: N812  (PyTorch's own name for it)
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from index.reading.model_file import BLOCK, write_model_file
from index.reading.tokeniser import Tokeniser
from index.reading.vocabulary import WORD_MARK, Vocabulary
from index.training.reader.model import Reader

LANGUAGES = ("de", "en", "es", "fr")
_FREQUENT_WORDS = 20_000  # a language
_OPSET = 17
_LEAST_SIZE = 1e-6  # nothing is divided by 0
_LEAST_OF_GELU = 0.17
Arrays = dict[str, NDArray[Any]]


def export_reader(
    model: Reader, vocabulary: Vocabulary, texts: Iterable[str], about: dict[str, Any], path: Path
) -> None:
    """Write `model` to `path`, with the pieces of `vocabulary` that are in use; it may be there.

    `texts` are those whose pieces are kept besides frequent words; `about` says what the reader
    was made of.
    """
    kept = pieces_in_use(vocabulary, [*frequent_words(), *texts])
    write_model_file(path, about, trimmed(vocabulary, kept), arrays(model, kept), graph(model))


def frequent_words() -> Iterator[str]:
    """Yield the most frequent words of the languages served, as they are written in texts.

    In small letters and with a capital, alone and after an apostrophe.
    """
    from wordfreq import top_n_list

    for language in LANGUAGES:
        for word in top_n_list(language, _FREQUENT_WORDS):
            for form in (word, word.capitalize()):
                yield f"{form} '{form}"


def pieces_in_use(vocabulary: Vocabulary, texts: Iterable[str]) -> list[int]:
    """Return the pieces to keep: special ones, single characters, those of `texts`."""
    tokeniser = Tokeniser(vocabulary)
    kept = {vocabulary.start, vocabulary.end, vocabulary.unknown}
    kept |= {n for n, piece in enumerate(vocabulary.pieces) if len(piece.lstrip(WORD_MARK)) <= 1}
    for text in texts:
        kept.update(tokeniser.tokenise(text).ids.tolist())
    return sorted(kept)


def trimmed(vocabulary: Vocabulary, kept: Sequence[int]) -> Vocabulary:
    """Return the vocabulary of the `kept` pieces alone, numbered anew."""
    start, end, unknown = (
        kept.index(n) for n in (vocabulary.start, vocabulary.end, vocabulary.unknown)
    )
    return Vocabulary(
        tuple(vocabulary.pieces[n] for n in kept),
        tuple(vocabulary.scores[n] for n in kept),
        start,
        end,
        unknown,
        vocabulary.normalised,
    )


def arrays(model: Reader, kept: Sequence[int]) -> Arrays:
    """Return the vectors of the `kept` pieces in 4 bits, and those of positions and parts.

    `packed` has two weights a byte, the even ones in the low half, each stored plus 8; `scales`
    one for each `BLOCK` weights. The base's blocks lose nothing: they have 16 steps from -8 to 7,
    and the largest absolute value is -8 steps.
    """
    blocks = model.words.numpy()[kept].reshape(len(kept), -1, BLOCK)
    at = np.abs(blocks).argmax(axis=2)[..., None]
    scales = np.take_along_axis(blocks, at, axis=2) / -8
    steps = np.rint(np.divide(blocks, scales, out=np.zeros_like(blocks), where=scales != 0))
    codes = (np.clip(steps, -8, 7) + 8).astype(np.uint8).reshape(len(kept), -1)
    return {
        "packed": codes[:, ::2] | (codes[:, 1::2] << 4),
        "scales": scales[..., 0].astype(np.float16),
        "positions": model.positions.numpy().astype(np.float16),
        "parts": model.parts.detach().numpy().astype(np.float16),
    }


def graph(model: Reader) -> bytes:
    """Return the encoder and its heads as an ONNX model, matrices in int8 but for the heads'."""
    axes = {0: "windows", 1: "tokens"}
    names = ("embedded", "mask", "spans", "answerable", "states")
    with tempfile.TemporaryDirectory() as folder:
        exact, small = Path(folder) / "exact.onnx", Path(folder) / "small.onnx"
        with _quietly():
            torch.onnx.export(
                _scaled_by_token(model).eval(),
                (torch.randn(2, 16, model.words.shape[1]), torch.ones(2, 16)),
                str(exact),
                input_names=names[:2],
                output_names=names[2:],
                dynamic_axes=dict.fromkeys(names, axes) | {"answerable": {0: "windows"}},
                opset_version=_OPSET,
                dynamo=False,
            )
            quantize_dynamic(
                exact,
                small,
                weight_type=QuantType.QInt8,
                per_channel=True,
                op_types_to_quantize=["MatMul"],
                extra_options={"MatMulConstBOnly": True},
                nodes_to_exclude=_heads(onnx.load(exact).graph),
            )
        return small.read_bytes()


class _ScaledByToken(nn.Module):
    """A linear map of tokens that are brought to one size before it, and back behind it.

    In int8 all that a matrix is multiplied by shares one scale, and one large token leaves the
    others few steps. Where each has a scale of its own, span scores are four times nearer to the
    exact ones, in the same time.
    """

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.linear = linear

    def size(self, x: Tensor) -> Tensor:
        """Return the largest absolute value of each token."""
        return x.abs().amax(-1, keepdim=True).clamp(min=_LEAST_SIZE)

    def forward(self, x: Tensor) -> Tensor:
        """Map (rows, tokens, in) to (rows, tokens, out)."""
        size = self.size(x)
        return F.linear(x / size, self.linear.weight) * size + self.linear.bias


class _ScaledAfterGelu(_ScaledByToken):
    """The same behind a GELU, which gives nothing below -0.17: one pass over the numbers less."""

    def size(self, x: Tensor) -> Tensor:
        """Return the largest value of each token, at least that of the least one."""
        return x.amax(-1, keepdim=True).clamp(min=_LEAST_OF_GELU)


def _scaled_by_token(model: Reader) -> Reader:
    """Return `model` with scales of their own for the tokens where int8 loses most without."""
    copied = copy.deepcopy(model)
    for layer in copied.layers:
        layer.inner = _ScaledByToken(layer.inner)
        layer.outer = _ScaledAfterGelu(layer.outer)
    return copied


@contextmanager
def _quietly() -> Iterator[None]:
    """Hide what PyTorch and onnxruntime say of other ways to export, which we do not want."""
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)


def _heads(exact: Any) -> list[str]:
    """Return the names of the nodes that make scores from states: small, and kept exact."""
    sizes = {tensor.name: list(tensor.dims) for tensor in exact.initializer}
    return [
        node.name
        for node in exact.node
        if node.op_type == "MatMul" and any(min(sizes.get(name, [9])) <= 2 for name in node.input)
    ]
