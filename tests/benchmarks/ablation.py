"""What each group of features brings: the figures without it, and with nothing else.

Every row is fitted anew and cross-validated by document, as `motpourmot train` does; the choice
of features is not. Ranking is scored on which sentence is first, answer spans on the F1 of the
best span of the right sentence, given or not, abstaining on the AUROC of made questions ("easy":
asked of another article, "hard": every sentence with the answer taken out, "swapped": a name
exchanged).

Run from the top of the checkout, with the extra `train`; about 15 minutes for PIAF and XQuAD:

    python -m tests.benchmarks.ablation piaf.json xquad-en.json

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from index.reading.abstaining import ABSTAIN_FEATURES
from index.reading.short_answer import answers_whole, choose_span
from index.reading.span_features import SPAN_FEATURES
from index.retrieval.embeddings import load_encoder
from numpy.typing import NDArray

from index.questions.analysis import KINDS
from index.ranking.answer_types import TYPES
from index.ranking.features import (
    FEATURES,
    MATCHES,
    MEANING,
    RETRIEVAL,
    TERM_CLASSES,
)
from index.ranking.matching import MEASURES
from index.ranking.sentence_index import SHAPES, VIEWS, Values
from index.training.datasets import read_dataset
from index.training.examples import TrainingExample, make_examples
from index.training.fitting import fit_conditional_logit, fit_logistic, fit_sparse_logit
from index.training.metrics import answer_f1, auroc
from index.training.train import (
    ABSTAIN_RIDGE,
    FOLDS,
    RANKER_RIDGE,
    SPAN_RIDGE,
    abstain_row,
    example_masses,
    fit_spans,
)
from tests.benchmarks.report import format_table, machine

KINDS_MADE = (
    "easy",
    "hard",
    "swapped",
)  # of questions without an answer (`index.training.examples`)
Folds = NDArray[np.intp]
Groups = dict[str, frozenset[str]]

RANKER_GROUPS: Groups = {
    "views": frozenset(f"{view}.{measure}" for view in VIEWS for measure in MEASURES),
    "matches": frozenset(f"{match}:{name}" for match in MATCHES for name in TERM_CLASSES),
    "types": frozenset(f"{kind}?{name}" for kind, names in TYPES.items() for name in names),
    "meaning": frozenset(MEANING) | {f"related:{name}" for name in TERM_CLASSES},
    "retrieval": frozenset(RETRIEVAL),
    "shape": frozenset((*SHAPES, "leaning", "empty")),
}
SPAN_GROUPS: Groups = {
    "kind asked x span": frozenset(n for n in SPAN_FEATURES if ": " in n),
    "words at its ends": frozenset(n for n in SPAN_FEATURES if n.startswith(("begins", "ends"))),
    "words around it": frozenset(n for n in SPAN_FEATURES if n.startswith(("left", "right"))),
    "repeats the question": frozenset(n for n in SPAN_FEATURES if n.startswith("asked")),
    "near the question's words": frozenset(n for n in SPAN_FEATURES if n.startswith("near")),
    "meaning": frozenset(n for n in SPAN_FEATURES if n.startswith("meaning")),
}
ABSTAIN_GROUPS: Groups = {
    "scores": frozenset(ABSTAIN_FEATURES[:6]),
    "unknown words": frozenset(
        n for n in ABSTAIN_FEATURES if n.startswith("unknown") or n == "not alike terms"
    ),
    "kinds of question": frozenset(f"asks {kind}" for kind in KINDS),
    "short answer": frozenset(n for n in ABSTAIN_FEATURES if n.startswith("short answer")),
    "meaning": frozenset(n for n in ABSTAIN_FEATURES if n.startswith("meaning")),
    "views": frozenset(f"max {view} coverage" for view in VIEWS),
}


def main() -> None:
    """Print a table each for ranking, answer spans and abstaining."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    options = parser.parse_args()
    datasets = [read_dataset(path) for path in options.files]
    encoder = load_encoder()
    examples = [example for _, made in make_examples(datasets, encoder) for example in made]
    groups = sorted({example.group for example in examples})
    folds = np.array([groups.index(example.group) % FOLDS for example in examples])
    print(f"{machine()}; extra crosslingual: {'yes' if encoder else 'no'}")
    answered = [example for example in examples if not example.kind and example.right.any()]
    sources = sorted({example.source for example in answered})
    header = ("features", "how many", *(f"{name} hit@1" for name in sources))
    print("\n### Ranking\n")
    print(format_table(header, ranking_rows(examples, folds, sources)))
    print("\n### Answer spans in the right sentence\n")
    header = ("features", "how many", *(f"{name} F1" for name in sources))
    print(format_table(header, answer_span_rows(examples, folds, sources)))
    print("\n### Abstaining\n")
    header = ("features", "how many", *(f"AUROC {kind}" for kind in KINDS_MADE))
    print(format_table(header, abstaining_rows(examples, folds)))


def variants(names: Sequence[str], groups: Groups) -> list[tuple[str, list[int]]]:
    """The columns of all of `names`, and of all without each group."""
    everything = list(range(len(names)))
    return [("all", everything)] + [
        (f"without {group}", [i for i in everything if names[i] not in left_out])
        for group, left_out in groups.items()
    ]


def ranking_rows(
    examples: Sequence[TrainingExample], folds: Folds, sources: Sequence[str]
) -> list[list[str]]:
    """hit@1 of each set, with all features, without each group and with each alone."""
    alone = [
        (f"{group} alone", [i for i, name in enumerate(FEATURES) if name in chosen])
        for group, chosen in RANKER_GROUPS.items()
        if group in ("views", "matches", "meaning")
    ]
    rows = []
    for title, columns in variants(FEATURES, RANKER_GROUPS) + alone:
        hits: dict[str, list[bool]] = {source: [] for source in sources}
        for fold in range(FOLDS):
            seen = [
                (example.features[:, columns], example.right)
                for example, own in zip(examples, folds, strict=True)
                if own != fold and example.right.any() and len(example.right) > 1
            ]
            weights = fit_conditional_logit(seen, ridge=RANKER_RIDGE)
            for example, own in zip(examples, folds, strict=True):
                if own == fold and not example.kind and example.right.any():
                    best = int(np.argmax(example.features[:, columns] @ weights))
                    hits[example.source].append(bool(example.right[best]))
        figures = [f"{np.mean(hits[source]):.3f}" for source in sources]
        rows.append([title, str(len(columns)), *figures])
    return rows


def answer_span_rows(
    examples: Sequence[TrainingExample], folds: Folds, sources: Sequence[str]
) -> list[list[str]]:
    """F1 of the best span of the right sentence, with all features and without each group."""
    asked = [
        (example, fold, int(np.flatnonzero(example.right)[0]))
        for example, fold in zip(examples, folds, strict=True)
        if not example.kind and example.right.any() and not answers_whole(example.question)
    ]
    asked = [(c, fold, at) for c, fold, at in asked if c.span_rows(at).features.shape[0]]
    shares = [example.span_shares(at) ** 2 for example, _, at in asked]
    rows = []
    for title, columns in variants(SPAN_FEATURES, SPAN_GROUPS):
        found: dict[str, list[float]] = {source: [] for source in sources}
        spans = [example.span_rows(at).features[:, columns] for example, _, at in asked]
        for fold in range(FOLDS):
            seen = [
                (features, share)
                for (_, own, _), features, share in zip(asked, spans, shares, strict=True)
                if own != fold
            ]
            weights = fit_sparse_logit(seen, ridge=SPAN_RIDGE)
            for (example, own, at), features in zip(asked, spans, strict=True):
                if own == fold:
                    sentence, choices = example.sentence(at), example.span_rows(at).spans
                    speaker = example.shown.article.speaker_of(sentence.start, sentence.end)
                    scores = features @ weights
                    best = choose_span(example.question, sentence, speaker, choices, scores)
                    words = sentence.document.text[best.start : best.end] if best else ""
                    found[example.source].append(answer_f1(words, example.golds))
        figures = [f"{np.mean(found[source]):.3f}" for source in sources]
        rows.append([title, str(len(columns)), *figures])
    return rows


def abstaining_rows(examples: Sequence[TrainingExample], folds: Folds) -> list[list[str]]:
    """AUROC of the made questions, with all features and without each group."""
    labels = np.array([example.right.any() for example in examples])
    kinds = np.array([example.kind for example in examples])
    masses = example_masses(examples)
    rows: list[Values] = []
    for fold in range(FOLDS):
        seen = [example for example, own in zip(examples, folds, strict=True) if own != fold]
        ranker = fit_conditional_logit(
            [(c.features, c.right) for c in seen if c.right.any() and len(c.right) > 1],
            ridge=RANKER_RIDGE,
        )
        spans = fit_spans(seen)
        rows.append(np.array([abstain_row(example, ranker, spans) for example in examples]))
    table = []
    for title, columns in variants(ABSTAIN_FEATURES, ABSTAIN_GROUPS):
        odds = np.zeros(len(examples))
        for fold in range(FOLDS):
            seen_rows, own = folds != fold, folds == fold
            bias, weights = fit_logistic(
                rows[fold][seen_rows][:, columns],
                labels[seen_rows],
                masses[seen_rows],
                ridge=ABSTAIN_RIDGE,
            )
            odds[own] = bias + rows[fold][own][:, columns] @ weights
        areas = [auroc(list(odds[labels]), list(odds[kinds == kind])) for kind in KINDS_MADE]
        table.append([title, str(len(columns)), *(f"{area or 0:.3f}" for area in areas)])
    return table


if __name__ == "__main__":
    main()
