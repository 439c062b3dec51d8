"""A library: which sentence answers, beside BM25 alone; indexing, starting again, asking.

Here retrieval counts: of all passages, BM25 and the vectors hand the ranker forty. A hit is the
sentence, in the right document, in which an answer begins; the right document alone is counted
too. Many questions of these sets were asked of one paragraph and name no article ("When did he
die?"), so nothing comes near the figures of one document. BM25 alone is rank-bm25's BM25Okapi over
the lower-cased words of every sentence of the library. Of a set that the reader learnt from,
questions on the documents that were kept from it are asked, in a library of all.

With `--size`, a library of so many invented articles of about 500 words each (the patterns of
`refusals`): the articles a second of a first start, whose cache is empty, and of a second one, and
the questions a second that are answered in turn, none of them asked before.

Run from the top of the checkout:

    python -m tests.benchmarks.library xquad-en.json piaf.json [--questions 500]
    python -m tests.benchmarks.library --size 1000

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import itertools
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi

from index import Engine, Reader, Weights, load_reader, load_weights
from index.documents.passages import cut_passages
from index.training.datasets import Dataset, Example, read_dataset
from index.training.kept import is_kept
from tests.benchmarks import refusals
from tests.benchmarks.report import format_table, machine

Place = tuple[str, int, int]  # document id, start and end of a sentence
Rank = Callable[[str], Place | None]


_SENTENCES = (5, 7)  # of a paragraph: about 500 words an article


def main() -> None:
    """Print a table for each set, and one for the invented library."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--questions", type=int, default=500, help="at most, evenly chosen")
    parser.add_argument("--size", type=int, metavar="ARTICLES", help="of an invented library")
    options = parser.parse_args()
    if not options.files and not options.size:
        parser.error("name a question set, or the --size of an invented library")
    print(machine())
    weights = load_weights()
    reader = load_reader(weights)
    for path in options.files:
        report_set(read_dataset(path), weights, reader, options.questions)
    if options.size:
        report_speed(options.size, weights, reader, options.questions)


def report_set(dataset: Dataset, weights: Weights, reader: Reader, questions: int) -> None:
    """Print which sentence answers, with all documents of `dataset` as one library."""
    learnt = dataset.sha256 in {item["sha256"] for item in weights.trained_on}
    asked = [(e.document.id, x) for e in dataset.entries for x in e.examples if x.answers]
    kept = {e.document.id for e in dataset.entries if is_kept(dataset.name, e.group)}
    if learnt:  # all documents make up the library, but only of those kept is anything asked
        asked = [(document_id, example) for document_id, example in asked if document_id in kept]
    asked = asked[:: max(1, len(asked) // questions)]
    documents = [entry.document for entry in dataset.entries]
    rows = [
        measure(name, mot_pour_mot(Engine(documents, weights=weights, reader=own)), asked)
        for name, own in (("Mot pour Mot", reader), ("Mot pour Mot, READER=off", None))
    ]
    rows.append(measure("rank-bm25, lower-cased words", bm25_alone(dataset), asked))
    about = ", on documents kept from the reader" if learnt else ""
    print(f"\n### {dataset.name}: {len(documents)} documents, {len(asked)} questions{about}\n")
    print(format_table(("engine", "hit@1", "right document", "p50 ms"), rows))


def report_speed(size: int, weights: Weights, reader: Reader, questions: int) -> None:
    """Print what `size` invented articles take to index, to start again with, and to ask."""
    documents = [refusals.article(number, sentences=_SENTENCES) for number in range(size)]
    words_each = statistics.mean(len(words(document.text)) for document in documents)
    asked = list(itertools.chain(*refusals.questions().values()))[:questions]
    rows = []
    with tempfile.TemporaryDirectory() as cache:
        for name, own, folder in (
            ("first start", reader, Path(cache)),
            ("second start", reader, Path(cache)),
            ("READER=off", None, None),
        ):
            began = time.perf_counter()
            engine = Engine(documents, weights=weights, reader=own, cache=folder)
            indexing = time.perf_counter() - began
            began = time.perf_counter()
            for question in asked:
                engine.ask(question)
            asking = time.perf_counter() - began
            rows.append(
                (
                    name,
                    f"{indexing:.1f}",
                    f"{size / indexing:.1f}",
                    f"{len(asked) / asking:.1f}",
                )
            )
        kept = sum(path.stat().st_size for path in Path(cache).iterdir()) / 1024**2
    print(
        f"\n### {size:,} invented articles of {words_each:.0f} words, {len(asked)} questions; "
        f"the cache has {kept:.0f} MB\n"
    )
    header = ("", "indexing s", "articles a second", "questions a second")
    print(format_table(header, rows))


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
