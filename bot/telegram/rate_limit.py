"""Slows down whoever asks faster than people read, with one polite line instead of many answers.

A token bucket for each person: a burst of questions, then one every few seconds. Time is the
time of the messages, not of the clock, so that what piled up while the bot was away counts as slow.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Literal

_PEOPLE = 10_000  # whose buckets are kept; the least recent is forgotten

Verdict = Literal["answer", "warn", "drop"]


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    warned: bool = False


class RateLimit:
    """Decides for each question whether to answer it: `burst` at once, then one in `seconds`."""

    def __init__(self, *, burst: int, seconds: float) -> None:
        self._burst = burst
        self._seconds = seconds
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    def judge(self, person: int, at: float) -> Verdict:
        """Return the verdict on a question of `person` at `at`, in seconds since any fixed time.

        The first one too many is a `warn`; the following ones are a `drop` until the person has
        kept quiet for half the time that fills the bucket.
        """
        bucket = self._buckets.pop(person, None) or _Bucket(self._burst, at)
        self._buckets[person] = bucket
        if len(self._buckets) > _PEOPLE:
            self._buckets.popitem(last=False)
        passed = max(0.0, at - bucket.at)
        bucket.tokens = min(self._burst, bucket.tokens + passed / self._seconds)
        bucket.at = max(bucket.at, at)
        if bucket.tokens >= self._burst / 2:
            bucket.warned = False
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return "answer"
        if bucket.warned:
            return "drop"
        bucket.warned = True
        return "warn"
