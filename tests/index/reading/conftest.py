from __future__ import annotations

import pytest

from index.reading.model_file import ReaderFile, read_model_file, shipped_model
from index.reading.tokeniser import Tokeniser


@pytest.fixture(scope="session")
def model_file() -> ReaderFile:
    """What the reader that ships is made of."""
    return read_model_file(shipped_model())


@pytest.fixture(scope="session")
def tokeniser(model_file: ReaderFile) -> Tokeniser:
    return Tokeniser(model_file.vocabulary)
