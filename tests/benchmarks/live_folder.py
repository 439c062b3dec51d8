"""What a change in the folder costs: time until it is served, questions meanwhile, memory.

A library of invented articles of about 250 words (the patterns of `refusals`) in a folder that is
watched as `serve` does. Again and again one article is changed; the time from the last byte to the
new engine in place is measured (of which one second is the rest that a file must have), and
questions are asked all the time, one after another: their median and 95th percentile while nothing
changes, and while an engine is being made. Memory is the resident set before, the highest, and
after the last change.

Run from the top of the checkout:

    python -m tests.benchmarks.live_folder [--sizes 100 1000] [--reader]

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from bot.library import Library
from bot.library.watching import folder_state, keep_current
from bot.settings import Settings
from index import Engine, load_reader, load_weights, read_articles
from index.documents import Versions
from tests.benchmarks import refusals
from tests.benchmarks.report import format_table, machine

CHANGES = 5
QUIET = 5.0  # seconds of questions while nothing changes


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a row for each size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000], metavar="ARTICLES")
    parser.add_argument("--reader", action="store_true", help="with the reader that ships")
    options = parser.parse_args(arguments)
    print(machine())
    header = (
        "articles", "first s", "change served s", "idle p50 ms", "p95", "meanwhile p50 ms", "p95",
        "longest", "MB before", "highest", "after",
    )  # fmt: skip
    rows = [measure(size, reader=options.reader) for size in options.sizes]
    print(format_table(header, rows))


def measure(size: int, *, reader: bool) -> list[str]:
    """Return the row of a library of `size` articles."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folder = root / "articles"
        folder.mkdir()
        for number in range(size):
            text = refusals.article(number, sentences=(2, 4)).text
            (folder / f"{number}.txt").write_text(text, "utf-8")
        settings = Settings(articles_dir=folder, data_dir=root / "data", cache_dir=root / "cache")
        weights = load_weights()
        state = folder_state(folder)
        began = time.perf_counter()
        engine = Engine(
            read_articles(folder).documents,
            weights=weights,
            reader=load_reader(weights) if reader else None,
            cache=settings.cache_dir,
            versions=Versions(settings.data_dir),
        )
        first = time.perf_counter() - began
        library = Library(engine)
        del engine
        before = _resident()
        took, idle, busy = asyncio.run(_change(library, settings, state))
        cells = [first, statistics.median(took), *_quantiles(idle), *_quantiles(busy), max(busy)]
        highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        memory = [before, highest, _resident()]
        return [str(size), *(f"{x:.1f}" for x in cells), *(f"{x:.0f}" for x in memory)]


async def _change(
    library: Library, settings: Settings, state: dict[str, tuple[int, int, int, int]] | None
) -> tuple[list[float], list[float], list[float]]:
    """Return seconds until each change was served, and ms of questions, idle and meanwhile."""
    took: list[float] = []
    idle: list[float] = []
    busy: list[float] = []
    ends, changing = threading.Event(), threading.Event()

    def ask() -> None:
        for number in itertools.count():
            if ends.is_set():
                return
            question = f"Qui a parlé du pont numéro {number} ?"
            began = time.perf_counter()
            library.engine.ask(question)
            ms = (time.perf_counter() - began) * 1000
            (busy if changing.is_set() else idle).append(ms)
            time.sleep(0.01)

    asking = threading.Thread(target=ask)
    asking.start()
    async with keep_current(library, settings, since=state):
        await asyncio.sleep(QUIET)
        for number in range(CHANGES):
            text = f"Le pont de Pau sera fermé le {number + 1} mars 2026, a dit le maire."
            changing.set()
            (settings.articles_dir / "0.txt").write_text(text, "utf-8")
            began = time.perf_counter()
            while library.engine.document("0").text != text:
                await asyncio.sleep(0.01)
            took.append(time.perf_counter() - began)
            changing.clear()
            await asyncio.sleep(0.5)
    ends.set()
    asking.join()
    return took, idle, busy


def _quantiles(values: list[float]) -> tuple[float, float]:
    return statistics.median(values), statistics.quantiles(values, n=20)[-1]


def _resident() -> float:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1024**2


if __name__ == "__main__":
    main()
