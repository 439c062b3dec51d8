"""What each group of features brings: the figures without it, and with nothing else.

Every row is fitted anew and cross-validated by document, as `motpourmot train` does; the choice
of features is not. Ranking is scored on which sentence is first, key words on the F1 of the best
span of the right sentence, given or not, abstaining on the AUROC of made questions ("easy": asked
of another article, "hard": every sentence with the answer taken out).

Run from the top of the checkout, with the extra `train`; about 15 minutes for PIAF and XQuAD:

    python -m tests.benchmarks.ablation piaf.json xquad-en.json

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.abstaining import ABSTAIN_FEATURES, abstain_features
from index.answer_types import TYPES
from index.candidates import VIEWS
from index.cases import Case, article_texts, make_cases
from index.datasets import read_dataset
from index.features import FEATURES, MATCHES, MEANING, MEASURES, SAID, SHAPES, TERM_CLASSES, Matrix
from index.fitting import fit_conditional_logit, fit_logistic, fit_sparse_logit
from index.keywords import best_span
from index.meaning import Meanings, load_encoder
from index.metrics import answer_f1, auroc
from index.questions import KINDS
from index.span_features import SPAN_FEATURES
from index.training import ABSTAIN_RIDGE, FOLDS, RANKER_RIDGE, SPAN_RIDGE, case_masses
from tests.benchmarks.report import format_table, machine

Groups = dict[str, frozenset[str]]

RANKER_GROUPS: Groups = {
    "views": frozenset(f"{view}.{measure}" for view in VIEWS for measure in MEASURES),
    "matches": frozenset(f"{match}:{name}" for match in MATCHES for name in TERM_CLASSES),
    "types": frozenset(f"{kind}?{name}" for kind, names in TYPES.items() for name in names),
    "meaning": frozenset(MEANING) | {f"related:{name}" for name in TERM_CLASSES},
    "said": frozenset(SAID),
    "shape": frozenset(SHAPES),
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
    "key words": frozenset(n for n in ABSTAIN_FEATURES if n.startswith("key words")),
    "meaning": frozenset(n for n in ABSTAIN_FEATURES if n.startswith("meaning")),
    "views": frozenset(f"max {view} coverage" for view in VIEWS),
}
