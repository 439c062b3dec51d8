"""Thirty articles that are all alike: which one answers, and whether it is said that two differ.

Two articles on each of fifteen towns (`tests/towns.py`), and forty questions; with `--errors`, what
went wrong.

Run from the top of the checkout:

    python -m tests.benchmarks.towns [--reader off] [--errors]

Its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
from typing import get_args

from index import Engine, load_reader, load_weights
from tests import towns
from tests.benchmarks.report import format_table, machine
from tests.towns import Outcome

_HEADER = ("", *get_args(Outcome))


def main() -> None:
    """Ask and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--reader", choices=("on", "off"), default="on")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    weights = load_weights()
    reader = load_reader(weights) if options.reader == "on" else None
    engine = Engine(towns.documents(), weights=weights, reader=reader)
    asked = list(towns.score(engine.ask))
    rows = [
        (name, *(str(counts[outcome]) for outcome in _HEADER[1:]))
        for name, counts in (
            (
                "of 24 that articles answer",
                towns.counts(o for q, _, o in asked if q.answers and not q.differs),
            ),
            ("of 6 in which two differ", towns.counts(o for q, _, o in asked if q.differs)),
            ("of 10 that none answers", towns.counts(o for q, _, o in asked if not q.answers)),
        )
    ]
    print(f"{machine()}; reader {options.reader}\n")
    print(format_table(_HEADER, rows))
    if options.errors:
        for question, answer, outcome in asked:
            if outcome != "right":
                shown = [citation.cited_text for citation in answer.shown]
                print(f"\n{outcome}: {question.question}\n  {answer.confidence} {shown}")


if __name__ == "__main__":
    main()
