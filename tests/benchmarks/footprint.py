"""What an answer costs: time from process start, memory, disk, and ms a question once warm.

Each program is started afresh, reads seeds/, asks one question and ends; the programs take
turns. Time is from start to end of the process, memory its highest resident set; what a bare
Python takes stands in a row of its own and is subtracted from none. The peers' scripts index
paragraphs and print the best: no offsets, no confidence, no abstention.

Mot pour Mot is run with an empty cache of vectors (`CACHE_DIR`), with the one that it has filled,
and without the reader. Then what the library takes of that: importing it, loading the reader,
indexing seeds/, the first question. Then what the default install takes on the disk: the
distributions that it needs, as far as they are installed here. Then, in this process, all
questions of the set: in the first round nothing has been asked of this process before; each
further round has a new engine, so that no answer is taken from its cache.

Run from the top of the checkout, with the `bench` extra installed, on Linux:

    python -m tests.benchmarks.footprint [tests/data/seed.json] [--runs 7]

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

from tests.paths import ROOT

QUESTION = "Quel est le montant du contrat ?"
_ROOT = ROOT
_LIMIT = 120  # seconds; a program that takes longer is stopped
_WARM_ROUNDS = 5
_SHOWN = 8  # distributions that have a row of their own

_READ = """
from pathlib import Path
paragraphs = [
    block for path in sorted(Path("seeds").glob("*.txt"))
    for block in path.read_text("utf-8").split("\\n\\n") if block.strip()
]
"""

_OURS = f"""
from index import Engine
print(Engine.from_folder("seeds").ask({QUESTION!r}).citations[0].cited_text)
"""

_PHASES = f"""
import json, os, time
times = [time.perf_counter()]
from pathlib import Path
from index import Engine, load_reader, load_weights, read_articles
times.append(time.perf_counter())
weights = load_weights()
reader = load_reader(weights)
times.append(time.perf_counter())
documents = read_articles(Path("seeds")).documents
cache = Path(os.environ["CACHE_DIR"])
engine = Engine(documents, weights=weights, reader=reader, cache=cache)
times.append(time.perf_counter())
engine.ask({QUESTION!r})
times.append(time.perf_counter())
print(json.dumps([(after - before) * 1000 for before, after in zip(times, times[1:])]))
"""

_RANK_BM25 = f"""{_READ}
from rank_bm25 import BM25Okapi
engine = BM25Okapi([paragraph.lower().split(" ") for paragraph in paragraphs])
print(engine.get_top_n({QUESTION!r}.lower().split(" "), paragraphs, n=1)[0])
"""

_HAYSTACK = f"""{_READ}
from haystack import Document
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
store = InMemoryDocumentStore()
store.write_documents([Document(content=paragraph) for paragraph in paragraphs])
print(InMemoryBM25Retriever(store).run(query={QUESTION!r})["documents"][0].content)
"""

_LLAMA_INDEX = f"""{_READ}
from llama_index.core.schema import TextNode
from llama_index.retrievers.bm25 import BM25Retriever
retriever = BM25Retriever.from_defaults(
    nodes=[TextNode(text=paragraph) for paragraph in paragraphs], similarity_top_k=3
)
print(retriever.retrieve({QUESTION!r})[0].node.get_content())
"""

_ASK = ("-m", "bot.cli", "ask", QUESTION)
_OURS_WARM = "Mot pour Mot, `bot.cli ask`, cache filled"
# Name, the distribution it needs ("" for none), arguments of Python.
PROGRAMS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Python alone", "", ("-c", "pass")),
    ("import numpy", "numpy", ("-c", "import numpy")),
    ("Mot pour Mot, `bot.cli ask`, cache empty", "", _ASK),
    (_OURS_WARM, "", _ASK),
    ("Mot pour Mot, `bot.cli ask`, READER=off", "", _ASK),
    ("Mot pour Mot, the library, no cache", "", ("-c", _OURS)),
    ("rank-bm25", "rank-bm25", ("-c", _RANK_BM25)),
    ("Haystack", "haystack-ai", ("-c", _HAYSTACK)),
    ("LlamaIndex", "llama-index-retrievers-bm25", ("-c", _LLAMA_INDEX)),
)


@dataclass
class Cost:
    """What the runs of one program took: seconds and MB, or the `problem` that stopped it."""

    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    problem: str = ""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("set", nargs="?", type=Path, help="a question set on seeds/")
    parser.add_argument("--runs", type=int, default=7, help="of each program (default 7)")
    options = parser.parse_args(arguments)
    # A child's highest resident set is at least its parent's at the fork: nothing large may be
    # imported here before the children have run.
    costs = _measure(options.runs)
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    from tests.benchmarks.report import format_table, machine

    print(f"{machine()}; medians of {options.runs} runs\n")
    rows = []
    base = statistics.median(costs[_OURS_WARM].seconds or [float("nan")])
    for name, cost in costs.items():
        if cost.problem:
            print(f"left out: {name} ({cost.problem})")
            continue
        seconds = statistics.median(cost.seconds)
        megabytes = statistics.median(cost.megabytes)
        rows.append(
            [
                name,
                f"{seconds * 1000:.0f}",
                f"{seconds / base:.2f}",
                f"{'at most ' if megabytes <= floor else ''}{megabytes:.0f}",
            ]
        )
    header = ("start, read, ask once, end", "ms", "ratio to the filled cache", "peak MB")
    print(format_table(header, rows))
    _phases(options.runs)
    _installed()
    if options.set:
        _warm(options.set)


def _measure(runs: int) -> dict[str, Cost]:
    costs = {_titled(name, distribution): Cost() for name, distribution, _ in PROGRAMS}
    with tempfile.TemporaryDirectory() as filled:
        # The first turn compiles byte code and warms the disk's cache; it is not counted.
        for turn in range(runs + 1):
            for (name, distribution, arguments), cost in zip(PROGRAMS, costs.values(), strict=True):
                if cost.problem:
                    continue
                if distribution and _version(distribution) is None:
                    cost.problem = "not installed"
                    continue
                reader = "off" if "READER=off" in name else "on"
                with tempfile.TemporaryDirectory() as empty:
                    cache = filled if name == _OURS_WARM else empty
                    seconds, megabytes, status, error = _run(
                        arguments, CACHE_DIR=cache, READER=reader
                    )
                if status:
                    cost.problem = error or f"ended with status {status}"
                elif turn:
                    cost.seconds.append(seconds)
                    cost.megabytes.append(megabytes)
    return costs


def _run(arguments: Sequence[str], **settings: str) -> tuple[float, float, int, str]:
    """Seconds, peak MB, exit status and last line of stderr of one run of Python."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(_ROOT),
        "HAYSTACK_TELEMETRY_ENABLED": "False",
        **settings,
    }
    # stderr is a file, not a pipe that would have to be read while the program runs.
    with tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        child = subprocess.Popen(  # noqa: S603  (this file's own programs)
            [sys.executable, *arguments],
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        watchdog = threading.Timer(_LIMIT, child.kill)
        watchdog.start()
        try:
            # wait4, because the resource module only knows the largest of all children.
            _, status, usage = os.wait4(child.pid, 0)
        finally:
            watchdog.cancel()
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        lines = errors.read().decode("utf-8", "replace").strip().splitlines()
    return seconds, usage.ru_maxrss / 1024, child.returncode, lines[-1] if lines else ""


def _phases(runs: int) -> None:
    """Print the medians of what the library takes until its first answer, in new processes."""
    from tests.benchmarks.report import format_table

    rows = []
    with tempfile.TemporaryDirectory() as filled:
        _phases_once(filled)
        for name in ("empty", "filled"):
            found = []
            for _ in range(runs):
                with tempfile.TemporaryDirectory() as empty:
                    found.append(_phases_once(filled if name == "filled" else empty))
            medians = (statistics.median(times) for times in zip(*found, strict=True))
            rows.append([name, *(f"{ms:.1f}" for ms in medians)])
    header = ("cache", "importing", "loading the reader", "indexing seeds/", "first question")
    print(f"\nms in a new process, medians of {runs} runs\n")
    print(format_table(header, rows))


def _phases_once(cache: str) -> list[float]:
    child = subprocess.run(  # noqa: S603  (this file's own program)
        [sys.executable, "-c", _PHASES],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT), "CACHE_DIR": cache},
        stdout=subprocess.PIPE,
        check=True,
        timeout=_LIMIT,
    )
    times: list[float] = json.loads(child.stdout)
    return times


def _installed() -> None:
    """Print the MB of the project and of all that its default install brings, largest first."""
    from packaging.requirements import Requirement

    from tests.benchmarks.report import format_table

    own = sum(
        path.stat().st_size
        for package in ("bot", "index")
        for path in (_ROOT / package).rglob("*")
        if path.is_file()
    )
    sizes = {"Mot pour Mot itself": own}
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [(Requirement(line), "") for line in project["dependencies"]]
    missing = set()
    while wanted:
        requirement, extra = wanted.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        key = canonical(requirement.name)
        try:
            found = distribution(requirement.name)
        except PackageNotFoundError:
            missing.add(requirement.name)
            continue
        if key not in sizes:
            sizes[key] = sum(
                place.stat().st_size
                for file in found.files or ()
                if (place := Path(str(found.locate_file(file)))).is_file()
            )
            wanted += [(Requirement(line), "") for line in found.requires or ()]
        for name in requirement.extras:
            wanted += [(Requirement(line), name) for line in found.requires or ()]
    largest = sorted(sizes.items(), key=lambda item: -item[1])
    rows = [[name, f"{size / 1024**2:.1f}"] for name, size in largest[:_SHOWN]]
    rest = sum(size for _, size in largest[_SHOWN:])
    rows.append([f"{len(largest[_SHOWN:])} others", f"{rest / 1024**2:.1f}"])
    rows.append(["all", f"{sum(sizes.values()) / 1024**2:.1f}"])
    print("\nthe default install on the disk, byte code as far as there is any\n")
    print(format_table(("distribution", "MB"), rows))
    if missing:
        print(f"not installed here, and not counted: {', '.join(sorted(missing))}")


def canonical(name: str) -> str:
    """The name of a distribution as all its spellings are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _warm(path: Path) -> None:
    """Print p50 and p95 of whole answers to the questions of the set at `path`."""
    from index import Engine, load_reader, load_weights, read_articles
    from index.training.datasets import read_dataset
    from tests.benchmarks.report import format_table, percentile

    questions = [e.question for entry in read_dataset(path).entries for e in entry.examples]
    documents = read_articles(_ROOT / "seeds").documents
    weights = load_weights()
    reader = load_reader(weights)
    rounds: list[list[float]] = []
    for _ in range(1 + _WARM_ROUNDS):
        engine = Engine(documents, weights=weights, reader=reader)
        times = []
        for question in questions:
            began = time.perf_counter()
            engine.ask(question)
            times.append((time.perf_counter() - began) * 1000)
        rounds.append(times)
    warm = [ms for times in rounds[1:] for ms in times]
    rows = [
        [name, *(f"{percentile(times, p):.2f}" for p in (50, 95, 100))]
        for name, times in (("first round", rounds[0]), (f"{_WARM_ROUNDS} warm rounds", warm))
    ]
    print(f"\n`Engine.ask`, {len(questions)} questions of {path.name}, ms a question\n")
    print(format_table(("", "p50", "p95", "highest"), rows))


def _titled(name: str, distribution: str) -> str:
    found = _version(distribution) if distribution else None
    return f"{name} {found}" if found else name


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    main()
