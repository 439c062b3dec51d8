"""200 clients that send half a request, and whether `/healthz` answers somebody else meanwhile.

Each server runs in a process that may have 128 descriptors, with the application of this file, and
with the settings of its own that help most. A peer that is not installed is left out.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import importlib.util
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CLIENTS = 200
DESCRIPTORS = 128
SECONDS = 15
HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: "
SENT = {
    "nothing": b"",
    "half a head": HEAD,
    "a head by bytes": HEAD,
    "half a body": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
}


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Read the body, answer `ok`."""
    if scope["type"] == "lifespan":
        for phase in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{phase}.complete"})
        return
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        if not message.get("more_body"):
            break
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


def uvicorn_alone(port: int, *, http: str = "h11", bounded: bool = False) -> None:
    import uvicorn

    bounds: dict[str, Any] = {"limit_concurrency": 64, "backlog": 64, "timeout_keep_alive": 2}
    uvicorn.run(application, port=port, http=http, ws="none", **(bounds if bounded else {}))


def hypercorn(port: int) -> None:
    from hypercorn.asyncio import serve
    from hypercorn.config import Config

    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.keep_alive_timeout = config.read_timeout = 5
    config.backlog = 64
    asyncio.run(serve(application, config))


def granian(port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings

    Granian(
        "tests.benchmarks.slow_connections:application",
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        backpressure=64,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=5000),
    ).serve()


def ours(port: int) -> None:
    import uvicorn

    from bot.front import BoundedServer, Connections, bounded

    config = uvicorn.Config(application, log_config=None, access_log=False, ws="none")
    server = BoundedServer(config, Connections(bounded(512)))
    with socket.create_server(("127.0.0.1", port)) as listener:
        server.run(sockets=[listener])


SERVERS: dict[str, tuple[str, Callable[[int], None]]] = {
    "uvicorn, h11": ("uvicorn", uvicorn_alone),
    "uvicorn, h11, bounds": ("uvicorn", lambda port: uvicorn_alone(port, bounded=True)),
    "uvicorn, httptools, bounds": (
        "httptools",
        lambda port: uvicorn_alone(port, http="httptools", bounded=True),
    ),
    "hypercorn": ("hypercorn", hypercorn),
    "granian": ("granian", granian),
    "Mot pour Mot": ("uvicorn", ours),
}


def main() -> None:
    """Print the table; with `--serve NAME PORT`, be one of the servers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", nargs=2, metavar=("NAME", "PORT"))
    serve = parser.parse_args().serve
    if serve:
        SERVERS[serve[0]][1](int(serve[1]))
        return
    print("| server | clients send | answered | first after | median | lines of log |")
    print("|---|---|---|---|---|---|")
    for name, (package, _) in SERVERS.items():
        if importlib.util.find_spec(package) is None:
            print(f"| {name} | not installed | | | | |")
            continue
        for kind in SENT:
            print(f"| {name} | {kind} | {measure(name, kind)} |", flush=True)


def measure(name: str, kind: str) -> str:
    """Return what became of the requests for `/healthz`, as cells of the table."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    shell = ["/bin/sh", "-c", f'ulimit -n {DESCRIPTORS}; exec "$@"', "sh"]
    module = [sys.executable, "-m", "tests.benchmarks.slow_connections"]
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        log = Path(folder) / "log"
        process = subprocess.Popen(  # noqa: S603  # what is run is written here
            [*shell, *module, "--serve", name, str(port)],
            stderr=stack.enter_context(log.open("wb")),
            stdout=subprocess.DEVNULL,
        )
        try:
            deadline = time.monotonic() + 20
            while ask(port) is None and time.monotonic() < deadline:
                time.sleep(0.1)
            clients = [stack.enter_context(socket.socket()) for _ in range(CLIENTS)]
            for client in clients:
                client.setblocking(False)
                client.connect_ex(("127.0.0.1", port))
            time.sleep(0.3)
            send(clients, SENT[kind])
            began, times, tried, first = time.monotonic(), [], 0, None
            while time.monotonic() - began < SECONDS:
                if kind == "a head by bytes":
                    send(clients, b"a")
                tried += 1
                took = ask(port)
                if took is not None:
                    times.append(took)
                    first = first if first is not None else time.monotonic() - began - took
                time.sleep(0.5)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        lines = log.read_bytes().count(b"\n")
    if first is None:
        return f"0 of {tried} | never | | {lines:,}"
    median = 1000 * statistics.median(times)
    return f"{len(times)} of {tried} | {first:.1f} s | {median:.0f} ms | {lines:,}"


def ask(port: int) -> float | None:
    """Return the seconds that `/healthz` took; None where it did not answer in two."""
    began = time.monotonic()
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 2) as client:
        client.settimeout(2)
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        if client.recv(100).startswith(b"HTTP/1.1 200"):
            return time.monotonic() - began
    return None


def send(clients: list[socket.socket], content: bytes) -> None:
    for client in clients:
        with contextlib.suppress(OSError):
            client.send(content)


if __name__ == "__main__":
    main()
