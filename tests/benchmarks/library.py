"""A library of 1,000 and 10,000 articles, asked all at once, beside one article at a time.

The articles of the sets are filled up with invented news of about 250 words each (the patterns of
`refusals`) to the size that is asked for. Of each set, questions on the documents that were kept
from the reader are asked, evenly chosen. A hit is the sentence, in the right document, in which an
answer begins. Many questions were asked of one paragraph and name no article ("When did he
die?"): nothing can find these in a library, which *one at a time* shows: the same questions, asked
of their own article alone, in the same process.

Every engine runs in a process of its own, whose memory is the highest resident set less that
before the articles were indexed; all rank the same sentences. Ours is started twice: with an empty
cache of the articles' vectors, and with a full one. p50 is of the whole answer for ours, of the
ranking for the others, which do no more.

Run from the top of the checkout, with the `bench` extra installed:

    python -m tests.benchmarks.library news.json piaf.json --sizes 1000 10000 [--cache FOLDER]

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index import Document, Engine, Reader, load_reader, load_weights
from index.documents.passages import cut_passages
from index.training.datasets import Dataset, Example, read_dataset
from index.training.kept import is_kept
from tests.benchmarks import refusals
from tests.benchmarks.quality_and_speed import (
    Build,
    bm25s_lowered,
    haystack,
    rank_bm25_lowered,
)
from tests.benchmarks.report import format_table, machine, named_version
from tests.paths import ROOT

OURS = "Mot pour Mot"
PEERS: dict[str, Callable[[], Build]] = {
    f"{named_version('rank-bm25')}, lower-cased words": rank_bm25_lowered,
    f"{named_version('bm25s')}, lower-cased words": bm25s_lowered,
    named_version("haystack-ai"): haystack,
}
ROWS = (OURS, f"{OURS}, second start", f"{OURS}, READER=off", *PEERS)
_SENTENCES = (2, 4)  # of a paragraph of the invented ones
_LIMIT = 4 * 3600  # seconds for one engine

Place = tuple[str, int, int]  # document id, start and end of a sentence
Ask = Callable[[str], Place | None]
Asked = list[tuple[str, Example]]  # questions with their documents' ids


@dataclass
class Figures:
    """What one engine did. Times in seconds, those of questions in ms; `alone` and `at_once`:
    hit@1 by set; `documents`: the share of right documents, all at once."""

    indexing: float = 0.0
    megabytes: float = 0.0
    p50: float = 0.0
    alone: dict[str, float] = field(default_factory=dict)
    at_once: dict[str, float] = field(default_factory=dict)
    documents: dict[str, float] = field(default_factory=dict)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="question sets")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000], metavar="ARTICLES")
    parser.add_argument("--questions", type=int, default=200, help="of each set, at most")
    parser.add_argument("--cache", type=Path, help="keep the vectors there: a run that goes on")
    parser.add_argument("--row", choices=ROWS, help=argparse.SUPPRESS)  # what a child measures
    options = parser.parse_args(arguments)
    if options.row:
        sets = [read_dataset(path) for path in options.files]
        found = measure(options.row, sets, options.sizes[0], options.questions, options.cache)
        print(json.dumps(vars(found)))
        return
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            report(options.files, size, options.questions, options.cache or Path(folder))


def report(files: Sequence[Path], size: int, questions: int, cache: Path) -> None:
    """Print the table of one size, each engine measured in a process of its own."""
    rows = []
    for row in ROWS:
        child = subprocess.run(  # noqa: S603  (this very file)
            [sys.executable, "-m", "tests.benchmarks.library", *map(str, files),
             "--sizes", str(size), "--questions", str(questions),
             "--cache", str(cache / str(size)), "--row", row],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            check=True,
            timeout=_LIMIT,
        )  # fmt: skip
        found = Figures(**json.loads(child.stdout.splitlines()[-1]))
        cells = [f"{found.indexing:.1f}", f"{found.megabytes:.0f}", f"{found.p50:.1f}"]
        for name in found.at_once:
            cells += [f"{x[name]:.3f}" for x in (found.alone, found.at_once, found.documents)]
        rows.append([row, *cells])
        print(f"{size:,} articles, {row}: measured", file=sys.stderr)
    header = ["engine", "indexing s", "MB", "p50 ms"]
    for path in files:
        header += [f"{path.stem}: one at a time", "all at once", "right document"]
    print(f"\n### {size:,} articles\n\n{format_table(header, rows)}")


def measure(row: str, sets: Sequence[Dataset], size: int, questions: int, cache: Path) -> Figures:
    """Measure one engine."""
    sets = [_with_ids_of_their_own(dataset) for dataset in sets]
    documents = [entry.document for dataset in sets for entry in dataset.entries]
    more = range(size - len(documents))
    documents += [refusals.article(number, sentences=_SENTENCES) for number in more]
    asked = {dataset.name: chosen(dataset, questions) for dataset in sets}
    make = _maker(row, cache)
    figures = Figures()
    before = _megabytes()
    began = time.perf_counter()
    ask = make(documents)
    figures.indexing = time.perf_counter() - began
    figures.megabytes = _megabytes() - before
    by_id = {document.id: document for document in documents}
    times: list[float] = []
    for name, of_set in asked.items():
        hits, right, took = _asked(of_set, lambda _: ask)
        figures.at_once[name], figures.documents[name] = hits, right
        times += took
        own = {i: make([by_id[i]]) for i in dict.fromkeys(i for i, _ in of_set)}
        figures.alone[name], _, _ = _asked(of_set, own.__getitem__)
    figures.p50 = statistics.median(times)
    return figures


def _with_ids_of_their_own(dataset: Dataset) -> Dataset:
    """Return `dataset` with the set's name before the id of each document."""
    entries = tuple(
        replace(e, document=replace(e.document, id=f"{dataset.name} {e.document.id}"))
        for e in dataset.entries
    )
    return replace(dataset, entries=entries)


def chosen(dataset: Dataset, most: int) -> Asked:
    """Return at most `most` answerable questions on documents kept from the reader."""
    asked = [
        (entry.document.id, example)
        for entry in dataset.entries
        if is_kept(dataset.name, entry.group)
        for example in entry.examples
        if example.answers
    ]
    return asked[:: -(-len(asked) // most)]


def _asked(asked: Asked, engine_of: Callable[[str], Ask]) -> tuple[float, float, list[float]]:
    """Return hit@1, the share of right documents, and the times in ms."""
    hits = documents = 0
    times: list[float] = []
    for document_id, example in asked:
        ask = engine_of(document_id)
        began = time.perf_counter()
        found = ask(example.question)
        times.append((time.perf_counter() - began) * 1000)
        if found and found[0] == document_id:
            documents += 1
            hits += any(found[1] <= start < found[2] for start, _ in example.answers)
    return hits / len(asked), documents / len(asked), times


def _maker(row: str, cache: Path) -> Callable[[Sequence[Document]], Ask]:
    """Return what makes the engine of `row` of documents."""
    if row in PEERS:
        return lambda documents: _peer(PEERS[row](), documents)
    weights = load_weights()
    reader: Reader | None = None if row.endswith("off") else load_reader(weights)
    if row == OURS and (left := list(cache.glob("*"))):
        print(f"{cache}: {len(left)} vectors are there from before", file=sys.stderr)

    def make(documents: Sequence[Document]) -> Ask:
        engine = Engine(documents, weights=weights, reader=reader, cache=cache)

        def ask(question: str) -> Place | None:
            ranking = engine.rank(question)
            engine.answer(ranking)
            if not ranking.sentences:
                return None
            best = ranking.sentences[0].sentence
            return best.document.id, best.start, best.end

        return ask

    return make


def _peer(build: Build, documents: Sequence[Document]) -> Ask:
    """Return the peer over all sentences of all `documents` but headings."""
    places = [
        (document, sentence.start, sentence.end)
        for document in documents
        for passage in cut_passages(document)
        if passage.kind != "heading"
        for sentence in passage.sentences
    ]
    language = documents[0].language
    search = build([document.text[start:end] for document, start, end in places], language)

    def ask(question: str) -> Place | None:
        found = search(question)
        if not found:
            return None
        document, start, end = places[found[0]]
        return document.id, start, end

    return ask


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
