"""What readers get who ask a hundred things that articles do not say, and a hundred that they do.

Half of the questions are on the first article (`seeds/`), half on twenty articles of `news.json`
that are kept from training. Nothing is fitted on them, and whoever wrote them saw no answer.
Those without an answer are such as a careless reader would answer: who killed somebody, somebody's
wife, salary or age, another company's headquarters, a wrong number, what somebody else said.

Run from the top of the checkout, with the folder that `news.json` is in:

    python -m tests.benchmarks.asked FOLDER [--reader off] [--errors]

Its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index import Reader, load_reader, load_weights
from index.training import Dataset, Prediction, evaluate, read_dataset
from tests.benchmarks.report import format_table, machine

DATA = Path(__file__).with_name("data")
RIGHT = 0.5  # F1 from which on a short answer counts as right


def sets(folder: Path) -> Iterator[tuple[Dataset, dict[str, str]]]:
    """Yield both sets, and the kind of each question by its id."""
    first = json.loads((DATA / "asked_of_first_article.json").read_text("utf-8"))
    news = json.loads((DATA / "asked_of_news.json").read_text("utf-8"))
    texts = {
        entry["title"]: entry["paragraphs"]
        for entry in json.loads((folder / news["of"]).read_text("utf-8"))["data"]
    }
    entries = [
        {"title": e["title"], "paragraphs": [{**texts[e["title"]][0], "qas": e["qas"]}]}
        for e in news["data"]
    ]
    for name, raw in (("first article", first), ("news", {"data": entries})):
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / f"{name}.json"
            path.write_text(json.dumps(raw), "utf-8")
            yield read_dataset(path), dict(_kinds(raw))


def _kinds(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for entry in raw["data"]:
        for paragraph in entry["paragraphs"]:
            for asked in paragraph["qas"]:
                yield asked["id"], asked["kind"]


def main() -> None:
    """Ask and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reader", choices=("on", "off"), default="on")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    weights = load_weights()
    reader: Reader | None = load_reader(weights) if options.reader == "on" else None
    rows: list[tuple[str, ...]] = []
    refused: dict[str, list[bool]] = defaultdict(list)
    for dataset, kinds in sets(options.folder):
        found: list[Prediction] = evaluate(dataset, weights, reader=reader)
        known = [p for p in found if p.example.is_answerable]
        unknown = [p for p in found if not p.example.is_answerable]
        for p in unknown:
            refused[kinds[p.example.id]].append(p.status != "answered")
        rows.append(
            (
                dataset.name.removesuffix(".json"),
                f"{sum(p.status != 'answered' for p in unknown)} of {len(unknown)}",
                str(sum(p.status == "answered" for p in known)),
                str(sum(p.f1 >= RIGHT for p in known)),
                str(len(known)),
            )
        )
        wrong = [p for p in unknown if p.status == "answered"]
        wrong += [p for p in known if p.f1 < RIGHT]
        for p in wrong if options.errors else ():
            asked = p.example
            print(f"{asked.id} {p.status} {p.confidence:.2f} {asked.question} -> {p.answer}")
    print(f"{machine()}; reader {options.reader}\n")
    header = ("questions on", "refused of those without", "answered", "right short answer", "of")
    print(format_table(header, rows) + "\n")
    by_kind = [(kind, str(sum(r)), str(len(r))) for kind, r in sorted(refused.items())]
    print(format_table(("kind", "refused", "of"), by_kind))


if __name__ == "__main__":
    main()
