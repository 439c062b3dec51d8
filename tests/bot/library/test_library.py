"""The engine is replaced while the faces run: they answer from the new one, and the old one goes.

Each face gets its engine from one `Library`; what is under way keeps the engine it began with.
"""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from typing import Any

import pytest

from bot.asking import Asking
from bot.http import create_app
from bot.library import Library
from bot.web import PageOrApi
from bot.web.articles import Shelf
from index import ArticleError, Engine, make_document
from tests.bot.conftest import TestClient
from tests.bot.web.helpers import browse

QUESTION = "Combien d'emplois le projet de Foix doit-il créer ?"


def engine_of(count: int, *, document_id: str = "foix") -> Engine:
    text = f"Le projet de Foix doit créer {count} emplois. Il a été lancé en mars."
    return Engine([make_document(text, document_id=document_id)])


@pytest.fixture
def library() -> Library:
    return Library(engine_of(120))


def test_every_route_answers_from_the_engine_of_now(page: PageOrApi, library: Library) -> None:
    quote = {"text": "Le projet de Foix doit créer 120 emplois."}
    with TestClient(page) as api, browse(page) as browser:
        for count, others in ((120, 95), (95, 120)):
            said = api.get("/ask", params={"q": QUESTION}).json()
            assert f"{count} emplois" in said["citations"][0]["cited_text"]
            assert f"{count} emplois" in api.get("/documents/foix/text").text
            sha256 = library.engine.document("foix").sha256
            assert api.get("/documents").json()[0]["sha256"] == sha256
            assert api.get("/documents/foix").json()["sha256"] == sha256
            assert api.post("/verify", json=quote).json()["verified"] is (count == 120)
            for address in ("/", "/documents/foix", f"/?q={QUESTION}"):
                html = browser.get(address).text
                assert f"{count} emplois" in html
                assert f"{others} emplois" not in html
            library.replace(engine_of(95))


def test_an_article_that_left_is_not_found_and_a_new_one_is(
    client: TestClient, library: Library
) -> None:
    assert client.get("/documents/pau").status_code == 404
    library.replace(engine_of(1, document_id="pau"))
    assert client.get("/documents/pau").status_code == 200
    assert client.get("/documents/foix").status_code == 404
    assert [article["id"] for article in client.get("/documents").json()] == ["pau"]


def test_the_files_that_were_left_out_are_those_of_the_engine_of_now(
    client: TestClient, library: Library
) -> None:
    assert client.get("/readyz").json()["unreadable"] == 0
    library.replace(engine_of(95), problems=[ArticleError("a.txt: is empty")])
    assert client.get("/readyz").json()["unreadable"] == 1


def test_a_question_under_way_keeps_the_engine_that_it_began_with(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranking, replaced = threading.Event(), threading.Event()
    rank = Engine.rank

    def slowly(engine: Engine, text: str, **options: Any) -> object:
        ranking.set()
        assert replaced.wait(10)
        return rank(engine, text, **options)

    async def ask() -> str:
        asked = await Asking(library).alone(QUESTION)
        return asked.answer.citations[0].cited_text

    async def ask_and_replace() -> str:
        asking = asyncio.create_task(ask())
        await asyncio.to_thread(ranking.wait, 10)
        library.replace(other)
        replaced.set()
        return await asking

    other = engine_of(95)
    monkeypatch.setattr(Engine, "rank", slowly)
    assert "120 emplois" in asyncio.run(ask_and_replace())
    assert "95 emplois" in asyncio.run(ask())


def test_the_engine_that_was_replaced_is_freed_at_once() -> None:
    """Without the garbage collector, which may come late and then holds up everybody."""
    library = Library(engine_of(120))
    asking = Asking(library)
    page = PageOrApi(create_app(library, asking=asking), library, asking, kept_days=30)
    with browse(page) as browser:
        for address in ("/", "/documents/foix", f"/?q={QUESTION}", f"/why?q={QUESTION}"):
            assert browser.get(address).status_code == 200
        for address in ("/documents", "/verify?q=Le projet de Foix doit"):
            assert browser.get(address, headers={"Accept": "application/json"}).status_code == 200
        old = weakref.ref(library.engine)
        gc.collect()  # of what earlier tests left
        gc.disable()
        try:
            library.replace(engine_of(95))
            assert old() is None
        finally:
            gc.enable()


def test_what_the_faces_made_is_made_before_an_engine_is_put_in_place(library: Library) -> None:
    seen: list[tuple[Engine, Engine]] = []

    def make(engine: Engine) -> int:
        seen.append((engine, library.engine))
        return len(engine.documents)

    first, other = library.engine, engine_of(95)
    assert library.made(make) == library.made(make) == 1
    library.replace(other)
    assert seen == [(first, first), (other, first)]
    assert library.made(make) == 1
    assert len(seen) == 2
    assert library.made(Shelf).engine is other
