"""How follow-ups are read: every turn of written conversations, and complete questions left alone.

The first table is of conversations (`tests/data/chains.json`, and `dialogues.json`, whose turns
are asked and answered): how many turns are read as wanted, how many are asked for in full where a
reading was wanted, how many are read as something else. The second asks the questions of complete
sets as if each followed the one before it in its document: how many are taken for follow-ups,
each of which is shown, since some do lean on what came before ("Quand est-il sélectionné ?").

Run from the top of the checkout:

    python -m tests.benchmarks.follow_ups [piaf.json xquad-en.json …] [--show]

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from index import Engine
from index.questions import (
    PreviousTurn,
    Reading,
    detect_question_language,
    read_follow_up,
)
from index.training.datasets import Dataset, read_dataset
from tests.benchmarks.report import format_table, machine
from tests.paths import DATA, ROOT

NO_ANSWER = "no_answer"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--show", action="store_true", help="print every reading")
    options = parser.parse_args()
    print(machine())
    rows = []
    began, turns = time.perf_counter(), list(read_chains())
    spent = (time.perf_counter() - began) / len(turns)
    if options.show:
        for asked, reading, verdict in turns:
            print(f"{verdict:8} {asked} -> {reading.interpreted_as or reading.reply or '='}")
    rows.append(("chains", *counts(verdict for _, _, verdict in turns)))
    for name in ("dialogues.json", "held_out.json"):
        results = list(run_dialogues(DATA / name))
        if options.show:
            for asked, reading, verdict in results:
                print(f"{verdict:8} {asked} -> {reading.interpreted_as or reading.reply or '='}")
        rows.append((name, *counts(verdict for _, _, verdict in results)))
    print("\n" + format_table(("conversations", "right", "asked in full", "wrong"), rows))
    print(f"{spent * 1e6:.0f} µs a turn")
    rows = []
    for path in options.files:
        dataset = read_dataset(path)
        changed = list(false_follow_ups(dataset))
        for typed, read in changed:
            print(f"{dataset.name}: {typed} -> {read}")
        share = f"{len(changed)} ({len(changed) / dataset.size:.2%})"
        rows.append((dataset.name, str(dataset.size), share))
    if rows:
        print("\n" + format_table(("set", "questions", "read as follow-ups"), rows))


def counts(verdicts: Iterator[str]) -> tuple[str, str, str]:
    """How many verdicts there are of each kind."""
    found = Counter(verdicts)
    return str(found["right"]), str(found["in full"]), str(found["wrong"])


def read_chains() -> Iterator[tuple[str, Reading, str]]:
    """Each turn of `chains.json`, how it is read and whether as wanted."""
    for chain in json.loads((DATA / "chains.json").read_text("utf-8")):
        previous: PreviousTurn | None = None
        for turn in chain["turns"]:
            reading = read_follow_up(turn["asked"], previous)
            wanted = turn.get("read_as", [turn["asked"]])
            is_right = reading.reply == turn.get("reply") and (
                reading.reply is not None or reading.question in wanted
            )
            in_full = "in full" if reading.reply == "in_full" else "wrong"
            yield turn["asked"], reading, "right" if is_right else in_full
            if "reply" not in turn and turn.get("status") != NO_ANSWER:
                cited = (turn["cited"],) if "cited" in turn else ()
                language = detect_question_language(wanted[0], default=chain["language"])
                previous = PreviousTurn(wanted[0], language, turn.get("answer"), cited)


def run_dialogues(path: Path) -> Iterator[tuple[str, Reading, str]]:
    """Each follow-up of the dialogues in `path`: right if the best sentence is a gold one.

    Where the articles do not say, right is the abstention.
    """
    data = json.loads(path.read_text("utf-8"))
    engine = Engine.from_folder(ROOT / data["articles"])
    for dialogue in data["dialogues"]:
        previous: PreviousTurn | None = None
        for turn in dialogue:
            reading = read_follow_up(turn["question"], previous)
            if reading.reply:
                if "gold" in turn:
                    yield turn["question"], reading, "in full"
                continue
            answer = engine.ask(reading.question)
            if "gold" in turn:
                shown = (*answer.citations, *answer.closest)
                best = max(shown, key=lambda c: c.score).cited_text if shown else ""
                found = any(words in best for words in turn["gold"])
                is_right = answer.status == NO_ANSWER if NO_ANSWER in turn["gold"] else found
                yield turn["question"], reading, "right" if is_right else "wrong"
            if answer.status == "answered":
                ordered = sorted(answer.citations, key=lambda citation: -citation.score)
                cited = tuple(citation.cited_text for citation in ordered)
                previous = PreviousTurn(reading.question, answer.language, answer.answer, cited)


def false_follow_ups(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Each question of `dataset` that is not taken as it is, with what it is read as."""
    for entry in dataset.entries:
        previous: PreviousTurn | None = None
        for example in entry.examples:
            reading = read_follow_up(example.question, previous)
            if reading.interpreted_as or reading.reply:
                yield example.question, reading.interpreted_as or str(reading.reply)
            if example.answers:
                start, end = example.answers[0]
                language = detect_question_language(example.question, default="fr")
                answer = entry.document.text[start:end]
                previous = PreviousTurn(example.question, language, answer)


if __name__ == "__main__":
    main()
