"""Which sentence answers, and how fast: Mot pour Mot beside BM25 engines.

Every document of every set is indexed alone. All engines rank the same sentences, cut by
`index.documents.passages.cut_passages` (headings left out, as `Engine` leaves them out); a hit is a
sentence in which an answer begins. A question's time is, for Mot pour Mot, that of the whole
answer (short answer, abstention, citations); for the peers, which do no more, that of the ranking.
The index is built before the clock starts. Mot pour Mot's first question after indexing is counted
as all others, and shown once more by itself. The engines take turns document by document, so that
what else the machine does hits all alike.

Run from the top of the checkout, with the `bench` extra installed:

    python -m tests.benchmarks.quality_and_speed --eval FOLDER      # every *.json in it
    python -m tests.benchmarks.quality_and_speed piaf.json xquad-en.json

The weights that ship were fitted on piaf.json. A set they were fitted on is marked, and the
cross-validated figures from the weights file stand below it: those are the ones to compare.

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.retrieval.embeddings import Encoder, load_encoder

from index import Engine
from index.documents.passages import cut_passages
from index.documents.sentences import Sentence
from index.reading.weights import Weights, load_weights
from index.training.datasets import Dataset, Entry, read_dataset
from index.training.evaluation import RANKED, evaluate, right_sentence
from index.training.metrics import hit_at, mrr_at
from tests.benchmarks.report import format_table, machine, named_version, percentile

OURS = "Mot pour Mot"
WITH_MEANINGS = "Mot pour Mot, crosslingual"

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
    (named_version("haystack-ai"), haystack),
    (named_version("llama-index-retrievers-bm25"), llama_index),
    (f"{named_version('llama-index-retrievers-bm25')}, told the language", llama_index_told),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the sets named in `arguments` and print a table for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="*", type=Path, help="question sets in SQuAD form")
    parser.add_argument("--eval", type=Path, metavar="DIR", help="a folder of question sets")
    options = parser.parse_args(arguments)
    paths = [*options.files, *(sorted(options.eval.glob("*.json")) if options.eval else ())]
    if not paths:
        parser.error("name a question set, or a folder of them with --eval")
    weights = load_weights()
    ours: dict[str, Encoder | None] = {OURS: None}
    if encoder := load_encoder():
        ours[WITH_MEANINGS] = encoder
    peers: dict[str, Build] = {}
    print(machine())
    for name, make in PEERS:
        try:
            peers[name] = make()
        except ImportError as error:
            print(f"left out: {name} ({error})")
    for path in paths:
        _report(read_dataset(path), weights, ours, peers)


def _report(
    dataset: Dataset,
    weights: Weights,
    ours: dict[str, Encoder | None],
    peers: dict[str, Build],
) -> None:
    tallies = {name: Tally() for name in (*ours, *peers)}
    first_questions: list[float] = []
    for turn, entry in enumerate(dataset.entries):
        names = list(tallies)
        # Nobody always goes first.
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            if name in ours:
                first = _ask_ours(dataset, entry, weights, ours[name], tallies[name])
                first_questions += [first] if name == OURS else []
            else:
                _ask_peer(peers[name], entry, tallies[name])
    fitted = dataset.sha256 in {item.get("sha256") for item in weights.trained_on}
    rows = [
        _row(f"{name}, IN SAMPLE" if name in ours and fitted else name, tally)
        for name, tally in tallies.items()
    ]
    fits = {OURS: weights, WITH_MEANINGS: weights.meaning}
    for place, name in enumerate(ours):
        fit = fits[name]
        if fitted and fit and (figures := fit.figures.get(dataset.name)):
            cells = [f"{figures[key]:.3f}" for key in ("hit@1", "hit@3", "MRR@10")]
            rows.insert(2 * place + 1, [f"{name}, cross-validated", *cells, "", ""])
    answerable = sum(e.is_answerable for entry in dataset.entries for e in entry.examples)
    print(
        f"\n### {dataset.name}: {answerable} answerable questions of {dataset.size}, "
        f"{len(dataset.entries)} documents\n"
    )
    print(format_table(("engine", "hit@1", "hit@3", "MRR@10", "p50 ms", "p95 ms"), rows))
    print(
        f"\n{OURS}: the first question after indexing took "
        f"{statistics.median(first_questions):.2f} ms (median)."
    )


def _ask_ours(
    dataset: Dataset, entry: Entry, weights: Weights, encoder: Encoder | None, tally: Tally
) -> float:
    """Tally our own engine on `entry`; the ms of its first question after indexing."""
    engine = Engine([entry.document], weights=weights, encoder=encoder)
    times: dict[str, float] = {}
    for question in (example.question for example in entry.examples):
        if question not in times:  # asked again, it would come from the cache of answers
            times[question] = _timed(engine, question)
    tally.times += times.values()
    alone = Dataset(dataset.name, dataset.sha256, (entry,))
    tally.ranks += [
        p.rank for p in evaluate(alone, weights, encoder=encoder) if p.example.is_answerable
    ]
    return next(iter(times.values()))


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


def _timed(engine: Engine, question: str) -> float:
    began = time.perf_counter()
    engine.ask(question)
    return (time.perf_counter() - began) * 1000


def _row(name: str, tally: Tally) -> list[str]:
    quality = (hit_at(tally.ranks, 1), hit_at(tally.ranks, 3), mrr_at(tally.ranks, 10))
    speed = (percentile(tally.times, 50), percentile(tally.times, 95))
    return [name, *(f"{x:.3f}" for x in quality), *(f"{x:.2f}" for x in speed)]


if __name__ == "__main__":
    main()
