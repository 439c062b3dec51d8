"""The encoder on onnxruntime: pieces in; scores of spans, of "it answers", and states out.

A sequence is `<s> question </s> title </s> window </s>`, or one half of it alone for vectors.
Question pieces have positions from 0, title and window from `PASSAGE_POSITION`, so that a passage
looks the same whatever the question. Sequences are run one at a time: in int8 the scale of a
layer's numbers is taken over all that is run together, so what a window gives would depend on its
neighbours.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.errors import ReaderError
from index.reading.model_file import BLOCK, ReaderFile

PASSAGE_POSITION = 64
LONGEST_QUESTION = PASSAGE_POSITION - 2  # pieces; what is longer is cut
LONGEST_TITLE = 40
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the heads say of one question and window.

    `spans`: (pieces of the window that fit, 2), how well each begins and ends the answer;
    `nothing`: the sum of both for no answer; `answerable`: the log-odds that the window answers.
    """

    spans: Floats
    nothing: float
    answerable: float


class Encoder:
    """Runs the encoder of `file` on `threads` threads. Safe to use from threads."""

    def __init__(self, file: ReaderFile, *, threads: int = 2) -> None:
        vocabulary, arrays = file.vocabulary, file.arrays
        self._start, self._end = vocabulary.start, vocabulary.end
        self._packed, self._scales = arrays["packed"], arrays["scales"]
        self._positions = arrays["positions"].astype(np.float32)
        self._parts = arrays["parts"].astype(np.float32)
        self.width = int(self._positions.shape[1])
        # Before the import, or it has said by then on what machine it runs.
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
        import onnxruntime  # it takes a while, and who does without a reader shall not wait

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False  # it keeps what the longest window needed
        # Threads that wait for the next question shall not keep a core busy.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                file.encoder, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's own kinds share no base
            raise ReaderError(f"reader.model: encoder.onnx cannot be used ({error})") from None

    def score(self, question: Sequence[int], title: Sequence[int], window: Sequence[int]) -> Scores:
        """Return the scores of one question and window, given as pieces."""
        asked = [self._start, *question[:LONGEST_QUESTION], self._end]
        head = self._head(title)
        kept = window[: self._room(head)]
        spans, answerable, _ = self._run(
            [*asked, *head, *kept, self._end],
            [*range(len(asked)), *self._places(len(head) + len(kept) + 1)],
            [0] * len(asked) + [1] * len(head) + [2] * (len(kept) + 1),
        )
        at = len(asked) + len(head)
        return Scores(spans[at : at + len(kept)], float(spans[0].sum()), float(answerable))

    def question_states(self, question: Sequence[int]) -> Floats:
        """Return the states of a question alone, its marks included; (tokens, width)."""
        ids = [self._start, *question[:LONGEST_QUESTION], self._end]
        return self._run(ids, range(len(ids)), [0] * len(ids))[2]

    def window_states(self, title: Sequence[int], window: Sequence[int]) -> Floats:
        """Return the states of a window's pieces, read alone; (pieces that fit, width)."""
        head = self._head(title)
        kept = window[: self._room(head)]
        states = self._run(
            [self._start, *head, *kept, self._end],
            [PASSAGE_POSITION - 1, *self._places(len(head) + len(kept) + 1)],
            [1] * (1 + len(head)) + [2] * (len(kept) + 1),
        )[2]
        return states[1 + len(head) : 1 + len(head) + len(kept)]

    def _head(self, title: Sequence[int]) -> list[int]:
        return [*title[:LONGEST_TITLE], self._end] if title else []

    def _room(self, head: Sequence[int]) -> int:
        """Return how many pieces of a window fit behind `head`."""
        return len(self._positions) - PASSAGE_POSITION - len(head) - 1

    def _places(self, count: int) -> range:
        return range(PASSAGE_POSITION, PASSAGE_POSITION + count)

    def _run(
        self, ids: Sequence[int], positions: Sequence[int], parts: Sequence[int]
    ) -> tuple[Floats, np.float32, Floats]:
        packed = self._packed[list(ids)]
        codes = np.stack([packed & 15, packed >> 4], axis=2).reshape(len(packed), -1, BLOCK)
        scales = self._scales[list(ids)].astype(np.float32)
        words = ((codes.astype(np.float32) - 8) * scales[..., None]).reshape(len(packed), -1)
        rows = words + self._positions[list(positions)] + self._parts[list(parts)]
        spans, answerable, states = self._session.run(
            ["spans", "answerable", "states"],
            {"embedded": rows[None], "mask": np.ones((1, len(rows)), np.float32)},
        )
        return spans[0], answerable[0], states[0]
