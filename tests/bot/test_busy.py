"""More is asked than can be answered: what would wait too long is refused, and told when to come.

Whoever waits already is answered, and there is room again as soon as they are.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable

import httpx
import pytest

from bot.asking import Asking
from bot.errors import BusyError
from bot.library import Library
from bot.queueing import Queue
from bot.serving import faces
from bot.settings import load_settings
from index import Document, Engine

WAITING = 3  # are let in, however long they take
CHAT = {"model": "mot-pour-mot", "messages": [{"role": "user", "content": "Qui a créé ChatGPT ?"}]}


async def fill(queue: Queue, release: threading.Event) -> list[asyncio.Task[object]]:
    """Have as many wait as may, each for long, as far as the queue knows."""
    queue._seconds = 1.0
    tasks = [asyncio.ensure_future(queue.run(release.wait)) for _ in range(WAITING)]
    await asyncio.sleep(0)
    return tasks  # type: ignore[return-value]


def test_what_would_wait_too_long_is_refused() -> None:
    async def run() -> None:
        queue, release = Queue(), threading.Event()
        tasks = await fill(queue, release)
        with pytest.raises(BusyError, match="try again in 3 seconds") as raised:
            await queue.run(lambda: None)
        assert raised.value.seconds == 3
        release.set()
        assert await asyncio.gather(*tasks) == [True] * WAITING
        assert await queue.run(lambda: "room") == "room"

    asyncio.run(run())


def test_many_short_ones_may_wait() -> None:
    async def run() -> None:
        queue = Queue()
        assert await asyncio.gather(*(queue.run(lambda: 1) for _ in range(200))) == [1] * 200

    asyncio.run(run())


def test_the_time_that_one_takes_is_learnt_also_of_those_that_fail() -> None:
    async def run() -> None:
        queue = Queue(patience=0.0)

        def fail() -> None:
            raise ValueError

        with pytest.raises(ValueError):  # noqa: PT011  # raised above
            await queue.run(fail)
        assert queue._seconds > 0
        tasks = [asyncio.ensure_future(queue.run(lambda: None)) for _ in range(WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await queue.run(lambda: None)
        assert await queue.run_surely(lambda: "ours") == "ours"
        await asyncio.gather(*tasks)

    asyncio.run(run())


Ask = Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]
ASKED: dict[str, Ask] = {
    "in the address": lambda c: c.get("/ask", params={"q": "Qui a créé ChatGPT ?"}),
    "in a body": lambda c: c.post("/ask", json={"question": "Qui a créé ChatGPT ?"}),
    "verify": lambda c: c.get("/verify", params={"q": "un contrat de 200 millions"}),
    "chat": lambda c: c.post("/v1/chat/completions", json=CHAT),
    "chat, streamed": lambda c: c.post("/v1/chat/completions", json={**CHAT, "stream": True}),
    "the page": lambda c: c.get(
        "/", params={"q": "Qui a créé ChatGPT ?"}, headers={"Accept": "text/html"}
    ),
    "its script": lambda c: c.post(
        "/ask", json={"question": "Qui a créé ChatGPT ?"}, headers={"Accept": "text/html"}
    ),
    "why": lambda c: c.get(
        "/why", params={"q": "Qui a créé ChatGPT ?"}, headers={"Accept": "text/html"}
    ),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_every_face_says_so(seed_document: Document, ask: Ask) -> None:
    """With 503 and when to come again; health and articles are answered meanwhile."""

    async def run() -> None:
        library = Library(Engine([seed_document]))
        asking = Asking(library)
        _, app = faces(library, asking, load_settings())
        release = threading.Event()
        tasks = await fill(asking._queue, release)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            try:
                response = await ask(client)
                assert response.status_code == 503
                assert response.headers["retry-after"] == "3"
                words = "Too many questions", "Trop de questions"
                assert any(each in response.text for each in words)
                for path in ("/healthz", "/readyz", "/documents"):
                    assert (await client.get(path)).status_code == 200
                body = [{"question": "Qui a créé ChatGPT ?"}, {"question": "merci"}]
                busy, thanks = (await client.post("/ask", json=body)).json()
                assert (busy["status"], thanks["status"]) == (503, "no_answer")
            finally:
                release.set()
            await asyncio.gather(*tasks)
            assert (await ask(client)).status_code == 200

    asyncio.run(run())
