"""What each group of features brings: the figures without it, and with nothing else.

Every row is fitted anew and cross-validated by document; the choice of features is not. Stage one
is scored on which sentence is first, with vectors from the reader. Choosing and deciding are those
of `motpourmot train`: on the documents that the reader did not learn from, with the shipped stage
one; choosing is scored on which sentence is first, deciding on the AUROC of each kind of
unanswerable question ("swapped", "number": made of answerable ones, "own": the set's own).

Run from the top of the checkout; some minutes a thousand questions:

    python -m tests.benchmarks.ablation news.json xquad-en.json

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import Engine, Reader, load_reader, load_weights
from index.ranking.answer_types import TYPES
from index.ranking.features import FEATURES, MATCHES, MEANING, RETRIEVAL, TERM_CLASSES
from index.ranking.matching import MEASURES
from index.ranking.sentence_index import SHAPES, VIEWS
from index.reading.choosing import CHOICE, choice_features
from index.reading.deciding import EVIDENCE
from index.training.datasets import Entry, read_dataset
from index.training.examples import Case, make_cases
from index.training.fitting import fit_conditional_logit, fit_logistic
from index.training.metrics import auroc
from index.training.train import (
    CHOICE_RIDGE,
    DECISION_RIDGE,
    FOLDS,
    RANKER_RIDGE,
    choose,
    kept_cases,
    masses,
    split_entries,
)
from tests.benchmarks.report import format_table, machine

Groups = dict[str, frozenset[str]]
Rows = list[tuple[NDArray[np.float64], NDArray[np.bool_]]]

RANKER_GROUPS: Groups = {
    "views": frozenset(f"{view}.{measure}" for view in VIEWS for measure in MEASURES),
    "matches": frozenset(f"{match}:{name}" for match in MATCHES for name in TERM_CLASSES),
    "types": frozenset(f"{kind}?{name}" for kind, names in TYPES.items() for name in names),
    "meaning": frozenset(MEANING),
    "retrieval": frozenset(RETRIEVAL),
    "shape": frozenset((*SHAPES, "leaning", "empty")),
}
CHOICE_GROUPS: Groups = {name: frozenset((name,)) for name in CHOICE}
_READ = frozenset(("margin", "answerable", "most answerable", "unread"))
EVIDENCE_GROUPS: Groups = {
    "what was read": _READ,
    "scores": frozenset(("probability", "gap to second", "stage one")),
    "words": frozenset(n for n in EVIDENCE if n.startswith(("coverage", "unknown", "names"))),
    "meaning": frozenset(("meaning",)),
    "all but what was read": frozenset(EVIDENCE) - _READ,
}


def main() -> None:
    """Print a table each for stage one, choosing and deciding."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    options = parser.parse_args()
    datasets = [read_dataset(path) for path in options.files]
    weights = load_weights()
    reader = load_reader(weights)
    entries = [(dataset.name, entry) for dataset in datasets for entry in dataset.entries]
    print(machine())
    with tempfile.TemporaryDirectory() as cache:
        ranked = rank_all(entries, reader, Path(cache))
        print("\n### Stage one\n")
        print_hits(
            ranked,
            [(case.stage.features, case.right) for case in ranked],
            variants(FEATURES, RANKER_GROUPS, alone=("views", "matches", "meaning")),
            RANKER_RIDGE,
        )
        _, kept = split_entries(datasets)
        read = kept_cases(kept, weights, reader, Path(cache), lambda *_: None)
    print("\n### Choosing\n")
    known = [case for case in read if case.right.any()]
    print_hits(
        known,
        [(choice_features(case.stage, case.readings), case.right) for case in known],
        variants(CHOICE, CHOICE_GROUPS, alone=("stage one", "margin")),
        CHOICE_RIDGE,
    )
    print("\n### Deciding\n")
    kinds = sorted({kind_of(case) for case in read if not case.is_answerable})
    header = ("features", "how many", *(f"AUROC {kind}" for kind in kinds))
    chosen = np.array([choose(case, weights)[1] for case in read])
    print(format_table(header, deciding_rows(read, chosen, kinds)))


def variants(
    names: Sequence[str], groups: Groups, *, alone: Sequence[str] = ()
) -> list[tuple[str, list[int]]]:
    """The columns of all of `names`, of all without each group, and of the groups `alone`."""
    everything = list(range(len(names)))
    without = [
        (f"without {group}", [i for i in everything if names[i] not in left_out])
        for group, left_out in groups.items()
    ]
    only = [(f"{g} alone", [i for i in everything if names[i] in groups[g]]) for g in alone]
    return [("all", everything), *without, *only]


def rank_all(entries: Sequence[tuple[str, Entry]], reader: Reader, cache: Path) -> list[Case]:
    """Every answerable question after stage one, for which a right sentence was retrieved."""
    cases: list[Case] = []
    for source, entry in entries:
        engine = Engine([entry.document], reader=reader, cache=cache)
        asked = [("", example) for example in entry.examples if example.is_answerable]
        cases += make_cases(source, entry, asked, engine, reads=False)
    return [case for case in cases if case.right.any()]


def folds_of(cases: Sequence[Case]) -> NDArray[np.intp]:
    """The fold of each case, by its document."""
    groups = sorted({case.group for case in cases})
    return np.array([groups.index(case.group) % FOLDS for case in cases])


def kind_of(case: Case) -> str:
    """How a question was made unanswerable."""
    return case.kind or "own"


def print_hits(
    cases: Sequence[Case], rows: Rows, chosen: list[tuple[str, list[int]]], ridge: float
) -> None:
    """Print hit@1 of each set for each choice of columns of `rows`."""
    sources = sorted({case.source for case in cases})
    folds = folds_of(cases)
    table = []
    for title, columns in chosen:
        hits: dict[str, list[bool]] = {source: [] for source in sources}
        for fold in range(FOLDS):
            seen = [
                (features[:, columns], right)
                for (features, right), own in zip(rows, folds, strict=True)
                if own != fold and len(right) > 1
            ]
            weights = fit_conditional_logit(seen, ridge=ridge)
            for case, (features, right), own in zip(cases, rows, folds, strict=True):
                if own == fold:
                    best = int(np.argmax(features[:, columns] @ weights))
                    hits[case.source].append(bool(right[best]))
        figures = [f"{np.mean(hits[source]):.3f}" for source in sources]
        table.append([title, str(len(columns)), *figures])
    print(format_table(("features", "how many", *(f"{s} hit@1" for s in sources)), table))


def deciding_rows(
    cases: Sequence[Case], rows: NDArray[np.float64], kinds: Sequence[str]
) -> list[list[str]]:
    """AUROC of each kind of unanswerable question, for all features and without each group."""
    labels = np.array([case.is_answerable for case in cases])
    own_kinds = np.array([kind_of(case) for case in cases])
    mass, folds = masses(cases), folds_of(cases)
    table = []
    for title, columns in variants(EVIDENCE, EVIDENCE_GROUPS):
        odds = np.zeros(len(cases))
        for fold in range(FOLDS):
            seen, own = folds != fold, folds == fold
            bias, weights = fit_logistic(
                rows[seen][:, columns], labels[seen], mass[seen], ridge=DECISION_RIDGE
            )
            odds[own] = bias + rows[own][:, columns] @ weights
        areas = [
            auroc(list(odds[labels]), list(odds[~labels & (own_kinds == kind)])) for kind in kinds
        ]
        table.append([title, str(len(columns)), *(f"{area or 0:.3f}" for area in areas)])
    return table


if __name__ == "__main__":
    main()
