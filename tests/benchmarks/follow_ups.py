"""What resolving follow-ups is worth, beside asking them alone and beside gluing questions.

A hit is the sentence, ranked first, that holds the gold words; where the articles do not say, it
is the abstention. The first table is of dialogues (`tests/data/`; those of `held_out.json`
were not looked at while the rules were made). The second asks the questions of complete sets as
if each followed the one before it in its document: how many are taken for follow-ups, each of
which is shown, since some do lean on what came before ("Quand est-il sélectionné ?"), and what
the question before does to the sentence that is found.

Run from the top of the checkout:

    python -m tests.benchmarks.follow_ups [piaf.json xquad-en.json …] [--show]

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.conversation import resolve
from index import Engine, read_articles
from index.engine import MAX_QUESTION
from index.reading.abstaining import THRESHOLD
from index.training.datasets import Dataset, read_dataset
from tests.benchmarks.report import format_table, machine
from tests.paths import DATA, ROOT

SETS = ("dialogues.json", "held_out.json")
NO_ANSWER = "no_answer"

# Makes the question to rank of the engine, what was typed and the question ranked before.
Reading = Callable[[Engine, str, str | None], str]


def alone(engine: Engine, text: str, previous: str | None) -> str:
    """The follow-up as it was typed."""
    del engine, previous
    return text


def glued(engine: Engine, text: str, previous: str | None) -> str:
    """The follow-up behind all that was asked before."""
    del engine
    return f"{previous} {text}" if previous else text


READINGS: dict[str, Reading] = {"asked alone": alone, "glued": glued, "resolved": resolve}


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--show", action="store_true", help="print every reading")
    options = parser.parse_args()
    print(machine())
    rows = []
    for name in SETS:
        for language in ("fr", "en"):
            for label, reading in READINGS.items():
                results = [r for r in run(DATA / name, reading) if r["language"] == language]
                hits = sum(r["hit"] for r in results)
                rows.append(
                    (name, language, label, f"{hits / len(results):.3f}", str(len(results)))
                )
                if options.show and label == "resolved":
                    for r in results:
                        mark = "hit " if r["hit"] else "miss"
                        print(f"{mark} {r['typed']} -> {r['ranked']} | {r['best']}")
    print("\n" + format_table(("dialogues", "language", "follow-up", "hit@1", "n"), rows))
    rows = []
    for path in options.files:
        dataset = read_dataset(path)
        changed = list(false_follow_ups(dataset))
        for typed, read in changed:
            print(f"{dataset.name}: {typed} -> {read}")
        shares = [f"{hits_behind_another(dataset, reading):.3f}" for reading in READINGS.values()]
        share = f"{len(changed)} ({len(changed) / dataset.size:.2%})"
        rows.append((dataset.name, str(dataset.size), share, *shares))
    if rows:
        header = ("set", "questions", "read as follow-ups", *(f"hit@1 {name}" for name in READINGS))
        print("\n" + format_table(header, rows))


def run(path: Path, reading: Reading) -> Iterator[dict[str, Any]]:
    """Every follow-up of the dialogues in `path`, as `reading` has it, and whether it hit."""
    data = json.loads(path.read_text("utf-8"))
    engine = Engine(read_articles(ROOT / data["articles"]).documents)
    for first, *turns in data["dialogues"]:
        previous = first["question"]
        for turn in turns:
            ranked = reading(engine, turn["question"], previous)
            yield {
                "typed": turn["question"],
                "ranked": ranked,
                "language": turn["language"],
                **judge(engine, ranked, turn["gold"]),
            }
            previous = ranked


def judge(engine: Engine, question: str, gold: list[str]) -> dict[str, Any]:
    """Whether the best sentence for `question` is a gold one, or its absence right."""
    ranking = engine.rank(question)
    best = ranking.sentences[0].text
    said = ranking.confidence >= THRESHOLD
    hit = not said if NO_ANSWER in gold else any(words in best for words in gold)
    return {"hit": hit, "answered": said, "best": f"{ranking.confidence:.2f} {best[:60]}"}


def false_follow_ups(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Each question of `dataset` that is read as another, with what it is read as."""
    for entry in dataset.entries:
        engine: Engine | None = None
        previous: str | None = None
        for example in entry.examples:
            engine = engine or Engine([entry.document])
            read = resolve(engine, example.question, previous)
            if read != example.question:
                yield example.question, read
            previous = example.question


def hits_behind_another(dataset: Dataset, reading: Reading) -> float:
    """hit@1 of the questions of `dataset` that have one before them in their document."""
    hits: list[bool] = []
    for entry in dataset.entries:
        engine = Engine([entry.document])
        for before, example in pairwise(entry.examples):
            if example.answers:
                read = reading(engine, example.question, before.question)[:MAX_QUESTION]
                best = engine.rank(read).sentences[0].sentence
                hits.append(any(best.start <= start < best.end for start, _ in example.answers))
    return sum(hits) / len(hits) if hits else float("nan")


if __name__ == "__main__":
    main()
