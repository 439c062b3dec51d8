"""The measures of the field, each with its source; pure functions over plain values."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

import numpy as np

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = frozenset(string.punctuation)


def hit_at(ranks: Sequence[int | None], k: int) -> float:
    """The share of questions whose first right sentence has rank `k` or better.

    `ranks` count from 1; None is a question whose right sentence was not ranked. 0 for none.
    """
    return _mean([float(rank is not None and rank <= k) for rank in ranks])


def mrr_at(ranks: Sequence[int | None], k: int) -> float:
    """The mean reciprocal rank, ranks beyond `k` counting 0 (Voorhees, 1999)."""
    return _mean([1 / rank if rank is not None and rank <= k else 0.0 for rank in ranks])


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The chance that a positive scores above a negative, ties counting half.

    (Mann and Whitney, 1947.) None where either is empty.
    """
    if not positive or not negative:
        return None
    scores = np.concatenate([positive, negative])
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    mean_ranks = np.cumsum(counts) - (counts - 1) / 2
    total = float(mean_ranks[inverse[: len(positive)]].sum())
    n, m = len(positive), len(negative)
    return (total - n * (n + 1) / 2) / (n * m)


def calibration_error(
    probabilities: Sequence[float], outcomes: Sequence[bool], mass: Sequence[float], *, bins: int
) -> float:
    """The expected calibration error: how far stated probabilities are from what comes true.

    The mean over `bins` equal bins of |share that came true - mean probability|, each bin and
    each case in it weighing its `mass` (Naeini et al., 2015). 0 is perfect; 0 for no cases.
    """
    stated, true, weight = (np.asarray(x, dtype=float) for x in (probabilities, outcomes, mass))
    place = np.minimum((stated * bins).astype(int), bins - 1)
    gaps = [abs(float((weight * (true - stated))[place == bin_].sum())) for bin_ in range(bins)]
    return sum(gaps) / (float(weight.sum()) or 1.0)


def answer_f1(answer: str, golds: Sequence[str]) -> float:
    """SQuAD's F1: overlap of words, best over `golds` (Rajpurkar et al., 2016); 0 to 1."""
    given = normalise_answer(answer).split()
    return max((words_f1(given, normalise_answer(gold).split()) for gold in golds), default=0.0)


def exact_match(answer: str, golds: Sequence[str]) -> float:
    """SQuAD's exact match after normalising: 1 where `answer` is one of `golds`, else 0."""
    return float(any(normalise_answer(answer) == normalise_answer(gold) for gold in golds))


def normalise_answer(text: str) -> str:
    """SQuAD's normalisation: lower case, no punctuation, no English articles, single spaces."""
    lowered = "".join(c for c in text.lower() if c not in _PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", lowered).split())


def words_f1(given: Sequence[str], wanted: Sequence[str]) -> float:
    """SQuAD's F1 of two answers in normalised words; 1 where both have none."""
    if not given or not wanted:
        return float(not given and not wanted)
    common = sum((Counter(given) & Counter(wanted)).values())
    if not common:
        return 0.0
    precision, recall = common / len(given), common / len(wanted)
    return 2 * precision * recall / (precision + recall)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
