"""Which sentence answers, and how fast: Mot pour Mot beside BM25 engines.

Every document of every set is indexed alone. All engines rank the same sentences, cut by
`index.documents.passages.cut_passages` (headings left out, as `Engine` leaves them out); a hit is a
sentence in which an answer begins. A question's time is, for Mot pour Mot, that of the whole
answer (read, decided, cited); for the peers, which do no more, that of the ranking. The index is
built before the clock starts. The engines take turns document by document, so that what else the
machine does hits all alike.

Of a set that the reader learnt from, only the documents that were kept from it are measured, for
all engines alike; the figures of the weights file, in folds by document, stand below ours.
`--all` measures every document, and says which rows are in sample.

With `--first FILE`, a set on the first article, the questions of it that were never asked before:
wall clock and processor, the least of some rounds, each with an engine of its own.

Run from the top of the checkout, with the `bench` extra installed:

    python -m tests.benchmarks.quality_and_speed --eval FOLDER      # every *.json in it
    python -m tests.benchmarks.quality_and_speed piaf.json xquad-en.json
    python -m tests.benchmarks.quality_and_speed --first tests/data/seed.json

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index import Engine, Reader, Weights, load_reader, load_weights, read_articles
from index.documents.passages import cut_passages
from index.documents.sentences import Sentence
from index.training.datasets import Dataset, Entry, read_dataset
from index.training.evaluation import RANKED, evaluate, right_sentence
from index.training.kept import is_kept
from index.training.metrics import hit_at, mrr_at
from tests.benchmarks.report import format_table, machine, named_version, percentile
from tests.paths import SEEDS

OURS = "Mot pour Mot"
UNREAD = "Mot pour Mot, READER=off"
ROUNDS = 5

Search = Callable[[str], list[int]]  # a question to positions of sentences, best first
Build = Callable[[list[str], str], Search]  # sentences and their language to an index


@dataclass
class Tally:
    """What one engine did on one set: ranks of the first right sentence, times in ms."""

    ranks: list[int | None] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


def rank_bm25_readme() -> Build:
    """rank-bm25 to the letter of its README: BM25Okapi, words are what spaces separate."""
    return _rank_bm25(lambda text: text.split(" "))


def rank_bm25_lowered() -> Build:
    """rank-bm25 as people use it: the same, over lower-cased words."""
    word = re.compile(r"\w+")
    return _rank_bm25(lambda text: word.findall(text.lower()))


def _rank_bm25(tokenize: Callable[[str], list[str]]) -> Build:
    from rank_bm25 import BM25Okapi

    def build(sentences: list[str], language: str) -> Search:
        del language
        engine = BM25Okapi([tokenize(sentence) for sentence in sentences])
        positions = list(range(len(sentences)))
        return lambda text: list(engine.get_top_n(tokenize(text), positions, n=RANKED))

    return build


def bm25s_lowered() -> Build:
    """bm25s with its defaults (Lucene's BM25), over the same words as rank-bm25."""
    import bm25s

    word = re.compile(r"\w+")

    def build(sentences: list[str], language: str) -> Search:
        del language
        engine = bm25s.BM25()
        engine.index([word.findall(text.lower()) for text in sentences], show_progress=False)

        def search(text: str) -> list[int]:
            asked = [word.findall(text.lower())]
            most = min(RANKED, len(sentences))
            return [int(n) for n in engine.retrieve(asked, k=most, show_progress=False)[0][0]]

        return search

    return build


def haystack() -> Build:
    """Haystack's in-memory BM25 retriever with its defaults (BM25L, top_k 10)."""
    os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    def build(sentences: list[str], language: str) -> Search:
        del language
        store = InMemoryDocumentStore()
        store.write_documents(
            [Document(content=text, meta={"position": n}) for n, text in enumerate(sentences)]
        )
        retriever = InMemoryBM25Retriever(document_store=store)
        return lambda text: [
            int(document.meta["position"]) for document in retriever.run(query=text)["documents"]
        ]

    return build


def llama_index() -> Build:
    """LlamaIndex's BM25 retriever with its defaults (English stemmer and stop words).

    Only `similarity_top_k` is raised, from 2 to 10, so that MRR@10 means the same for all.
    """
    return _llama_index(lambda _: {})


def llama_index_told() -> Build:
    """LlamaIndex's BM25 retriever told the language of each document, where it knows it."""
    import Stemmer

    names = {"de": "german", "en": "english", "es": "spanish", "fr": "french"}
    return _llama_index(
        lambda code: (
            {"stemmer": Stemmer.Stemmer(names[code]), "language": code} if code in names else {}
        )
    )


def _llama_index(settings: Callable[[str], dict[str, Any]]) -> Build:
    from llama_index.core.schema import TextNode
    from llama_index.retrievers.bm25 import BM25Retriever

    def build(sentences: list[str], language: str) -> Search:
        nodes = [TextNode(text=text, id_=str(n)) for n, text in enumerate(sentences)]
        retriever = BM25Retriever.from_defaults(
            nodes=nodes, similarity_top_k=min(RANKED, len(nodes)), **settings(language)
        )
        return lambda text: [int(found.node.node_id) for found in retriever.retrieve(text)]

    return build


PEERS: tuple[tuple[str, Callable[[], Build]], ...] = (
    (f"{named_version('rank-bm25')}, README", rank_bm25_readme),
    (f"{named_version('rank-bm25')}, lower-cased words", rank_bm25_lowered),
    (f"{named_version('bm25s')}, lower-cased words", bm25s_lowered),
    (named_version("haystack-ai"), haystack),
    (named_version("llama-index-retrievers-bm25"), llama_index),
    (f"{named_version('llama-index-retrievers-bm25')}, told the language", llama_index_told),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the sets named in `arguments` and print a table for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="*", type=Path, help="question sets in SQuAD form")
    parser.add_argument("--eval", type=Path, metavar="DIR", help="a folder of question sets")
    parser.add_argument("--all", action="store_true", help="also documents learnt from")
    parser.add_argument("--first", type=Path, metavar="FILE", help="a set on the first article")
    options = parser.parse_args(arguments)
    paths = [*options.files, *(sorted(options.eval.glob("*.json")) if options.eval else ())]
    if not paths and not options.first:
        parser.error("name a question set, a folder of them with --eval, or --first")
    weights = load_weights()
    reader = load_reader(weights)
    print(machine())
    peers = _peers() if paths else {}
    with tempfile.TemporaryDirectory() as cache:
        for path in paths:
            run = _Run(weights, {OURS: reader, UNREAD: None}, peers, Path(cache))
            run.report(_unseen(read_dataset(path), weights, everything=options.all))
    if options.first:
        _report_never_asked(read_dataset(options.first), weights)


def _peers() -> dict[str, Build]:
    peers: dict[str, Build] = {}
    for name, make in PEERS:
        try:
            peers[name] = make()
        except ImportError as error:
            print(f"left out: {name} ({error})")
    return peers


def _unseen(dataset: Dataset, weights: Weights, *, everything: bool) -> Dataset:
    """The documents of `dataset` that the reader did not learn from."""
    if everything or not _is_learnt(dataset, weights):
        return dataset
    entries = tuple(entry for entry in dataset.entries if is_kept(dataset.name, entry.group))
    return Dataset(f"{dataset.name}, kept documents", dataset.sha256, entries)


def _is_learnt(dataset: Dataset, weights: Weights) -> bool:
    return dataset.sha256 in {item.get("sha256") for item in weights.trained_on}


@dataclass
class _Run:
    """What all sets are measured with."""

    weights: Weights
    ours: dict[str, Reader | None]
    peers: dict[str, Build]
    cache: Path  # of the articles' vectors: of no engine the time is taken while it indexes

    def report(self, dataset: Dataset) -> None:
        """Print the table of `dataset`."""
        tallies = {name: Tally() for name in (*self.ours, *self.peers)}
        for turn, entry in enumerate(dataset.entries):
            names = list(tallies)
            # Nobody always goes first.
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                if name in self.ours:
                    self._ask_ours(dataset, entry, name, tallies[name])
                else:
                    _ask_peer(self.peers[name], entry, tallies[name])
        learnt = _is_learnt(dataset, self.weights)
        in_sample = learnt and "kept" not in dataset.name
        rows = [
            _row(f"{name}, IN SAMPLE" if name in self.ours and in_sample else name, tally)
            for name, tally in tallies.items()
        ]
        figures = self.weights.figures.get(dataset.name.split(",")[0])
        if learnt and figures:
            cells = [f"{figures[key]:.3f}" for key in ("hit@1", "hit@3", "MRR@10")]
            rows.insert(1, [f"{OURS}, kept documents in folds", *cells, "", ""])
        answerable = sum(e.is_answerable for entry in dataset.entries for e in entry.examples)
        print(
            f"\n### {dataset.name}: {answerable} answerable questions of {dataset.size}, "
            f"{len(dataset.entries)} documents\n"
        )
        print(format_table(("engine", "hit@1", "hit@3", "MRR@10", "p50 ms", "p95 ms"), rows))

    def _ask_ours(self, dataset: Dataset, entry: Entry, name: str, tally: Tally) -> None:
        """Tally our own engine `name` on `entry`."""
        alone = Dataset(dataset.name, dataset.sha256, (entry,))
        for prediction in evaluate(alone, self.weights, reader=self.ours[name], cache=self.cache):
            tally.times.append(prediction.milliseconds)
            if prediction.example.is_answerable:
                tally.ranks.append(prediction.rank)


def _report_never_asked(dataset: Dataset, weights: Weights) -> None:
    """Print what a question on the first article takes that nobody asked before."""
    asked = dict.fromkeys(e.question for entry in dataset.entries for e in entry.examples)
    documents = read_articles(SEEDS).documents
    cores = os.cpu_count() or 1
    readers = {
        f"{OURS}, {cores} threads": load_reader(weights, threads=cores),
        f"{OURS}, 1 thread": load_reader(weights, threads=1),
        UNREAD: None,
    }
    least = {name: dict.fromkeys(asked, (math.inf, math.inf)) for name in readers}
    for _ in range(ROUNDS):
        for name, reader in readers.items():
            engine = Engine(documents, weights=weights, reader=reader)
            for question, (wall, processor) in least[name].items():
                times = _timed(engine, question)
                least[name][question] = min(wall, times[0]), min(processor, times[1])
    rows = []
    for name, found in least.items():
        walls, processors = zip(*found.values(), strict=True)
        cells = [percentile(times, p) for times in (walls, processors) for p in (50, 95)]
        rows.append([name, *(f"{ms:.1f}" for ms in cells)])
    print(
        f"\n### A question never asked before, on the first article: {len(asked)} questions, "
        f"the least of {ROUNDS} rounds each\n"
    )
    header = ("engine", "p50 ms", "p95 ms", "processor p50 ms", "processor p95 ms")
    print(format_table(header, rows))


def _ask_peer(build: Build, entry: Entry, tally: Tally) -> None:
    text = entry.document.text
    sentences = _quotable(entry)
    spans = [(sentence.start, sentence.end) for sentence in sentences]
    search = build([text[start:end] for start, end in spans], entry.document.language)
    for example in entry.examples:
        began = time.perf_counter()
        found = search(example.question)
        tally.times.append((time.perf_counter() - began) * 1000)
        if example.is_answerable:
            right = right_sentence([spans[n] for n in found], entry, example)
            tally.ranks.append(right[0] + 1 if right else None)


def _quotable(entry: Entry) -> list[Sentence]:
    """The sentences that `Engine` ranks: those of headings only where there is nothing else."""
    passages = cut_passages(entry.document)
    quotable = [passage for passage in passages if passage.kind != "heading"] or passages
    return [sentence for passage in quotable for sentence in passage.sentences]


def _timed(engine: Engine, question: str) -> tuple[float, float]:
    """Wall clock and processor, in ms, of one answer; the processor's is of all threads."""
    began, processor = time.perf_counter(), time.process_time()
    engine.ask(question)
    wall = time.perf_counter() - began
    return wall * 1000, (time.process_time() - processor) * 1000


def _row(name: str, tally: Tally) -> list[str]:
    quality = (hit_at(tally.ranks, 1), hit_at(tally.ranks, 3), mrr_at(tally.ranks, 10))
    speed = (percentile(tally.times, 50), percentile(tally.times, 95))
    return [name, *(f"{x:.3f}" for x in quality), *(f"{x:.2f}" for x in speed)]


if __name__ == "__main__":
    main()
