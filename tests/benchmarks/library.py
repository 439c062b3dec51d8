"""Which sentence answers when all documents of a set are one library, beside BM25 alone.

Here retrieval counts: of all passages, BM25 hands the ranker forty. A hit is the sentence, in the
right document, in which an answer begins; the right document alone is counted too. Many questions
of these sets were asked of one paragraph and name no article ("When did he die?"), so nothing
comes near the figures of one document. BM25 alone is rank-bm25's BM25Okapi over the lower-cased
words of every sentence of the library.

Run from the top of the checkout:

    python -m tests.benchmarks.library xquad-en.json piaf.json [--questions 500]

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi

from index import Engine
from index.documents.passages import cut_passages
from index.reading.weights import load_weights
from index.training.datasets import Dataset, Example, read_dataset
from tests.benchmarks.report import format_table, machine

Place = tuple[str, int, int]  # document id, start and end of a sentence
Rank = Callable[[str], Place | None]


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--questions", type=int, default=500, help="at most, evenly chosen")
    options = parser.parse_args()
    print(machine())
    fitted = {item["sha256"] for item in load_weights().trained_on}
    for path in options.files:
        dataset = read_dataset(path)
        asked = [(e.document.id, x) for e in dataset.entries for x in e.examples if x.answers]
        asked = asked[:: max(1, len(asked) // options.questions)]
        engine = Engine([entry.document for entry in dataset.entries])
        note = ", IN SAMPLE" if dataset.sha256 in fitted else ""
        rows = [
            measure(f"Mot pour Mot{note}", mot_pour_mot(engine), asked),
            measure("rank-bm25, lower-cased words", bm25_alone(dataset), asked),
        ]
        print(f"\n### {dataset.name}: {len(dataset.entries)} documents, {len(asked)} questions\n")
        print(format_table(("engine", "hit@1", "right document", "p50 ms"), rows))


def mot_pour_mot(engine: Engine) -> Rank:
    """The ranking of `engine`."""

    def rank(question: str) -> Place | None:
        sentences = engine.rank(question).sentences
        if not sentences:
            return None
        best = sentences[0].sentence
        return best.document.id, best.start, best.end

    return rank


def bm25_alone(dataset: Dataset) -> Rank:
    """BM25Okapi over all sentences of all documents."""
    places = [
        (entry.document, sentence.start, sentence.end)
        for entry in dataset.entries
        for passage in cut_passages(entry.document)
        if passage.kind != "heading"
        for sentence in passage.sentences
    ]
    engine = BM25Okapi([words(document.text[start:end]) for document, start, end in places])

    def rank(question: str) -> Place | None:
        document, start, end = places[int(np.argmax(engine.get_scores(words(question))))]
        return document.id, start, end

    return rank


def words(text: str) -> list[str]:
    """The lower-cased words of `text`."""
    return re.findall(r"\w+", text.lower())


def measure(name: str, rank: Rank, asked: list[tuple[str, Example]]) -> tuple[str, ...]:
    """A row of the table."""
    hits = documents = 0
    times: list[float] = []
    for document_id, example in asked:
        began = time.perf_counter()
        found = rank(example.question)
        times.append((time.perf_counter() - began) * 1000)
        if found and found[0] == document_id:
            documents += 1
            hits += any(found[1] <= start < found[2] for start, _ in example.answers)
    n = len(asked)
    return name, f"{hits / n:.3f}", f"{documents / n:.3f}", f"{statistics.median(times):.2f}"


if __name__ == "__main__":
    main()
