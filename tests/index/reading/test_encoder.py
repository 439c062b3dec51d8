"""The encoder gives the same whatever it did before, on any number of threads, and never fails."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.reading.encoder import (
    LONGEST_QUESTION,
    LONGEST_TITLE,
    PASSAGE_POSITION,
    Encoder,
    Scores,
)
from index.reading.model_file import ReaderFile
from index.reading.tokeniser import Tokeniser
from tests.paths import ROOT

Pieces = Sequence[int]
QUESTION = "Qui a signé le contrat ?"
TITLE = "Le pont de Lyon"
WINDOWS = (
    "Le maire Jean Petit a signé le contrat mardi.",
    "Elle a coûté 200 millions de dollars. " * 8,
    "قال ذلك. 彼は言った。",
    "👩‍🚀",
)


@pytest.fixture(scope="module")
def encoder(model_file: ReaderFile) -> Encoder:
    return Encoder(model_file)


@pytest.fixture(scope="module")
def pieces(tokeniser: Tokeniser) -> dict[str, Pieces]:
    return {text: tokeniser.tokenise(text).ids.tolist() for text in (QUESTION, TITLE, *WINDOWS)}


def all_scores(encoder: Encoder, pieces: dict[str, Pieces]) -> list[Scores]:
    return [encoder.score(pieces[QUESTION], pieces[TITLE], pieces[text]) for text in WINDOWS]


def check_same(some: Scores, others: Scores) -> None:
    np.testing.assert_array_equal(some.spans, others.spans)
    assert (some.nothing, some.answerable) == (others.nothing, others.answerable)


def check_finite(scores: Scores) -> None:
    assert np.isfinite(scores.spans).all()
    assert np.isfinite([scores.nothing, scores.answerable]).all()


def test_every_piece_of_a_window_has_a_score(encoder: Encoder, pieces: dict[str, Pieces]) -> None:
    for text, scores in zip(WINDOWS, all_scores(encoder, pieces), strict=True):
        assert scores.spans.shape == (len(pieces[text]), 2)
        check_finite(scores)


@pytest.mark.parametrize("threads", [1, 3])
def test_the_same_on_any_number_of_threads(
    encoder: Encoder, model_file: ReaderFile, pieces: dict[str, Pieces], threads: int
) -> None:
    found = all_scores(Encoder(model_file, threads=threads), pieces)
    for some, others in zip(all_scores(encoder, pieces), found, strict=True):
        check_same(some, others)


def test_the_same_whatever_was_read_before(encoder: Encoder, pieces: dict[str, Pieces]) -> None:
    expected = dict(zip(WINDOWS, all_scores(encoder, pieces), strict=True))
    for text in (*WINDOWS[::-1], *WINDOWS[::2]):
        check_same(encoder.score(pieces[QUESTION], pieces[TITLE], pieces[text]), expected[text])


def test_the_same_from_several_threads_at_once(encoder: Encoder, pieces: dict[str, Pieces]) -> None:
    expected = all_scores(encoder, pieces)
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: all_scores(encoder, pieces), range(4)))
    for run in runs:
        for some, others in zip(run, expected, strict=True):
            check_same(some, others)


def test_the_question_the_title_and_the_window_all_count(
    encoder: Encoder, pieces: dict[str, Pieces]
) -> None:
    window = pieces[WINDOWS[0]]
    usual = encoder.score(pieces[QUESTION], pieces[TITLE], window)
    for question, title in ((pieces[TITLE], pieces[TITLE]), (pieces[QUESTION], [])):
        other = encoder.score(question, title, window)
        assert other.spans.shape == usual.spans.shape
        assert not np.array_equal(other.spans, usual.spans)


def test_a_window_longer_than_the_model_takes_is_cut(
    encoder: Encoder, model_file: ReaderFile, pieces: dict[str, Pieces]
) -> None:
    window = list(pieces[WINDOWS[1]]) * 20
    title = pieces[TITLE]
    room = len(model_file.arrays["positions"]) - PASSAGE_POSITION - len(title) - 2
    assert len(window) > room
    scores = encoder.score(pieces[QUESTION], title, window)
    assert scores.spans.shape == (room, 2)
    check_finite(scores)
    check_same(encoder.score(pieces[QUESTION], title, window[:room]), scores)
    assert encoder.window_states(title, window).shape == (room, encoder.width)


def test_a_long_question_or_title_is_cut(encoder: Encoder, pieces: dict[str, Pieces]) -> None:
    window = pieces[WINDOWS[0]]
    question, title = list(pieces[QUESTION]) * 30, list(pieces[TITLE]) * 30
    assert len(question) > LONGEST_QUESTION
    assert len(title) > LONGEST_TITLE
    check_same(
        encoder.score(question, title, window),
        encoder.score(question[:LONGEST_QUESTION], title[:LONGEST_TITLE], window),
    )
    assert encoder.question_states(question).shape == (LONGEST_QUESTION + 2, encoder.width)


def test_nothing_at_all(encoder: Encoder) -> None:
    scores = encoder.score([], [], [])
    assert scores.spans.shape == (0, 2)
    check_finite(scores)
    assert encoder.question_states([]).shape == (2, encoder.width)
    assert encoder.window_states([], []).shape == (0, encoder.width)


def test_a_vector_of_four_bits_is_unpacked_by_hand(
    encoder: Encoder, model_file: ReaderFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the session gets: the piece's vector, its position's and its part's, added up."""
    seen: list[np.ndarray] = []

    class Session:
        def run(self, _: object, given: dict[str, np.ndarray]) -> list[np.ndarray]:
            seen.append(given["embedded"])
            size = given["embedded"].shape[1]
            return [np.zeros((1, size, 2)), np.zeros(1), np.zeros((1, size, encoder.width))]

    monkeypatch.setattr(encoder, "_session", Session())
    encoder.score([11], [12], [13, 14])
    (rows,) = seen
    arrays, vocabulary = model_file.arrays, model_file.vocabulary
    start, end = vocabulary.start, vocabulary.end
    expected = [
        (start, 0, 0), (11, 1, 0), (end, 2, 0),
        (12, PASSAGE_POSITION, 1), (end, PASSAGE_POSITION + 1, 1),
        (13, PASSAGE_POSITION + 2, 2), (14, PASSAGE_POSITION + 3, 2),
        (end, PASSAGE_POSITION + 4, 2),
    ]  # fmt: skip
    assert rows.shape == (1, len(expected), encoder.width)
    for row, (piece, position, part) in zip(rows[0], expected, strict=True):
        for column in (0, 1, 33, encoder.width - 1):
            byte = int(arrays["packed"][piece, column // 2])
            code = (byte >> 4 if column % 2 else byte & 15) - 8
            word = code * float(arrays["scales"][piece, column // 32])
            added = word + arrays["positions"][position, column] + arrays["parts"][part, column]
            assert row[column] == pytest.approx(float(added), abs=1e-3)


def test_the_library_that_runs_the_model_tells_nobody(tmp_path: Path) -> None:
    """It would keep a number of the machine in the home folder, to be sent with what runs it."""
    code = "from index import Engine; Engine.from_folder('seeds').ask('Qui a créé ChatGPT ?')"
    without = {name: value for name, value in os.environ.items() if "TELEMETRY" not in name}
    subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        check=True,
        cwd=ROOT,
        env={**without, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")},
    )
    assert list(tmp_path.iterdir()) == []
