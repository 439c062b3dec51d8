"""How many questions a second the HTTP API answers, beside a route that does nothing.

The real app (`bot.http.app.create_app`) runs under uvicorn in a process of its own, on a free
loopback port, with one more route: `POST /constant` sends back bytes that were put there, of
the size of a typical answer. This process is the client: raw asyncio streams, 4 keep-alive
connections, requests made up beforehand, replies only counted and measured; its share of a core
is printed, so that one sees that it is not what is measured. Rounds of the two routes take
turns. Target: /ask at least half as fast as the constant.

Questions are asked twice over: the same ten again and again (what a cache of answers helps),
and none ever twice (pairs of the article's words, so that the whole way is gone each time).

Run from the top of the checkout:

    python -m tests.benchmarks.http_throughput [--rounds 5] [--requests 400]

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fastapi import Request, Response

from index import read_articles
from tests.benchmarks.report import format_table, machine, named_version
from tests.paths import ROOT

CONNECTIONS = 4
TARGET = 0.5
_LIMIT = 180  # seconds; the whole benchmark stops there
_START = 30  # seconds for the server to listen
_ROOT = ROOT
_CONSTANT = "/constant"

REPEATED = (
    "Quel est le montant du contrat ?",
    "Qui est le patron d'OpenAI ?",
    "Quand Anthropic a-t-elle été fondée ?",
    "Pourquoi Anthropic a-t-elle refusé ?",
    "Qu'a dit Donald Trump ?",
    "Où vont les modèles d'OpenAI ?",
    "Who is the head of Anthropic?",
    "Qui a accusé Anthropic de trahison ?",
    "Quelles sont les lignes rouges ?",
    "Quelle est la capitale de l'Australie ?",
)


@dataclass
class Figures:
    """What the rounds of one kind of question gave, in requests a second and ms."""

    ask: list[float] = field(default_factory=list)
    constant: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    client: list[float] = field(default_factory=list)
    size: int = 0


def main(arguments: Sequence[str] | None = None) -> None:
    """Start the server, measure both kinds of question, print the table, stop the server."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=5, help="of each route (default 5)")
    parser.add_argument("--requests", type=int, default=400, help="in a round (default 400)")
    parser.add_argument("--serve", type=int, metavar="FD", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.serve is not None:
        _serve(options.serve)
        return
    with _server() as port:
        found = asyncio.run(_measure(port, options.rounds, options.requests))
    print(
        f"{machine()}; {named_version('uvicorn')}, {named_version('fastapi')}; "
        f"medians of {options.rounds} rounds of {options.requests} requests, "
        f"{CONNECTIONS} connections\n"
    )
    rows = []
    for name, figures in found.items():
        ask, constant = statistics.median(figures.ask), statistics.median(figures.constant)
        ratios = [a / c for a, c in zip(figures.ask, figures.constant, strict=True)]
        ratio = statistics.median(ratios)
        rows.append(
            [
                name,
                f"{ask:.0f}",
                f"{constant:.0f}",
                f"{ratio:.2f}",
                "met" if ratio >= TARGET else "MISSED",
                f"{statistics.median(figures.latencies):.2f}",
                str(figures.size),
                f"{statistics.median(figures.client):.0%}",
            ]
        )
    header = (
        "questions",
        "/ask a second",
        "constant a second",
        "ratio",
        f"target {TARGET}",
        "/ask p50 ms",
        "bytes",
        "client's share of a core",
    )
    print(format_table(header, rows))


def _serve(descriptor: int) -> None:
    """Serve the app and the constant route on the listening socket `descriptor`."""
    import uvicorn

    from bot.http.app import create_app
    from bot.library import Library
    from index import Engine

    app = create_app(Library(Engine.from_folder(_ROOT / "seeds")))
    body = b""

    async def put(request: Request) -> Response:
        nonlocal body
        body = await request.body()
        return Response(status_code=204)

    async def post() -> Response:
        return Response(body, media_type="application/json")

    app.add_api_route(_CONSTANT, put, methods=["PUT"], response_class=Response)
    app.add_api_route(_CONSTANT, post, methods=["POST"], response_class=Response)
    listener = socket.socket(fileno=descriptor)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


@contextlib.contextmanager
def _server() -> Iterator[int]:
    """A server process on a free loopback port: its port. Ended at the end."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
        child = subprocess.Popen(  # noqa: S603  (this very file)
            [sys.executable, "-m", "tests.benchmarks.http_throughput", "--serve",
             str(listener.fileno())],
            cwd=_ROOT,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
            pass_fds=[listener.fileno()],
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    try:
        yield port
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


async def _measure(port: int, rounds: int, requests: int) -> dict[str, Figures]:
    async with asyncio.timeout(_LIMIT):
        connections = [await _Connection.open(port) for _ in range(CONNECTIONS)]
        distinct = _distinct_questions()
        kinds: dict[str, Iterator[str]] = {
            "ten, repeated": itertools.cycle(REPEATED),
            "all distinct": distinct,
        }
        found: dict[str, Figures] = {}
        for name, questions in kinds.items():
            figures = found[name] = Figures()
            # Warm both routes, and learn how large an answer is.
            sizes: dict[int, bytes] = {}
            for question in itertools.islice(questions, 100):
                reply = await connections[0].send(_request("POST", "/ask", _asked(question)))
                sizes[len(reply)] = reply
            typical = sizes[statistics.median_high(sizes)]
            figures.size = len(typical)
            await connections[0].send(_request("PUT", _CONSTANT, typical))
            for _ in range(rounds):
                asked = [_asked(question) for question in itertools.islice(questions, requests)]
                for path, rates in (("/ask", figures.ask), (_CONSTANT, figures.constant)):
                    # The same bytes go to both, so that reading them costs the same.
                    batch = [_request("POST", path, body) for body in asked]
                    cpu, began = time.process_time(), time.perf_counter()
                    latencies = await _round(connections, batch)
                    elapsed = time.perf_counter() - began
                    rates.append(requests / elapsed)
                    figures.client.append((time.process_time() - cpu) / elapsed)
                    if path == "/ask":
                        figures.latencies += latencies
        for connection in connections:
            connection.close()
        return found


async def _round(connections: Sequence[_Connection], batch: Sequence[bytes]) -> list[float]:
    """Send `batch` over all connections at once; the ms that each reply took."""
    waiting = iter(batch)
    latencies: list[float] = []

    async def work(connection: _Connection) -> None:
        for request in waiting:
            began = time.perf_counter()
            await connection.send(request)
            latencies.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(work(connection) for connection in connections))
    return latencies


class _Connection:
    """One keep-alive connection; knows just enough HTTP to count replies."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, port: int) -> _Connection:
        """Connect; the listening socket is there before the server reads from it."""
        try:
            return cls(*await asyncio.open_connection("127.0.0.1", port))
        except ConnectionError as error:
            raise SystemExit(f"the server did not start ({error!r})") from None

    async def send(self, request: bytes) -> bytes:
        """The body of the reply. Raises `SystemExit` for any status but 200 and 204."""
        self._writer.write(request)
        try:
            async with asyncio.timeout(_START):
                head = await self._reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
                body = await self._reader.readexactly(int(length[1]) if length else 0)
        except (asyncio.IncompleteReadError, ConnectionError, TimeoutError) as error:
            raise SystemExit(f"the server did not answer ({error!r})") from None
        if not head.startswith((b"HTTP/1.1 200 ", b"HTTP/1.1 204 ")):
            raise SystemExit(f"the server answered {head[:40]!r} {body[:200]!r}")
        return body

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


def _asked(question: str) -> bytes:
    return json.dumps({"question": question}, ensure_ascii=False).encode("utf-8")


def _request(method: str, path: str, body: bytes) -> bytes:
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


def _distinct_questions() -> Iterator[str]:
    """Questions from pairs of the article's words, none twice, the same in every run."""
    (document,) = read_articles(_ROOT / "seeds").documents
    words = sorted({word.lower() for word in re.findall(r"[^\W\d_]{4,}", document.text)})
    pairs = list(itertools.combinations(words, 2))
    random.Random(0).shuffle(pairs)  # noqa: S311  (a fixed order, not a secret)
    for first, second in pairs:
        yield f"Que dit l'article de {first} et de {second} ?"


if __name__ == "__main__":
    main()
