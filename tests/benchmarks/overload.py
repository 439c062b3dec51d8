"""`/ask` at twice the rate that the server can answer, and what becomes of it then and after.

`motpourmot serve` runs as a process; no question is asked twice. First one question at a time
(idle), then four at once (what it can answer), then twice as many a second, whether or not the
earlier ones are answered, then five seconds of nothing, then one at a time again. Somebody else
asks for `/healthz` all the while.

What must be: nothing but 200, 429 and 503, these with `Retry-After`; memory is flat; the 99th
percentile is back within twice that of idle; `/healthz` never takes more than 100 ms.

    python -m tests.benchmarks.overload [--seconds 60] [--reader off]
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.benchmarks.http_throughput import _distinct_questions
from tests.benchmarks.report import format_table, machine
from tests.processes import environment, free_port

IDLE = 40  # questions, one at a time
PAUSE = 0.02  # seconds between them
AT_ONCE = 4
REST = 5  # seconds of nothing
CAPACITY = 10  # seconds
WATCHED = 0.2  # seconds between two requests for /healthz


@dataclass
class Figures:
    """What came of the requests: ms by status, and of `/healthz`."""

    ms: dict[str, list[float]] = field(default_factory=dict)
    health: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def note(self, status: str, seconds: float) -> None:
        self.ms.setdefault(status, []).append(1000 * seconds)


def main() -> None:
    """Start the server, overload it, print the table, stop it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--reader", choices=("on", "off"), default="on")
    options = parser.parse_args()
    port = free_port()
    process = subprocess.Popen(  # noqa: S603  # what is run is written here
        [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)],
        env=environment(READER=options.reader, DATABASE_URL="sqlite://"),
        stderr=subprocess.DEVNULL,
    )
    try:
        asyncio.run(measure(port, process.pid, options.seconds))
    finally:
        process.terminate()
        process.wait(20)


async def measure(port: int, pid: int, seconds: float) -> None:
    questions = _distinct_questions()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=64)
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(
        base_url=url, limits=limits, trust_env=False, timeout=60
    ) as client:
        await started(client)
        await idle(client, itertools.islice(questions, 5))
        # The examples of the page are looked for first, in the same queue.
        await asyncio.sleep(5)
        before = await idle(client, itertools.islice(questions, IDLE))
        rate = await capacity(client, questions)
        print(
            f"{machine()}; {rate:.1f} questions a second can be answered, {2 * rate:.1f} are asked"
        )
        figures = Figures()
        watching = asyncio.create_task(watch(url, pid, figures))
        await overload(client, questions, 2 * rate, seconds, figures)
        watching.cancel()
        await asyncio.sleep(REST)
        after = await idle(client, itertools.islice(questions, IDLE))
    rows = [
        [status, str(len(ms)), f"{statistics.median(ms):.0f}", f"{p99(ms):.0f}", f"{max(ms):.0f}"]
        for status, ms in sorted(
            {
                "idle before": before,
                **figures.ms,
                "`/healthz` meanwhile": figures.health,
                "idle after": after,
            }.items()
        )
    ]
    print(format_table(("status", "requests", "p50 ms", "p99 ms", "longest ms"), rows))
    part = max(1, len(figures.memory) // 6)
    first, last = (
        statistics.median(figures.memory[:part]),
        statistics.median(figures.memory[-part:]),
    )
    print(f"memory in the first sixth {first:.1f} MB, in the last {last:.1f} MB")
    told = {"200", "429 + Retry-After", "503 + Retry-After"}
    for rule, holds in (
        ("nothing but 200, 429, 503 with Retry-After", figures.ms.keys() <= told),
        ("memory within 5 %", last < 1.05 * first),
        ("p99 after within twice that of idle", p99(after) <= 2 * p99(before)),
        ("/healthz within 100 ms", max(figures.health) <= 100),
    ):
        print(f"{'met   ' if holds else 'MISSED'} {rule}")


async def started(client: httpx.AsyncClient) -> None:
    for _ in range(300):
        try:
            if (await client.get("/readyz")).status_code == 200:
                return
        except httpx.TransportError:
            await asyncio.sleep(0.1)
    raise SystemExit("the server did not start")


async def ask(client: httpx.AsyncClient, question: str) -> tuple[str, float]:
    """Return the status, with whether it says when to come again, and the seconds it took."""
    began = time.perf_counter()
    try:
        response = await client.post("/ask", json={"question": question})
    except httpx.HTTPError as error:
        return type(error).__name__, time.perf_counter() - began
    status = str(response.status_code)
    if "retry-after" in response.headers:
        status += " + Retry-After"
    return status, time.perf_counter() - began


async def idle(client: httpx.AsyncClient, questions: Iterator[str]) -> list[float]:
    """Return the ms that each question took, one at a time."""
    times = []
    for question in questions:
        status, seconds = await ask(client, question)
        if status != "200":
            raise SystemExit(f"a question at leisure got {status}")
        times.append(1000 * seconds)
        await asyncio.sleep(PAUSE)
    return times


async def capacity(client: httpx.AsyncClient, questions: Iterator[str]) -> float:
    """Return how many questions a second are answered where some always wait."""
    end = time.perf_counter() + CAPACITY
    statuses: Counter[str] = Counter()

    async def work() -> None:
        while time.perf_counter() < end:
            status, _ = await ask(client, next(questions))
            statuses[status] += 1

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return statuses["200"] / CAPACITY


async def overload(
    client: httpx.AsyncClient,
    questions: Iterator[str],
    rate: float,
    seconds: float,
    figures: Figures,
) -> None:
    """Ask `rate` questions a second, whatever becomes of them."""

    async def one(question: str) -> None:
        figures.note(*await ask(client, question))

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            group.create_task(one(next(questions)))


async def watch(url: str, pid: int, figures: Figures) -> None:
    """Ask for `/healthz`, on a connection of its own each time, and look at the memory."""
    while True:
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
            began = time.perf_counter()
            (await client.get("/healthz")).raise_for_status()
            figures.health.append(1000 * (time.perf_counter() - began))
        status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
        resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        figures.memory.append(int(resident.split()[1]) / 1024)
        await asyncio.sleep(WATCHED)


def p99(ms: list[float]) -> float:
    return sorted(ms)[int(0.99 * (len(ms) - 1))]


if __name__ == "__main__":
    main()
